#include "handlers/kernel/approval/approval_timers.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/approval/approval_card.hpp"
#include "handlers/kernel/approval/approvals.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/clock/ladder.hpp"
#include "handlers/kernel/journal.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/mrkdwn.hpp"

namespace deskbell::kernel {

namespace {

std::string key_of(std::string_view kind, const store::Approval& approval)
{
    return std::string(kind) + ":" + std::to_string(approval.id);
}

Calendar calendar_for(const Desk& desk, const Record& record)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    const Calendar* calendar =
        desk.settings().levels.calendar(inbox == nullptr ? "business" : inbox->calendar);
    return calendar == nullptr ? always_open() : *calendar;
}

/// What the timer is about, if it still waits.
struct Waiting {
    Record record;
    store::Approval approval;
};
std::optional<Waiting> waiting(const store::Timer& timer, const store::Unit& unit)
{
    const auto approval = unit.approvals.pending(timer.record_id);
    auto record = unit.records.find(timer.record_id);
    if (!approval || !record || !timer.key.ends_with(":" + std::to_string(approval->id)))
        return std::nullopt;
    return Waiting{*std::move(record), *approval};
}

std::vector<store::ApprovalSeat> asked_seats(const store::Approval& approval, const store::Unit& unit)
{
    auto seats = unit.approvals.seats(approval.id);
    std::erase_if(seats, [](const store::ApprovalSeat& seat) { return seat.state != "asked"; });
    return seats;
}

}  // namespace

void arm_reminders(const Desk& desk, const Record& record, const store::Approval& approval, store::Unit& unit)
{
    const Calendar calendar = calendar_for(desk, record);
    for (const auto& [kind, days] :
         {std::pair(kRemindTimer, kRemindAfterDays), std::pair(kEscalateTimer, kEscalateAfterDays)})
        unit.timers.arm({0, key_of(kind, approval), std::string(kind), record.id,
                         working_days_later(calendar, unit.now, days)});
}

void cancel_reminders(const store::Approval& approval, store::Unit& unit)
{
    for (const std::string_view kind : {kRemindTimer, kEscalateTimer})
        unit.timers.cancel(key_of(kind, approval));
}

Result<void> remind(const Desk& desk, const store::Timer& timer, store::Unit& unit)
{
    auto found = waiting(timer, unit);
    if (!found)
        return {};
    std::vector<std::string> names;
    for (const store::ApprovalSeat& seat : asked_seats(found->approval, unit)) {
        send_cards(desk, found->record, found->approval, seat, "Reminder: ", unit);
        names.push_back(seat.approver);
    }
    write(unit, found->record, {"system", "timer", timer.due_at, "approval reminder"}, kApprovalReminded, {},
          joined(names, ","));
    return {};
}

Result<void> escalate_approval(const Desk& desk, const store::Timer& timer, store::Unit& unit)
{
    auto found = waiting(timer, unit);
    if (!found)
        return {};
    const std::string number = desk.number_of(found->record);
    std::vector<std::string> names;
    for (const store::ApprovalSeat& seat : asked_seats(found->approval, unit))
        names.push_back(shown(unit, seat.approver));
    Saying saying;
    saying.text = number + " has waited for a decision of " + joined(names, " and ") + " since " +
                  slack::date(found->approval.asked_at, desk.settings().timezone) + ".";
    // No title: not everybody who is told may read a private ticket.
    saying.blocks.section(":hourglass: *" + saying.text + "*\n" + shown(unit, found->approval.asked_by) +
                          " asked. Please remind them, or let the agents withdraw the approval and ask "
                          "somebody else.");
    saying.blocks.actions("approval_late", {slack::button("open", "Open", number)});
    auto told = audience_of(desk, found->record, Rung{100, kToLead | kToOwner, false}, unit);
    if (told.empty())  // no inbox, no owner, no manager
        told.push_back(found->approval.asked_by);
    for (const std::string& audience : told)
        post(unit, {0, found->record.id, "alert", audience, "", 0}, saying, 0,
             timer.key + ":" + std::to_string(to_unix(timer.due_at)) + ":" + audience);
    write(unit, found->record, {"system", "timer", timer.due_at, "approval escalation"}, kApprovalEscalated,
          {}, joined(told, ","));
    return {};
}

}  // namespace deskbell::kernel
