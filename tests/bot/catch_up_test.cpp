// What the histories show is read in windows, and each day is counted. Which events are missing there is
// tested in tests/handlers/kernel, the whole with the program in tests/crash.
#include "bot/catch_up.hpp"
#include "tests/bot/harness.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::bot;
using namespace deskbell::bot::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kHelp = "C0HELP";

/// The program's clock is Slack's as well: what is written has the time that it shows.
class SlackTime final : public RunClock {
public:
    explicit SlackTime(const RunClock& clock) : clock_(clock) {}
    UtcTime now() const override { return clock_.now(); }
    std::chrono::milliseconds real_span(std::chrono::seconds span) const override { return span; }
    std::chrono::seconds program_span(std::chrono::milliseconds real) const override
    {
        return std::chrono::ceil<std::chrono::seconds>(real);
    }
    UtcTime real_time(UtcTime t) const override { return t; }

private:
    const RunClock& clock_;
};

std::string ts_of(UtcTime t, int nth = 0)
{
    const std::string fraction = std::to_string(nth);
    return std::to_string(to_unix(t)) + "." + std::string(6 - fraction.size(), '0') + fraction;
}

/// A desk that reads Slack's histories, in a hurry. Each message becomes a ticket.
struct Catching : Harness {
    Catching()
        : Harness([] {
              Settings out = Harness::settings();
              out.inboxes.front().auto_create = true;
              out.timezone = "Europe/Berlin";
              return out;
          }())
    {
        slack.histories[kHelp];
    }
    ~Catching() { ends(); }

    void begins(std::chrono::milliseconds every = 20ms)
    {
        catch_up = std::make_unique<CatchUp>(io.get_executor(), bridge, slack, desk, dispatcher, time,
                                             metrics, CatchUp::Pace{every, 5ms, 1ms});
        catch_up->start();
        catch_up->wake();
    }
    /// As when the program ends: nothing of it goes on.
    void ends()
    {
        if (!catch_up)
            return;
        catch_up->stop();
        until([] { return false; }, 100ms);
        catch_up.reset();
    }
    void is_whole_to(UtcTime t)
    {
        in_store([&](store::Unit& unit) { unit.readings.set_whole_to(kHelp, t); });
    }
    std::optional<UtcTime> whole_to()
    {
        std::optional<UtcTime> out;
        in_store([&](store::Unit& unit) { out = unit.readings.whole_to(kHelp); });
        return out;
    }
    void says(const std::string& ts, const std::string& text, const std::string& channel = kHelp)
    {
        slack.histories[channel][ts] =
            R"({"type":"message","user":"U0MIA","ts":")" + ts + R"(","text":")" + text + "\"}";
    }
    /// So many notices of another program, one a second.
    void is_noisy(UtcTime from, int many)
    {
        for (int i = 0; i < many; ++i) {
            const std::string ts = ts_of(from + std::chrono::seconds(i), 7);
            slack.histories[kHelp][ts] = R"({"type":"message","bot_id":"BOTHER","ts":")" + ts + "\"}";
        }
    }
    std::vector<std::string> titles()
    {
        std::vector<std::string> out;
        in_store([&](store::Unit& unit) {
            for (std::int64_t id = 1; id <= unit.records.count(); ++id)
                out.push_back(unit.records.find(id)->at("title"));
        });
        return out;
    }

    /// The account of a day, if it was counted.
    std::optional<std::string> account(const std::string& day)
    {
        std::optional<std::string> out;
        in_store([&](store::Unit& unit) {
            const auto row = unit.db.query(
                "SELECT tickets, explained, unexplained FROM reconciliation WHERE day = ?1", day);
            if (row->step())
                out = row->text(0) + " tickets, " + row->text(1) + " explained, " + row->text(2) +
                      " unexplained";
        });
        return out;
    }
    /// Lets the histories be read some times.
    void reads_on()
    {
        const std::size_t before = slack.count("conversations.history");
        REQUIRE(until([&] { return slack.count("conversations.history") >= before + 10; }));
    }

    SlackTime time{clock};
    Dispatcher dispatcher{io.get_executor(), bridge, slack, desk, metrics, [] {}};
    std::unique_ptr<CatchUp> catch_up;
};

}  // namespace

TEST_CASE("a gap of more messages than a window holds is read to its beginning, oldest first, each once",
          "[bot][catch_up]")
{
    Catching desk;
    const UtcTime begin = desk.clock.now() - 10h;
    desk.is_whole_to(begin);
    desk.is_noisy(begin, 20'500);
    desk.says(ts_of(begin + 1s), "oldest");
    desk.says(ts_of(begin + 10'250s), "middle");
    desk.says(ts_of(begin + 20'499s), "newest");
    desk.begins();
    REQUIRE(desk.until([&] { return desk.whole_to() >= desk.clock.now() - 1min; }, 60s));
    CHECK(desk.titles() == std::vector<std::string>{"oldest", "middle", "newest"});
    CHECK(desk.metrics.value(bot::Metric::recovered, "message") == 3);
}

TEST_CASE("what was read of a long gap stays read when Slack fails in the middle of it", "[bot][catch_up]")
{
    Catching desk;
    const UtcTime begin = desk.clock.now() - 10h;
    desk.is_whole_to(begin);
    desk.is_noisy(begin, 20'500);
    desk.says(ts_of(begin + 1s), "oldest");
    desk.says(ts_of(begin + 20'499s), "newest");
    // Two windows of 50 pages are looked through for the oldest, which has 3; the next one fails.
    desk.slack.fails_after["conversations.history"] = 110;
    desk.begins();
    REQUIRE(desk.until([&] { return desk.slack.count("conversations.history") > 120; }, 60s));
    const auto kept = desk.whole_to();
    CHECK(kept > begin);
    CHECK(kept < begin + 20'499s);
    CHECK(desk.titles() == std::vector<std::string>{"oldest"});
    desk.slack.fails_after.clear();
    REQUIRE(desk.until([&] { return desk.whole_to() >= desk.clock.now() - 1min; }, 60s));
    CHECK(desk.titles() == std::vector<std::string>{"oldest", "newest"});
}

TEST_CASE("a page that Slack refuses for speed is asked for again, and the reading goes on",
          "[bot][catch_up]")
{
    Catching desk;
    const UtcTime begin = desk.clock.now() - 1h;
    desk.is_whole_to(begin);
    desk.says(ts_of(begin + 1s), "oldest");
    desk.slack.faults["conversations.history"] = {
        {FakeSlack::refusal("conversations.history", "ratelimited")},
        {FakeSlack::refusal("conversations.history", "internal_error")}};
    desk.begins();
    REQUIRE(desk.until([&] { return desk.titles().size() == 1; }));
    CHECK(desk.slack.count("conversations.history") == 3);
}

TEST_CASE("a thread longer than a window is read to its end", "[bot][catch_up]")
{
    Catching desk;
    const UtcTime begin = desk.clock.now() - 10h;
    const std::string root = ts_of(begin);
    desk.is_whole_to(begin - 1min);
    desk.says(root, "The heating is cold");
    desk.begins();
    REQUIRE(desk.until([&] { return desk.titles().size() == 1; }));
    desk.ends();
    const std::string thread = std::string(kHelp) + " " + root;
    desk.says(root, "The heating is cold", thread);
    const std::string of_thread = R"(,"thread_ts":")" + root + "\"}";
    for (int i = 1; i < 10'500; ++i) {
        const std::string ts = ts_of(begin + std::chrono::seconds(i), 7);
        desk.slack.histories[thread][ts] = R"({"bot_id":"BOTHER","ts":")" + ts + "\"" + of_thread;
    }
    const std::string last = ts_of(begin + 11'000s);
    desk.slack.histories[thread][last] =
        R"({"user":"U0MIA","text":"Still cold","ts":")" + last + "\"" + of_thread;
    desk.begins();
    REQUIRE(desk.until([&] { return desk.metrics.value(bot::Metric::recovered, "message") == 2; }, 60s));
    desk.in_store([&](store::Unit& unit) { CHECK(unit.messages.find(kHelp, last)); });
}

TEST_CASE("a request and what was said below it, both missed, are found by one reading", "[bot][catch_up]")
{
    Catching desk;
    const std::string root = ts_of(desk.clock.now() - 5min), reply = ts_of(desk.clock.now() - 4min);
    const std::string thread = std::string(kHelp) + " " + root;
    desk.is_whole_to(desk.clock.now() - 1h);
    desk.says(root, "The heating is cold");
    desk.says(root, "The heating is cold", thread);
    desk.slack.histories[thread][reply] =
        R"({"user":"U0MIA","text":"Still cold","ts":")" + reply + R"(","thread_ts":")" + root + "\"}";
    desk.begins(1h);
    REQUIRE(desk.until([&] { return desk.metrics.value(bot::Metric::recovered, "message") == 2; }, 30s));
    desk.in_store([&](store::Unit& unit) { CHECK(unit.messages.find(kHelp, reply)); });
}

TEST_CASE("after a connection every open thread is read, however many there are", "[bot][catch_up]")
{
    Catching desk;
    const UtcTime begin = desk.clock.now() - 5h;
    desk.is_whole_to(begin - 1min);
    const std::size_t many = ThreadTurns::kAtOnce + 20;
    for (std::size_t i = 0; i < many; ++i)
        desk.says(ts_of(begin + std::chrono::minutes(i)), "Request " + std::to_string(i));
    desk.begins(1h);
    REQUIRE(desk.until([&] { return desk.titles().size() == many; }, 60s));
    desk.ends();

    std::vector<std::string> replies;
    for (std::size_t i = 0; i < many; ++i) {
        const UtcTime said = begin + std::chrono::minutes(i);
        const std::string thread = std::string(kHelp) + " " + ts_of(said), ts = ts_of(said + 10s);
        desk.says(ts_of(said), "Request " + std::to_string(i), thread);
        desk.slack.histories[thread][ts] =
            R"({"user":"U0MIA","text":"And more","ts":")" + ts + R"(","thread_ts":")" + ts_of(said) + "\"}";
        replies.push_back(ts);
    }
    desk.begins(1h);
    REQUIRE(
        desk.until([&] { return desk.metrics.value(bot::Metric::recovered, "message") == 2.0 * many; }, 60s));
    desk.in_store([&](store::Unit& unit) {
        for (const std::string& ts : replies) CHECK(unit.messages.find(kHelp, ts));
    });
}

TEST_CASE("a direct message of somebody unknown, which no event told, is found in the bot's own list",
          "[bot][catch_up]")
{
    Catching desk;
    desk.is_whole_to(desk.clock.now() - 1h);
    for (int i = 0; i < 250; ++i) desk.slack.directs.push_back("D" + std::to_string(1000 + i));
    desk.says(ts_of(desk.clock.now() - 2h), "before the desk came", "D1249");
    desk.says(ts_of(desk.clock.now() - 1min), "My phone rings all day", "D1249");
    desk.begins();
    REQUIRE(desk.until([&] { return desk.titles().size() == 1; }, 30s));
    CHECK(desk.titles() == std::vector<std::string>{"My phone rings all day"});
    CHECK(desk.slack.count("users.conversations") >= 2);
}

TEST_CASE("without the scope for its list of direct messages the bot asks once and reads all else",
          "[bot][catch_up]")
{
    Catching desk;
    desk.is_whole_to(desk.clock.now() - 1h);
    desk.says(ts_of(desk.clock.now() - 1min), "The door is stuck");
    desk.slack.faults["users.conversations"] = {{FakeSlack::refusal("users.conversations", "missing_scope")}};
    desk.begins();
    REQUIRE(desk.until([&] { return desk.slack.count("conversations.history") == 3; }));
    CHECK(desk.titles().size() == 1);
    CHECK(desk.slack.count("users.conversations") == 1);
}

TEST_CASE("a day is counted once, when midnight has passed where the workspace is", "[bot][reconcile]")
{
    Catching desk;
    const UtcTime midnight = *parse_rfc3339("2027-01-19T23:00:00Z");  // of the 20th in Berlin
    desk.clock.set(midnight + 23h + 55min);
    desk.is_whole_to(midnight);
    desk.says(ts_of(midnight), "The heating is cold");  // the day's first instant
    desk.says(ts_of(midnight + 23h), "The door is stuck");
    desk.says(ts_of(midnight + 22h), ":mega: Cake in the kitchen");
    desk.begins();
    REQUIRE(desk.until([&] { return desk.titles().size() == 2; }));
    desk.reads_on();
    CHECK_FALSE(desk.account("2027-01-20"));

    desk.clock.set(midnight + 24h + 5min);
    desk.says(ts_of(midnight + 24h), "The lamp is dark");  // the next day's first instant
    REQUIRE(desk.until([&] { return desk.account("2027-01-20").has_value(); }));
    desk.reads_on();
    CHECK(desk.account("2027-01-20") == "2 tickets, 1 explained, 0 unexplained");
    CHECK(desk.metrics.value(bot::Metric::reconciled, "ticket") == 2);
    CHECK(desk.metrics.value(bot::Metric::reconciled, "explained") == 1);
    CHECK_FALSE(desk.account("2027-01-21"));
}

TEST_CASE("days at whose midnight the bot was away are counted when it is back", "[bot][reconcile]")
{
    Catching desk;
    const UtcTime midnight = *parse_rfc3339("2027-01-19T23:00:00Z");
    desk.clock.set(midnight + 12h);
    desk.is_whole_to(midnight);
    desk.says(ts_of(midnight + 11h), "The heating is cold");
    desk.begins();
    REQUIRE(desk.until([&] { return desk.titles().size() == 1; }));
    desk.ends();
    desk.says(ts_of(midnight + 30h), "The door is stuck");
    desk.says(ts_of(midnight + 31h), "The lamp is dark");
    desk.clock.set(midnight + 56h);
    desk.begins();
    REQUIRE(desk.until([&] { return desk.account("2027-01-21").has_value(); }));
    CHECK(desk.account("2027-01-20") == "1 tickets, 0 explained, 0 unexplained");
    CHECK(desk.account("2027-01-21") == "2 tickets, 0 explained, 0 unexplained");
    CHECK_FALSE(desk.account("2027-01-22"));
}

TEST_CASE("a message that became no ticket through a bug of ours is counted as unexplained",
          "[bot][reconcile]")
{
    Catching desk;
    const UtcTime midnight = *parse_rfc3339("2027-01-19T23:00:00Z");
    desk.clock.set(midnight + 25h);
    desk.is_whole_to(midnight);
    desk.in_store([](store::Unit& unit) {
        unit.db.execute("CREATE TRIGGER bug BEFORE INSERT ON record BEGIN SELECT RAISE(ABORT, 'a bug'); END");
    });
    desk.says(ts_of(midnight + 11h), "The heating is cold");
    desk.begins();
    REQUIRE(desk.until([&] { return desk.account("2027-01-20").has_value(); }));
    CHECK(desk.account("2027-01-20") == "0 tickets, 0 explained, 1 unexplained");
}
