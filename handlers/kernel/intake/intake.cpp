#include "handlers/kernel/intake/intake.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clock/clocks.hpp"
#include "handlers/kernel/clock/promise.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/answers.hpp"
#include "handlers/kernel/intake/form_versions.hpp"
#include "handlers/kernel/people.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

constexpr std::size_t kTitleMost = 150;
constexpr std::size_t kDetailsMost = 12000;  // more than Slack lets a person type into one message
constexpr std::chrono::minutes kTwinWindow{2};

Result<void> check_fields(const Process& process, const Attributes& values, bool is_incomplete)
{
    for (const Field& field : process.fields) {
        const auto it = values.find(field.name);
        const std::string value = it == values.end() ? "" : it->second;
        const bool required =
            field.at_creation == Asked::required && !is_incomplete && is_visible(field, values);
        if (const std::string fault = fault_in(field, value, required); !fault.empty())
            return Error(Errc::invalid_input, fault, std::string(field.name));
    }
    return {};
}

/// Only answers to questions that are asked stay; those that a form has shown are there as they must be.
Result<void> settle_answers(const Desk& desk, NewRecord& wish, const Act& act, store::Unit& unit)
{
    const auto form = form_of(desk, wish, unit);
    Attributes given;
    std::erase_if(wish.values, [&](const auto& entry) {
        const bool is_answer = entry.first.starts_with(kAnswerPrefix);
        if (is_answer)
            given.insert(entry);
        return is_answer;
    });
    if (!form)
        return {};
    const bool was_shown = !wish.form.empty();
    const bool of_agent = was_shown && is_agent(desk, wish.inbox, act.actor, unit);
    if (!was_shown)
        fill_defaults(*form, given);
    if (auto checked = check_answers(*form, given, of_agent, was_shown && !wish.is_incomplete); !checked)
        return checked;
    for (const FormField* field : asked_fields(*form, given, of_agent))
        if (const auto it = given.find(field->attribute()); it != given.end())
            wish.values.insert(*it);
    wish.values[std::string(kFormVersions)] = form->version;
    wish.is_private = wish.is_private || form->is_private;
    keep_version(*form, unit);
    return {};
}

/// Attributes of the new record: what was entered, who and where, the initial state and what the process
/// derives.
Attributes initial_attributes(const Desk& desk, const NewRecord& wish, const Act& act, store::Unit& unit)
{
    const Process& process = *wish.process;
    Record draft;
    draft.process = process.key;
    draft.attributes = wish.values;
    for (const Field& field : process.fields)
        if (field.at_creation != Asked::never && !field.initial.empty() && field.visible_when.empty())
            draft.attributes.try_emplace(std::string(field.name), field.initial);
    const auto set = [&](std::string_view name, std::string_view value) {
        if (!value.empty())
            draft.attributes[std::string(name)] = value;
    };
    set(attr::kState, process.initial().key);
    set(attr::kCategory, to_text(process.initial().category));
    set(attr::kRequester, wish.requester);
    set(attr::kCreatedBy, act.actor);
    set(attr::kInbox, process.is_ticket() ? wish.inbox : "");
    set(attr::kVia, wish.via);
    set(attr::kReceivedAt, rfc3339(act.at));
    set(attr::kSourceChannel, wish.channel);
    set(attr::kSourceTs, wish.root_ts);
    set(attr::kPrivate, wish.is_private ? "yes" : "");
    set(kDetailsMissing, wish.is_incomplete ? "yes" : "");
    Step step{draft, act.actor, kEveryone | kRequester, act.at, {}, desk.settings(), unit};
    if (process.on_create != nullptr)
        process.on_create(step);
    for (auto& [name, value] : step.values) draft.attributes[name] = std::move(value);
    if (const auto person = unit.directory.person(wish.requester))
        set(attr::kRequesterZone, person->timezone);
    for (const Feature* feature : features())
        if (feature->shape != nullptr)
            feature->shape(desk, draft, act, unit);
    Attributes out = draft.attributes;
    std::erase_if(out, [](const auto& entry) { return entry.second.empty(); });
    return out;
}

void post_card(const Desk& desk, const Record& record, store::Unit& unit)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    if (inbox == nullptr || inbox->agent_channel.empty())
        return;
    post(unit, {0, record.id, "card", inbox->agent_channel, "", 0},
         card(desk, record, unit, kEveryone | kAgent), 0, "card:" + std::to_string(record.id));
}

/// The receipt goes into the thread where the request was made; without one, or for a private ticket, into a
/// direct message.
void post_receipt(const Desk& desk, const Record& record, store::Unit& unit)
{
    const std::string once = "receipt:" + std::to_string(record.id);
    const std::string& channel = record.at(attr::kSourceChannel);
    const bool has_thread = !record.at(attr::kSourceTs).empty();
    const bool is_private = record.has(attr::kPrivate);
    std::int64_t source = 0;
    if (has_thread)
        source = unit.messages.insert(
            {0, record.id, is_private ? "public_source" : "source", channel, record.at(attr::kSourceTs), 0});
    if (has_thread && !is_private) {
        post(unit, {0, record.id, "receipt", channel, "", 0}, receipt(desk, record, unit), source, once);
        return;
    }
    post(unit, {0, record.id, "receipt", record.at(attr::kRequester), "", 0}, receipt(desk, record, unit), 0,
         once);
    if (has_thread) {
        Saying moved;
        moved.text = desk.number_of(record) + " has moved to a private conversation.";
        moved.blocks.section(":lock: " + moved.text);
        post(unit, {0, record.id, "notice", channel, "", 0}, moved, source, once + ":moved");
    }
}

}  // namespace

std::vector<const Process*> door_processes(const Desk& desk)
{
    std::vector<const Process*> out;
    std::ranges::copy_if(desk.processes(), std::back_inserter(out),
                         [](const Process* p) { return p->is_ticket(); });
    std::ranges::stable_sort(out, {}, &Process::door_order);
    return out;
}

const Process* untyped_process(const Desk& desk)
{
    const auto doors = door_processes(desk);
    const auto it = std::ranges::find_if(doors, &Process::takes_untyped);
    if (it != doors.end())
        return *it;
    return doors.empty() ? nullptr : doors.front();
}

std::optional<FormDefinition> form_of(const Desk& desk, const NewRecord& wish, const store::Unit& unit)
{
    if (!wish.form.empty())
        return form_of_version(desk.settings(), wish.form, unit);
    const Process* process = wish.process == nullptr ? untyped_process(desk) : wish.process;
    if (process == nullptr || !process->is_ticket())
        return std::nullopt;
    const auto forms = desk.settings().forms_for(wish.inbox, process->key);
    return forms.empty() ? std::nullopt : std::optional(*forms.front());
}

Attributes title_and_details(std::string_view text)
{
    const std::string all = trimmed(text);
    const std::string first = trimmed(all.substr(0, all.find('\n')));
    Attributes out{{std::string(attr::kTitle), shortened(first, kTitleMost)}};
    if (first != all || utf16_length(first) > kTitleMost)
        out["details"] = all;
    return out;
}

Result<Raised> raise(const Desk& desk, NewRecord wish, const Act& act, store::Unit& unit)
{
    if (wish.process == nullptr)
        wish.process = untyped_process(desk);
    if (wish.process == nullptr)
        return Error(Errc::unavailable, "This desk takes no tickets. Please tell the person who runs it.");
    if (wish.process->is_ticket() && desk.settings().inbox(wish.inbox) == nullptr)
        return Error(
            Errc::unavailable,
            "No inbox is set up for this yet. An administrator of the workspace invites me to a private "
            "channel, and I ask what it is for.",
            "inbox");
    if (!wish.root_ts.empty())
        if (auto known = unit.records.find_source(wish.channel, wish.root_ts))
            return Raised{*std::move(known), Raised::How::same_thread};
    const std::string title = wish.values[std::string(attr::kTitle)];
    if (trimmed(title).empty())
        return Error(Errc::invalid_input, "Please say in a few words what you need.",
                     std::string(attr::kTitle));
    if (utf16_length(wish.values["details"]) > kDetailsMost)
        return Error(Errc::invalid_input,
                     "Please shorten the details to " + std::to_string(kDetailsMost) + " characters.",
                     "details");
    if (auto checked = check_fields(*wish.process, wish.values, wish.is_incomplete); !checked)
        return checked.error();
    if (auto settled = settle_answers(desk, wish, act, unit); !settled)
        return settled.error();
    if (!wish.is_again && wish.root_ts.empty())
        if (auto twin = unit.records.find_twin(wish.requester, title, unit.now - kTwinWindow))
            return Raised{*std::move(twin), Raised::How::twin};

    Record record = create(unit, wish.process->key, initial_attributes(desk, wish, act, unit), act);
    settle_clocks(desk, record, "raised", unit);
    for (const std::string& person : {record.at(attr::kRequester), record.at(attr::kCreatedBy)})
        get_to_know(unit, person);
    if (wish.process->is_ticket()) {
        post_card(desk, record, unit);
        post_receipt(desk, record, unit);
    }
    if (!wish.root_ts.empty())
        ask(unit, "chat.getPermalink", {{"channel", wish.channel}, {"message_ts", wish.root_ts}},
            std::string(kOriginThen) + std::to_string(record.id));
    for (const Feature* feature : features())
        if (feature->follow_up != nullptr)
            if (auto done = feature->follow_up(desk, record, kCreated, act, unit); !done)
                return done.error();
    return Raised{std::move(record)};
}

bool may_be_named(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit)
{
    return !record.has(attr::kPrivate) || may_see(desk, record, user, unit);
}

std::string has_ticket(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit)
{
    if (!may_be_named(desk, record, user, unit))
        return "This conversation cannot become a ticket. You can raise what you need with `/ticket`.";
    return "This conversation already has the ticket " + desk.number_of(record) + ".";
}

Saying welcome(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    const std::string number = desk.number_of(record);
    const std::string where = inbox == nullptr ? "" : " is with " + slack::escaped(inbox->name);
    const std::string promised = promise_line(desk, record, unit);
    const std::string home =
        "slack://app?team=" + desk.self().team + "&id=" + desk.self().app + "&tab=messages";
    Saying out;
    out.text = number + (where.empty() ? " is recorded" : where) + "." +
               (promised.empty() ? "" : " " + promised + ".");
    out.blocks.section("*" + headline(desk, record) + "*" + (where.empty() ? " is recorded" : where) + ".");
    const std::string closed = expectation(desk, record, unit);
    out.text += closed.empty() ? "" : " " + closed;
    if (desk.process_of(record).is_ticket())
        out.blocks.context(
            {promised.empty() ? "" : ":stopwatch: " + promised,
             closed.empty() ? "" : ":crescent_moon: " + closed,
             slack::link(home, "Open the conversation") + ": answers arrive there as direct messages"});
    return out;
}

slack::Modal welcome_modal(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const Saying said = welcome(desk, record, unit);
    slack::Modal modal;
    modal.callback_id = "done";
    modal.title = desk.number_of(record);
    modal.close = "Close";
    modal.blocks = said.blocks;
    return modal;
}

namespace {

/// The permanent link to the message in which the ticket was raised.
Result<void> take_origin(const Desk& desk, const store::Outgoing& sent, const slack::CallResult& answer,
                         store::Unit& unit)
{
    auto record = unit.records.find(whole_number(std::string_view(sent.then).substr(kOriginThen.size())));
    if (!answer.ok || !record)
        return {};
    if (auto made = change(*record, "origin_link", answer.at("/permalink")))
        write(unit, *record, {"system", "slack", unit.now, "origin link"}, "changed", {*std::move(made)});
    redraw(desk, *record, unit);
    return {};
}

constexpr std::array kAwaited{Awaited{kOriginThen, take_origin}};

}  // namespace

extern const Feature kIntake;
const Feature kIntake{.key = "intake", .awaited = kAwaited};

}  // namespace deskbell::kernel
