#include "handlers/kernel/evidence/desk_log.hpp"

#include "handlers/domain/period.hpp"
#include "handlers/kernel/evidence/erasure.hpp"

namespace deskbell::kernel {

namespace {

std::vector<Change> details_of(const store::Sighting& sighting)
{
    return {detail(attr::kInbox, sighting.inbox)};
}

bool is_logged(const Desk& desk, const store::Sighting& sighting, const store::Unit& unit)
{
    const std::string& zone = desk.settings().timezone;
    return unit.desk_log.has(kInboxRead, details_of(sighting), sighting.reader,
                             instant_on(date_in(zone, unit.now), std::chrono::minutes{0}, zone));
}

}  // namespace

void log_act(store::Unit& unit, const Act& act, std::string_view kind, std::vector<Change> details,
             std::string text)
{
    Event event = event_of(act, kind, std::move(details), std::move(text), unit.now);
    unit.desk_log.append(event);
}

Change detail(std::string_view name, std::string_view value)
{
    return {std::string(name), "", std::string(value)};
}

void drop_logged(const Desk& desk, const store::Unit& unit)
{
    std::erase_if(unit.sightings,
                  [&](const store::Sighting& sighting) { return is_logged(desk, sighting, unit); });
}

void log_sightings(const Desk& desk, const std::set<store::Sighting>& sightings, std::string_view source,
                   store::Unit& unit)
{
    for (const store::Sighting& sighting : sightings)
        if (!is_logged(desk, sighting, unit))
            log_act(unit, {sighting.reader, std::string(source), unit.now}, kInboxRead, details_of(sighting));
}

bool rewrite_desk_log(const std::function<void(Event&)>& change, const Act& act, store::Unit& unit)
{
    if (!rewrite_events(unit.desk_log, 0, change, [](const Event&) {}))
        return false;
    log_act(unit, act, store::kErasedKind, {}, unit.desk_log.account(0));
    return true;
}

}  // namespace deskbell::kernel
