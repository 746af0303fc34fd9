#include "store/indexing.hpp"

#include "store/records.hpp"

#include <array>

namespace deskbell::store {

namespace {

constexpr int kPage = 500;  // records in memory at a time

// Texts of processes by which a record is looked for.
constexpr std::array<std::string_view, 5> kSearched{"description", "details", "resolution_note",
                                                    "fulfilment_note", "known_issue"};

}  // namespace

IndexedText indexed_text(const Record& record)
{
    std::string body = record.process + "-" + std::to_string(record.number);
    for (const std::string_view name : kSearched)
        if (record.has(name))
            body += "\n" + record.at(name);
    return {record.at(attr::kTitle), std::move(body)};
}

void index_everything(Connection& db)
{
    const Records records(db);
    for (auto ids = records.ids_after(0, kPage); !ids.empty(); ids = records.ids_after(ids.back(), kPage))
        for (const std::int64_t id : ids)
            db.text_index().put(Indexed::records, id, indexed_text(*records.find(id)));
}

}  // namespace deskbell::store
