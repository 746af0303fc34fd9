// What lines do between us and Slack, played by a relay.
#include "relay.hpp"
#include "socket_mode_fixture.hpp"

#include <catch2/catch.hpp>

using namespace deskbell::slack;
using namespace deskbell::slack::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

/// A client whose sockets lead through a relay; the Web API does not.
struct Line : SocketModeFixture {
    explicit Line(SocketTimes given = short_times())
        : SocketModeFixture(1, given), times(given), relay(io, slack.server.port())
    {
        slack.socket_port = relay.port();
    }
    bool is_acked(std::string_view id) { return slack.newest().has_ack(id); }

    SocketTimes times;
    Relay relay;
};

}  // namespace

TEST_CASE("a tunnel that swallows everything is left for a fresh one, and acks meanwhile do no harm",
          "[pitfall-6][pitfall-9][pitfall-19]")
{
    // slackapi/node-slack-sdk#1357, #1243, slack-go/slack#1093
    Line it;
    std::vector<Acknowledge> owed;
    it.on_envelope = [&](const Envelope&, Acknowledge acknowledge) {
        owed.push_back(std::move(acknowledge));
    };
    it.start();
    REQUIRE(it.until_ready());
    for (int i = 0; i < 3; ++i) it.slack.newest().envelope("e");
    REQUIRE(it.until([&] { return owed.size() == 3; }));
    it.relay.swallow_all();
    const auto begun = Clock::now();
    CHECK_NOTHROW(owed[0]("{}"));
    REQUIRE(it.until([&] { return it.client->status().connects == 2; }));
    CHECK(Clock::now() - begun < it.times.silence + 1s);
    CHECK(it.has_logged("silent"));
    CHECK_FALSE(owed[1]("{}"));
    CHECK(it.until([&] { return it.relay.open() == 1; }));
    it.on_envelope = nullptr;
    it.slack.newest().envelope("fresh");
    CHECK(it.until([&] { return it.is_acked("fresh"); }));
}

TEST_CASE("when nothing comes in any more, a close frame still goes out before TCP ends",
          "[pitfall-19][pitfall-27]")
{
    // slackapi/python-slack-sdk#1940: connections that Slack did not hear the end of took their share of
    // clicks
    Line it;
    it.slack.on_socket = [&](FakeSocket& socket) {
        if (it.slack.sockets.size() != 2)
            socket.hello();
    };
    it.start();
    REQUIRE(it.until_ready());
    it.relay.swallow_to_client();
    REQUIRE(it.until([&] { return it.slack.sockets.size() == 3; }));  // the second never said hello
    for (std::size_t i = 0; i < 2; ++i) {
        INFO("connection " << i + 1);
        CHECK(it.until([&] { return it.slack.sockets[i]->is_over(); }));
        CHECK(it.slack.sockets[i]->count(8) == 1);
    }
    CHECK(it.until_ready());
}

TEST_CASE("after a reset in the middle of the stream the new connection delivers", "[pitfall-13]")
{
    // slackapi/python-slack-sdk#1701: reconnected, and deaf until somebody called the Web API
    Line it;
    it.start();
    REQUIRE(it.until_ready());
    it.slack.newest().peer->write(std::string("\x81\x7e\x0f\xff{\"type\":", 13));  // a frame, cut off
    it.relay.reset();
    REQUIRE(it.until([&] { return it.client->status().connects == 2; }));
    CHECK(it.has_logged("connection 2 is ready"));
    const auto calls = it.slack.calls.size();
    it.slack.newest().envelope("after");
    CHECK(it.until([&] { return it.is_acked("after"); }, 1s));
    CHECK(it.slack.calls.size() == calls);
}

TEST_CASE("a server that ends TCP between two pings costs one line in the log and one new connection",
          "[pitfall-26]")
{
    // slackapi/bolt-python#675
    Line it;
    it.start();
    REQUIRE(it.until_ready());
    REQUIRE(it.until_healthy());
    it.slack.newest().peer->close();
    REQUIRE(it.until([&] { return it.client->status().connects == 2; }));
    CHECK(it.logged("warn: ") + it.logged("error: ") == 1);
    CHECK(it.has_logged("warn: connection 1 ended"));
    CHECK(it.slack.opens() == 2);
}

TEST_CASE(
    "a server that neither reads nor answers the close frame leaves no connections behind, round by round",
    "[pitfall-1]")
{
    // slackapi/node-slack-sdk#2709: established connections piled up to the limit of ten
    SocketTimes times = short_times();
    times.silence = 60s;  // so that the watchdog cannot help
    times.healthy = 1ms;
    times.retire = 5ms;
    times.close = 20ms;
    Line it(times);
    it.haste = 1000;
    it.start();
    REQUIRE(it.until_ready());
    int most = 0;
    for (int round = 0; round < 50; ++round) {
        const auto before = it.client->status().connects;
        it.slack.newest().answers_close = false;
        it.relay.hold();
        REQUIRE(it.until([&] { return it.client->status().envelopes == it.envelopes.size(); }));
        run_for(it.io, 2ms);  // beyond `healthy`, so that the refresh is routine
        it.slack.newest().disconnect("warning");
        REQUIRE(it.until(
            [&] {
                most = std::max(most, it.relay.open());
                return it.client->status().connects > before && it.relay.open() == 1;
            },
            5s));
    }
    CHECK(most == 2);
    CHECK(it.relay.made() == 51);
    CHECK(it.stop());
    CHECK(it.until([&] { return it.relay.open() == 0; }));
}

TEST_CASE("once the close frame is sent there are no more pings and no complaints about silence",
          "[pitfall-2]")
{
    // slackapi/node-slack-sdk#2752: waited for the pong watchdog; Slack answers and leaves TCP open
    SocketTimes times = short_times();
    times.ping = 20ms;
    times.silence = 150ms;
    times.close = 400ms;
    Line it(times);
    it.start();
    REQUIRE(it.until_ready());
    FakeSocket& socket = it.slack.newest();
    REQUIRE(it.until([&] { return socket.count(9) > 0; }));
    socket.answers_close = GENERATE(true, false);
    const auto begun = Clock::now();
    REQUIRE(it.stop());
    CHECK(Clock::now() - begun < times.close + 200ms);
    CHECK(it.until([&] { return it.relay.open() == 0; }, 1s));
    const auto close = std::ranges::find(socket.frames, 8, &ClientFrame::opcode);
    REQUIRE(close != socket.frames.end());
    CHECK(std::ranges::count(close, socket.frames.end(), 9, &ClientFrame::opcode) == 0);
    CHECK_FALSE(it.has_logged("silent"));
}

TEST_CASE("a large envelope is read once whatever the pieces in which it comes", "[pitfall-50]")
{
    // slackapi/python-slack-sdk: its fixture of 70 kB against a buffer of 1024 bytes
    const std::size_t chunk = GENERATE(1u, 7u, 1024u, 65536u);
    SocketTimes times = short_times();
    times.step = 5s;
    Line it(times);
    it.relay.chunk = chunk;
    it.start();
    REQUIRE(it.until_ready());
    FakeSocket& socket = it.slack.newest();
    const std::string text =
        R"({"type":"slash_commands","envelope_id":"large","payload":{"command":"/ticket",)"
        R"("text":")" +
        std::string(70'000, 'x') + R"("}})";
    socket.frame(1, text.substr(0, 30'000), false);
    socket.frame(9, "between");
    socket.frame(0, text.substr(30'000));
    REQUIRE(it.until([&] { return socket.has_ack("large"); }));
    CHECK(it.envelopes == std::vector<std::string>{"large"});
    CHECK(socket.frames.front().opcode == 10);
    CHECK(socket.frames.front().payload == "between");
    CHECK(it.slack.opens() == 1);
}
