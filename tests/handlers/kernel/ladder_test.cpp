// Who hears what about a deadline, and how often.
#include "timed_desk.hpp"

#include "handlers/kernel/clock/notices.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

TEST_CASE("each rung tells those whom it concerns, once", "[kernel][ladder]")
{
    TimedDesk d;
    d.command("UMIA", "/ticket", "new chair");
    d.press("UANA", d.card(), "Take it");
    d.run_until(nov(23, 16, 58));
    CHECK(d.told_anybody() == 0);
    d.run_until(nov(24, 9, 10));  // 50 % at closing time: told at the next opening
    CHECK(d.told(World::kTriage) == 1);
    CHECK(d.message(World::kTriage, "50 % of the time").thread_ts == d.card().ts);
    d.run_until(nov(24, 11, 10));
    CHECK(d.told(World::kTriage) == 2);
    CHECK(d.told("DUBEN") == 0);
    d.run_until(nov(24, 12, 30));
    CHECK(d.told("DUBEN") == 1);
    d.run_until(nov(24, 13, 10));
    CHECK(d.told("DUBEN") == 2);
    CHECK(d.told("DUOWNER") == 1);
    d.run_until(nov(25, 16), 300s);  // 200 % at 13:00 on Wednesday
    CHECK(d.told("DUSERV") == 2);
    CHECK(d.told("DUTOP") == 1);
}

TEST_CASE("T-41: a ticket that stays late for days is told of at the rungs and no more", "[kernel][ladder]")
{
    TimedDesk d;
    d.command("UMIA", "/ticket", "new chair");
    d.run_until(nov(25, 17), 60s);
    const std::size_t at_the_top = d.told_anybody();
    CHECK(at_the_top == 12);  // channel 2, lead 1+1+1, owner 1+1+1+1, service owner 2, top management 1
    d.run_until(nov(30, 17), 600s);
    CHECK(d.told_anybody() == at_the_top);
}

TEST_CASE("T-40: after the program was away only the highest rung is told", "[kernel][ladder]")
{
    TimedDesk d;
    d.command("UMIA", "/ticket", "new chair");
    d.press("UANA", d.card(), "Take it");
    d.run_until(nov(23, 16));
    d.sleep_until(nov(25, 9));
    CHECK(d.told(World::kTriage) == 0);
    CHECK(d.told("DUBEN") == 1);
    CHECK(d.told("DUOWNER") == 1);
    CHECK(d.message("DUBEN", "is late").text.find("REQ-1") != std::string::npos);
}

TEST_CASE("a clock that is set forwards and back tells each rung once, and the ladder goes on",
          "[kernel][ladder][clock]")
{
    TimedDesk d;
    d.command("UMIA", "/ticket", "new chair");
    d.press("UANA", d.card(), "Take it");
    d.run_until(nov(24, 9, 10));
    REQUIRE(d.told(World::kTriage) == 1);  // 50 %
    d.sleep_until(nov(24, 8, 10));
    d.write("UANA", World::kTriage, ">> on its way", d.card().ts);  // its events are older than the last one
    d.run_until(nov(24, 10, 50));
    CHECK(d.told(World::kTriage) == 1);
    d.run_until(nov(24, 11, 10));
    CHECK(d.told(World::kTriage) == 2);  // 75 %, when the clock shows its time
    d.sleep_until(nov(25, 9));
    d.sleep_until(nov(24, 9));
    d.sleep_until(nov(25, 9, 1));
    CHECK(d.told("DUBEN") == 1);  // the highest of those that were passed, once
    CHECK(store::verify(*d.db, nullptr).faults.empty());
}

TEST_CASE("T-42: outside the open time of the calendar nobody is woken", "[kernel][ladder]")
{
    TimedDesk d;
    d.now = nov(20, 8, 55);
    d.command("UMIA", "/ticket", "new chair");
    d.now = nov(20, 16, 55);
    d.run_until(nov(20, 17, 5), 10s);
    const std::size_t on_friday = d.told_anybody();
    d.run_until(nov(23, 8, 59), 600s);
    CHECK(d.told_anybody() == on_friday);
    d.run_until(nov(23, 9, 10));
    CHECK(d.told_anybody() > on_friday);
}

TEST_CASE("what nobody has goes to the channel at once, not into a thread", "[kernel][ladder]")
{
    TimedDesk d;
    d.now = nov(23, 9);
    d.command("UMIA", "/ticket", "new chair");
    d.run_until(nov(23, 13, 1));
    REQUIRE(d.told(World::kTriage) == 1);
    CHECK(d.message(World::kTriage, "50 % of the time").thread_ts.empty());
}

TEST_CASE("a clock that stops or stands still has nothing more to tell", "[kernel][ladder]")
{
    TimedDesk d;
    d.command("UMIA", "/ticket", "new chair");
    d.command("UMIA", "/ticket", "another chair");
    d.run_until(nov(23, 16));
    d.press("UBEN", d.card(), "Resolve");
    d.submit("UBEN", {{"Resolution", "Done"}});
    d.choose("UBEN", d.card("REQ-2"), "Hold…");
    d.submit("UBEN",
             {{"Reason", "Waiting for the requester"}, {"Message to the requester", "Which colour?"}});
    d.run_until(nov(24, 16));
    CHECK(d.told_anybody() == 0);
}

TEST_CASE("what falls due together is one message with a button for each and one for all", "[kernel][ladder]")
{
    TimedDesk d;
    d.now = nov(23, 9);
    for (int i = 0; i < 25; ++i) d.command("UMIA", "/ticket", "chair number " + std::to_string(i));
    d.run_until(nov(23, 13, 10), 5s);
    CHECK(d.told(World::kTriage) <= 2);
    const Posted& message = d.message(World::kTriage, "at risk");
    CHECK(d.labels(message.blocks) == std::vector<std::string>{"Open the list"});
    CHECK(std::ranges::count_if(message.blocks, [](const Json& block) {
              return block.contains("accessory");
          }) == kernel::kNamedMost);
}

TEST_CASE("T-52: new terms put new rungs in the place of the old ones", "[kernel][ladder]")
{
    TimedDesk d;
    d.now = nov(23, 9);
    d.command("UMIA", "/ticket", "new chair");
    d.settings.levels.policies[0].goal(Metric::resolution).span = 16h;
    d.now = nov(23, 10);
    d.settle();
    d.run_until(nov(23, 16, 59));
    CHECK(d.told_anybody() == 0);
    d.run_until(nov(24, 9, 10));
    CHECK(d.told(World::kTriage) == 1);
}

TEST_CASE("a holiday that is added moves the promise, is logged, and the requester learns why",
          "[kernel][clock]")
{
    TimedDesk d;
    d.now = nov(23, 15);
    d.command("UMIA", "/ticket", "new chair");
    CHECK(d.record("REQ-1").at("resolution_due") == rfc3339(nov(24, 15)));
    d.settings.levels.calendars["business"].holidays.insert(*parse_date("2026-11-24"));
    d.now = nov(23, 16);
    d.settle();
    d.fire_timers();
    CHECK(d.record("REQ-1").at("resolution_due") == rfc3339(nov(25, 15)));
    CHECK(d.all("DUMIA", "instead of").size() == 1);
    store::Unit unit(*d.db, d.now);
    const auto events = unit.events.of(d.record("REQ-1").id);
    CHECK(events.back().kind == "clock");
    CHECK(events.back().rule == "service levels");
}

TEST_CASE("T-70: other zone data is a new version that reaches open tickets and leaves closed ones alone",
          "[kernel][clock]")
{
    TimedDesk d;
    d.settings.levels.zone_data = "2025b";
    d.settle();
    d.command("UMIA", "/ticket", "new chair");
    d.command("UMIA", "/ticket", "old chair");
    d.press("UBEN", d.card("REQ-2"), "Resolve");
    d.submit("UBEN", {{"Resolution", "Done"}});
    store::Unit unit(*d.db, d.now);
    const auto closed_before = unit.clocks.of(d.record("REQ-2").id);
    const auto versions = unit.levels.all().size();
    d.settings.levels.zone_data = "2026a";
    d.now += 60s;
    d.settle();
    d.fire_timers();
    CHECK(unit.levels.all().size() == versions + 1);
    CHECK(unit.clocks.of(d.record("REQ-2").id) == closed_before);
    d.settle();
    CHECK(unit.levels.all().size() == versions + 1);  // the same once more is nothing new
}

TEST_CASE("T-47: an answer by button ends the wait as one in the thread does", "[kernel][clock]")
{
    TimedDesk d;
    d.now = nov(23, 9);
    d.command("UMIA", "/ticket", "new chair");
    d.choose("UBEN", d.card(), "Hold…");
    d.submit("UBEN",
             {{"Reason", "Waiting for the requester"}, {"Message to the requester", "Which colour?"}});
    CHECK(d.record("REQ-1").at("resolution_due").empty());
    CHECK(d.record("REQ-1").has("time_left"));
    d.now = nov(23, 12);
    d.press("UMIA", d.message("DUMIA", "Add details"), "Add details");
    d.submit("UMIA", {{"Details", "Blue"}});
    CHECK(d.record("REQ-1").at("category") == "active");
    CHECK_FALSE(d.record("REQ-1").at("resolution_due").empty());
    CHECK(d.all("DUMIA", "The clock runs again").size() == 1);
}

TEST_CASE("T-43: a hold that is set again has its new end, and both ends come", "[kernel][clock]")
{
    TimedDesk d;
    d.now = nov(23, 9);
    d.command("UMIA", "/ticket", "new chair");
    for (const UtcTime until : {nov(23, 11), nov(23, 15)}) {
        d.choose("UBEN", d.card(), "Hold…");
        d.submit("UBEN", {{"Reason", "Scheduled for later"}, {"Until", std::to_string(to_unix(until))}});
        REQUIRE(d.record("REQ-1").at("category") == "on_hold");
        d.run_until(until + 60s);
        CHECK(d.record("REQ-1").at("category") == "active");
    }
}

TEST_CASE("T-50: what is closed at once has its times", "[kernel][clock]")
{
    TimedDesk d;
    d.now = nov(23, 9);
    d.command("UMIA", "/ticket", "new chair");
    d.now = nov(23, 10);
    d.press("UMIA", d.message("DUMIA", "Solved – thanks"), "Solved – thanks");
    CHECK(d.record("REQ-1").at("state") == "closed");
    store::Unit unit(*d.db, d.now);
    const auto clocks = unit.clocks.of(d.record("REQ-1").id);
    REQUIRE(clocks.size() == 1);
    CHECK(clocks[0].status == "met");
    CHECK(clocks[0].stopped_at.has_value());
}

TEST_CASE("a lower priority after a miss needs a lead and a reason", "[kernel][clock]")
{
    TimedDesk d;
    d.now = nov(23, 9);
    d.command("UMIA", "/ticket", "new chair");
    d.choose("UANA", d.card(), "Priority…");
    d.submit("UANA", {{"How badly?", "Work has stopped"}});
    REQUIRE(d.record("REQ-1").at("priority") == "P3");
    d.run_until(nov(25, 9), 600s);
    d.choose("UANA", d.card(), "Priority…");
    d.submit("UANA", {{"How badly?", "It can wait"}});
    CHECK(d.refused.find("team lead") != std::string::npos);
    d.choose("UBEN", d.card(), "Priority…");
    d.submit("UBEN", {{"How badly?", "It can wait"}});
    CHECK(d.refused.find("say why") != std::string::npos);
    d.choose("UBEN", d.card(), "Priority…");
    d.submit("UBEN", {{"How badly?", "It can wait"}, {"Why another priority?", "It is a spare chair"}});
    CHECK(d.record("REQ-1").at("priority") == "P4");
}
