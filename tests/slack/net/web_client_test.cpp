#include "slack/net/web_client.hpp"

#include "fake_slack.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <catch2/catch.hpp>

#include <optional>

using namespace deskbell;
using namespace deskbell::slack;
using namespace deskbell::slack::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

using Slot = std::shared_ptr<std::optional<CallResult>>;

asio::awaitable<void> fill(asio::awaitable<CallResult> what, Slot slot)
{
    CallResult result = co_await std::move(what);
    slot->emplace(std::move(result));
}

/// Begins a call; the slot is filled when it ends.
Slot begin(asio::io_context& io, asio::awaitable<CallResult> what)
{
    auto slot = std::make_shared<std::optional<CallResult>>();
    auto filling = fill(std::move(what), slot);
    asio::co_spawn(io, std::move(filling), asio::detached);
    return slot;
}

CallResult finish(asio::io_context& io, asio::awaitable<CallResult> what)
{
    const Slot slot = begin(io, std::move(what));
    REQUIRE(run_until(io, [&] { return slot->has_value(); }));
    return **slot;
}

Call post(std::string channel, std::string text = "hi")
{
    return Call("chat.postMessage", {{"channel", std::move(channel)}, {"text", std::move(text)}});
}

std::unique_ptr<FakeAnswer> answer(FakeAnswer what) { return std::make_unique<FakeAnswer>(std::move(what)); }

FakeAnswer json(std::string body, int status = 200, std::string headers = {})
{
    FakeAnswer out;
    out.status = status;
    out.headers = std::move(headers);
    out.body = std::move(body);
    return out;
}

}  // namespace

TEST_CASE("a call is a form encoded POST with the bot's token in the header")
{
    asio::io_context io;
    FakeSlack slack(io);
    WebClient web(io.get_executor(), slack.endpoint());
    const auto result = finish(io, web.call(post("C1", "a&b ü")));
    CHECK(result.ok);
    CHECK(result.http_status == 200);
    CHECK(result.request_id == "req1");
    CHECK(result.scopes == "chat:write");
    REQUIRE(slack.calls.size() == 1);
    const HttpCall& call = slack.calls[0];
    CHECK(call.line == "POST /api/chat.postMessage HTTP/1.1");
    CHECK(call.headers.at("authorization") == "Bearer xoxb-1-2-secretsecret");
    CHECK(call.headers.at("content-type") == "application/x-www-form-urlencoded");
    CHECK(call.headers.at("user-agent").starts_with("Deskbell"));
    CHECK(call.body == "channel=C1&text=a%26b+%C3%BC");
}

TEST_CASE("a Home of two hundred kilobytes travels in the body, never in the address", "[pitfall-65]")
{
    // slackapi/slack-api-specs#67: 414
    asio::io_context io;
    FakeSlack slack(io);
    slack.on_call = [](const HttpCall& call) {
        return answer(json(R"({"ok":true})", call.line.size() > 8192 ? 414 : 200));
    };
    WebClient web(io.get_executor(), slack.endpoint());
    const std::string view(200'000, 'v');
    CHECK(finish(io, web.call(Call("views.publish", {{"user_id", "U1"}, {"view", view}}))).ok);
    CHECK(slack.calls.at(0).line == "POST /api/views.publish HTTP/1.1");
    CHECK(slack.calls.at(0).body.ends_with("&view=" + view));
}

TEST_CASE("apps.connections.open goes out with the app's token and an empty body")
{
    asio::io_context io;
    FakeSlack slack(io);
    WebClient web(io.get_executor(), slack.endpoint());
    Call call("apps.connections.open", {});
    call.with_app_token = true;
    const auto result = finish(io, web.call(std::move(call)));
    CHECK(result.ok);
    CHECK(slack.calls.at(0).headers.at("authorization") == "Bearer xapp-1-A0FAKE-1-secretsecret");
    CHECK(slack.calls.at(0).headers.at("content-length") == "0");
}

TEST_CASE("calls that follow each other share one connection")
{
    asio::io_context io;
    FakeSlack slack(io);
    WebClient web(io.get_executor(), slack.endpoint());
    for (int i = 0; i < 5; ++i) CHECK(finish(io, web.call(Call("users.info", {{"user", "U1"}}))).ok);
    CHECK(slack.server.accepted() == 1);
}

TEST_CASE("calls at the same time use a bounded number of connections")
{
    asio::io_context io;
    FakeSlack slack(io);
    WebClient web(io.get_executor(), slack.endpoint());
    std::vector<Slot> slots;
    for (int i = 0; i < 15; ++i) slots.push_back(begin(io, web.call(Call("users.info", {{"user", "U1"}}))));
    REQUIRE(run_until(
        io, [&] { return std::ranges::all_of(slots, [](const Slot& s) { return s->has_value(); }); }));
    CHECK(std::ranges::all_of(slots, [](const Slot& s) { return (*s)->ok; }));
    CHECK(slack.server.accepted() <= static_cast<int>(WebClient::kConnectionsMax));
}

TEST_CASE("a connection that the server closed while idle is noticed before a post is put on it")
{
    asio::io_context io;
    FakeSlack slack(io);
    WebClient web(io.get_executor(), slack.endpoint());
    CHECK(finish(io, web.call(post("C1"))).ok);
    slack.server.peers[0]->close();
    run_for(io, 20ms);
    CHECK(finish(io, web.call(post("C1"))).ok);
    CHECK(slack.count("chat.postMessage") == 2);
    CHECK(slack.server.accepted() == 2);
}

TEST_CASE("a read whose kept connection dies without a byte of an answer is sent once more on a fresh one")
{
    asio::io_context io;
    FakeSlack slack(io);
    WebClient web(io.get_executor(), slack.endpoint());
    CHECK(finish(io, web.call(Call("users.info", {{"user", "U1"}}))).ok);
    slack.on_call = [&](const HttpCall&) {
        FakeAnswer cut;
        cut.status = 0;
        cut.cuts = true;
        return slack.calls.size() == 2 ? answer(cut) : nullptr;
    };
    CHECK(finish(io, web.call(Call("users.info", {{"user", "U1"}}))).ok);
    CHECK(slack.count("users.info") == 3);
}

TEST_CASE("a post whose connection dies is never sent again: the outcome is unknown", "[pitfall-63]")
{
    asio::io_context io;
    FakeSlack slack(io);
    WebClient web(io.get_executor(), slack.endpoint());
    const bool on_kept_connection = GENERATE(false, true);
    if (on_kept_connection)
        CHECK(finish(io, web.call(post("C1"))).ok);
    slack.calls.clear();
    slack.on_call = [&](const HttpCall&) {
        FakeAnswer cut;
        cut.status = 0;
        cut.cuts = true;
        return answer(cut);
    };
    const auto result = finish(io, web.call(post("C1")));
    CHECK(result.http_status == 0);
    CHECK(result.error_class == ErrorClass::try_again);
    CHECK(slack.count("chat.postMessage") == 1);
}

TEST_CASE("a call that gets no answer ends by itself and says so without the token")
{
    asio::io_context io;
    FakeSlack slack(io);
    const auto stage = GENERATE(0, 1, 2);
    slack.on_call = [&](const HttpCall&) {
        FakeAnswer stall;
        stall.is_silent = stage == 0;
        if (stage == 1)
            stall.raw = "HTTP/1.1 200 OK\r\nContent-";
        if (stage == 2)
            stall.raw = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"ok\":";
        return answer(stall);
    };
    WebClient web(io.get_executor(), slack.endpoint(), 200ms);
    const auto result = finish(io, web.call(Call("users.info", {{"user", "U1"}})));
    CHECK(result.http_status == 0);
    CHECK(result.error_class == ErrorClass::try_again);
    CHECK(result.error.find("secret") == std::string::npos);
    CHECK(slack.count("users.info") == 1);
    CHECK(run_until(io, [&] { return slack.server.open() == 0; }));
}

TEST_CASE("answers that are not Slack's are classified by their status and never throw")
{
    asio::io_context io;
    FakeSlack slack(io);
    WebClient web(io.get_executor(), slack.endpoint());
    FakeAnswer next;
    slack.on_call = [&](const HttpCall&) { return answer(next); };
    for (const auto& [status, body] : std::vector<std::pair<int, std::string>>{
             {500, "<html>oops</html>"}, {200, ""}, {200, "<html>"}, {503, ""}, {302, ""}}) {
        next = json(body, status);
        const auto result = finish(io, web.call(Call("users.info", {{"user", "U1"}})));
        INFO(status << " " << body);
        CHECK_FALSE(result.ok);
        CHECK(result.http_status == status);
    }
}

TEST_CASE("an answer larger than the bound is an error, not an allocation")
{
    asio::io_context io;
    FakeSlack slack(io);
    slack.on_call = [&](const HttpCall&) {
        FakeAnswer huge;
        huge.raw = "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{";
        return answer(huge);
    };
    WebClient web(io.get_executor(), slack.endpoint());
    CHECK(finish(io, web.call(Call("users.list", {}))).http_status == 0);
}

TEST_CASE("a rate limit on one channel holds up posts to that channel only, and those one by one",
          "[pitfall-62]")
{
    asio::io_context io;
    FakeSlack slack(io);
    WebClient web(io.get_executor(), slack.endpoint());
    slack.on_call = [&](const HttpCall&) {
        const bool is_first = slack.calls.size() == 1;
        return is_first ? answer(json(R"({"ok":false,"error":"ratelimited"})", 429, "Retry-After: 1\r\n"))
                        : nullptr;
    };
    const auto limited = finish(io, web.call(post("CA")));
    CHECK(limited.error_class == ErrorClass::rate_limited);
    CHECK(limited.retry_after == 1s);

    const auto start = std::chrono::steady_clock::now();
    const Slot a1 = begin(io, web.call(post("CA")));
    const Slot a2 = begin(io, web.call(post("CA")));
    const Slot b = begin(io, web.call(post("CB")));
    const Slot other = begin(io, web.call(Call("users.info", {{"user", "U1"}})));
    REQUIRE(run_until(
        io, [&] { return b->has_value() && other->has_value(); }, 800ms));
    CHECK_FALSE(a1->has_value());
    REQUIRE(run_until(io, [&] { return a1->has_value(); }));
    CHECK(std::chrono::steady_clock::now() - start >= 900ms);
    CHECK_FALSE(a2->has_value());
    REQUIRE(run_until(io, [&] { return a2->has_value(); }));
    CHECK(std::chrono::steady_clock::now() - start >= 1900ms);
}

TEST_CASE("a call that waits for a connection does not go when its method is refused for speed meanwhile",
          "[pitfall-62]")
{
    asio::io_context io;
    FakeSlack slack(io);
    constexpr int kMost = static_cast<int>(WebClient::kConnectionsMax);
    slack.on_call = [&](const HttpCall&) {
        FakeAnswer stall;
        stall.is_silent = true;
        const bool is_last = slack.count("chat.update") == kMost;
        return answer(is_last ? json(R"({"ok":false,"error":"ratelimited"})", 429, "Retry-After: 1\r\n")
                              : stall);
    };
    WebClient web(io.get_executor(), slack.endpoint());
    std::vector<Slot> calls;
    for (int i = 0; i <= kMost; ++i) calls.push_back(begin(io, web.call(Call("chat.update", {{"ts", "1"}}))));
    REQUIRE(run_until(io, [&] { return std::ranges::any_of(calls, [](const Slot& s) { return s->has_value(); }); }));
    const auto refused = std::chrono::steady_clock::now();
    REQUIRE(run_until(io, [&] { return slack.count("chat.update") == kMost + 1; }));
    CHECK(std::chrono::steady_clock::now() - refused >= 900ms);
    web.stop();
}

TEST_CASE("a rate limit on a method refuses a view at once when its trigger could not survive the wait")
{
    asio::io_context io;
    FakeSlack slack(io);
    WebClient web(io.get_executor(), slack.endpoint());
    slack.on_call = [&](const HttpCall&) {
        return answer(json(R"({"ok":false,"error":"ratelimited"})", 429, "Retry-After: 30\r\n"));
    };
    CHECK(finish(io, web.call(Call("views.open", {}))).error_class == ErrorClass::rate_limited);
    const auto refused = finish(io, web.call(Call("views.open", {})));
    CHECK(refused.error_class == ErrorClass::rate_limited);
    CHECK(refused.retry_after > 20s);
    CHECK(slack.count("views.open") == 1);
}

TEST_CASE("a view is opened although all connections wait for slow answers", "[pitfall-67]")
{
    asio::io_context io;
    FakeSlack slack(io);
    slack.on_call = [&](const HttpCall& call) {
        FakeAnswer stall;
        stall.is_silent = true;
        return call.method() == "users.info" ? answer(stall) : nullptr;
    };
    WebClient web(io.get_executor(), slack.endpoint());
    for (int i = 0; i < 10; ++i) (void)begin(io, web.call(Call("users.info", {{"user", "U1"}})));
    REQUIRE(run_until(
        io, [&] { return slack.count("users.info") == static_cast<int>(WebClient::kConnectionsMax); }));
    CHECK(finish(io, web.call(Call("views.open", {}))).ok);
    web.stop();
}

TEST_CASE("stop ends what is under way, what waits, and what comes later")
{
    asio::io_context io;
    FakeSlack slack(io);
    slack.on_call = [&](const HttpCall&) {
        FakeAnswer stall;
        stall.is_silent = true;
        return answer(stall);
    };
    WebClient web(io.get_executor(), slack.endpoint());
    std::vector<Slot> slots;
    for (int i = 0; i < 12; ++i) slots.push_back(begin(io, web.call(post("C1"))));
    REQUIRE(run_until(io, [&] { return !slack.calls.empty(); }));
    web.stop();
    web.stop();
    slots.push_back(begin(io, web.call(post("C2"))));
    REQUIRE(run_until(
        io, [&] { return std::ranges::all_of(slots, [](const Slot& s) { return s->has_value(); }); }, 1s));
    for (const Slot& slot : slots) CHECK((*slot)->http_status == 0);
}

TEST_CASE("a client may go while a call is under way")
{
    asio::io_context io;
    FakeSlack slack(io);
    slack.on_call = [](const HttpCall&) {
        FakeAnswer stall;
        stall.is_silent = true;
        return answer(stall);
    };
    auto web = std::make_unique<WebClient>(io.get_executor(), slack.endpoint());
    const Slot slot = begin(io, web->call(post("C1")));
    REQUIRE(run_until(io, [&] { return slack.calls.size() == 1; }));
    web.reset();
    REQUIRE(run_until(
        io, [&] { return slot->has_value(); }, 1s));
    CHECK((*slot)->http_status == 0);
}

TEST_CASE("unencrypted addresses are refused unless they are on this machine")
{
    asio::io_context io;
    Endpoint endpoint;
    endpoint.api_url = "http://192.0.2.1/api/";
    endpoint.bot_token = "xoxb-secretsecret";
    WebClient web(io.get_executor(), endpoint);
    const auto result = finish(io, web.call(post("C1")));
    CHECK(result.http_status == 0);
    CHECK(result.error.find("https") != std::string::npos);
}

TEST_CASE("a file goes as raw bytes and without the token, and only encrypted or to the local workspace")
{
    asio::io_context io;
    FakeSlack slack(io);
    slack.on_call = [&](const HttpCall& call) {
        return answer(json(call.target == "/full" ? "no" : "OK - 5", call.target == "/full" ? 400 : 200));
    };
    WebClient web(io.get_executor(), slack.endpoint());
    const std::string bytes("\x89P\0G\xff", 5);
    CHECK(finish(io, web.upload(slack.url("http", "/upload/v1/F1"), bytes)).ok);
    REQUIRE(slack.calls.size() == 1);
    CHECK(slack.calls[0].headers.count("authorization") == 0);
    CHECK(slack.calls[0].headers.at("content-type") == "application/octet-stream");
    CHECK(slack.calls[0].body == bytes);
    CHECK_FALSE(finish(io, web.upload(slack.url("http", "/full"), bytes)).ok);

    for (const char* address :
         {"http://files.slack.com/upload", "http://10.0.0.1/x", "file:///etc/passwd", ""}) {
        const auto result = finish(io, web.upload(address, bytes));
        INFO(address);
        CHECK_FALSE(result.ok);
        CHECK(result.error_class == ErrorClass::our_bug);
    }
    CHECK(slack.server.accepted() == 1);
}

TEST_CASE("a response address gets JSON and no token, and only Slack's own or the local one is accepted")
{
    asio::io_context io;
    FakeSlack slack(io);
    slack.on_call = [&](const HttpCall& call) {
        return answer(json(call.target == "/used" ? "used_url" : "ok", call.target == "/used" ? 404 : 200));
    };
    WebClient web(io.get_executor(), slack.endpoint());
    CHECK(finish(io, web.respond(slack.url("http", "/commands/1"), R"({"text":"hi"})")).ok);
    REQUIRE(slack.calls.size() == 1);
    CHECK(slack.calls[0].headers.count("authorization") == 0);
    CHECK(slack.calls[0].headers.at("content-type").starts_with("application/json"));
    CHECK(slack.calls[0].body == R"({"text":"hi"})");
    CHECK_FALSE(finish(io, web.respond(slack.url("http", "/used"), "{}")).ok);

    for (const char* address :
         {"https://example.com/x", "http://hooks.slack.com/x", "https://hooks.slack.com.evil.org/x",
          "https://10.0.0.1/x", "file:///etc/passwd"}) {
        const auto result = finish(io, web.respond(address, "{}"));
        INFO(address);
        CHECK_FALSE(result.ok);
        CHECK(result.error_class == ErrorClass::our_bug);
    }
    CHECK(slack.server.accepted() == 1);
}
