// Waiting: for a requester who is asked something, and for one who may say that it is not solved.
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

/// Another desk over the same database.
void configure(World& w)
{
    w.desk = std::make_unique<kernel::Desk>(all_processes(), w.settings,
                                            kernel::Self{"UBOT", "BBOT", "T1", "A1", "https://t.slack.com/"});
}

/// Fires what is due day by day, as a desk that runs does.
void pass_days(World& w, int days)
{
    for (int i = 0; i < days; ++i) {
        w.now += 24h;
        w.fire_timers();
    }
}

void hold_for_requester(World& w)
{
    w.command("UMIA", "/ticket", "new chair");
    w.press("UANA", w.message(World::kTriage, "REQ-1"), "Take it");
    w.choose("UANA", w.message(World::kTriage, "REQ-1 new chair"), "Hold…");
    w.submit("UANA",
             {{"Reason", "Waiting for the requester"}, {"Message to the requester", "Which colour?"}});
}

}  // namespace

TEST_CASE("who is waited for is reminded after two and five working days, then it is taken as solved",
          "[kernel][waiting]")
{
    World w;  // a Monday
    hold_for_requester(w);
    CHECK_FALSE(w.record("REQ-1").has("pending_until"));
    pass_days(w, 2);
    CHECK(w.all("DUMIA", "waits for your answer").empty());
    pass_days(w, 1);
    REQUIRE(w.all("DUMIA", "waits for your answer").size() == 1);
    CHECK_THAT(w.message("DUMIA", "waits for your answer").text, Catch::Contains("Which colour?"));
    pass_days(w, 6);
    REQUIRE(w.all("DUMIA", "waits for your answer").size() == 2);
    CHECK_THAT(w.message("DUMIA", "waits for your answer").text, Catch::Contains("we take it as solved"));
    CHECK(w.record("REQ-1").at("category") == "waiting_requester");
    pass_days(w, 3);
    CHECK(w.record("REQ-1").at("state") == "fulfilled");
    CHECK(w.record("REQ-1").at("fulfilment_note") == "We had no answer to our question.");
    CHECK(w.labels(w.message("DUMIA", "We had no answer, so REQ-1").blocks) ==
          std::vector<std::string>{"Yes, solved", "No, reopen"});
    w.choose("UANA", w.message(World::kTriage, "REQ-1 new chair"), "History");
    CHECK_THAT(w.modal.dump(), Catch::Contains("“No answer” (after a fixed time)"));
    pass_days(w, 3);
    CHECK(w.all("DUMIA", "waits for your answer").size() == 2);
}

TEST_CASE("who is waited for can put a reminder off, or do without the next one", "[kernel][waiting]")
{
    World w;
    hold_for_requester(w);
    pass_days(w, 3);
    const Posted reminder = w.message("DUMIA", "waits for your answer");
    const auto reminders = [&] { return w.all("DUMIA", "waits for your answer").size(); };
    REQUIRE(reminders() == 1);
    SECTION("for an hour")
    {
        w.press_menu("UMIA", reminder, "Snooze…", "Snooze 1 hour");
        CHECK_THAT(w.message("DUMIA", "waits for your answer").text,
                   Catch::Contains("snoozed it for an hour"));
        CHECK(w.labels(w.message("DUMIA", "waits for your answer").blocks).empty());
        w.now += 61min;
        w.fire_timers();
        CHECK(reminders() == 2);
    }
    SECTION("until a time of their own")
    {
        w.press_menu("UMIA", reminder, "Snooze…", "Snooze until…");
        const Json form = w.modal;
        w.submit("UMIA", {{"Until", std::to_string(to_unix(w.now - 1h))}});
        CHECK_THAT(w.ack.dump(), Catch::Contains("still to come"));
        w.modal = form;
        w.submit("UMIA", {{"Until", std::to_string(to_unix(w.now + 24h * 12))}});
        pass_days(w, 11);
        CHECK(reminders() == 1);
        CHECK(w.record("REQ-1").at("category") == "waiting_requester");
        pass_days(w, 2);
        CHECK(reminders() == 2);
    }
    SECTION("no more of them: the end comes when it would have, and they read when")
    {
        w.press_menu("UMIA", reminder, "Snooze…", "Stop for this ticket");
        CHECK_THAT(
            w.message("DUMIA", "waits for your answer").text,
            Catch::Contains("stopped the reminders for this ticket. Without an answer we take it as solved"));
        pass_days(w, 10);
        CHECK(reminders() == 1);
        CHECK(w.record("REQ-1").at("state") == "fulfilled");
    }
    SECTION("nobody else does, and nobody after the answer")
    {
        w.press_menu("UANA", reminder, "Snooze…", "Snooze 1 hour");
        CHECK_THAT(w.refused, Catch::Contains("Only the person who is waited for"));
        w.write("UMIA", "DUMIA", "Blue", w.all("DUMIA", "REQ-1").front().ts, "im");
        w.press_menu("UMIA", reminder, "Snooze…", "Snooze 1 hour");
        CHECK_THAT(w.refused, Catch::Contains("does not wait for your answer any more"));
    }
}

TEST_CASE("a reminder that falls into the requester's night comes when they begin to work",
          "[kernel][waiting]")
{
    World w;
    hold_for_requester(w);
    {
        store::Unit unit(*w.db, w.now);
        unit.directory.save({"UMIA", "Mia", "Asia/Tokyo", ""});
    }
    w.write("UMIA", "DUMIA", "Blue?", w.all("DUMIA", "REQ-1").front().ts, "im");
    w.choose("UANA", w.message(World::kTriage, "REQ-1 new chair"), "Hold…");
    w.submit("UANA", {{"Reason", "Waiting for the requester"}, {"Message to the requester", "Which blue?"}});
    const auto at = [&](const char* instant) {
        w.now = *parse_rfc3339(instant);
        w.fire_timers();
        return w.all("DUMIA", "waits for your answer").size();
    };
    CHECK(at("2026-09-23T22:00:00Z") == 0);  // Wednesday 17:00 in Berlin was midnight in Tokyo
    CHECK(at("2026-09-24T00:00:00Z") == 1);  // 09:00 there
}

TEST_CASE("an answer ends the reminders, and what is on hold for others is never closed by itself",
          "[kernel][waiting]")
{
    World w;
    hold_for_requester(w);
    w.write("UMIA", "DUMIA", "Blue", w.all("DUMIA", "REQ-1").front().ts, "im");
    CHECK(w.record("REQ-1").at("state") == "in_fulfilment");
    w.choose("UANA", w.message(World::kTriage, "REQ-1 new chair"), "Hold…");
    w.submit("UANA", {{"Reason", "Waiting for a supplier"}});
    for (int i = 0; i < 30; ++i) {
        pass_days(w, 1);
        REQUIRE(is_open(*parse_category(w.record("REQ-1").at("category"))));
    }
    CHECK(w.all("DUMIA", "waits for your answer").empty());
}

TEST_CASE("whoever has a ticket is called when its hold is over by itself, and not when they end it",
          "[kernel][waiting]")
{
    World w;
    w.command("UMIA", "/ticket", "new chair");
    w.press("UANA", w.message(World::kTriage, "REQ-1"), "Take it");
    const auto hold = [&] {
        w.choose("UANA", w.message(World::kTriage, "REQ-1 new chair"), "Hold…");
        w.submit("UANA", {{"Reason", "Waiting for a supplier"}});
    };
    hold();
    w.press("UANA", w.message(World::kTriage, "REQ-1 new chair"), "Resume");
    CHECK(w.all(World::kTriage, "the hold is over").empty());
    hold();
    pass_days(w, 5);
    CHECK(w.record("REQ-1").at("state") == "in_fulfilment");
    REQUIRE(w.all(World::kTriage, "the hold is over").size() == 1);
    const Posted& called = w.message(World::kTriage, "the hold is over");
    CHECK_THAT(called.text, Catch::Contains("<@UANA>") && Catch::Contains("REQ-1 goes on"));
    CHECK(called.thread_ts == w.message(World::kTriage, "REQ-1 new chair").ts);
}

TEST_CASE("a desk that was away does not say everything at once", "[kernel][waiting]")
{
    World w;
    hold_for_requester(w);
    w.now += 24h * 30;
    w.fire_timers();
    w.fire_timers();
    CHECK(w.all("DUMIA", "waits for your answer").size() == 1);
    CHECK(w.record("REQ-1").at("category") == "waiting_requester");
}

TEST_CASE("with auto_wait an agent's answer makes the ticket wait, and the requester's word ends it",
          "[kernel][waiting]")
{
    World w;
    const auto answer = [&](const std::string& number) {
        w.command("UMIA", "/ticket", "chair of " + number);
        w.press("UANA", w.message(World::kTriage, number), "Take it");
        w.press("UANA", w.message(World::kTriage, number + " chair"), "Reply");
        w.submit("UANA", {{"Reply", "Which colour, " + number + "?"}});
        return w.record(number).at("category");
    };
    CHECK(answer("REQ-1") == "active");
    w.settings.inboxes[0].auto_wait = true;
    configure(w);
    CHECK(answer("REQ-2") == "waiting_requester");
    CHECK(w.all("DUMIA", "Which colour, REQ-2?").size() == 1);
    w.write("UMIA", "DUMIA", "Blue", w.all("DUMIA", "REQ-2").front().ts, "im");
    CHECK(w.record("REQ-2").at("category") == "active");
}

TEST_CASE("a solved ticket about which nobody says a word closes without one, and asks no more",
          "[kernel][waiting]")
{
    World w;
    w.command("UMIA", "/ticket", "new chair");
    w.press("UANA", w.message(World::kTriage, "REQ-1 new chair"), "Resolve");
    w.submit("UANA", {{"Resolution", "It is in your room"}});
    const Posted asked = w.message("DUMIA", "It is in your room");
    pass_days(w, 8);
    CHECK(w.record("REQ-1").at("state") == "closed");
    CHECK(w.labels(w.message("DUMIA", "It is in your room").blocks).empty());
    CHECK(w.message("DUMIA", "It is in your room").text ==
          "ANA completed REQ-1:\nIt is in your room\n"
          ":white_check_mark: REQ-1 is closed: nobody said otherwise within 5 working days.");
    CHECK(w.all("DUMIA", "Thank you.").empty());
    w.press("UMIA", asked, "No, reopen");
    CHECK_THAT(w.refused, Catch::Contains("offered a new ticket that is linked to it"));
}
