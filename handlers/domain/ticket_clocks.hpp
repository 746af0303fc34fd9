#pragma once
#include "handlers/domain/sla_clock.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace deskbell {

/// What the clocks need to know of one event of a record.
struct ClockFact {
    /// A word that the other side can read. Receipts, notes and what the program says are none.
    enum class Word : std::uint8_t { none, agent, requester };

    UtcTime at{};  ///< when it happened, not when it was processed
    Word word = Word::none;
    std::vector<Change> changes;
};

/// Service levels and the instant from which they are in force.
struct LevelsVersion {
    std::int64_t id = 0;  ///< 1, 2, 3 ...
    UtcTime from{};       ///< of the first one: it counts for everything before as well
    std::shared_ptr<const ServiceLevels> levels;
};

/// One clock of a record.
struct TicketClock {
    Metric metric = Metric::response;
    int cycle = 1;        ///< 1, 2, 3 ... of this metric
    std::string subject;  ///< of an OLA: the inbox whose group it is
    ClockState state;
};

/// Intervals of the update grid that are kept apart, per record; a ticket that is open for longer than that
/// goes on with a single last one.
inline constexpr int kUpdatesMost = 200;

/// Attributes that only clocks read.
namespace attr {
inline constexpr std::string_view kHoldReason = "pending_reason";
inline constexpr std::string_view kPromisedAt = "promised_at";    ///< solution promised by a lead, RFC 3339
inline constexpr std::string_view kDuplicateOf = "duplicate_of";  ///< number of the ticket it was merged into
/// An instant before the record's own start from which its clocks count: a duplicate that was raised earlier
/// was merged into it. RFC 3339.
inline constexpr std::string_view kClockStart = "clock_start";
inline constexpr std::string_view kRequesterZone = "requester_zone";  ///< IANA, at the time it was raised
}  // namespace attr

/// All clocks of a record at `now`, a pure function of what happened and of the versions of the levels.
///
// clang-format off
/// | clock         | starts                                 | stands still                          | stops |
/// |---------------|----------------------------------------|---------------------------------------|-------|
/// | response      | received                               | never                                 | first public word of an agent |
/// | next_response | the requester's word after the first response, none running | never            | next word of an agent |
/// | update        | being worked on: a fixed grid          | never                                 | word of an agent in its interval |
/// | resolution, fulfilment | received                      | hold reasons of the policy            | solved |
/// | ola           | its group gets it                      | hold reasons of the policy; while another group has it | solved |
/// | uc            | on hold for a supplier                 | never                                 | hold ends |
// clang-format on
///
/// @param process     key of the record's process
/// @param facts       in the order in which they were recorded; they may have happened in another one
/// @param versions    in order of time, at least one
/// @param completion  resolution or fulfilment
std::vector<TicketClock> ticket_clocks(const std::string& process, std::vector<ClockFact> facts,
                                       const std::vector<LevelsVersion>& versions, Metric completion,
                                       UtcTime now);

}  // namespace deskbell
