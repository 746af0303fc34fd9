#include "bot/introduction.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::bot;

namespace {

slack::CallResult info(const std::string& channel_json)
{
    return slack::read_result("conversations.info", 200, "",
                              "{\"ok\":true,\"channel\":" + channel_json + "}");
}

}  // namespace

TEST_CASE("missing scopes are named once, events of the manifest are not scopes", "[bot]")
{
    CHECK(missing_scopes("chat:write,commands, users:read",
                         {"chat:write", "commands", "message.im", "users:read"})
              .empty());
    CHECK(missing_scopes("", {"chat:write"}).empty());
    const auto findings = missing_scopes("chat:write", {"chat:write", "commands", "im:write", "message.im"});
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].text.find("commands, im:write") != std::string::npos);
    CHECK(findings[0].text.find("message.im") == std::string::npos);
    CHECK(findings[0].text.find("install") != std::string::npos);
}

TEST_CASE("what is off for lack of an optional scope is said, and is no failure", "[bot]")
{
    const auto findings = missing_scopes("chat:write", {"chat:write", "im:history", "reactions:read"});
    REQUIRE(findings.size() == 3);
    for (const Finding& finding : findings) CHECK(finding.is_choice);
    CHECK(findings[1].text.find("direct messages") != std::string::npos);
    CHECK(findings[1].text.find("im:history") != std::string::npos);
    CHECK(findings[2].text.find(":ticket:") != std::string::npos);
    CHECK_FALSE(missing_scopes("chat:write", {"commands", "im:history"}).front().is_choice);
}

TEST_CASE("what is wrong with a channel is named, and a public agent channel is refused", "[bot]")
{
    struct Row {
        std::string json;
        bool is_for_agents;
        bool is_fatal;
        std::string says;
    };
    const auto row = GENERATE(values<Row>({
        {R"({"name":"triage","is_private":false,"is_member":true})", true, true, "is public"},
        {R"({"name":"triage","is_private":true,"is_member":false})", true, false, "/invite"},
        {R"({"name":"help","is_private":false,"is_member":false})", false, false, "/invite"},
        {R"({"name":"help","is_private":false,"is_member":true,"is_archived":true})", false, false,
         "archived"},
    }));
    const auto finding = judge_channel("it", "C1", row.is_for_agents, info(row.json));
    REQUIRE(finding);
    CHECK(finding->is_fatal == row.is_fatal);
    CHECK(finding->text.find(row.says) != std::string::npos);
    CHECK(finding->text.find("C1") != std::string::npos);
}

TEST_CASE("a good channel gives no finding, an unknown one says how to make it known", "[bot]")
{
    CHECK_FALSE(judge_channel("it", "C1", true, info(R"({"name":"t","is_private":true,"is_member":true})")));
    CHECK_FALSE(
        judge_channel("it", "C1", false, info(R"({"name":"h","is_private":false,"is_member":true})")));
    const auto unknown = judge_channel(
        "it", "C1", true,
        slack::read_result("conversations.info", 200, "", R"({"ok":false,"error":"channel_not_found"})"));
    REQUIRE(unknown);
    CHECK_FALSE(unknown->is_fatal);
    CHECK(unknown->text.find("invite the bot") != std::string::npos);
}
