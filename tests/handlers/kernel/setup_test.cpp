#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;

namespace {

/// The bot is invited to a channel.
void invite(World& w, const std::string& inviter, const std::string& channel, bool is_private)
{
    w.send(slack::MembershipEvent{true, "UBOT", channel, inviter, is_private});
}

World with_admin()
{
    World w;
    w.admins = {"UADA"};
    w.members["CNEW"] = {"UDORA", "UEVE", "UBOT"};
    return w;
}

void set_up(World& w, const std::string& name = "People team")
{
    invite(w, "UADA", "CNEW", true);
    w.press("UADA", w.whispers.back(), "Agents of a new inbox…");
    w.submit("UADA", {{"Name", name}, {"Calendar", "business"}});
}

}  // namespace

TEST_CASE(
    "an administrator who invites the bot to a private channel makes it the agents' channel of a new inbox")
{
    World w = with_admin();
    set_up(w);
    CHECK(w.modal.dump().find("*People team* is set up") != std::string::npos);
    CHECK(w.message("CNEW", "agents' channel of *People team*").channel == "CNEW");

    w.command("UDORA", "/desk", "queue");
    CHECK(w.refused.empty());  // whoever is a member is an agent
    w.command("UMIA", "/desk", "queue");
    CHECK(w.refused.find("The queue is for agents") != std::string::npos);
    w.command("UDORA", "/desk", "inboxes");
    CHECK(w.ack.dump().find("2 agents in <#CNEW>") != std::string::npos);  // the bot is none

    w.command("UMIA", "/ticket", "");
    w.submit("UMIA", {{"What do you need?", "A reference letter"}, {"Inbox", "People team"}});
    CHECK(w.message("CNEW", "A reference letter").channel == "CNEW");
    CHECK(w.record("INC-1").at(attr::kInbox) == "people-team");
}

TEST_CASE("a channel that was connected in Slack takes requests for its inbox")
{
    World w = with_admin();
    set_up(w);
    invite(w, "UADA", "CASK", false);
    w.press_menu("UADA", w.whispers.back(), "Requests of an inbox", "People team");
    CHECK(w.message("CASK", "connected this channel with *People team*").channel == "CASK");
    w.command("UMIA", "/ticket", "a holiday form", "CASK");
    CHECK(w.record("REQ-1").at(attr::kInbox) == "people-team");
}

TEST_CASE("a public channel is never offered to agents, and says why")
{
    World w = with_admin();
    invite(w, "UADA", "CPUBLIC", false);
    const auto labels = w.labels(w.whispers.back().blocks);
    CHECK(labels == std::vector<std::string>{"Requests of an inbox"});
    CHECK(w.whispers.back().blocks.dump().find("everybody could read") != std::string::npos);
}

TEST_CASE("whoever is no administrator connects a public channel with the default inbox, for all to see")
{
    World w = with_admin();
    invite(w, "UMIA", "CCHAT", false);
    CHECK(w.message("CCHAT", "connected this channel with *IT help*").channel == "CCHAT");
    w.command("UMIA", "/ticket", "hello there", "CCHAT");
    CHECK(w.record("REQ-1").at(attr::kInbox) == "it");
}

TEST_CASE(
    "whoever is no administrator cannot make a private channel anything, an administrator can from there")
{
    World w = with_admin();
    invite(w, "UMIA", "CNEW", true);
    const Posted note = w.message("CNEW", "administrator of the workspace");
    w.press("UMIA", note, "Set up…");
    CHECK(w.refused.find("Only administrators") != std::string::npos);
    invite(w, "UADA", "CELSE", true);  // whoever is known as one
    w.press("UADA", note, "Set up…");
    CHECK(w.whispers.back().channel == "CNEW UADA");
    w.press("UADA", w.whispers.back(), "Agents of a new inbox…");
    CHECK(w.modal["title"]["text"] == "Set up inbox");
}

TEST_CASE("a form that was opened by an administrator is refused to whoever is none")
{
    World w = with_admin();
    invite(w, "UADA", "CNEW", true);
    w.press("UADA", w.whispers.back(), "Agents of a new inbox…");
    w.submit("UMIA", {{"Name", "Mine"}, {"Calendar", "business"}});
    CHECK(w.refused.find("Only administrators") != std::string::npos);
    store::Unit unit(*w.db, w.now);
    CHECK(unit.setups.newest().empty());
}

TEST_CASE("one agents' channel can serve several inboxes")
{
    World w = with_admin();
    set_up(w);
    w.members["CBOTH"] = {"UDORA", "UFAY"};
    invite(w, "UADA", "CBOTH", true);
    w.press("UADA", w.whispers.back(), "Agents of a new inbox…");
    w.submit("UADA", {{"Name", "Payroll"}, {"Calendar", "business"}});
    const Posted asked = w.whispers.front();
    invite(w, "UADA", "CTHIRD", true);
    w.press_menu("UADA", w.whispers.back(), "Agents of an inbox", "People team");
    w.press_menu("UADA", w.whispers.back(), "Agents of an inbox", "Payroll");
    w.command("UADA", "/desk", "inboxes");
    const std::string list = w.ack.dump();
    CHECK(list.find("*People team*") != std::string::npos);
    CHECK(list.find("*Payroll*") != std::string::npos);
    store::Unit unit(*w.db, w.now);
    const Settings& settings = w.desk->as_of(unit).settings();
    CHECK(settings.inbox("people-team")->agent_channel == "CTHIRD");
    CHECK(settings.inbox("payroll")->agent_channel == "CTHIRD");
}

TEST_CASE("with another agents' channel who is not in it gives back what they hold, as soon as that is known")
{
    World w = with_admin();
    set_up(w);
    for (const char* title : {"A reference letter", "A holiday", "A bonus"}) {
        w.command("UMIA", "/ticket", "");
        w.submit("UMIA", {{"What do you need?", title}, {"Inbox", "People team"}});
    }
    w.press("UDORA", w.message("CNEW", "A reference letter"), "Take it");
    w.press("UDORA", w.message("CNEW", "A holiday"), "Take it");
    w.press("UEVE", w.message("CNEW", "A bonus"), "Take it");
    w.members["CSECOND"] = {"UEVE", "UFAY", "UBOT"};
    const auto move_there = [&w] {
        invite(w, "UADA", "CSECOND", true);
        w.press_menu("UADA", w.whispers.back(), "Agents of an inbox", "People team");
    };
    SECTION("Slack is asked at once") { move_there(); }
    SECTION("of the agents' channel of another inbox it is known already")
    {
        invite(w, "UADA", "CSECOND", true);
        const Posted question = w.whispers.back();
        w.press("UADA", question, "Agents of a new inbox…");
        w.submit("UADA", {{"Name", "Payroll"}, {"Calendar", "business"}});
        w.lost.insert("conversations.members");
        w.press_menu("UADA", question, "Agents of an inbox", "People team");
    }
    CHECK(w.all("CSECOND", "DORA is no agent here any more. 2 tickets are unassigned now").size() == 1);
    CHECK_FALSE(w.record("INC-1").has(attr::kAssignee));
    CHECK_FALSE(w.record("INC-2").has(attr::kAssignee));
    CHECK(w.record("INC-3").at(attr::kAssignee) == "UEVE");
    CHECK(w.all("CSECOND", "EVE is no agent").empty());
    w.press("UFAY", w.message("CSECOND", "unassigned now"), "Assign…");
    CHECK(w.refused.empty());
}

TEST_CASE("while Slack has named only some of the members nobody is taken for gone")
{
    World w = with_admin();
    set_up(w);
    w.command("UMIA", "/ticket", "");
    w.submit("UMIA", {{"What do you need?", "A letter"}, {"Inbox", "People team"}});
    w.press("UDORA", w.message("CNEW", "A letter"), "Take it");
    w.members["CSECOND"] = {"UEVE"};
    w.members["CSECOND>2"] = {"UDORA"};
    invite(w, "UADA", "CSECOND", true);
    w.press_menu("UADA", w.whispers.back(), "Agents of an inbox", "People team");
    CHECK(w.record("INC-1").at(attr::kAssignee) == "UDORA");
    CHECK(w.all("CSECOND", "unassigned now").empty());
}

TEST_CASE("inboxes of the configuration file are not changed in Slack")
{
    World w = with_admin();
    invite(w, "UADA", "CNEW", true);
    w.press_menu("UADA", w.whispers.back(), "Agents of an inbox", "IT help");
    CHECK(w.refused.find("stands in the configuration file") != std::string::npos);
    w.command("UADA", "/desk", "inboxes");
    CHECK(w.ack.dump().find("from the configuration") != std::string::npos);
    CHECK(w.labels(w.ack["blocks"]).empty());
}

TEST_CASE("an inbox that was set up in Slack is changed there, by administrators")
{
    World w = with_admin();
    set_up(w);
    w.command("UADA", "/desk", "inboxes");
    const Json list = w.ack["blocks"];
    const Posted shown{"CNEW", "", "", "", list};
    w.press("UMIA", shown, "Change…");
    CHECK(w.refused.find("Only administrators") != std::string::npos);
    w.press("UADA", shown, "Change…");
    w.submit("UADA", {{"Name", "People & culture"}, {"Calendar", "24x7"}});
    store::Unit unit(*w.db, w.now);
    const kernel::Desk desk = w.desk->as_of(unit);
    REQUIRE(desk.settings().inbox("people-team") != nullptr);
    CHECK(desk.settings().inbox("people-team")->name == "People & culture");
    CHECK(desk.levels(unit).back().levels->inbox_calendars.at("people-team") == "24x7");
}

TEST_CASE(
    "how an inbox talks with its requesters is changed in Slack, and wrong numbers are said at their field")
{
    World w = with_admin();
    set_up(w);
    w.command("UADA", "/desk", "inboxes");
    const Posted shown{"CNEW", "", "", "", w.ack["blocks"]};
    w.press("UADA", shown, "Change…");
    CHECK_THAT(w.modal.dump(),
               Catch::Contains("\"initial_value\":\"10\"") && Catch::Contains("\"initial_value\":\"20\""));
    const std::map<std::string, std::string> entered{
        {"Seconds in which an answer can be taken back", "30"},
        {"Copy files up to so many megabytes", "5"},
        {"A plain message in the agents' thread is", "An answer: the requester reads it"},
        {"Answer as a team", "yes"}};
    SECTION("it is in force at once, and stored under who did it")
    {
        w.submit("UADA", entered);
        REQUIRE(w.refused.empty());
        store::Unit unit(*w.db, w.now);
        const kernel::Desk desk = w.desk->as_of(unit);
        const InboxSettings* inbox = desk.settings().inbox("people-team");
        REQUIRE(inbox != nullptr);
        CHECK(inbox->undo_seconds == 30);
        CHECK(inbox->file_megabytes == 5);
        CHECK(inbox->is_plain_public);
        CHECK(inbox->hides_agents);
        CHECK(inbox->name == "People team");
        const auto row = w.db->query("SELECT changed_by FROM setup ORDER BY id DESC LIMIT 1");
        REQUIRE(row->step());
        CHECK(row->text(0) == "UADA");
        w.press("UADA", shown, "Change…");
        CHECK_THAT(w.modal.dump(),
                   Catch::Contains("\"initial_value\":\"30\"") && Catch::Contains("\"initial_value\":\"5\""));
    }
    SECTION("a number that is none, or too large, is refused where it stands")
    {
        for (const char* wrong : {"61", "-1", "ten", "5 s", ""}) {
            INFO(wrong);
            auto other = entered;
            other["Seconds in which an answer can be taken back"] = wrong;
            w.submit("UADA", other);
            CHECK_THAT(w.ack.dump(), Catch::Contains("undo_seconds") && Catch::Contains("from 0 to 60"));
            w.press("UADA", shown, "Change…");
        }
        w.submit("UADA", {{"Copy files up to so many megabytes", "101"}});
        CHECK_THAT(w.ack.dump(), Catch::Contains("file_limit_mb") && Catch::Contains("from 0 to 100"));
    }
    SECTION("who is no administrator changes nothing")
    {
        w.submit("UDORA", entered);
        CHECK(w.refused.find("Only administrators") != std::string::npos);
    }
    store::Unit unit(*w.db, w.now);
    CHECK(w.desk->as_of(unit).settings().inbox("it")->undo_seconds == w.settings.inboxes[0].undo_seconds);
}

TEST_CASE("the bot in a channel that is in use already asks nothing")
{
    World w = with_admin();
    invite(w, "UADA", World::kTriage, true);
    invite(w, "UADA", World::kHelp, false);
    CHECK(w.whispers.empty());
}

TEST_CASE("a desk without any inbox says how the first one comes about")
{
    World w = with_admin();
    w.desk = std::make_unique<kernel::Desk>(all_processes(), Settings{},
                                            kernel::Self{"UBOT", "BBOT", "T1", "A1", "https://t.slack.com/"});
    w.command("UMIA", "/ticket", "help");
    w.command("UMIA", "/ticket", "printer on fire");
    CHECK(w.refused.find("invites me to a private channel") != std::string::npos);
    invite(w, "UADA", "CPUBLIC", false);
    CHECK(w.whispers.back().blocks.dump().find("There is no inbox yet") != std::string::npos);
    set_up(w, "!!!");
    w.command("UMIA", "/ticket", "printer on fire");
    CHECK(w.refused.empty());
    CHECK(w.record("REQ-1").at(attr::kInbox) == "inbox");
}

TEST_CASE("a channel where people ask never becomes the agents' channel, nor the other way round")
{
    World w = with_admin();
    set_up(w);
    invite(w, "UADA", "CBOTH", true);
    const Posted question = w.whispers.back();
    w.press_menu("UADA", question, "Requests of an inbox", "People team");
    w.press_menu("UADA", question, "Agents of an inbox", "People team");
    CHECK(w.refused.find("People ask in this channel") != std::string::npos);
    w.press("UADA", question, "Agents of a new inbox…");
    w.submit("UADA", {{"Name", "Payroll"}, {"Calendar", "business"}});
    CHECK(w.refused.find("People ask in this channel") != std::string::npos);

    invite(w, "UADA", "CSECOND", true);
    const Posted second = w.whispers.back();
    w.press_menu("UADA", second, "Agents of an inbox", "People team");
    w.press_menu("UADA", second, "Requests of an inbox", "People team");
    CHECK(w.refused.find("Agents answer in this channel") != std::string::npos);
    store::Unit unit(*w.db, w.now);
    const Settings& settings = w.desk->as_of(unit).settings();
    CHECK(settings.inbox("people-team")->agent_channel == "CSECOND");
    CHECK(settings.inbox("people-team")->request_channels == std::vector<std::string>{"CBOTH"});
}
