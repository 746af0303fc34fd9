// Messages that are no request, messages that belong together, and what is taken back.
#include "handlers/kernel/intake/doors.hpp"
#include "handlers/kernel/thread/reconcile.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kRoomHelp = "CROOMHELP";  // creates tickets by itself; UCHLOE is its agent

std::size_t count_of(World& w)
{
    store::Unit unit(*w.db, w.now);
    return static_cast<std::size_t>(unit.records.count());
}

std::string why_not(World& w, const std::string& user, const std::string& text)
{
    store::Unit unit(*w.db, w.now);
    slack::MessageInfo message;
    message.channel = kRoomHelp;
    message.channel_type = "channel";
    message.user = user;
    message.text = text;
    message.ts = "1790000000.000001";
    return std::string(kernel::why_no_ticket(*w.desk, message, unit));
}

/// REQ-1 from a message in the channel, answered by its agent.
Posted answered(World& w)
{
    w.write("UMIA", kRoomHelp, "Lunch at one, anybody?");
    const Posted root = w.messages.front();
    w.press("UCHLOE", w.message(World::kRooms, "REQ-1 Lunch"), "Reply");
    w.submit("UCHLOE", {{"Reply", "Is that for us?"}});
    return root;
}

}  // namespace

TEST_CASE("courtesy at the top of a channel creates nothing, and the count of the day says why",
          "[kernel][doors][courtesy]")
{
    World w;
    w.write("UMIA", kRoomHelp, "Thanks a lot, <@UCHLOE>!");
    w.write("UMIA", kRoomHelp, "Guten Morgen :wave:");
    CHECK(count_of(w) == 0);
    CHECK(why_not(w, "UMIA", "Merci beaucoup") == "courtesy only");
    CHECK(why_not(w, "UMIA", "Thanks, and the door is stuck").empty());
    w.write("UMIA", kRoomHelp, "Thanks, and the door is stuck");
    CHECK(w.record("REQ-1").at("title") == "Thanks, and the door is stuck");
}

TEST_CASE("the ticket sign at the beginning of a message overrides every reason against it",
          "[kernel][doors][courtesy]")
{
    World w;
    w.write("UCHLOE", kRoomHelp, "🎫 The stairs need paint");
    CHECK(w.record("REQ-1").at("title") == "The stairs need paint");
    CHECK(w.record("REQ-1").at("requester") == "UCHLOE");
    w.write("UMIA", World::kHelp, ":ticket: hello");
    CHECK(w.record("REQ-2").at("inbox") == "it");
    CHECK(why_not(w, "UMIA", "🎫").find("without words") == 0);
}

TEST_CASE("a second message within five minutes is a ticket, and its author may make both one",
          "[kernel][doors][successive]")
{
    World w;
    w.write("UMIA", kRoomHelp, "The heating is cold");
    w.write("UMIA", kRoomHelp, "It is in room 4");
    CHECK(count_of(w) == 2);
    const Posted offer = w.whispers.back();
    CHECK(offer.channel == "CROOMHELP UMIA");
    w.press("UMIA", offer, "Merge into REQ-1");
    CHECK(w.refused.empty());
    CHECK(w.record("REQ-2").at("category") == "void");
    CHECK(w.record("REQ-2").at("duplicate_of") == "REQ-1");
    CHECK(w.record("REQ-1").at("category") == "new");
    CHECK(w.message(World::kRooms, "It is in room 4").thread_ts ==
          w.message(World::kRooms, "REQ-1 The heating").ts);
    CHECK_THAT(w.whispers.back().text, Catch::Contains("REQ-2 is part of REQ-1"));
    w.write("UMIA", kRoomHelp, "Second floor", w.message(kRoomHelp, "It is in room 4").ts);
    CHECK(w.message(World::kRooms, "Second floor").thread_ts ==
          w.message(World::kRooms, "REQ-1 The heating").ts);
    w.press("UMIA", offer, "Merge into REQ-1");
    CHECK_THAT(w.refused, Catch::Contains("REQ-2 is \"Cancelled\" now"));
}

TEST_CASE("nothing is offered later than that, after an answer, to others, or for others",
          "[kernel][doors][successive]")
{
    World w;
    const auto offers = [&] {
        return std::ranges::count_if(w.whispers, [](const Posted& p) {
            return p.blocks.dump().find("Merge into") != std::string::npos;
        });
    };
    w.write("UMIA", kRoomHelp, "The heating is cold");
    w.write("UJON", kRoomHelp, "The door is stuck");
    w.now += 6min;
    w.write("UMIA", kRoomHelp, "The window is open");
    CHECK(offers() == 0);
    w.press("UCHLOE", w.message(World::kRooms, "REQ-3 The window"), "Reply");
    w.submit("UCHLOE", {{"Reply", "Which one?"}});
    w.write("UMIA", kRoomHelp, "The one in room 5");
    CHECK(offers() == 0);
    w.write("UMIA", kRoomHelp, "And room 6");
    REQUIRE(offers() == 1);
    w.press("UJON", w.whispers.back(), "Merge into REQ-4");
    CHECK_FALSE(w.refused.empty());
    CHECK(w.record("REQ-5").at("category") == "new");
}

TEST_CASE("a requester cannot join a stranger's ticket to their own", "[kernel][merge]")
{
    World w;
    w.write("UMIA", kRoomHelp, "The heating is cold");
    w.write("UMIA", kRoomHelp, "It is in room 4");
    const Posted offer = w.whispers.back();
    w.press("UCHLOE", offer, "Merge into REQ-1");
    CHECK_THAT(w.refused, Catch::Contains("Only the person who asked"));
    CHECK(w.record("REQ-2").at("category") == "new");
}

TEST_CASE("not a request: the desk's messages leave the channel, and one press puts them back",
          "[kernel][not-a-request]")
{
    World w;
    const Posted root = answered(w);
    REQUIRE(w.all(kRoomHelp, "REQ-1").size() == 2);
    w.choose("UCHLOE", w.message(World::kRooms, "REQ-1 Lunch"), "Not a request");
    CHECK(w.refused.empty());
    CHECK(w.record("REQ-1").at("category") == "void");
    CHECK(w.record("REQ-1").at("cancel_reason") == "not_a_request");
    CHECK(w.all(kRoomHelp, "REQ-1").empty());
    CHECK(w.all(kRoomHelp, "Lunch at one").size() == 1);
    w.write("UJON", kRoomHelp, "I am in", root.ts);
    CHECK(w.all(World::kRooms, "I am in").empty());
    CHECK(w.all(kRoomHelp, "REQ-1").empty());
    w.threads[kRoomHelp + root.ts] = Json::array(
        {{{"ts", root.ts}, {"user", "UMIA"}, {"text", "Lunch"}, {"thread_ts", root.ts}},
         {{"ts", w.messages.back().ts}, {"user", "UJON"}, {"text", "I am in"}, {"thread_ts", root.ts}}});

    w.press("UCHLOE", w.message(World::kRooms, "set REQ-1 aside"), "Undo");
    CHECK(w.refused.empty());
    CHECK(w.record("REQ-1").at("state") == "submitted");
    CHECK_FALSE(w.record("REQ-1").has("cancel_reason"));
    REQUIRE(w.all(kRoomHelp, "REQ-1").size() == 2);
    CHECK(w.all(kRoomHelp, "REQ-1").front().thread_ts == root.ts);
    CHECK(w.message(kRoomHelp, "Is that for us?").thread_ts == root.ts);
    CHECK(w.labels(w.all(kRoomHelp, "Received").front().blocks).front() == "Add details");
    CHECK(w.all(World::kRooms, "I am in").size() == 1);
    w.write("UMIA", kRoomHelp, "Yes, the canteen", root.ts);
    CHECK(w.all(World::kRooms, "Yes, the canteen").size() == 1);
}

TEST_CASE("what is set aside keeps its assignee and place, can be put back from More, and for a day only",
          "[kernel][not-a-request]")
{
    World w;
    w.write("UMIA", kRoomHelp, "Lunch?");
    w.press("UCHLOE", w.message(World::kRooms, "REQ-1"), "Take it");
    w.choose("UCHLOE", w.message(World::kRooms, "REQ-1 Lunch"), "Not a request");
    w.choose("UCHLOE", w.message(World::kRooms, "REQ-1 Lunch"), "Undo \"Not a request\"");
    CHECK(w.record("REQ-1").at("state") == "in_fulfilment");
    CHECK(w.record("REQ-1").at("assignee") == "UCHLOE");
    w.choose("UCHLOE", w.message(World::kRooms, "REQ-1 Lunch"), "Not a request");
    const Posted card = w.message(World::kRooms, "REQ-1 Lunch");
    w.press("UMIA", w.message(World::kRooms, "set REQ-1 aside"), "Undo");
    CHECK_THAT(w.refused, Catch::Contains("Only the agents of its inbox"));
    w.now += 25h;
    w.choose("UCHLOE", card, "Undo \"Not a request\"");
    CHECK_THAT(w.refused, Catch::Contains("24 hours, which are over"));
    CHECK(w.record("REQ-1").at("category") == "void");
}

TEST_CASE("the first answer is owed again for what is put back, without the time in between",
          "[kernel][not-a-request][clocks]")
{
    World w;
    w.write("UMIA", kRoomHelp, "The lamp is dark");
    const auto due = w.record("REQ-1").time("response_due");
    REQUIRE(due);
    w.choose("UCHLOE", w.message(World::kRooms, "REQ-1"), "Not a request");
    CHECK_FALSE(w.record("REQ-1").has("next_due"));
    w.now += 30min;
    w.choose("UCHLOE", w.message(World::kRooms, "REQ-1 The lamp"), "Undo \"Not a request\"");
    const auto moved = w.record("REQ-1").time("response_due");
    REQUIRE(moved);
    CHECK(*moved - *due >= 30min);
    CHECK(*moved - *due < 31min);
    CHECK(w.record("REQ-1").has("next_due"));
}

TEST_CASE("whoever asked by a command is told that it was taken for no request", "[kernel][not-a-request]")
{
    World w;
    w.command("UMIA", "/ticket", "ignore me");
    w.choose("UANA", w.message(World::kTriage, "REQ-1"), "Not a request");
    CHECK(w.all("DUMIA", "taken for no request").size() == 1);
    w.press("UANA", w.message(World::kTriage, "set REQ-1 aside"), "Undo");
    CHECK(w.all("DUMIA", "a request after all").size() == 1);
}

TEST_CASE("a greeting to the desk itself is answered and is no ticket", "[kernel][doors][courtesy]")
{
    World w;
    w.write("UMIA", "DUMIA", "Hello", "", "im");
    CHECK(w.all("DUMIA", "I made no ticket of this").size() == 1);
    CHECK(w.all(World::kTriage, "REQ-1").empty());
    w.write("UMIA", "DUMIA", "Hello, my mouse is dead", "", "im");
    CHECK(w.record("REQ-1").at("title") == "Hello, my mouse is dead");
    w.write("UMIA", "DUMIA", "🎫 thanks", "", "im");
    CHECK(w.record("REQ-2").at("title") == "thanks");
}
