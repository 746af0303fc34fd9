#include "config/config.hpp"
#include "config/holiday_file.hpp"
#include "config/review.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>
#include <filesystem>
#include <fstream>

using namespace deskbell;
using namespace deskbell::config;

namespace {

const Date kToday{std::chrono::year{2026} / 11 / 24};

Date day(const char* text) { return *parse_date(text); }

std::string calendar_of(const std::string& events)
{
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\n" + events + "END:VCALENDAR\r\n";
}

std::string event(const std::string& lines, const std::string& name = "Christmas Day")
{
    return "BEGIN:VEVENT\r\nSUMMARY:" + name + "\r\n" + lines + "\r\nEND:VEVENT\r\n";
}

Feed good(const std::string& events)
{
    const LoadedFeed loaded = read_feed(calendar_of(events), "h.ics");
    INFO(to_text(loaded.faults));
    REQUIRE(loaded.faults.empty());
    return loaded.feed;
}

/// A folder for one test, with a calendar that names holidays.ics.
struct Folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("deskbell-holidays-" + std::to_string(::getpid()));
    Folder()
    {
        std::filesystem::create_directories(path);
        write("d.toml",
              "[calendar.a]\nhours = { mon = [\"09:00-17:00\"] }\nholiday_files = [\"holidays.ics\"]\n"
              "[calendar.b]\nhours = { mon = [\"09:00-17:00\"] }\nholiday_files = [\"holidays.ics\"]\n");
    }
    ~Folder() { std::filesystem::remove_all(path); }
    void write(const char* name, const std::string& text) const { std::ofstream(path / name) << text; }
    LoadedConfig load() const { return load_config((path / "d.toml").string(), kToday); }
};

}  // namespace

TEST_CASE("an all-day event is a date, and several days end before DTEND", "[config][holidays]")
{
    CHECK(good(event("DTSTART;VALUE=DATE:20261225")).dates ==
          std::map<Date, std::string>{{day("2026-12-25"), "Christmas Day"}});
    const Feed several =
        good(event("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270102", "New  Year\\, 2 days"));
    CHECK(several.dates == std::map<Date, std::string>{{day("2026-12-31"), "New Year, 2 days"},
                                                       {day("2027-01-01"), "New Year, 2 days"}});
    CHECK(good(event("DTSTART;VALUE=DATE:20261224\r\nDURATION:P3D")).dates.size() == 3);
}

TEST_CASE("rules that repeat are followed within our years, without the excluded dates", "[config][holidays]")
{
    const Feed yearly =
        good(event("DTSTART;VALUE=DATE:19951225\r\nRRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20201225"));
    CHECK(yearly.dates.size() == 40);  // 2000 to 2040 without 2020
    CHECK(yearly.dates.contains(day("2000-12-25")));
    CHECK(yearly.dates.contains(day("2040-12-25")));
    CHECK_FALSE(yearly.dates.contains(day("2020-12-25")));
    const Feed counted =
        good(event("DTSTART;VALUE=DATE:20260525\r\nRRULE:FREQ=YEARLY;COUNT=2;BYMONTH=5;BYDAY=-1MO"));
    CHECK(counted.dates.size() == 2);
    CHECK(counted.dates.contains(day("2027-05-31")));
}

TEST_CASE("events that are no days off are left out", "[config][holidays]")
{
    const Feed feed = good(event("DTSTART:20261225T100000Z\r\nDTEND:20261225T110000Z") +
                           event("DTSTART;VALUE=DATE:20261226\r\nSTATUS:CANCELLED"));
    CHECK(feed.dates.empty());
    CHECK(feed.timed == 1);
}

TEST_CASE("two events of one day are one date with both names", "[config][holidays]")
{
    const Feed feed = good(event("DTSTART;VALUE=DATE:20260501", "Labour Day") +
                           event("DTSTART;VALUE=DATE:20260501", "Ascension"));
    CHECK(feed.dates.at(day("2026-05-01")) == "Labour Day / Ascension");
}

TEST_CASE("a broken holiday file is a fault with its line", "[config][holidays]")
{
    struct Row {
        std::string text;
        int line;
        std::string says;
    };
    const auto row = GENERATE(values<Row>({
        {"", 0, "no calendar"},
        {"hello", 1, "not part of a calendar"},
        {"<html>\n", 1, "not part of a calendar"},
        {"BEGIN:VCALENDAR\n", 1, "never ends"},
        {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n", 2, "never ends"},
        {"BEGIN:VCALENDAR\nEND:VEVENT\n", 2, "has not begun"},
        {calendar_of(event("DTSTART;VALUE=DATE:20261225") + event("DTSTART;VALUE=DATE:tomorrow")), 8,
         "no date"},
        {calendar_of(event("DTSTART;VALUE=DATE:20261325")), 4, "no date"},
        {calendar_of(event("DESCRIPTION:x")), 4, "no date"},
        {calendar_of(event("DTSTART;VALUE=DATE:20200101\r\nDTEND;VALUE=DATE:20400101")), 4,
         "lasts for years"},
        {calendar_of(event("DTSTART;VALUE=DATE:20200101\r\nRRULE:FREQ=SECONDLY")), 4, "cannot be followed"},
        {calendar_of(event("DTSTART;VALUE=DATE:18991231\r\nRRULE:FREQ=YEARLY")), 4, "before 1900"},
        {calendar_of(event("DTSTART;VALUE=DATE:20200101\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")), 4,
         "fits no date"},
        {calendar_of(event("DTSTART;VALUE=DATE:20200101\r\nRRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30")), 4,
         "fits no date"},
        {calendar_of(event("DTSTART;VALUE=DATE:20200101\r\nRRULE:FREQ=DAILY")), 0, "more than 2000"},
        {calendar_of(std::string(kFeedBytesMax, '\n')), 0, "larger than 1 MiB"},
        {std::string("BEGIN\0", 6), 0, "not text"},
    }));
    const LoadedFeed loaded = read_feed(row.text, "h.ics");
    INFO(row.text.substr(0, 400) << "\n--\n" << to_text(loaded.faults));
    REQUIRE(loaded.faults.size() == 1);
    CHECK(loaded.faults[0].line == row.line);
    CHECK(loaded.faults[0].where == "h.ics");
    CHECK_THAT(to_text(loaded.faults[0]), Catch::Contains(row.says));
    CHECK(load_feed("/nowhere.ics").faults.size() == 1);
}

TEST_CASE("a first review counts every date, a later one keeps decisions and marks what is new",
          "[config][holidays]")
{
    Feed feed;
    feed.dates = {{day("2026-12-25"), "Christmas Day"}, {day("2027-02-14"), "Valentine's Day"}};
    const Review first = reviewed(feed, std::nullopt);
    CHECK(first.at(day("2027-02-14")).verdict == Verdict::on);

    Review edited = read_review(to_text(first, "h.ics"), "h.ics.reviewed").review;
    CHECK(edited == first);
    edited.at(day("2027-02-14")).verdict = Verdict::off;
    feed.dates[day("2027-12-25")] = "Christmas Day";
    feed.dates.erase(day("2026-12-25"));
    const Review second = reviewed(feed, edited);
    CHECK(second.at(day("2026-12-25")).verdict == Verdict::on);
    CHECK(second.at(day("2027-02-14")).verdict == Verdict::off);
    CHECK(second.at(day("2027-12-25")).verdict == Verdict::fresh);
    feed.dates.erase(day("2027-12-25"));
    CHECK(reviewed(feed, second).size() == 2);
}

TEST_CASE("bad lines of a review are faults with their numbers", "[config][holidays]")
{
    const LoadedReview loaded = read_review(
        "# remark\n\nyes 2026-12-25 Christmas\non\noff 2026-02-30 x\n"
        "ON 2026-12-26 Boxing Day\noff 2026-12-26 again\n",
        "h.ics.reviewed");
    REQUIRE(loaded.faults.size() == 4);
    const int lines[] = {3, 4, 5, 7};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(loaded.faults[i].line == lines[i]);
        CHECK_THAT(to_text(loaded.faults[i]), Catch::Contains("on 2026-12-25 Christmas Day"));
    }
    CHECK(loaded.review.at(day("2026-12-26")) == Decision{Verdict::on, "Boxing Day"});
}

TEST_CASE("a holiday file beside the configuration counts whole, with one warning, until it is reviewed",
          "[config][holidays]")
{
    const Folder folder;
    folder.write("holidays.ics", calendar_of(event("DTSTART;VALUE=DATE:20261228") +
                                             event("DTSTART;VALUE=DATE:20270214", "Valentine's Day")));
    const LoadedConfig loaded = folder.load();
    INFO(to_text(loaded.faults));
    REQUIRE(loaded.faults.empty());
    CHECK(loaded.config.settings.levels.calendars.at("b").holidays.size() == 2);
    REQUIRE(loaded.config.warnings.size() == 1);
    CHECK_THAT(to_text(loaded.config.warnings[0]),
               Catch::Contains("2 dates") &&
                   Catch::Contains("deskbell holidays " + (folder.path / "holidays.ics").string()));
}

TEST_CASE("where a review is, it decides, and dates that came later do not count", "[config][holidays]")
{
    const Folder folder;
    folder.write("holidays.ics",
                 calendar_of(event("DTSTART;VALUE=DATE:20261228") + event("DTSTART;VALUE=DATE:20270101") +
                             event("DTSTART;VALUE=DATE:20270214", "Valentine's Day")));
    folder.write("holidays.ics.reviewed", "on 2026-12-28 Christmas\noff 2027-02-14 Valentine's Day\n");
    const LoadedConfig loaded = folder.load();
    REQUIRE(loaded.faults.empty());
    CHECK(loaded.config.settings.levels.calendars.at("a").holidays == std::set<Date>{day("2026-12-28")});
    REQUIRE(loaded.config.warnings.size() == 1);
    CHECK_THAT(to_text(loaded.config.warnings[0]), Catch::Contains("1 date came after the last review"));

    folder.write("holidays.ics.reviewed", "perhaps 2026-12-28\n");
    const LoadedConfig wrong = folder.load();
    REQUIRE_FALSE(wrong.faults.empty());
    CHECK_THAT(to_text(wrong.faults[0]), Catch::Contains("holidays.ics.reviewed:1"));
}

TEST_CASE("the rules of a file have a bound together, so that no feed holds up the start",
          "[config][holidays]")
{
    std::string events;
    for (int i = 0; i < 3000; ++i)
        events += event("DTSTART;VALUE=DATE:19500101\r\nRRULE:FREQ=DAILY;COUNT=15000");
    const LoadedFeed loaded = read_feed(calendar_of(events), "h.ics");
    REQUIRE(loaded.faults.size() > 1);
    CHECK(loaded.faults.front().problem == "\"Christmas Day\" repeats too often.");
}

TEST_CASE("after a rule that fits no date no other is looked through, for each takes long",
          "[config][holidays]")
{
    std::string events;
    for (int i = 0; i < 3000; ++i)
        events += event("DTSTART;VALUE=DATE:20200101\r\nRRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
                        "Never " + std::to_string(i));
    events += event("DTSTART;VALUE=DATE:20261225\r\nRRULE:FREQ=YEARLY");
    const LoadedFeed loaded = read_feed(calendar_of(events), "h.ics");
    REQUIRE(loaded.faults.size() == 1);
    CHECK(loaded.faults[0].problem == "\"Never 0\" repeats by a rule that fits no date.");
}

TEST_CASE("a file holds three hundred rules and no more", "[config][holidays]")
{
    const std::string rule = event("DTSTART;VALUE=DATE:20261225\r\nRRULE:FREQ=YEARLY");
    std::string events;
    for (int i = 0; i < 300; ++i) events += rule;
    CHECK(good(events).dates.size() == 15);
    const LoadedFeed loaded = read_feed(calendar_of(events + rule + rule), "h.ics");
    REQUIRE(loaded.faults.size() == 1);
    CHECK_THAT(to_text(loaded.faults[0]), Catch::Contains("more than 300 events that repeat"));
}

TEST_CASE("a rule that began to fit only after our years is no fault", "[config][holidays]")
{
    CHECK(good(event("DTSTART;VALUE=DATE:20410101\r\nRRULE:FREQ=YEARLY")).dates.empty());
    CHECK(good(event("DTSTART;VALUE=DATE:20401225\r\nRRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29"))
              .dates.size() == 1);
}
