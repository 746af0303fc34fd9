#pragma once
#include "handlers/kernel/clock/clocks.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace deskbell::kernel {

/// Who is told when a clock reaches a point.
enum Told : unsigned {
    kToAssignee = 1,  ///< in the agents' thread; in the channel at once when nobody has it
    kToChannel = 2,
    kToLead = 4,
    kToOwner = 8,
    kToServiceOwner = 16,
    kToTopManagement = 32,
};

/// One rung of the escalation ladder.
struct Rung {
    int point;  ///< percent of the target
    unsigned told;
    bool repeats;  ///< says again what the rung before said; "I have it" silences it
};

/// The whole ladder. Each rung is reached once at most per clock and terms; of several that are reached at
/// once, by a change or after the program was away, only the highest is told.
inline constexpr std::array kLadder{
    Rung{50, kToAssignee, false},
    Rung{75, kToAssignee | kToChannel, false},
    Rung{90, kToLead, false},
    Rung{100, kToLead | kToOwner, false},
    Rung{125, kToLead | kToOwner, true},
    Rung{150, kToOwner | kToServiceOwner, false},
    Rung{175, kToOwner | kToServiceOwner, true},
    Rung{200, kToTopManagement, false},
};

inline constexpr std::string_view kLadderTimer = "ladder";

/// The highest rung that the clock has reached by `now`, or null; null as well while it does not run.
const Rung* highest_rung(const TicketClock& clock, UtcTime now);

/// When the clock is to be looked at next: mostly when it reaches its next rung. Nothing while it stands still.
std::optional<UtcTime> next_rung_at(const TicketClock& clock, UtcTime now);

/// Sleeps until the next rung of any clock of the record, or until an interval of its update grid ends.
void arm_ladder(const Record& record, const std::vector<TicketClock>& clocks, store::Unit& unit);

/// The timer: reaches what has been reached meanwhile, and tells those whom it concerns.
Result<void> climb(const Desk& desk, const store::Timer& timer, store::Unit& unit);

/// Channel and user ids of those who are to hear of this rung, never empty for a record with an inbox.
std::vector<std::string> audience_of(const Desk& desk, const Record& record, const Rung& rung,
                                     const store::Unit& unit);

}  // namespace deskbell::kernel
