#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace deskbell;
using namespace deskbell::store;

namespace {

Event full_event()
{
    Event e;
    e.record_id = 1;
    e.sequence = 2;
    e.occurred_at = at(3);
    e.recorded_at = at(4);
    e.actor = "U1";
    e.source = "view";
    e.rule = "r";
    e.kind = "changed";
    e.changes = {{"state", "new", "active"}, {"assignee", "", "U1"}};
    e.text = "why";
    e.previous_hash = "abc";
    return e;
}

}  // namespace

TEST_CASE("an event comes back as it was appended, with its place and its hashes", "[store][conformance]")
{
    Fresh fresh;
    const Record record = raise(fresh.unit, "incident", {{"title", "x"}});
    Event event = full_event();
    event.record_id = record.id;
    fresh.unit.events.append(event);

    const auto log = fresh.unit.events.of(record.id);
    REQUIRE(log.size() == 2);
    CHECK(log[0].sequence == 1);
    CHECK(log[0].previous_hash.empty());
    const Event& stored = log[1];
    CHECK(stored.id == event.id);
    CHECK(stored.sequence == 2);
    CHECK(stored.previous_hash == log[0].hash);
    CHECK(stored.hash == event.hash);
    CHECK(stored.hash == hash_of(stored));
    CHECK(stored.actor == "U1");
    CHECK(stored.occurred_at == at(3));
    CHECK(stored.recorded_at == at(4));
    REQUIRE(stored.changes.size() == 2);
    CHECK(stored.changes[1].after == "U1");
    CHECK(stored.text == "why");
    CHECK(fresh.unit.events.count() == 2);
}

TEST_CASE("events are read in pages", "[store][conformance]")
{
    Fresh fresh;
    Record record = raise(fresh.unit, "incident", {{"title", "1"}});
    for (const auto* title : {"2", "3", "4"}) alter(fresh.unit, record, {{"title", title}});
    const auto page = fresh.unit.events.of(record.id, 1, 2);
    REQUIRE(page.size() == 2);
    CHECK(page[0].sequence == 2);
    CHECK(page[1].sequence == 3);
    CHECK(fresh.unit.events.of(record.id, 4).empty());
}

TEST_CASE("the hash covers every field", "[store]")
{
    using Edit = void (*)(Event&);
    const std::vector<Edit> edits{
        [](Event&) {},
        [](Event& e) { e.record_id = 9; },
        [](Event& e) { e.sequence = 9; },
        [](Event& e) { e.occurred_at = at(9); },
        [](Event& e) { e.recorded_at = at(9); },
        [](Event& e) { e.actor = "U9"; },
        [](Event& e) { e.source = "cli"; },
        [](Event& e) { e.rule = ""; },
        [](Event& e) { e.kind = "note"; },
        [](Event& e) { e.changes.pop_back(); },
        [](Event& e) { e.changes[0].attribute = "category"; },
        [](Event& e) { e.changes[0].before = ""; },
        [](Event& e) { e.changes[1].after = "U9"; },
        [](Event& e) { std::swap(e.changes[0], e.changes[1]); },
        [](Event& e) { e.text = "w"; },
        [](Event& e) { e.previous_hash = ""; },
    };
    std::set<std::string> hashes;
    for (const Edit edit : edits) {
        Event e = full_event();
        edit(e);
        hashes.insert(hash_of(e));
    }
    CHECK(hashes.size() == edits.size());
    for (const std::string& hash : hashes) {
        CHECK(hash.size() == 64);
        CHECK(hash.find_first_not_of("0123456789abcdef") == std::string::npos);
    }
}

TEST_CASE("moving a letter from one field to the next changes the hash", "[store]")
{
    Event a = full_event(), b = full_event();
    a.actor = "U1", a.source = "view";
    b.actor = "U1v", b.source = "iew";
    CHECK(hash_of(a) != hash_of(b));
}

TEST_CASE("the encoding under the hash never changes", "[store]")
{
    // Computed outside of this program, over the bytes that the length-prefixed encoding must give.
    CHECK(hash_of(full_event()) == "1e92066e85c2ed797cf250d1984376550a2cd04da2effafd529788c95256e6ed");
}
