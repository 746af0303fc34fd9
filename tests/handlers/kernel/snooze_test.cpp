// What somebody does who is reminded of a deadline: puts it off, stops it, has it.
#include "timed_desk.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;

TEST_CASE("snooze and stop keep the desk quiet, and say who wished it", "[kernel][ladder]")
{
    TimedDesk d;
    d.now = nov(23, 9);
    d.command("UMIA", "/ticket", "new chair");
    d.run_until(nov(23, 13, 1));
    const Posted notice = d.message(World::kTriage, "50 % of the time");
    SECTION("snoozed for an hour: told after it")
    {
        d.run_until(nov(23, 14, 30));
        d.press_menu("UANA", notice, "Snooze…", "Snooze 1 hour");
        d.run_until(nov(23, 15, 20));
        CHECK(d.told(World::kTriage) == 0);  // the message itself now says who snoozed it
        d.run_until(nov(23, 15, 40));
        CHECK(d.told(World::kTriage) == 1);
    }
    SECTION("stopped: never again in this channel, but the lead still hears of it")
    {
        d.press_menu("UANA", notice, "Snooze…", "Stop for this ticket");
        d.run_until(nov(24, 12));
        CHECK(d.told(World::kTriage) == 0);
        CHECK(d.told("DUBEN") > 0);
        CHECK_FALSE(d.all(World::kTriage, "stopped the reminders").empty());
    }
    SECTION("snoozed until a time of one's own: told after it, and not before")
    {
        d.run_until(nov(23, 14, 30));
        d.press_menu("UANA", notice, "Snooze…", "Snooze until…");
        const Json form = d.modal;
        for (const UtcTime wrong : {nov(23, 14), nov(23, 14) + 24h * 90}) {
            d.modal = form;
            d.submit("UANA", {{"Until", std::to_string(to_unix(wrong))}});
            CHECK_THAT(d.ack.dump(), Catch::Contains("snooze_until"));
        }
        d.modal = form;
        d.submit("UANA", {{"Until", std::to_string(to_unix(nov(24, 10)))}});
        CHECK_THAT(d.message(World::kTriage, "snoozed it until").text,
                   Catch::Contains("<@UANA> snoozed it until Tue 24 Nov 10:00 (Europe/Berlin)"));
        d.run_until(nov(24, 9, 58));
        CHECK(d.told(World::kTriage) == 0);
        d.run_until(nov(24, 10, 5));
        CHECK(d.told(World::kTriage) == 1);
    }
    SECTION("stopped while the next one waits for its turn: that is not told either")
    {
        d.settings.levels.policies[0].goal(Metric::resolution).span = 5h + 20min;
        d.settle();  // three quarters are used at once, and told half an hour after the first
        d.run_until(nov(23, 13, 20));
        REQUIRE(d.told(World::kTriage) == 1);
        d.press_menu("UANA", notice, "Snooze…", "Stop for this ticket");
        d.run_until(nov(23, 14));
        CHECK(d.told(World::kTriage) == 0);
    }
    SECTION("a stranger cannot press it")
    {
        d.press_menu("UEVE", notice, "Snooze…", "Stop for this ticket");
        CHECK(d.refused.find("There is no REQ-1 that you may see") != std::string::npos);
    }
}

TEST_CASE("I have it silences what repeats, and the next rung is told all the same", "[kernel][ladder]")
{
    TimedDesk d;
    d.now = nov(23, 9);
    d.command("UMIA", "/ticket", "new chair");
    d.run_until(nov(24, 9, 10));  // late since 17:00 on Monday
    const Posted notice = d.message("DUOWNER", "is late");
    d.press("UOWNER", notice, "I have it");
    CHECK(d.refused.empty());
    d.run_until(nov(24, 12, 30));  // 125 % at 11:00
    CHECK(d.told("DUOWNER") == 0);
    d.run_until(nov(24, 13, 30));  // 150 % at 13:00
    CHECK(d.told("DUOWNER") == 1);
    d.run_until(nov(24, 15, 30));  // 175 % at 15:00: the click held until the rung after it
    CHECK(d.told("DUOWNER") == 2);
}

TEST_CASE("each ticket of a collected notice can be opened, put off and stopped", "[kernel][ladder]")
{
    TimedDesk d;
    d.now = nov(23, 9);
    for (const char* wish : {"new chair", "new lamp"}) d.command("UMIA", "/ticket", wish);
    d.run_until(nov(23, 13, 1), 5s);
    const Posted notice = d.message(World::kTriage, "2 tickets with a promise at risk");
    d.press_menu("UANA", notice, "Open or snooze…", "Open");
    CHECK(d.modal["title"]["text"] == "REQ-1");
    d.press_menu("UANA", notice, "Open or snooze…", "Stop for this ticket");
    const Posted below = d.message(World::kTriage, "stopped the reminders for this ticket");
    CHECK(below.text == "REQ-1: <@UANA> stopped the reminders for this ticket.");
    CHECK(below.thread_ts == notice.ts);
    CHECK(d.message(World::kTriage, "promise at risk").edits == 0);
    d.run_until(nov(23, 15, 10));  // 75 % of both
    CHECK(d.all(World::kTriage, "REQ-2: ").size() == 1);
    CHECK(d.all(World::kTriage, "75 % of the time").size() == 1);
}

TEST_CASE("who is told by direct message hears it in their own working hours, of what is critical at once",
          "[kernel][ladder]")
{
    TimedDesk d;
    d.now = nov(23, 9);
    {
        store::Unit unit(*d.db, d.now);
        unit.directory.save({"UBEN", "Ben", "America/New_York", ""});
    }
    d.command("UMIA", "/ticket", "new chair");
    SECTION("not in the night of where they are")
    {
        d.run_until(nov(23, 17, 10), 300s);  // 90 % and 100 % come in the morning of New York
        CHECK(d.told("DUBEN") == 2);
        d.run_until(nov(24, 14, 55), 300s);  // 125 % came at 05:00 there
        CHECK(d.told("DUBEN") == 2);
        d.run_until(nov(24, 15, 10));
        CHECK(d.told("DUBEN") == 3);
    }
    SECTION("P1 does not wait")
    {
        d.choose("UANA", d.card(), "Priority…");
        d.submit("UANA", {{"How many are affected?", "Everyone, a whole site or customers"},
                          {"How badly?", "Work has stopped"}});
        REQUIRE(d.record("REQ-1").at("priority") == "P1");
        d.run_until(nov(24, 9, 10), 300s);
        CHECK(d.told("DUBEN") == 2);
    }
}
