// Change-overs, and what must not happen around them.
#include "socket_mode_fixture.hpp"

#include <catch2/catch.hpp>

using namespace deskbell::slack;
using namespace deskbell::slack::test;
using namespace std::chrono_literals;

TEST_CASE("each attempt asks for its own address and keeps its query byte for byte", "[pitfall-10]")
{
    SocketModeFixture it;
    it.start();
    REQUIRE(it.until_ready());
    CHECK(it.slack.newest().target == "/link/?ticket=t1&app_id=a%2Fb%3D~x");
    it.slack.newest().peer->reset();
    REQUIRE(it.until([&] { return it.slack.sockets.size() == 2; }));
    CHECK(it.slack.newest().target == "/link/?ticket=t2&app_id=a%2Fb%3D~x");
    CHECK(it.slack.opens() == 2);
}

TEST_CASE("a refresh opens the replacement first, and both connections serve meanwhile", "[pitfall-3]")
{
    // slackapi/node-slack-sdk 3.2.0: 5 to 12 s without any connection at each refresh
    const char* reason = GENERATE("warning", "refresh_requested", "a_reason_of_the_future");
    SocketModeFixture it;
    it.start();
    REQUIRE(it.until_ready());
    REQUIRE(it.until_healthy());
    const auto old = it.slack.sockets[0];
    old->disconnect(reason);
    REQUIRE(it.until([&] { return it.slack.sockets.size() == 2 && it.client->status().ready == 1; }, 2s));
    CHECK_FALSE(old->is_over());
    for (int i = 0; i < 20; ++i)
        it.slack.sockets[static_cast<std::size_t>(i % 2)]->envelope("env" + std::to_string(i) + ".");
    REQUIRE(it.until([&] { return it.envelopes.size() == 20; }));
    REQUIRE(it.until([&] { return old->count(1) == 10 && it.slack.newest().count(1) == 10; }));
    for (int i = 0; i < 20; ++i)
        CHECK(it.slack.sockets[static_cast<std::size_t>(i % 2)]->has_ack("env" + std::to_string(i) + "."));
    CHECK(it.slack.opens() == 2);
}

TEST_CASE("a replaced connection that Slack leaves open is closed by us after a while, with a close frame")
{
    SocketModeFixture it;
    it.start();
    REQUIRE(it.until_ready());
    REQUIRE(it.until_healthy());
    const auto old = it.slack.sockets[0];
    old->disconnect("warning");
    REQUIRE(it.until([&] { return old->is_over(); }, 2s));
    CHECK(old->count(8) == 1);
    CHECK(it.client->status().ready == 1);
    CHECK(it.slack.opens() == 2);
}

TEST_CASE("a disconnect frame followed by the end of TCP makes one replacement, not two", "[pitfall-4]")
{
    // slackapi/node-slack-sdk#2771
    SocketModeFixture it;
    it.start();
    REQUIRE(it.until_ready());
    REQUIRE(it.until_healthy());
    const auto old = it.slack.sockets[0];
    old->disconnect("warning");
    run_for(it.io, 10ms);
    old->peer->reset();
    REQUIRE(it.until([&] { return it.client->status().connects == 2; }));
    run_for(it.io, 300ms);
    CHECK(it.slack.opens() == 2);
    CHECK(it.slack.open_sockets() == 1);
}

TEST_CASE("the late end of an old connection does not disturb its replacement", "[pitfall-16]")
{
    // JKHeadley/instar#1076
    SocketModeFixture it;
    it.start();
    REQUIRE(it.until_ready());
    REQUIRE(it.until_healthy());
    const auto old = it.slack.sockets[0];
    old->disconnect("refresh_requested");
    REQUIRE(it.until([&] { return it.client->status().connects == 2; }));
    old->close(1001);
    REQUIRE(it.until([&] { return old->is_over(); }));
    run_for(it.io, 200ms);
    CHECK(it.slack.opens() == 2);
    CHECK(it.client->status().ready == 1);
    it.slack.newest().envelope("late");
    CHECK(it.until([&] { return it.slack.newest().has_ack("late"); }));
}

TEST_CASE("while the replacement fails, the old connection stays in service", "[pitfall-11]")
{
    // slackapi/python-slack-sdk#1446
    SocketModeFixture it;
    it.start();
    REQUIRE(it.until_ready());
    REQUIRE(it.until_healthy());
    it.slack.on_call = [&](const HttpCall&) -> std::unique_ptr<FakeAnswer> {
        switch (it.slack.opens()) {
            case 2:
                return answer(500);
            case 3:
                return silence();
            case 4:
                return answer(200, R"({"ok":false,"error":"internal_error"})");
            default:
                return nullptr;
        }
    };
    const auto old = it.slack.sockets[0];
    old->disconnect("refresh_requested");
    REQUIRE(it.until([&] { return it.slack.opens() == 4; }));
    CHECK_FALSE(old->is_over());
    old->envelope("meanwhile");
    REQUIRE(it.until([&] { return old->has_ack("meanwhile"); }));
    REQUIRE(it.until([&] { return it.client->status().ready == 1; }));
    CHECK(it.slack.opens() == 5);
}

TEST_CASE("while one connection takes long to close, the next that is told to go serves until it is replaced",
          "[pitfall-3]")
{
    SocketTimes times = short_times();
    times.healthy = 1ms;
    times.retire = 1ms;
    SocketModeFixture it(1, times);
    it.start();
    REQUIRE(it.until_ready());
    REQUIRE(it.until_healthy());
    it.slack.sockets[0]->answers_close = false;
    it.slack.sockets[0]->disconnect("warning");
    REQUIRE(it.until([&] { return it.slack.sockets.size() == 2 && it.slack.sockets[0]->count(8) == 1; }));
    REQUIRE(it.until_healthy());
    const auto second = it.slack.sockets[1];
    second->disconnect("warning");
    second->envelope("meanwhile");
    REQUIRE(it.until([&] { return it.client->status().connects == 3; }));
    CHECK(second->has_ack("meanwhile"));
    CHECK(second->count(8) == 0);
}

TEST_CASE("what came right before Slack's close frame is acked before the connection goes", "[pitfall-3]")
{
    SocketModeFixture it;
    it.start();
    REQUIRE(it.until_ready());
    const auto old = it.slack.sockets[0];
    for (const char* id : {"one", "two", "three"}) old->envelope(id);
    old->close(1000);
    REQUIRE(it.until([&] { return old->is_over(); }));
    for (const char* id : {"one", "two", "three"}) CHECK(old->has_ack(id));
}

TEST_CASE("many change-overs in a row lose nothing and pile up nothing", "[pitfall-8]")
{
    // slackapi/bolt-js#1061
    SocketTimes times = short_times();
    times.healthy = 5ms;
    SocketModeFixture it(2, times);
    it.start();
    REQUIRE(it.until_ready());
    for (int i = 0; i < 12; ++i) {
        run_for(it.io, 10ms);
        const auto before = it.client->status().connects;
        it.slack.newest().disconnect("warning");
        REQUIRE(it.until(
            [&] { return it.client->status().connects > before && it.client->status().ready == 2; }));
        it.slack.newest().envelope("env" + std::to_string(i));
        REQUIRE(it.until([&] { return it.slack.newest().has_ack("env" + std::to_string(i)); }, 1s));
        CHECK(it.slack.open_sockets() <= 4);
    }
    CHECK(it.slack.opens() == 14);
    REQUIRE(it.stop());
    CHECK(it.until([&] { return it.slack.open_sockets() == 0; }));
}

TEST_CASE("failures that come together lead to one request for an address at a time", "[pitfall-17]")
{
    // slackapi/java-slack-sdk#464
    SocketModeFixture it(5);
    it.start();
    REQUIRE(it.until_ready());
    it.slack.on_call = [](const HttpCall&) { return silence(); };
    it.slack.sockets[0]->peer->reset();
    it.slack.sockets[1]->disconnect("warning");
    it.slack.sockets[1]->close();
    it.slack.sockets[2]->peer->close();
    it.slack.sockets[3]->peer->write(std::string("\xff\xff", 2));  // no frame
    it.slack.sockets[4]->close(1011);
    REQUIRE(it.until([&] { return it.slack.opens() == 6; }));
    run_for(it.io, 200ms);  // the first request is still unanswered
    CHECK(it.slack.opens() == 6);
    it.slack.on_call = nullptr;
    REQUIRE(it.until_ready());
    CHECK(it.slack.open_sockets() == 5);
}

TEST_CASE("two connections are made one after the other, and both deliver", "[pitfall-30]")
{
    SocketModeFixture it(2);
    it.start();
    REQUIRE(it.until_ready());
    CHECK(it.ready_calls == 2);
    CHECK(it.client->status().app_id == "A0FAKE");
    it.slack.sockets[0]->envelope("one");
    it.slack.sockets[1]->envelope("two");
    REQUIRE(
        it.until([&] { return it.slack.sockets[0]->has_ack("one") && it.slack.sockets[1]->has_ack("two"); }));
    CHECK(it.client->status().envelopes == 2);
    CHECK(it.client->status().trouble.empty());
}
