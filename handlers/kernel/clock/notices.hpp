#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace deskbell::kernel {

// How loud the desk may be about deadlines. Source: the escalation rules of the service levels.

/// Waits this long for more before an audience is told: what falls due together is one message.
inline constexpr std::chrono::seconds kGather{2};
/// Between two messages to one audience: 20 an hour at most.
inline constexpr std::chrono::minutes kBetweenMessages{3};
/// Between two messages about one record to one audience, until the promise is broken: that is told at once.
inline constexpr std::chrono::minutes kBetweenSameRecord{30};
/// Records named in one collected message; the rest is a number and a button.
inline constexpr int kNamedMost = 10;

inline constexpr std::string_view kNoticesTimer = "notices";

/// Queues a notice for an audience. Outside the open time of `calendar` it waits for the next opening.
void notify(const std::string& audience, bool in_thread, const store::Escalation& escalation,
            const Calendar& calendar, bool is_repeat, store::Unit& unit);

/// The timer: one message for all that waits for an audience.
Result<void> tell_notices(const Desk& desk, const store::Timer& timer, store::Unit& unit);

/// An audience is a channel or a person.
bool is_person(std::string_view audience);

}  // namespace deskbell::kernel
