// Test vectors of the clocks under their numbers: what pauses, new terms, stops and reopening do to a
// deadline.
#include "handlers/domain/sla_clock.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace std::chrono_literals;
using What = Turn::What;
using Status = ClockState::Status;

namespace {

UtcTime utc(const char* text)
{
    const auto t = parse_rfc3339(text);
    REQUIRE(t);
    return *t;
}

/// November 2026 in Berlin: UTC+1. The 23rd is a Monday.
UtcTime nov(int day, int hour, int minute = 0, int second = 0)
{
    return utc("2026-11-01T00:00:00+01:00") + std::chrono::days{day - 1} + std::chrono::hours{hour} +
           std::chrono::minutes{minute} + std::chrono::seconds{second};
}

std::shared_ptr<const Calendar> be()
{
    return std::make_shared<const Calendar>(weekdays("BE", "Europe/Berlin", 9h, 17h));
}

Terms terms(std::string policy, std::chrono::seconds span, OnChange on_change = OnChange::retroactive)
{
    Terms out;
    out.policy = std::move(policy);
    out.goal.span = span;
    out.calendar = be();
    out.on_change = on_change;
    return out;
}

/// A clock that starts under these terms.
std::vector<Turn> started(UtcTime at, const Terms& agreed)
{
    return {{.at = at, .what = What::start}, {.at = at, .what = What::terms, .terms = agreed}};
}

std::vector<Turn> with(std::vector<Turn> turns, std::initializer_list<Turn> more)
{
    turns.insert(turns.end(), more.begin(), more.end());
    return turns;
}

Turn paused(UtcTime at, std::string reason = "requester")
{
    return {.at = at, .what = What::pause, .reason = reason};
}
Turn resumed(UtcTime at) { return {.at = at, .what = What::resume}; }
Turn stopped(UtcTime at) { return {.at = at, .what = What::stop}; }
Turn reopened(UtcTime at) { return {.at = at, .what = What::reopen}; }
Turn agreed(UtcTime at, const Terms& t) { return {.at = at, .what = What::terms, .terms = t}; }

}  // namespace

TEST_CASE("T-15: a holiday that is added counts from then on, what was used before stays used",
          "[domain][sla]")
{
    Calendar with_holiday = *be();
    with_holiday.holidays.insert(*parse_date("2026-11-24"));
    Terms later = terms("P3", 4h);
    later.calendar = std::make_shared<const Calendar>(with_holiday);
    const auto turns = with(started(nov(23, 15), terms("P3", 4h)), {agreed(nov(23, 16), later)});
    CHECK(evaluate(turns, nov(23, 15, 30)).due_at == nov(24, 11));
    CHECK(evaluate(turns, nov(23, 16)).due_at == nov(25, 11));
}

TEST_CASE("T-28: a pause over the weekend gives back its open time only", "[domain][sla]")
{
    const auto turns =
        with(started(nov(20, 10), terms("P3", 8h)), {paused(nov(20, 12)), resumed(nov(23, 11))});
    const ClockState clock = evaluate(turns, nov(23, 11));
    CHECK(clock.consumed == 2h);
    CHECK(clock.due_at == nov(23, 17));
    CHECK(clock.paused == 7h);
}

TEST_CASE("T-29: a pause out of hours costs and gains nothing", "[domain][sla]")
{
    const auto turns =
        with(started(nov(20, 14), terms("P3", 8h)), {paused(nov(20, 18)), resumed(nov(22, 10))});
    CHECK(evaluate(turns, nov(23, 9)).due_at == nov(23, 14));
}

TEST_CASE("T-30: several pauses add up", "[domain][sla]")
{
    const auto turns =
        with(started(nov(23, 9), terms("P3", 8h)),
             {paused(nov(23, 10)), resumed(nov(23, 11, 30)), paused(nov(23, 13)), resumed(nov(24, 10))});
    CHECK(evaluate(turns, nov(23, 13)).consumed == 2h + 30min);
    CHECK(evaluate(turns, nov(24, 10)).due_at == nov(24, 15, 30));
}

TEST_CASE("T-31: a raised priority can be late before it was raised, and is then late once", "[domain][sla]")
{
    const auto turns = with(started(nov(23, 9), terms("P3", 8h)), {paused(nov(23, 12)), resumed(nov(23, 14)),
                                                                   agreed(nov(23, 14, 30), terms("P1", 2h))});
    const ClockState clock = evaluate(turns, nov(23, 14, 30));
    CHECK(clock.breached_at == nov(23, 11));
    CHECK(clock.is_retroactive);
    CHECK(clock.first_breached_at == nov(23, 11));
    CHECK_FALSE(evaluate(turns, nov(23, 14, 29)).breached_at);
}

TEST_CASE("T-32: a raised priority keeps what was used", "[domain][sla]")
{
    const auto turns = with(started(nov(23, 10), terms("P3", 16h)), {agreed(nov(23, 13), terms("P1", 4h))});
    CHECK(evaluate(turns, nov(23, 12)).due_at == nov(25, 10));
    CHECK(evaluate(turns, nov(23, 13)).due_at == nov(23, 14));
}

TEST_CASE("T-34: on an always open calendar the new goal counts from the start", "[domain][sla]")
{
    Terms three = terms("P3", 3h), two = terms("P2", 2h);
    three.calendar = two.calendar = std::make_shared<const Calendar>(always_open());
    const auto turns = with(started(nov(23, 10), three), {agreed(nov(23, 11), two)});
    CHECK(evaluate(turns, nov(23, 11)).due_at == nov(23, 12));
}

TEST_CASE("prorata carries the share that was used, not the time", "[domain][sla]")
{
    Terms three = terms("P3", 3h), two = terms("P2", 2h, OnChange::prorata);
    three.calendar = two.calendar = std::make_shared<const Calendar>(always_open());
    const auto turns = with(started(nov(23, 10), three), {agreed(nov(23, 11), two)});
    CHECK(evaluate(turns, nov(23, 11)).due_at == nov(23, 12, 20));  // two thirds of two hours are left
}

TEST_CASE("T-35: a lower priority after a miss excuses it net, not gross", "[domain][sla]")
{
    const auto turns = with(started(nov(23, 9), terms("P1", 4h)), {agreed(nov(23, 14), terms("P3", 16h))});
    const ClockState before = evaluate(turns, nov(23, 13, 30));
    CHECK(before.breached_at == nov(23, 13));
    const ClockState after = evaluate(turns, nov(23, 15));
    CHECK(after.due_at == nov(24, 17));
    CHECK_FALSE(after.breached_at);
    CHECK(after.first_breached_at == nov(23, 13));
    CHECK(after.status == Status::running);
}

TEST_CASE("T-36: time between solved and reopened does not count", "[domain][sla]")
{
    const auto turns =
        with(started(nov(23, 9), terms("P3", 8h)), {stopped(nov(23, 11)), reopened(nov(25, 10))});
    CHECK(evaluate(turns, nov(24, 9)).status == Status::met);
    const ClockState again = evaluate(turns, nov(25, 10));
    CHECK(again.due_at == nov(25, 16));
    CHECK(again.status == Status::running);
    CHECK(again.first_stopped_at == nov(23, 11));
}

TEST_CASE("T-38: a clock that stands still is never late", "[domain][sla]")
{
    const auto turns =
        with(started(nov(23, 9), terms("P3", 4h)), {paused(nov(23, 12)), resumed(nov(25, 9, 30))});
    const ClockState standing = evaluate(turns, nov(24, 12));
    CHECK(standing.status == Status::paused);
    CHECK(standing.remaining() == 1h);
    CHECK_FALSE(standing.due_at);
    CHECK_FALSE(standing.breached_at);
    CHECK(evaluate(turns, nov(25, 9, 30)).due_at == nov(25, 10, 30));
}

TEST_CASE("T-39: warnings lie in open time", "[domain][sla]")
{
    const ClockState clock = evaluate(started(nov(23, 13), terms("P3", 8h)), nov(23, 13));
    CHECK(point_at(clock, 50) == nov(23, 17));
    CHECK(point_at(clock, 75) == nov(24, 11));
    CHECK(point_at(clock, 90) == nov(24, 12, 12));
    CHECK(clock.due_at == nov(24, 13));
}

TEST_CASE("T-40: lateness begins at the due instant, whenever somebody looks", "[domain][sla]")
{
    const ClockState clock = evaluate(started(nov(23, 13), terms("P3", 8h)), nov(25, 8));
    CHECK(clock.breached_at == nov(24, 13));
    CHECK(overdue(clock, nov(25, 8)) == 4h);
}

TEST_CASE("T-54: a date promised by hand does not move with a pause", "[domain][sla]")
{
    Terms promised = terms("P3", 8h);
    promised.promised = nov(26, 12);
    const auto turns = with(started(nov(23, 9), terms("P3", 8h)),
                            {agreed(nov(23, 10), promised), paused(nov(23, 11)), resumed(nov(23, 11, 5))});
    CHECK(evaluate(turns, nov(23, 11, 2)).due_at == nov(26, 12));
    CHECK(evaluate(turns, nov(23, 12)).due_at == nov(26, 12));
}

TEST_CASE("T-64: done at the due second is kept, a second later is not", "[domain][sla]")
{
    const auto clock = started(nov(23, 9), terms("P3", 4h));
    CHECK(evaluate(with(clock, {stopped(nov(23, 13))}), nov(24, 9)).status == Status::met);
    const ClockState late = evaluate(with(clock, {stopped(nov(23, 13, 0, 1))}), nov(24, 9));
    CHECK(late.status == Status::breached);
    CHECK(overdue(late, nov(24, 9)) == 1s);
}

TEST_CASE("T-65: a thousand pauses do not make the clock drift", "[domain][sla]")
{
    auto turns = started(nov(23, 9), terms("P3", 24h));
    for (int i = 0; i < 700; ++i) {
        turns.push_back(paused(nov(23, 9) + std::chrono::seconds{i * 40}));
        turns.push_back(resumed(nov(23, 9) + std::chrono::seconds{i * 40 + 30}));
    }
    for (int i = 0; i < 300; ++i) {
        turns.push_back(paused(nov(24, 9) + std::chrono::seconds{i * 40}));
        turns.push_back(resumed(nov(24, 9) + std::chrono::seconds{i * 40 + 30}));
    }
    CHECK(evaluate(turns, nov(24, 17)).consumed == 16h - 1000 * 30s);
    // Of the first two days 30,000 s are missing: a whole day and 20 minutes more.
    CHECK(evaluate(turns, nov(24, 17)).due_at == nov(27, 9, 20));
}

TEST_CASE("T-68: a slip that is put right within a minute leaves the clock as it was", "[domain][sla]")
{
    Terms day_and_night = terms("P1", 4h);
    day_and_night.calendar = std::make_shared<const Calendar>(always_open());
    const auto undisturbed = started(nov(20, 18), terms("P3", 8h));
    const auto slipped =
        with(undisturbed, {agreed(nov(20, 19), day_and_night), agreed(nov(20, 19, 0, 10), terms("P3", 8h))});
    const ClockState a = evaluate(undisturbed, nov(23, 12)), b = evaluate(slipped, nov(23, 12));
    CHECK(a.due_at == b.due_at);
    CHECK(a.consumed == b.consumed);
    CHECK(a.first_breached_at == b.first_breached_at);
}

TEST_CASE("EOBD+1 is the end of the next business day and pauses push it by what they took", "[domain][sla]")
{
    Terms end_of_day = terms("P4", 0s);
    end_of_day.goal.business_days = 1;
    const auto turns = started(nov(20, 15), end_of_day);  // a Friday
    CHECK(evaluate(turns, nov(20, 15)).due_at == nov(23, 17));
    CHECK(evaluate(turns, nov(20, 15)).target == 10h);
    const auto with_pause = with(turns, {paused(nov(23, 10)), resumed(nov(23, 12))});
    CHECK(evaluate(with_pause, nov(23, 12)).due_at == nov(24, 11));
}
