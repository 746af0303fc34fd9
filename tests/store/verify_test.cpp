#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::store;

namespace {

VerifyReport check(Fresh& fresh)
{
    return verify(fresh.db(), [](std::int64_t, std::int64_t) {});
}

bool mentions(const VerifyReport& report, std::string_view words)
{
    for (const std::string& fault : report.faults)
        if (fault.find(words) != std::string::npos)
            return true;
    return false;
}

/// Three records with three events each.
void fill(Fresh& fresh)
{
    for (int i = 0; i < 3; ++i) {
        Record record = raise(fresh.unit, "incident", {{"title", "x"}, {"state", "new"}});
        alter(fresh.unit, record, {{"state", "active"}, {"assignee", "U1"}});
        alter(fresh.unit, record, {{"state", "resolved"}});
    }
}

}  // namespace

TEST_CASE("an untouched database has no faults", "[store][conformance]")
{
    Fresh fresh;
    fill(fresh);
    std::int64_t last = 0, total = 0;
    const auto report =
        verify(fresh.db(), [&](std::int64_t done, std::int64_t all) { last = done, total = all; });
    CHECK(report.faults.empty());
    CHECK(report.records == 3);
    CHECK(report.events == 9);
    CHECK(last == 9);
    CHECK(total == 9);
    CHECK(report.head.size() == 64);
}

TEST_CASE("an empty database has no faults", "[store][conformance]")
{
    Fresh fresh;
    CHECK(verify(fresh.db(), nullptr).faults.empty());
}

TEST_CASE("verify notices whatever was done to the history", "[store][conformance]")
{
    struct Tampering {
        const char* what;
        const char* sql;
        const char* fault;
    };
    const auto t = GENERATE(
        Tampering{"an event edited", "UPDATE event SET actor = 'U2' WHERE id = 5", "event 2 of record 2"},
        Tampering{"a change edited",
                  "UPDATE event SET changes = '[[\"state\",\"new\",\"closed\"]]' WHERE id = 5",
                  "was changed after it had been written"},
        Tampering{"a change made unreadable", "UPDATE event SET changes = '{' WHERE id = 5",
                  "cannot be read"},
        Tampering{"an event in the middle removed", "DELETE FROM event WHERE id = 5", "something is missing"},
        Tampering{"the newest event of a record removed", "DELETE FROM event WHERE id = 6",
                  "its events end at 2"},
        Tampering{"the newest event of all removed", "DELETE FROM event WHERE id = 9",
                  "the event with id 9 was removed"},
        Tampering{"the newest event removed from the projection too",
                  "DELETE FROM event WHERE id = 6;"
                  "UPDATE record SET version = 2, state = 'active',"
                  " attributes = '{\"assignee\":\"U1\",\"state\":\"active\",\"title\":\"x\"}' WHERE id = 2",
                  "the event with id 6 was removed"},
        Tampering{"an event and its anchor removed",
                  "DELETE FROM event WHERE id = 6; DELETE FROM anchor WHERE id = 6",
                  "the chain over all records is broken at the event with id 7"},
        Tampering{"an anchor removed", "DELETE FROM anchor WHERE id = 9", "is not in the chain"},
        Tampering{"an anchor edited", "UPDATE anchor SET hash = 'x' WHERE id = 4",
                  "broken at the event with id 4"},
        Tampering{"a whole record removed",
                  "DELETE FROM event WHERE record_id = 2; DELETE FROM record WHERE id = 2",
                  "the event with id 4 was removed"},
        Tampering{"the newest record removed with all traces in the log",
                  "DELETE FROM event WHERE record_id = 3; DELETE FROM anchor WHERE id > 6;"
                  "DELETE FROM record WHERE id = 3",
                  "of the 3 numbers of incident, only 2 have a record"},
        Tampering{
            "a record slipped in",
            "INSERT INTO record (process, number, version, created_at, updated_at, attributes, title, state,"
            " category, priority, inbox, requester, created_by, assignee, private, followers, due)"
            " VALUES ('incident', 9, 1, 0, 0, '{}', '', '', '', '', '', '', '', '', 0, ',,', 0)",
            "has no events"},
        Tampering{
            "the projection edited",
            "UPDATE record SET attributes = '{\"assignee\":\"U2\",\"state\":\"resolved\",\"title\":\"x\"}'"
            " WHERE id = 1",
            "differs from what its events say"},
        Tampering{"a copy for lists edited", "UPDATE record SET inbox = 'hr' WHERE id = 1",
                  "columns that differ from its attributes"},
        Tampering{"a due time edited", "UPDATE record SET resolution_due = 5 WHERE id = 1",
                  "columns that differ from its attributes"});
    INFO(t.what);

    Fresh fresh;
    fill(fresh);
    fresh.db().execute(t.sql);
    const auto report = check(fresh);
    CAPTURE(report.faults);
    CHECK(mentions(report, t.fault));
}

TEST_CASE("a rewritten history with fresh hashes still breaks the chain over all records",
          "[store][conformance]")
{
    Fresh fresh;
    fill(fresh);
    Event forged = fresh.unit.events.of(2).back();
    forged.actor = "U2";
    fresh.db().run("UPDATE event SET actor = ?2, hash = ?3 WHERE id = ?1", forged.id, forged.actor,
                   hash_of(forged));
    const auto report = check(fresh);
    CHECK(mentions(report, "the chain over all records is broken at the event with id 6"));
}

TEST_CASE("the head of the chain changes with every event", "[store][conformance]")
{
    Fresh fresh;
    fill(fresh);
    const std::string before = check(fresh).head;
    raise(fresh.unit, "incident", {});
    CHECK(check(fresh).head != before);
}

TEST_CASE("a clock that is set back leaves a history that can be verified", "[store][conformance]")
{
    Fresh fresh;
    Record record = raise(fresh.unit, "incident", {{"title", "a"}});
    Unit earlier(fresh.db(), at(-24 * 3600));
    alter(earlier, record, {{"state", "resolved"}});
    raise(earlier, "incident", {{"title", "b"}});
    const auto events = fresh.unit.events.of(record.id);
    REQUIRE(events.size() == 2);
    CHECK(events[1].recorded_at < events[0].recorded_at);
    CHECK(check(fresh).faults.empty());
}

TEST_CASE("a call that waits for a message which nothing will post is a fault", "[store][conformance]")
{
    Fresh fresh;
    const std::int64_t message = fresh.unit.messages.insert({0, 0, "card", "C1", "", 0});
    Outgoing update;
    update.method = "chat.update";
    update.lane = "C1";
    update.message = message;
    fresh.unit.outbox.add(update, at(0));
    CHECK(mentions(check(fresh), "which nothing is going to post"));

    Outgoing post;
    post.method = "chat.postMessage";
    post.lane = "C1";
    post.message = message;
    fresh.unit.outbox.add(post, at(0));
    CHECK(check(fresh).faults.empty());
}

TEST_CASE("the report of a ruined database stays readable", "[store][conformance]")
{
    Fresh fresh;
    for (int i = 0; i < 120; ++i) raise(fresh.unit, "incident", {});
    fresh.db().execute("UPDATE event SET actor = 'U2'");
    CHECK(check(fresh).faults.size() == 100);
}
