// Shift hand-over: offered in one list, accepted piece by piece, nothing orphaned.
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;

namespace {

void take(World& w, const std::string& user, const std::string& title)
{
    w.command("UMIA", "/ticket", title + " please");
    w.press(user, w.message(World::kTriage, title), "Take it");
}

}  // namespace

TEST_CASE("without a name the list says what I hold, its next step and its risk", "[kernel][handover]")
{
    World w;
    w.command("UANA", "/desk", "handover");
    CHECK_THAT(w.ack["text"].get<std::string>(), Catch::Contains("You hold 0 open tickets"));
    take(w, "UANA", "A chair");
    w.command("UANA", "/desk", "handover");
    CHECK_THAT(w.ack.dump(), Catch::Contains("REQ-1") && Catch::Contains("next: go on and solve it") &&
                                 Catch::Contains(" left"));
    w.command("UMIA", "/desk", "handover");
    CHECK_FALSE(w.refused.empty());
}

TEST_CASE("the colleague accepts one by one, and the rest stays", "[kernel][handover]")
{
    World w;
    take(w, "UANA", "A chair");
    take(w, "UANA", "A table");
    take(w, "UANA", "A lamp");
    w.command("UANA", "/desk", "handover <@UBEN>");
    CHECK_THAT(w.ack["text"].get<std::string>(), Catch::Contains("Offered 3 tickets"));
    CHECK(w.record("REQ-1").at("assignee") == "UANA");
    const Posted list = w.message("DUBEN", "hands over to you");
    w.press("UEVE", list, "Accept");
    CHECK_THAT(w.refused, Catch::Contains("Only the colleague"));
    w.press("UBEN", list, "Accept");
    CHECK(w.record("REQ-1").at("assignee") == "UBEN");
    CHECK(w.record("REQ-2").at("assignee") == "UANA");
    CHECK_FALSE(w.all("DUBEN", "1 accepted, 2 offered").empty());
    CHECK_FALSE(w.all("DUANA", "1 accepted, 2 still with you").empty());
    w.press("UBEN", list, "Accept");
    CHECK_THAT(w.whispers.back().text, Catch::Contains("You accepted REQ-1 already"));
    w.press("UBEN", w.message("DUBEN", "hands over to you"), "Accept all 2");
    CHECK(w.record("REQ-3").at("assignee") == "UBEN");
    CHECK_FALSE(w.all("DUANA", "3 accepted, 0 still with you").empty());
}

TEST_CASE("what was solved or given away meanwhile cannot be accepted", "[kernel][handover]")
{
    World w;
    take(w, "UANA", "A chair");
    take(w, "UANA", "A table");
    w.command("UANA", "/desk", "handover <@UBEN>");
    w.press("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Resolve");
    w.submit("UANA", {{"Resolution", "Here it is"}});
    w.press("UBEN", w.message("DUBEN", "hands over to you"), "Accept all 2");
    CHECK(w.record("REQ-1").at("assignee") == "UANA");
    CHECK(w.record("REQ-2").at("assignee") == "UBEN");
    CHECK_FALSE(w.all("DUBEN", "went another way meanwhile").empty());
}

TEST_CASE("a hand-over needs a colleague who is there and an agent of the inbox", "[kernel][handover]")
{
    World w;
    take(w, "UANA", "A chair");
    for (const char* wrong : {"handover ben", "handover <@UANA>", "handover <@UMIA>", "handover <@UCHLOE>"}) {
        w.command("UANA", "/desk", wrong);
        INFO(wrong);
        CHECK_FALSE(w.refused.empty());
    }
    w.command("UBEN", "/desk", "away");
    w.command("UANA", "/desk", "handover <@UBEN>");
    CHECK_THAT(w.refused, Catch::Contains("is away"));
    CHECK(w.record("REQ-1").at("assignee") == "UANA");
}
