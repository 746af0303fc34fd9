#include "handlers/kernel/say.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;

namespace {

slack::MessageShortcut shortcut_on(const Posted& message, const std::string& by)
{
    slack::MessageShortcut shortcut;
    shortcut.actor.user = by;
    shortcut.actor.team = "T1";
    shortcut.callback_id = "ticket_from_message";
    shortcut.message.channel = message.channel;
    shortcut.message.user = "UMIA";
    shortcut.message.text = message.text;
    shortcut.message.ts = message.ts;
    shortcut.message.thread_ts = message.thread_ts;
    return shortcut;
}

/// A message as an event tells it, and as a history shows it.
slack::MessageEvent event_of(const Json& message, const std::string& channel)
{
    slack::MessageEvent event;
    event.message = slack::parse_message(message.dump(), channel);
    return event;
}

}  // namespace

TEST_CASE("a reply that overtakes the message that it answers is not lost", "[kernel][doors]")
{
    World w;
    const std::string root_ts = "1790000900.000001";
    const Json root{{"ts", root_ts}, {"thread_ts", root_ts}, {"user", "UMIA"}, {"text", "My mouse is dead"}};
    const Json reply{{"ts", "1790000900.000002"},
                     {"thread_ts", root_ts},
                     {"user", "UMIA"},
                     {"text", "It was the battery?"}};
    w.threads["DUMIA" + root_ts] = Json::array({root, reply});
    w.send(event_of(reply, "DUMIA"));
    CHECK(w.record("REQ-1").at("title") == "My mouse is dead");
    CHECK(w.message(World::kTriage, "It was the battery?").thread_ts ==
          w.message(World::kTriage, "REQ-1 My").ts);
    w.send(event_of(root, "DUMIA"));
    CHECK(w.all(World::kTriage, "My mouse is dead").size() == 1);
    CHECK(w.all(World::kTriage, "It was the battery?").size() == 1);
}

TEST_CASE("a reply that Slack told of but does not show yet is looked for again", "[kernel][doors]")
{
    World w;
    const std::string root_ts = "1790000900.000001";
    const Json root{{"ts", root_ts}, {"thread_ts", root_ts}, {"user", "UMIA"}, {"text", "My mouse is dead"}};
    const Json reply{{"ts", "1790000900.000002"},
                     {"thread_ts", root_ts},
                     {"user", "UMIA"},
                     {"text", "It was the battery?"}};
    w.threads["DUMIA" + root_ts] = Json::array({root});
    w.shows_in_time["DUMIA" + root_ts] = Json::array({root, reply});
    w.send(event_of(reply, "DUMIA"));
    CHECK(w.all(World::kTriage, "It was the battery?").size() == 1);
}

TEST_CASE("an answer under a card that we do not know to be posted yet is not lost", "[kernel][doors]")
{
    World w;
    w.command("UMIA", "/ticket", "My mouse is dead");
    const std::string card = w.message(World::kTriage, "REQ-1 My").ts;
    const Json root{{"ts", card}, {"thread_ts", card}, {"user", "UBOT"}, {"bot_id", w.desk->self().bot}};
    const Json reply{
        {"ts", "1790000900.000002"}, {"thread_ts", card}, {"user", "UANA"}, {"text", ">> Try another"}};
    w.threads[World::kTriage + card] = Json::array({root, reply});
    {
        store::Unit unit(*w.db, w.now);
        const auto row = unit.messages.find(World::kTriage, card);
        unit.messages.posted(row->id, World::kTriage, "");
        REQUIRE(kernel::on_message(*w.desk, event_of(reply, World::kTriage), unit));
        unit.messages.posted(row->id, World::kTriage, card);
    }
    w.write("UMIA", World::kHelp, "something else");
    CHECK(w.all("DUMIA", "Try another").size() == 1);
}

TEST_CASE("a thread where nobody wants tickets is left alone, and so are its replies", "[kernel][doors]")
{
    World w;
    const std::string root_ts = "1790000900.000001";
    const Json root{{"ts", root_ts}, {"thread_ts", root_ts}, {"user", "UMIA"}, {"text", "📣 Cake"}};
    const Json reply{
        {"ts", "1790000900.000002"}, {"thread_ts", root_ts}, {"user", "UANA"}, {"text", "Is some left?"}};
    w.threads["CROOMHELP" + root_ts] = Json::array({root, reply});
    w.send(event_of(reply, "CROOMHELP"));
    CHECK(w.all(World::kRooms, "Cake").empty());
    CHECK(w.all(World::kRooms, "Is some left?").empty());
}

TEST_CASE("what was said in a thread before it got the ticket sign belongs to the ticket", "[kernel][doors]")
{
    World w;
    w.write("UMIA", World::kHelp, "The printer eats paper");
    const std::string root_ts = w.messages.back().ts;
    w.threads[std::string(World::kHelp) + root_ts] = Json::array(
        {{{"ts", root_ts}, {"thread_ts", root_ts}, {"user", "UMIA"}, {"text", "The printer eats paper"}},
         {{"ts", "1790000900.000002"}, {"thread_ts", root_ts}, {"user", "UMIA"}, {"text", "Now it smokes"}}});
    w.react("UANA", "ticket", World::kHelp, root_ts);
    CHECK(w.message(World::kTriage, "Now it smokes").thread_ts == w.message(World::kTriage, "REQ-1 The").ts);
}

TEST_CASE("a direct message becomes a ticket and the conversation stays in its thread", "[kernel][doors]")
{
    World w;
    w.write("UMIA", "DUMIA", "My mouse is dead", "", "im");
    const std::string root = w.messages.front().ts;
    CHECK(w.record("REQ-1").at("requester") == "UMIA");
    CHECK(w.message("DUMIA", "REQ-1").thread_ts == root);
    w.write("UMIA", "DUMIA", "It was the battery?", root, "im");
    CHECK(w.message(World::kTriage, "It was the battery?").thread_ts ==
          w.message(World::kTriage, "REQ-1 My").ts);
}

TEST_CASE("a top-level message creates a ticket only where the inbox says so", "[kernel][doors]")
{
    World w;
    w.write("UMIA", World::kHelp, "hello everybody");
    CHECK(w.all(World::kTriage, "hello").empty());
    w.write("UMIA", "CROOMHELP", "The window does not close");
    CHECK(w.record("REQ-1").at("inbox") == "rooms");
    w.write("UCHLOE", "CROOMHELP", "We paint the stairs tomorrow");
    w.write("UMIA", "CROOMHELP", "📣 Cake in the kitchen");
    CHECK(w.all(World::kRooms, "stairs").empty());
    CHECK(w.all(World::kRooms, "Cake").empty());
}

TEST_CASE("the ticket reaction raises a ticket for the author of the message, once per thread",
          "[kernel][doors]")
{
    World w;
    w.write("UMIA", World::kHelp, "The printer eats paper\nSecond floor");
    const std::string root = w.messages.back().ts;
    w.threads[std::string(World::kHelp) + root] =
        Json::array({{{"ts", root}, {"user", "UMIA"}, {"text", "The printer eats paper\nSecond floor"}}});
    w.react("UANA", "ticket", World::kHelp, root);
    const Record record = w.record("REQ-1");
    CHECK(record.at("title") == "The printer eats paper");
    CHECK(record.at("details") == "The printer eats paper\nSecond floor");
    CHECK(record.at("requester") == "UMIA");
    CHECK(record.at("created_by") == "UANA");
    CHECK(w.message(World::kHelp, "REQ-1").thread_ts == root);
    w.press("UANA", w.message(World::kHelp, "REQ-1"), "Solved – thanks");
    CHECK_THAT(w.refused, Catch::Contains("Only the person who asked for it"));
    CHECK(w.record("REQ-1").at("origin_link").starts_with("https://t.slack.com/archives/"));
    w.react("UBEN", "ticket", World::kHelp, root);
    CHECK_THAT(w.whispers.back().text, Catch::Contains("already has the ticket REQ-1"));
    CHECK(w.all(World::kTriage, "printer").size() == 1);
    w.react("UBEN", "tada", World::kHelp, root);
    CHECK(w.whispers.size() == 2);
}

TEST_CASE(
    "a message that is no thread yet is found in the channel's history, and one that is nowhere is said to "
    "be so",
    "[kernel][doors]")
{
    World w;
    w.write("UMIA", World::kHelp, "The lift is stuck");
    const std::string root = w.messages.back().ts;
    w.history[std::string(World::kHelp) + root] =
        Json::array({{{"ts", root}, {"user", "UMIA"}, {"text", "The lift is stuck"}}});
    w.react("UANA", "ticket", World::kHelp, root);
    CHECK(w.record("REQ-1").at("title") == "The lift is stuck");
    w.react("UANA", "ticket", World::kHelp, "1.000001");
    CHECK_THAT(w.whispers.back().text, Catch::Contains("could not read that message"));
}

TEST_CASE("the sign on a message that is deleted meanwhile raises no ticket from what stands in its place",
          "[kernel][doors]")
{
    World w;
    const std::string channel = World::kHelp, ts = "5.000001";
    w.threads[channel + ts] = Json::array({{{"ts", ts},
                                            {"thread_ts", ts},
                                            {"subtype", "tombstone"},
                                            {"user", "USLACKBOT"},
                                            {"text", "This message was deleted."}}});
    w.react("UANA", "ticket", channel, ts);
    CHECK_THAT(w.whispers.back().text, Catch::Contains("it was deleted"));

    const std::string alone = "6.000001";  // nobody had replied: the history begins with the one before it
    w.history[channel + alone] = Json::array({{{"ts", "4.000001"}, {"user", "UMIA"}, {"text", "Lunch?"}}});
    w.react("UANA", "ticket", channel, alone);
    CHECK(w.whispers.size() == 2);
    store::Unit unit(*w.db, w.now);
    CHECK(unit.records.count() == 0);
}

TEST_CASE("the message shortcut opens the form with the message in it, and the thread gets the receipt",
          "[kernel][doors]")
{
    World w;
    w.write("UMIA", World::kHelp, "Beamer &lt;3rd floor&gt; is dark");
    const Posted message = w.messages.back();
    w.send(shortcut_on(message, "UANA"));
    w.submit("UANA", {{"Inbox", "IT help"}});
    CHECK(w.record("INC-1").at("title") == "Beamer <3rd floor> is dark");
    CHECK(w.record("INC-1").at("requester") == "UMIA");
    CHECK(w.message(World::kHelp, "INC-1").thread_ts == message.ts);
    w.send(shortcut_on(message, "UBEN"));
    CHECK_THAT(w.refused, Catch::Contains("already has the ticket INC-1"));
}

TEST_CASE("a command typed twice asks before it creates a second ticket", "[kernel][doors]")
{
    World w;
    w.command("UMIA", "/ticket", "new badge");
    w.command("UMIA", "/ticket", "new badge");
    CHECK_THAT(w.ack["text"].get<std::string>(), Catch::Contains("You raised REQ-1"));
    CHECK(w.all(World::kTriage, "new badge").size() == 1);
    Posted question{"CHELP UMIA", "1.1", "", "", w.ack["blocks"]};
    w.press("UMIA", question, "Create another");
    CHECK(w.record("REQ-2").at("title") == "new badge");
    w.command("UJON", "/ticket", "new badge");
    CHECK(w.record("REQ-3").at("requester") == "UJON");
}

TEST_CASE("text from people survives unchanged and can neither mention nor link",
          "[kernel][text][pitfall-52]")
{
    World w;
    const std::string nasty = "&lt;!channel&gt; 🦕 Ünïcødé مرحبا &amp;amp; <@UBEN> *b*";
    w.command("UMIA", "/ticket", nasty);
    CHECK(w.record("REQ-1").at("title") == "<!channel> 🦕 Ünïcødé مرحبا &amp; @UBEN *b*");
    const Posted& card = w.message(World::kTriage, "REQ-1");
    CHECK(card.text.find("<!channel>") == std::string::npos);
    CHECK(card.blocks.dump().find("<!channel>") == std::string::npos);
    CHECK(card.blocks.dump(-1, ' ', false).find("&lt;!channel&gt; 🦕") != std::string::npos);
}

TEST_CASE("a private ticket raised from a message moves to a direct message", "[kernel][privacy]")
{
    World w;
    w.write("UMIA", World::kHelp, "question about my contract");
    const std::string root = w.messages.back().ts;
    w.send(shortcut_on(w.messages.back(), "UMIA"));
    w.submit("UMIA", {{"Private", "yes"}});
    CHECK(w.all("DUMIA", "INC-1").size() == 1);
    REQUIRE(w.all(World::kHelp, "INC-1").size() == 1);
    CHECK_THAT(w.message(World::kHelp, "INC-1").text, !Catch::Contains("contract"));
    w.press("UANA", w.message(World::kTriage, "INC-1"), "Take it");
    CHECK(w.all(World::kHelp, "INC-1").size() == 1);
    CHECK(w.message("DUMIA", "is looking").thread_ts == w.all("DUMIA", "INC-1").front().ts);
    CHECK(w.record("INC-1").at("source_ts") == root);
}

TEST_CASE("an empty or over-long title comes back beside its field", "[kernel][form][pitfall-43]")
{
    World w;
    w.command("UMIA", "/ticket", "");
    w.submit("UMIA", {{"What do you need?", "  "}});
    CHECK(w.ack["response_action"] == "errors");
    CHECK(w.ack["errors"].contains("title"));
    w.command("UMIA", "/ticket", std::string(400, 'x'));
    CHECK(w.record("REQ-1").at("title").size() < 400);
    CHECK(w.record("REQ-1").at("details") == std::string(400, 'x'));
}

TEST_CASE("what goes to a person's direct messages keeps its order, whichever way the channel is named",
          "[kernel][doors]")
{
    World w;
    w.write("UMIA", "DMIA7", "My mouse is dead", "", "im");
    store::Unit unit(*w.db, w.now);
    const auto post = [&](const char* channel) {
        kernel::Saying saying;
        saying.text = channel;
        kernel::post(unit, {0, 0, "notice", channel, "", 0}, saying, 0, "");
    };
    post("UMIA");
    post("DMIA7");
    const auto first = unit.outbox.claim(w.now, 5);
    REQUIRE(first.size() == 1);  // one lane: the second waits for the first
    CHECK(first[0].channel == "UMIA");
}
