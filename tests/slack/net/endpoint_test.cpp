#include "slack/net/endpoint.hpp"

#include "slack/net/form.hpp"
#include "slack/net/proxy.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::slack;

TEST_CASE("an address is split into its parts, and the query is kept byte for byte")
{
    const auto url = parse_url("wss://WSS-primary.slack.com/link/?ticket=a%2Fb~c==&app_id=1+2");
    REQUIRE(url);
    CHECK(url->scheme == "wss");
    CHECK(url->host == "wss-primary.slack.com");
    CHECK(url->port == "443");
    CHECK(url->target == "/link/?ticket=a%2Fb~c==&app_id=1+2");
    CHECK(url->authority() == "wss-primary.slack.com");
    CHECK(url->is_secure());
    CHECK_FALSE(url->is_loopback());
}

TEST_CASE("an address without a path gets one, and a fragment is not sent")
{
    CHECK(parse_url("https://slack.com")->target == "/");
    CHECK(parse_url("https://slack.com?a=1#top")->target == "/?a=1");
    CHECK(parse_url("http://127.0.0.1:8065/api/")->port == "8065");
    const auto six = parse_url("http://[::1]:9/x");
    REQUIRE(six);
    CHECK(six->host == "::1");
    CHECK(six->authority() == "[::1]:9");
    CHECK(six->is_loopback());
}

TEST_CASE("what is no usable address is refused without being repeated")
{
    for (const char* text : {"", "slack.com", "ftp://slack.com/", "https://", "https://:443/", "https://a:0/",
                             "https://a:70000/", "https://a:1x/", "https://[::1/", "https://a b/",
                             "https://a/\r\nX: y", "https://user:hunter2@slack.com/"}) {
        const auto url = parse_url(text);
        INFO(text);
        REQUIRE_FALSE(url);
        CHECK(url.error().code() == Errc::invalid_input);
        CHECK(url.error().detail().find("hunter2") == std::string::npos);
    }
    CHECK_FALSE(parse_url("https://a/" + std::string(9000, 'x')));
}

TEST_CASE("only this machine is loopback, whatever a name looks like")
{
    for (const char* host : {"127.0.0.1", "127.8.9.1", "localhost"})
        CHECK(parse_url("http://" + std::string(host) + "/")->is_loopback());
    for (const char* host : {"127.0.0.1.example.com", "128.0.0.1", "localhost.example.com", "10.0.0.1"})
        CHECK_FALSE(parse_url("http://" + std::string(host) + "/")->is_loopback());
}

TEST_CASE("NO_PROXY names hosts and domains")
{
    CHECK(bypasses_proxy("slack.com", "*"));
    CHECK(bypasses_proxy("slack.com", "example.org, Slack.com"));
    CHECK(bypasses_proxy("wss-primary.slack.com", ".slack.com"));
    CHECK(bypasses_proxy("wss-primary.slack.com", "slack.com"));
    CHECK(bypasses_proxy("127.0.0.1", "localhost,127.0.0.1"));
    CHECK_FALSE(bypasses_proxy("notslack.com", "slack.com"));
    CHECK_FALSE(bypasses_proxy("slack.com", ""));
    CHECK_FALSE(bypasses_proxy("slack.com", " , ,"));
}

TEST_CASE("a proxy's address may carry a user and a password")
{
    const auto proxy = parse_proxy("http://ana:p%40ss@proxy.example.com:3128");
    REQUIRE(proxy);
    REQUIRE(proxy->has_value());
    CHECK((*proxy)->host == "proxy.example.com");
    CHECK((*proxy)->port == "3128");
    CHECK((*proxy)->credentials == "Basic " + base64("ana:p@ss"));
    CHECK(connect_request(**proxy, "slack.com", "443") ==
          "CONNECT slack.com:443 HTTP/1.1\r\nHost: slack.com:443\r\nProxy-Authorization: Basic "
          "YW5hOnBAc3M=\r\n\r\n");
    CHECK(parse_proxy("")->has_value() == false);
    CHECK(parse_proxy("proxy:8080")->value().credentials.empty());
    CHECK(parse_proxy("http://a:100%@b:1")->value().credentials == "Basic " + base64("a:100%"));
    CHECK_FALSE(parse_proxy("https://proxy:8080"));
    CHECK_FALSE(parse_proxy("http://u:p@:x"));
}

TEST_CASE("the proxy's answer is understood, and a refusal says what to do")
{
    CHECK(read_connect_answer("HTTP/1.1 200 Connection established\r\n\r\n"));
    CHECK(read_connect_answer("HTTP/1.0 200\r\n\r\n"));
    for (const char* head :
         {"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "HTTP/1.0 401 Unauthorized\r\n\r\n"}) {
        const auto denied = read_connect_answer(head);
        REQUIRE_FALSE(denied);
        CHECK(denied.error().detail().find("HTTPS_PROXY") != std::string::npos);
    }
    CHECK_FALSE(read_connect_answer("HTTP/1.1 403 Forbidden\r\n\r\n"));
    CHECK_FALSE(read_connect_answer("SSH-2.0-x\r\n\r\n"));
    CHECK_FALSE(read_connect_answer(""));
}

TEST_CASE("arguments are form encoded, whatever they hold")
{
    CHECK(form_encoded({}).empty());
    CHECK(form_encoded({{"text", "a b&c=d+ü\n"}, {"channel", "C1"}}) ==
          "channel=C1&text=a+b%26c%3Dd%2B%C3%BC%0A");
    CHECK(form_encoded({{"blocks", R"([{"a":"b"}])"}}) == "blocks=%5B%7B%22a%22%3A%22b%22%7D%5D");
}
