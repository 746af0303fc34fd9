// The message shortcut "Save as knowledge": what was said becomes an entry, by who may read it and answers
// for it.
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using Catch::Contains;

namespace {

constexpr const char* kOnlyAgents = "Only the agents of a ticket's inbox";

void save(World& w, const std::string& user, const Posted& message)
{
    slack::MessageShortcut shortcut;
    shortcut.actor.user = user;
    shortcut.actor.team = "T1";
    shortcut.callback_id = "knowledge_from_message";
    shortcut.message.channel = message.channel;
    shortcut.message.text = message.text;
    shortcut.message.ts = message.ts;
    shortcut.message.thread_ts = message.thread_ts;
    w.send(shortcut);
}

/// Ana's answer to Mia, as it stands on Mia's side.
Posted answered(World& w, const std::string& title)
{
    w.press("UANA", w.message(World::kTriage, title), "Reply");
    w.submit("UANA", {{"Reply", "Hold both keys for ten seconds"}});
    w.now += std::chrono::minutes{1};
    w.fire_timers();
    return w.message("DUMIA", "Hold both keys");
}

}  // namespace

TEST_CASE("an agent saves an answer as knowledge: the form has its words and the ticket's title",
          "[kernel][knowledge]")
{
    World w;
    w.command("UMIA", "/ticket", "the keyboard is dead");
    const Posted answer = answered(w, "keyboard");
    save(w, "UANA", answer);
    REQUIRE(w.modal["title"]["text"] == "New knowledge");
    CHECK_THAT(w.modal.dump(),
               Contains("Hold both keys for ten seconds") && Contains("the keyboard is dead"));
    w.submit("UANA", {{"Title", "A dead keyboard"}});
    CHECK(w.refused == "");
    w.command("UBEN", "/desk", "knowledge");
    CHECK_THAT(w.ack.dump() + w.modal.dump(), Contains("A dead keyboard"));
}

TEST_CASE("a message of the agents' channel becomes an entry of their inbox", "[kernel][knowledge]")
{
    World w;
    w.write("UBEN", World::kTriage, "The VPN needs the new certificate");
    save(w, "UANA", {World::kTriage, "1790000900.000100", "", "The VPN needs the new certificate"});
    CHECK_THAT(w.modal.dump(), Contains("The VPN needs the new certificate"));
}

TEST_CASE("who is no agent of the ticket's inbox is refused in words that tell nothing of it",
          "[kernel][knowledge][privacy]")
{
    World w;
    w.command("UMIA", "/ticket", "the keyboard is dead");
    const Posted answer = answered(w, "keyboard");
    for (const char* user : {"UMIA", "UEVE", "UCHLOE", "UBOSS"}) {
        INFO(user);
        save(w, user, answer);
        CHECK_THAT(w.modal.dump(), Contains(kOnlyAgents) && !Contains("keyboard") && !Contains("REQ-1"));
    }
    save(w, "UANA", {"CELSEWHERE", "1790000900.000100", "", "lunch?"});
    CHECK_THAT(w.modal.dump(), Contains(kOnlyAgents));
}

TEST_CASE("of a private ticket the title is left out, and the agent answers for the words",
          "[kernel][knowledge][privacy]")
{
    World w;
    w.command("UMIA", "/ticket", "");
    w.submit("UMIA", {{"What do you need?", "my salary is wrong"}, {"Private", "yes"}});
    const Posted answer = answered(w, "my salary");
    save(w, "UANA", answer);
    CHECK_THAT(w.modal.dump(), Contains("nothing private is in it") && !Contains("my salary"));
}
