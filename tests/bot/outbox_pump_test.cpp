#include "bot/outbox_pump.hpp"
#include "handlers/kernel/say.hpp"
#include "tests/bot/harness.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::bot;
using namespace deskbell::bot::test;
using namespace std::chrono_literals;

namespace {

/// A pump that runs over a harness, and is stopped before that goes.
struct Pumping : Harness {
    Pumping() { pump.start(); }
    ~Pumping()
    {
        pump.stop();
        until([this] { return pump.under_way() == 0; });
    }

    /// Queues a post with a message row of its own; returns that row.
    std::int64_t post(const std::string& channel, const std::string& text, std::int64_t thread = 0)
    {
        std::int64_t row = 0;
        in_store([&](store::Unit& unit) {
            store::Message message;
            message.role = "notice";
            message.channel = channel;
            row = unit.messages.insert(message);
            store::Outgoing out;
            out.method = "chat.postMessage";
            out.lane = channel;
            out.channel = channel;
            out.arguments = {{"text", text}};
            out.message = row;
            out.thread = thread;
            unit.outbox.add(out, unit.now);
        });
        pump.wake();
        return row;
    }

    void queue(store::Outgoing out)
    {
        in_store([&](store::Unit& unit) { unit.outbox.add(out, unit.now); });
        pump.wake();
    }

    store::Message message(std::int64_t id)
    {
        store::Message out;
        in_store([&](store::Unit& unit) { out = *unit.messages.find(id); });
        return out;
    }

    /// What was posted, without what the operators were told of it.
    std::vector<FakeSlack::Posted> said() const
    {
        std::vector<FakeSlack::Posted> out = slack.posted;
        std::erase_if(out, [](const FakeSlack::Posted& one) { return one.channel == "C0TRIAGE"; });
        return out;
    }

    bool is_empty()
    {
        const auto left = counts();
        return left.waiting == 0 && left.leased == 0;
    }

    OutboxPump pump{io.get_executor(), bridge, slack, desk, clock, metrics};
};

slack::CallResult rate_limited()
{
    return slack::read_result("chat.postMessage", 429, "1", R"({"ok":false,"error":"ratelimited"})");
}

}  // namespace

TEST_CASE("a committed row is posted once and its place is written down", "[bot][pump]")
{
    Pumping desk;
    const auto row = desk.post("C1", "hello");
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    REQUIRE(desk.slack.posted.size() == 1);
    CHECK(desk.message(row).channel == "C1");
    CHECK(desk.message(row).ts == desk.slack.posted[0].ts);
    CHECK(desk.metrics.value(bot::Metric::outbox_results, "sent") == 1);
}

TEST_CASE("posts of a channel keep their order", "[bot][pump][pitfall-39]")
{
    Pumping desk;
    for (int i = 0; i < 5; ++i) desk.post("C1", std::to_string(i));
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    REQUIRE(desk.slack.posted.size() == 5);
    for (std::size_t i = 0; i < 5; ++i) CHECK(desk.slack.posted[i].text == std::to_string(i));
}

TEST_CASE("a post whose answer was lost is found and not posted again", "[bot][pump][pitfall-63]")
{
    Pumping desk;
    desk.slack.faults["chat.postMessage"].push_back({slack::no_answer("connection reset"), true});
    const auto row = desk.post("C1", "only once");
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.slack.posted.size() == 1);
    CHECK(desk.slack.count("chat.postMessage") == 1);
    CHECK(desk.message(row).ts == desk.slack.posted[0].ts);
    CHECK(desk.metrics.value(bot::Metric::outbox_results, "adopted") == 1);
}

TEST_CASE("a lost post is looked for where a clock of Slack's that is minutes behind has put it",
          "[bot][pump]")
{
    Pumping desk;
    desk.slack.faults["chat.postMessage"].push_back({slack::no_answer("connection reset"), true});
    desk.post("C1", "only once");
    const UtcTime sent = desk.clock.real_time(desk.clock.now());
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    const auto search = std::ranges::find(desk.slack.calls, "conversations.history", &slack::Call::method);
    REQUIRE(search != desk.slack.calls.end());
    CHECK(std::stoll(search->arguments.at("oldest")) <= to_unix(sent - 5min));
}

TEST_CASE("a lost post is found behind many small pages", "[bot][pump]")
{
    Pumping desk;
    desk.slack.faults["chat.postMessage"].push_back({slack::no_answer("connection reset"), true});
    const std::string few =
        R"({"ok":true,"messages":[{"ts":"1700000009.000001"}],"response_metadata":{"next_cursor":"more"}})";
    for (int i = 0; i < 20; ++i)
        desk.slack.faults["conversations.history"].push_back(
            {slack::read_result("conversations.history", 200, "", few), false});
    desk.post("C1", "only once");
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.slack.posted.size() == 1);
}

TEST_CASE("a history that hides the metadata of our posts does not settle what became of one", "[bot][pump]")
{
    Pumping desk;
    desk.slack.faults["chat.postMessage"].push_back({slack::no_answer("connection reset"), true});
    const std::string nameless =
        R"({"ok":true,"messages":[{"ts":"1700000000.000001","bot_id":")" + desk.desk.self().bot + R"("}]})";
    desk.slack.faults["conversations.history"].push_back(
        {slack::read_result("conversations.history", 200, "", nameless), false});
    desk.post("C1", "only once");
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.slack.posted.size() == 1);
    CHECK(desk.slack.count("conversations.history") == 2);
}

TEST_CASE("a post that did not go through is sent again after looking", "[bot][pump]")
{
    Pumping desk;
    desk.slack.faults["chat.postMessage"].push_back(
        {slack::read_result("chat.postMessage", 503, "", ""), false});
    desk.post("C1", "hello");
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.slack.posted.size() == 1);
    CHECK(desk.slack.count("chat.postMessage") == 2);
    CHECK(desk.slack.count("conversations.history") == 1);
}

TEST_CASE("a search that fails is repeated before anything is posted", "[bot][pump]")
{
    Pumping desk;
    desk.slack.faults["chat.postMessage"].push_back({slack::no_answer("timeout"), true});
    desk.slack.faults["conversations.history"].push_back(
        {slack::read_result("conversations.history", 429, "1", ""), false});
    desk.post("C1", "only once");
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.slack.posted.size() == 1);
    CHECK(desk.slack.count("conversations.history") == 2);
}

TEST_CASE("what a program left under way when it died is looked for first", "[bot][pump]")
{
    Pumping desk;
    desk.pump.stop();
    desk.slack.posted.push_back({"C1", "1699999999.000001", "", "from before", slack::metadata("left-1")});
    std::int64_t row = 0;
    desk.in_store([&](store::Unit& unit) {
        store::Message message;
        message.role = "notice";
        message.channel = "C1";
        row = unit.messages.insert(message);
        store::Outgoing out;
        out.method = "chat.postMessage";
        out.lane = out.channel = "C1";
        out.dedupe_key = "left-1";
        out.message = row;
        unit.outbox.add(out, unit.now);
        REQUIRE(unit.outbox.claim(unit.now, 1).size() == 1);
    });
    SECTION("shown at once") {}
    SECTION("shown late")
    {
        desk.slack.faults["conversations.history"].push_back(
            {slack::read_result("conversations.history", 200, "", R"({"ok":true,"messages":[]})"), false});
    }
    OutboxPump next(desk.io.get_executor(), desk.bridge, desk.slack, desk.desk, desk.clock, desk.metrics);
    next.start();
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.slack.count("chat.postMessage") == 0);
    CHECK(desk.message(row).ts == "1699999999.000001");
    next.stop();
    desk.until([&] { return next.under_way() == 0; });
}

TEST_CASE("after 429 the post is sent again without looking for it", "[bot][pump][pitfall-62]")
{
    Pumping desk;
    desk.slack.faults["chat.postMessage"].push_back({rate_limited(), false});
    desk.post("C1", "later");
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.slack.posted.size() == 1);
    CHECK(desk.slack.count("conversations.history") == 0);
    CHECK(desk.metrics.value(bot::Metric::outbox_results, "retried") == 1);
}

TEST_CASE("a pause after a failure does not grow when the clock is set back", "[bot][pump][clock]")
{
    Pumping desk;
    desk.slack.faults["chat.postMessage"].push_back({rate_limited(), false});
    desk.post("C1", "later");
    REQUIRE(desk.until([&] { return desk.metrics.value(bot::Metric::outbox_results, "retried") == 1; }));
    desk.clock.set(desk.clock.now() - 24h);
    desk.pump.wake();
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.slack.posted.size() == 1);
}

TEST_CASE("what Slack refuses for good is parked, and its lane goes on", "[bot][pump]")
{
    Pumping desk;
    desk.slack.faults["chat.postMessage"].push_back(
        {FakeSlack::refusal("chat.postMessage", "msg_too_long"), false});
    desk.post("C1", "never");
    desk.post("C1", "after it");
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.counts().parked == 1);
    REQUIRE(desk.slack.posted.size() == 1);
    CHECK(desk.slack.posted[0].text == "after it");
}

TEST_CASE(
    "a channel that takes nothing is told of once, and what waits follows the first post that gets through",
    "[bot][pump]")
{
    Pumping desk;
    for (const char* words : {"first", "second"}) {
        desk.slack.faults["chat.postMessage"].push_back(
            {FakeSlack::refusal("chat.postMessage", "is_archived"), false});
        desk.post("C1", words);
        REQUIRE(desk.until([&] { return desk.is_empty(); }));
    }
    CHECK(desk.counts().parked == 2);
    REQUIRE(desk.slack.posted.size() == 1);
    CHECK(desk.slack.posted[0].channel == "C0TRIAGE");
    CHECK(desk.slack.posted[0].text == "I cannot write in <#C1>: the channel is archived. Unarchive it.");
    desk.post("C1", "third");
    REQUIRE(desk.until([&] { return desk.is_empty() && desk.slack.posted.size() == 4; }));
    CHECK(desk.counts().parked == 0);
    desk.slack.faults["chat.postMessage"].push_back(
        {FakeSlack::refusal("chat.postMessage", "is_archived"), false});
    desk.post("C1", "archived again");
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.slack.posted.size() == 5);
}

TEST_CASE("a message that somebody deleted concerns nobody but itself", "[bot][pump]")
{
    Pumping desk;
    const auto row = desk.post("C1", "soon deleted");
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    desk.slack.faults["chat.update"].push_back(
        {FakeSlack::refusal("chat.update", "message_not_found"), false});
    store::Outgoing edit;
    edit.method = "chat.update";
    edit.lane = "update:1";
    edit.message = row;
    edit.arguments = {{"text", "edited"}};
    desk.queue(edit);
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.counts().parked == 1);
    CHECK(desk.slack.posted.size() == 1);
}

TEST_CASE("what stands under a person's name cannot be deleted, so its words are taken out", "[bot][pump]")
{
    Pumping desk;
    const auto row = desk.post("C1", "for few eyes");
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    desk.slack.faults["chat.delete"].push_back(
        {FakeSlack::refusal("chat.delete", "cant_delete_message"), false});
    store::Outgoing taken;
    taken.method = "chat.delete";
    taken.lane = "update:1";
    taken.message = row;
    desk.queue(taken);
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.counts().parked == 0);
    REQUIRE(desk.slack.count("chat.update") == 1);
    const slack::Call& update = desk.slack.calls.back();
    CHECK(update.arguments.at("ts") == desk.slack.posted[0].ts);
    CHECK(update.arguments.at("text").find("eyes") == std::string::npos);
    CHECK(update.arguments.at("blocks") == "[]");
}

TEST_CASE("a reply waits for its root, and goes into its thread", "[bot][pump]")
{
    Pumping desk;
    const auto root = desk.post("C1", "root");
    desk.post("C1", "reply", root);
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    REQUIRE(desk.slack.posted.size() == 2);
    CHECK(desk.slack.posted[1].thread_ts == desk.slack.posted[0].ts);
}

TEST_CASE("a reply whose thread is gone does not stay in the channel for all to read", "[bot][pump]")
{
    Pumping desk;
    const auto root = desk.post("C1", "root");
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    desk.slack.loses_threads = true;
    const auto row = desk.post("C1", "for one person", root);
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.slack.deleted == std::vector<std::string>{desk.slack.posted[1].ts});
    CHECK(desk.counts().parked == 1);
    CHECK(desk.message(row).ts.empty());
}

TEST_CASE("a post that went outside its thread is removed, however often Slack refuses to", "[bot][pump]")
{
    Pumping desk;
    const auto root = desk.post("C1", "root");
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    desk.slack.loses_threads = true;
    desk.slack.faults["chat.delete"].push_back({slack::read_result("chat.delete", 503, "", "")});
    desk.slack.faults["conversations.replies"].push_back(
        {FakeSlack::refusal("conversations.replies", "thread_not_found")});
    desk.post("C1", "for one person", root);
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.slack.posted.size() == 2);
    CHECK(desk.slack.deleted == std::vector<std::string>{desk.slack.posted[1].ts});
    CHECK(desk.counts().parked == 1);
}

TEST_CASE("a post whose answer was lost is looked for outside its thread when that is gone", "[bot][pump]")
{
    Pumping desk;
    const auto root = desk.post("C1", "root");
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    desk.slack.loses_threads = true;
    desk.slack.faults["chat.postMessage"].push_back({slack::no_answer("reset"), true});
    desk.slack.faults["conversations.replies"].push_back(
        {FakeSlack::refusal("conversations.replies", "thread_not_found")});
    desk.post("C1", "for one person", root);
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.slack.posted.size() == 2);  // not once more
    CHECK(desk.slack.deleted == std::vector<std::string>{desk.slack.posted[1].ts});
    CHECK(desk.counts().parked == 1);
}

TEST_CASE("a person is written to in a direct message that is opened once", "[bot][pump]")
{
    Pumping desk;
    desk.post("U1", "first");
    desk.post("U1", "second");
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.slack.count("conversations.open") == 1);
    REQUIRE(desk.slack.posted.size() == 2);
    CHECK(desk.slack.posted[1].channel == "DU1");
}

TEST_CASE("a whisper that cannot be said there is said through the response_url, else in a direct message",
          "[bot][pump]")
{
    Pumping desk;
    store::Outgoing whisper;
    whisper.method = "chat.postEphemeral";
    whisper.lane = "ephemeral:C1";
    whisper.channel = "C1";
    whisper.arguments = {
        {"text", "psst"}, {"user", "U1"}, {"fallback_response_url", "https://hooks.slack.com/x"}};
    desk.slack.faults["chat.postEphemeral"].push_back(
        {FakeSlack::refusal("chat.postEphemeral", "not_in_channel"), false});
    desk.queue(whisper);
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    REQUIRE(desk.slack.responses.size() == 1);
    CHECK(slack::text_at(desk.slack.responses[0].second, "/text") == "psst");
    CHECK(desk.slack.posted.empty());

    whisper.arguments.erase("fallback_response_url");
    desk.slack.faults["chat.postEphemeral"].push_back(
        {FakeSlack::refusal("chat.postEphemeral", "user_not_in_channel"), false});
    desk.queue(whisper);
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    REQUIRE(desk.slack.posted.size() == 1);
    CHECK(desk.slack.posted[0].channel == "DU1");
    CHECK(desk.counts().parked == 0);
}

TEST_CASE("the answer to a question reaches the desk, a refusal too", "[bot][pump][pitfall-71]")
{
    Pumping desk;
    store::Outgoing ask;
    ask.method = "users.info";
    ask.lane = "users.info";
    ask.arguments = {{"user", "U1"}};
    ask.then = "person:U1";
    desk.slack.faults["users.info"].push_back(
        {slack::read_result("users.info", 200, "",
                            R"({"ok":true,"user":{"real_name":"Mia","tz":"Europe/Berlin"}})"),
         false});
    desk.queue(ask);
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    std::string name;
    desk.in_store(
        [&](store::Unit& unit) { name = unit.directory.person("U1").value_or(store::Person{}).name; });
    CHECK(name == "Mia");

    desk.slack.faults["users.info"].push_back({FakeSlack::refusal("users.info", "user_not_found"), false});
    desk.queue(ask);
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.counts().parked == 0);
}

TEST_CASE("a dead channel and a dead person hold up nobody else", "[bot][pump]")
{
    Pumping desk;
    for (int i = 0; i < 2; ++i)
        desk.slack.faults["conversations.open"].push_back(
            {FakeSlack::refusal("conversations.open", "user_not_found"), false});
    desk.slack.faults["chat.postMessage"].push_back(
        {FakeSlack::refusal("chat.postMessage", "is_archived"), false});
    desk.post("C0DEAD", "never");
    REQUIRE(desk.until([&] { return desk.counts().parked == 1; }));
    desk.post("U0DEAD", "never");
    desk.post("U0DEAD", "never");
    REQUIRE(desk.until([&] { return desk.counts().parked == 3; }));
    for (const auto* channel : {"C1", "U1", "C2"}) desk.post(channel, channel);
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    CHECK(desk.said().size() == 3);
    CHECK(desk.metrics.value(bot::Metric::outbox_results, "parked") == 3);
}

TEST_CASE("a root that cannot be posted takes its replies along, and brings them back when it is retried",
          "[bot][pump]")
{
    Pumping desk;
    desk.slack.faults["chat.postMessage"].push_back(
        {FakeSlack::refusal("chat.postMessage", "not_in_channel"), false});
    std::int64_t root = 0;
    desk.in_store(
        [&](store::Unit& unit) {  // in one transaction, so that none is sent before the other is there
            root = unit.messages.insert({0, 0, "card", "C1", "", 0});
            store::Outgoing out;
            out.method = "chat.postMessage";
            out.lane = out.channel = "C1";
            out.arguments = {{"text", "root"}};
            out.message = root;
            unit.outbox.add(out, unit.now);
            out.message = 0;
            out.thread = root;
            for (const auto* text : {"first", "second"}) {
                out.arguments = {{"text", text}};
                unit.outbox.add(out, unit.now);
            }
        });
    desk.pump.wake();
    REQUIRE(desk.until([&] { return desk.counts().parked == 3; }));
    REQUIRE(desk.until([&] { return desk.metrics.value(bot::Metric::outbox_results, "parked") == 3; }));
    CHECK(desk.said().empty());

    desk.in_store([](store::Unit& unit) { unit.parked.retry_all(unit.now); });
    desk.pump.wake();
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    const auto said = desk.said();
    REQUIRE(said.size() == 3);
    CHECK(said[0].text == "root");
    CHECK(said[1].text == "first");
    CHECK(said[2].text == "second");
    CHECK(said[2].thread_ts == said[0].ts);
    CHECK(desk.counts().parked == 0);
}

TEST_CASE("a retried post whose fate was unknown when it was parked is looked for, not posted twice",
          "[bot][pump]")
{
    Pumping desk;
    // It goes through, but the answer is lost; then the bot is thrown out, so that even the search is
    // refused.
    desk.slack.faults["chat.postMessage"].push_back({slack::no_answer("connection reset"), true});
    desk.slack.faults["conversations.history"].push_back(
        {FakeSlack::refusal("conversations.history", "not_in_channel"), false});
    desk.slack.faults["chat.postMessage"].push_back(
        {FakeSlack::refusal("chat.postMessage", "not_in_channel"), false});
    const auto row = desk.post("C1", "only once");
    REQUIRE(desk.until([&] { return desk.counts().parked == 1; }));
    REQUIRE(desk.said().size() == 1);

    desk.in_store([](store::Unit& unit) { unit.parked.retry_all(unit.now); });
    desk.pump.wake();
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    REQUIRE(desk.said().size() == 1);
    CHECK(desk.message(row).ts == desk.said()[0].ts);
    CHECK(desk.metrics.value(bot::Metric::outbox_results, "adopted") == 1);
}

TEST_CASE("without chat:write.customize an answer stands under the desk's own name", "[bot][pump]")
{
    Pumping desk;
    desk.slack.faults["chat.postMessage"].push_back(
        {FakeSlack::refusal("chat.postMessage", "missing_scope"), false});
    for (const char* text : {"first", "second"})
        desk.in_store([&](store::Unit& unit) {
            kernel::Saying saying;
            saying.text = text;
            saying.author = "Ana Alvarez";
            saying.picture = "https://avatars.example/ana";
            kernel::post(unit, {0, 0, "copy", "C1", "", 0}, saying, 0, text);
        });
    REQUIRE(desk.until([&] { return desk.is_empty(); }));
    REQUIRE(desk.slack.posted.size() == 2);
    CHECK(desk.slack.count("chat.postMessage") == 3);  // found out once
    const auto named = std::ranges::count_if(
        desk.slack.calls, [](const slack::Call& call) { return call.arguments.contains("username"); });
    CHECK(named == 1);
}
