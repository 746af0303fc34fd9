#pragma once
#include "handlers/kernel/desk.hpp"

/// Nobody forgets an approval: its approvers are reminded, then somebody above the agents hears of it.
namespace deskbell::kernel {

/// Working days, in the calendar of the record's inbox, from when somebody was asked.
inline constexpr int kRemindAfterDays = 1;
inline constexpr int kEscalateAfterDays = 3;

inline constexpr std::string_view kRemindTimer = "approval_remind";
inline constexpr std::string_view kEscalateTimer = "approval_escalate";

// Kinds of event; the text is who was told, by their ids.
inline constexpr std::string_view kApprovalReminded = "approval_reminded";
inline constexpr std::string_view kApprovalEscalated = "approval_escalated";

/// From now on; in a sequence each person has their own days.
void arm_reminders(const Desk& desk, const Record& record, const store::Approval& approval,
                   store::Unit& unit);
void cancel_reminders(const store::Approval& approval, store::Unit& unit);

/// The timers.
Result<void> remind(const Desk& desk, const store::Timer& timer, store::Unit& unit);
Result<void> escalate_approval(const Desk& desk, const store::Timer& timer, store::Unit& unit);

}  // namespace deskbell::kernel
