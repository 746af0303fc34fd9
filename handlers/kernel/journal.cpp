#include "handlers/kernel/journal.hpp"

namespace deskbell::kernel {

Event event_of(const Act& act, std::string_view kind, std::vector<Change> changes, std::string text,
               UtcTime now)
{
    Event event;
    event.occurred_at = act.at;
    event.recorded_at = now;
    event.actor = act.actor;
    event.source = act.source;
    event.rule = act.rule;
    event.kind = kind;
    event.changes = std::move(changes);
    event.text = std::move(text);
    return event;
}

void write(store::Unit& unit, Record& record, const Act& act, std::string_view kind,
           std::vector<Change> changes, std::string text)
{
    Event event = event_of(act, kind, std::move(changes), std::move(text), unit.now);
    event.record_id = record.id;
    unit.events.append(event);
    apply(record, event);
    unit.records.save(record);
}

Record create(store::Unit& unit, std::string_view process, const Attributes& attributes, const Act& act)
{
    Record record;
    record.process = process;
    record.created_at = record.updated_at = unit.now;
    unit.records.insert(record);
    write(unit, record, act, "created", changes_to(record, attributes));
    return record;
}

std::vector<Change> changes_to(const Record& record, const Attributes& values)
{
    std::vector<Change> out;
    for (const auto& [name, value] : values)
        if (auto made = change(record, name, value))
            out.push_back(*std::move(made));
    return out;
}

}  // namespace deskbell::kernel
