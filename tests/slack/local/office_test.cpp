#include "slack/local/acts.hpp"
#include "slack/local/messages.hpp"
#include "tests/slack/local/fixture.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace deskbell::slack::local;

namespace {

Json act(Office& office, const char* kind, Json request)
{
    const Person* who = office.ws.person(request.value("as", "U0ANA"));
    return plain_act(kind)(office.ws, *who, request, office.now);
}

std::string error(const Json& answer) { return answer.value("error", ""); }

/// Somebody of another company comes into #help-it; returns their id.
std::string outsider(Office& office)
{
    const Json made = act(office, "invite_outsider", {{"channel", "C0HELPIT"}, {"name", "Eva Lund"}});
    return made.at("user");
}

}  // namespace

TEST_CASE("who is deactivated is in no channel any more, and only user_change says so", "[local][office]")
{
    Office office;
    office.call("chat.postMessage", {{"channel", "U0EMMA"}, {"text", "before"}});
    office.events();
    act(office, "deactivate", {{"user", "U0EMMA"}});
    const auto events = office.events();
    REQUIRE(events.size() == 1);
    CHECK(events[0]["type"] == "user_change");
    CHECK(events[0]["user"]["deleted"] == true);
    CHECK_FALSE(office.ws.channel("C0HELPIT")->has("U0EMMA"));
    CHECK(error(office.call("conversations.open", {{"users", "U0EMMA"}})) == "user_disabled");
    CHECK(error(office.call("chat.postEphemeral",
                            {{"channel", "C0HELPIT"}, {"user", "U0EMMA"}, {"text", "x"}})) ==
          "user_not_in_channel");
    CHECK(office.call("chat.postMessage", {{"channel", "U0EMMA"}, {"text", "nobody reads it"}})["ok"] ==
          true);
    act(office, "reactivate", {{"user", "U0EMMA"}});
    CHECK(office.events().back()["user"]["deleted"] == false);
    CHECK(office.call("conversations.open", {{"users", "U0EMMA"}})["ok"] == true);
}

TEST_CASE("nobody writes or reacts in an archived channel, the app neither", "[local][office]")
{
    Office office;
    const std::string ts = office.posted();
    office.events();
    act(office, "archive", {{"channel", "C0HELPIT"}});
    const auto events = office.events();
    REQUIRE(events.size() == 2);
    CHECK(events[0]["subtype"] == "channel_archive");
    CHECK(events[1] == Json{{"type", "channel_archive"},
                            {"channel", "C0HELPIT"},
                            {"user", "U0ANA"},
                            {"event_ts", events[1]["event_ts"]}});
    const Json there = {{"channel", "C0HELPIT"}, {"text", "x"}};
    CHECK(error(act(office, "post", there)) == "is_archived");
    CHECK(error(office.call("chat.postMessage", there)) == "is_archived");
    CHECK(error(office.call("chat.update", {{"channel", "C0HELPIT"}, {"ts", ts}, {"text", "y"}})) ==
          "is_inactive");
    CHECK(
        error(office.call("reactions.add", {{"channel", "C0HELPIT"}, {"timestamp", ts}, {"name", "eyes"}})) ==
        "is_archived");
    CHECK(office.call("conversations.info", {{"channel", "C0HELPIT"}})["channel"]["is_archived"] == true);
    act(office, "unarchive", {{"channel", "C0HELPIT"}});
    CHECK(office.events().back()["type"] == "channel_unarchive");
    CHECK(office.call("chat.postMessage", there)["ok"] == true);
}

TEST_CASE("a private channel is archived under a name of its own", "[local][office]")
{
    Office office;
    office.events();
    act(office, "archive", {{"as", "U0CHLOE"}, {"channel", "C0TRIAGEIT"}});
    CHECK(office.events().back()["type"] == "group_archive");
}

TEST_CASE("people from outside are seen as such, and make their channel a shared one", "[local][office]")
{
    Office office;
    const std::string eva = outsider(office);
    office.events();
    const Json person = office.call("users.info", {{"user", eva}})["user"];
    CHECK(person["team_id"] != office.ws.team_id);
    CHECK_FALSE(person["profile"].contains("email"));
    CHECK(office.call("users.list", Json::object()).dump().find(eva) == std::string::npos);
    CHECK(office.call("conversations.info", {{"channel", "C0HELPIT"}})["channel"]["is_ext_shared"] == true);
    CHECK(error(office.call("conversations.open", {{"users", eva}})) == "user_not_visible");
    CHECK(error(office.call("chat.postMessage", {{"channel", eva}, {"text", "x"}})) == "channel_not_found");
    act(office, "post", {{"as", eva}, {"channel", "C0HELPIT"}, {"text", "hello"}});
    const auto events = office.events();
    REQUIRE(events.size() == 1);
    CHECK(events[0]["user_team"] == person["team_id"]);
}

TEST_CASE("a new colleague is announced", "[local][office]")
{
    Office office;
    const Json made = act(office, "add_person", {{"name", "Noa Berg"}});
    const auto events = office.events();
    REQUIRE(events.size() == 1);
    CHECK(events[0]["type"] == "team_join");
    CHECK(events[0]["user"]["id"] == made["user"]);
    CHECK(events[0]["user"]["team_id"] == office.ws.team_id);
}

TEST_CASE("an app that was installed without a scope is refused calls and hears no events", "[local][office]")
{
    Office office;
    const std::string ts = office.posted();
    office.ws.withheld = {"reactions:write", "channels:history", "chat:write.customize", "users:read"};
    const Json refused =
        office.call("reactions.add", {{"channel", "C0HELPIT"}, {"timestamp", ts}, {"name", "eyes"}});
    CHECK(error(refused) == "missing_scope");
    CHECK(refused["needed"] == "reactions:write");
    CHECK(refused["provided"].get<std::string>().find("reactions:write") == std::string::npos);
    CHECK(office.call("conversations.history", {{"channel", "C0HELPIT"}})["needed"] == "channels:history");
    CHECK(office.call("chat.postMessage",
                      {{"channel", "C0HELPIT"}, {"text", "x"}, {"username", "Ana"}})["needed"] ==
          "chat:write.customize");
    const auto who = office.raw(Office::request("auth.test", "application/json", "{}"));
    CHECK(who.headers.at("X-OAuth-Scopes").find("channels:history") == std::string::npos);
    office.events();
    act(office, "post", {{"channel", "C0HELPIT"}, {"text", "unheard"}});
    act(office, "deactivate", {{"user", "U0EMMA"}});
    CHECK(office.events().empty());
}

TEST_CASE("the app can be taken out of a channel", "[local][office]")
{
    Office office;
    act(office, "remove", {{"channel", "C0HELPIT"}, {"user", office.ws.app.user_id}});
    CHECK(office.events().back()["type"] == "member_left_channel");
    CHECK(error(office.call("chat.postMessage", {{"channel", "C0HELPIT"}, {"text", "x"}})) ==
          "not_in_channel");
}
