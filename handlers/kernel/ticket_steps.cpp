#include "handlers/kernel/ticket_steps.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/domain/ticket_clocks.hpp"
#include "store/unit.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

constexpr int kOnePerson = 4;
constexpr int kWorkaround = 3;
// How a ticket stood when it was set aside.
constexpr std::string_view kStateBefore = "state_before";
constexpr std::string_view kCategoryBefore = "category_before";

int grade(const std::string& text, int fallback)
{
    return text.size() == 1 && text[0] >= '1' && text[0] <= '4' ? text[0] - '0' : fallback;
}

void set(Step& step, std::string_view name, std::string_view value)
{
    step.values[std::string(name)] = value;
}

/// The override, else what impact and urgency give.
Priority priority_after(const Step& step)
{
    const Priority derived =
        priority_of(grade(step.value("impact"), kOnePerson), grade(step.value("urgency"), kWorkaround));
    return parse_priority(step.value("priority_override")).value_or(derived);
}

bool is_late(const Step& step)
{
    return std::ranges::any_of(step.unit.clocks.of(step.record.id), [&](const store::ClockRow& clock) {
        return clock.due_at && *clock.due_at < clock.stopped_at.value_or(step.at);
    });
}

bool waits_for_requester(const Step& step) { return step.value("pending_reason") == "requester"; }

}  // namespace

UtcTime business_days_later(const Settings& settings, const Record& record, UtcTime t, int days)
{
    const InboxSettings* inbox = settings.inbox(record.at(attr::kInbox));
    const Calendar* calendar = settings.levels.calendar(inbox == nullptr ? "business" : inbox->calendar);
    const auto end = calendar == nullptr ? std::nullopt : end_of_business_day(*calendar, t, days);
    return end.value_or(t + std::chrono::days{days});
}

Result<void> may_set_priority(const Step& step)
{
    const bool is_override = parse_priority(step.value("priority_override")).has_value();
    const bool hides_a_miss =
        to_text(priority_after(step)) > step.record.at(attr::kPriority) && is_late(step);
    if (!is_override && !hides_a_miss)
        return {};
    if ((step.roles & kLead) == 0)
        return Error(Errc::forbidden,
                     is_override
                         ? "Only a team lead can set another priority than impact and urgency give."
                         : "A promise is broken already: only a team lead can lower the priority now.",
                     "priority_override");
    if (step.value("priority_reason").empty())
        return Error(Errc::invalid_input,
                     is_override ? "Please say why it differs from what impact and urgency give."
                                 : "A promise is broken already: please say why the priority is lower now.",
                     "priority_reason");
    return {};
}

void set_priority(Step& step) { set(step, attr::kPriority, to_text(priority_after(step))); }

Result<void> may_promise(const Step& step)
{
    const auto promised = parse_rfc3339(step.value(attr::kPromisedAt));
    if (!promised || *promised <= step.at)
        return Error(Errc::invalid_input, "Please choose a time that is still to come.",
                     std::string(attr::kPromisedAt));
    return {};
}

void take(Step& step) { set(step, attr::kAssignee, step.actor); }

Result<void> may_assign(const Step& step)
{
    const InboxSettings* inbox = step.settings.inbox(step.record.at(attr::kInbox));
    const std::string& person = step.value("assign_to");
    if (person.empty() || inbox == nullptr || !step.unit.directory.is_member(inbox->agent_channel, person))
        return Error(Errc::invalid_input,
                     "Please choose an agent of this inbox: a member of its agent channel.", "assign_to");
    return {};
}

void assign(Step& step)
{
    set(step, attr::kAssignee, step.value("assign_to"));
    set(step, "assign_to", "");
}

Result<void> may_hold(const Step& step)
{
    if (waits_for_requester(step) && step.value("pending_message").empty())
        return Error(Errc::invalid_input, "Please write to the requester what you need from them.",
                     "pending_message");
    return {};
}

void hold(Step& step)
{
    const UtcTime longest = business_days_later(step.settings, step.record, step.at, kHoldDaysMost);
    const auto wished = parse_rfc3339(step.value("pending_until"));
    if (waits_for_requester(step))
        set(step, attr::kCategory, to_text(Category::waiting_requester));
    // Who is waited for is reminded, see waiting.hpp; what nobody is reminded of goes on by itself.
    if (waits_for_requester(step) && !wished)
        return set(step, "pending_until", "");
    const UtcTime until =
        wished ? *wished : business_days_later(step.settings, step.record, step.at, kHoldDays);
    set(step, "pending_until", rfc3339(std::min(until, longest)));
}

void resume(Step& step)
{
    for (const std::string_view name : {"pending_reason", "pending_message", "pending_until"})
        set(step, name, "");
}

void solve(Step& step)
{
    resume(step);
    if (!step.record.has(attr::kAssignee) && (step.roles & kAgent) != 0)
        take(step);
}

void await_answer(Step& step)
{
    set(step, "pending_reason", "requester");
    set(step, attr::kCategory, to_text(Category::waiting_requester));
}

Result<void> may_end_unanswered(const Step& step)
{
    if (step.record.at(attr::kCategory) != to_text(Category::waiting_requester))
        return Error(Errc::conflict, "It does not wait for the requester.");
    return {};
}

void set_aside(Step& step)
{
    set(step, "cancel_reason", kNotARequest);
    set(step, kStateBefore, step.record.at(attr::kState));
    set(step, kCategoryBefore, step.record.at(attr::kCategory));
}

Result<void> may_put_back(const Step& step)
{
    const auto since = step.record.time(attr::kClosedAt);
    if (step.record.at("cancel_reason") != kNotARequest || !step.record.has(kStateBefore))
        return Error(Errc::conflict, "It was not set aside as \"Not a request\".");
    if (!since || step.at > *since + kUndoFor)
        return Error(Errc::conflict,
                     "That can be taken back for 24 hours, which are over. Please raise a new "
                     "ticket with the message shortcut or `/ticket`.");
    return {};
}

void put_back(Step& step)
{
    set(step, attr::kState, step.record.at(kStateBefore));
    set(step, attr::kCategory, step.record.at(kCategoryBefore));
    for (const std::string_view name :
         {std::string_view("cancel_reason"), kStateBefore, kCategoryBefore, attr::kClosedAt})
        set(step, name, "");
}

Result<void> may_reopen(const Step& step)
{
    const auto resolved = step.record.time(attr::kResolvedAt);
    if (resolved && step.at > business_days_later(step.settings, step.record, *resolved, kGraceDays))
        return Error(Errc::conflict, "It was solved more than " + std::to_string(kGraceDays) +
                                         " working days ago. Please raise a new ticket with `/ticket`.");
    return {};
}

void reopen(Step& step)
{
    set(step, "reopen_count", std::to_string(whole_number(step.record.at("reopen_count")) + 1));
    set(step, attr::kResolvedAt, "");
    set(step, attr::kSolvedAtOnce, "no");
    set(step, kSolvedDespite, "");
}

}  // namespace deskbell::kernel
