// Who hears what about a deadline, and how often.
#include "world.hpp"

#include "handlers/kernel/clock/notices.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

/// November 2026 in Berlin: UTC+1. The 23rd is a Monday.
UtcTime nov(int day, int hour, int minute = 0, int second = 0)
{
    return *parse_rfc3339("2026-11-01T00:00:00+01:00") + std::chrono::days{day - 1} +
           std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
}

/// A desk with one policy for everything, and leads and owners to tell.
class Desk : public World {
public:
    Desk()
    {
        settings.roles["lead"] = {"UBEN"};
        settings.roles["owner:request"] = {"UOWNER"};
        settings.roles["service_owner"] = {"USERV"};
        settings.roles["top_mgmt"] = {"UTOP"};
        settings.levels.policies.clear();
        Policy all;
        all.name = "all";
        all.calendar = "business";
        all.goal(Metric::resolution).span = 8h;
        settings.levels.policies.push_back(all);
        settle();
        now = nov(23, 13);
    }

    /// The program starts with these settings.
    void settle()
    {
        desk = std::make_unique<kernel::Desk>(
            all_processes(), settings, kernel::Self{"UBOT", "BBOT", "T1", "A1", "https://t.slack.com/"});
        store::Unit unit(*db, now);
        desk->adopt(unit);
    }

    /// The program runs until `t`, and looks every `step`.
    void run_until(UtcTime t, std::chrono::seconds step = 60s)
    {
        while (now < t) {
            now = std::min(now + step, t);
            fire_timers();
        }
    }
    /// The program is away until `t`.
    void sleep_until(UtcTime t)
    {
        now = t;
        for (int i = 0; i < 20; ++i) {
            fire_timers();
            now += 1s;
        }
    }
    /// Everything that was said about deadlines so far, to this audience.
    std::size_t told(const std::string& audience) const
    {
        std::size_t n = 0;
        for (const Posted& m : messages)
            if (m.channel == audience &&
                (m.text.find("% of the time") != std::string::npos ||
                 m.text.find("is late") != std::string::npos || m.text.find("at risk") != std::string::npos))
                ++n;
        return n;
    }
    /// The ticket's card: the first message about it in the agents' channel.
    Posted card(const std::string& number = "REQ-1") const { return all(kTriage, number).front(); }
    std::size_t told_anybody() const
    {
        std::size_t n = 0;
        for (const char* who : {kTriage, "DUBEN", "DUANA", "DUOWNER", "DUSERV", "DUTOP"}) n += told(who);
        return n;
    }
};

}  // namespace

TEST_CASE("each rung tells those whom it concerns, once", "[kernel][ladder]")
{
    Desk d;
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
    Desk d;
    d.command("UMIA", "/ticket", "new chair");
    d.run_until(nov(25, 17), 60s);
    const std::size_t at_the_top = d.told_anybody();
    CHECK(at_the_top == 12);  // channel 2, lead 1+1+1, owner 1+1+1+1, service owner 2, top management 1
    d.run_until(nov(30, 17), 600s);
    CHECK(d.told_anybody() == at_the_top);
}

TEST_CASE("T-40: after the program was away only the highest rung is told", "[kernel][ladder]")
{
    Desk d;
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
    Desk d;
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
    Desk d;
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
    Desk d;
    d.now = nov(23, 9);
    d.command("UMIA", "/ticket", "new chair");
    d.run_until(nov(23, 13, 1));
    REQUIRE(d.told(World::kTriage) == 1);
    CHECK(d.message(World::kTriage, "50 % of the time").thread_ts.empty());
}

TEST_CASE("a clock that stops or stands still has nothing more to tell", "[kernel][ladder]")
{
    Desk d;
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
    Desk d;
    d.now = nov(23, 9);
    for (int i = 0; i < 25; ++i) d.command("UMIA", "/ticket", "chair number " + std::to_string(i));
    d.run_until(nov(23, 13, 10), 5s);
    CHECK(d.told(World::kTriage) <= 2);
    const Posted& message = d.message(World::kTriage, "at risk");
    const auto labels = d.labels(message.blocks);
    CHECK(std::ranges::count(labels, "Open") <= kernel::kNamedMost);
    CHECK(std::ranges::count(labels, "Open the list") == 1);
}

TEST_CASE("T-52: new terms put new rungs in the place of the old ones", "[kernel][ladder]")
{
    Desk d;
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
    Desk d;
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
    Desk d;
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

TEST_CASE("snooze and stop keep the desk quiet, and say who wished it", "[kernel][ladder]")
{
    Desk d;
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
    SECTION("a stranger cannot press it")
    {
        d.press_menu("UEVE", notice, "Snooze…", "Stop for this ticket");
        CHECK(d.refused.find("no such ticket") != std::string::npos);
    }
}

TEST_CASE("I have it silences what repeats, and the next rung is told all the same", "[kernel][ladder]")
{
    Desk d;
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

TEST_CASE("T-47: an answer by button ends the wait as one in the thread does", "[kernel][clock]")
{
    Desk d;
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
    Desk d;
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
    Desk d;
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
    Desk d;
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

TEST_CASE("Why this deadline? lists policy, calendar, what counted, what did not, and why", "[kernel][why]")
{
    Desk d;
    d.settings.levels.calendars["business"].holidays.insert(*parse_date("2026-11-24"));
    d.settle();
    d.now = nov(23, 14);
    d.command("UMIA", "/ticket", "new chair");
    d.choose("UBEN", d.card(), "Hold…");
    d.submit("UBEN",
             {{"Reason", "Waiting for the requester"}, {"Message to the requester", "Which colour?"}});
    d.now = nov(23, 16);
    d.write("UMIA", "DUMIA", "blue", d.all("DUMIA", "REQ-1").front().ts, "im");
    d.choose("UANA", d.card(), "Why this deadline?");
    const std::string shown = d.modal.dump();
    for (const char* words :
         {"policy all", "business in Europe/Berlin", "Mon–Fri 09:00–17:00", "we wait for your answer",
          "2026-11-24, a holiday", "Mon 23 Nov 14:00–16:00", "used"}) {
        INFO(words << " in " << shown);
        CHECK(shown.find(words) != std::string::npos);
    }
    d.choose("UEVE", d.card(), "Why this deadline?");
    CHECK_FALSE(d.refused.empty());
}
