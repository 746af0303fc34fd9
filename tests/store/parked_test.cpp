#include "store/schema.hpp"
#include "store/sqlite/sqlite_store.hpp"
#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::store;

namespace {

std::int64_t unposted(Fresh& fresh, std::string_view channel, std::int64_t record = 0)
{
    return fresh.unit.messages.insert({0, record, "card", std::string(channel), "", 0});
}

/// Methods of what can be sent now, with their ids; each call is left under way.
std::string claimed(Fresh& fresh, UtcTime now = at(0))
{
    std::string out;
    for (const Outgoing& o : fresh.unit.outbox.claim(now, 100))
        out += (out.empty() ? "" : " ") + std::to_string(o.id);
    return out;
}

std::string ids(const std::vector<std::int64_t>& all)
{
    std::string out;
    for (const std::int64_t id : all) out += (out.empty() ? "" : " ") + std::to_string(id);
    return out;
}

/// A root in C1 whose post was refused (call 1), with a reply in C2 (2) that has a change (3) waiting for it.
struct Refused : Fresh {
    Refused()
    {
        unit.outbox.add(call("chat.postMessage", "C1", root), at(0));
        reply = unposted(*this, "C2");
        unit.outbox.add(call("chat.postMessage", "C2", reply, root), at(0));
        unit.outbox.add(call("chat.update", "C2", reply), at(0));
        REQUIRE(claimed(*this) == "1");
        followers = unit.outbox.park(1, "is_archived", at(5));
    }
    std::int64_t root = unposted(*this, "C1"), reply = 0;
    int followers = 0;
};

}  // namespace

TEST_CASE("what waits for a post that is parked is parked with it, however far", "[store][conformance]")
{
    Refused fresh;
    CHECK(fresh.followers == 2);
    CHECK(fresh.unit.outbox.counts().parked == 3);
    CHECK(fresh.unit.outbox.counts().waiting == 0);
    const auto list = fresh.unit.parked.list();
    REQUIRE(list.size() == 3);
    CHECK(list[0].awaits == 0);
    CHECK(list[0].last_error == "is_archived");
    CHECK(list[1].awaits == 1);
    CHECK(list[2].awaits == 2);
    CHECK(list[1].since == at(5));
}

TEST_CASE("what is said in the thread of a parked post later is parked too, and newer drawings replace older",
          "[store][conformance]")
{
    Refused fresh;
    fresh.unit.outbox.add(call("chat.postMessage", "C1", 0, fresh.root), at(6));
    Outgoing redraw = call("chat.update", "C1", fresh.root);
    redraw.coalesce_key = "card";
    for (const auto* text : {"old", "new"}) {
        redraw.arguments = {{"text", text}};
        fresh.unit.outbox.add(redraw, at(7));
    }
    CHECK(fresh.unit.outbox.counts().parked == 5);
    CHECK(claimed(fresh, at(9)).empty());
    REQUIRE(fresh.unit.parked.retry(1, at(10)));
    fresh.unit.messages.posted(fresh.root, "C1", "1.1");
    CHECK(claimed(fresh, at(10)) == "1 2");
    fresh.unit.outbox.done(1, at(10));
    CHECK(claimed(fresh, at(10)) == "4");
    fresh.unit.outbox.done(4, at(10));
    const auto last = fresh.unit.outbox.claim(at(10), 10);
    REQUIRE(last.size() == 1);
    CHECK(last[0].arguments.at("text") == "new");
}

TEST_CASE("a retried root brings back what was parked with it, in the order of before",
          "[store][conformance]")
{
    Refused fresh;
    const auto again = fresh.unit.parked.retry(1, at(10));
    REQUIRE(again);
    CHECK(ids(*again) == "1 2 3");
    CHECK(fresh.unit.outbox.counts().parked == 0);
    CHECK(claimed(fresh, at(10)) == "1");
    fresh.unit.messages.posted(fresh.root, "C1", "1.1");
    fresh.unit.outbox.done(1, at(11));
    CHECK(claimed(fresh, at(11)) == "2");
    fresh.unit.messages.posted(fresh.reply, "C2", "2.2");
    fresh.unit.outbox.done(2, at(12));
    CHECK(claimed(fresh, at(12)) == "3");
}

TEST_CASE(
    "a retried post goes before younger ones of its lane, with its tries begun anew and its last error kept",
    "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    outbox.add(call("chat.postMessage", "L"), at(0));
    outbox.add(call("chat.postMessage", "L"), at(0));
    outbox.add(call("chat.postMessage", "L"), at(0));
    for (int i = 0; i < 2; ++i) {
        const auto row = outbox.claim(at(i), 1).front();
        outbox.retry(row.id, at(i), "timeout");
        outbox.claim(at(i), 1);
        outbox.park(row.id, "outcome unknown", at(i));
    }
    REQUIRE(fresh.unit.parked.retry(2, at(10)));
    REQUIRE(fresh.unit.parked.retry(1, at(10)));
    const auto first = outbox.claim(at(10), 10);
    REQUIRE(first.size() == 1);
    CHECK(first[0].id == 1);
    CHECK(first[0].attempts == 0);
    CHECK(first[0].last_error == "outcome unknown");
    outbox.done(1, at(11));
    CHECK(claimed(fresh, at(11)) == "2");
}

TEST_CASE("all that is parked can be retried at once", "[store][conformance]")
{
    Refused fresh;
    fresh.unit.outbox.add(call("chat.postMessage", "C9"), at(0));
    REQUIRE(claimed(fresh) == "4");
    fresh.unit.outbox.park(4, "not_in_channel", at(1));
    CHECK(ids(fresh.unit.parked.retry_all(at(2))) == "1 2 3 4");
    CHECK(fresh.unit.outbox.counts().parked == 0);
    CHECK(fresh.unit.parked.retry_all(at(3)).empty());
}

TEST_CASE("who waits for another call cannot be retried alone, and hears which one to retry",
          "[store][conformance]")
{
    Refused fresh;
    const auto alone = fresh.unit.parked.retry(2, at(10));
    REQUIRE_FALSE(alone);
    CHECK(alone.error().code() == Errc::conflict);
    CHECK(alone.error().detail().find("call 1") != std::string::npos);
    for (const std::int64_t id : {0, 99, 4}) {
        CHECK_FALSE(fresh.unit.parked.retry(id, at(10)));
        CHECK_FALSE(fresh.unit.parked.drop(id, at(10)));
    }
    CHECK(fresh.unit.outbox.counts().parked == 3);
}

TEST_CASE("a call that was sent is not sent again by a retry", "[store][conformance]")
{
    Fresh fresh;
    fresh.unit.outbox.add(call("chat.postMessage", "L"), at(0));
    CHECK_FALSE(fresh.unit.parked.retry(1, at(0)));
    claimed(fresh);
    CHECK_FALSE(fresh.unit.parked.retry(1, at(0)));
    fresh.unit.outbox.done(1, at(0));
    CHECK_FALSE(fresh.unit.parked.retry(1, at(0)));
    CHECK(claimed(fresh).empty());
}

TEST_CASE("a dropped call takes along what waits for it, forgets its words and stays as a stone",
          "[store][conformance]")
{
    Refused fresh;
    const auto dropped = fresh.unit.parked.drop(1, at(10));
    REQUIRE(dropped);
    CHECK(ids(*dropped) == "1 2 3");
    CHECK(fresh.unit.outbox.counts().parked == 0);
    const auto words = fresh.db().prepare("SELECT COUNT(*) FROM outbox WHERE arguments <> '{}'");
    words->step();
    CHECK(words->integer(0) == 0);

    fresh.unit.outbox.prune(at(1000));
    fresh.unit.outbox.add(call("chat.update", "C1", fresh.root), at(1001));
    CHECK(fresh.unit.outbox.counts().waiting == 0);
    CHECK(fresh.unit.outbox.counts().parked == 0);
    fresh.unit.outbox.add(call("chat.postMessage", "C1", 0, fresh.root), at(1001));
    const auto list = fresh.unit.parked.list();
    REQUIRE(list.size() == 1);
    CHECK(list[0].is_leader_dropped);
    CHECK_FALSE(fresh.unit.parked.retry(list[0].id, at(1002)));
    CHECK(fresh.unit.parked.drop(list[0].id, at(1002)));
    CHECK(verify(fresh.db(), nullptr).faults.empty());
}

TEST_CASE("a parked drawing is needless when a newer one was delivered, and never drawn over it",
          "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    Outgoing view = call("views.publish", "home:U1");
    view.coalesce_key = "home:U1";
    outbox.add(view, at(0));
    REQUIRE(claimed(fresh) == "1");
    outbox.park(1, "not_enabled", at(0));
    outbox.add(view, at(1));

    SECTION("delivered before the retry")
    {
        REQUIRE(claimed(fresh, at(1)) == "2");
        outbox.done(2, at(2));
        CHECK(outbox.counts().parked == 0);
        CHECK_FALSE(fresh.unit.parked.retry(1, at(3)));
    }
    SECTION("waiting at the retry")
    {
        REQUIRE(fresh.unit.parked.retry(1, at(3)));
        CHECK(claimed(fresh, at(3)) == "2");
        outbox.done(2, at(4));
        CHECK(claimed(fresh, at(4)).empty());
    }
}

TEST_CASE("a parked call says which record it is about, also through its thread", "[store][conformance]")
{
    Fresh fresh;
    const auto record = raise(fresh.unit, "incident", {}).id;
    const auto card = unposted(fresh, "C1", record);
    fresh.unit.outbox.add(call("chat.postMessage", "C1", card), at(0));
    fresh.unit.outbox.add(call("chat.postMessage", "C1", 0, card), at(0));
    claimed(fresh);
    fresh.unit.outbox.park(1, "is_archived", at(0));
    const auto list = fresh.unit.parked.list();
    REQUIRE(list.size() == 2);
    CHECK(list[0].record_id == record);
    CHECK(list[1].record_id == record);
    CHECK(fresh.unit.parked.list(1).size() == 1);
    Outgoing redraw = call("chat.update", "C1", card);
    redraw.channel.clear();
    fresh.unit.outbox.add(redraw, at(1));
    CHECK(fresh.unit.parked.list().back().channel == "C1");
}

TEST_CASE("the upgrade parks what waited for ever for a parked post", "[store][conformance]")
{
    Fresh fresh;
    const auto root = unposted(fresh, "C1");
    fresh.db().execute(
        "DROP INDEX outbox_awaits; ALTER TABLE outbox DROP COLUMN awaits;"
        "ALTER TABLE outbox DROP COLUMN dropped; DROP TABLE poisoned;"
        "INSERT INTO outbox (state, changed_at, method, lane, channel, arguments, dedupe_key, message, "
        "thread,"
        " purpose, not_before) VALUES"
        " ('parked', 1, 'chat.postMessage', 'C1', 'C1', '{}', '', 1, NULL, '', 0),"
        " ('waiting', 1, 'chat.postMessage', 'C1', 'C1', '{}', '', NULL, 1, '', 0),"
        " ('waiting', 1, 'chat.postMessage', 'C2', 'C2', '{}', '', NULL, NULL, '', 0)");
    REQUIRE(root == 1);
    for (const Migration& step : schema())
        if (step.id.find("0010") != step.id.npos)
            fresh.db().execute(step.sql);
    CHECK(fresh.unit.outbox.counts().parked == 2);
    CHECK(fresh.unit.outbox.counts().waiting == 1);
    CHECK(fresh.unit.parked.list().back().awaits == 1);
}
