#include "store/timers.hpp"

namespace deskbell::store {

void Timers::arm(const Timer& timer)
{
    db_.run(
        "INSERT INTO timer (key, kind, record_id, due_at) VALUES (?1, ?2, NULLIF(?3, 0), ?4)"
        " ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, record_id = excluded.record_id,"
        " due_at = excluded.due_at",
        timer.key, timer.kind, timer.record_id, to_unix(timer.due_at));
}

void Timers::arm_sooner(const Timer& timer)
{
    db_.run(
        "INSERT INTO timer (key, kind, record_id, due_at) VALUES (?1, ?2, NULLIF(?3, 0), ?4)"
        " ON CONFLICT (key) DO UPDATE SET due_at ="
        " CASE WHEN excluded.due_at < timer.due_at THEN excluded.due_at ELSE timer.due_at END",
        timer.key, timer.kind, timer.record_id, to_unix(timer.due_at));
}

void Timers::cancel(std::string_view key) { db_.run("DELETE FROM timer WHERE key = ?1", key); }

std::vector<Timer> Timers::due(UtcTime now, int limit) const
{
    const auto row = db_.query(
        "SELECT id, key, kind, record_id, due_at FROM timer WHERE due_at <= ?1 ORDER BY due_at, id LIMIT ?2",
        to_unix(now), limit);
    std::vector<Timer> out;
    while (row->step())
        out.push_back(
            {row->integer(0), row->text(1), row->text(2), row->integer(3), from_unix(row->integer(4))});
    return out;
}

bool Timers::take(const Timer& timer)
{
    return db_.run("DELETE FROM timer WHERE id = ?1 AND kind = ?2 AND due_at = ?3", timer.id, timer.kind,
                   to_unix(timer.due_at)) == 1;
}

bool Timers::has_kind(std::string_view kind) const
{
    return db_.query("SELECT 1 FROM timer WHERE kind = ?1 LIMIT 1", kind)->step();
}

std::optional<UtcTime> Timers::next_due() const
{
    const auto row = db_.query("SELECT due_at FROM timer ORDER BY due_at, id LIMIT 1");
    return row->step() ? std::optional(from_unix(row->integer(0))) : std::nullopt;
}

}  // namespace deskbell::store
