#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/bulk/resolving.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/clock/ladder.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/intake.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/ticket_steps.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

/// Escalate…: the ticket stays where it is, and somebody is called to help: the team lead, the owner of the
/// process, or another inbox, which gets a ticket of its own with its own promise.
namespace deskbell::kernel {

namespace {

constexpr std::string_view kEscalated = "escalated";  ///< attribute: to whom already, "lead,inbox:rooms"
constexpr std::string_view kTo = "escalate_to";
constexpr std::string_view kReason = "escalate_reason";
constexpr std::string_view kInboxPrefix = "inbox:";
constexpr std::string_view kYes = "yes";
constexpr std::string_view kHelpsWith = "helps_with";  ///< link from the other inbox's ticket to this one
constexpr std::size_t kReasonMost = 1000;

bool can_escalate(const Desk& desk, const Record& record, unsigned roles)
{
    return desk.process_of(record).is_ticket() && (roles & kAgent) != 0 &&
           is_open(parse_category(record.at(attr::kCategory)).value_or(Category::void_));
}

bool is_offered(const Desk& desk, const Record& record, unsigned roles, const store::Unit&)
{
    return can_escalate(desk, record, roles);
}

std::string name_of_target(const Desk& desk, std::string_view target)
{
    if (target == "lead")
        return "the team lead";
    if (target == "owner")
        return "the process owner";
    const InboxSettings* inbox = target.starts_with(kInboxPrefix)
                                     ? desk.settings().inbox(target.substr(kInboxPrefix.size()))
                                     : nullptr;
    return inbox == nullptr ? std::string() : inbox->name;
}

std::vector<slack::Choice> targets(const Desk& desk, const Record& record)
{
    std::vector<slack::Choice> out{{"lead", "The team lead"}, {"owner", "The process owner"}};
    for (const InboxSettings& inbox : desk.settings().inboxes)
        if (inbox.key != record.at(attr::kInbox))
            out.push_back({std::string(kInboxPrefix) + inbox.key, "Help from " + inbox.name});
    return out;
}

Result<void> must_escalate(const Desk& desk, const Record& record, const Act& act, const store::Unit& unit)
{
    if (can_escalate(desk, record, roles_of(desk, record, act.actor, unit)))
        return {};
    return Error(Errc::forbidden, "Only the agents of its inbox can escalate " + desk.number_of(record) +
                                      ", while it is open.");
}

Answer open_form(const Desk& desk, const slack::BlockAction& click, Record& record, const Act& act,
                 store::Unit& unit)
{
    if (auto allowed = must_escalate(desk, record, act, unit); !allowed)
        return allowed.error();
    slack::Modal modal;
    modal.callback_id = "escalate_ticket";
    modal.title = "Escalate";
    modal.submit = "Escalate";
    modal.private_metadata = pack({{"record", desk.number_of(record)}});
    modal.blocks.context({headline(desk, record)});
    modal.blocks.input(kTo, "Who is to help?", slack::menu(kTo, "Choose", targets(desk, record)), false,
                       "The ticket stays with you. Another inbox gets a ticket of its own about it.");
    modal.blocks.input(kReason, "Why?", slack::text_input(kReason, true, {}, {}, kReasonMost), false,
                       "Whoever is to help reads this. The requester does not.");
    return show_modal(click, modal);
}

/// Whoever may not see the ticket hears of its number only.
void tell_helper(const Desk& desk, const Record& record, const std::string& audience,
                 const std::string& reason, const Act& act, store::Unit& unit)
{
    const bool is_team = audience == desk.settings().inbox(record.at(attr::kInbox))->agent_channel;
    const bool sees = is_team || may_see(desk, record, audience, unit);
    Saying saying;
    saying.text = shown(unit, act.actor) + " escalated " +
                  (sees ? headline(desk, record) : desk.number_of(record)) + ": " + slack::escaped(reason);
    saying.blocks.section("escalated", ":small_red_triangle: " + saying.text,
                          slack::button("open", "Open", desk.number_of(record)));
    post(unit, {0, 0, "notice", audience, "", 0}, saying, 0,
         "escalated:" + std::to_string(record.id) + ":" + std::to_string(record.version) + ":" + audience);
}

/// The other inbox's own ticket. The agent is who waits for it; of the ticket it says only what they wrote.
Result<std::string> ask_inbox(const Desk& desk, const Record& record, const std::string& inbox,
                              const std::string& reason, const Act& act, store::Unit& unit)
{
    NewRecord wish;
    wish.values = {{std::string(attr::kTitle), "Help with " + desk.number_of(record) + ": " +
                                                   shortened(title_and_details(reason)["title"], 100)},
                   {"details", reason}};
    wish.requester = act.actor;
    wish.inbox = inbox;
    wish.via = "an escalation of " + desk.number_of(record);
    wish.is_private = record.has(attr::kPrivate);
    wish.is_again = true;
    auto raised = raise(desk, std::move(wish), act, unit);
    if (!raised)
        return raised.error();
    unit.links.insert({raised->record.id, record.id, std::string(kHelpsWith)}, unit.now);
    return desk.number_of(raised->record);
}

Result<std::string> call_for_help(const Desk& desk, const Record& record, const std::string& target,
                                  const std::string& reason, const Act& act, store::Unit& unit)
{
    if (target.starts_with(kInboxPrefix))
        return ask_inbox(desk, record, target.substr(kInboxPrefix.size()), reason, act, unit);
    const Rung rung{100, target == "lead" ? unsigned{kToLead} : unsigned{kToOwner}, false};
    for (const std::string& audience : audience_of(desk, record, rung, unit))
        if (audience != act.actor)
            tell_helper(desk, record, audience, reason, act, unit);
    return std::string();
}

Result<void> escalate(const Desk& desk, Record& record, const std::string& target, const std::string& reason,
                      const Act& act, store::Unit& unit)
{
    const std::string name = name_of_target(desk, target);
    if (name.empty() || target == std::string(kInboxPrefix) + record.at(attr::kInbox))
        return Error(Errc::invalid_input, "Please choose who is to help.", std::string(kTo));
    if (reason.empty())
        return Error(Errc::invalid_input, "Please say why, so that whoever is to help knows what to do.",
                     std::string(kReason));
    if (is_listed(record.at(kEscalated), target))
        return Error(Errc::conflict, desk.number_of(record) + " is escalated to " + name + " already.",
                     std::string(kTo));
    const std::string list = record.has(kEscalated) ? record.at(kEscalated) + "," + target : target;
    write(unit, record, act, "escalated", changes_to(record, {{std::string(kEscalated), list}}), reason);
    const auto number = call_for_help(desk, record, target, reason, act, unit);
    if (!number)
        return number.error();
    tell_agents(record,
                ":small_red_triangle: " + shown(unit, act.actor) + " escalated it to " +
                    slack::escaped(name) + (number->empty() ? "" : " (" + *number + ")") + ": " +
                    slack::escaped(reason),
                "escalation:" + std::to_string(record.id) + ":" + std::to_string(record.version), unit);
    redraw(desk, record, unit);
    return {};
}

Answer submit(const Desk& desk, const slack::ViewSubmission& submission, const Act& act, store::Unit& unit)
{
    auto record = record_in(desk, submission.view, act.actor, unit);
    if (!record)
        return record.error();
    if (auto allowed = must_escalate(desk, *record, act, unit); !allowed)
        return allowed.error();
    const auto entered = [&](std::string_view name) {
        const auto it = submission.view.values.find(name);
        return it == submission.view.values.end() ? std::string() : trimmed(cleaned(it->second.text));
    };
    if (auto done =
            escalate(desk, *record, entered(kTo), shortened(entered(kReason), kReasonMost), act, unit);
        !done)
        return done.error();
    return slack::Reply::clear();
}

/// Numbers of the tickets in which another inbox still helps with this one.
std::vector<std::string> open_help(const Desk& desk, const Record& record, const store::Unit& unit)
{
    std::vector<std::string> out;
    for (const store::Link& link : unit.links.of(record.id))
        if (link.to == record.id && link.type == kHelpsWith)
            if (const auto helper = unit.records.find(link.from);
                helper && is_open(parse_category(helper->at(attr::kCategory)).value_or(Category::void_)))
                out.push_back(desk.number_of(*helper));
    return out;
}

/// Whoever answers or solves a ticket while others still work on it is told before.
std::string form_line(const Desk& desk, const Record& record, std::string_view, const store::Unit& unit)
{
    const auto open = open_help(desk, record, unit);
    return open.empty() ? "" : ":hourglass_flowing_sand: Still open for this: " + joined(open, ", ");
}

void ask_despite(const Desk& desk, const Record& record, std::string_view, const store::Unit& unit,
                 slack::Modal& modal)
{
    if (resolving_form(desk.process_of(record), modal.callback_id) == nullptr ||
        open_help(desk, record, unit).empty())
        return;
    modal.blocks.input(kSolvedDespite, "Others still work on this",
                       slack::checkbox(kSolvedDespite, {{std::string(kYes), "Solve it all the same"}}), false,
                       "Their tickets stay open. It is kept that you decided so.");
}

Result<void> take_despite(const Desk& desk, const Record& record, const slack::ViewState& form,
                          Attributes& values, const Act&, store::Unit& unit)
{
    const auto box = form.values.find(kSolvedDespite);
    const bool is_ticked = box != form.values.end() && !box->second.many.empty();
    if (is_ticked && resolving_form(desk.process_of(record), form.callback_id) != nullptr)
        values[std::string(kSolvedDespite)] = joined(open_help(desk, record, unit), ", ");
    return {};
}

/// Agents who solve it have to say that they know; a requester who needs nothing more need not.
Result<void> must_confirm(const Desk& desk, const Transition& row, const Step& step)
{
    if (step.values.contains(kSolvedDespite) || !resolves(desk.process_of(step.record), row))
        return {};
    const auto open = open_help(desk, step.record, step.unit);
    if (open.empty())
        return {};
    return Error(Errc::conflict,
                 "Still open for " + desk.number_of(step.record) + ": " + joined(open, ", ") +
                     ". Please open the form Resolve of this ticket, and confirm there that you "
                     "solve it all the same.");
}

/// The team that waits hears when the other inbox has solved its part.
Result<void> follow_up(const Desk& desk, Record& record, std::string_view, const Act&, store::Unit& unit)
{
    if (record.at(attr::kCategory) != to_text(Category::resolved))
        return {};
    for (const store::Link& link : unit.links.of(record.id)) {
        if (link.from != record.id || link.type != kHelpsWith)
            continue;
        if (const auto waiting = unit.records.find(link.to))
            tell_agents(
                *waiting,
                ":white_check_mark: " + desk.number_of(record) + ", which helps with this, is solved.",
                "helped:" + std::to_string(record.id) + ":" + std::to_string(record.version), unit);
    }
    return {};
}

std::string card_line(const Desk& desk, const Record& record, const store::Unit& unit)
{
    if (!record.has(kEscalated))
        return {};
    std::vector<std::string> names;
    for (const std::string& target : split(record.at(kEscalated), ','))
        if (const std::string name = name_of_target(desk, target); !name.empty())
            names.push_back(slack::escaped(name));
    std::string numbers;
    for (const store::Link& link : unit.links.of(record.id))
        if (link.to == record.id && link.type == kHelpsWith)
            if (const auto helper = unit.records.find(link.from))
                numbers += " · " + desk.number_of(*helper);
    return ":small_red_triangle: Escalated to " + joined(names, ", ") + numbers;
}

constexpr std::array kEntries{Entry{"escalate", "Escalate…", true, is_offered, open_form}};
constexpr std::array kForms{Form{"escalate_ticket", submit}};

}  // namespace

extern const Feature kEscalations;
const Feature kEscalations{.key = "escalations",
                           .forms = kForms,
                           .entries = kEntries,
                           .guard = must_confirm,
                           .follow_up = follow_up,
                           .card_line = card_line,
                           .form_line = form_line,
                           .form_inputs = ask_despite,
                           .take_part = take_despite};

}  // namespace deskbell::kernel
