#include "handlers/kernel/scopes.hpp"
#include "handlers/kernel/setup/troubles.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;

namespace {

std::vector<std::string> input_labels(const Json& modal)
{
    std::vector<std::string> out;
    for (const Json& block : modal["blocks"])
        if (block["type"] == "input")
            out.push_back(block["label"]["text"]);
    return out;
}

}  // namespace

TEST_CASE("the form New ticket has the promised labels, and changes with the type", "[kernel][form]")
{
    World w;
    w.command("UMIA", "/ticket", "");
    CHECK(w.modal["title"]["text"] == "New ticket");
    CHECK(input_labels(w.modal) == std::vector<std::string>{"What do you need?", "Details", "Type", "Inbox",
                                                            "How many are affected?", "How badly?",
                                                            "Who is it for?", "Private"});
    slack::BlockAction change;
    change.actor.user = "UMIA";
    change.action_id = change.block_id = "type";
    change.value.text = "request";
    change.view =
        slack::ViewState{"V1", "h1", "new:ticket", w.modal["private_metadata"], "", "V1", "modal", {}};
    change.view->values["type"].text = "request";
    change.view->values["title"].text = "A chair";
    w.send(change);
    CHECK(input_labels(w.modal) == std::vector<std::string>{"What do you need?", "Details", "Type", "Inbox",
                                                            "Who is it for?", "Private"});
    CHECK(w.modal["blocks"][0]["element"]["initial_value"] == "A chair");
    w.submit("UMIA", {});
    CHECK(w.record("REQ-1").at("title") == "A chair");
}

TEST_CASE("a process that is declared only has its forms, lists, buttons and permissions",
          "[kernel][improvement]")
{
    World w;
    w.command("UMIA", "/desk", "improvement new");
    CHECK(w.modal["title"]["text"] == "New improvement idea");
    w.submit("UMIA", {{"Title", "Fewer forms"}, {"Idea", "Ask less, guess more"}});
    CHECK(w.modal["title"]["text"] == "IMP-1");
    w.command("UEVE", "/desk", "improvement list");
    CHECK_THAT(w.ack.dump(), Catch::Contains("IMP-1") && Catch::Contains("Fewer forms"));
    w.command("UEVE", "/desk", "IMP-1");
    CHECK(w.labels(w.ack["blocks"]).empty());
    w.command("UOMAR", "/desk", "IMP-1");
    CHECK(w.labels(w.ack["blocks"]) == std::vector<std::string>{"Quantify", "More"});
    w.press("UOMAR", {"CHELP UOMAR", "", "", "", w.ack["blocks"]}, "Quantify");
    w.submit("UOMAR", {{"Goal", "Less effort"},
                       {"Measure", "Fields per form"},
                       {"Unit", "fields"},
                       {"Target", "3"},
                       {"Kind of value", "Quality"}});
    CHECK(w.record("IMP-1").at("state") == "quantified");
    CHECK(w.record("IMP-1").at("measure") == "Fields per form");
}

TEST_CASE("the queue shows the most urgent first and pages in a modal", "[kernel][lists]")
{
    World w;
    for (int i = 1; i <= 23; ++i) w.command("UMIA", "/ticket", "ticket number " + std::to_string(i));
    w.command("UANA", "/desk", "queue");
    CHECK_THAT(w.ack.dump(), Catch::Contains("REQ-1*") && Catch::Contains("Show all 23"));
    w.press("UANA", {"CHELP UANA", "", "", "", w.ack["blocks"]}, "Show all 23");
    CHECK_THAT(w.modal.dump(), Catch::Contains("Showing 1 to 10 of 23"));
    w.press_in_modal("UANA", "Next");
    CHECK_THAT(w.modal.dump(), Catch::Contains("Showing 11 to 20 of 23"));
    w.press_in_modal("UANA", "Next");
    CHECK_THAT(w.modal.dump(), Catch::Contains("Showing 21 to 23 of 23"));
    w.command("UMIA", "/ticket", "mine");
    CHECK_THAT(w.ack.dump(), Catch::Contains("REQ-23"));
    w.command("UMIA", "/ticket", "find number 7 status:open");
    CHECK_THAT(w.ack.dump(), Catch::Contains("REQ-7*"));
}

TEST_CASE("App Home shows an employee their tickets and an agent the work", "[kernel][home]")
{
    World w;
    w.command("UMIA", "/ticket", "a new monitor");
    w.send(slack::HomeOpened{"UMIA", "home", ""});
    CHECK_THAT(w.homes["UMIA"].dump(), Catch::Contains("a new monitor") && !Catch::Contains("Unassigned"));
    w.send(slack::HomeOpened{"UANA", "home", ""});
    CHECK_THAT(w.homes["UANA"].dump(), Catch::Contains("Unassigned") && Catch::Contains("a new monitor"));
    CHECK(w.homes["UANA"]["type"] == "home");
}

TEST_CASE("a row of App Home keeps its button when the Home is drawn again", "[kernel][home]")
{
    World w;
    w.command("UMIA", "/ticket", "a new monitor");
    w.send(slack::HomeOpened{"UANA", "home", ""});
    const auto rows_of = [&] {
        std::vector<std::string> out;
        for (const Json& block : w.homes["UANA"]["blocks"])
            if (block.value("block_id", "").find(":REQ-") != std::string::npos)
                out.push_back(block["block_id"]);
        return out;
    };
    const auto before = rows_of();
    w.command("UMIA", "/ticket", "a new chair");
    w.send(slack::HomeOpened{"UANA", "home", ""});
    const auto after = rows_of();
    REQUIRE(before.size() == 1);
    CHECK(before[0] == "unassigned:REQ-1");
    CHECK(std::find(after.begin(), after.end(), before[0]) != after.end());
}

TEST_CASE("a button or form of another version is refused with what to do", "[kernel][click]")
{
    World w;
    Posted old{
        "CHELP", "1.1", "", "",
        Json::parse(
            R"([{"type":"actions","elements":[{"type":"button","action_id":"v0_take","value":"REQ-1","text":{"type":"plain_text","text":"Old"}}]}])")};
    w.press("UMIA", old, "Old");
    CHECK_THAT(w.whispers.back().text, Catch::Contains("not of this version"));
    w.modal = Json::parse(
        R"({"callback_id":"v0_form","blocks":[{"type":"input","block_id":"x","label":{"text":"X"},"element":{"type":"plain_text_input"}}]})");
    w.submit("UMIA", {{"X", "words"}});
    CHECK(w.ack["response_action"] == "errors");
    CHECK(w.ack["errors"].contains("x"));
}

TEST_CASE("the smallest manifest reads nothing that people write, and keeps commands, cards and members",
          "[kernel][manifest]")
{
    const Json manifest = Json::parse(kernel::manifest_of(true));
    const std::string text = manifest.dump();
    for (const char* scope :
         {"im:history", "channels:history", "groups:history", "reactions:read", "files:write"})
        CHECK_THAT(text, !Catch::Contains(scope));
    CHECK_THAT(text, !Catch::Contains("message.im") && !Catch::Contains("reaction_added"));
    const Json& scopes = manifest["oauth_config"]["scopes"]["bot"];
    for (const char* scope : {"chat:write", "commands", "groups:read", "im:write", "users:read"})
        CHECK(std::find(scopes.begin(), scopes.end(), scope) != scopes.end());
    CHECK(manifest["features"]["app_home"]["messages_tab_read_only_enabled"] == true);
}

TEST_CASE("who runs the desk is told once what is off for lack of scopes", "[kernel][manifest]")
{
    World w;
    w.settings.roles["manager"] = {"UMANA"};
    w.set_up();
    for (const std::vector<std::string>& missing : {std::vector<std::string>{"im:history"},
                                                    {"im:history"},
                                                    {"im:history", "files:write"},
                                                    {"chat:write"}}) {
        store::Unit unit(*w.db, w.now);
        kernel::settle_scopes(*w.desk, missing, unit);
        w.fire_timers();
    }
    REQUIRE(w.all("DUMANA", "is off").size() == 2);
    CHECK_THAT(w.message("DUMANA", "is off").text, Catch::Contains("files:write"));
}

TEST_CASE("the manifest names every command, the shortcuts and the scopes we use", "[kernel][manifest]")
{
    World w;
    const Json manifest = Json::parse(w.desk->manifest());
    CHECK(manifest["features"]["slash_commands"].size() == 2);
    CHECK(manifest["features"]["shortcuts"][1]["callback_id"] == "ticket_from_message");
    CHECK(manifest["features"]["shortcuts"][2]["callback_id"] == "knowledge_from_message");
    CHECK(manifest["settings"]["socket_mode_enabled"] == true);
    CHECK(manifest["oauth_config"]["scopes"]["bot"].size() == w.desk->scopes().size());
    CHECK(manifest["display_information"]["description"].get<std::string>().size() <= 140);
}

TEST_CASE("help names what each command does", "[kernel][commands]")
{
    World w;
    w.command("UMIA", "/ticket", "help");
    CHECK_THAT(w.ack.dump(), Catch::Contains("/ticket mine"));
    w.command("UMIA", "/desk", "help");
    CHECK_THAT(w.ack.dump(), Catch::Contains("improvement"));
    w.command("UMIA", "/desk", "queu");
    CHECK_THAT(w.refused, Catch::Contains("Did you mean `/desk queue`?"));
}

TEST_CASE("the buttons of an old receipt, which had six, still work", "[kernel][click]")
{
    World w;
    w.command("UMIA", "/ticket", "a new chair");
    Posted old = w.message("DUMIA", "REQ-1");
    old.blocks = Json::parse(R"([{"type":"actions","elements":[
        {"type":"button","action_id":"followers","value":"REQ-1","text":{"type":"plain_text","text":"Followers…"}},
        {"type":"button","action_id":"history","value":"REQ-1","text":{"type":"plain_text","text":"History"}},
        {"type":"button","action_id":"do:withdraw","value":"REQ-1","text":{"type":"plain_text","text":"Withdraw"}}]}])");
    w.press("UMIA", old, "Followers…");
    CHECK(w.modal["title"]["text"] == "Followers");
    w.press("UMIA", old, "History");
    CHECK(w.modal["title"]["text"] == "History");
    w.press("UMIA", old, "Withdraw");
    CHECK(w.record("REQ-1").at("category") == "void");
}

TEST_CASE("words after a command that takes none are not answered with the same command", "[kernel]")
{
    World w;
    w.command("UANA", "/desk", "forms edit it");
    CHECK_THAT(w.refused + w.ack.dump(), Catch::Contains("`/desk forms` takes no words after it"));
    w.command("UANA", "/desk", "form");
    CHECK_THAT(w.refused + w.ack.dump(), Catch::Contains("Did you mean `/desk forms`?"));
}
