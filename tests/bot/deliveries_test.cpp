// Deliveries as other clients met them: late, twice, in a crowd, while something else takes its time.
#include "bot/dispatcher.hpp"
#include "bot/outbox_pump.hpp"
#include "handlers/kernel/ticket_steps.hpp"
#include "tests/bot/harness.hpp"

#include <catch2/catch.hpp>

#include <future>
#include <thread>

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
        dispatcher.take(std::move(envelope), [this](std::string frame) {
            acks.push_back(std::move(frame));
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
                wait->wait();
                return {};
            },
            [this](Result<void>) { is_stalled = false; });
        is_stalled = true;
    }
    void go_on() { gate.set_value(); }
    /// Waits until the writing thread has gone through all that stood in its queue.
    void drain()
    {
        in_store([](store::Unit&) {});
    }
    std::string titles()
    {
        std::string out;
        in_store([&](store::Unit& unit) {
            for (std::int64_t id = 1; const auto record = unit.records.find(id); ++id)
                out += record->at(attr::kTitle) + ";";
        });
        return out;
    }
    std::size_t heard(std::string_view what) const
    {
        return static_cast<std::size_t>(std::ranges::count_if(
            acks, [&](const std::string& ack) { return ack.find(what) != std::string::npos; }));
    }

    bool is_connected = true;
    bool is_stalled = false;
    std::vector<std::string> acks;
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

TEST_CASE(
    "a burst is stored and acked without a call to Slack; what is not acked is stored when it comes again",
    "[bot][dispatcher][pitfall-36]")
{
    // slackapi/python-slack-sdk#1299: acks were late, retries doubled the burst
    Taking desk;
    constexpr int kBurst = 1000;
    const auto is_acked = [&](int i) { return desk.heard("\"e" + std::to_string(i) + "\"") > 0; };
    const auto deliver = [&](int i, int attempt) {
        desk.take(
            message("e" + std::to_string(i), "Ev" + std::to_string(i), "wish " + std::to_string(i), attempt));
    };
    for (int i = kBurst; i < 2 * kBurst; ++i) deliver(i, 0);
    REQUIRE(desk.until([&] { return desk.dispatcher.under_way() == 0; }, 60s));
    const auto first = desk.acks.size();
    CHECK(static_cast<std::size_t>(desk.records()) == first);  // what Slack heard is what is stored
    for (int attempt = 1; desk.acks.size() < kBurst && attempt < 60; ++attempt) {
        for (int i = kBurst; i < 2 * kBurst; ++i)
            if (!is_acked(i))
                deliver(i, attempt);
        REQUIRE(desk.until([&] { return desk.dispatcher.under_way() == 0; }, 60s));
    }
    CHECK(desk.acks.size() == kBurst);
    CHECK(desk.records() == kBurst);
    CHECK(desk.slack.calls.empty());
}

TEST_CASE("a crowd before a slow desk hears within Slack's time what was stored and what to try again",
          "[bot][dispatcher][pitfall-36]")
{
    const auto all = all_processes();
    kernel::Process slow = **std::ranges::find(all, std::string_view("request"),
                                               [](const kernel::Process* p) { return p->key; });
    slow.on_create = [](kernel::Step& step) {
        kernel::set_priority(step);
        std::this_thread::sleep_for(50ms);
    };
    Taking desk;
    kernel::Desk slow_desk({&slow}, Harness::settings(), {"U0BOT", "B0BOT", "T1", "A1", ""});
    Dispatcher dispatcher(desk.io.get_executor(), desk.bridge, desk.slack, slow_desk, desk.metrics, [] {});
    constexpr int kCrowd = 1000;
    std::map<std::string, std::string> answers;
    Steady::duration slowest{};
    for (int i = kCrowd; i < 2 * kCrowd; ++i) {
        const std::string wish = "wish " + std::to_string(i);
        dispatcher.take(command("e" + std::to_string(i), wish, "t" + std::to_string(i)),
                        [&, wish, begun = Steady::now()](std::string frame) {
                            slowest = std::max(slowest, Steady::now() - begun);
                            return answers.emplace(wish, std::move(frame)).second;
                        });
    }
    REQUIRE(desk.until([&] { return dispatcher.under_way() == 0; }, 60s));
    REQUIRE(answers.size() == kCrowd);
    desk.drain();
    const std::string stored = desk.titles();
    std::int64_t accepted = 0;
    for (const auto& [wish, frame] : answers) {
        const bool is_refused = frame.find("very busy") != std::string::npos;
        accepted += is_refused ? 0 : 1;
        REQUIRE((stored.find(wish + ";") != std::string::npos) != is_refused);
    }
    CHECK(accepted > 0);
    CHECK(desk.records() == accepted);
    CHECK(desk.metrics.value(bot::Metric::busy) == static_cast<double>(kCrowd - accepted));
    CHECK(slowest < 3s);  // Slack gives up then: Slack, "Handling user interaction"
    WARN("slowest answer " << std::chrono::duration_cast<std::chrono::milliseconds>(slowest).count()
                           << " ms, " << accepted << " accepted");
}

TEST_CASE("while the desk is stuck people hear it and events wait for Slack; nothing of it is done later",
          "[bot][dispatcher][pitfall-68]")
{
    Taking desk;
    desk.stall();
    desk.take(command("e1", "printer on fire", "t1"));
    desk.take(message("e2", "Ev0001", "mouse is dead"));
    REQUIRE(desk.until([&] { return desk.dispatcher.under_way() == 0; }));
    CHECK(desk.is_stalled);
    REQUIRE(desk.acks.size() == 1);
    CHECK(desk.heard("very busy") == 1);
    CHECK(desk.metrics.value(bot::Metric::busy) == 2);
    CHECK(desk.metrics.value(bot::Metric::acks, "withheld") == 1);
    CHECK(desk.bridge.trouble().empty());  // slow is not away

    desk.go_on();
    desk.drain();
    CHECK(desk.records() == 0);
    desk.take_and_finish(message("e3", "Ev0001", "mouse is dead", 1));
    desk.take_and_finish(command("e4", "printer on fire", "t2"));
    CHECK(desk.titles() == "mouse is dead;printer on fire;");
}

TEST_CASE("what has begun is waited for, however long: its ack tells the truth", "[bot][dispatcher]")
{
    std::promise<void> go_on, has_begun;
    auto wait = std::make_shared<std::future<void>>(go_on.get_future());
    Harness desk;
    std::optional<Result<void>> outcome;
    desk.bridge.submit(
        [&](store::Unit&) -> Result<void> {
            has_begun.set_value();
            wait->wait();
            return {};
        },
        [&](Result<void> result) { outcome = std::move(result); }, 1ms);
    has_begun.get_future().wait();
    CHECK_FALSE(desk.until([&] { return outcome.has_value(); }, 50ms));
    go_on.set_value();
    REQUIRE(desk.until([&] { return outcome.has_value(); }));
    CHECK(*outcome);
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
    desk.take(command("e1", "", "trigger-1"));
    REQUIRE(desk.until([&] { return desk.slack.count("views.open") == 1; }));
    CHECK(desk.is_stalled);
    CHECK(desk.acks.size() == 1);
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
