#include "handlers/kernel/transition.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicks.hpp"
#include "handlers/kernel/clock/clocks.hpp"
#include "handlers/kernel/clock/promise.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/naming.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/thread/speaker.hpp"
#include "handlers/kernel/thread/undo_window.hpp"
#include "handlers/kernel/ticket_steps.hpp"
#include "slack/wire/mrkdwn.hpp"

namespace deskbell::kernel {

namespace {

constexpr std::size_t kTitleInForm = 140;
constexpr int kStepEventsMost = 100;  // that one act writes about one record
constexpr std::string_view kReckonedKind = "clock";

std::string who_may(const Process& process, const Transition& row)
{
    std::vector<std::string> names;
    if ((row.who & kRequester) != 0)
        names.emplace_back("the person who asked for it");
    if ((row.who & kAgent) != 0)
        names.emplace_back("the agents of its inbox");
    if ((row.who & kLead) != 0 && (row.who & kAgent) == 0)
        names.emplace_back("the team lead");
    if ((row.who & kOwner) != 0)
        names.emplace_back("the owner of the process " + std::string(process.title));
    return joined(names, " or ");
}

/// The row, or why there is none for this person now.
Result<const Transition*> row_for(const Desk& desk, const Record& record, std::string_view action,
                                  unsigned roles)
{
    const Process& process = desk.process_of(record);
    const Transition* row = process.transition(record, action);
    if (row == nullptr) {
        return Error(Errc::conflict,
                     desk.number_of(record) + " is \"" + state_label(desk, record) +
                         "\" now, so this is no longer possible. Open it again to see what is.");
    }
    if ((row->who & roles) == 0)
        return Error(Errc::forbidden,
                     "Only " + who_may(process, *row) + " can do this to " + desk.number_of(record) + ".");
    return row;
}

unsigned roles_of_actor(const Desk& desk, const Record& record, const Act& act, const store::Unit& unit)
{
    return act.actor == "system" ? unsigned{kSystem} : roles_of(desk, record, act.actor, unit);
}

Result<void> pass_guards(const Desk& desk, const Transition& row, const Step& step)
{
    if (row.guard != nullptr)
        if (auto passed = row.guard(step); !passed)
            return passed;
    for (const Feature* feature : features())
        if (feature->guard != nullptr)
            if (auto passed = feature->guard(desk, row, step); !passed)
                return passed;
    return {};
}

/// Replaces {who}, {number} and {attribute} of a declared sentence; texts from people are escaped.
std::string filled(std::string_view sentence, const Desk& desk, const Record& record, const Act& act,
                   const store::Unit& unit)
{
    std::string out;
    for (std::size_t at = 0; at < sentence.size();) {
        const std::size_t open = sentence.find('{', at);
        const std::size_t close = sentence.find('}', open);
        if (open == std::string_view::npos || close == std::string_view::npos)
            return out + std::string(sentence.substr(at));
        out += sentence.substr(at, open - at);
        const std::string_view name = sentence.substr(open + 1, close - open - 1);
        if (name == "who")
            out += shown_to_requester(desk, record, act.actor, unit);
        else if (name == "number")
            out += desk.number_of(record);
        else if (const auto instant = record.time(name))
            out += slack::date(*instant, desk.settings().timezone);
        else
            out += slack::escaped(label_of(desk, record, name));
        at = close + 1;
    }
    return out;
}

void add_state(const Process& process, const Transition& row, Step& step)
{
    if (row.to == "=")
        return;
    const State& target = *process.state(row.to);
    step.values[std::string(attr::kState)] = target.key;
    step.values[std::string(attr::kCategory)] = to_text(target.category);
    if (target.category == Category::resolved) {
        step.values[std::string(attr::kResolvedAt)] = rfc3339(step.at);
        if (!step.record.has(attr::kFirstResolvedAt)) {
            step.values[std::string(attr::kFirstResolvedAt)] = rfc3339(step.at);
            step.values[std::string(attr::kSolvedAtOnce)] = "yes";
        }
    }
    if (is_open(target.category))
        step.values[std::string(attr::kResolvedAt)].clear();
    if (is_final(target.category))
        step.values[std::string(attr::kClosedAt)] = rfc3339(step.at);
}

/// When the program takes this step by itself, if it does.
std::optional<UtcTime> firing_time(const Transition& row, const Record& record, const Settings& settings,
                                   UtcTime now)
{
    if (row.fires_after_days > 0)
        return business_days_later(settings, record, now, row.fires_after_days);
    return row.fires_on.empty() ? std::nullopt : record.time(row.fires_on);
}

/// Arms what the program does by itself in the new state, and disarms what belonged to the old one.
void arm_timers(const Process& process, const Record& record, const Settings& settings, store::Unit& unit)
{
    for (const Transition& row : process.transitions) {
        if (row.fires_after_days == 0 && row.fires_on.empty())
            continue;
        const std::string key = std::string(row.action) + ":" + std::to_string(record.id);
        const auto due = firing_time(row, record, settings, unit.now);
        if (due && process.transition(record, row.action) == &row)
            unit.timers.arm({0, key, std::string(row.action), record.id, *due});
        else
            unit.timers.cancel(key);
    }
}

/// A step that the requester reads is an agent's word, and the first one is the first response.
void add_first_response(const Transition& row, Step& step)
{
    const bool is_agents_word = row.is_answer && !row.tells_requester.empty() && step.actor != "system" &&
                                step.actor != step.record.at(attr::kRequester) &&
                                step.value(attr::kCategory) != to_text(Category::void_);
    if (is_agents_word && !step.record.has(attr::kFirstResponseAt))
        step.values[std::string(attr::kFirstResponseAt)] = rfc3339(step.at);
}

/// Why the step moves the promise, for the middle of a sentence.
std::string why_it_moves(const Record& before, const Transition& row)
{
    if (row.action == "priority")
        return "the priority changed";
    if (row.action == "move")
        return "another team has it";
    if (row.action == "promise")
        return "the team gave you a date";
    if (row.action == "reopen")
        return "it is open again";
    const bool was_waiting = before.at(attr::kCategory) == to_text(Category::waiting_requester);
    if (was_waiting)
        return "we waited for your answer";
    return before.has(attr::kHoldReason) ? "it was on hold" : "its handling changed";
}

/// What was said before a step that others see or that ends something comes before it.
bool comes_after_answers(const Transition& row)
{
    return row.to != "=" || !row.tells_requester.empty() || row.consequence != nullptr;
}

}  // namespace

const Transition* allowed(const Desk& desk, const Record& record, std::string_view action, unsigned roles)
{
    const auto row = row_for(desk, record, action, roles);
    return row ? *row : nullptr;
}

slack::Modal transition_form(const Desk& desk, const Record& record, const Transition& row,
                             const Attributes& values)
{
    const Process& process = desk.process_of(record);
    slack::Modal modal;
    modal.callback_id = std::string(kStepPrefix) + std::string(row.action);
    std::string title(row.label);
    if (title.ends_with("…"))
        title.resize(title.size() - std::string_view("…").size());
    modal.title = title;
    modal.submit = title;
    modal.private_metadata = pack({{"record", desk.number_of(record)}});
    modal.blocks.context({slack::escaped(desk.number_of(record)) + " " +
                          slack::escaped(shortened(record.at(attr::kTitle), kTitleInForm))});
    Attributes known = record.attributes;
    for (const auto& [name, value] : values) known[name] = value;
    for (const AskedField& asked : row.asks) {
        const Field& field = *process.field(asked.field);
        const std::string initial =
            known.contains(field.name) ? known[std::string(field.name)] : std::string(field.initial);
        if (!is_visible(field, known))
            continue;
        known.try_emplace(std::string(field.name), initial);
        add_input(modal.blocks, *InboxField(desk, record.at(attr::kInbox), field), asked.is_required, initial,
                  is_condition(field, process.fields));
    }
    return modal;
}

Result<Attributes> read_transition_form(const Desk& desk, const Record& record, const Transition& row,
                                        const slack::Values& values)
{
    const Process& process = desk.process_of(record);
    Attributes entered;
    for (const AskedField& asked : row.asks)
        entered[std::string(asked.field)] = read_input(*process.field(asked.field), values);
    for (const AskedField& asked : row.asks) {
        const Field& field = *process.field(asked.field);
        if (!is_visible(field, entered)) {
            entered[std::string(field.name)].clear();
            continue;
        }
        if (const std::string fault = fault_in(desk, record.at(attr::kInbox), field,
                                               entered[std::string(field.name)], asked.is_required);
            !fault.empty())
            return Error(Errc::invalid_input, fault, std::string(field.name));
    }
    return entered;
}

Result<void> permitted(const Desk& desk, const Record& record, std::string_view action,
                       const Attributes& values, const Act& act, store::Unit& unit)
{
    const unsigned roles = roles_of_actor(desk, record, act, unit);
    const auto row = row_for(desk, record, action, roles);
    if (!row)
        return row.error();
    return pass_guards(desk, **row, {record, act.actor, roles, act.at, values, desk.settings(), unit});
}

std::string told_by(const Desk& desk, const Record& record, std::string_view action, const Act& act,
                    const store::Unit& unit)
{
    const auto& rows = desk.process_of(record).transitions;
    const auto row = std::ranges::find(rows, action, &Transition::action);
    return row == rows.end() ? "" : filled(row->tells_requester, desk, record, act, unit);
}

Result<void> take_back(const Desk& desk, Record& record, std::int64_t version, const Act& act,
                       store::Unit& unit)
{
    Attributes before;
    for (const Event& event : unit.events.of(record.id, version, kStepEventsMost))
        if (event.kind != kReckonedKind)
            for (const Change& change : event.changes) before.try_emplace(change.attribute, change.before);
    before.erase(std::string(attr::kFirstResponseAt));  // what was said was said
    write(unit, record, act, kTakenBack, changes_to(record, before));
    settle_clocks(desk, record, kTakenBack, unit);
    arm_timers(desk.process_of(record), record, desk.settings(), unit);
    for (const Feature* feature : features())
        if (feature->follow_up != nullptr)
            if (auto done = feature->follow_up(desk, record, kTakenBack, act, unit); !done)
                return done;
    redraw(desk, record, unit);
    return {};
}

Result<void> perform(const Desk& desk, Record& record, std::string_view action, Attributes values,
                     const Act& act, store::Unit& unit)
{
    const unsigned roles = roles_of_actor(desk, record, act, unit);
    const auto row = row_for(desk, record, action, roles);
    if (!row)
        return row.error();
    const Process& process = desk.process_of(record);
    Step step{record, act.actor, roles, act.at, std::move(values), desk.settings(), unit};
    if (auto passed = pass_guards(desk, **row, step); !passed)
        return passed;
    if (comes_after_answers(**row))
        if (auto sent = send_waiting(desk, record, "", unit); !sent)
            return sent;
    add_state(process, **row, step);
    if ((*row)->effect != nullptr)
        (*row)->effect(step);
    add_first_response(**row, step);
    const Promise promised = promise_of(record);
    const std::string reason = why_it_moves(record, **row);
    write(unit, record, act, action, changes_to(record, step.values));
    settle_clocks(desk, record, action, unit);
    if ((*row)->consequence != nullptr)
        if (auto done = (*row)->consequence(desk, record, act, unit); !done)
            return done;
    if ((*row)->to != "=")
        arm_timers(process, record, desk.settings(), unit);
    std::string told;
    if (!(*row)->tells_requester.empty())
        told = filled((*row)->tells_requester, desk, record, act, unit);
    if (const std::string moved = moved_promise(desk, record, promised, reason, unit); !moved.empty())
        told += (told.empty() ? ":stopwatch: " : "\n:stopwatch: ") + moved;
    if (!told.empty())
        tell_requester(desk, record, told, act, unit);
    for (const Feature* feature : features())
        if (feature->follow_up != nullptr)
            if (auto done = feature->follow_up(desk, record, action, act, unit); !done)
                return done;
    redraw(desk, record, unit);
    return {};
}

}  // namespace deskbell::kernel
