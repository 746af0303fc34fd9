#include "handlers/domain/period.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace std::chrono_literals;

namespace {

constexpr const char* kBerlin = "Europe/Berlin";

UtcTime at(const char* text) { return *parse_rfc3339(text); }

Period read(const char* text, const char* zone = kBerlin, const char* now = "2026-11-25T12:00:00Z")
{
    const auto period = parse_period(text, zone, at(now));
    INFO(text);
    REQUIRE(period);
    return *period;
}

std::string dates(const Period& p) { return to_text(p.first) + " " + to_text(p.last); }

}  // namespace

TEST_CASE("a period is read from the words that reports use, and its key reads back as itself",
          "[domain][period]")
{
    struct Row {
        const char* text;
        const char* dates;
        const char* key;
    };
    for (const Row& row :
         {Row{"2026-W48", "2026-11-23 2026-11-29", "2026-W48"},
          Row{"2026-w05", "2026-01-26 2026-02-01", "2026-W05"},
          Row{"2026-11", "2026-11-01 2026-11-30", "2026-11"},
          Row{"2028-02", "2028-02-01 2028-02-29", "2028-02"},
          Row{"2026-Q4", "2026-10-01 2026-12-31", "2026-Q4"}, Row{"2026", "2026-01-01 2026-12-31", "2026"},
          Row{"2026-11-23", "2026-11-23 2026-11-23", "2026-11-23"},
          Row{"2026-11-23/2026-11-30", "2026-11-23 2026-11-30", "2026-11-23/2026-11-30"},
          Row{"this-week", "2026-11-23 2026-11-29", "2026-W48"},
          Row{"last-week", "2026-11-16 2026-11-22", "2026-W47"},
          Row{" Last-Month ", "2026-10-01 2026-10-31", "2026-10"},
          Row{"yesterday", "2026-11-24 2026-11-24", "2026-11-24"},
          Row{"last-quarter", "2026-07-01 2026-09-30", "2026-Q3"}}) {
        INFO(row.text);
        const Period period = read(row.text);
        CHECK(dates(period) == row.dates);
        CHECK(period.key() == row.key);
        CHECK(read(row.key) == period);
    }
}

TEST_CASE("ISO weeks belong to the year of their Thursday", "[domain][period]")
{
    CHECK(dates(read("2026-W01")) == "2025-12-29 2026-01-04");
    CHECK(dates(read("2026-W53")) == "2026-12-28 2027-01-03");
    CHECK(read("this-week", kBerlin, "2027-01-03T12:00:00Z").key() == "2026-W53");
    CHECK(read("this-week", kBerlin, "2025-12-30T12:00:00Z").key() == "2026-W01");
    CHECK(previous(read("2026-W01")).key() == "2025-W52");
    CHECK(previous(read("2027-W01")).key() == "2026-W53");
    CHECK_FALSE(parse_period("2027-W53", kBerlin, at("2026-11-25T12:00:00Z")));
    CHECK_FALSE(parse_period("2026-W00", kBerlin, at("2026-11-25T12:00:00Z")));
}

TEST_CASE("a period begins and ends at midnight on the wall, also where clocks change", "[domain][period]")
{
    const Span spring = read("2026-03-29").span();
    CHECK(rfc3339(spring.from) == "2026-03-28T23:00:00Z");
    CHECK(spring.length() == 23h);
    CHECK(read("2026-10-25").span().length() == 25h);
    CHECK(read("2026-W13").span().length() == 24h * 7 - 1h);
    // In Santiago midnight itself is skipped in spring, and the hour before it occurs twice in autumn.
    CHECK(rfc3339(read("2026-09-06", "America/Santiago").span().from) == "2026-09-06T04:00:00Z");
    CHECK(read("2026-09-06", "America/Santiago").span().length() == 23h);
    CHECK(read("2026-04-04", "America/Santiago").span().length() == 25h);
    CHECK(read("2026-04-05", "America/Santiago").span().from ==
          read("2026-04-04", "America/Santiago").span().to);
    // "yesterday" is that of the zone, not of the machine.
    CHECK(read("yesterday", "Pacific/Auckland", "2026-11-25T12:00:00Z").key() == "2026-11-25");
    CHECK(read("yesterday", "America/New_York", "2026-11-25T03:00:00Z").key() == "2026-11-23");
}

TEST_CASE("the period before is as long: a month's is a month, eight days' are eight days",
          "[domain][period]")
{
    CHECK(previous(read("2026-03")).key() == "2026-02");
    CHECK(previous(read("2026-01")).key() == "2025-12");
    CHECK(previous(read("2026-Q1")).key() == "2025-Q4");
    CHECK(previous(read("2026")).key() == "2025");
    CHECK(previous(read("2026-11-23/2026-11-30")).key() == "2026-11-15/2026-11-22");
    CHECK(previous(read("2026-03-01")).key() == "2026-02-28");
}

TEST_CASE("people read a label, and an error says what to write", "[domain][period]")
{
    CHECK(read("2026-W48").label() == "week 48 (23 to 29 Nov 2026)");
    CHECK(read("2026-W53").label() == "week 53 (28 Dec 2026 to 3 Jan 2027)");
    CHECK(read("2026-11").label() == "November 2026");
    CHECK(read("2026-Q4").label() == "Q4 2026");
    CHECK(read("2026-11-23").label() == "Mon 23 Nov 2026");
    CHECK(read("2026-11-23/2026-12-01").label() == "23 Nov to 1 Dec 2026");
    for (const char* wrong : {"", "soon", "2026-13", "2026-Q5", "2026-02-30", "2026-11-23/", "26-11",
                              "2026-11-30/2026-11-23", "1999-01-01/2026-01-01", "2026-W480"}) {
        INFO(wrong);
        const auto period = parse_period(wrong, kBerlin, at("2026-11-25T12:00:00Z"));
        REQUIRE_FALSE(period);
        CHECK_THAT(period.error().detail(), Catch::Contains("2026-W48") && Catch::Contains("last-week"));
    }
}

TEST_CASE("a time of day is read as people write it", "[domain][period]")
{
    CHECK(*parse_time_of_day("09:00") == 9h);
    CHECK(*parse_time_of_day(" 9:30 ") == 9h + 30min);
    CHECK(time_of_day(9h + 5min) == "09:05");
    for (const char* wrong : {"", "9", "24:00", "09:60", "9:5", "nine"})
        CHECK_FALSE(parse_time_of_day(wrong));
}
