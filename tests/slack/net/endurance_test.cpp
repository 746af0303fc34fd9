// The same thing very often: nothing may pile up, nothing may be lost, every moment is a good one to stop.
#include "resources.hpp"
#include "socket_mode_fixture.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <map>
#include <random>

using namespace deskbell::slack;
using namespace deskbell::slack::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

/// Changes of connections that follow each other as quickly as they are made.
SocketTimes hasty_times()
{
    SocketTimes times = short_times();
    times.step = 5s;
    times.silence = 10s;
    times.ping = 5s;
    times.healthy = 1ms;
    times.backoff_first = 1ms;
    times.backoff_most = 2ms;
    times.retire = 30s;  // Slack closes what it told to go
    return times;
}

/// How often, unless the environment asks for more.
int times_over(const char* variable, int usual)
{
    const char* asked = std::getenv(variable);
    return asked ? std::atoi(asked) : usual;
}

/// Runs a few handlers of the loop, to end at a random place.
void run_some(boost::asio::io_context& io, unsigned steps)
{
    for (unsigned i = 0; i < steps; ++i) {
        io.restart();
        io.run_one_for(1ms);
    }
}

/// Events that a server sends and the answers it got.
struct Ledger {
    struct Sent {
        std::string id;
        std::shared_ptr<FakeSocket> on;
        Clock::time_point at;
        int acks = 0;
        Clock::duration took{};
    };
    std::vector<Sent> sent;

    static constexpr std::size_t kMost = 24;

    void send(const std::shared_ptr<FakeSocket>& socket)
    {
        if (sent.size() == kMost)
            return;
        const std::string id = "ev" + std::to_string(sent.size()) + ".";
        socket->envelope(id);
        sent.push_back({id, socket, Clock::now()});
    }
    /// Notes the acks that arrived, each once.
    void look()
    {
        for (Sent& one : sent)
            if (one.acks == 0 && one.on->has_ack(one.id)) {
                one.acks = 1;
                one.took = Clock::now() - one.at;
            }
    }
    bool is_settled()
    {
        look();
        return std::ranges::all_of(sent, [](const Sent& one) { return one.acks > 0; });
    }
    Clock::duration slowest() const { return std::ranges::max(sent, {}, &Sent::took).took; }
};

}  // namespace

TEST_CASE("two hundred refreshes while events flow: each is processed once and acked within a second",
          "[pitfall-3][pitfall-8][no-gap]")
{
    // slackapi/node-slack-sdk 3.2.0, slackapi/bolt-js#1061
    SocketModeFixture it(1, hasty_times());
    it.haste = 1000;
    it.start();
    REQUIRE(it.until_ready());
    std::map<std::string, int> processed;
    Clock::duration slowest{};
    std::size_t sent = 0;
    for (int round = 0; round < times_over("DESKBELL_REFRESHES", 220); ++round) {
        Ledger ledger;
        const auto old = it.slack.sockets.back();
        const auto before = it.client->status().connects;
        run_for(it.io, 2ms);  // longer than `healthy`: a routine refresh
        ledger.send(old);
        old->disconnect(round % 2 == 0 ? "warning" : "refresh_requested");
        // As long as the change takes Slack goes on with the old connection, and then uses both.
        REQUIRE(it.until(
            [&] {
                ledger.send(old);
                return it.client->status().connects > before;
            },
            2s));
        for (int i = 0; i < 4; ++i) {
            ledger.send(it.slack.sockets.back());
            ledger.send(old);
        }
        REQUIRE(it.until([&] { return ledger.is_settled(); }, 2s));
        old->close(1000);
        REQUIRE(it.until(
            [&] {
                ledger.send(it.slack.sockets.back());
                return old->is_over();
            },
            2s));
        REQUIRE(it.until([&] { return ledger.is_settled(); }, 2s));
        for (const std::string& id : std::exchange(it.envelopes, {})) ++processed[std::to_string(round) + id];
        slowest = std::max(slowest, ledger.slowest());
        sent += ledger.sent.size();
        it.slack.forget();
    }
    CHECK(processed.size() == sent);
    CHECK(std::ranges::all_of(processed, [](const auto& one) { return one.second == 1; }));
    CHECK(slowest < 1s);
    CHECK(it.client->status().disconnects + 1 == it.client->status().connects);
    WARN(sent << " events, slowest ack "
              << std::chrono::duration_cast<std::chrono::microseconds>(slowest).count() << " us");
}

TEST_CASE("after a thousand reconnects of every kind memory, descriptors and threads are what they were",
          "[pitfall-14][pitfall-16]")
{
    // slackapi/python-slack-sdk#1110, JKHeadley/instar#1076; DESKBELL_RECONNECTS=10000 for the long run
    SocketModeFixture it(2, hasty_times());
    it.haste = 1000;
    it.start();
    REQUIRE(it.until_ready());
    std::optional<Resources> base;
    const int rounds = times_over("DESKBELL_RECONNECTS", 1000);
    for (int round = 0; round < rounds; ++round) {
        const auto before = it.client->status().connects;
        FakeSocket& socket = it.slack.newest();
        switch (round % 4) {
            case 0:
                socket.peer->reset();
                break;
            case 1:
                socket.peer->close();
                break;
            case 2:
                socket.close(1001);
                break;
            default:
                socket.disconnect("warning");
                socket.close(1000);
        }
        REQUIRE(it.until([&] {
            return it.client->status().connects > before && it.client->status().ready == 2 &&
                   it.slack.open_sockets() == 2;
        }));
        it.slack.forget();
        it.log.clear();
        if (round == 200)
            base.emplace();
    }
    const Resources now;
    REQUIRE(base);
    CHECK(now.descriptors <= base->descriptors + 2);
    CHECK(now.threads == base->threads);
    CHECK(now.heap_bytes <= base->heap_bytes + 64 * 1024);
    CHECK(it.client->status().connects == static_cast<std::uint64_t>(rounds) + 2);
    WARN(rounds << " reconnects: heap " << base->heap_bytes << " -> " << now.heap_bytes
                << " bytes, descriptors " << base->descriptors << " -> " << now.descriptors << ", threads "
                << now.threads);
}

TEST_CASE("a stop at any moment of any trouble leaves no connection, and a start after it exactly the wanted",
          "[pitfall-5]")
{
    // slackapi/node-slack-sdk#2656
    std::mt19937 dice(5);
    for (unsigned i = 0; i < 100; ++i) {
        INFO("round " << i);
        SocketModeFixture it(2);
        switch (i % 5) {
            case 0:  // it backs off
                it.slack.on_call = [](const HttpCall&) { return answer(500); };
                break;
            case 1:  // it waits for the address
                it.slack.on_call = [](const HttpCall&) { return silence(); };
                break;
            case 2:  // it waits for the upgrade
                it.slack.on_upgrade = [](const HttpCall&) { return silence(); };
                break;
            case 3:  // it waits for hello
                it.slack.on_socket = [](FakeSocket&) {};
                break;
            default:
                break;
        }
        it.start();
        run_some(it.io, static_cast<unsigned>(dice() % 60));
        REQUIRE(it.stop());
        REQUIRE(it.until([&] { return it.slack.open_sockets() == 0; }));
        REQUIRE(it.until([&] { return it.slack.server.open() <= 1; }));  // the Web API keeps one
        it.slack.on_call = nullptr;
        it.slack.on_upgrade = nullptr;
        it.slack.on_socket = [](FakeSocket& socket) { socket.hello(); };
        it.client->start();
        REQUIRE(it.until_ready());
        run_some(it.io, 5);
        CHECK(it.slack.open_sockets() == 2);
    }
}

TEST_CASE(
    "a thousand calls of stop while envelopes pour in are all confirmed, and acks come to nothing quietly",
    "[pitfall-51]")
{
    // slack-go/slack#1125: send on a closed channel; run under the sanitizers as well
    std::mt19937 dice(51);
    int confirmed = 0;
    std::vector<Acknowledge> late;
    for (int round = 0; round < 50; ++round) {
        SocketModeFixture it;
        it.on_envelope = [&](const Envelope&, Acknowledge acknowledge) { late.push_back(acknowledge); };
        it.start();
        REQUIRE(it.until_ready());
        for (int i = 0; i < 20; ++i) {
            it.slack.newest().envelope("e");
            run_some(it.io, static_cast<unsigned>(dice() % 4));
            it.client->stop([&] { ++confirmed; });
            if (!late.empty())
                (void)late.back()("{}");
        }
        REQUIRE(it.until([&] { return confirmed == 20 * (round + 1); }));
        CHECK(it.until([&] { return it.slack.open_sockets() == 0; }));
    }
    CHECK(std::ranges::none_of(late, [](Acknowledge& one) { return one("{}"); }));
}

TEST_CASE("two hundred clients that came and went leave nothing that runs or is open", "[pitfall-70]")
{
    // slackapi/python-slack-sdk#1873: a thread for each closed client
    SocketModeFixture it;
    it.start();
    REQUIRE(it.until_ready());
    const auto connections = it.slack.server.open();
    std::optional<Resources> base;
    for (int i = 0; i < 200; ++i) {
        WebClient web(it.io.get_executor(), it.slack.endpoint());
        SocketMode client(it.io.get_executor(), web, it.slack.endpoint(), 1, {}, short_times());
        client.start();
        REQUIRE(it.until([&] { return client.status().ready == 1; }));
        const auto begun = Clock::now();
        bool is_stopped = false;  // while a read is pending, as always
        client.stop([&] { is_stopped = true; });
        REQUIRE(it.until([&] { return is_stopped; }, 3s));
        CHECK(Clock::now() - begun < 3s);
        web.stop();
        REQUIRE(it.until([&] { return it.slack.server.open() == connections; }));
        if (i == 20) {
            it.slack.forget();
            base.emplace();
        }
    }
    it.slack.forget();
    const Resources now;
    CHECK(now.threads == base->threads);
    CHECK(now.descriptors == base->descriptors);
    CHECK(now.heap_bytes <= base->heap_bytes + 64 * 1024);
    it.stop();
    it.web->stop();
    it.io.restart();
    CHECK(it.until([&] { return it.io.poll() == 0; }, 1s));  // nobody keeps the thread busy
}
