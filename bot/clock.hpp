#pragma once
#include "handlers/domain/clock.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>

namespace deskbell::bot {

/// A clock that also tells how program time and real time relate, for those who sleep and those who look
/// at Slack's timestamps. In daily use both are the same. Safe from any thread.
class RunClock : public Clock {
public:
    /// Real time that passes while the program's clock advances by `span`; never negative.
    virtual std::chrono::milliseconds real_span(std::chrono::seconds span) const = 0;
    /// How far the program's clock advances in `real`; rounded up.
    virtual std::chrono::seconds program_span(std::chrono::milliseconds real) const = 0;
    /// The real instant at which the program's clock shows `t`.
    virtual UtcTime real_time(UtcTime t) const = 0;
};

/// The time of this machine.
class SystemClock final : public RunClock {
public:
    UtcTime now() const override;
    std::chrono::milliseconds real_span(std::chrono::seconds span) const override;
    std::chrono::seconds program_span(std::chrono::milliseconds real) const override;
    UtcTime real_time(UtcTime t) const override { return t; }
};

/// Notices that the clock was set, by hand or by NTP. Use from one thread.
class ClockSteps {
public:
    /// A step of less real time than this is none: clocks are read in whole seconds.
    static constexpr std::chrono::milliseconds kLeast{2000};

    explicit ClockSteps(const RunClock& clock);
    /// How far the clock was set since the last look, apart from the time that passed: negative for back.
    std::chrono::seconds since_last_look();

private:
    const RunClock& clock_;
    UtcTime shown_;
    std::chrono::steady_clock::time_point looked_ = std::chrono::steady_clock::now();
};

/// For the demo: starts at a chosen instant and runs `speed` times as fast as real time. Can be set back
/// while the past of the demo is told.
class SpeedClock final : public RunClock {
public:
    static constexpr int kSpeedMax = 3600;

    /// @param speed 1 .. kSpeedMax; other values are clamped
    SpeedClock(UtcTime begin, int speed);

    UtcTime now() const override;
    /// Before the start of the program a second is a second.
    UtcTime when(UtcTime world) const override;
    std::chrono::seconds span(std::chrono::seconds world) const override { return world * speed_; }
    std::chrono::milliseconds real_span(std::chrono::seconds span) const override;
    std::chrono::seconds program_span(std::chrono::milliseconds real) const override;
    UtcTime real_time(UtcTime t) const override;

    /// From now on the clock goes on from `t`.
    void set(UtcTime t);

private:
    std::chrono::seconds elapsed() const;

    const std::chrono::steady_clock::time_point started_;
    const UtcTime started_real_;
    const int speed_;
    std::atomic<std::int64_t> origin_;  ///< program time at `started_`, Unix seconds
};

}  // namespace deskbell::bot
