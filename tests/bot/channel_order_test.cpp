#include "bot/outbox_pump.hpp"
#include "slack/net/signal.hpp"
#include "tests/bot/harness.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::bot;
using namespace deskbell::bot::test;

namespace {

/// Slack in memory that answers posts to one channel only when told to.
class SlowChannel final : public SlackPort {
public:
    explicit SlowChannel(const boost::asio::any_io_executor& io) : news_(io) {}
    boost::asio::awaitable<slack::CallResult> call(slack::Call call) override
    {
        const std::string channel = call.arguments["channel"];
        begun.push_back(channel + " " + call.arguments["text"]);
        while (channel == held) co_await news_.wait_until(slack::Signal::Time::max());
        const std::string body = R"({"ok":true,"channel":")" + channel + R"(","ts":"1700000000.0000)" +
                                 std::to_string(10 + begun.size()) + "\"}";
        slack::CallResult result = slack::read_result(call.method, 200, "", body);
        co_return result;
    }
    boost::asio::awaitable<slack::CallResult> respond(std::string, std::string) override
    {
        co_return slack::CallResult{};
    }
    boost::asio::awaitable<slack::CallResult> upload(std::string, std::string) override
    {
        co_return slack::CallResult{};
    }
    boost::asio::awaitable<slack::CallResult> fetch(std::string, std::size_t) override
    {
        co_return slack::CallResult{};
    }
    void let_go()
    {
        held.clear();
        news_.notify();
    }

    std::string held;
    std::vector<std::string> begun;

private:
    slack::Signal news_;
};

}  // namespace

TEST_CASE("a post waits for the answer to the one before it in its channel, and other channels do not",
          "[bot][pump][pitfall-39]")
{
    // openclaw/openclaw#69101: posts that were sent together arrived in another order
    Harness desk;
    SlowChannel slow(desk.io.get_executor());
    slow.held = "C1";
    OutboxPump pump(desk.io.get_executor(), desk.bridge, slow, desk.desk, desk.clock, desk.metrics);
    desk.in_store([](store::Unit& unit) {
        for (const char* text : {"1", "2", "3"})
            for (const char* channel : {"C1", "C2"}) {
                store::Outgoing out;
                out.method = "chat.postMessage";
                out.lane = out.channel = channel;
                out.arguments = {{"text", text}};
                unit.outbox.add(out, unit.now);
            }
    });
    pump.start();
    const auto in = [&](char channel) {
        std::vector<std::string> out;
        for (const std::string& one : slow.begun)
            if (one[1] == channel)
                out.push_back(one.substr(3));
        return out;
    };
    REQUIRE(desk.until([&] { return in('2').size() == 3; }));
    CHECK(in('2') == std::vector<std::string>{"1", "2", "3"});
    CHECK(in('1') == std::vector<std::string>{"1"});
    slow.let_go();
    REQUIRE(desk.until([&] { return in('1').size() == 3; }));
    CHECK(in('1') == std::vector<std::string>{"1", "2", "3"});
    pump.stop();
    desk.until([&] { return pump.under_way() == 0; });
}
