#include "handlers/domain/time.hpp"
#include "handlers/domain/local_time.hpp"
#include "handlers/domain/priority.hpp"
#include "handlers/domain/record.hpp"
#include "handlers/domain/state.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace std::chrono_literals;

TEST_CASE("RFC 3339 texts become instants and come back", "[domain][time]")
{
    const auto t = parse_rfc3339("2026-11-23T10:00:00+01:00");
    REQUIRE(t);
    CHECK(rfc3339(*t) == "2026-11-23T09:00:00Z");
    CHECK(*parse_rfc3339(rfc3339(from_unix(1))) == from_unix(1));
    for (const char* bad : {"", "2026-11-23", "2026-11-23T10:00:00", "2026-13-23T10:00:00Z",
                            "2026-11-23T10:00:00+1:00", "2026-11-23 10:00:00Z"})
        CHECK_FALSE(parse_rfc3339(bad));
}

TEST_CASE("a Slack timestamp is an instant with its fraction dropped", "[domain][time]")
{
    CHECK(*from_slack_ts("1700000000.123456") == from_unix(1700000000));
    CHECK_FALSE(from_slack_ts(""));
    CHECK_FALSE(from_slack_ts("soon"));
    CHECK_FALSE(from_slack_ts("99999999999999.1"));
}

TEST_CASE("durations are hours, minutes and seconds, and days are refused with a reason", "[domain][time]")
{
    CHECK(*parse_duration("45s") == 45s);
    CHECK(*parse_duration("1h30m") == 90min);
    for (const char* bad : {"", "4", "4x", "30m1h", "-1h", "0s", "1h1h"}) CHECK_FALSE(parse_duration(bad));
    CHECK_THAT(parse_duration("2d").error().detail(), Catch::Contains("days are not accepted"));
}

TEST_CASE("plain durations read like people say them", "[domain][time]")
{
    CHECK(plain_duration(59s) == "59 s");
    CHECK(plain_duration(90min) == "1 h 30 min");
    CHECK(plain_duration(52h) == "2 d 4 h");
}

TEST_CASE("wall clocks follow the zone and its daylight saving", "[domain][time]")
{
    CHECK(wall_clock(*parse_rfc3339("2026-07-01T10:00:00Z"), "Europe/Berlin") == "Wed 01 Jul 12:00");
    CHECK(wall_time(*parse_rfc3339("2026-12-01T10:00:00Z"), "Asia/Kathmandu") == "15:45");
    CHECK(is_zone("Europe/Berlin"));
    CHECK_FALSE(is_zone("Europe/Atlantis"));
}

TEST_CASE("the priority matrix is that of the default data pack", "[domain][priority]")
{
    const char* rows[4] = {"1123", "1234", "2334", "3344"};
    for (int impact = 1; impact <= 4; ++impact)
        for (int urgency = 1; urgency <= 4; ++urgency)
            CHECK(to_text(priority_of(impact, urgency)) == std::string("P") + rows[impact - 1][urgency - 1]);
}

TEST_CASE("every category has a word that reads back", "[domain][state]")
{
    for (const auto c : {Category::fresh, Category::active, Category::waiting_requester, Category::on_hold,
                         Category::resolved, Category::closed, Category::void_})
        CHECK(parse_category(to_text(c)) == c);
    CHECK_FALSE(parse_category("open"));
}

TEST_CASE("applying the events of a record in sequence rebuilds it", "[domain][record]")
{
    Record record;
    Event event;
    event.sequence = 1;
    event.recorded_at = from_unix(10);
    event.changes = {{"title", "", "One"}, {"state", "", "new"}};
    apply(record, event);
    event.sequence = 2;
    event.recorded_at = from_unix(20);
    event.changes = {{"title", "One", ""}};
    apply(record, event);
    CHECK_FALSE(record.has("title"));
    CHECK(record.at("state") == "new");
    CHECK(record.version == 2);
    CHECK(record.created_at == from_unix(10));
    CHECK(record.updated_at == from_unix(20));
    CHECK_FALSE(change(record, "state", "new"));
}

TEST_CASE("typed times are instants, or local times that exist", "[domain][time]")
{
    const auto read = [](std::string_view text) {
        const auto t = parse_time(text, "Europe/Berlin");
        return t ? rfc3339(*t) : t.error().detail();
    };
    CHECK(read("2026-11-23T09:00:00Z") == "2026-11-23T09:00:00Z");
    CHECK(read("2026-11-23T09:00:00.25+05:45") == "2026-11-23T03:15:00Z");
    CHECK(read("2026-11-23T09:00-03:30") == "2026-11-23T12:30:00Z");
    CHECK(read("2026-11-23T09:00") == "2026-11-23T08:00:00Z");
    CHECK(read("2026-11-23T09:00:59") == "2026-11-23T08:00:59Z");
    CHECK(read("2026-03-29T02:30") == "2026-03-29T01:00:00Z");  // skipped: the change
    CHECK(read("2026-10-25T02:30") == "2026-10-25T00:30:00Z");  // twice: the first
    for (const char* bad :
         {"", "2026-11-23", "2026-11-23T", "2026-11-23 09:00", "2026-11-23T9:00", "2026-11-23T24:00",
          "2026-11-23T09:60", "2026-11-23T09:00:60", "2026-11-23T09:00:00.", "2026-11-23T09:00:00+1",
          "2026-11-23T09:00ZZ", "2026-02-30T09:00", "tomorrow"}) {
        INFO(bad);
        CHECK_THAT(read(bad), Catch::Contains("is not a time. Write"));
    }
}

TEST_CASE("an instant is shown on a wall clock with its offset or the zone's letters", "[domain][time]")
{
    const UtcTime t = *parse_rfc3339("2026-11-23T11:00:00Z");
    CHECK(local_rfc3339(t, "Europe/Berlin") == "2026-11-23T12:00:00+01:00");
    CHECK(local_rfc3339(t, "America/St_Johns") == "2026-11-23T07:30:00-03:30");
    CHECK(local_rfc3339(t, "UTC") == "2026-11-23T11:00:00+00:00");
    CHECK(long_wall_clock(t, "Europe/Berlin") == "Mon 23 Nov 2026 12:00:00 CET");
}
