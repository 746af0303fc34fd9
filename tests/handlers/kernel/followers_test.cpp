// Followers: who may add them, who sees the list.
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;

TEST_CASE("an agent adds followers, they are told once, and the requester sees the list",
          "[kernel][followers]")
{
    World w;
    w.command("UMIA", "/ticket", "A chair");
    w.choose("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Followers…");
    w.submit("UANA", {{"Who follows it?", "UNOA,UBEN"}});
    CHECK(w.record("REQ-1").at("followers") == "UNOA,UBEN");
    CHECK(w.all("DUNOA", "added you to the followers of REQ-1").size() == 1);
    CHECK_THAT(w.message("DUMIA", "REQ-1").blocks.dump(), Catch::Contains("Followed by"));
    w.press("UNOA", w.message("DUNOA", "REQ-1"), "Open");
    CHECK(w.modal["title"]["text"] == "REQ-1");
    w.choose("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Followers…");
    w.submit("UANA", {{"Who follows it?", "UBEN"}});
    CHECK(w.record("REQ-1").at("followers") == "UBEN");
    w.choose("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Followers…");
    w.submit("UANA", {});
    CHECK(w.all("DUBEN", "added you").size() == 1);
}

TEST_CASE("the requester adds a colleague on the receipt; a stranger there may not", "[kernel][followers]")
{
    World w;
    w.write("UMIA", "CROOMHELP", "A chair, please");
    const Posted receipt = w.message("CROOMHELP", "REQ-1");
    w.choose("UMIA", receipt, "Followers…");
    w.submit("UMIA", {{"Who follows it?", "UNOA"}});
    CHECK(w.record("REQ-1").at("followers") == "UNOA");
    w.choose("UNOA", receipt, "Followers…");
    CHECK_THAT(w.refused, Catch::Contains("Only who asked and the agents"));
}

TEST_CASE("whoever pressed Follow while the form was open stays a follower", "[kernel][followers]")
{
    World w;
    w.command("UMIA", "/ticket", "A chair");
    w.choose("UMIA", w.message("DUMIA", "REQ-1"), "Followers…");
    const Json form = w.modal;
    w.press("UEVE", w.message("DUMIA", "REQ-1"), "Follow");
    w.modal = form;
    w.submit("UMIA", {{"Who follows it?", "UNOA"}});
    CHECK(w.record("REQ-1").at("followers") == "UEVE,UNOA");
}

TEST_CASE("of a private ticket only requester and assignee say who follows it", "[kernel][followers]")
{
    World w;
    w.command("UMIA", "/ticket", "");
    w.submit("UMIA", {{"What do you need?", "VPN drops for me"}, {"Private", "yes"}});
    const Posted card = w.message(World::kTriage, "INC-1 VPN drops");
    w.press("UANA", card, "Take it");
    w.choose("UBEN", w.message(World::kTriage, "INC-1 VPN drops"), "Followers…");
    CHECK_THAT(w.refused, Catch::Contains("only who asked and who has it"));
    w.choose("UANA", w.message(World::kTriage, "INC-1 VPN drops"), "Followers…");
    CHECK(w.refused.empty());
    const Json form = w.modal;
    w.modal = form;
    w.submit("UBEN", {{"Who follows it?", "UBEN"}});
    CHECK_FALSE(w.refused.empty());
    CHECK_FALSE(w.record("INC-1").has("followers"));
}
