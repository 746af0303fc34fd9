#include "store/clocks.hpp"

namespace deskbell::store {

namespace {

void bind_time(Statement& s, int parameter, std::optional<UtcTime> t)
{
    t ? s.bind(parameter, to_unix(*t)) : s.bind_null(parameter);
}

std::optional<UtcTime> time_in(const Statement& s, int column)
{
    return s.is_null(column) ? std::nullopt : std::optional(from_unix(s.integer(column)));
}

void insert_row(Connection& db, const ClockRow& row)
{
    const auto s = db.prepare(
        "INSERT INTO clock (record_id, metric, cycle, subject, status, policy, target, started_at, due_at,"
        " warned_at, stopped_at, first_breached_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    s->bind(1, row.record_id);
    s->bind(2, row.metric);
    s->bind(3, row.cycle);
    s->bind(4, row.subject);
    s->bind(5, row.status);
    s->bind(6, row.policy);
    s->bind(7, row.target);
    s->bind(8, to_unix(row.started_at));
    bind_time(*s, 9, row.due_at);
    bind_time(*s, 10, row.warned_at);
    bind_time(*s, 11, row.stopped_at);
    bind_time(*s, 12, row.first_breached_at);
    s->step();
}

}  // namespace

void Levels::insert(const StoredLevels& levels)
{
    db_.run("INSERT INTO levels (from_at, hash, body) VALUES (?1, ?2, ?3)", to_unix(levels.from), levels.hash,
            levels.body);
}

std::vector<StoredLevels> Levels::all() const
{
    const auto row = db_.query("SELECT id, from_at, hash FROM levels ORDER BY id");
    std::vector<StoredLevels> out;
    while (row->step()) out.push_back({row->integer(0), from_unix(row->integer(1)), row->text(2), {}});
    return out;
}

std::string Levels::body(std::int64_t id) const
{
    const auto row = db_.query("SELECT body FROM levels WHERE id = ?1", id);
    return row->step() ? row->text(0) : std::string();
}

void Clocks::replace(std::int64_t record_id, const std::vector<ClockRow>& rows)
{
    if (of(record_id) == rows)
        return;
    db_.run("DELETE FROM clock WHERE record_id = ?1", record_id);
    for (const ClockRow& row : rows) insert_row(db_, row);
}

std::vector<ClockRow> Clocks::of(std::int64_t record_id) const
{
    const auto s = db_.query(
        "SELECT record_id, metric, cycle, subject, status, policy, target, started_at, due_at, warned_at,"
        " stopped_at, first_breached_at FROM clock WHERE record_id = ?1 ORDER BY metric, cycle",
        record_id);
    std::vector<ClockRow> out;
    while (s->step())
        out.push_back({s->integer(0), s->text(1), s->integer(2), s->text(3), s->text(4), s->text(5),
                       s->integer(6), from_unix(s->integer(7)), time_in(*s, 8), time_in(*s, 9),
                       time_in(*s, 10), time_in(*s, 11)});
    return out;
}

std::vector<OpenClock> Clocks::open() const
{
    const auto s = db_.query(
        "SELECT c.record_id, r.process, r.inbox, r.priority, c.metric, c.status, c.due_at, c.warned_at"
        " FROM clock AS c JOIN record AS r ON r.id = c.record_id WHERE c.status IN ('running', 'paused')"
        " ORDER BY c.record_id, c.id");
    std::vector<OpenClock> out;
    while (s->step())
        out.push_back({s->integer(0), s->text(1), s->text(2), s->text(3), s->text(4), s->text(5) == "paused",
                       time_in(*s, 6), time_in(*s, 7)});
    return out;
}

}  // namespace deskbell::store
