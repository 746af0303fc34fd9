#pragma once
#include "world.hpp"

#include <chrono>
#include <iostream>
#include <string_view>

namespace deskbell::test {

inline constexpr int kTickets = 10'000;
inline constexpr int kEventsEach = 20;

/// A ticket that is raised, answered, held and resumed a few times, and (nine of ten) solved and closed.
inline void live(store::Unit& unit, int i, UtcTime now)
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

/// Does the work and prints how long it took.
template <class Work>
void timed(std::string_view what, Work&& work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    std::cout << what << ": "
              << std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                       begin)
                     .count()
              << " ms\n";
}

/// A desk that has lived through all of them; Omar is its manager.
struct ManyTickets : World {
    ManyTickets()
    {
        settings.roles["manager"] = {"UOMAR"};
        desk = std::make_unique<kernel::Desk>(all_processes(), settings, desk->self());
        store::Unit unit(*db, now);
        db->execute("BEGIN");
        for (int i = kTickets - 1; i >= 0; --i) live(unit, i, now);
        db->execute("COMMIT");
    }
};

}  // namespace deskbell::test
