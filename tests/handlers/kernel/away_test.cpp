// Away and back, and what becomes of the tickets of somebody who goes.
#include "world.hpp"

#include "handlers/kernel/assignment/away.hpp"
#include "handlers/kernel/assignment/leaving.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

void take(World& w, const std::string& user, const std::string& title)
{
    w.command("UMIA", "/ticket", title + " please");
    w.press(user, w.message(World::kTriage, title), "Take it");
}

void leave(World& w, const std::string& user)
{
    slack::MembershipEvent event;
    event.joined = false;
    event.user = user;
    event.channel = World::kTriage;
    w.send(event);
}

UtcTime until(const std::string& words, const World& w)
{
    const auto parsed = kernel::parse_until(words, "Europe/Berlin", w.now);
    INFO(words);
    REQUIRE(parsed);
    return *parsed;
}

}  // namespace

TEST_CASE("away ends at a date, a time, or when the person says so", "[kernel][away]")
{
    World w;
    CHECK(until("", w) == kernel::kUntilBack);
    CHECK(rfc3339(until("until 2026-12-01", w)) == "2026-11-30T23:00:00Z");
    CHECK(rfc3339(until("2026-12-01 14:00", w)) == "2026-12-01T13:00:00Z");
    CHECK(wall_time(until("until 17:30", w), "Europe/Berlin") == "17:30");
    for (const char* wrong : {"until Christmas", "until 2020-01-01", "until 03:00", "1 2 3"})
        CHECK_FALSE(kernel::parse_until(wrong, "Europe/Berlin", w.now));
}

TEST_CASE("only agents can be away, and a colleague cannot assign to them", "[kernel][away]")
{
    World w;
    w.command("UMIA", "/desk", "away");
    CHECK_THAT(w.refused, Catch::Contains("Only agents"));
    w.command("UBEN", "/desk", "away until 2026-12-01");
    CHECK_THAT(w.ack["text"].get<std::string>(), Catch::Contains("You are away until <!date^"));
    take(w, "UANA", "A chair");
    w.choose("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Assign…");
    w.submit("UANA", {{"Assign to", "UBEN"}});
    CHECK_THAT(w.ack.dump(), Catch::Contains("is away until"));
    w.command("UBEN", "/desk", "back");
    CHECK_THAT(w.ack["text"].get<std::string>(), Catch::Contains("Welcome back"));
    w.choose("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Assign…");
    w.submit("UANA", {{"Assign to", "UBEN"}});
    CHECK(w.record("REQ-1").at("assignee") == "UBEN");
    CHECK(w.all("DUBEN", "REQ-1 is yours, assigned by").size() == 1);
}

TEST_CASE("whoever goes away can ask the team to take over, and keeps what nobody takes", "[kernel][away]")
{
    World w;
    take(w, "UBEN", "A chair");
    take(w, "UBEN", "A table");
    w.command("UBEN", "/desk", "away");
    CHECK_THAT(w.ack.dump(), Catch::Contains("You hold 2 open tickets"));
    w.messages.push_back({World::kTriage, "77.1", "", "mine", w.ack["blocks"]});
    w.press("UBEN", w.messages.back(), "Ask the team to take over");
    const Posted asked = w.message(World::kTriage, "asks you to take over 2 tickets");
    CHECK(w.record("REQ-1").at("assignee") == "UBEN");
    w.press("UANA", asked, "Assign…");
    w.submit("UANA", {{"Assign to", "UANA"}});
    CHECK(w.refused.empty());
    CHECK(w.record("REQ-1").at("assignee") == "UANA");
    CHECK(w.record("REQ-2").at("assignee") == "UBEN");
}

TEST_CASE("the Home has a switch for agents and none for others", "[kernel][away]")
{
    World w;
    const auto opened = [&](const std::string& user) {
        slack::HomeOpened event;
        event.user = user;
        event.tab = "home";
        w.send(event);
        return w.homes[user].dump();
    };
    CHECK_THAT(opened("UANA"), Catch::Contains("I am away"));
    CHECK_THAT(opened("UMIA"), !Catch::Contains("I am away"));
    w.modal = w.homes["UANA"];
    opened("UANA");
    w.modal = w.homes["UANA"];
    w.press_in_modal("UANA", "I am away");
    CHECK_THAT(w.homes["UANA"].dump(), Catch::Contains("You are away"));
    w.modal = w.homes["UANA"];
    w.press_in_modal("UANA", "I am back");
    CHECK_THAT(w.homes["UANA"].dump(), Catch::Contains("You are there"));
}

TEST_CASE("an agent who leaves the channel leaves open tickets behind, in one message", "[kernel][leave]")
{
    World w;
    for (int i = 1; i <= 12; ++i) take(w, "UBEN", "Chair " + std::to_string(i) + ".");
    take(w, "UANA", "Table");
    leave(w, "UBEN");
    const auto told = w.all(World::kTriage, "12 tickets are unassigned now");
    REQUIRE(told.size() == 1);
    CHECK_THAT(told[0].blocks.dump(), Catch::Contains("2 more: open the queue"));
    CHECK(w.record("REQ-1").at("assignee").empty());
    CHECK(w.record("REQ-12").at("assignee").empty());
    CHECK(w.record("REQ-13").at("assignee") == "UANA");
    w.press("UANA", told[0], "Assign…");
    w.submit("UANA", {{"Assign to", "UANA"}});
    CHECK(w.refused.empty());
    leave(w, "UBEN");
    CHECK(w.all(World::kTriage, "unassigned now").size() == 1);
}

TEST_CASE("a reading of the members finds who left unnoticed; closed tickets keep their name",
          "[kernel][leave]")
{
    World w;
    take(w, "UBEN", "Chair");
    take(w, "UBEN", "Table");
    w.press("UBEN", w.message(World::kTriage, "REQ-2 Table"), "Resolve");
    w.submit("UBEN", {{"Resolution", "Here it is"}});
    store::Unit unit(*w.db, w.now);
    kernel::keep_members(*w.desk, World::kTriage, {"UANA", "UBEN"}, unit);
    CHECK(w.record("REQ-1").at("assignee") == "UBEN");
    kernel::keep_members(*w.desk, World::kTriage, {"UANA"}, unit);
    CHECK(w.record("REQ-1").at("assignee").empty());
    CHECK(w.record("REQ-2").at("assignee") == "UBEN");
}

TEST_CASE("a deactivated agent's tickets are handed back as well", "[kernel][leave]")
{
    World w;
    take(w, "UBEN", "Chair");
    slack::PersonChanged change{"UBEN", "Ben", "Europe/Berlin", false, true};
    w.send(change);
    CHECK(w.record("REQ-1").at("assignee").empty());
    CHECK_FALSE(w.all(World::kTriage, "Ben is deactivated. 1 ticket is unassigned now").empty());
}

TEST_CASE("an offer to somebody who leaves goes to the next", "[kernel][leave]")
{
    World w;
    w.settings.inboxes[0].assign = {AssignMethod::offer, ""};
    w.set_up();
    w.command("UMIA", "/ticket", "A chair");
    REQUIRE_FALSE(w.all("DUANA", "is offered").empty());
    leave(w, "UANA");
    CHECK_FALSE(w.all("DUBEN", "is offered").empty());
}
