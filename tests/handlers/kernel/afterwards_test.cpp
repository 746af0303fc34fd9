// After the solution: what the requester's words mean, and what is stored of it.
#include "handlers/kernel/feature.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kRoomHelp = "CROOMHELP";

/// A request of UMIA in a thread of the channel, taken and solved by UCHLOE.
struct Solved : World {
    Solved()
    {
        write("UMIA", kRoomHelp, "The heating is cold");
        root = messages.front().ts;
        press("UCHLOE", message(kRooms, "REQ-1"), "Take it");
        press("UCHLOE", message(kRooms, "REQ-1 The heating"), "Resolve");
        submit("UCHLOE", {{"Resolution", "Valve opened"}, {"Cause", "User error"}});
    }
    void say(const std::string& text, const std::string& user = "UMIA")
    {
        write(user, kRoomHelp, text, root);
    }
    void close() { press("UMIA", message(kRoomHelp, "Valve opened"), "Yes, solved"); }
    std::size_t questions() const { return all(kRoomHelp, "still solved?").size(); }

    std::string root;
};

}  // namespace

TEST_CASE("thanks for a solution get a sign and change nothing", "[kernel][afterwards]")
{
    Solved w;
    w.say("Thank you so much!");
    CHECK(w.record("REQ-1").at("state") == "fulfilled");
    REQUIRE(w.signs.size() == 1);
    CHECK(w.signs.front().text == "white_check_mark");
    CHECK(w.signs.front().ts == w.message(kRoomHelp, "Thank you so much!").ts);
    CHECK(w.questions() == 0);
    CHECK(w.all(World::kRooms, "Thank you so much!").empty());
    store::Unit unit(*w.db, w.now);
    CHECK(unit.comments.of(w.record("REQ-1").id, false).back().text == "Thank you so much!");
}

TEST_CASE("an ambiguous word after a solution shows the two buttons again", "[kernel][afterwards]")
{
    Solved w;
    w.say("Thanks, but still cold");
    CHECK(w.record("REQ-1").at("state") == "fulfilled");
    REQUIRE(w.questions() == 1);
    CHECK(w.labels(w.message(kRoomHelp, "still solved?").blocks) ==
          std::vector<std::string>{"Yes, solved", "No, reopen"});
    CHECK(w.signs.empty());
    w.press("UMIA", w.message(kRoomHelp, "still solved?"), "No, reopen");
    CHECK(w.record("REQ-1").at("state") == "in_fulfilment");
}

TEST_CASE("Yes, solved closes a ticket that late words opened again before the press", "[kernel][afterwards]")
{
    Solved w;
    const Posted asked = w.message(kRoomHelp, "Valve opened");
    w.say("And the radiator next door too");
    REQUIRE(w.record("REQ-1").at("state") == "in_fulfilment");
    w.press("UMIA", asked, "Yes, solved");
    CHECK(w.refused.empty());
    CHECK(w.record("REQ-1").at("state") == "closed");
    REQUIRE(w.whispers.size() == 1);
    CHECK(w.whispers.front().text == "Confirmed: REQ-1 is solved.");
}

TEST_CASE("Yes, solved of somebody else changes nothing, also when the ticket is open again",
          "[kernel][afterwards]")
{
    Solved w;
    const Posted asked = w.message(kRoomHelp, "Valve opened");
    w.say("And the radiator next door too");
    w.press("UBEN", asked, "Yes, solved");
    CHECK_FALSE(w.refused.empty());
    CHECK(w.record("REQ-1").at("state") == "in_fulfilment");
}

TEST_CASE("any other word of the requester reopens it with the same assignee", "[kernel][afterwards]")
{
    Solved w;
    const std::string first = w.record("REQ-1").at("first_resolved_at");
    CHECK(w.record("REQ-1").at("resolved_first_time") == "yes");
    w.say("It went cold again this afternoon");
    Record record = w.record("REQ-1");
    CHECK(record.at("state") == "in_fulfilment");
    CHECK(record.at("assignee") == "UCHLOE");
    CHECK(record.at("reopen_count") == "1");
    CHECK(record.at("resolved_first_time") == "no");
    CHECK(w.all(World::kRooms, "It went cold again").size() == 1);
    w.now += 2h;
    w.press("UCHLOE", w.message(World::kRooms, "REQ-1 The heating"), "Resolve");
    w.submit("UCHLOE", {{"Resolution", "Pump replaced"}});
    record = w.record("REQ-1");
    CHECK(record.at("first_resolved_at") == first);
    CHECK(record.at("resolved_at") > first);
    CHECK(record.at("resolved_first_time") == "no");
    w.choose("UCHLOE", w.message(World::kRooms, "REQ-1 The heating"), "Why this deadline?");
    CHECK_THAT(w.modal.dump(), Catch::Contains("reopened once, solved again"));
}

TEST_CASE("somebody else's word in the thread does not reopen it", "[kernel][afterwards]")
{
    Solved w;
    w.say("Mine is cold as well", "UJON");
    CHECK(w.record("REQ-1").at("state") == "fulfilled");
    CHECK(w.all(World::kRooms, "Mine is cold as well").size() == 1);
}

TEST_CASE("a word after closing offers a new ticket that is linked, once", "[kernel][afterwards]")
{
    Solved w;
    w.close();
    w.say("The radiator drips now");
    CHECK(w.record("REQ-1").at("state") == "closed");
    const Posted offer = w.message(kRoomHelp, "REQ-1 is closed and stays so");
    CHECK(offer.thread_ts == w.root);
    w.press("UJON", offer, "New ticket linked to REQ-1");
    CHECK_FALSE(w.refused.empty());
    w.press("UMIA", offer, "New ticket linked to REQ-1");
    CHECK(w.refused.empty());
    const Record next = w.record("REQ-2");
    CHECK(next.at("title") == "The radiator drips now");
    CHECK(next.at("requester") == "UMIA");
    CHECK(next.at("inbox") == "rooms");
    CHECK(next.at("follows") == "REQ-1");
    CHECK(w.record("REQ-1").at("state") == "closed");
    CHECK_THAT(w.message(World::kRooms, "REQ-2 The radiator").blocks.dump(),
               Catch::Contains("Follows REQ-1"));
    CHECK_THAT(w.message(World::kRooms, "REQ-1 The heating").blocks.dump(),
               Catch::Contains("Followed by REQ-2"));
    CHECK(w.labels(w.message(kRoomHelp, "Your message is a new ticket, REQ-2").blocks).empty());
    w.press("UMIA", offer, "New ticket linked to REQ-1");
    CHECK_THAT(w.refused, Catch::Contains("This message is REQ-2 already"));
    {
        store::Unit unit(*w.db, w.now);
        const auto links = unit.links.of(next.id);
        REQUIRE(links.size() == 1);
        CHECK(links.front().type == "follow_up");
    }
    w.say("thanks!");
    CHECK(w.signs.size() == 1);
}

TEST_CASE("the cause of a request reaches the record and the form can leave it out", "[kernel][afterwards]")
{
    Solved w;
    CHECK(w.record("REQ-1").at("cause_code") == "user_error");
    w.command("UMIA", "/ticket", "new chair");
    w.press("UANA", w.message(World::kTriage, "REQ-2"), "Resolve");
    w.submit("UANA", {{"Resolution", "Done"}});
    CHECK(w.record("REQ-2").at("state") == "fulfilled");
    CHECK_FALSE(w.record("REQ-2").has("cause_code"));
}

TEST_CASE("what asked whether it is solved keeps its words and loses its buttons once that is decided",
          "[kernel][afterwards]")
{
    Solved w;
    w.say("Thanks, but still cold");
    REQUIRE(w.questions() == 1);
    const auto asks = [&] {
        std::size_t n = 0;
        for (const Posted& message : w.messages)
            for (const std::string& label : w.labels(message.blocks)) n += label == "No, reopen" ? 1 : 0;
        return n;
    };
    REQUIRE(asks() == 2);
    SECTION("the requester says yes")
    {
        w.close();
        CHECK(w.message(kRoomHelp, "Valve opened").text ==
              "CHLOE completed REQ-1:\nValve opened\n:white_check_mark: Confirmed: REQ-1 is solved.");
        CHECK(w.all(kRoomHelp, "REQ-1 is closed. Thank you.").size() == 1);
    }
    SECTION("the requester wants it open again, and it is solved once more")
    {
        w.press("UMIA", w.message(kRoomHelp, "still solved?"), "No, reopen");
        CHECK_THAT(w.message(kRoomHelp, "Valve opened").text, Catch::Contains("REQ-1 is open again"));
        CHECK(asks() == 0);
        w.press("UCHLOE", w.message(World::kRooms, "REQ-1 The heating"), "Resolve");
        w.submit("UCHLOE", {{"Resolution", "Pump replaced"}});
        CHECK(asks() == 1);
        w.press("UMIA", w.message(kRoomHelp, "Pump replaced"), "Yes, solved");
        CHECK_THAT(w.message(kRoomHelp, "Valve opened").text, Catch::Contains("REQ-1 is open again"));
    }
    CHECK(asks() == 0);
}

TEST_CASE("an agent who solves what nobody has becomes its assignee, as its history says",
          "[kernel][afterwards]")
{
    World w;
    for (const char* wish : {"new chair", "new lamp"}) w.command("UMIA", "/ticket", wish);
    w.press("UANA", w.message(World::kTriage, "REQ-1 new chair"), "Resolve");
    w.submit("UANA", {{"Resolution", "It is there"}});
    CHECK(w.record("REQ-1").at("assignee") == "UANA");
    w.choose("UBEN", w.message(World::kTriage, "REQ-1 new chair"), "History");
    CHECK_THAT(w.modal.dump(), Catch::Contains("Assignee: ANA"));
    CHECK(w.all("DUANA", "is yours").empty());
    w.press("UANA", w.message(World::kTriage, "REQ-2 new lamp"), "Take it");
    w.press("UBEN", w.message(World::kTriage, "REQ-2 new lamp"), "Resolve");
    w.submit("UBEN", {{"Resolution", "It shines"}});
    CHECK(w.record("REQ-2").at("assignee") == "UANA");
}

TEST_CASE("who asked can confirm or reopen a solved ticket wherever they open it", "[kernel][afterwards]")
{
    World w;
    w.command("UMIA", "/ticket", "A chair");
    w.press("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Resolve");
    w.submit("UANA", {{"Resolution", "It stands in your room"}});
    const auto opened_by = [&](const std::string& user) {
        w.command(user, "/ticket", "REQ-1");
        return w.labels(w.ack["blocks"]);
    };
    const auto has = [](const std::vector<std::string>& labels, const std::string& label) {
        return std::ranges::find(labels, label) != labels.end();
    };
    CHECK_FALSE(has(opened_by("UANA"), "Yes, solved"));
    CHECK(has(opened_by("UMIA"), "Yes, solved"));
    w.messages.push_back({World::kHelp, "88.1", "", "opened", w.ack["blocks"]});
    w.press("UMIA", w.messages.back(), "No, reopen");
    CHECK(w.record("REQ-1").at("category") == "active");
    CHECK_FALSE(has(opened_by("UMIA"), "Yes, solved"));
}

TEST_CASE("No, reopen on a ticket that closed meanwhile says how to go on", "[kernel][afterwards]")
{
    World w;
    w.command("UMIA", "/ticket", "A chair");
    w.press("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Resolve");
    w.submit("UANA", {{"Resolution", "It stands in your room"}});
    w.command("UMIA", "/ticket", "REQ-1");
    w.messages.push_back({World::kHelp, "88.1", "", "opened", w.ack["blocks"]});
    const Posted opened = w.messages.back();
    w.press("UMIA", opened, "Yes, solved");
    w.press("UMIA", opened, "No, reopen");
    CHECK_THAT(w.refused, Catch::Contains("offered a new ticket that is linked to it"));
    CHECK(w.record("REQ-1").at("category") == "closed");
}

TEST_CASE("until when a ticket is on hold stands on the card in the reader's own time", "[kernel][card]")
{
    World w;
    w.command("UMIA", "/ticket", "new chair");
    w.choose("UANA", w.message(World::kTriage, "REQ-1 new chair"), "Hold…");
    w.submit("UANA", {{"Reason", "Waiting for a supplier"}});
    const std::string card = w.message(World::kTriage, "*Until*").blocks.dump();
    CHECK_THAT(card, Catch::Contains("*Until*\\n<!date^"));
    CHECK_THAT(card, !Catch::Contains(w.record("REQ-1").at("pending_until")));
}
