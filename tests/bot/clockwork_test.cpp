#include "bot/clockwork.hpp"
#include "tests/bot/harness.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::bot;
using namespace deskbell::bot::test;
using namespace std::chrono_literals;

namespace {

store::Timer timer(const std::string& key, UtcTime due)
{
    store::Timer out;
    out.key = key;
    out.kind = "nothing";
    out.due_at = due;
    return out;
}

/// A clockwork over a harness, stopped before that goes.
struct Ticking : Harness {
    ~Ticking()
    {
        clockwork.stop();
        until([] { return false; }, 200ms);
    }
    std::optional<UtcTime> next_due()
    {
        std::optional<UtcTime> out;
        in_store([&](store::Unit& unit) { out = unit.timers.next_due(); });
        return out;
    }
    std::int64_t ran() const { return static_cast<std::int64_t>(metrics.value(bot::Metric::timers, "ran")); }
    bool has_run(int count)
    {
        return until([&] { return ran() >= count; });
    }
    /// Lets the clockwork look at its clock a few times.
    void look_on()
    {
        until([] { return false; }, 3 * kGlance);
    }

    static constexpr std::chrono::milliseconds kGlance{150};
    int commits = 0;
    Clockwork clockwork{io.get_executor(), bridge, desk, clock, metrics, [this] { ++commits; }, kGlance};
};

}  // namespace

TEST_CASE("due timers run once, each as a job of its own; later ones wait", "[bot][clockwork]")
{
    Ticking desk;
    const UtcTime later = desk.clock.now() + 1h;
    desk.in_store([&](store::Unit& unit) {
        unit.timers.arm(timer("a", unit.now - 5s));
        unit.timers.arm(timer("b", unit.now));
        unit.timers.arm(timer("c", later));
    });
    desk.clockwork.start();
    REQUIRE(desk.until([&] { return desk.metrics.value(bot::Metric::timers, "ran") == 2; }));
    CHECK(desk.commits == 2);
    CHECK(desk.next_due() == later);
}

TEST_CASE("a timer that becomes due is found without being told", "[bot][clockwork]")
{
    Ticking desk;
    desk.in_store([&](store::Unit& unit) { unit.timers.arm(timer("soon", unit.now + 1s)); });
    desk.clockwork.start();
    CHECK(desk.until([&] { return desk.metrics.value(bot::Metric::timers, "ran") == 1; }, 5s));
}

TEST_CASE("a timer armed while the clockwork sleeps runs after a wake", "[bot][clockwork]")
{
    Ticking desk;
    desk.clockwork.start();
    desk.until([] { return false; }, 100ms);
    desk.in_store([&](store::Unit& unit) { unit.timers.arm(timer("now", unit.now)); });
    desk.clockwork.wake();
    CHECK(desk.until([&] { return desk.metrics.value(bot::Metric::timers, "ran") == 1; }, 5s));
}

TEST_CASE("a timer whose step the rules refuse is put off, and the others run", "[bot][clockwork]")
{
    Ticking desk;
    desk.in_store([&](store::Unit& unit) {
        slack::SlashCommand said;
        said.actor.user = "U0MIA";
        said.command = "/ticket";
        said.text = "a monitor";
        said.channel = "C0HELP";
        slack::Envelope envelope;
        envelope.id = "e1";
        envelope.payload = said;
        REQUIRE(desk.desk.handle(envelope, unit));
        store::Timer wrong = timer("wrong", unit.now - 10s);
        wrong.kind = "complete";  // an agent's step: the program may not do it
        wrong.record_id = 1;
        unit.timers.arm(wrong);
        unit.timers.arm(timer("right", unit.now));
    });
    desk.clockwork.start();
    REQUIRE(desk.until([&] { return desk.metrics.value(bot::Metric::timers, "ran") == 1; }));
    CHECK(desk.metrics.value(bot::Metric::timers, "refused") == 1);
    // The ticket's own warnings are due earlier: look at the one that was refused.
    std::optional<UtcTime> again;
    desk.in_store([&](store::Unit& unit) {
        for (const store::Timer& armed : unit.timers.due(unit.now + 24h, 20))
            if (armed.key == "wrong")
                again = armed.due_at;
    });
    REQUIRE(again);
    CHECK(*again > desk.clock.now() + 5h);
}

TEST_CASE("what a timer needs is worked out on the reading thread, and writing goes on meanwhile",
          "[bot][clockwork][digest]")
{
    Ticking desk;
    desk.in_store([&](store::Unit& unit) {
        unit.directory.join("C0TRIAGE", "U0ANA");
        store::Timer asked = timer("digest_now:U0ANA:this-week", unit.now);
        asked.kind = "digest_now";
        unit.timers.arm(asked);
    });
    store::Timer due;
    kernel::Writes second_half;
    bool is_prepared = false;
    desk.bridge.read(
        [&](store::Unit& unit) -> Result<void> {
            due = unit.timers.due(unit.now, 1).front();
            auto prepared = desk.desk.prepare(due, unit);
            if (!prepared)
                return prepared.error();
            second_half = *prepared;
            return {};
        },
        [&](Result<void> result) { is_prepared = static_cast<bool>(result); });
    REQUIRE(desk.until([&] { return is_prepared; }));
    REQUIRE(second_half);
    desk.in_store([&](store::Unit& unit) { CHECK_FALSE(unit.digests.find(1)); });
    desk.clockwork.start();
    REQUIRE(desk.until([&] { return desk.metrics.value(bot::Metric::timers, "ran") == 1; }));
    desk.in_store([&](store::Unit& unit) {
        CHECK(unit.digests.find(1));
        // Whoever prepared it as well comes too late: the timer is not there any more.
        CHECK_FALSE(unit.timers.take(due));
    });
    CHECK(desk.counts().waiting > 0);
}

TEST_CASE("a timer that was moved while it was prepared does not run", "[bot][clockwork]")
{
    Ticking desk;
    desk.in_store([&](store::Unit& unit) {
        unit.timers.arm(timer("moved", unit.now - 5s));
        const auto seen = unit.timers.due(unit.now, 1);
        unit.timers.arm(timer("moved", unit.now + 24h));
        CHECK_FALSE(unit.timers.take(seen.front()));
    });
    desk.clockwork.start();
    CHECK_FALSE(desk.until([&] { return desk.metrics.value(bot::Metric::timers, "ran") > 0; }, 500ms));
    REQUIRE(desk.next_due());
    CHECK(*desk.next_due() > desk.clock.now() + 23h);
}

TEST_CASE("old digests go, and what they counted when no digest can ask for it any more", "[bot][clockwork]")
{
    Ticking desk;
    const auto digest = [](UtcTime sent) {
        store::Digest out;
        out.reader = "U0OMAR";
        out.period = "2025";
        out.sent_at = sent;
        return out;
    };
    const auto counted = [](UtcTime day) {
        return store::Reconciliation{"C0HELP", rfc3339(day).substr(0, 10), 0, 0, 1};
    };
    std::vector<std::int64_t> ids;
    const UtcTime now = desk.clock.now();
    desk.in_store([&](store::Unit& unit) {
        for (const auto age : {store::Digests::kKept - 24h, store::Digests::kKept + 24h}) {
            store::Digest sent = digest(now - age);
            unit.digests.insert(sent);
            ids.push_back(sent.id);
        }
        for (const auto age : {store::Readings::kKept - 24h, store::Readings::kKept + 24h}) {
            unit.readings.add(store::Recovery{"message", "C0HELP", "1.2"}, now - age);
            unit.readings.add(counted(now - age), {"1." + std::to_string(age.count())}, now - age);
        }
    });
    desk.clockwork.start();
    bool is_gone = false;
    REQUIRE(desk.until([&] {
        desk.in_store([&](store::Unit& unit) { is_gone = !unit.digests.find(ids[1]); });
        return is_gone;
    }));
    desk.in_store([&](store::Unit& unit) {
        CHECK(unit.digests.find(ids[0]));
        CHECK(unit.readings.recovered(from_unix(0), unit.now) == 1);
        CHECK(unit.readings.reconciled(from_unix(0), unit.now).seen() == 1);
        const auto left = unit.db.query("SELECT COUNT(*) FROM unexplained");
        REQUIRE(left->step());
        CHECK(left->integer(0) == 1);
    });
}

TEST_CASE("a clock that is set forwards makes due what lies before its new time, once, and nothing else",
          "[bot][clockwork][clock]")
{
    const std::chrono::minutes step = GENERATE(60min, 1440min);
    Ticking desk;
    const UtcTime begin = desk.clock.now(), later = begin + step + 1h;
    desk.in_store([&](store::Unit& unit) {
        unit.timers.arm(timer("first", begin + step / 2));
        unit.timers.arm(timer("second", begin + step));
        unit.timers.arm(timer("later", later));
    });
    desk.clockwork.start();
    desk.look_on();
    CHECK(desk.ran() == 0);
    desk.clock.set(begin +
                   step);  // a sleep of the machine looks the same: time has passed, and no wait ended
    REQUIRE(desk.has_run(2));
    desk.look_on();
    CHECK(desk.ran() == 2);
    CHECK(desk.next_due() == later);
}

TEST_CASE("a clock that is set back repeats nothing, and what is to come comes when the clock shows its time",
          "[bot][clockwork][clock]")
{
    Ticking desk;
    const UtcTime begin = desk.clock.now();
    desk.in_store([&](store::Unit& unit) {
        unit.timers.arm(timer("past", begin));
        unit.timers.arm(timer("soon", begin + 20s));
    });
    desk.clockwork.start();
    REQUIRE(desk.has_run(1));
    desk.clock.set(begin - 1h);
    desk.look_on();
    CHECK(desk.ran() == 1);
    CHECK(desk.next_due() == begin + 20s);
    desk.in_store([&](store::Unit& unit) { unit.timers.arm(timer("new", unit.now)); });
    REQUIRE(desk.has_run(2));  // work goes on meanwhile
    desk.clock.set(begin + 21s);
    REQUIRE(desk.has_run(3));
    desk.look_on();
    CHECK(desk.ran() == 3);
}
