// Pongs that come late, with the proportions of the real times: a hundredth of them.
#include "socket_mode_fixture.hpp"

#include <boost/asio/steady_timer.hpp>
#include <catch2/catch.hpp>

#include <random>

using namespace deskbell::slack;
using namespace deskbell::slack::test;
using namespace std::chrono_literals;

namespace {

constexpr int kFaster = 100;

SocketTimes real_times_but_faster()
{
    SocketTimes times;
    for (auto* one : {&times.step, &times.silence, &times.ping, &times.close, &times.backoff_first,
                      &times.backoff_most, &times.healthy, &times.retire})
        *one /= kFaster;
    return times;
}

/// Answers each ping of the client after a while of its own choice.
class LatePongs {
public:
    LatePongs(SocketModeFixture& it, std::function<std::chrono::milliseconds()> delay)
        : it_(it), delay_(std::move(delay))
    {
    }
    /// Call again and again: sends what is due, notes what came.
    void look()
    {
        const auto now = std::chrono::steady_clock::now();
        FakeSocket& socket = it_.slack.newest();
        const auto pings = static_cast<std::size_t>(socket.count(9));
        for (; seen < pings; ++seen) due_.push_back(now + delay_());
        std::erase_if(due_, [&](auto time) {
            if (time <= now)
                socket.frame(10, "");
            return time <= now;
        });
    }
    std::size_t seen = 0;

private:
    SocketModeFixture& it_;
    std::function<std::chrono::milliseconds()> delay_;
    std::vector<std::chrono::steady_clock::time_point> due_;
};

}  // namespace

TEST_CASE("pongs that come eight seconds late cost nothing while the server pings and delivers",
          "[pitfall-20]")
{
    // slackapi/bolt-js#2496: "pong wasn't received", several times a day
    SocketModeFixture it(1, real_times_but_faster());
    it.slack.on_socket = [](FakeSocket& socket) {
        socket.answers_pings = false;
        socket.hello();
    };
    it.start();
    REQUIRE(it.until_ready());
    LatePongs pongs(it, [] { return 8000ms / kFaster; });
    for (int i = 0; i < 12; ++i) {
        const auto before = pongs.seen;
        REQUIRE(it.until([&] {
            pongs.look();
            return pongs.seen > before;
        }));
        it.slack.newest().frame(9, "slack");
        it.slack.newest().envelope("env" + std::to_string(i) + ".");
        REQUIRE(it.until([&] { return it.slack.newest().has_ack("env" + std::to_string(i) + "."); }));
    }
    CHECK(it.slack.opens() == 1);
    CHECK(it.client->status().disconnects == 0);
}

TEST_CASE("pongs are all that comes, each up to twelve seconds late: nothing is lost", "[pitfall-21]")
{
    // openclaw/openclaw#74590: 211 false disconnects in a day
    SocketModeFixture it(1, real_times_but_faster());
    it.slack.on_socket = [](FakeSocket& socket) {
        socket.answers_pings = false;
        socket.hello();
    };
    it.start();
    REQUIRE(it.until_ready());
    std::mt19937 dice(21);
    LatePongs pongs(it, [&] { return std::chrono::milliseconds(dice() % (12'000 / kFaster + 1)); });
    REQUIRE(it.until([&] {  // about ten minutes of pings
        pongs.look();
        return pongs.seen >= 30 || it.client->status().disconnects > 0;
    }));
    CHECK(it.client->status().disconnects == 0);
    CHECK(it.slack.opens() == 1);
}
