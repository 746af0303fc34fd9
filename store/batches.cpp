#include "store/batches.hpp"

namespace deskbell::store {

std::int64_t Batches::begin(std::string_view actor, std::string_view action, UtcTime now)
{
    const auto row = db_.query("INSERT INTO batch (actor, action, made_at) VALUES (?1, ?2, ?3) RETURNING id",
                               actor, action, to_unix(now));
    row->step();
    return row->integer(0);
}

void Batches::add(std::int64_t batch, const Batch::Item& item)
{
    db_.run(
        "INSERT INTO batch_item (batch_id, record_id, version_before, version_after)"
        " VALUES (?1, ?2, ?3, ?4)",
        batch, item.record_id, item.version_before, item.version_after);
}

void Batches::set_message(std::int64_t batch, std::int64_t message)
{
    db_.run("UPDATE batch SET message = ?2 WHERE id = ?1", batch, message);
}

std::optional<Batch> Batches::find(std::int64_t id) const
{
    const auto row =
        db_.query("SELECT actor, action, made_at, undone_at, message FROM batch WHERE id = ?1", id);
    if (!row->step())
        return std::nullopt;
    Batch out{id,
              row->text(0),
              row->text(1),
              from_unix(row->integer(2)),
              !row->is_null(3),
              row->is_null(4) ? 0 : row->integer(4),
              {}};
    const auto item = db_.query(
        "SELECT record_id, version_before, version_after FROM batch_item WHERE batch_id = ?1"
        " ORDER BY record_id",
        id);
    while (item->step()) out.items.push_back({item->integer(0), item->integer(1), item->integer(2)});
    return out;
}

bool Batches::undo(std::int64_t batch, UtcTime now)
{
    return db_.run("UPDATE batch SET undone_at = ?2 WHERE id = ?1 AND undone_at IS NULL", batch,
                   to_unix(now)) == 1;
}

}  // namespace deskbell::store
