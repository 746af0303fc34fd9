// Two agents at the same ticket: one has it, the other hears who; and what each is told about the other's
// form.
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

TEST_CASE("of two who press Take it one has it, and the other may take over", "[kernel][claim]")
{
    World w;
    w.command("UMIA", "/ticket", "A chair");
    const Posted card = w.message(World::kTriage, "REQ-1 A chair");
    w.press("UANA", card, "Take it");
    w.now += 2s;
    w.press("UBEN", card, "Take it");
    CHECK(w.record("REQ-1").at("assignee") == "UANA");
    REQUIRE(w.whispers.size() == 1);
    CHECK_THAT(w.whispers[0].text, Catch::Contains("took REQ-1 ") && Catch::Contains(" s ago"));
    CHECK(w.whispers[0].channel == "CTRIAGE UBEN");
    w.press("UBEN", w.whispers[0], "Take over");
    CHECK(w.record("REQ-1").at("assignee") == "UBEN");
    w.press("UBEN", card, "Take it");
    CHECK_THAT(w.whispers.back().text, Catch::Contains("You have REQ-1 already"));
}

TEST_CASE("who pressed Take it within the same second reads that it was just now", "[kernel][claim]")
{
    World w;
    w.command("UMIA", "/ticket", "A chair");
    const Posted card = w.message(World::kTriage, "REQ-1 A chair");
    w.press("UANA", card, "Take it");
    w.now -= 2s;  // time passes with every act here
    w.press("UBEN", card, "Take it");
    CHECK_THAT(w.whispers.back().text, Catch::Contains("took REQ-1 just now."));
}

TEST_CASE("Take it in an opened ticket says the same in a modal", "[kernel][claim]")
{
    World w;
    w.command("UMIA", "/ticket", "A chair");
    w.command("UANA", "/desk", "queue");
    w.messages.push_back({World::kTriage, "77.1", "", "queue", w.ack["blocks"]});
    w.press("UBEN", w.messages.back(), "Open");
    const Json opened = w.modal;
    w.press("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Take it");
    w.modal = opened;
    w.press_in_modal("UBEN", "Take it");
    CHECK_THAT(w.modal.dump(), Catch::Contains("took REQ-1"));
    w.press_in_modal("UBEN", "Take over");
    CHECK(w.record("REQ-1").at("assignee") == "UBEN");
}

TEST_CASE("a stranger who presses Take over is refused", "[kernel][claim]")
{
    World w;
    w.command("UMIA", "/ticket", "A chair");
    const Posted card = w.message(World::kTriage, "REQ-1 A chair");
    w.press("UANA", card, "Take it");
    w.press("UBEN", card, "Take it");
    w.press("UCHLOE", w.whispers.back(), "Take over");
    CHECK_FALSE(w.refused.empty());
    CHECK(w.record("REQ-1").at("assignee") == "UANA");
}

TEST_CASE("who opens a form reads who opened one a moment ago", "[kernel][collision]")
{
    World w;
    w.command("UMIA", "/ticket", "A chair");
    const Posted card = w.message(World::kTriage, "REQ-1 A chair");
    w.press("UANA", card, "Reply");
    CHECK_THAT(w.modal.dump(), !Catch::Contains("opened the form"));
    w.now += 19s;
    w.press("UBEN", card, "Resolve");
    CHECK_THAT(w.modal.dump(), Catch::Contains("opened the form Reply 20 s ago"));
    w.press("UANA", card, "Reply");
    CHECK_THAT(w.modal.dump(), Catch::Contains("opened the form Resolve"));
    w.now += 3min;
    w.press("UBEN", card, "Reply");
    CHECK_THAT(w.modal.dump(), !Catch::Contains("opened the form"));
}

TEST_CASE("a form that ended in a step is forgotten, and another ticket's form is no news",
          "[kernel][collision]")
{
    World w;
    w.command("UMIA", "/ticket", "A chair");
    w.command("UMIA", "/ticket", "A table");
    w.press("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Resolve");
    const Json form = w.modal;
    w.press("UBEN", w.message(World::kTriage, "REQ-2 A table"), "Reply");
    CHECK_THAT(w.modal.dump(), !Catch::Contains("opened the form"));
    w.modal = form;
    w.submit("UANA", {{"Resolution", "Here it is"}});
    w.press("UBEN", w.message(World::kTriage, "REQ-1 A chair"), "Reply");
    CHECK_THAT(w.modal.dump(), !Catch::Contains("opened the form"));
}
