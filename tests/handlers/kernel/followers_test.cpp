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

TEST_CASE("who follows a ticket is offered what a follower may do, and stops there", "[kernel][followers]")
{
    World w;
    w.command("UMIA", "/ticket", "a chair");
    w.choose("UANA", w.message(World::kTriage, "REQ-1 "), "Followers…");
    w.submit("UANA", {{"Who follows it?", "UEVE"}});
    CHECK_THAT(w.message("DUEVE", "added you").blocks.dump(), Catch::Contains("*Stop following*"));
    w.press("UEVE", w.message("DUEVE", "added you"), "Open");
    CHECK(w.labels(w.modal["blocks"]) ==
          std::vector<std::string>{"Stop following", "History", "Who can see this?"});
    w.press_in_modal("UEVE", "Stop following");
    CHECK_FALSE(w.record("REQ-1").has("followers"));
}

TEST_CASE("who stops following a private ticket reads nothing more of it, and nobody follows it by a button",
          "[kernel][followers][privacy]")
{
    World w;
    w.command("UMIA", "/ticket", "");
    w.submit("UMIA", {{"What do you need?", "a quiet matter"}, {"Private", "yes"}});
    w.press("UANA", w.message(World::kTriage, "a quiet matter"), "Take it");
    w.choose("UANA", w.message(World::kTriage, "a quiet matter"), "Followers…");
    w.submit("UANA", {{"Who follows it?", "UEVE"}});
    w.press("UEVE", w.message("DUEVE", "added you"), "Open");
    w.press_in_modal("UEVE", "Stop following");
    CHECK_THAT(w.modal.dump(), Catch::Contains("no longer follow") && !Catch::Contains("quiet matter"));
    for (const char* user : {"UBEN", "UAUD"}) {
        w.press(user, w.message("DUMIA", "a quiet matter"), "Follow");
        CHECK_THAT(w.refused, Catch::Contains("private"));
    }
    w.press("UEVE", w.message("DUMIA", "a quiet matter"), "Follow");
    CHECK(w.refused == "There is no INC-1 that you may see.");
    CHECK_FALSE(w.record("INC-1").has("followers"));
}
