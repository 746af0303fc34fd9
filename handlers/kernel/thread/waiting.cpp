#include "handlers/kernel/thread/waiting.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/ticket_steps.hpp"
#include "handlers/kernel/transition.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

/// A requester who is waited for is reminded twice; then the ticket is taken as solved. Each timer arms the
/// next one when it fires, so that a desk that was away does not say everything at once.
namespace deskbell::kernel {

namespace {

constexpr std::string_view kFirst = "remind_first";
constexpr std::string_view kSecond = "remind_second";
constexpr std::string_view kEnd = "no_answer";  // a step of the ticket's life

bool is_waiting(const Record& record)
{
    return record.at(attr::kCategory) == to_text(Category::waiting_requester);
}

std::string key_of(std::string_view kind, const Record& record)
{
    return std::string(kind) + ":" + std::to_string(record.id);
}

UtcTime arm(const Desk& desk, const Record& record, std::string_view kind, int days, store::Unit& unit)
{
    const UtcTime due = business_days_later(desk.settings(), record, unit.now, days);
    unit.timers.arm({0, key_of(kind, record), std::string(kind), record.id, due});
    return due;
}

bool can_end(const Desk& desk, const Record& record)
{
    return desk.process_of(record).transition(record, kEnd) != nullptr;
}

Result<void> follow(const Desk& desk, Record& record, std::string_view action, const Act&, store::Unit& unit)
{
    if (!is_waiting(record)) {
        for (const std::string_view kind : {kFirst, kSecond, kEnd}) unit.timers.cancel(key_of(kind, record));
        return {};
    }
    const bool has_begun = action == "hold" || action == "await" || action == "request_again";
    if (has_begun && can_end(desk, record))
        arm(desk, record, kFirst, kFirstReminderDays, unit);
    return {};
}

void remind(const Desk& desk, const Record& record, const std::string& then, std::string_view rule,
            store::Unit& unit)
{
    const std::string question = record.at("pending_message");
    tell_requester(
        desk, record,
        ":hourglass: " + desk.number_of(record) + " waits for your answer." +
            (question.empty() ? "" : "\n" + slack::quoted(slack::escaped(shortened(question, 500)))) + then,
        {"system", "timer", unit.now, std::string(rule)}, unit);
}

Result<void> remind_first(const Desk& desk, const store::Timer& timer, store::Unit& unit)
{
    auto record = unit.records.find(timer.record_id);
    if (!record || !is_waiting(*record))
        return {};
    write(unit, *record, {"system", "timer", unit.now, std::string(kFirst)}, "reminded", {});
    remind(desk, *record, "", kFirst, unit);
    arm(desk, *record, kSecond, kSecondReminderDays - kFirstReminderDays, unit);
    return {};
}

Result<void> remind_second(const Desk& desk, const store::Timer& timer, store::Unit& unit)
{
    auto record = unit.records.find(timer.record_id);
    if (!record || !is_waiting(*record))
        return {};
    const UtcTime end = arm(desk, *record, kEnd, kNoAnswerDays - kSecondReminderDays, unit);
    write(unit, *record, {"system", "timer", unit.now, std::string(kSecond)}, "reminded", {});
    remind(desk, *record,
           "\nWithout one we take it as solved " + slack::date(end, desk.settings().timezone) + ".", kSecond,
           unit);
    return {};
}

constexpr std::array kRoutines{Routine{kFirst, remind_first}, Routine{kSecond, remind_second}};

}  // namespace

Result<void> wait_after_answer(const Desk& desk, Record& record, const Act& act, store::Unit& unit)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    const unsigned roles = roles_of(desk, record, act.actor, unit);
    if (inbox == nullptr || !inbox->auto_wait || !allowed(desk, record, "await", roles))
        return {};
    return perform(desk, record, "await", {}, act, unit);
}

extern const Feature kWaiting;
const Feature kWaiting{.key = "waiting", .routines = kRoutines, .follow_up = follow};

}  // namespace deskbell::kernel
