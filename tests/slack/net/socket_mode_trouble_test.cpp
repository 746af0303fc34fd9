// What a server may answer instead of what one hopes for.
#include "socket_mode_fixture.hpp"

#include <catch2/catch.hpp>

using namespace deskbell::slack;
using namespace deskbell::slack::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

TEST_CASE("passing errors of apps.connections.open are tried again until it works", "[pitfall-53]")
{
    // slackapi/node-slack-sdk#1495 and others: the client stopped or crashed
    SocketModeFixture it;
    it.slack.on_call = [&](const HttpCall&) -> std::unique_ptr<FakeAnswer> {
        switch (it.slack.opens()) {
            case 1:
            case 2:
            case 3:
                return answer(200, R"({"ok":false,"error":"internal_error"})");
            case 4:
                return answer(200, R"({"ok":false,"error":"fatal_error"})");
            case 5:
                return answer(500, "<html>oops</html>");
            case 6:
                return answer(200, "");
            default:
                return nullptr;
        }
    };
    it.start();
    REQUIRE(it.until([&] { return it.slack.opens() == 2; }));
    CHECK(it.client->status().trouble.find("internal_error") != std::string::npos);
    CHECK_FALSE(it.client->status().is_fatal);
    REQUIRE(it.until_ready());
    CHECK(it.slack.opens() == 7);
}

TEST_CASE("an upgrade that is not answered with 101 costs its ticket and nothing else", "[pitfall-54]")
{
    // slackapi/node-slack-sdk#1472
    SocketModeFixture it;
    const std::vector<int> statuses{408, 500, 503, 302, 200};
    it.slack.on_upgrade = [&](const HttpCall&) {
        const auto n = it.slack.used_tickets.size();
        return n <= statuses.size() ? answer(statuses[n - 1], "no") : nullptr;
    };
    it.start();
    REQUIRE(it.until_ready());
    CHECK(it.slack.opens() == 6);
    std::vector<std::string> tickets = it.slack.used_tickets;
    std::ranges::sort(tickets);
    CHECK(std::ranges::adjacent_find(tickets) == tickets.end());
    CHECK(it.has_logged("408"));
    CHECK_FALSE(it.has_logged("ticket="));
}

TEST_CASE("a server that stalls anywhere is given up after the step's time and tried again", "[pitfall-18]")
{
    // openabdev/openab#1279: silent for 11 hours after one lost packet
    SocketModeFixture it;
    it.slack.on_call = [&](const HttpCall&) -> std::unique_ptr<FakeAnswer> {
        switch (it.slack.opens()) {
            case 1:
                return silence();
            case 2:
                return raw("HTTP/1.1 200 OK\r\nContent-Le");
            case 3:
                return raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"ok\":tr");
            default:
                return nullptr;
        }
    };
    it.slack.on_upgrade = [&](const HttpCall&) { return it.slack.opens() == 4 ? silence() : nullptr; };
    it.slack.on_socket = [&](FakeSocket& socket) {
        if (it.slack.opens() > 5)
            socket.hello();
    };
    it.start();
    REQUIRE(it.until_ready());
    CHECK(it.slack.opens() == 6);
    CHECK(it.client->status().connects == 1);
    CHECK(it.has_logged("no hello"));
    CHECK(it.until([&] { return it.slack.open_sockets() == 1; }));
}

TEST_CASE("a disconnect instead of hello is a failed attempt and no connection", "[pitfall-7][pitfall-28]")
{
    // slackapi/node-slack-sdk#1787
    const char* reason = GENERATE("warning", "refresh_requested", "too_many_websockets", "link_disabled", "");
    SocketModeFixture it;
    it.slack.on_socket = [&](FakeSocket& socket) {
        if (it.slack.sockets.size() == 1)
            socket.disconnect(reason);
        else
            socket.hello();
    };
    it.start();
    REQUIRE(it.until([&] { return it.slack.sockets.size() == 1 && it.slack.sockets[0]->is_over(); }));
    CHECK(it.ready_calls == 0);
    CHECK(it.client->status().ready == 0);
    CHECK(it.slack.sockets[0]->count(8) == 1);  // a close frame, so that no ghost stays behind
    CHECK(it.envelopes.empty());
    REQUIRE(it.until_ready());
    CHECK(it.slack.opens() == 2);
}

TEST_CASE("too_many_websockets after hello closes, waits, warns, and never reaches a handler", "[pitfall-28]")
{
    // slackapi/node-slack-sdk#1654
    SocketModeFixture it;
    it.start();
    REQUIRE(it.until_ready());
    const auto told = Clock::now();
    it.slack.newest().disconnect("too_many_websockets");
    REQUIRE(it.until([&] { return it.slack.sockets[0]->is_over(); }));
    CHECK(it.client->status().trouble.find("too many") != std::string::npos);
    REQUIRE(it.until([&] { return it.slack.opens() == 2; }));
    CHECK(Clock::now() - told >= short_times().too_many_retry);
    CHECK(it.envelopes.empty());
    CHECK(it.has_logged("warn: connection 1: Slack says too_many_websockets"));
}

TEST_CASE("when Slack allows no second connection, the one that shall be refreshed is let go first",
          "[pitfall-29]")
{
    // slackapi/node-slack-sdk PR #1762
    SocketModeFixture it;
    it.slack.on_socket = [&](FakeSocket& socket) {
        if (it.slack.open_sockets() > 1)
            socket.disconnect("too_many_websockets");
        else
            socket.hello();
    };
    it.start();
    REQUIRE(it.until_ready());
    REQUIRE(it.until_healthy());
    const auto old = it.slack.sockets[0];
    old->disconnect("warning");
    REQUIRE(it.until([&] { return it.slack.sockets.size() == 2; }));
    old->envelope("still here");
    REQUIRE(it.until([&] { return old->has_ack("still here"); }));
    REQUIRE(it.until([&] { return it.client->status().ready == 1; }, 5s));
    CHECK(old->is_over());
    CHECK(it.slack.opens() == 3);
}

TEST_CASE("link_disabled and dead tokens leave the hot loop and are reported as fatal", "[pitfall-55]")
{
    // Abilityai/trinity#215: retried in a tight loop
    const bool by_token = GENERATE(true, false);
    SocketModeFixture it;
    it.slack.on_call = [&](const HttpCall&) {
        return by_token && it.slack.opens() == 1 ? answer(200, R"({"ok":false,"error":"invalid_auth"})")
                                                 : nullptr;
    };
    it.slack.on_socket = [&](FakeSocket& socket) {
        if (!by_token && it.slack.sockets.size() == 1)
            socket.disconnect("link_disabled");
        else
            socket.hello();
    };
    it.start();
    REQUIRE(it.until([&] { return it.client->status().is_fatal; }));
    const auto refused = Clock::now();
    run_for(it.io, 300ms);
    CHECK(it.slack.opens() == 1);
    CHECK(it.has_logged("error: "));
    REQUIRE(it.until_ready());
    CHECK(Clock::now() - refused >= 500ms);
    CHECK_FALSE(it.client->status().is_fatal);
    CHECK(it.client->status().trouble.empty());
}

TEST_CASE("a rate limit on apps.connections.open is obeyed", "[pitfall-56]")
{
    // slackapi/python-slack-sdk#960
    SocketModeFixture it;
    Clock::time_point limited;
    it.slack.on_call = [&](const HttpCall&) -> std::unique_ptr<FakeAnswer> {
        if (it.slack.opens() > 1)
            return nullptr;
        limited = Clock::now();
        return answer(429, R"({"ok":false,"error":"ratelimited"})", "Retry-After: 1\r\n");
    };
    it.start();
    REQUIRE(it.until([&] { return it.slack.opens() == 2; }));
    CHECK(Clock::now() - limited >= 1s);
    CHECK(Clock::now() - limited <= 2500ms);
    CHECK(it.until_ready());
}

TEST_CASE(
    "a server that closes abnormally after each hello is visited ever less often, one attempt at a time",
    "[pitfall-15]")
{
    // slackapi/java-slack-sdk#1256: dozens of sessions per second
    SocketTimes times = short_times();
    times.backoff_first = 100ms;  // a tenth of the real ones: 6 s stand for a minute
    times.backoff_most = 6s;
    times.healthy = 6s;
    SocketModeFixture it(2, times);
    int open_at_once = 0;
    it.slack.on_socket = [&](FakeSocket& socket) {
        open_at_once = std::max(open_at_once, it.slack.open_sockets());
        socket.hello();
        socket.peer->write(std::string("\xff\xff", 2));  // no frame: both sides end abnormally
    };
    it.start();
    run_for(it.io, 3s);
    CHECK(it.slack.opens() >= 3);
    CHECK(it.slack.opens() <= 9);
    CHECK(open_at_once <= 2);
    CHECK_FALSE(it.client->status().trouble.empty());
}

TEST_CASE("an address that is neither encrypted nor on this machine is not visited")
{
    SocketModeFixture it;
    const char* url =
        GENERATE("ws://192.0.2.1/link/?ticket=1", "http://127.0.0.1/", "", "wss://", "nonsense");
    it.slack.on_call = [&](const HttpCall&) {
        return it.slack.opens() == 1 ? answer(200, std::string(R"({"ok":true,"url":")") + url + "\"}")
                                     : nullptr;
    };
    it.start();
    REQUIRE(it.until_ready());
    CHECK(it.slack.opens() == 2);
    CHECK(it.has_logged("address"));
}

TEST_CASE("more connections than ours are reported: somebody else gets a share of the events",
          "[pitfall-27][pitfall-31][pitfall-69]")
{
    // slackapi/python-slack-sdk#1940, slackapi/java-slack-sdk#803
    SocketModeFixture it;
    it.slack.on_socket = [](FakeSocket& socket) { socket.hello(9); };
    it.start();
    REQUIRE(it.until_ready());
    CHECK(it.client->status().counted_by_slack == 9);
    CHECK(it.has_logged("warn: Slack counts 9 connections of this app, we hold 1"));
}

TEST_CASE("a handler that throws costs neither the connection nor later envelopes", "[pitfall-68]")
{
    SocketModeFixture it;
    it.on_envelope = [](const Envelope& envelope, Acknowledge acknowledge) {
        if (envelope.id == "bad")
            throw std::runtime_error("handler bug");
        (void)acknowledge(ack_frame(envelope.id, "", false));
    };
    it.start();
    REQUIRE(it.until_ready());
    it.slack.newest().envelope("bad");
    it.slack.newest().envelope("good");
    REQUIRE(it.until([&] { return it.slack.newest().has_ack("good"); }));
    CHECK(it.has_logged("error: on_envelope failed: handler bug"));
    CHECK(it.slack.opens() == 1);
}
