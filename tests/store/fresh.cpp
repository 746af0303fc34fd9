#include "tests/store/fresh.hpp"

#include "store/sqlite/sqlite_store.hpp"

#include <stdlib.h>

namespace deskbell::store {

namespace {

// In memory: a file would have each of thousands of commits wait for the disk.
std::unique_ptr<Connection> connect()
{
    auto opened = open_sqlite_connection(":memory:", false);
    if (!opened)
        throw std::runtime_error(opened.error().detail());
    return *std::move(opened);
}

}  // namespace

Folder::Folder()
{
    std::string name = (std::filesystem::temp_directory_path() / "deskbell-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("no temporary folder");
    path_ = name;
}

Folder::~Folder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Fresh::Fresh() : db_(connect()), unit(*db_, at(0)) {}

Record raise(Unit& unit, std::string_view process, const Attributes& attributes)
{
    Record record;
    record.process = process;
    record.created_at = record.updated_at = unit.now;
    unit.records.insert(record);
    alter(unit, record, attributes);
    return record;
}

void alter(Unit& unit, Record& record, const Attributes& attributes)
{
    Event event;
    event.record_id = record.id;
    event.occurred_at = event.recorded_at = unit.now;
    event.actor = "U0TEST";
    event.source = "view";
    event.kind = record.version == 0 ? "created" : "changed";
    for (const auto& [name, value] : attributes)
        if (const auto made = change(record, name, value))
            event.changes.push_back(*made);
    unit.events.append(event);
    apply(record, event);
    unit.records.save(record);
}

std::string titles(const std::vector<Record>& records)
{
    std::string out;
    for (const Record& r : records) out += (out.empty() ? "" : " ") + r.at(attr::kTitle);
    return out;
}

}  // namespace deskbell::store
