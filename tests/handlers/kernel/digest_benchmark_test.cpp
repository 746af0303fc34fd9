#include "world.hpp"

#include "handlers/kernel/digest/digest.hpp"
#include "handlers/kernel/digest/digest_csv.hpp"
#include "handlers/kernel/digest/home_figures.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <iostream>

using namespace deskbell;
using namespace deskbell::test;

namespace {

constexpr int kTickets = 10'000;
constexpr int kEventsEach = 20;

/// A ticket that is raised, answered, held and resumed a few times, and (nine of ten) solved and closed.
void live(store::Unit& unit, int i, UtcTime now)
{
    const char* kPriorities[] = {"P1", "P2", "P3", "P4"};
    UtcTime at = now - std::chrono::minutes{i * 12};  // the newest was raised now, the oldest 83 days ago
    Record record;
    record.process = i % 2 == 0 ? "incident" : "request";
    record.created_at = record.updated_at = at;
    unit.records.insert(record);
    const auto happen = [&](const char* actor, const char* kind, const Attributes& values) {
        Event event;
        event.record_id = record.id;
        event.occurred_at = event.recorded_at = at;
        event.actor = actor;
        event.source = "button";
        event.kind = kind;
        for (const auto& [name, value] : values)
            if (const auto made = change(record, name, value))
                event.changes.push_back(*made);
        unit.events.append(event);
        apply(record, event);
        at += std::chrono::minutes{17};
    };
    happen("UMIA", "created",
           {{"title", "ticket " + std::to_string(i)},
            {"requester", "UMIA"},
            {"category", "new"},
            {"inbox", "it"},
            {"priority", kPriorities[i % 4]},
            {"reported_via", "/ticket"},
            {"state", "new"}});
    happen("UANA", "take", {{"category", "active"}, {"assignee", "UANA"}, {"state", "in_progress"}});
    for (int round = 0; round < (kEventsEach - 4) / 4; ++round) {
        happen("UANA", "reply", {});
        happen("UANA", "hold", {{"category", "on_hold"}, {"pending_reason", "requester"}});
        happen("UMIA", "said", {});
        happen("UMIA", "resume", {{"category", "active"}, {"pending_reason", ""}});
    }
    const bool is_open = i % 10 == 0;
    happen("UANA", is_open ? "reply" : "resolve",
           is_open ? Attributes{} : Attributes{{"category", "resolved"}, {"cause_code", "hardware_fault"}});
    happen("UMIA", is_open ? "said" : "confirm", is_open ? Attributes{} : Attributes{{"category", "closed"}});
    unit.records.save(record);
}

template <class Work>
void timed(const char* what, Work&& work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    std::cout << what << ": "
              << std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                       begin)
                     .count()
              << " ms\n";
}

}  // namespace

// Run by hand: test_kernel "[benchmark]"
TEST_CASE("a digest over 10,000 tickets with 20 events each", "[.][benchmark]")
{
    World w;
    w.settings.roles["manager"] = {"UOMAR"};
    w.desk = std::make_unique<kernel::Desk>(all_processes(), w.settings, w.desk->self());
    store::Unit unit(*w.db, w.now);
    w.db->execute("BEGIN");
    for (int i = kTickets - 1; i >= 0; --i) live(unit, i, w.now);
    w.db->execute("COMMIT");
    CHECK(unit.events.count() == kTickets * kEventsEach);
    timed("reading the log", [&] {
        std::size_t events = 0;
        unit.events.replay(unit.events.head(), [&](const store::History& h) { events += h.events.size(); });
        CHECK(events == kTickets * kEventsEach);
    });
    timed("the figures of a Home",
          [&] { CHECK_FALSE(kernel::home_numbers(*w.desk, "UOMAR", unit).figures.empty()); });
    const auto scope = kernel::digest_scope(*w.desk, "UOMAR", unit);
    for (const char* period : {"last-week", "last-quarter"}) {
        const auto of = *parse_period(period, "Europe/Berlin", unit.now);
        store::Digest digest;
        timed(period, [&] { digest = kernel::make_digest(*w.desk, "UOMAR", of, *scope, unit); });
        std::cout << "  numbers: " << digest.numbers.size() << " bytes\n";
        timed("  recomputed", [&] { CHECK(kernel::recompute(*w.desk, digest, unit).empty()); });
        timed("  table", [&] {
            CHECK(kernel::digest_csv(*w.desk, kernel::basis_of(digest), "UOMAR", unit).size() > 100);
        });
    }
}
