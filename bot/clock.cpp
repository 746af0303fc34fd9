#include "bot/clock.hpp"

#include <algorithm>

namespace deskbell::bot {

using namespace std::chrono;

namespace {

UtcTime system_now() { return floor<seconds>(system_clock::now()); }

}  // namespace

UtcTime SystemClock::now() const { return system_now(); }

milliseconds SystemClock::real_span(seconds span) const { return std::max(milliseconds{span}, 0ms); }

seconds SystemClock::program_span(milliseconds real) const { return ceil<seconds>(real); }

ClockSteps::ClockSteps(const RunClock& clock) : clock_(clock), shown_(clock.now()) {}

seconds ClockSteps::since_last_look()
{
    const auto looked = steady_clock::now();
    const UtcTime shown = clock_.now();
    const auto passed = clock_.program_span(duration_cast<milliseconds>(looked - looked_));
    const seconds step = (shown - shown_) - passed;
    looked_ = looked;
    shown_ = shown;
    return abs(step) < clock_.program_span(kLeast) ? 0s : step;
}

SpeedClock::SpeedClock(UtcTime begin, int speed)
    : started_(steady_clock::now()),
      started_real_(system_now()),
      speed_(std::clamp(speed, 1, kSpeedMax)),
      origin_(to_unix(begin))
{
}

seconds SpeedClock::elapsed() const
{
    return floor<seconds>(
        milliseconds{duration_cast<milliseconds>(steady_clock::now() - started_).count() * speed_});
}

UtcTime SpeedClock::now() const { return from_unix(origin_.load()) + elapsed(); }

UtcTime SpeedClock::when(UtcTime world) const
{
    const seconds since = world - started_real_;
    return from_unix(origin_.load()) + (since.count() > 0 ? since * speed_ : since);
}

milliseconds SpeedClock::real_span(seconds span) const { return std::max(milliseconds{span} / speed_, 0ms); }

seconds SpeedClock::program_span(milliseconds real) const { return ceil<seconds>(real * speed_); }

UtcTime SpeedClock::real_time(UtcTime t) const
{
    return started_real_ + floor<seconds>(milliseconds{t - from_unix(origin_.load())} / speed_);
}

void SpeedClock::set(UtcTime t) { origin_.store(to_unix(t - elapsed())); }

}  // namespace deskbell::bot
