#include "config/table.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/domain/time.hpp"

namespace deskbell::config {

namespace {

/// One [sla.P1] while it is read. Starts from the default promise, so that one key changes one promise.
struct SlaRow {
    Target target;
    std::string calendar;
};

template <std::chrono::seconds Target::*Member>
void read_promise(const Place& place, SlaRow& row)
{
    const auto text = place.text("a duration such as \"15m\", \"4h\" or \"1h30m\"");
    if (!text)
        return;
    if (auto span = parse_duration(*text))
        row.target.*Member = *span;
    else
        place.fault(span.error().detail(), "");
}

constexpr Key<SlaRow> kSlaKeys[] = {
    {"response", read_promise<&Target::response>},
    {"resolution", read_promise<&Target::resolution>},
    {"update", read_promise<&Target::update>},
    {"calendar",
     [](const Place& place, SlaRow& row) {
         if (auto name = place.text("the name of a calendar, such as \"24x7\""))
             row.calendar = *name;
     }},
};

template <Priority P>
void read_priority(const Place& place, Config& config)
{
    const auto* table = place.table("[" + place.key + "] on a line of its own");
    if (!table)
        return;
    SlaRow row{default_target(P), ""};
    read_keys<SlaRow>(place, *table, kSlaKeys, row);
    config.settings.targets[P] = row.target;
    if (!row.calendar.empty())
        config.sla_calendars[P] = row.calendar;
}

constexpr Key<Config> kPriorityKeys[] = {
    {"P1", read_priority<Priority::p1>},
    {"P2", read_priority<Priority::p2>},
    {"P3", read_priority<Priority::p3>},
    {"P4", read_priority<Priority::p4>},
};

}  // namespace

void read_sla(const Place& place, Config& config)
{
    if (const auto* table = place.table("[sla.P1] on a line of its own"))
        read_keys<Config>(place, *table, kPriorityKeys, config);
}

}  // namespace deskbell::config
