// Move… and Escalate…: two verbs for two things.
#include "world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

void raise_and_take(World& w)
{
    w.command("UMIA", "/ticket", "A chair, please");
    w.press("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Take it");
}

void move(World& w, const std::string& user, const std::string& channel, const std::string& to,
          const std::string& why)
{
    w.choose(user, w.message(channel, "REQ-1 A chair"), "Move…");
    w.submit(user, {{"To which inbox?", to}, {"Why?", why}});
}

void escalate(World& w, const std::string& to, const std::string& why = "Nobody knows the lock")
{
    w.choose("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Escalate…");
    w.submit("UANA", {{"Who is to help?", to}, {"Why?", why}});
}

}  // namespace

TEST_CASE("a moved ticket keeps its number and is new and nobody's in the other inbox", "[kernel][move]")
{
    World w;
    raise_and_take(w);
    w.write("UMIA", "DUMIA", "The &lt;old&gt; one broke", w.all("DUMIA", "REQ-1").front().ts, "im");
    w.write("UANA", World::kTriage, "typical Mia", w.message(World::kTriage, "REQ-1 A chair").ts);
    move(w, "UANA", World::kTriage, "Facilities", "Chairs are <theirs>");
    CHECK(w.refused.empty());
    const Record record = w.record("REQ-1");
    CHECK(record.at("inbox") == "rooms");
    CHECK(record.at("state") == "submitted");
    CHECK(record.at("assignee").empty());
    const Posted card = w.message(World::kRooms, "REQ-1 A chair");
    CHECK(w.labels(card.blocks).front() == "Take it");
    const Posted story = w.message(World::kRooms, "The &lt;old&gt; one broke");
    CHECK(story.thread_ts == card.ts);
    CHECK(w.all(World::kRooms, "typical Mia").empty());
    const Posted old = w.message(World::kTriage, "moved to Facilities");
    CHECK(w.labels(old.blocks).empty());
    CHECK_THAT(old.text, Catch::Contains("Chairs are &lt;theirs&gt;"));
    CHECK(w.all("DUMIA", "REQ-1 is with Facilities now: Chairs are &lt;theirs&gt;").size() == 1);
    w.press("UCHLOE", card, "Take it");
    CHECK(w.record("REQ-1").at("assignee") == "UCHLOE");
}

TEST_CASE("moving is no first response, and the clock goes on from the start", "[kernel][move]")
{
    World w;
    w.command("UMIA", "/ticket", "A chair, please");
    const std::string due = w.record("REQ-1").at("response_due");
    w.now += 30min;
    move(w, "UANA", World::kTriage, "Facilities", "Theirs");
    CHECK_FALSE(w.record("REQ-1").has("first_response_at"));
    CHECK(w.record("REQ-1").at("response_due") == due);
}

TEST_CASE("a ticket can move back, and the agents of the inbox it left cannot write to it", "[kernel][move]")
{
    World w;
    raise_and_take(w);
    const std::string first = w.message(World::kTriage, "REQ-1 A chair").ts;
    move(w, "UANA", World::kTriage, "Facilities", "Theirs");
    w.write("UANA", World::kTriage, ">> are you there?", first);
    CHECK(w.all("DUMIA", "are you there?").empty());
    move(w, "UCHLOE", World::kRooms, "IT help", "No, yours");
    CHECK(w.record("REQ-1").at("inbox") == "it");
    CHECK(w.message(World::kTriage, "REQ-1 A chair").ts != first);
    CHECK(w.all(World::kTriage, "moved to Facilities").size() == 1);
    CHECK_FALSE(w.all(World::kRooms, "moved to IT help").empty());
    CHECK(w.all("DUMIA", "REQ-1 is with IT help now").size() == 1);
}

TEST_CASE("a move needs a reason and an agent of the inbox", "[kernel][move]")
{
    World w;
    raise_and_take(w);
    move(w, "UANA", World::kTriage, "Facilities", "  ");
    CHECK_THAT(w.ack.dump(), Catch::Contains("move_reason"));
    CHECK(w.record("REQ-1").at("inbox") == "it");
    w.choose("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Move…");
    w.submit("UCHLOE", {{"To which inbox?", "Facilities"}, {"Why?", "mine"}});
    CHECK_FALSE(w.refused.empty());
    CHECK(w.record("REQ-1").at("inbox") == "it");
}

TEST_CASE("the new inbox gives the ticket to somebody in its own way, whatever rule brought it",
          "[kernel][move]")
{
    World w;
    w.settings.routing = {{"All", {}, "it", Assigning{AssignMethod::fixed, "UANA"}, ""}};
    w.settings.inboxes[1].assign = {AssignMethod::fixed, "UCHLOE"};
    w.set_up();
    w.command("UMIA", "/ticket", "A chair, please");
    CHECK(w.record("REQ-1").at("assignee") == "UANA");
    move(w, "UANA", World::kTriage, "Facilities", "Theirs");
    CHECK(w.record("REQ-1").at("assignee") == "UCHLOE");
    CHECK_FALSE(w.record("REQ-1").has("routed_by"));
}

TEST_CASE("escalated to the lead the ticket stays, and the lead hears it once", "[kernel][escalate]")
{
    World w;
    w.settings.roles["lead"] = {"UBEN"};
    w.set_up();
    raise_and_take(w);
    escalate(w, "The team lead");
    CHECK(w.record("REQ-1").at("assignee") == "UANA");
    CHECK(w.record("REQ-1").at("escalated") == "lead");
    CHECK(w.all("DUBEN", "Nobody knows the lock").size() == 1);
    CHECK(w.all("DUMIA", "Nobody knows the lock").empty());
    CHECK_THAT(w.message(World::kTriage, "REQ-1 A chair").blocks.dump(),
               Catch::Contains("Escalated to the team lead"));
    escalate(w, "The team lead", "again");
    CHECK_THAT(w.ack.dump(), Catch::Contains("escalated to the team lead already"));
    CHECK(w.all("DUBEN", "again").empty());
}

TEST_CASE("help from another inbox is a ticket of its own there", "[kernel][escalate]")
{
    World w;
    raise_and_take(w);
    escalate(w, "Help from Facilities");
    CHECK(w.refused.empty());
    CHECK(w.record("REQ-1").at("inbox") == "it");
    const Record helper = w.record("REQ-2");
    CHECK(helper.at("inbox") == "rooms");
    CHECK(helper.at("requester") == "UANA");
    const Posted card = w.message(World::kRooms, "Help with REQ-1");
    CHECK(w.all(World::kRooms, "A chair, please").empty());
    CHECK_THAT(w.message(World::kTriage, "REQ-1 A chair").blocks.dump(),
               Catch::Contains("Facilities · REQ-2"));
    w.press("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Resolve");
    CHECK_THAT(w.modal.dump(), Catch::Contains("Still open for this: REQ-2"));
    w.press("UCHLOE", card, "Resolve");
    w.submit("UCHLOE", {{"Resolution", "The lock is open"}});
    CHECK_FALSE(w.all(World::kTriage, "REQ-2, which helps with this, is solved").empty());
}

TEST_CASE("who solves a ticket while help is open has to confirm it, and the log says who did",
          "[kernel][escalate]")
{
    World w;
    raise_and_take(w);
    escalate(w, "Help from Facilities");
    const auto resolve = [&](const std::string& user, std::map<std::string, std::string> entered) {
        w.press(user, w.message(World::kTriage, "REQ-1 A chair"), "Resolve");
        entered["Resolution"] = "Found a key";
        w.submit(user, entered);
    };
    resolve("UANA", {});
    CHECK_THAT(w.refused, Catch::Contains("Still open for REQ-1: REQ-2"));
    CHECK(w.record("REQ-1").at("category") == "active");
    resolve("UBEN", {{"Others still work on this", "Solve it all the same"}});
    CHECK(w.refused.empty());
    CHECK(w.record("REQ-1").at("category") == "resolved");
    CHECK(w.record("REQ-2").at("category") == "new");
    {
        store::Unit unit(*w.db, w.now);
        const auto events = unit.events.of(w.record("REQ-1").id, 0, 100);
        const auto solved = std::ranges::find(events, std::string("complete"), &Event::kind);
        REQUIRE(solved != events.end());
        CHECK(solved->actor == "UBEN");
        const auto despite =
            std::ranges::find(solved->changes, std::string("solved_despite"), &Change::attribute);
        REQUIRE(despite != solved->changes.end());
        CHECK(despite->after == "REQ-2");
    }
    w.press("UMIA", w.message("DUMIA", "Found a key"), "No, reopen");
    resolve("UANA", {});
    CHECK_FALSE(w.refused.empty());
    w.press("UMIA", w.message("DUMIA", "Solved – thanks"), "Solved – thanks");
    CHECK(w.record("REQ-1").at("category") == "closed");  // whoever asked has nothing to confirm
}

TEST_CASE("who may not see the ticket hears of its number only", "[kernel][escalate]")
{
    World w;
    w.settings.roles["manager"] = {"UMAX"};
    w.set_up();
    raise_and_take(w);
    escalate(w, "The process owner");
    const Posted told = w.message("DUMAX", "REQ-1");
    CHECK_THAT(told.text, !Catch::Contains("A chair"));
    w.choose("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Escalate…");
    w.submit("UCHLOE", {{"Who is to help?", "The team lead"}, {"Why?", "x"}});
    CHECK_FALSE(w.refused.empty());
}
