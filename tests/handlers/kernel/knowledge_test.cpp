// What a team knows: entries, ready answers, and what people are shown before and after they ask.
#include "world.hpp"

#include "store/event_log.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;

namespace {

constexpr const char* kArticle = "Article, suggested to people who ask";
constexpr const char* kReady = "Ready answer, for agents only";

/// An agent writes an entry for "it" down.
void know(World& w, const std::string& kind, const std::string& title, const std::string& text,
          const std::string& review = "")
{
    w.command("UANA", "/desk", "knowledge new");
    std::map<std::string, std::string> entered{{"Kind", kind}, {"Title", title}, {"Text", text}};
    if (!review.empty())
        entered["Review on"] = review;
    w.submit("UANA", entered);
    REQUIRE(w.refused.empty());
}

void is_sound(World& w)
{
    const auto report = store::verify(*w.db, {});
    INFO((report.faults.empty() ? std::string() : report.faults.front()));
    CHECK(report.faults.empty());
}

std::string shown(const Json& json) { return json.dump(-1, ' ', false); }

/// How many private messages to this person have these words.
std::size_t whispered(const World& w, const std::string& user, const std::string& words)
{
    std::size_t count = 0;
    for (const Posted& one : w.whispers)
        if (one.channel.ends_with(" " + user) && shown(one.blocks).find(words) != std::string::npos)
            ++count;
    return count;
}

Posted last_whisper(const World& w, const std::string& words)
{
    for (auto it = w.whispers.rbegin(); it != w.whispers.rend(); ++it)
        if (shown(it->blocks).find(words) != std::string::npos)
            return *it;
    FAIL("nobody was told " << words);
    return {};
}

void file(World& w, const std::string& user, const std::string& title)
{
    w.command(user, "/ticket", "");
    w.submit(user, {{"What do you need?", title}});
}

void mark_as_known(World& w, const std::string& card, const std::string& title)
{
    w.choose("UANA", w.message(World::kTriage, card), "Known issue…");
    w.submit("UANA", {{"What everybody reads", title}});
    REQUIRE(w.refused.empty());
}

}  // namespace

TEST_CASE("an agent writes down an entry, edits and retires it; every version is kept", "[kernel][knowledge]")
{
    World w;
    know(w, kArticle, "Reset the VPN", "Press the red button twice.");
    CHECK_THAT(shown(w.modal), Catch::Contains("Press the red button twice."));
    w.command("UBEN", "/desk", "knowledge button");
    w.press_in_modal("UBEN", "Open");
    w.press_in_modal("UBEN", "Edit");
    w.submit("UBEN", {{"Text", "Press the green button twice."}});
    CHECK_THAT(shown(w.modal), Catch::Contains("green") && Catch::Contains("version 2"));
    w.press_in_modal("UBEN", "Retire");
    w.command("UBEN", "/desk", "knowledge button");
    CHECK_THAT(shown(w.modal), Catch::Contains("No entry has these words"));
    store::Unit unit(*w.db, w.now);
    CHECK(unit.knowledge.versions(1, 10).size() == 3);
    is_sound(w);
}

TEST_CASE("who is no agent of the inbox neither lists nor changes its knowledge", "[kernel][knowledge]")
{
    World w;
    know(w, kArticle, "Reset the VPN", "Press the red button twice.");
    w.command("UANA", "/desk", "knowledge vpn");
    const Json list = w.modal;
    w.command("UMIA", "/desk", "knowledge");
    CHECK_THAT(w.refused, Catch::Contains("written down by its agents"));
    w.modal = list;
    w.press_in_modal("UCHLOE", "Open");
    CHECK_THAT(w.refused, Catch::Contains("Only the agents of its inbox"));
    w.command("UCHLOE", "/desk", "knowledge vpn");
    CHECK_THAT(shown(w.modal), Catch::Contains("No entry"));
}

TEST_CASE("an entry that somebody else saved meanwhile is not overwritten", "[kernel][knowledge]")
{
    World w;
    know(w, kArticle, "Reset the VPN", "Red.");
    w.press_in_modal("UANA", "Edit");
    const Json form = w.modal;
    w.submit("UANA", {{"Text", "Green."}});
    w.modal = form;
    w.submit("UBEN", {{"Text", "Blue."}});
    CHECK_THAT(w.refused, Catch::Contains("Somebody else saved this entry"));
}

TEST_CASE("a solved ticket becomes knowledge; a private one only when the agent answers for it",
          "[kernel][knowledge]")
{
    World w;
    w.command("UMIA", "/ticket", "");
    w.submit("UMIA", {{"What do you need?", "My salary slip is wrong"}, {"Private", "yes"}});
    w.press("UANA", w.message(World::kTriage, "INC-1 My salary"), "Resolve");
    w.submit("UANA", {{"Resolution", "Clear the cache"}});
    w.choose("UANA", w.message(World::kTriage, "INC-1 My salary"), "Save as knowledge…");
    const Json form = w.modal;
    CHECK_THAT(shown(form), Catch::Contains("Clear the cache") && !Catch::Contains("salary"));
    w.submit("UANA", {{"Title", "Slips"}});
    CHECK_THAT(w.refused, Catch::Contains("nothing private is in it"));
    w.modal = form;
    w.submit("UANA", {{"Title", "Slips"}, {"I have read it: nothing private is in it", "yes"}});
    CHECK(w.refused.empty());
    w.modal = form;
    w.submit("UEVE", {{"Title", "Slips"}, {"I have read it: nothing private is in it", "yes"}});
    CHECK_FALSE(w.refused.empty());
}

TEST_CASE("a ready answer fills the reply below what was typed, and sending it counts", "[kernel][knowledge]")
{
    World w;
    know(w, kReady, "Greeting", "Hello {requester}, {number} is with {agent} of {inbox}. {other}");
    file(w, "UMIA", "Printer jam");
    w.press("UANA", w.message(World::kTriage, "INC-1 Printer"), "Reply");
    w.change("UANA", "Ready answer", {{"Reply", "Good morning!"}, {"Ready answer", "Greeting"}});
    CHECK_THAT(shown(w.modal),
               Catch::Contains("Good morning!\\n\\nHello MIA, INC-1 is with ANA of IT help. {other}"));
    w.change("UANA", "Ready answer", {{"Ready answer", "Greeting"}});
    w.submit("UANA", {});
    CHECK(w.refused.empty());
    CHECK(w.all("DUMIA", "Hello MIA, INC-1 is with ANA").size() == 1);
    w.command("UANA", "/ticket", "canned hello");
    CHECK_THAT(shown(w.ack), Catch::Contains("used 1 time"));
    is_sound(w);
}

TEST_CASE("a ready answer names the team where the inbox hides its agents", "[kernel][knowledge][privacy]")
{
    World w;
    w.settings.inboxes[0].hides_agents = true;
    w.set_up();
    know(w, kReady, "Greeting", "{agent} looks at {number}");
    file(w, "UMIA", "Printer jam");
    w.press("UANA", w.message(World::kTriage, "INC-1 Printer"), "Reply");
    w.change("UANA", "Ready answer", {{"Ready answer", "Greeting"}});
    CHECK_THAT(shown(w.modal), Catch::Contains("IT help looks at INC-1"));
}

TEST_CASE("ready answers are for agents: others ask with the same words, and are not suggested any",
          "[kernel][knowledge]")
{
    World w;
    know(w, kReady, "Canned soup machine", "We know that it is empty.");
    w.command("UMIA", "/ticket", "canned soup machine is empty");
    CHECK(w.record("REQ-1").at("title") == "canned soup machine is empty");
    CHECK_THAT(shown(w.ack), !Catch::Contains("This solved it"));
    w.command("UMIA", "/desk", "canned soup");
    CHECK_THAT(w.refused, Catch::Contains("for agents"));
}

TEST_CASE("a solution can name the entry that it follows", "[kernel][knowledge]")
{
    World w;
    know(w, kArticle, "Reset the VPN", "Press the red button twice.");
    file(w, "UMIA", "Something else");
    w.press("UANA", w.message(World::kTriage, "INC-1 Something"), "Resolve");
    w.submit("UANA", {{"Resolution", "As written down"}, {"Knowledge", "Reset the VPN"}});
    CHECK(w.record("INC-1").at("knowledge_entry") == "1");
    CHECK_THAT(shown(w.message(World::kTriage, "INC-1 Something").blocks), Catch::Contains("As *Reset the VPN* says"));
    is_sound(w);
}

TEST_CASE("the owner is reminded once of a review, and then the entry is not suggested",
          "[kernel][knowledge]")
{
    World w;
    know(w, kArticle, "Reset the VPN", "Press the red button twice.", "2026-10-01");
    w.now += std::chrono::hours{24 * 60};
    w.fire_timers();
    w.fire_timers();
    CHECK(w.all("DUANA", "still right?").size() == 1);
    w.command("UANA", "/desk", "knowledge");
    CHECK_THAT(shown(w.modal), Catch::Contains("review was due on 2026-10-01"));
    w.command("UMIA", "/ticket", "Reset my VPN please");
    CHECK_THAT(shown(w.ack), !Catch::Contains("This solved it"));
    w.press("UANA", w.message("DUANA", "still right?"), "Edit");
    w.submit("UANA", {});
    CHECK_THAT(w.refused, Catch::Contains("This day is over"));
}

TEST_CASE("the form shows what is known once, keeps what was typed, and raises the ticket all the same",
          "[kernel][knowledge]")
{
    World w;
    know(w, kArticle, "Reset the VPN", "Press the red button twice.");
    w.command("UMIA", "/ticket", "");
    w.submit("UMIA", {{"What do you need?", "The VPN needs a reset"}, {"Details", "Since Monday"}});
    CHECK(w.modal["submit"]["text"] == "Send anyway");
    CHECK_THAT(shown(w.modal), Catch::Contains("Press the red button") && Catch::Contains("Since Monday"));
    w.submit("UMIA", {});
    CHECK(w.record("INC-1").at("details") == "Since Monday");
}

TEST_CASE("the form asks what is known when a title is entered", "[kernel][knowledge]")
{
    World w;
    know(w, kArticle, "Reset the VPN", "Press the red button twice.");
    w.command("UMIA", "/ticket", "");
    w.change("UMIA", "What do you need?", {{"What do you need?", "The VPN needs a reset"}});
    CHECK_THAT(shown(w.modal), Catch::Contains("Press the red button"));
    w.press_in_modal("UMIA", "This solved it");
    CHECK_THAT(shown(w.modal), Catch::Contains("No ticket was needed"));
    CHECK_FALSE(w.modal.contains("submit"));
    store::Unit unit(*w.db, w.now);
    CHECK(unit.records.count() == 0);
    CHECK(unit.knowledge.count_self_served("it", UtcTime{}, w.now + std::chrono::hours{1}) == 1);
    CHECK(unit.knowledge.find(1)->helped == 1);
}

TEST_CASE("whoever asks for somebody else is not asked whether it is solved", "[kernel][knowledge]")
{
    World w;
    know(w, kArticle, "Reset the VPN", "Press the red button twice.");
    w.command("UANA", "/ticket", "");
    w.submit("UANA", {{"What do you need?", "The VPN needs a reset"}, {"Who is it for?", "UMIA"}});
    CHECK(w.record("INC-1").at("requester") == "UMIA");
}

TEST_CASE("an inbox that does not want to suggest does not", "[kernel][knowledge]")
{
    World w;
    w.settings.inboxes[0].suggest = false;
    w.set_up();
    know(w, kArticle, "Reset the VPN", "Press the red button twice.");
    file(w, "UMIA", "The VPN needs a reset");
    CHECK(w.record("INC-1").at("title") == "The VPN needs a reset");
}

TEST_CASE("a message becomes a ticket at once; a suggestion that solves it closes it, counted apart",
          "[kernel][knowledge]")
{
    World w;
    w.settings.inboxes[0].auto_create = true;
    w.set_up();
    know(w, kArticle, "Reset the VPN", "Press the red button twice.");
    w.write("UMIA", World::kHelp, "The VPN needs a reset");
    CHECK(w.record("REQ-1").at("category") == "new");
    CHECK(whispered(w, "UMIA", "Press the red button") == 1);
    const Posted known = last_whisper(w, "Press the red button");
    w.press("UEVE", known, "This solved it");
    CHECK_FALSE(w.refused.empty());
    w.press("UMIA", known, "This solved it");
    CHECK(w.refused.empty());
    CHECK(w.record("REQ-1").at("category") == "closed");
    CHECK(w.record("REQ-1").at("self_served") == "entry:1");
    w.press("UMIA", known, "This solved it");
    CHECK_THAT(w.refused, Catch::Contains("not open any more"));
    store::Unit unit(*w.db, w.now);
    CHECK(unit.knowledge.find(1)->helped == 1);
    is_sound(w);
}

TEST_CASE("Keep it changes nothing, and a command shows what is known in its answer", "[kernel][knowledge]")
{
    World w;
    know(w, kArticle, "Reset the VPN", "Press the red button twice.");
    w.command("UMIA", "/ticket", "The VPN needs a reset");
    CHECK_THAT(shown(w.ack), Catch::Contains("Press the red button") && Catch::Contains("Keep it"));
    w.press("UMIA", {World::kHelp, "", "", "", w.ack["blocks"]}, "Keep it");
    CHECK(w.record("REQ-1").at("category") == "new");
    CHECK(whispered(w, "UMIA", "stays with the team") == 1);
}

TEST_CASE("of solved tickets people are shown only what they may see and what is not private",
          "[kernel][knowledge]")
{
    World w;
    w.command("UMIA", "/ticket", "");
    w.submit("UMIA", {{"What do you need?", "Projector lamp broken"}});
    w.command("UMIA", "/ticket", "");
    w.submit("UMIA", {{"What do you need?", "Projector lamp secret"}, {"Private", "yes"}});
    for (const char* number : {"INC-1", "INC-2"}) {
        w.press("UANA", w.message(World::kTriage, number), "Resolve");
        w.submit("UANA", {{"Resolution", "Changed the bulb"}});
    }
    w.command("UMIA", "/ticket", "Projector lamp again");
    CHECK_THAT(shown(w.ack), Catch::Contains("Changed the bulb") && Catch::Contains("INC-1 Projector") &&
                                 !Catch::Contains("secret"));
    w.command("UEVE", "/ticket", "Projector lamp is dark");
    CHECK_THAT(shown(w.ack), !Catch::Contains("Changed the bulb"));
}

TEST_CASE(
    "a known issue is offered first by the title that agents chose; Me too follows it instead of a ticket",
    "[kernel][knowledge]")
{
    World w;
    file(w, "UMIA", "Mail of the board is down");
    mark_as_known(w, "INC-1 Mail", "Mail is slow today");
    know(w, kArticle, "Mail on the phone", "How to set up mail that is slow.");
    w.command("UEVE", "/ticket", "");
    w.change("UEVE", "What do you need?", {{"What do you need?", "My mail is slow"}});
    CHECK_THAT(shown(w.modal),
               Catch::Contains("Known issue: *Mail is slow today*") && !Catch::Contains("board"));
    CHECK(shown(w.modal).find("Mail is slow today") < shown(w.modal).find("Mail on the phone"));
    w.press_in_modal("UEVE", "Me too");
    CHECK_THAT(shown(w.modal), Catch::Contains("hear when it is solved"));
    const Json done = w.modal;
    CHECK(w.record("INC-1").at("followers") == "UEVE");
    CHECK_THAT(shown(w.message(World::kTriage, "INC-1 Mail").blocks), Catch::Contains("1 person has it too"));
    w.modal = done;
    w.press_in_modal("UEVE", "Not me");
    CHECK_FALSE(w.record("INC-1").has("followers"));
    CHECK_FALSE(w.record("INC-1").has("me_too_count"));
    is_sound(w);
}

TEST_CASE("who has a known issue too is counted once and hears when it is solved", "[kernel][knowledge]")
{
    World w;
    w.settings.inboxes[0].auto_create = true;
    w.set_up();
    file(w, "UMIA", "Mail is down");
    mark_as_known(w, "INC-1 Mail", "Mail is slow today");
    w.write("UEVE", World::kHelp, "My mail is slow");
    const Posted known = last_whisper(w, "Mail is slow today");
    w.press("UEVE", known, "Me too");
    CHECK(w.refused.empty());
    CHECK(w.record("REQ-1").at("category") == "void");
    CHECK(w.record("REQ-1").at("duplicate_of") == "INC-1");
    w.command("UEVE", "/ticket", "Mail is slow again");
    w.press("UEVE", {World::kHelp, "", "", "", w.ack["blocks"]}, "Me too");
    CHECK(w.record("INC-1").at("me_too_count") == "1");
    w.press("UANA", w.message(World::kTriage, "INC-1 Mail"), "Resolve");
    w.submit("UANA", {{"Resolution", "Moved to the new server"}});
    CHECK(w.all("DUEVE", "Moved to the new server").size() == 1);
    w.press("UMIA", w.message("DUMIA", "solved INC-1"), "Yes, solved");
    store::Unit unit(*w.db, w.now);
    CHECK(unit.me_toos.of(1, 10).empty());
    is_sound(w);
}

TEST_CASE("only agents mark a known issue, and no private ticket becomes one", "[kernel][knowledge]")
{
    World w;
    file(w, "UMIA", "Mail is down");
    w.choose("UANA", w.message(World::kTriage, "INC-1 Mail"), "Known issue…");
    w.submit("UMIA", {{"What everybody reads", "Hello everybody"}});
    CHECK_FALSE(w.refused.empty());
    CHECK_FALSE(w.record("INC-1").has("known_issue"));
    w.command("UMIA", "/ticket", "");
    w.submit("UMIA", {{"What do you need?", "Mail secret"}, {"Private", "yes"}});
    for (const Json& block : w.message(World::kTriage, "INC-2").blocks)
        CHECK_THAT(shown(block), !Catch::Contains("Known issue…"));
}
