#include "handlers/kernel/card.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/approval/approval_card.hpp"
#include "handlers/kernel/assignment/followers.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/clicks.hpp"
#include "handlers/kernel/clock/promise.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/intake/answers.hpp"
#include "handlers/kernel/naming.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/confirmation.hpp"
#include "handlers/kernel/thread/privacy.hpp"
#include "handlers/kernel/thread/speaker.hpp"
#include "handlers/kernel/transition.hpp"
#include "handlers/kernel/voice/nudge.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

using slack::button;
using slack::escaped;
using slack::Style;

constexpr std::size_t kTitleShown = 250;
constexpr std::size_t kDetailsShown = 1200;
constexpr std::size_t kFactShown = 200;

Category category_of(const Record& record)
{
    return parse_category(record.at(attr::kCategory)).value_or(Category::fresh);
}

std::string requester_line(const Record& record, const store::Unit& unit)
{
    const std::string& requester = record.at(attr::kRequester);
    std::string line = mentioned(requester);
    const auto person = unit.directory.person(requester);
    if (person && person->is_deleted)
        line += " (deactivated: reads no answer)";
    else if (person && !person->timezone.empty())
        line += " (" + wall_time(unit.now, person->timezone) + " there)";
    if (person && person->is_external)
        line += ", of another organisation";
    if (record.at(attr::kCreatedBy) != requester)
        line += ", raised by " + shown(unit, record.at(attr::kCreatedBy));
    return line;
}

std::string priority_label(const Record& record)
{
    const auto priority = parse_priority(record.at(attr::kPriority));
    if (!priority)
        return "not set";
    static constexpr std::string_view kMarks[] = {
        ":red_circle:", ":large_orange_circle:", ":large_yellow_circle:", ":white_circle:"};
    return std::string(kMarks[static_cast<std::size_t>(*priority) - 1]) + " " +
           std::string(to_text(*priority));
}

/// "Raised through /ticket · message" for the small print.
std::string origin_line(const Record& record)
{
    const std::string& link = record.at("origin_link");
    std::string line = "Raised by " + record.at(attr::kVia);
    if (!link.empty())
        line += " · " + slack::link(link, "open the original message");
    if (record.has("original_deleted"))
        line += " · :wastebasket: original deleted";
    return line;
}

/// The promise, marked when a clock has used most of its time or is late.
std::string sla_line(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const std::string promise = promise_line(desk, record, unit);
    if (promise.empty())
        return {};
    const auto next = record.time(attr::kNextDue);
    if (next && *next < unit.now)
        return ":rotating_light: " + promise + " · " + time_left(desk, record, unit);
    return ":stopwatch: " + promise;
}

std::vector<slack::Element> agent_buttons(const Desk& desk, const Record& record, unsigned roles,
                                          const store::Unit& unit)
{
    const Process& process = desk.process_of(record);
    const std::string number = desk.number_of(record);
    std::vector<slack::Element> buttons;
    std::vector<slack::Choice> more;
    const bool may_talk = process.is_ticket() && (roles & kAgent) != 0 && !is_final(category_of(record));
    const auto talk = [&] {
        if (may_talk) {
            buttons.push_back(button("reply", "Reply", number));
            buttons.push_back(button("note", "Note", number));
        }
    };
    bool has_talked = false;
    for (const Transition* row : process.transitions_from(record)) {
        if ((row->who & roles) == 0 || row->place == Place::hidden || is_barred(desk, record, *row, unit))
            continue;
        if (row->place == Place::menu) {
            more.push_back({std::string(row->action) + "|" + number, std::string(row->label)});
            continue;
        }
        // Taking comes first, then talking, then what ends it.
        if (row->place == Place::button && !has_talked) {
            talk();
            has_talked = true;
        }
        const Style style = row->place == Place::primary_button ? Style::primary : Style::plain;
        buttons.push_back(
            button(std::string(kStepPrefix) + std::string(row->action), row->label, number, style));
    }
    if (!has_talked)
        talk();
    for (const Feature* feature : features())
        for (const Entry& entry : feature->entries)
            if (entry.is_offered(desk, record, roles, unit))
                more.push_back({std::string(entry.action) + "|" + number, std::string(entry.label)});
    if (!more.empty())
        buttons.push_back(slack::menu(kMoreMenu, "More", more));
    return buttons;
}

/// What a requester needs seldom.
std::vector<slack::Choice> more_of_requester(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const std::string number = desk.number_of(record);
    std::vector<slack::Choice> out{{"followers|" + number, "Followers…"}};
    for (const Transition* row : desk.process_of(record).transitions_from(record))
        if (row->who == kRequester && row->place != Place::hidden && !is_barred(desk, record, *row, unit))
            out.push_back({std::string(row->action) + "|" + number, std::string(row->label)});
    if (!record.has(attr::kPrivate))
        out.push_back({std::string(kMakePrivate) + "|" + number, "Make private…"});
    out.push_back({"history|" + number, "History"});
    return out;
}

/// A field's value for the card; mrkdwn. An instant is shown in the reader's own time.
std::string fact_of(const Desk& desk, const Record& record, const Field& field)
{
    const auto instant = field.type == FieldType::instant ? record.time(field.name) : std::nullopt;
    return instant ? slack::date(*instant, desk.settings().timezone)
                   : escaped(shortened(label_of(desk, record, field.name), kFactShown));
}

void add_facts(const Desk& desk, const Record& record, const store::Unit& unit, slack::Blocks& blocks)
{
    const std::string lock = record.has(attr::kPrivate) ? ":lock: " : "";
    blocks.section(lock + "*" + headline(desk, record) + "*");
    if (record.has("details"))
        blocks.section(slack::quoted(escaped(shortened(record.at("details"), kDetailsShown))));
    std::vector<std::string> facts{"*State*\n" + escaped(state_label(desk, record))};
    if (record.has(attr::kRequester))
        facts.insert(facts.begin(), "*Requester*\n" + requester_line(record, unit));
    if (record.has(attr::kPriority))
        facts.push_back("*Priority*\n" + priority_label(record));
    facts.push_back("*Assignee*\n" +
                    (record.has(attr::kAssignee) ? mentioned(record.at(attr::kAssignee)) : "nobody yet"));
    for (const Field& field : desk.process_of(record).fields)
        if (facts.size() < 10 && field.is_on_card && field.type != FieldType::long_text &&
            record.has(field.name))
            facts.push_back("*" + escaped(field.label) + "*\n" + fact_of(desk, record, field));
    blocks.fields(facts);
    for (const Field& field : desk.process_of(record).fields)
        if (field.type == FieldType::long_text && record.has(field.name) && field.name != "details")
            blocks.section("*" + escaped(field.label) + "*\n" +
                           escaped(shortened(record.at(field.name), kDetailsShown)));
    add_answers(desk, record, unit, blocks);
}

/// What people who are no agents read of a ticket.
Saying told(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const Category category = category_of(record);
    const std::string number = desk.number_of(record);
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    Saying out;
    const std::string lock = record.has(attr::kPrivate) ? ":lock: " : "";
    const std::string promise = promise_line(desk, record, unit);
    const std::string state = escaped(state_label_for_requester(desk, record));
    out.text = number + " " + escaped(record.at(attr::kTitle)) + ": " + state +
               (promise.empty() ? "" : ". " + promise + ".");
    out.blocks.section(lock + "*" + headline(desk, record) + "*");
    std::string status = "*" + state + "*";
    if (record.has(attr::kAssignee) && is_open(category))
        status += " · " + shown_to_requester(desk, record, record.at(attr::kAssignee), unit) + " has it";
    else if (category == Category::fresh && inbox != nullptr)
        status +=
            " by " + escaped(inbox->name) +
            (record.has(attr::kFirstResponseAt) ? ""
                                                : ". Somebody will look at it and answer in this thread");
    out.blocks.section(status);
    out.blocks.context({promise.empty() ? "" : ":stopwatch: " + promise,
                        followers_line(record, Names::for_requester(desk.settings(), record, unit))});
    return out;
}

/// The same for somebody who only reads along: what the requester can press is refused to them.
Saying told_to_reader(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit)
{
    const std::string number = desk.number_of(record);
    Saying out = told(desk, record, unit);
    std::vector<slack::Element> buttons;
    if (is_listed(record.at(attr::kFollowers), user))
        buttons.push_back(button("follow", "Stop following", number));
    else if (!record.has(attr::kPrivate))
        buttons.push_back(button("follow", "Follow", number));
    buttons.push_back(button("history", "History", number));
    out.blocks.actions("receipt", buttons);
    return out;
}

}  // namespace

std::string headline(const Desk& desk, const Record& record)
{
    return desk.number_of(record) + " " + escaped(shortened(record.at(attr::kTitle), kTitleShown));
}

std::string state_label(const Desk& desk, const Record& record)
{
    const State* state = desk.process_of(record).state(record.at(attr::kState));
    return state_name(desk, record.at(attr::kInbox), category_of(record),
                      state == nullptr ? std::string_view(record.at(attr::kState)) : state->label);
}

std::string state_label_for_requester(const Desk& desk, const Record& record)
{
    const Category category = category_of(record);
    if (category == Category::void_ && record.has(attr::kDuplicateOf))
        return "Goes on as " + record.at(attr::kDuplicateOf);
    return state_name(desk, record.at(attr::kInbox), category, for_requester(category));
}

std::string label_of(const Desk& desk, const Record& record, std::string_view name)
{
    const Field* field = desk.process_of(record).field(name);
    const std::string& value = record.at(name);
    if (field == nullptr)
        return value;
    const auto option = std::ranges::find(field->options, value, &Option::value);
    if (option != field->options.end())
        return std::string(option->label);
    return field->type == FieldType::one_of ? choice_label(desk, name, value) : value;
}

Saying card(const Desk& desk, const Record& record, const store::Unit& unit, unsigned roles)
{
    Saying out;
    out.text = desk.number_of(record) + " " + escaped(record.at(attr::kTitle)) + " (" +
               escaped(state_label(desk, record)) + ")";
    add_facts(desk, record, unit, out.blocks);
    if (desk.process_of(record).is_ticket())
        out.blocks.context({sla_line(desk, record, unit), origin_line(record)});
    for (const Feature* feature : features())
        if (feature->card_line != nullptr)
            out.blocks.context({feature->card_line(desk, record, unit)});
    out.blocks.actions("card", agent_buttons(desk, record, roles, unit));
    return out;
}

Saying card_for(const Desk& desk, const Record& record, const store::Unit& unit, std::string_view user)
{
    const unsigned roles = roles_of(desk, record, user, unit);
    const bool is_worked_on_by = (roles & (kAgent | kOwner)) != 0 || !desk.process_of(record).is_ticket();
    const bool only_decides = (roles & kRequester) == 0 && is_asked(record, user, unit);
    Saying out = is_worked_on_by             ? card(desk, record, unit, roles)
                 : only_decides              ? approver_view(desk, record, user, unit)
                 : (roles & kRequester) != 0 ? receipt(desk, record, unit)
                                             : told_to_reader(desk, record, user, unit);
    add_decision(desk, record, user, unit, out.blocks);
    if (allowed(desk, record, "confirm", roles & kRequester) != nullptr)  // also when its message is lost
        out.blocks.actions("confirm", confirm_buttons(desk.number_of(record)));
    if (!is_worked_on_by)  // those find it under More
        out.blocks.actions("access", {button("who_sees", "Who can see this?", desk.number_of(record))});
    return out;
}

Saying receipt(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const std::string number = desk.number_of(record);
    Saying out = told(desk, record, unit);
    if (!is_open(category_of(record))) {
        out.blocks.actions("receipt", {button("history", "History", number)});
        return out;
    }
    std::vector<slack::Element> buttons{button("add_details", "Add details", number),
                                        button("follow", "Follow", number)};
    const Transition* solved = desk.process_of(record).transition(record, "solved");
    if (solved == nullptr || !is_barred(desk, record, *solved, unit))
        buttons.push_back(button("solved", "Solved – thanks", number));
    for (slack::Element& nudge : nudge_buttons(desk, record, unit)) buttons.push_back(std::move(nudge));
    buttons.push_back(slack::menu(kMoreMenu, "More", more_of_requester(desk, record, unit)));
    out.blocks.actions("receipt", buttons);
    return out;
}

void redraw(const Desk& desk, const Record& record, store::Unit& unit)
{
    // The card hangs in a channel where every reader is an agent, so it offers what agents may do.
    // What was taken out of Slack stays out.
    if (const auto message = unit.messages.find(record.id, "card"); message && !message->is_deleted)
        edit(unit, message->id, card(desk, record, unit, kEveryone | kAgent));
    if (const auto message = unit.messages.find(record.id, "receipt"); message && !message->is_deleted)
        edit(unit, message->id, receipt(desk, record, unit));
}

}  // namespace deskbell::kernel
