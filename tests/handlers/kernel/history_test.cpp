// What happened to a ticket, told to whoever may know it.
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

bool says(const World& w, const std::string& words)
{
    return w.modal.dump(-1, ' ', false).find(words) != std::string::npos;
}

void work(World& w)
{
    w.command("UMIA", "/ticket", "new chair");
    w.press("UANA", w.message(World::kTriage, "REQ-1"), "Take it");
    w.press("UANA", w.message(World::kTriage, "REQ-1 new"), "Note");
    w.submit("UANA", {{"Note", "they always want chairs"}});
    w.press("UANA", w.message(World::kTriage, "REQ-1 new"), "Reply");
    w.submit("UANA", {{"Reply", "Which <colour>?"}});
}

}  // namespace

TEST_CASE("an agent reads who did what, when, through what, and what was different before",
          "[kernel][history]")
{
    World w;
    work(w);
    w.choose("UANA", w.message(World::kTriage, "REQ-1 new"), "History");
    CHECK(says(w, "MIA raised it · through a command"));
    CHECK(says(w, "ANA chose “Take it” · through a button"));
    CHECK(says(w, "State: Submitted → In fulfilment"));
    CHECK(says(w, "Assignee: ANA"));
    CHECK(says(w, "wrote a note"));
    CHECK(says(w, "they always want chairs"));
    CHECK(says(w, "Which &lt;colour&gt;?"));
    CHECK(says(w, "Times in Europe/Berlin"));
    CHECK_FALSE(says(w, "next due"));
    CHECK_FALSE(says(w, "Deskbell clock"));
}

TEST_CASE("what the program completes for itself is no line of the history", "[kernel][history]")
{
    World w;
    w.write("UMIA", World::kHelp, "the projector is dark");
    const std::string root = w.messages.back().ts;
    w.threads[std::string(World::kHelp) + root] =
        Json::array({{{"ts", root}, {"user", "UMIA"}, {"text", "the projector is dark"}}});
    w.react("UMIA", "ticket", World::kHelp, root);
    REQUIRE(w.record("REQ-1").has("origin_link"));
    w.choose("UANA", w.message(World::kTriage, "REQ-1"), "History");
    CHECK(says(w, "MIA raised it · through a reaction"));
    CHECK_FALSE(says(w, "changed"));
}

TEST_CASE("the requester reads it without notes, also when a note was edited", "[kernel][history]")
{
    World w;
    work(w);
    const std::string card = w.all(World::kTriage, "REQ-1 new").front().ts;
    w.write("UANA", World::kTriage, "typed note", card);
    slack::MessageEvent edit;
    edit.kind = slack::MessageEvent::Kind::changed;
    edit.message.channel = World::kTriage;
    edit.message.user = "UANA";
    edit.message.ts = w.messages.back().ts;
    edit.message.thread_ts = card;
    edit.message.text = "edited typed note";
    w.now += 20min;
    w.send(edit);
    w.choose("UMIA", w.message("DUMIA", "REQ-1 new"), "History");
    CHECK(says(w, "ANA chose “Take it”"));
    CHECK(says(w, "Which &lt;colour&gt;?"));
    CHECK_FALSE(says(w, "chairs"));
    CHECK_FALSE(says(w, "typed note"));
    CHECK_FALSE(says(w, "wrote a note"));
    w.choose("UBEN", w.message(World::kTriage, "REQ-1 new"), "History");
    CHECK(says(w, "edited typed note"));
}

TEST_CASE("a stranger who finds the button is told who may press it", "[kernel][history]")
{
    World w;
    work(w);
    w.choose("UEVE", w.message("DUMIA", "REQ-1 new"), "History");
    CHECK(w.modal.is_null());
    CHECK(w.refused.find("REQ-1") != std::string::npos);
}

TEST_CASE("a long history is turned page by page, newest first", "[kernel][history]")
{
    World w;
    w.command("UMIA", "/ticket", "new chair");
    const std::string thread = w.all("DUMIA", "REQ-1").front().ts;
    for (int i = 1; i <= 40; ++i) w.write("UMIA", "DUMIA", "words " + std::to_string(i) + ".", thread, "im");
    w.choose("UMIA", w.message("DUMIA", "REQ-1 new"), "History");
    CHECK(says(w, "words 40."));
    CHECK_FALSE(says(w, "words 25."));
    CHECK_FALSE(says(w, "Newer"));
    w.press_in_modal("UMIA", "Older");
    CHECK(says(w, "words 25."));
    CHECK_FALSE(says(w, "words 40."));
    w.press_in_modal("UMIA", "Older");
    CHECK(says(w, "MIA raised it"));
    CHECK_FALSE(says(w, "Older"));
    w.press_in_modal("UMIA", "Newer");
    CHECK(says(w, "words 25."));
}

TEST_CASE("nobody reads what the program remembers for itself, or that it changed something unseen",
          "[kernel][history]")
{
    World w;
    w.write("UMIA", World::kHelp, "A chair");
    const std::string root = w.messages.back().ts;
    w.threads[std::string(World::kHelp) + root] =
        Json::array({{{"ts", root}, {"user", "UMIA"}, {"text", "A chair"}}});
    w.react("UANA", "ticket", World::kHelp, root);
    w.choose("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Not a request");
    w.choose("UANA", w.message(World::kTriage, "REQ-1 A chair"), "History");
    CHECK(says(w, "chose “Not a request”"));
    CHECK_FALSE(says(w, "state before"));
    CHECK_FALSE(says(w, "category before"));
    CHECK_FALSE(says(w, "Deskbell changed"));
}
