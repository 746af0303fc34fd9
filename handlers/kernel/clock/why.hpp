#pragma once
#include "handlers/domain/ticket_clocks.hpp"
#include "handlers/kernel/desk.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace deskbell::kernel {

/// Stretches of time that are listed one by one; of more, the first and last ones and a number.
inline constexpr std::size_t kStretchesMost = 12;

/// How a clock came to its deadline, in plain words, a line each: policy and calendar with their versions,
/// every stretch that counted and every pause with its reason, holidays and closed days that were skipped, a
/// change of the clocks, other terms that were in force before. Times are on the reader's own clock, the
/// hours of a calendar in its zone; mrkdwn.
std::vector<std::string> explanation(const TicketClock& clock, UtcTime now);

/// All clocks of the record, explained, as a modal.
slack::Modal why_modal(const Desk& desk, const Record& record, const store::Unit& unit);

}  // namespace deskbell::kernel
