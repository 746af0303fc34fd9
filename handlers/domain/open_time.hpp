#pragma once
#include "handlers/domain/calendar.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace deskbell {

/// Which calendar counts from when on. What was measured under an earlier one stays as measured.
struct Reign {
    UtcTime from{};
    std::shared_ptr<const Calendar> calendar;  ///< null: closed
};

/// Reigns in order of time; the first one also counts for everything before it.
using Schedule = std::vector<Reign>;

Schedule schedule_of(const Calendar& calendar);

/// How far a due instant is looked for; what is not due by then is never due.
inline constexpr std::chrono::days kHorizon{366 * 60};

/// Walks through the running time of a schedule, from `start` on: open and not paused, in order.
/// Looks ahead a few weeks at a time, so that a near answer costs little and a far one no memory.
class RunningTime {
public:
    /// @param within where to walk; at most kHorizon of it
    /// @param pauses in any order; they may overlap
    RunningTime(const Schedule& schedule, Span within, std::vector<Span> pauses);
    /// The next stretch, or nothing at the end.
    std::optional<Span> next();

private:
    void look_ahead();

    const Schedule& schedule_;
    std::vector<Span> pauses_;  ///< sorted, without overlaps
    std::vector<Span> ahead_;   ///< stretches found, the last one first
    UtcTime looked_until_;
    UtcTime end_;
};

/// Overlapping and touching spans become one; sorted; empty ones go.
std::vector<Span> merged(std::vector<Span> spans);

/// `spans` (sorted, disjoint) without the time of `holes` (sorted, disjoint).
std::vector<Span> without(const std::vector<Span>& spans, const std::vector<Span>& holes);

/// Seconds of open time in `within`, pauses not counted. Zero when `within` ends before it begins.
std::chrono::seconds elapsed(const Schedule& schedule, Span within, const std::vector<Span>& pauses = {});

/// The earliest instant at which `target` seconds of open, unpaused time have passed since `start`: a
/// closing instant rather than the next opening. Nothing when it is not reached within kHorizon.
/// @param target greater than zero
std::optional<UtcTime> due(const Schedule& schedule, UtcTime start, std::chrono::seconds target,
                           const std::vector<Span>& pauses = {});

}  // namespace deskbell
