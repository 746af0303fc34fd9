#pragma once
#include "handlers/domain/open_time.hpp"
#include "handlers/domain/service_level.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace deskbell {

/// What a clock is held to, from an instant on.
struct Terms {
    std::string policy;                        ///< name of the policy, "" when none matches
    Goal goal;                                 ///< not set: nothing is promised, the clock is cancelled
    std::shared_ptr<const Calendar> calendar;  ///< never null when the goal is set
    OnChange on_change = OnChange::retroactive;
    std::optional<UtcTime> promised;  ///< a date that a lead gave by hand; pauses do not move it
    std::int64_t version = 0;         ///< of the service levels that say so

    /// The same promise, whatever version says it.
    bool same_as(const Terms& other) const;
};

/// Terms that are taken back within this time count as never agreed: a slip of the finger.
inline constexpr std::chrono::seconds kUndoWithin{60};

/// Something that happens to one clock.
struct Turn {
    enum class What : std::uint8_t { start, terms, pause, resume, stop, reopen, cancel };
    UtcTime at{};
    What what = What::start;
    Terms terms{};         ///< of What::terms
    std::string reason{};  ///< of What::pause: the hold reason; of What::cancel: why
};

/// A stretch in which the clock stood still, and why: a hold reason, "solved" before it was reopened, or
/// "set_aside" while it was taken for no request.
struct Pause {
    Span span;  ///< `to` is UtcTime::max() while it lasts
    std::string reason;
};

/// Terms and the instant from which they are in force.
struct TermsFrom {
    UtcTime from{};
    Terms terms;
};

/// One clock as it stands at an instant. A value that follows from its turns alone.
struct ClockState {
    enum class Status : std::uint8_t { running, paused, met, breached, cancelled };

    Status status = Status::running;  ///< breached: stopped too late; a running one that is late is running
    UtcTime started_at{};
    std::optional<UtcTime> stopped_at;
    std::optional<UtcTime> first_stopped_at;  ///< a fact that reopening does not change
    std::chrono::seconds target{0};
    std::chrono::seconds consumed{0};
    std::chrono::seconds paused{0};  ///< open time that pauses took out
    /// When it is due as things stand. Nothing while it is paused with time left, or without a promise.
    std::optional<UtcTime> due_at;
    std::optional<UtcTime> breached_at;        ///< the due instant, once it has passed
    std::optional<UtcTime> first_breached_at;  ///< under any terms that were in force: the gross verdict
    bool is_retroactive = false;               ///< late because of a change that came after the due instant
    std::string cancelled_because;

    Schedule schedule;
    std::vector<Pause> pauses;
    std::vector<TermsFrom> terms;

    bool is_open() const { return status == Status::running || status == Status::paused; }
    std::chrono::seconds remaining() const { return target - consumed; }
    const Terms& terms_now() const { return terms.back().terms; }
};

std::string_view to_text(ClockState::Status status);

/// The state at `now`. Turns after `now` have not happened yet; after the last stop, new terms mean nothing.
/// @param turns in order of time, beginning with What::start; at least one What::terms
ClockState evaluate(const std::vector<Turn>& turns, UtcTime now);

/// The instant at which `percent` of the target has passed, as things stand; nothing while that is unknown.
std::optional<UtcTime> point_at(const ClockState& clock, int percent);

/// Open time by which the clock is late at `now`; zero when it is not.
std::chrono::seconds overdue(const ClockState& clock, UtcTime now);

}  // namespace deskbell
