// The log of the desk as a whole is as hard to rewrite as the history of a record.
#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::store;

namespace {

Event act(std::string_view actor, std::string_view kind)
{
    Event event;
    event.occurred_at = event.recorded_at = at(0);
    event.actor = actor;
    event.source = "view";
    event.kind = kind;
    event.changes = {{"inbox it: undo_seconds", "10", "0"}};
    return event;
}

void fill(Fresh& fresh)
{
    for (const char* actor : {"U1", "U2", "U3"}) {
        Event event = act(actor, "settings_changed");
        fresh.unit.desk_log.append(event);
    }
}

std::string faults(Fresh& fresh)
{
    std::string out;
    for (const std::string& fault : verify(fresh.db(), nullptr).faults) out += fault + "\n";
    return out;
}

}  // namespace

TEST_CASE("acts on the desk are a chain of their own beside the records' history", "[store][conformance]")
{
    Fresh fresh;
    raise(fresh.unit, "incident", {{"title", "x"}, {"state", "new"}});
    const std::string before = verify(fresh.db(), nullptr).head;
    fill(fresh);
    const auto report = verify(fresh.db(), nullptr);
    CHECK(report.faults.empty());
    CHECK(report.events == 1);
    CHECK(report.head == before);
    CHECK(report.desk_head.size() == 64);
    const auto events = fresh.unit.desk_log.of(0);
    REQUIRE(events.size() == 3);
    CHECK(events[2].sequence == 3);
    CHECK(events[2].previous_hash == events[1].hash);
    CHECK(fresh.unit.events.count() == 1);
    CHECK(fresh.unit.desk_log.count() == 3);
}

TEST_CASE("verify notices whatever was done to the log of the desk", "[store][conformance]")
{
    struct Tampering {
        const char* what;
        const char* sql;
        const char* fault;
    };
    const auto t =
        GENERATE(Tampering{"an act given to somebody else", "UPDATE desk_event SET actor = 'U9' WHERE id = 2",
                           "event 2 of the desk's log was changed"},
                 Tampering{"an act in the middle removed", "DELETE FROM desk_event WHERE id = 2",
                           "before event 3 of the desk's log something is missing"},
                 Tampering{"the newest act removed", "DELETE FROM desk_event WHERE id = 3",
                           "the event with id 3 of the desk's log was removed"},
                 Tampering{"an act and its link removed",
                           "DELETE FROM desk_event WHERE id = 2; DELETE FROM desk_anchor WHERE id = 2",
                           "its chain is broken at the event with id 3 of the desk's log"},
                 Tampering{"a link removed", "DELETE FROM desk_anchor WHERE id = 3", "is not in its chain"},
                 Tampering{"details made unreadable", "UPDATE desk_event SET changes = '{' WHERE id = 1",
                           "the desk's log cannot be read"});
    INFO(t.what);
    Fresh fresh;
    fill(fresh);
    fresh.db().execute(t.sql);
    CHECK_THAT(faults(fresh), Catch::Contains(t.fault));
}

TEST_CASE("the same act by the same actor is found from a time on", "[store][conformance]")
{
    Fresh fresh;
    fill(fresh);
    const auto has = [&](std::string_view kind, std::string_view actor, std::int64_t since) {
        return fresh.unit.desk_log.has(kind, act("", "").changes, actor, at(since));
    };
    CHECK(has("settings_changed", "U1", 0));
    CHECK_FALSE(has("settings_changed", "U1", 1));
    CHECK_FALSE(has("settings_changed", "U9", 0));
    CHECK_FALSE(has("exported", "U1", 0));
    CHECK_FALSE(fresh.unit.desk_log.has("settings_changed", {}, "U1", at(0)));
}
