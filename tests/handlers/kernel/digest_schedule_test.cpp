#include "handlers/kernel/digest/digest_schedule.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::kernel;
using namespace std::chrono_literals;

namespace {

constexpr const char* kBerlin = "Europe/Berlin";

store::Subscription subscription(const char* cadence, std::int64_t day)
{
    store::Subscription s;
    s.cadence = cadence;
    s.minute_of_day = 9 * 60;
    s.day = day;
    return s;
}

Calendar business()
{
    Calendar calendar = weekdays("business", kBerlin, 9h, 17h);
    for (const char* holiday : {"2026-12-25", "2027-01-01", "2026-11-23"})
        calendar.holidays.insert(*parse_date(holiday));
    return calendar;
}

/// The next `n` occurrences as "due period".
std::vector<std::string> next(const store::Subscription& s, const char* t, int n)
{
    std::vector<std::string> out;
    UtcTime at = *parse_rfc3339(t);
    for (int i = 0; i < n; ++i) {
        const auto found = occurrence_after(s, business(), kBerlin, at);
        REQUIRE(found);
        at = found->due;
        out.push_back(rfc3339(at) + " " + found->period.key());
    }
    return out;
}

}  // namespace

TEST_CASE("a daily digest comes on working days and leaves no day out", "[kernel][digest]")
{
    // Thu 19 Nov .. ; Mon 23 Nov is a holiday.
    CHECK(next(subscription("daily", 0), "2026-11-19T08:00:00Z", 3) ==
          std::vector<std::string>{"2026-11-20T08:00:00Z 2026-11-19",
                                   "2026-11-24T08:00:00Z 2026-11-20/2026-11-23",
                                   "2026-11-25T08:00:00Z 2026-11-24"});
}

TEST_CASE("a weekly digest moves to the next working day and tells about the week before", "[kernel][digest]")
{
    CHECK(next(subscription("weekly", 1), "2026-11-16T08:00:00Z", 2) ==
          std::vector<std::string>{"2026-11-24T08:00:00Z 2026-W47", "2026-11-30T08:00:00Z 2026-W48"});
    CHECK(next(subscription("weekly", 7), "2026-11-22T08:00:00Z", 1) ==
          std::vector<std::string>{"2026-11-24T08:00:00Z 2026-W46"});
}

TEST_CASE("a monthly digest tells about the month before", "[kernel][digest]")
{
    CHECK(next(subscription("monthly", 1), "2026-12-02T00:00:00Z", 2) ==
          std::vector<std::string>{"2027-01-04T08:00:00Z 2026-12", "2027-02-01T08:00:00Z 2027-01"});
}

TEST_CASE("the time is that of the wall, also where clocks change", "[kernel][digest]")
{
    store::Subscription s = subscription("weekly", 1);
    CHECK(next(s, "2026-10-19T07:00:00Z", 1) == std::vector<std::string>{"2026-10-26T08:00:00Z 2026-W43"});
    s.minute_of_day = 150;  // 02:30
    Calendar always = always_open();
    s.day = 7;
    const auto skipped = occurrence_after(s, always, kBerlin, *parse_rfc3339("2026-03-28T12:00:00Z"));
    REQUIRE(skipped);
    CHECK(rfc3339(skipped->due) == "2026-03-29T01:00:00Z");
}

TEST_CASE("of several that were missed only the newest is told", "[kernel][digest]")
{
    const auto newest =
        newest_occurrence(subscription("daily", 0), business(), kBerlin,
                          *parse_rfc3339("2026-11-16T07:59:59Z"), *parse_rfc3339("2026-11-26T12:00:00Z"));
    REQUIRE(newest);
    CHECK(rfc3339(newest->due) == "2026-11-26T08:00:00Z");
    CHECK(newest->period.key() == "2026-11-25");
    CHECK_FALSE(newest_occurrence(subscription("daily", 0), business(), kBerlin,
                                  *parse_rfc3339("2026-11-26T08:00:00Z"),
                                  *parse_rfc3339("2026-11-26T12:00:00Z")));
}

TEST_CASE("after a long holiday the newest week is told, not the oldest", "[kernel][digest]")
{
    Calendar closed = business();
    for (Date day = *parse_date("2026-12-19"); day <= *parse_date("2027-01-05"); day += std::chrono::days{1})
        closed.holidays.insert(day);
    const auto found =
        occurrence_after(subscription("weekly", 1), closed, kBerlin, *parse_rfc3339("2026-12-15T08:00:00Z"));
    REQUIRE(found);
    CHECK(rfc3339(found->due) == "2027-01-06T08:00:00Z");
    CHECK(found->period.key() == "2026-W53");
}

TEST_CASE("a calendar that never opens has no digests", "[kernel][digest]")
{
    CHECK_FALSE(occurrence_after(subscription("weekly", 1), Calendar{}, kBerlin,
                                 *parse_rfc3339("2026-11-26T08:00:00Z")));
}
