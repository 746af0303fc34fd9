#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;

TEST_CASE("a command becomes a ticket with a number, a promise, a card and a receipt", "[kernel][intake]")
{
    World w;
    w.command("UMIA", "/ticket", "I need a second monitor");
    CHECK(w.ack["response_type"] == "ephemeral");
    CHECK_THAT(w.ack["text"].get<std::string>(),
               Catch::Contains("REQ-1 is with IT help") && Catch::Contains("First answer by <!date^"));
    const Posted& card = w.message(World::kTriage, "REQ-1 I need a second monitor");
    CHECK(w.labels(card.blocks) == std::vector<std::string>{"Take it", "Reply", "Note", "Resolve", "More"});
    const Posted& receipt = w.message("DUMIA", "REQ-1");
    CHECK(w.labels(receipt.blocks) ==
          std::vector<std::string>{"Add details", "Follow", "Solved – thanks", "More"});
    CHECK(w.all(World::kTriage, "REQ-1").size() == 1);
}

TEST_CASE("the main job: take, reply, note, priority, hold, answer, resolve, confirm", "[kernel][transition]")
{
    World w;
    w.command("UMIA", "/ticket", "", World::kHelp);
    w.submit("UMIA", {{"What do you need?", "VPN drops"}, {"Details", "Every ten minutes"}});
    CHECK(w.modal["title"]["text"] == "INC-1");

    w.press("UANA", w.message(World::kTriage, "INC-1"), "Take it");
    CHECK(w.record("INC-1").at("assignee") == "UANA");
    CHECK(w.record("INC-1").at("state") == "in_progress");
    CHECK(w.message("DUMIA", "is looking at INC-1").thread_ts == w.all("DUMIA", "INC-1").front().ts);

    w.press("UANA", w.message(World::kTriage, "INC-1 VPN"), "Reply");
    w.submit("UANA", {{"Reply", "Which <network> & place?"}});
    CHECK(w.message("DUMIA", "Which &lt;network&gt; &amp; place?").thread_ts ==
          w.all("DUMIA", "INC-1").front().ts);
    CHECK(w.record("INC-1").has("first_response_at"));

    w.press("UANA", w.message(World::kTriage, "INC-1 VPN"), "Note");
    w.submit("UANA", {{"Note", "Smells like the old router"}});
    CHECK(w.all("DUMIA", "router").empty());
    CHECK(w.all(World::kTriage, "Smells like the old router").size() == 1);

    w.choose("UANA", w.message(World::kTriage, "INC-1 VPN"), "Priority…");
    w.submit("UANA", {{"How many are affected?", "A department or several teams"},
                      {"How badly?", "Work has stopped"}});
    CHECK(w.record("INC-1").at("priority") == "P1");

    w.choose("UANA", w.message(World::kTriage, "INC-1 VPN"), "Hold…");
    w.submit("UANA",
             {{"Reason", "Waiting for the requester"}, {"Message to the requester", "Please restart it"}});
    CHECK(w.record("INC-1").at("category") == "waiting_requester");
    const std::string thread = w.all("DUMIA", "INC-1").front().ts;
    w.write("UMIA", "DUMIA", "Restarted, no change", thread, "im");
    CHECK(w.record("INC-1").at("state") == "in_progress");
    CHECK(w.all(World::kTriage, "Restarted, no change").size() == 1);

    w.press("UANA", w.message(World::kTriage, "INC-1 VPN"), "Resolve");
    w.submit("UANA", {{"Resolution", "Router replaced"}});
    const Posted& question = w.message("DUMIA", "Router replaced");
    CHECK(w.labels(question.blocks) == std::vector<std::string>{"Yes, solved", "No, reopen"});

    w.press("UMIA", question, "Yes, solved");
    CHECK(w.record("INC-1").at("state") == "closed");
    CHECK(w.labels(w.message("DUMIA", "Confirmed: INC-1").blocks).empty());
    CHECK(w.all(World::kTriage, "INC-1 VPN drops").size() == 1);
    CHECK(w.message(World::kTriage, "INC-1 VPN drops").edits > 3);
}

TEST_CASE("the requester reopens what is not solved, and the count is kept", "[kernel][transition]")
{
    World w;
    w.command("UMIA", "/ticket", "new chair", World::kHelp);
    w.press("UBEN", w.message(World::kTriage, "REQ-1"), "Resolve");
    w.submit("UBEN", {{"Resolution", "It is at your desk"}});
    w.press("UMIA", w.message("DUMIA", "It is at your desk"), "No, reopen");
    CHECK(w.record("REQ-1").at("state") == "in_fulfilment");
    CHECK(w.record("REQ-1").at("reopen_count") == "1");
    CHECK_FALSE(w.record("REQ-1").has("resolved_at"));
}

TEST_CASE("what nobody answers is closed by the program after the grace period", "[kernel][timer]")
{
    World w;
    w.command("UMIA", "/ticket", "new chair", World::kHelp);
    w.press("UBEN", w.message(World::kTriage, "REQ-1"), "Resolve");
    w.submit("UBEN", {{"Resolution", "Done"}});
    w.fire_timers();
    CHECK(w.record("REQ-1").at("state") == "fulfilled");
    w.now +=
        std::chrono::hours{24 * 7};  // Monday to Monday, before closing time: not yet the end of day five
    w.fire_timers();
    CHECK(w.record("REQ-1").at("state") == "fulfilled");
    w.now += std::chrono::hours{1};
    w.fire_timers();
    CHECK(w.record("REQ-1").at("state") == "closed");
}

TEST_CASE("the wrong people press the right buttons and read why nothing happens", "[kernel][authority]")
{
    World w;
    w.command("UMIA", "/ticket", "salary question", World::kHelp);
    const Posted card = w.message(World::kTriage, "REQ-1");
    const Posted receipt = w.message("DUMIA", "REQ-1");
    for (const char* label : {"Take it", "Reply", "Note", "Resolve"}) {
        w.press("UEVE", card, label);
        CHECK_THAT(w.refused, Catch::Contains("There is no REQ-1 that you may see"));
        CHECK(w.modal.is_null());
        CHECK(w.whispers.back().channel == "CTRIAGE UEVE");
    }
    w.press("UMIA", card, "Take it");
    CHECK_THAT(w.refused, Catch::Contains("Only the agents of its inbox"));
    w.press("UCHLOE", card, "Take it");
    CHECK_THAT(w.refused, Catch::Contains("There is no REQ-1 that you may see"));
    w.press("UEVE", receipt, "Solved – thanks");
    CHECK_THAT(w.refused, Catch::Contains("There is no REQ-1 that you may see"));
    w.press("UANA", receipt, "Solved – thanks");
    CHECK_THAT(w.refused, Catch::Contains("Only the person who asked for it"));
    CHECK(w.record("REQ-1").at("state") == "submitted");
    w.command("UEVE", "/ticket", "REQ-1");
    CHECK_THAT(w.refused, Catch::Contains("There is no REQ-1 that you may see"));
    w.command("UEVE", "/desk", "queue");
    CHECK_THAT(w.refused, Catch::Contains("for agents"));
}

TEST_CASE("a receipt announces an answer until there is one", "[kernel][card]")
{
    World w;
    w.command("UMIA", "/ticket", "new chair", World::kHelp);
    CHECK_THAT(w.message("DUMIA", "REQ-1").blocks.dump(), Catch::Contains("Somebody will look at it"));
    w.press("UANA", w.message(World::kTriage, "REQ-1"), "Reply");
    w.submit("UANA", {{"Reply", "Which colour?"}});
    CHECK_THAT(w.all("DUMIA", "REQ-1").front().blocks.dump(),
               Catch::Contains("Received* by IT help") && !Catch::Contains("Somebody will look at it"));
}

TEST_CASE("a button of a form that lost its race says what the state is now", "[kernel][transition]")
{
    World w;
    w.command("UMIA", "/ticket", "new chair", World::kHelp);
    const Posted card = w.message(World::kTriage, "REQ-1");
    w.press("UANA", card, "Take it");
    w.press("UANA", w.message(World::kTriage, "REQ-1"), "Resolve");
    const Json form = w.modal;
    w.submit("UANA", {{"Resolution", "Done"}});
    w.modal = form;
    w.submit("UBEN", {{"Resolution", "Done by me"}});
    CHECK_THAT(w.refused, Catch::Contains("REQ-1 is \"Fulfilled\" now"));
    CHECK(w.ack["response_action"] == "errors");
}
