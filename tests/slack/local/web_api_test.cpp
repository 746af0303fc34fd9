#include "tests/slack/local/fixture.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace deskbell::slack;
using namespace deskbell::slack::local;

TEST_CASE("a token of the wrong kind is refused as Slack does", "[local][api]")
{
    Office office;
    const auto error = [&](const std::string& method, const std::string& token) {
        const auto answer =
            office.raw(Office::request(method, "application/x-www-form-urlencoded", "", token));
        CHECK(answer.status == 200);
        return Json::parse(answer.body).value("error", "");
    };
    CHECK(error("auth.test", "") == "not_authed");
    CHECK(error("auth.test", "xoxz-1") == "invalid_auth");
    CHECK(error("users.list", "xapp-1") == "not_allowed_token_type");
    CHECK(error("apps.connections.open", "xoxb-1") == "not_allowed_token_type");
    CHECK(error("apps.connections.open", "xapp-1").empty());
    CHECK(error("no.such.method", "xoxb-1") == "unknown_method");
}

TEST_CASE("the token may come as a form field and is not kept in the ledger", "[local][api]")
{
    Office office;
    const auto answer = office.raw(
        Office::request("auth.test", "application/x-www-form-urlencoded", "token=xoxb-secret", ""));
    CHECK(Json::parse(answer.body).at("user_id") == "U0DESKBELL");
    CHECK(office.ledger.json(0).size() == 1);
    CHECK(office.ledger.json(0).dump().find("secret") == std::string::npos);
    CHECK(answer.headers.at("X-OAuth-Scopes").find("chat:write") != std::string::npos);
}

TEST_CASE("a reading method ignores a JSON body, a writing one takes it", "[local][api]")
{
    Office office;
    const std::string json = "application/json; charset=utf-8";
    const auto reading = office.raw(Office::request("conversations.info", json, R"({"channel":"C0HELPIT"})"));
    CHECK(Json::parse(reading.body).at("error") == "channel_not_found");
    const auto writing =
        office.raw(Office::request("chat.postMessage", json, R"({"channel":"C0HELPIT","text":"hi"})"));
    CHECK(Json::parse(writing.body).at("ok") == true);
    const auto broken = office.raw(Office::request("chat.postMessage", json, "{"));
    CHECK(Json::parse(broken.body).at("error") == "invalid_json");
    const auto list = office.raw(Office::request("chat.postMessage", json, "[]"));
    CHECK(Json::parse(list.body).at("error") == "json_not_object");
}

TEST_CASE("posts beyond one a second in a channel get 429 with Retry-After", "[local][api]")
{
    Office office(true);
    const auto post = [&](const std::string& channel) {
        return office.raw(Office::request("chat.postMessage", "application/x-www-form-urlencoded",
                                          "text=hi&channel=" + channel));
    };
    for (int i = 0; i < 4; ++i) CHECK(post("C0HELPIT").status == 200);
    const auto limited = post("C0HELPIT");
    CHECK(limited.status == 429);
    CHECK(limited.headers.at("Retry-After") == "1");
    CHECK(Json::parse(limited.body).at("error") == "ratelimited");
    CHECK(post("C0HELPFAC").status == 200);
    office.now += std::chrono::seconds{1};
    CHECK(post("C0HELPIT").status == 200);
    CHECK(post("C0HELPIT").status == 429);
}

TEST_CASE("a method has its tier's calls a minute, and others are not affected", "[local][api]")
{
    Office office(true);
    const auto call = [&](const char* method) {
        return office.raw(Office::request(method, "application/x-www-form-urlencoded", "")).status;
    };
    for (int i = 0; i < 20; ++i) CHECK(call("users.list") == 200);
    CHECK(call("users.list") == 429);
    CHECK(call("auth.test") == 200);
}

TEST_CASE("ordered faults strike the named method as often as ordered", "[local][faults]")
{
    Office office;
    const auto order = [&](const Json& fault) { REQUIRE(office.faults.add(fault)); };
    const auto call = [&](const char* method) {
        return office.raw(Office::request(method, "application/x-www-form-urlencoded", "", "xoxb-1"));
    };
    order({{"kind", "api_error"}, {"method", "auth.test"}, {"error", "fatal_error"}, {"count", 2}});
    CHECK(Json::parse(call("team.info").body).at("ok") == true);
    CHECK(Json::parse(call("auth.test").body).at("error") == "fatal_error");
    CHECK(Json::parse(call("auth.test").body).at("error") == "fatal_error");
    CHECK(Json::parse(call("auth.test").body).at("ok") == true);

    order({{"kind", "http_status"}, {"method", "*"}, {"status", 503}});
    CHECK(call("team.info").status == 503);
    order({{"kind", "http_status"}, {"method", "team.info"}, {"status", 429}, {"retry_after", 7}});
    CHECK(call("team.info").headers.at("Retry-After") == "7");

    order({{"kind", "slow"}, {"method", "auth.test"}, {"ms", 250}});
    const auto request = Office::request("auth.test", "", "");
    CHECK(office.api.delay_of(request) == std::chrono::milliseconds{250});
    CHECK(office.api.delay_of(request) == std::chrono::milliseconds{0});
    CHECK_FALSE(office.faults.add({{"kind", "earthquake"}}));
}

TEST_CASE("a lost reply leaves the work done and the connection cut", "[local][faults]")
{
    Office office;
    REQUIRE(office.faults.add({{"kind", "lose_reply"}, {"method", "chat.postMessage"}}));
    const auto answer = office.raw(Office::request("chat.postMessage", "application/x-www-form-urlencoded",
                                                   "channel=C0HELPIT&text=once"));
    CHECK(answer.status == 0);
    CHECK(office.ws.channel("C0HELPIT")->messages.size() == 1);
    CHECK(office.ledger.json(0)[0]["result"]["reply_lost"] == true);
}

TEST_CASE("refused openings are counted down and then over", "[local][faults]")
{
    Office office;
    REQUIRE(office.faults.add({{"kind", "refuse_open"}, {"error", "internal_error"}, {"count", 1}}));
    const auto open = [&] {
        return Json::parse(office.raw(Office::request("apps.connections.open", "", "", "xapp-1")).body);
    };
    CHECK(open().at("error") == "internal_error");
    CHECK(open().at("url") == "ws://link");
}

TEST_CASE("the ledger gives the calls after a number, and forgets the oldest", "[local][api]")
{
    Ledger ledger;
    for (std::size_t i = 0; i < Ledger::kCallsMax + 2; ++i)
        ledger.add("m", doc(Json::object()), doc(Json::object()), kStart);
    CHECK(ledger.json(0).size() == Ledger::kCallsMax);
    CHECK(ledger.json(0)[0]["n"] == 3);
    CHECK(ledger.json(Ledger::kCallsMax + 1).size() == 1);
}
