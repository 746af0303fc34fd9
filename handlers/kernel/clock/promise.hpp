#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace deskbell::kernel {

/// What the requester was promised, as the record carries it.
struct Promise {
    std::optional<UtcTime> response, completion;
    std::optional<std::chrono::seconds> left;  ///< open time, while the clock stands still
    bool operator==(const Promise&) const = default;
};
Promise promise_of(const Record& record);

/// "First answer by <date> · solved by <date>", or what has been kept, is late, or stands still and why.
/// Dates show in the reader's own zone; `zone` is for clients that cannot.
std::string promise_line(const Desk& desk, const Record& record, const store::Unit& unit);

/// "Now solved by <date> instead of <date>, because …"; "" when the requester's promises are as before.
/// `because` continues the sentence: "the priority changed to P1".
std::string moved_promise(const Desk& desk, const Record& record, const Promise& before,
                          std::string_view because, const store::Unit& unit);

/// Says it in the requester's thread, if there is something to say.
void tell_moved_promise(const Desk& desk, const Record& record, const Promise& before,
                        std::string_view because, store::Unit& unit);

/// Outside the open time of a ticket's clock: when the team is there again and what to do if it cannot wait;
/// "" when somebody is there now. mrkdwn.
std::string expectation(const Desk& desk, const Record& record, const store::Unit& unit);

/// Time left until the nearest promise, in open time: "2 h 10 min left", "late by 20 min", "stands still, 3 h
/// left"; "" without one.
std::string time_left(const Desk& desk, const Record& record, const store::Unit& unit);
/// The same of one clock.
std::string time_left(const ClockState& clock, UtcTime now);

/// "1 h 30 min" of open time; lateness is rounded up to the minute, time left down.
std::string late_by(std::chrono::seconds late);

/// Why a ticket is held, for the middle of a sentence: "we wait for your answer", "it is on hold (Spare
/// parts)". mrkdwn: an inbox may have written the reason.
std::string hold_words(std::string_view reason);

}  // namespace deskbell::kernel
