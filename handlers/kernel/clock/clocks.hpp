#pragma once
#include "handlers/domain/ticket_clocks.hpp"
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"

#include <memory>
#include <string>
#include <vector>

namespace deskbell::kernel {

/// What the clocks need to know of the events of a record of this process, in the same order.
std::vector<ClockFact> facts_of(const Process& process, const std::vector<Event>& events);

/// All clocks of a record at `now`, from its events and the versions of the service levels alone.
std::vector<TicketClock> clocks_of(const Process& process, const std::vector<Event>& events,
                                   const std::vector<LevelsVersion>& versions, UtcTime now);

/// What the requester was promised, as opposed to what groups, suppliers and the update grid are held to.
bool is_promise_to_requester(const TicketClock& clock);

/// The same for a stored record, now.
std::vector<TicketClock> clocks_of(const Desk& desk, const Record& record, const store::Unit& unit);

/// All events of a record, oldest first.
std::vector<Event> all_events(const store::Unit& unit, std::int64_t record_id);

/// Brings everything that follows from the clocks of a record in line with its events: the promises on the
/// record (an event of their own when they move), the rows for lists and digests, the next warning.
/// To be called after each event that may move a clock. `why` goes into the log: "priority", "hold" ...
void settle_clocks(const Desk& desk, Record& record, std::string_view why, store::Unit& unit);

/// Reckons the clocks of every record anew and compares them with what is stored: a sentence for each record
/// that differs, at most `most`. Update intervals are left out, because they begin by themselves.
std::vector<std::string> clock_faults(const Desk& desk, const store::Unit& unit, std::size_t most = 100);

/// Timer that reckons the clocks of open records anew after the service levels changed, some at a time.
inline constexpr std::string_view kReckonTimer = "reckon";
inline constexpr int kReckonedAtOnce = 50;
void begin_reckoning(store::Unit& unit);
Result<void> reckon_some(const Desk& desk, const store::Timer& timer, store::Unit& unit);

}  // namespace deskbell::kernel
