// Deliveries as other clients met them: late, twice, in a crowd, while something else takes its time.
#include "bot/dispatcher.hpp"
#include "bot/outbox_pump.hpp"
#include "tests/bot/harness.hpp"

#include <catch2/catch.hpp>

#include <future>

using namespace deskbell;
using namespace deskbell::bot;
using namespace deskbell::bot::test;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

namespace {

slack::Envelope envelope_of(const std::string& text)
{
    return std::get<slack::Envelope>(slack::parse_frame(text));
}

/// A direct message to the bot: with the first delivery it becomes a ticket.
slack::Envelope message(const std::string& envelope, const std::string& event, const std::string& text,
                        int attempt = 0)
{
    const std::string ts = "\"1800000000.00" + event.substr(2);
    return envelope_of(R"({"type":"events_api","accepts_response_payload":false,"envelope_id":")" + envelope +
                       R"(","retry_attempt":)" + std::to_string(attempt) +
                       R"(,"retry_reason":"timeout","payload":{"type":"event_callback","event_id":")" +
                       event +
                       R"(","event":{"type":"message","channel_type":"im","channel":"D0MIA","user":"U0MIA",)"
                       R"("text":")" +
                       text + R"(","ts":)" + ts + R"("}}})");
}

slack::Envelope command(const std::string& envelope, const std::string& text, const std::string& trigger,
                        bool takes_payload = true)
{
    return envelope_of(R"({"type":"slash_commands","envelope_id":")" + envelope +
                       R"(","accepts_response_payload":)" + (takes_payload ? "true" : "false") +
                       R"(,"payload":{"command":"/ticket","text":")" + text +
                       R"(","user_id":"U0MIA","channel_id":"C0HELP","team_id":"T1","trigger_id":")" +
                       trigger + R"(","response_url":"https://hooks.slack.com/commands/1"}})");
}

slack::Envelope click(const std::string& envelope)
{
    return envelope_of(
        R"({"type":"interactive","accepts_response_payload":false,"envelope_id":")" + envelope +
        R"(","payload":{"type":"block_actions","user":{"id":"U0MIA"},"trigger_id":"t-)" + envelope +
        R"(","channel":{"id":"C0HELP"},"container":{"message_ts":"1800000000.000001"},)"
        R"("actions":[{"action_id":"step","block_id":"b","value":"1","action_ts":"1800000000.5"}]}})");
}

/// A dispatcher over a harness, and what was sent as acks.
struct Taking : Harness {
    void take(slack::Envelope envelope)
    {
        const auto begun = Steady::now();
        dispatcher.take(std::move(envelope), [this, begun](std::string frame) {
            acks.push_back(std::move(frame));
            slowest = std::max(slowest, Steady::now() - begun);
            return is_connected;
        });
    }
    void take_and_finish(slack::Envelope envelope)
    {
        take(std::move(envelope));
        REQUIRE(until([this] { return dispatcher.under_way() == 0; }));
    }
    std::int64_t records()
    {
        std::int64_t out = 0;
        in_store([&](store::Unit& unit) { out = unit.records.count(); });
        return out;
    }
    /// Keeps the writing thread busy until `go_on`.
    void stall()
    {
        auto wait = std::make_shared<std::future<void>>(gate.get_future());
        bridge.submit(
            [wait](store::Unit&) -> Result<void> {
                wait->wait_for(5s);
                return {};
            },
            [](Result<void>) {});
    }
    void go_on() { gate.set_value(); }

    bool is_connected = true;
    std::vector<std::string> acks;
    Steady::duration slowest{};
    std::promise<void> gate;
    Dispatcher dispatcher{io.get_executor(), bridge, slack, desk, metrics, [] {}};
};

}  // namespace

TEST_CASE("an event whose acks are lost has one effect, and each of its deliveries is acked",
          "[bot][dispatcher][pitfall-32]")
{
    // slackapi/bolt-js#2487: attempt 0, attempt 1, then attempt 0 again in the same envelope
    Taking desk;
    desk.is_connected = false;
    desk.take_and_finish(message("e1", "Ev0001", "mouse is dead"));
    desk.take_and_finish(message("e2", "Ev0001", "mouse is dead", 1));
    desk.take_and_finish(message("e1", "Ev0001", "mouse is dead"));
    CHECK(desk.records() == 1);
    REQUIRE(desk.acks.size() == 3);
    CHECK(slack::text_at(desk.acks[1], "/envelope_id") == "e2");
    CHECK(desk.metrics.value(bot::Metric::duplicates) == 2);
}

TEST_CASE("a command or click that comes again in another envelope is the same act",
          "[bot][dispatcher][pitfall-33]")
{
    // slackapi/bolt-js#2188
    Taking desk;
    desk.take_and_finish(command("e1", "printer on fire", "t1"));
    desk.take_and_finish(command("e1", "printer on fire", "t1"));
    desk.take_and_finish(command("e2", "printer on fire", "t1"));
    CHECK(desk.records() == 1);
    CHECK(desk.metrics.value(bot::Metric::duplicates) == 2);
    desk.take_and_finish(click("e3"));
    desk.take_and_finish(click("e4"));
    CHECK(desk.metrics.value(bot::Metric::duplicates) == 3);
    CHECK(desk.acks.size() == 5);
}

TEST_CASE(
    "a delivery that comes again while the first is still worked on has no second effect, nor waits the ack "
    "for Slack",
    "[bot][dispatcher][pitfall-34]")
{
    // slackapi/java-slack-sdk#1245
    Taking desk;
    desk.stall();
    desk.take(message("e1", "Ev0001", "mouse is dead"));
    desk.take(message("e2", "Ev0001", "mouse is dead", 1));
    CHECK(desk.acks.empty());  // what Slack hears is true: nothing is stored yet
    desk.go_on();
    REQUIRE(desk.until([&] { return desk.acks.size() == 2; }));
    CHECK(desk.records() == 1);
    CHECK(desk.slack.calls.empty());
}

TEST_CASE("an event is taken at whatever attempt it is first seen, and known as long as Slack repeats it",
          "[bot][dispatcher][pitfall-35][pitfall-37]")
{
    // vercel/chat#666, slackapi/python-slack-sdk#1280
    const int first = GENERATE(2, 3);
    Taking desk;
    desk.take_and_finish(message("e1", "Ev0001", "mouse is dead", first));
    CHECK(desk.records() == 1);
    desk.clock.set(desk.clock.now() + 6min);
    desk.take_and_finish(message("e2", "Ev0001", "mouse is dead", 3));
    desk.clock.set(desk.clock.now() + 24h);
    desk.take_and_finish(message("e3", "Ev0001", "mouse is dead", 3));
    CHECK(desk.records() == 1);
    CHECK(desk.acks.size() == 3);
}

TEST_CASE("a thousand messages at once are stored and acked, not much slower than one by one, without Slack",
          "[bot][dispatcher][pitfall-36]")
{
    // slackapi/python-slack-sdk#1299: acks were late, retries doubled the burst
    Taking desk;
    const auto wish = [&](int i) {
        desk.take(message("e" + std::to_string(i), "Ev" + std::to_string(i), "wish " + std::to_string(i)));
    };
    const auto begun = Steady::now();
    for (int i = 1000; i < 1050; ++i) {
        wish(i);
        REQUIRE(desk.until([&] { return desk.dispatcher.under_way() == 0; }));
    }
    const auto one = (Steady::now() - begun) / 50;
    desk.slowest = {};
    for (int i = 2000; i < 3000; ++i) wish(i);
    REQUIRE(desk.until([&] { return desk.acks.size() == 1050; }, 60s));
    CHECK(desk.records() == 1050);
    CHECK(desk.metrics.value(bot::Metric::acks, "lost") == 0);
    CHECK(desk.metrics.value(bot::Metric::busy) == 0);
    CHECK(desk.slack.calls.empty());
    // A second where a ticket takes half a millisecond; a build for debugging takes ten times as long.
    CHECK(desk.slowest < std::max<Steady::duration>(1s, 2000 * one));
    WARN("slowest ack " << std::chrono::duration_cast<std::chrono::milliseconds>(desk.slowest).count()
                        << " ms");
}

TEST_CASE("an answer that its envelope does not take goes through the response_url",
          "[bot][dispatcher][pitfall-44]")
{
    // slackapi/python-slack-sdk#946
    Taking desk;
    desk.take_and_finish(command("e1", "printer on fire", "t1", false));
    REQUIRE(desk.acks.size() == 1);
    CHECK(desk.acks[0] == R"({"envelope_id":"e1"})");
    REQUIRE(desk.until([&] { return desk.slack.responses.size() == 1; }));
    CHECK(desk.slack.responses[0].second.find("REQ-1") != std::string::npos);
}

TEST_CASE("a notice that events are limited is acked and counted, although it holds no event",
          "[bot][dispatcher][pitfall-49]")
{
    // socket-mode 3.1.1 of slackapi/node-slack-sdk
    Taking desk;
    desk.take_and_finish(envelope_of(
        R"({"type":"events_api","envelope_id":"e1","accepts_response_payload":false,"payload":)"
        R"({"type":"app_rate_limited","team_id":"T1","api_app_id":"A1","minute_rate_limited":1}})"));
    CHECK(desk.acks.size() == 1);
    CHECK(desk.metrics.value(bot::Metric::envelopes, "workspace") == 1);
    CHECK(desk.metrics.value(bot::Metric::handler_errors, "internal") == 0);
}

TEST_CASE("while a job takes its time, forms open and what only reads is answered",
          "[bot][dispatcher][pitfall-22][pitfall-67]")
{
    // slackapi/bolt-js#2196, slackapi/node-slack-sdk#1131
    Taking desk;
    desk.stall();
    const auto begun = Steady::now();
    desk.take(command("e1", "", "trigger-1"));
    REQUIRE(desk.until([&] { return desk.slack.count("views.open") == 1; }, 2s));
    CHECK(Steady::now() - begun < 1s);  // the job takes five
    CHECK(desk.slowest < 1s);
    CHECK(desk.slack.calls.back().arguments.at("trigger_id") == "trigger-1");
    desk.go_on();
}

TEST_CASE("a person whom Slack does not show us is named by their id, and the ticket is there all the same",
          "[bot][dispatcher][pitfall-71]")
{
    // dgurkaynak/slack-poker-planner#20: user_not_found aborted the whole action
    Taking desk;
    for (int i = 0; i < 3; ++i)
        desk.slack.faults["users.info"].push_back(
            {FakeSlack::refusal("users.info", "user_not_found"), false});
    desk.take_and_finish(message("e1", "Ev0001", "mouse is dead"));
    OutboxPump pump(desk.io.get_executor(), desk.bridge, desk.slack, desk.desk, desk.clock, desk.metrics);
    pump.start();
    REQUIRE(desk.until([&] {
        const store::Outbox::Counts counts = desk.counts();  // one look: a row goes from one count to another
        return counts.waiting == 0 && counts.leased == 0;
    }));
    CHECK(desk.slack.count("users.info") >= 1);
    CHECK(desk.records() == 1);
    CHECK(desk.counts().parked == 0);
    CHECK(std::ranges::any_of(desk.slack.calls, [](const slack::Call& call) {
        const auto blocks = call.arguments.find("blocks");
        return call.method == "chat.postMessage" && blocks != call.arguments.end() &&
               blocks->second.find("<@U0MIA>") != std::string::npos;
    }));
    pump.stop();
    desk.until([&] { return pump.under_way() == 0; });
}
