// Frames, acks, signs of life, and the end.
#include "socket_mode_fixture.hpp"

#include <catch2/catch.hpp>

using namespace deskbell::slack;
using namespace deskbell::slack::test;
using namespace std::chrono_literals;

TEST_CASE("the upgrade offers no compression and carries no token")
{
    SocketModeFixture it;
    HttpCall seen;
    it.slack.on_upgrade = [&](const HttpCall& call) {
        seen = call;
        return nullptr;
    };
    it.start();
    REQUIRE(it.until_ready());
    CHECK(seen.headers.count("sec-websocket-extensions") == 0);
    CHECK(seen.headers.count("authorization") == 0);
    CHECK(seen.headers.at("host") == "127.0.0.1:" + std::to_string(it.slack.server.port()));
}

TEST_CASE("pings are answered with the same bytes, before hello and after", "[pitfall-23]")
{
    // haru/redmine_ai_helper#374
    SocketModeFixture it;
    const std::string body(125, 'p');
    it.slack.on_socket = [&](FakeSocket& socket) { socket.frame(9, body); };
    it.start();
    const auto pongs = [&] { return it.slack.sockets.empty() ? 0 : it.slack.newest().count(10); };
    REQUIRE(it.until([&] { return pongs() == 1; }, 1s));
    it.slack.newest().hello();
    REQUIRE(it.until_ready());
    it.slack.newest().frame(9, body);
    REQUIRE(it.until([&] { return pongs() == 2; }, 1s));
    for (const ClientFrame& frame : it.slack.newest().frames)
        if (frame.opcode == 10)
            CHECK(frame.payload == body);
}

TEST_CASE("an ack leaves as one masked text frame, whatever its length", "[pitfall-41]")
{
    // slack-go/slack#1196: continuation frames vanish
    SocketModeFixture it;
    const std::size_t size = GENERATE(100u, 4097u, 8192u, 19000u, 20479u);
    bool is_sent = false;
    it.on_envelope = [&](const Envelope&, Acknowledge acknowledge) {
        is_sent = acknowledge(std::string(size, 'a'));
    };
    it.start();
    REQUIRE(it.until_ready());
    it.slack.newest().envelope("big");
    REQUIRE(it.until([&] { return it.slack.newest().count(1) == 1; }));
    CHECK(is_sent);
    CHECK(it.slack.newest().count(0) == 0);
    const auto& frame = *std::ranges::find(it.slack.newest().frames, 1, &ClientFrame::opcode);
    CHECK(frame.is_last);
    CHECK(frame.is_masked);
    CHECK(frame.payload.size() == size);
}

TEST_CASE("an ack that Slack would drop silently is refused, and one envelope is acked once", "[pitfall-41]")
{
    SocketModeFixture it;
    std::vector<bool> results;
    it.on_envelope = [&](const Envelope& envelope, Acknowledge acknowledge) {
        if (envelope.id == "huge")
            results.push_back(acknowledge(std::string(20480, 'a')));
        results.push_back(acknowledge(ack_frame(envelope.id, "", false)));
    };
    it.start();
    REQUIRE(it.until_ready());
    it.slack.newest().envelope("huge");
    it.slack.newest().envelope("small");
    REQUIRE(it.until([&] { return it.slack.newest().has_ack("small"); }));
    CHECK(results == std::vector<bool>{false, false, true});
    CHECK(it.slack.newest().count(1) == 1);
    CHECK(it.has_logged("20480"));
}

TEST_CASE("an ack for a connection that is gone returns false, and is not sent on another one", "[pitfall-6]")
{
    // slackapi/node-slack-sdk#1243: crashed the process
    SocketModeFixture it;
    Acknowledge late;
    it.on_envelope = [&](const Envelope&, Acknowledge acknowledge) { late = std::move(acknowledge); };
    it.start();
    REQUIRE(it.until_ready());
    it.slack.newest().envelope("lost");
    REQUIRE(it.until([&] { return late != nullptr; }));
    it.slack.newest().peer->reset();
    REQUIRE(it.until([&] { return it.client->status().connects == 2; }));
    CHECK_FALSE(late("{}"));
    CHECK(it.slack.newest().count(1) == 0);
}

TEST_CASE("frames that make no sense are counted and disturb nothing", "[pitfall-47][pitfall-48]")
{
    // slackapi/node-slack-sdk#1499, #2057; binary: abdolence/slack-morphism-rust#125
    SocketModeFixture it;
    it.start();
    REQUIRE(it.until_ready());
    FakeSocket& socket = it.slack.newest();
    for (const char* text :
         {"Unexpected server response", "", "[]", "42", R"({"type":5})", R"({"type":"slash_comm)"})
        socket.send(text);
    socket.frame(2, std::string("\x00\x01\x02", 3));
    socket.envelope("after");
    REQUIRE(it.until([&] { return socket.has_ack("after"); }));
    CHECK(it.client->status().bad_frames == 7);
    CHECK(it.slack.opens() == 1);
}

TEST_CASE("text that is not UTF-8 may cost the connection, but a new one serves", "[pitfall-47]")
{
    SocketModeFixture it;
    it.start();
    REQUIRE(it.until_ready());
    it.slack.newest().send("{\"type\":\"\xff\xfe\"}");
    REQUIRE(it.until([&] { return it.client->status().connects == 2; }));
    it.slack.newest().envelope("after");
    CHECK(it.until([&] { return it.slack.newest().has_ack("after"); }));
}

TEST_CASE("a large envelope arrives whole, in any chunks and in continuation frames with a ping between")
{
    // slackapi/python-slack-sdk: 70 kB fixture
    SocketModeFixture it;
    it.start();
    REQUIRE(it.until_ready());
    FakeSocket& socket = it.slack.newest();
    const std::string text =
        R"({"type":"slash_commands","envelope_id":"large","payload":{"command":"/ticket","text":")" +
        std::string(1u << 20, 'x') + R"("}})";
    const std::size_t piece = text.size() / 5;
    for (std::size_t i = 0; i < 5; ++i) {
        const bool is_last = i == 4;
        socket.frame(i == 0 ? 1 : 0, text.substr(i * piece, is_last ? std::string::npos : piece), is_last);
        if (i == 2)
            socket.frame(9, "between");
    }
    REQUIRE(it.until([&] { return socket.has_ack("large"); }));
    CHECK(it.envelopes == std::vector<std::string>{"large"});
    CHECK(socket.frames.front().opcode == 10);
    CHECK(socket.frames.front().payload == "between");
}

TEST_CASE("a line on which nothing at all arrives is destroyed and replaced", "[pitfall-19]")
{
    // slack-go/slack#1093: the reader stayed blocked
    SocketModeFixture it;
    it.start();
    REQUIRE(it.until_ready());
    it.slack.sockets[0]->answers_pings = false;
    REQUIRE(it.until([&] { return it.client->status().connects == 2; }, 2s));
    CHECK(it.slack.sockets[0]->count(9) >= 2);
    CHECK(it.until([&] { return it.slack.sockets[0]->is_over(); }));
    CHECK(it.has_logged("silent"));
}

TEST_CASE("any frame is a sign of life: late or missing pongs alone do not end a connection",
          "[pitfall-20][pitfall-24]")
{
    // slackapi/bolt-js#2496, sympozium-ai/sympozium#17
    SocketModeFixture it;
    it.start();
    REQUIRE(it.until_ready());
    it.slack.sockets[0]->answers_pings = false;
    for (int i = 0; i < 8; ++i) {
        run_for(it.io, 150ms);
        it.slack.sockets[0]->frame(9, "still here");
    }
    CHECK(it.client->status().connects == 1);
    CHECK(it.slack.opens() == 1);
}

TEST_CASE("a server that does not read any more cannot hold us up", "[pitfall-25]")
{
    // slack-go/slack#87: a blocked write kept the connection from being closed
    SocketModeFixture it;
    std::vector<Acknowledge> acks;
    it.on_envelope = [&](const Envelope&, Acknowledge acknowledge) {
        acks.push_back(std::move(acknowledge));
    };
    it.start();
    REQUIRE(it.until_ready());
    FakeSocket& socket = it.slack.newest();
    for (int i = 0; i < 1500; ++i) socket.envelope("env");
    REQUIRE(it.until([&] { return acks.size() == 1500; }));
    socket.peer->reads = false;
    socket.answers_pings = false;
    int refused = 0;
    for (auto& acknowledge : acks) refused += acknowledge(std::string(20000, 'a')) ? 0 : 1;
    CHECK(refused > 0);  // the queue is bounded
    CHECK(it.until([&] { return it.client->status().connects == 2; }, 3s));
}

TEST_CASE("stop sends close frames and ends TCP itself, although the server keeps it open", "[pitfall-2]")
{
    // slackapi/node-slack-sdk#2752
    SocketModeFixture it(2);
    it.start();
    REQUIRE(it.until_ready());
    const auto start = std::chrono::steady_clock::now();
    REQUIRE(it.stop());
    CHECK(std::chrono::steady_clock::now() - start < 90ms);  // it did not need the time limit
    for (const auto& socket : it.slack.sockets) CHECK(socket->count(8) == 1);
    CHECK(it.until([&] { return it.slack.open_sockets() == 0; }));
    CHECK(it.client->status().ready == 0);
    CHECK(it.client->status().trouble == "stopped");
}

TEST_CASE("stop does not wait longer than its limit for a server that does not answer", "[pitfall-1]")
{
    // slackapi/node-slack-sdk#2709
    SocketTimes times = short_times();
    times.silence = 60s;  // so that the watchdog cannot help
    SocketModeFixture it(1, times);
    it.start();
    REQUIRE(it.until_ready());
    it.slack.sockets[0]->answers_close = false;
    const auto start = std::chrono::steady_clock::now();
    REQUIRE(it.stop());
    const auto took = std::chrono::steady_clock::now() - start;
    CHECK(took >= 90ms);
    CHECK(took < 1s);
    CHECK(it.until([&] { return it.slack.open_sockets() == 0; }));
}

TEST_CASE("stop works at any moment, and a start after it leaves exactly the wanted connections")
{
    // slackapi/node-slack-sdk#2656
    for (int i = 0; i < 30; ++i) {
        SocketModeFixture it(2);
        it.start();
        for (int step = 0; step < i; ++step) {
            it.io.restart();
            it.io.run_one_for(1ms);
        }
        REQUIRE(it.stop());
        REQUIRE(it.until([&] { return it.slack.open_sockets() == 0; }));
        it.client->start();
        REQUIRE(it.until_ready());
        run_for(it.io, 5ms);
        CHECK(it.slack.open_sockets() == 2);
    }
}

TEST_CASE("every stop is confirmed once, also a second one and one without a start", "[pitfall-51]")
{
    SocketModeFixture it;
    it.start();
    REQUIRE(it.until_ready());
    int confirmed = 0;
    it.client->stop([&] { ++confirmed; });
    it.client->stop([&] { ++confirmed; });
    REQUIRE(it.until([&] { return confirmed == 2; }));
    it.client->stop([&] { ++confirmed; });
    REQUIRE(it.until([&] { return confirmed == 3; }));
    run_for(it.io, 200ms);
    CHECK(confirmed == 3);
}

TEST_CASE("the client may go at any moment, and calls nobody afterwards")
{
    for (int i = 0; i < 40; ++i) {
        SocketModeFixture it(2);
        it.start();
        for (int step = 0; step < i; ++step) {
            it.io.restart();
            it.io.run_one_for(1ms);
        }
        it.client.reset();
        const auto lines = it.log.size();
        const int ready = it.ready_calls;
        run_for(it.io, 5ms);
        CHECK(it.log.size() == lines);
        CHECK(it.ready_calls == ready);
        CHECK(it.until([&] { return it.slack.open_sockets() == 0; }));
    }
}

TEST_CASE("nothing of the client keeps the loop alive once it is stopped")
{
    boost::asio::io_context io;
    auto slack = std::make_unique<FakeSlack>(io);
    WebClient web(io.get_executor(), slack->endpoint());
    SocketMode client(io.get_executor(), web, slack->endpoint(), 2, {}, short_times());
    client.start();
    REQUIRE(run_until(io, [&] { return client.status().ready == 2; }));
    bool is_stopped = false;
    client.stop([&] { is_stopped = true; });
    REQUIRE(run_until(io, [&] { return is_stopped; }));
    web.stop();
    slack.reset();
    io.restart();
    const auto start = std::chrono::steady_clock::now();
    io.run_for(3s);
    CHECK(std::chrono::steady_clock::now() - start < 1s);
}
