#include "bot/upload.hpp"

#include "bot/outbox_pump.hpp"
#include "handlers/kernel/attach.hpp"
#include "handlers/kernel/say.hpp"
#include "tests/bot/harness.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::bot;
using namespace deskbell::bot::test;

namespace {

std::vector<kernel::Attachment> chart_and_table()
{
    Chart chart;
    chart.title = "Backlog";
    chart.labels = {"today", "older"};
    chart.series = {{"", {3.0, 1.0}}};
    return {{"backlog.png", "Backlog by age", alt_text(chart), chart},
            {"backlog.csv", "The numbers", "", "age,tickets\ntoday,3\n"}};
}

/// A pump over a harness, and files to send.
struct Sending : Harness {
    ~Sending()
    {
        pump.stop();
        until([this] { return pump.under_way() == 0; });
    }

    void attach(const std::string& channel, std::int64_t thread = 0)
    {
        in_store([&](store::Unit& unit) {
            kernel::attach(unit, channel, thread, chart_and_table(), "This week", "digest-1");
        });
    }

    bool run()
    {
        pump.start();
        return until([&] {
            const auto left = counts();
            return left.waiting == 0 && left.leased == 0;
        });
    }

    /// Does the first step as a program did that died afterwards; returns the row.
    store::Outgoing uploaded_before()
    {
        slack.files.push_back({"backlog.png", "", "", "", 1});
        attach("C1");
        store::Outgoing row;
        in_store([&](store::Unit& unit) {
            row = unit.outbox.claim(unit.now, 1).at(0);
            unit.outbox.go_on(row.id, kernel::kCompleteMethod, {{"files", R"([{"id":"F1"}])"}}, unit.now);
        });
        return row;
    }

    const slack::Call& completion() const
    {
        return *std::ranges::find(slack.calls, kernel::kCompleteMethod, &slack::Call::method);
    }

    OutboxPump pump{io.get_executor(), bridge, slack, desk, clock, metrics};
};

}  // namespace

TEST_CASE("files are uploaded and become one message", "[bot][upload]")
{
    Sending desk;
    desk.attach("C1");
    REQUIRE(desk.run());
    REQUIRE(desk.slack.files.size() == 2);
    const FakeSlack::File& chart = desk.slack.files[0];
    CHECK(chart.name == "backlog.png");
    CHECK(chart.alt_text == "Line chart: Backlog. today: 3, older: 1.");
    CHECK(chart.content.starts_with("\x89PNG"));
    CHECK(chart.content.size() == chart.length);
    CHECK(desk.slack.files[1].content == "age,tickets\ntoday,3\n");
    CHECK(desk.slack.files[1].alt_text.empty());
    CHECK(desk.slack.count(kernel::kCompleteMethod) == 1);
    const Attributes& made = desk.completion().arguments;
    CHECK(made.at("channel_id") == "C1");
    CHECK(made.at("initial_comment") == "This week");
    CHECK(made.at("files") == R"([{"id":"F1","title":"Backlog by age"},{"id":"F2","title":"The numbers"}])");
    CHECK_FALSE(made.contains("thread_ts"));
    CHECK_FALSE(made.contains("channel"));
    CHECK(desk.slack.files[0].shares == 1);
    CHECK(desk.metrics.value(bot::Metric::outbox_results, "sent") == 1);
}

TEST_CASE("files follow the message that was queued before them, into its thread", "[bot][upload]")
{
    Sending desk;
    desk.slack.faults["chat.postMessage"].push_back(
        {slack::read_result("chat.postMessage", 429, "1", ""), false});
    std::int64_t root = 0;
    desk.in_store([&](store::Unit& unit) {
        root = kernel::post(unit, {0, 0, "notice", "C1", "", 0}, {"digest", {}}, 0, "d");
    });
    desk.attach("C1", root);
    REQUIRE(desk.run());
    const auto at = [&](std::string_view method) {
        return std::ranges::find(desk.slack.calls, method, &slack::Call::method) - desk.slack.calls.begin();
    };
    CHECK(at("chat.postMessage") < at("files.getUploadURLExternal"));
    CHECK(desk.completion().arguments.at("thread_ts") == desk.slack.posted.at(0).ts);
}

TEST_CASE("files for a person go to their direct message, which is opened first", "[bot][upload]")
{
    Sending desk;
    desk.attach("U1");
    REQUIRE(desk.run());
    CHECK(desk.completion().arguments.at("channel_id") == "DU1");
    CHECK(desk.slack.count("conversations.open") == 1);
}

TEST_CASE("an upload that fails is begun anew, and shown once", "[bot][upload]")
{
    Sending desk;
    desk.slack.faults["upload_url"].push_back({slack::no_answer("connection reset"), true});
    desk.attach("C1");
    REQUIRE(desk.run());
    REQUIRE(desk.slack.files.size() == 3);
    CHECK(desk.slack.files[0].shares == 0);  // left behind; nobody sees it
    CHECK(desk.slack.files[1].shares == 1);
    CHECK(desk.slack.files[2].shares == 1);
}

TEST_CASE("files whose message was made while the answer got lost are not shown again", "[bot][upload]")
{
    Sending desk;
    desk.slack.faults[std::string(kernel::kCompleteMethod)].push_back({slack::no_answer("timeout"), true});
    desk.attach("C1");
    REQUIRE(desk.run());
    CHECK(desk.slack.count(kernel::kCompleteMethod) == 1);
    CHECK(desk.slack.count("files.info") == 1);
    CHECK(desk.slack.files[0].shares == 1);
    CHECK(desk.metrics.value(bot::Metric::outbox_results, "adopted") == 1);
}

TEST_CASE("files that a program shared before it died are not shown again", "[bot][upload]")
{
    Sending desk;
    desk.uploaded_before();
    desk.slack.files[0].shares = 1;
    desk.slack.files[0].channel = "C1";
    desk.in_store([&](store::Unit& unit) { REQUIRE(unit.outbox.claim(unit.now, 1).size() == 1); });
    REQUIRE(desk.run());
    CHECK(desk.slack.count(kernel::kCompleteMethod) == 0);
    CHECK(desk.slack.uploads.empty());
    CHECK(desk.counts().parked == 0);
}

TEST_CASE("files that a program uploaded before it died become a message", "[bot][upload]")
{
    Sending desk;
    desk.uploaded_before();
    REQUIRE(desk.run());
    CHECK(desk.slack.files.at(0).shares == 1);
    CHECK(desk.slack.uploads.empty());
    CHECK(desk.slack.count("files.info") == 0);
}

TEST_CASE("an upload that a program was at when it died is begun anew", "[bot][upload]")
{
    Sending desk;
    desk.attach("C1");
    desk.in_store([&](store::Unit& unit) { REQUIRE(unit.outbox.claim(unit.now, 1).size() == 1); });
    REQUIRE(desk.run());
    CHECK(desk.slack.files.size() == 2);
    CHECK(desk.slack.files[0].shares == 1);
}

TEST_CASE("files that are not shared yet are waited for, before they would be shared again",
          "[bot][upload][pitfall-66]")
{
    Sending desk;
    desk.uploaded_before();
    desk.slack.shares_late = true;
    desk.slack.files[0].shares = 1;
    desk.in_store([&](store::Unit& unit) { REQUIRE(unit.outbox.claim(unit.now, 1).size() == 1); });
    desk.pump.start();
    REQUIRE(desk.until([&] { return desk.metrics.value(bot::Metric::outbox_results, "retried") == 1; }));
    CHECK(desk.counts().waiting == 1);
    CHECK(desk.slack.count(kernel::kCompleteMethod) == 0);
}

TEST_CASE("files that did not become a message are shared again after a while", "[bot][upload][pitfall-66]")
{
    Sending desk;
    const auto row = desk.uploaded_before();
    desk.in_store([&](store::Unit& unit) {
        REQUIRE(unit.outbox.claim(unit.now, 1).size() == 1);
        const UtcTime long_ago = desk.clock.real_time(unit.now) - kSharesAppear;
        unit.outbox.retry(row.id, unit.now, unknown_outcome(long_ago, "timeout"));
    });
    REQUIRE(desk.run());
    CHECK(desk.slack.count("files.info") == 1);
    CHECK(desk.slack.count(kernel::kCompleteMethod) == 1);
    CHECK(desk.slack.files[0].shares == 1);
}

TEST_CASE("while it cannot be found out whether files were shared, they are not shared again",
          "[bot][upload]")
{
    Sending desk;
    desk.slack.faults[std::string(kernel::kCompleteMethod)].push_back({slack::no_answer("timeout"), true});
    desk.slack.faults["files.info"].push_back({slack::read_result("files.info", 429, "1", ""), false});
    desk.attach("C1");
    REQUIRE(desk.run());
    CHECK(desk.slack.count(kernel::kCompleteMethod) == 1);
    CHECK(desk.slack.count("files.info") == 2);
}

TEST_CASE("files that Slack does not take are parked for the operator", "[bot][upload][pitfall-66]")
{
    Sending desk;
    const std::string method = "files.getUploadURLExternal";
    desk.slack.faults[method].push_back({FakeSlack::refusal(method, "file_uploads_disabled"), false});
    desk.attach("C1");
    REQUIRE(desk.run());
    CHECK(desk.counts().parked == 1);
    CHECK(desk.slack.count(kernel::kCompleteMethod) == 0);
}

TEST_CASE("files.info tells whether files are shared, wherever it says so", "[bot][upload]")
{
    const auto info = [](const std::string& file) {
        return slack::read_result("files.info", 200, "", R"({"ok":true,"file":)" + file + "}");
    };
    CHECK(shared_in(info(R"({"channels":["C1"]})"), "C1") == Shared::yes);
    CHECK(shared_in(info(R"({"groups":["C1"]})"), "C1") == Shared::yes);
    CHECK(shared_in(info(R"({"ims":["D1"]})"), "D1") == Shared::yes);
    CHECK(shared_in(info(R"({"shares":{"private":{"C1":[{"ts":"1.2"}]}}})"), "C1") == Shared::yes);
    CHECK(shared_in(info(R"({"mode":"tombstone"})"), "C1") == Shared::yes);
    CHECK(shared_in(info(R"({"channels":["C2"],"shares":{}})"), "C1") == Shared::no);
    CHECK(shared_in(FakeSlack::refusal("files.info", "file_deleted"), "C1") == Shared::yes);
    CHECK(shared_in(FakeSlack::refusal("files.info", "file_not_found"), "C1") == Shared::no);
    CHECK(shared_in(FakeSlack::refusal("files.info", "missing_scope"), "C1") == Shared::unclear);
    CHECK(shared_in(slack::no_answer("timeout"), "C1") == Shared::unclear);
}

namespace {

constexpr const char* kTheirs = "https://files.slack.com/files-pri/T1-F9/lamp.png";

void copy_file(Sending& desk, std::int64_t most)
{
    desk.in_store([&](store::Unit& unit) {
        kernel::attach(unit, "C1", 0, {{"lamp.png", "lamp.png", "", kernel::Forwarded{kTheirs, most}}}, "",
                       "file:F9:1", "file:{}");
    });
}

}  // namespace

TEST_CASE("a file of others is fetched with our token and uploaded once", "[bot][upload]")
{
    Sending desk;
    desk.slack.kept[kTheirs] = "the bytes of a lamp";
    copy_file(desk, 100);
    copy_file(desk, 100);
    REQUIRE(desk.run());
    CHECK(desk.slack.fetched == std::vector<std::string>{kTheirs});
    REQUIRE(desk.slack.files.size() == 1);
    CHECK(desk.slack.files[0].name == "lamp.png");
    CHECK(desk.slack.files[0].content == "the bytes of a lamp");
    CHECK(desk.slack.files[0].shares == 1);
}

TEST_CASE("a file that Slack does not let us have is given up at once, and nothing is uploaded",
          "[bot][upload]")
{
    Sending desk;
    copy_file(desk, 100);
    REQUIRE(desk.run());
    CHECK(desk.slack.fetched.size() == 1);
    CHECK(desk.slack.files.empty());
    CHECK(desk.counts().parked == 0);
}
