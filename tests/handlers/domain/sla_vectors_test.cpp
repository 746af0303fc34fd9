// Worked examples of calendar arithmetic under the numbers that they have in the design. Each stands for a
// defect that some service desk had.
#include "handlers/domain/local_time.hpp"
#include "handlers/domain/open_time.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace std::chrono_literals;

namespace {

constexpr const char* kBerlin = "Europe/Berlin";

Calendar days(std::initializer_list<unsigned> weekdays_of, std::vector<Window> windows,
              const char* zone = kBerlin)
{
    Calendar calendar;
    calendar.name = "test";
    calendar.timezone = zone;
    for (const unsigned day : weekdays_of) calendar.hours[day] = windows;
    return calendar;
}

Calendar be() { return days({1, 2, 3, 4, 5}, {{9h, 17h}}); }
Calendar be10() { return days({1, 2, 3, 4, 5}, {{8h, 18h}}); }
Calendar lunch() { return days({1, 2, 3, 4, 5}, {{9h, 12h}, {13h, 18h}}); }
Calendar tuesdays() { return days({2}, {{8h, 17h}}); }
Calendar night() { return days({0, 1, 2, 3, 4, 5, 6}, {{22h, 30h}}); }
Calendar night_of_weekdays() { return days({1, 2, 3, 4, 5}, {{22h, 30h}}); }
Calendar week() { return days({1, 2, 3, 4, 5}, {{0h, 24h}}); }
Calendar all(const char* zone = kBerlin) { return days({0, 1, 2, 3, 4, 5, 6}, {{0h, 24h}}, zone); }

Calendar with_holidays()
{
    Calendar calendar = be();
    for (const char* date : {"2026-12-25", "2026-12-26", "2027-01-01"})
        calendar.holidays.insert(*parse_date(date));
    return calendar;
}

UtcTime at(std::string_view text, std::string_view zone = kBerlin)
{
    const auto t = parse_time(text, zone);
    REQUIRE(t);
    return *t;
}

/// A pause as "from/to".
Span pause(std::string_view text)
{
    const auto slash = text.find('/');
    return {at(text.substr(0, slash)), at(text.substr(slash + 1))};
}

}  // namespace

TEST_CASE("the due instant of each worked example", "[domain][sla]")
{
    struct Row {
        const char* id;
        Calendar calendar;
        const char* start;
        std::chrono::seconds target;
        const char* due;
        std::vector<const char*> pauses = {};
    };
    const auto row = GENERATE(values<Row>({
        {"T-01", be(), "2026-11-20T16:00", 4h, "2026-11-23T11:00:00Z"},
        {"T-02", be(), "2026-11-21T12:00", 4h, "2026-11-23T12:00:00Z"},
        {"T-02 before opening", be(), "2026-11-23T07:00", 4h, "2026-11-23T12:00:00Z"},
        {"T-03", be(), "2026-11-23T09:00", 8h, "2026-11-23T16:00:00Z"},
        {"T-04", be(), "2026-11-23T17:00", 1h, "2026-11-24T09:00:00Z"},
        {"T-05", be(), "2026-11-23T16:59:30", 1h, "2026-11-24T08:59:30Z"},
        {"T-06", be10(), "2026-11-23T17:00", 4h, "2026-11-24T10:00:00Z"},
        {"T-06 an hour before", be10(), "2026-11-23T17:00", 3h, "2026-11-24T09:00:00Z"},
        {"T-07", be10(), "2026-11-23T10:00", 4h, "2026-11-23T13:00:00Z"},
        {"T-07 an hour before", be10(), "2026-11-23T10:00", 3h, "2026-11-23T12:00:00Z"},
        {"T-08", be10(), "2026-11-20T17:00", 4h, "2026-11-23T10:00:00Z"},
        {"T-09", lunch(), "2026-11-23T11:00", 4h, "2026-11-23T15:00:00Z"},
        {"T-10", lunch(), "2026-11-23T12:30", 1h, "2026-11-23T13:00:00Z"},
        {"T-11", tuesdays(), "2026-11-23T10:00", 12h, "2026-12-01T10:00:00Z"},
        {"T-12", with_holidays(), "2026-12-24T15:00", 8h, "2026-12-28T14:00:00Z"},
        {"T-17", all(), "2026-03-28T12:00", 24h, "2026-03-29T11:00:00Z"},
        {"T-18", all(), "2026-10-24T12:00", 24h, "2026-10-25T10:00:00Z"},
        {"T-21 spring", be(), "2026-03-27T16:00", 4h, "2026-03-30T10:00:00Z"},
        {"T-21 autumn", be(), "2026-10-23T16:00", 4h, "2026-10-26T11:00:00Z"},
        {"T-23 first", all(), "2026-10-25T02:30:00+02:00", 1h, "2026-10-25T01:30:00Z"},
        {"T-23 second", all(), "2026-10-25T02:30:00+01:00", 1h, "2026-10-25T02:30:00Z"},
        {"T-23 local is the first", all(), "2026-10-25T02:30", 1h, "2026-10-25T01:30:00Z"},
        {"T-25 spring", all("America/New_York"), "2026-03-08T00:30:00-05:00", 4h, "2026-03-08T09:30:00Z"},
        {"T-25 autumn", all("America/New_York"), "2026-11-01T00:30:00-04:00", 4h, "2026-11-01T08:30:00Z"},
        {"T-28", be(), "2026-11-20T10:00", 8h, "2026-11-23T16:00:00Z", {"2026-11-20T12:00/2026-11-23T11:00"}},
        {"T-29", be(), "2026-11-20T14:00", 8h, "2026-11-23T13:00:00Z", {"2026-11-20T18:00/2026-11-22T10:00"}},
        {"T-29 without pause", be(), "2026-11-20T14:00", 8h, "2026-11-23T13:00:00Z"},
        {"T-30",
         be(),
         "2026-11-23T09:00",
         8h,
         "2026-11-24T14:30:00Z",
         {"2026-11-23T10:00/2026-11-23T11:30", "2026-11-23T13:00/2026-11-24T10:00"}},
        {"T-58 hours", be(), "2026-11-23T10:00", 8h, "2026-11-24T09:00:00Z"},
        {"T-58 a day", be(), "2026-11-23T10:00", 24h, "2026-11-26T09:00:00Z"},
        {"T-61", be(), "2028-02-28T16:00", 4h, "2028-02-29T11:00:00Z"},
    }));
    INFO(row.id);
    std::vector<Span> pauses;
    for (const char* text : row.pauses) pauses.push_back(pause(text));
    const auto found = due(schedule_of(row.calendar), at(row.start), row.target, pauses);
    REQUIRE(found);
    CHECK(rfc3339(*found) == row.due);
}

TEST_CASE("the open time of each worked example", "[domain][sla]")
{
    struct Row {
        const char* id;
        Calendar calendar;
        const char* from;
        const char* to;
        std::chrono::seconds elapsed;
        std::vector<const char*> pauses = {};
    };
    const auto row = GENERATE(values<Row>({
        {"T-19 spring", all(), "2026-03-28T12:00", "2026-03-29T12:00", 23h},
        {"T-19 autumn", all(), "2026-10-24T12:00", "2026-10-25T12:00", 25h},
        {"T-20 autumn", all(), "2026-10-25T00:15", "2026-10-26T12:00", 36h + 45min},
        {"T-20 spring", all(), "2026-03-28T23:30", "2026-03-30T12:00", 35h + 30min},
        {"T-28 consumed",
         be(),
         "2026-11-20T10:00",
         "2026-11-23T11:00",
         2h,
         {"2026-11-20T12:00/2026-11-23T11:00"}},
        {"T-28 paused", be(), "2026-11-20T12:00", "2026-11-23T11:00", 7h},
        {"T-30 at the second pause",
         be(),
         "2026-11-23T09:00",
         "2026-11-23T13:00",
         2h + 30min,
         {"2026-11-23T10:00/2026-11-23T11:30"}},
        {"T-57", days({1, 2, 3, 4, 5}, {{8h, 17h}}), "2025-12-12T21:00", "2025-12-15T09:30", 1h + 30min},
        {"night in winter", night(), "2026-11-23T12:00", "2026-11-24T12:00", 8h},
        {"night in spring", night(), "2026-03-28T12:00", "2026-03-29T12:00", 7h},
        {"night in autumn", night(), "2026-10-24T12:00", "2026-10-25T12:00", 9h},
        {"Friday's night ends on Saturday", night_of_weekdays(), "2026-11-20T12:00", "2026-11-23T12:00", 8h},
        {"Monday to Friday, day and night", week(), "2026-11-21T00:00", "2026-11-28T00:00", 120h},
    }));
    INFO(row.id);
    std::vector<Span> pauses;
    for (const char* text : row.pauses) pauses.push_back(pause(text));
    CHECK(elapsed(schedule_of(row.calendar), {at(row.from), at(row.to)}, pauses) == row.elapsed);
}

TEST_CASE("T-63: without open time nothing is ever due, and the search ends", "[domain][sla]")
{
    const Calendar closed = days({}, {});
    CHECK_FALSE(due(schedule_of(closed), at("2026-11-23T09:00"), 1h));
    CHECK_FALSE(next_opening(closed, at("2026-11-23T09:00")));
    CHECK_FALSE(end_of_business_day(closed, at("2026-11-23T09:00"), 1));
    CHECK(elapsed(schedule_of(closed), {at("2026-11-23T09:00"), at("2027-11-23T09:00")}) == 0s);
}

TEST_CASE("T-65: a thousand pauses of half a minute leave no drift", "[domain][sla]")
{
    const Calendar calendar = days({1}, {{0h, 24h}});
    const UtcTime start = at("2026-11-23T06:00");
    std::vector<Span> pauses;
    for (int i = 0; i < 1000; ++i) pauses.push_back({start + i * 28s, start + i * 28s + 14s});
    CHECK(elapsed(schedule_of(calendar), {start, start + 8h}, pauses) == 8h - 14'000s);
    pauses.clear();
    for (int i = 0; i < 1000; ++i) pauses.push_back({start + i * 30s, start + i * 30s + 30s});
    CHECK(elapsed(schedule_of(calendar), {start, start + 10h}, pauses) == 10h - 30'000s);
    CHECK(due(schedule_of(calendar), start, 1h, pauses) == start + 30'000s + 1h);
}

TEST_CASE("a holiday closes its date, an exception opens it again, and a night shift runs to its end",
          "[domain][sla]")
{
    Calendar calendar = with_holidays();
    calendar.exceptions[*parse_date("2026-12-25")] = {{10h, 12h}};
    calendar.exceptions[*parse_date("2026-12-28")] = {};
    const Span days_off{at("2026-12-25T00:00"), at("2026-12-29T00:00")};
    CHECK(open_spans(calendar, days_off) == std::vector<Span>{pause("2026-12-25T10:00/2026-12-25T12:00")});

    Calendar nights = night();
    nights.holidays.insert(*parse_date("2026-12-25"));
    CHECK(elapsed(schedule_of(nights), {at("2026-12-25T00:00"), at("2026-12-26T00:00")}) == 6h);
}

TEST_CASE("openings and closings that a clock change skips or doubles", "[domain][sla]")
{
    const Calendar calendar = days({0}, {{150min, 210min}});  // 02:30 to 03:30
    // Spring: 02:30 does not exist, so it opens at 03:00 CEST; 03:30 CEST is half an hour later.
    CHECK(elapsed(schedule_of(calendar), {at("2026-03-29T00:00"), at("2026-03-30T00:00")}) == 30min);
    // Autumn: opens at the first 02:30, closes at the only 03:30.
    CHECK(elapsed(schedule_of(calendar), {at("2026-10-25T00:00"), at("2026-10-26T00:00")}) == 2h);
    // A window that ends in the doubled hour closes at its second end.
    const Calendar early = days({0}, {{1h, 150min}});
    CHECK(elapsed(schedule_of(early), {at("2026-10-25T00:00"), at("2026-10-26T00:00")}) == 2h + 30min);
    // A window that lies within the gap is no time at all.
    const Calendar gone = days({0}, {{130min, 170min}});
    CHECK(elapsed(schedule_of(gone), {at("2026-03-29T00:00"), at("2026-03-30T00:00")}) == 0s);
}

TEST_CASE("the end of a business day skips days without windows", "[domain][sla]")
{
    const Calendar calendar = with_holidays();
    const auto end = [&](const char* text, int n) {
        return rfc3339(*end_of_business_day(calendar, at(text), n));
    };
    CHECK(end("2026-11-23T10:00", 0) == "2026-11-23T16:00:00Z");
    CHECK(end("2026-11-23T17:00", 0) == "2026-11-24T16:00:00Z");
    CHECK(end("2026-11-23T10:00", 1) == "2026-11-24T16:00:00Z");
    CHECK(end("2026-11-20T10:00", 1) == "2026-11-23T16:00:00Z");
    CHECK(end("2026-12-24T10:00", 1) == "2026-12-28T16:00:00Z");
    CHECK(end("2026-11-21T10:00", 1) == "2026-11-23T16:00:00Z");
}
