#include "config/environment.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace deskbell;
using namespace deskbell::config;

namespace {

/// Variables and files that exist only in this test.
struct World {
    std::map<std::string, std::string> variables;
    std::map<std::string, std::string> files;

    LoadedEnvironment read() const
    {
        const auto find = [](const auto& in, const std::string& name) -> std::optional<std::string> {
            const auto it = in.find(name);
            return it == in.end() ? std::nullopt : std::optional<std::string>(it->second);
        };
        return read_environment([&](const std::string& name) { return find(variables, name); },
                                [&](const std::string& path) { return find(files, path); });
    }
};

}  // namespace

TEST_CASE("an empty environment has usable defaults and names both tokens as missing", "[config]")
{
    const auto loaded = World{}.read();
    CHECK(loaded.faults.empty());
    CHECK(loaded.environment.api_url == "https://slack.com/api/");
    CHECK(loaded.environment.database == "./deskbell.db");
    CHECK(loaded.environment.log_level == "info");
    const auto missing = missing_tokens(loaded.environment);
    REQUIRE(missing.size() == 2);
    CHECK(missing[0].key == "SLACK_APP_TOKEN");
    CHECK(missing[1].key == "SLACK_BOT_TOKEN");
}

TEST_CASE("tokens come from variables, files or systemd credentials", "[config]")
{
    const World variables{{{"SLACK_APP_TOKEN", "xapp-1-A"}, {"SLACK_BOT_TOKEN", "xoxb-2"}}, {}};
    const World files{{{"SLACK_APP_TOKEN_FILE", "/a"}, {"SLACK_BOT_TOKEN_FILE", "/b"}},
                      {{"/a", "xapp-1-A\n"}, {"/b", " xoxb-2 \n"}}};
    const World credentials{{{"CREDENTIALS_DIRECTORY", "/run/c"}},
                            {{"/run/c/SLACK_APP_TOKEN", "xapp-1-A\n"}, {"/run/c/slack_bot_token", "xoxb-2"}}};
    for (const World* world : {&variables, &files, &credentials}) {
        const auto loaded = world->read();
        INFO(to_text(loaded.faults));
        CHECK(loaded.faults.empty());
        CHECK(loaded.environment.app_token == "xapp-1-A");
        CHECK(loaded.environment.bot_token == "xoxb-2");
        CHECK(missing_tokens(loaded.environment).empty());
    }
}

TEST_CASE("a wrong token is named by its kind and never printed", "[config]")
{
    struct Row {
        std::string name, value, says;
    };
    const auto row = GENERATE(values<Row>({
        {"SLACK_APP_TOKEN", "xoxb-secret1", "Put it into SLACK_BOT_TOKEN"},
        {"SLACK_BOT_TOKEN", "xapp-secret1", "Put it into SLACK_APP_TOKEN"},
        {"SLACK_BOT_TOKEN", "xoxp-secret1", "a user token"},
        {"SLACK_BOT_TOKEN", "secret1", "not a Slack token"},
        {"SLACK_BOT_TOKEN", "xoxb-", "Copy it again"},
        {"SLACK_BOT_TOKEN", "xoxb-secret1 xoxb-secret1", "Copy it again"},
        {"SLACK_BOT_TOKEN", "xoxb-secret1\"", "Copy it again"},
    }));
    const auto loaded = World{{{row.name, row.value}}, {}}.read();
    REQUIRE(loaded.faults.size() == 1);
    const std::string text = to_text(loaded.faults[0]);
    CHECK(text.find(row.says) != std::string::npos);
    CHECK(text.find("secret1") == std::string::npos);
    CHECK(loaded.faults[0].key == row.name);
}

TEST_CASE("a token given twice or in an unreadable file is a fault", "[config]")
{
    const auto twice =
        World{{{"SLACK_BOT_TOKEN", "xoxb-1"}, {"SLACK_BOT_TOKEN_FILE", "/b"}}, {{"/b", "xoxb-1"}}}.read();
    REQUIRE(twice.faults.size() == 1);
    CHECK(twice.faults[0].mend.find("only one") != std::string::npos);
    const auto unreadable = World{{{"SLACK_BOT_TOKEN_FILE", "/nowhere"}}, {}}.read();
    REQUIRE(unreadable.faults.size() == 1);
    CHECK(unreadable.faults[0].key == "SLACK_BOT_TOKEN_FILE");
}

TEST_CASE("plain http is accepted on this machine only", "[config]")
{
    const auto url = [](const std::string& text) { return World{{{"SLACK_API_URL", text}}, {}}.read(); };
    CHECK(url("http://127.0.0.1:8065/api").environment.api_url == "http://127.0.0.1:8065/api/");
    CHECK(url("http://localhost:1/").faults.empty());
    CHECK(url("http://[::1]:1/").faults.empty());
    CHECK(url("https://slack-gov.com/api/").faults.empty());
    for (const char* bad :
         {"http://slack.com/api/", "http://127.0.0.1.example.com/", "http://localhost.example/",
          "ftp://127.0.0.1/", "slack.com", "https://", "http://127.0.0.1@example.com/"})
        CHECK(url(bad).faults.size() == 1);
}

TEST_CASE("words for the log are checked, and capitals do not matter", "[config]")
{
    CHECK(World{{{"DESKBELL_LOG", "DEBUG"}}, {}}.read().environment.log_level == "debug");
    CHECK(World{{{"DESKBELL_LOG_FORMAT", "json"}}, {}}.read().environment.log_as_json);
    const auto loaded = World{{{"DESKBELL_LOG", "loud"}, {"DESKBELL_LOG_FORMAT", "xml"}}, {}}.read();
    CHECK(loaded.faults.size() == 2);
    CHECK(loaded.environment.log_level == "info");
}

TEST_CASE("proxy and trust are taken over, small letters too", "[config]")
{
    const auto loaded =
        World{{{"https_proxy", "http://p:1"}, {"NO_PROXY", "a.b"}, {"SSL_CERT_FILE", "/ca"}}, {}}.read();
    CHECK(loaded.environment.proxy == "http://p:1");
    CHECK(loaded.environment.no_proxy == "a.b");
    CHECK(loaded.environment.ca_file == "/ca");
    CHECK(
        World{{{"https_proxy", "http://s:1"}, {"HTTPS_PROXY", "http://l:1"}}, {}}.read().environment.proxy ==
        "http://l:1");
}
