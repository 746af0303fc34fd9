#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::store;
using namespace std::chrono_literals;

namespace {

Subscription weekly()
{
    Subscription s;
    s.owner = s.target = "U0OMAR";
    s.cadence = "weekly";
    s.minute_of_day = 540;
    s.timezone = "Europe/Berlin";
    s.day = 1;
    return s;
}

std::int64_t away_seconds(const Presence& presence, UtcTime from, UtcTime to)
{
    std::int64_t total = 0;
    for (const auto& absence : presence.absences(from, to)) total += (absence.to - absence.from).count();
    return total;
}

}  // namespace

TEST_CASE("a subscription comes back as it was saved, and stays when it has ended",
          "[store][digest][conformance]")
{
    Fresh fresh;
    Subscription s = weekly();
    fresh.unit.subscriptions.insert(s, at(0));
    REQUIRE(s.id > 0);
    s.paused_until = at(600);
    s.inboxes = "it,rooms";
    fresh.unit.subscriptions.save(s);
    const auto found = fresh.unit.subscriptions.find(s.id);
    REQUIRE(found);
    CHECK(found->paused_until == at(600));
    CHECK(found->inboxes == "it,rooms");
    CHECK(found->minute_of_day == 540);
    s.is_active = false;
    s.paused_until.reset();
    fresh.unit.subscriptions.save(s);
    CHECK(fresh.unit.subscriptions.active(0).empty());
    REQUIRE(fresh.unit.subscriptions.of("U0OMAR").size() == 1);
    CHECK_FALSE(fresh.unit.subscriptions.of("U0OMAR").front().paused_until);
}

TEST_CASE("a subscription has one digest per period, and those by hand are not counted",
          "[store][digest][conformance]")
{
    Fresh fresh;
    Subscription s = weekly();
    fresh.unit.subscriptions.insert(s, at(0));
    Digest d;
    d.subscription = s.id;
    d.reader = "U0OMAR";
    d.period = "2026-W47";
    d.timezone = "Europe/Berlin";
    d.filter = d.numbers = "{}";
    d.as_of = d.sent_at = at(5);
    d.head = 7;
    d.levels = 2;
    CHECK(fresh.unit.digests.insert(d));
    CHECK_FALSE(fresh.unit.digests.insert(d));
    CHECK(fresh.unit.digests.has(s.id, "2026-W47"));
    CHECK_FALSE(fresh.unit.digests.has(s.id, "2026-W48"));
    const auto found = fresh.unit.digests.find(d.id);
    REQUIRE(found);
    CHECK(found->as_of == at(5));
    CHECK(found->head == 7);
    Digest by_hand = d;
    by_hand.subscription = 0;
    CHECK(fresh.unit.digests.insert(by_hand));
    CHECK(fresh.unit.digests.insert(by_hand));
    CHECK(fresh.unit.digests.find(by_hand.id)->subscription == 0);
}

TEST_CASE("a silence of more than a minute is an absence, also when the program was not running",
          "[store][presence][conformance]")
{
    Fresh fresh;
    Presence& presence = fresh.unit.presence;
    CHECK(away_seconds(presence, at(-1000), at(1000)) == 0);
    for (const int second : {0, 15, 30, 90, 105}) presence.seen(at(second));
    CHECK(away_seconds(presence, at(0), at(120)) == 0);
    presence.seen(at(1005));
    CHECK(away_seconds(presence, at(0), at(2000)) == 900 + 995);
    presence.seen(at(1000));
    CHECK(away_seconds(presence, at(500), at(600)) == 100);
}

TEST_CASE("how long the bot had been away at an instant is the same later", "[store][presence][conformance]")
{
    Fresh fresh;
    Presence& presence = fresh.unit.presence;
    presence.seen(at(0));
    const auto short_silence = away_seconds(presence, at(-60), at(50));
    const auto long_silence = away_seconds(presence, at(-60), at(500));
    CHECK(short_silence == 0);
    CHECK(long_silence == 500);
    presence.seen(at(3000));
    CHECK(away_seconds(presence, at(-60), at(50)) == short_silence);
    CHECK(away_seconds(presence, at(-60), at(500)) == long_silence);
}

TEST_CASE("a timer is taken only as it was seen", "[store][timers][conformance]")
{
    Fresh fresh;
    fresh.unit.timers.arm({0, "a", "first", 0, at(10)});
    const auto seen = fresh.unit.timers.due(at(30), 1);
    REQUIRE(seen.size() == 1);
    fresh.unit.timers.arm({0, "a", "first", 0, at(15)});
    CHECK_FALSE(fresh.unit.timers.take(seen.front()));
    CHECK(fresh.unit.timers.take(fresh.unit.timers.due(at(30), 1).front()));
}

TEST_CASE("the log is replayed record by record up to an event, and no further",
          "[store][events][conformance]")
{
    Fresh fresh;
    Record first = raise(fresh.unit, "incident", {{"title", "one"}});
    const Record second = raise(fresh.unit, "request", {{"title", "two"}});
    alter(fresh.unit, first, {{"state", "closed"}});
    const std::int64_t head = fresh.unit.events.head();
    alter(fresh.unit, first, {{"state", "new"}});
    std::string seen;
    fresh.unit.events.replay(head, [&](const History& history) {
        seen += history.process + "-" + std::to_string(history.number) + ":" +
                std::to_string(history.events.size()) + " ";
    });
    CHECK(seen == "incident-1:2 request-1:1 ");
    REQUIRE(fresh.unit.events.history(first.id, head));
    CHECK(fresh.unit.events.history(first.id, head)->events.back().changes.front().after == "closed");
    CHECK_FALSE(fresh.unit.events.history(second.id, 1));
    CHECK(fresh.unit.events.anchor(head).size() == 64);
    CHECK(fresh.unit.events.anchor(0).empty());
}
