#include "slack/local/socket_hub.hpp"

#include "tests/slack/local/fixture.hpp"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace deskbell::slack;
using namespace deskbell::slack::local;
using namespace std::chrono_literals;

namespace {

HubTimes short_times()
{
    HubTimes out;
    out.ack = 20ms;
    out.retries = {5ms, 5ms, 5ms};
    return out;
}

/// A hub and sockets whose other side is the test.
struct Line {
    explicit Line(HubTimes times = short_times()) : hub(io.get_executor(), "A0TEST", times) {}

    std::shared_ptr<FakeSocket> connect(const std::string& more = {})
    {
        ServerRequest request;
        request.path = "/link/";
        request.query = hub.new_link() + more;
        REQUIRE(hub.refusal_of(request) == 0);
        auto socket = std::make_shared<FakeSocket>();
        hub.accept(request, socket);
        return socket;
    }

    /// Lets timers run until there is a frame on the socket, at most a second.
    Json next_frame(FakeSocket& socket)
    {
        for (int i = 0; i < 200 && socket.sent.empty(); ++i) io.run_one_for(5ms);
        REQUIRE_FALSE(socket.sent.empty());
        const Json out = Json::parse(socket.sent.front());
        socket.sent.pop_front();
        return out;
    }

    /// Sends a command and remembers how it went.
    void ask()
    {
        hub.send("slash_commands", doc({{"command", "/x"}}), true, [this](Outcome how, const Json& with) {
            outcome = how;
            payload = doc(with);
        });
    }

    void run_until_answered()
    {
        for (int i = 0; i < 200 && !outcome; ++i) io.run_one_for(5ms);
        REQUIRE(outcome);
    }

    boost::asio::io_context io;
    SocketHub hub;
    std::optional<Outcome> outcome;
    Doc payload;
};

}  // namespace

TEST_CASE("a ticket opens one socket, and hello counts it", "[local][hub]")
{
    Line line;
    ServerRequest request;
    request.query = line.hub.new_link();
    CHECK(line.hub.refusal_of(request) == 0);
    CHECK(line.hub.refusal_of(request) == 404);
    request.query = "ticket=made-up";
    CHECK(line.hub.refusal_of(request) == 404);

    const auto first = line.connect();
    const auto second = line.connect();
    CHECK(first->frames()[0]["num_connections"] == 1);
    const Json hello = second->frames()[0];
    CHECK(hello["type"] == "hello");
    CHECK(hello["num_connections"] == 2);
    CHECK(hello["connection_info"]["app_id"] == "A0TEST");
    CHECK(hello["debug_info"]["approximate_connection_time"] == 18060);
}

TEST_CASE("the eleventh socket is told that there are too many", "[local][hub]")
{
    Line line;
    std::vector<std::shared_ptr<FakeSocket>> sockets;
    for (int i = 0; i < 11; ++i) sockets.push_back(line.connect());
    const auto frames = sockets.back()->frames();
    REQUIRE(frames.size() == 1);
    CHECK(frames[0]["reason"] == "too_many_websockets");
    CHECK(sockets.back()->is_closed);
    CHECK(line.hub.connected() == 10);
}

TEST_CASE("envelopes go to the sockets in turn", "[local][hub]")
{
    Line line;
    const auto one = line.connect(), two = line.connect();
    one->frames();
    two->frames();
    for (int i = 0; i < 4; ++i) line.hub.send_event(doc({{"event", {{"type", "message"}}}}));
    CHECK(one->sent.size() == 2);
    CHECK(two->sent.size() == 2);
}

TEST_CASE("an ack with its payload reaches whoever asked", "[local][hub]")
{
    Line line;
    const auto socket = line.connect();
    socket->frames();
    line.ask();
    const Json envelope = line.next_frame(*socket);
    CHECK(envelope["accepts_response_payload"] == true);
    CHECK_FALSE(envelope.contains("retry_attempt"));
    socket->says({{"envelope_id", envelope["envelope_id"]}, {"payload", {{"text", "done"}}}});
    REQUIRE(line.outcome == Outcome::acked);
    CHECK((*line.payload)["text"] == "done");
    CHECK(line.hub.envelopes_json()[0]["acked"] == true);
}

TEST_CASE("a command without a socket, without an ack, or on a dying socket fails", "[local][hub]")
{
    Line line;
    line.ask();
    CHECK(line.outcome == Outcome::no_socket);
    const auto socket = line.connect();
    line.outcome.reset();
    line.ask();
    line.run_until_answered();
    CHECK(line.outcome == Outcome::timeout);
    line.outcome.reset();
    line.ask();
    socket->on_close();
    CHECK(line.outcome == Outcome::lost);
}

TEST_CASE("an ack that Slack would lose is lost: too long, in pieces, too late, on another socket",
          "[local][hub]")
{
    Line line;
    const auto socket = line.connect();
    socket->frames();
    line.ask();
    Json ack = {{"envelope_id", line.next_frame(*socket)["envelope_id"]}};
    SECTION("20480 bytes")
    {
        ack["payload"] = {{"text", ""}};
        ack["payload"]["text"] = std::string(20480 - ack.dump().size(), 'x');
        CHECK(ack.dump().size() == 20480);
        socket->says(ack);
        CHECK_FALSE(line.outcome);
        ack["payload"]["text"] = std::string("short");
        socket->says(ack);
        CHECK(line.outcome == Outcome::acked);
    }
    SECTION("in pieces")
    {
        socket->fragmented = true;
        socket->says(ack);
        CHECK_FALSE(line.outcome);
    }
    SECTION("too late")
    {
        line.run_until_answered();
        socket->says(ack);
        CHECK(line.outcome == Outcome::timeout);
        CHECK(line.hub.envelopes_json()[0]["acked"] == false);
    }
    SECTION("on another socket")
    {
        line.connect()->says(ack);
        CHECK_FALSE(line.outcome);
    }
}

TEST_CASE("an event without an ack comes again three times with its event id, then no more", "[local][hub]")
{
    Line line;
    const auto socket = line.connect();
    socket->frames();
    line.hub.send_event(doc({{"event_id", "Ev1"}, {"event", {{"type", "message"}}}}));
    for (int attempt = 0; attempt < 4; ++attempt) {
        const Json envelope = line.next_frame(*socket);
        CHECK(envelope["retry_attempt"] == attempt);
        CHECK(envelope["retry_reason"] == (attempt == 0 ? "" : "timeout"));
        CHECK(envelope["payload"]["event_id"] == "Ev1");
    }
    line.io.run_for(60ms);
    CHECK(socket->sent.empty());
    CHECK(line.hub.envelopes_json()[0]["attempts"] == 4);
}

TEST_CASE("an event waits for a socket that comes within the retries, and an ack ends them", "[local][hub]")
{
    Line line;
    line.hub.send_event(doc({{"event_id", "Ev1"}, {"event", {{"type", "message"}}}}));
    const auto socket = line.connect();
    socket->frames();
    const Json envelope = line.next_frame(*socket);
    CHECK(envelope["retry_attempt"] == 1);
    socket->says({{"envelope_id", envelope["envelope_id"]}});
    line.io.run_for(60ms);
    CHECK(socket->sent.empty());
    CHECK(line.hub.envelopes_json()[0]["acked"] == true);
}

TEST_CASE("a socket is warned before its time is over, then closed", "[local][hub]")
{
    HubTimes times = short_times();
    times.debug_life = 20ms;
    times.notice = 10ms;
    Line line(times);
    const auto socket = line.connect("&debug_reconnects=true");
    socket->frames();
    CHECK(line.next_frame(*socket) ==
          Json{{"type", "disconnect"}, {"reason", "warning"}, {"debug_info", {{"host", "applink-local-1"}}}});
    CHECK_FALSE(socket->is_closed);
    for (int i = 0; i < 200 && !socket->is_closed; ++i) line.io.run_one_for(5ms);
    CHECK(socket->is_closed);
}

TEST_CASE("sockets are pinged regularly", "[local][hub]")
{
    HubTimes times = short_times();
    times.ping = 2ms;
    Line line(times);
    const auto socket = line.connect();
    for (int i = 0; i < 400 && socket->pings.size() < 3; ++i) line.io.run_one_for(5ms);
    CHECK(socket->pings.size() >= 3);
}

TEST_CASE("ordered troubles of sockets happen", "[local][hub][faults]")
{
    Line line;
    const auto socket = line.connect();
    socket->frames();
    const auto strike = [&](const Json& order) { return line.hub.strike(order); };
    CHECK(strike({{"kind", "garbage_frame"}, {"text", "Unable"}}));
    CHECK(socket->sent.front() == "Unable");
    socket->sent.clear();
    CHECK(strike({{"kind", "binary_frame"}}));
    CHECK(socket->binary.size() == 1);
    CHECK_FALSE(strike({{"kind", "redeliver"}}));

    CHECK(strike({{"kind", "swallow_acks"}, {"count", 1}}));
    line.hub.send_event(doc({{"event_id", "Ev1"}, {"event", {{"type", "message"}}}}));
    socket->says({{"envelope_id", line.next_frame(*socket)["envelope_id"]}});
    const Json again = line.next_frame(*socket);
    CHECK(again["retry_attempt"] == 1);
    socket->says({{"envelope_id", again["envelope_id"]}});
    CHECK(strike({{"kind", "redeliver"}}));
    CHECK(line.next_frame(*socket)["payload"]["event_id"] == "Ev1");

    CHECK(strike({{"kind", "disconnect"}, {"reason", "link_disabled"}}));
    CHECK(line.next_frame(*socket)["reason"] == "link_disabled");
    CHECK(strike({{"kind", "close_sockets"}}));
    CHECK(socket->is_closed);
    CHECK(strike({{"kind", "drop_sockets"}}));
    CHECK(socket->is_dropped);
    CHECK_FALSE(strike({{"kind", "flood"}}));
}

TEST_CASE("no frame from the app, however odd, disturbs the hub", "[local][hub]")
{
    Line line;
    const auto socket = line.connect();
    for (const char* text :
         {"", "x", "[]", "{}", "null", R"({"envelope_id":7})", R"({"envelope_id":"none"})", "\xff\xfe"})
        socket->on_text(text);
    CHECK(line.hub.connected() == 1);
}
