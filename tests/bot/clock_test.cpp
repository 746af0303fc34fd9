#include "bot/clock.hpp"
#include "bot/logging.hpp"

#include "slack/wire/call.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::bot;
using namespace std::chrono_literals;

TEST_CASE("with speed 60 one real second is a minute of service time", "[bot]")
{
    const UtcTime begin = from_unix(1'800'000'000);
    const SpeedClock clock(begin, 60);
    CHECK(clock.real_span(60s) == 1s);
    CHECK(clock.real_span(-5s) == 0s);
    CHECK(clock.program_span(1s) == 60s);
    CHECK(clock.program_span(10ms) == 1s);
    const auto since = clock.now() - begin;
    CHECK(since >= 0s);
    CHECK(since < 10min);
}

TEST_CASE("a clock that is set goes on from there, and Slack's time is found again", "[bot]")
{
    SpeedClock clock(from_unix(1'800'000'000), 1);
    const UtcTime real = SystemClock().now();
    CHECK(clock.real_time(clock.now()) - real <= 2s);
    clock.set(from_unix(1'700'000'000));
    CHECK(clock.now() - from_unix(1'700'000'000) <= 2s);
    CHECK(clock.real_time(clock.now()) - real <= 2s);
    CHECK(clock.real_time(clock.now()) - real >= -2s);
}

TEST_CASE("the system's clock is the world's", "[bot]")
{
    const SystemClock clock;
    CHECK(clock.real_time(clock.now()) - clock.now() <= 1s);
    CHECK(clock.real_span(3s) == 3s);
    CHECK(clock.program_span(1500ms) == 2s);
}

TEST_CASE("a line of the log is valid JSON whatever it holds", "[bot]")
{
    const std::string line = json_line("2026-11-23T09:00:00Z", "warn", "a \"quote\", a \\ and \xff bytes\n");
    CHECK(slack::text_at(line, "/level") == "warn");
    CHECK(slack::text_at(line, "/message").starts_with("a \"quote\", a \\ and "));
    CHECK(line.find('\n') == std::string::npos);
}

TEST_CASE("what the world stamps is when it was on a fast clock, and a second is a second before the start",
          "[bot][clock]")
{
    const UtcTime begin = from_unix(2'000'000'000);
    const SpeedClock fast(begin, 60);
    const UtcTime started = fast.real_time(begin);
    CHECK(fast.when(started) == begin);
    CHECK(fast.when(started + 10s) == begin + 600s);
    CHECK(fast.when(started - 10s) == begin - 10s);
    CHECK(SystemClock().when(begin) == begin);
}

TEST_CASE("a clock that is set is noticed with its direction, and one that goes on is not", "[bot][clock]")
{
    const int speed = GENERATE(1, 60);
    SpeedClock clock(from_unix(1'800'000'000), speed);
    ClockSteps steps(clock);
    const auto nearly = [&](std::chrono::seconds step, std::chrono::seconds expected) {
        return std::chrono::abs(step - expected) <= clock.program_span(2s);
    };
    CHECK(steps.since_last_look() == 0s);
    clock.set(clock.now() - 1h);
    CHECK(nearly(steps.since_last_look(), -1h));
    CHECK(steps.since_last_look() == 0s);
    clock.set(clock.now() + 24h);
    CHECK(nearly(steps.since_last_look(), 24h));
    CHECK(steps.since_last_look() == 0s);
}
