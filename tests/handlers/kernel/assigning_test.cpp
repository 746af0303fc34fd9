// Who is given a ticket that nobody has taken, by which method, and when nobody is.
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

/// The inbox "it" gives tickets to somebody in this way.
void assign_by(World& w, AssignMethod method, const std::string& person = "")
{
    w.settings.inboxes[0].assign = {method, person};
    w.set_up();
}

std::string holder(World& w, const std::string& number) { return w.record(number).at("assignee"); }

void raise(World& w, const std::string& title, const std::string& who = "UMIA")
{
    w.command(who, "/ticket", title + " please");
}

void away(World& w, const std::string& user, const std::string& until = "")
{
    w.command(user, "/desk", "away" + (until.empty() ? "" : " " + until));
    REQUIRE(w.refused.empty());
}

}  // namespace

TEST_CASE("without a method a ticket waits for whoever takes it", "[kernel][assign]")
{
    World w;
    raise(w, "A chair, please");
    CHECK(holder(w, "REQ-1").empty());
    CHECK_FALSE(w.record("REQ-1").has("free_from"));
}

TEST_CASE("a fixed person is given the ticket, told once, and has not begun with it", "[kernel][assign]")
{
    World w;
    assign_by(w, AssignMethod::fixed, "UBEN");
    raise(w, "A chair, please");
    CHECK(holder(w, "REQ-1") == "UBEN");
    CHECK(w.record("REQ-1").at("category") == "new");
    CHECK_FALSE(w.record("REQ-1").has("first_response_at"));
    CHECK(w.all("DUBEN", "REQ-1 is yours").size() == 1);
    CHECK_THAT(w.message(World::kTriage, "REQ-1 A chair").blocks.dump(), Catch::Contains("<@UBEN>"));
}

TEST_CASE("round robin goes on where it was, also after a restart", "[kernel][assign]")
{
    World w;
    assign_by(w, AssignMethod::round_robin);
    raise(w, "first");
    raise(w, "second");
    w.set_up();
    raise(w, "third");
    CHECK(holder(w, "REQ-1") == "UANA");
    CHECK(holder(w, "REQ-2") == "UBEN");
    CHECK(holder(w, "REQ-3") == "UANA");
}

TEST_CASE("the least loaded agent is given the next ticket", "[kernel][assign]")
{
    World w;
    raise(w, "first");
    w.press("UANA", w.message(World::kTriage, "REQ-1 first"), "Take it");
    assign_by(w, AssignMethod::least_loaded);
    raise(w, "second");
    raise(w, "third");
    CHECK(holder(w, "REQ-2") == "UBEN");
    CHECK(holder(w, "REQ-3") == "UANA");
}

TEST_CASE("the person on duty is given the ticket, in the zone of the inbox's calendar", "[kernel][assign]")
{
    World w;
    w.settings.inboxes[0].rota = {
        {"UANA", "UBEN"}, date_in("Europe/Berlin", w.now) - std::chrono::days{7}, 7};
    assign_by(w, AssignMethod::rota);
    raise(w, "first");
    CHECK(holder(w, "REQ-1") == "UBEN");
}

TEST_CASE("who asked, is away, is full or off work is not given a ticket", "[kernel][assign]")
{
    World w;
    w.settings.agents["UANA"].cap = 1;
    assign_by(w, AssignMethod::least_loaded);
    raise(w, "A lamp for myself", "UANA");
    CHECK(holder(w, "REQ-1") == "UBEN");
    raise(w, "first");
    CHECK(holder(w, "REQ-2") == "UANA");
    raise(w, "second");
    raise(w, "third");
    CHECK(holder(w, "REQ-4") == "UBEN");
    away(w, "UBEN");
    raise(w, "fourth");
    CHECK(holder(w, "REQ-5").empty());
    CHECK_THAT(w.message(World::kTriage, "REQ-5 fourth").blocks.dump(),
               Catch::Contains("nobody is expected: please take it or assign it"));
}

TEST_CASE("outside working hours a ticket waits, says from when, and is given then", "[kernel][assign]")
{
    World w;
    assign_by(w, AssignMethod::least_loaded);
    w.now += 8h;  // 23:33 in Berlin
    raise(w, "at night");
    CHECK(holder(w, "REQ-1").empty());
    CHECK_THAT(w.message(World::kTriage, "REQ-1 at night").blocks.dump(),
               Catch::Contains("the next one from <!date^"));
    const auto from = w.record("REQ-1").time("free_from");
    REQUIRE(from);
    CHECK(wall_time(*from, "Europe/Berlin") == "09:00");
    w.now = *from;
    w.fire_timers();
    CHECK(holder(w, "REQ-1") == "UANA");
    CHECK_FALSE(w.record("REQ-1").has("free_from"));
}

TEST_CASE("hours count on the clock of where the person is, own hours on their calendar", "[kernel][assign]")
{
    World w;
    assign_by(w, AssignMethod::least_loaded);
    {
        store::Unit unit(*w.db, w.now);
        unit.directory.save({"UANA", "Ana", "Asia/Tokyo", "", false, false, false});  // 22:33 there
        unit.directory.save({"UBEN", "Ben", "Europe/Berlin", "", false, false, false});
    }
    raise(w, "first");
    raise(w, "second");
    CHECK(holder(w, "REQ-1") == "UBEN");
    CHECK(holder(w, "REQ-2") == "UBEN");
    w.settings.agents["UANA"].calendar = "24x7";
    w.set_up();
    raise(w, "third");
    CHECK(holder(w, "REQ-3") == "UANA");
}

TEST_CASE("an offer goes from one to the next, and whoever accepts has the ticket", "[kernel][assign]")
{
    World w;
    assign_by(w, AssignMethod::offer);
    raise(w, "first");
    CHECK(holder(w, "REQ-1").empty());
    const Posted asked = w.message("DUANA", "REQ-1 is offered to you");
    CHECK(w.all("DUBEN", "REQ-1").empty());
    w.press("UBEN", asked, "Accept");
    CHECK_THAT(w.refused, Catch::Contains("is offered to"));
    w.press("UANA", asked, "Pass");
    CHECK(w.labels(w.message("DUANA", "you passed").blocks).empty());
    w.press("UBEN", w.message("DUBEN", "REQ-1 is offered to you"), "Accept");
    CHECK(holder(w, "REQ-1") == "UBEN");
    CHECK(w.all("DUBEN", "is yours").empty());
    raise(w, "second");
    CHECK_FALSE(w.all("DUANA", "REQ-2 is offered to you").empty());
}

TEST_CASE("an offer that nobody answers runs out, and the channel hears the end of it", "[kernel][assign]")
{
    World w;
    assign_by(w, AssignMethod::offer);
    raise(w, "first");
    w.now += 9min;
    w.fire_timers();
    CHECK(w.all("DUBEN", "is offered").empty());
    w.now += 2min;
    w.fire_timers();
    CHECK(w.all("DUBEN", "is offered").size() == 1);
    w.now += 11min;
    w.fire_timers();
    CHECK(holder(w, "REQ-1").empty());
    CHECK_FALSE(w.all(World::kTriage, "nobody accepted it").empty());
    w.press("UBEN", w.message("DUBEN", "REQ-1"), "Open");
    CHECK(w.modal["title"]["text"] == "REQ-1");
}

TEST_CASE("an offer ends when somebody takes the ticket", "[kernel][assign]")
{
    World w;
    assign_by(w, AssignMethod::offer);
    raise(w, "first");
    const Posted asked = w.message("DUANA", "is offered");
    w.press("UBEN", w.message(World::kTriage, "REQ-1 first"), "Take it");
    CHECK_FALSE(w.all("DUANA", "has it now").empty());
    w.press("UANA", asked, "Accept");
    CHECK_THAT(w.refused, Catch::Contains("not on offer any more"));
    w.now += 1h;
    w.fire_timers();
    CHECK(holder(w, "REQ-1") == "UBEN");
}

TEST_CASE("a word under the message of an assignment reaches nobody", "[kernel][assign]")
{
    World w;
    assign_by(w, AssignMethod::fixed, "UBEN");
    raise(w, "first");
    const std::string root = w.message("DUBEN", "is yours").ts;
    w.write("UBEN", "DUBEN", "oh no, not Mia again", root, "im");
    CHECK(w.all("DUMIA", "not Mia again").empty());
}

TEST_CASE("routing rules decide inbox, priority and assignee of a new ticket", "[kernel][assign]")
{
    World w;
    w.settings.routing = {
        {"Rooms", {{"words", {"chair"}}}, "rooms", Assigning{AssignMethod::fixed, "UCHLOE"}, "P2"},
        {"Late", {}, "", std::nullopt, ""}};
    w.set_up();
    raise(w, "A chair, please");
    const Record record = w.record("REQ-1");
    CHECK(record.at("inbox") == "rooms");
    CHECK(record.at("assignee") == "UCHLOE");
    CHECK(record.at("priority") == "P2");
    CHECK(record.at("routed_by") == "Rooms");
    CHECK(w.all(World::kTriage, "REQ-1").empty());
    CHECK_THAT(w.message(World::kRooms, "REQ-1 A chair").blocks.dump(),
               Catch::Contains("Routed by the rule Rooms"));
    CHECK_THAT(w.ack["text"].get<std::string>(), Catch::Contains("is with Facilities"));
    raise(w, "A monitor");
    CHECK(w.record("REQ-2").at("routed_by") == "Late");
    CHECK(w.record("REQ-2").at("inbox") == "it");
}
