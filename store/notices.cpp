#include "store/notices.hpp"

namespace deskbell::store {

namespace {

constexpr std::string_view kSelect =
    "SELECT n.id, n.escalation_id, n.audience, n.in_thread, n.not_before, e.record_id, e.metric, e.cycle,"
    " e.point, e.terms, e.fired_at FROM notice AS n JOIN escalation AS e ON e.id = n.escalation_id";

Notice notice_of(const Statement& s)
{
    Notice out{s.integer(0), s.integer(1), s.text(2), s.integer(3) != 0, from_unix(s.integer(4)), {}};
    out.escalation = {s.integer(1),
                      s.integer(5),
                      s.text(6),
                      s.integer(7),
                      s.integer(8),
                      s.text(9),
                      from_unix(s.integer(10))};
    return out;
}

std::optional<UtcTime> time_of(const std::unique_ptr<Statement>& s)
{
    return s->step() && !s->is_null(0) ? std::optional(from_unix(s->integer(0))) : std::nullopt;
}

}  // namespace

bool Notices::reach(Escalation& e)
{
    const auto row = db_.query(
        "INSERT INTO escalation (record_id, metric, cycle, point, terms, fired_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        " ON CONFLICT (record_id, metric, cycle, terms, point) DO NOTHING RETURNING id",
        e.record_id, e.metric, e.cycle, e.point, e.terms, to_unix(e.fired_at));
    if (!row->step())
        return false;
    e.id = row->integer(0);
    return true;
}

bool Notices::is_reached(const Escalation& e) const
{
    return db_
        .query(
            "SELECT 1 FROM escalation WHERE record_id = ?1 AND metric = ?2 AND cycle = ?3 AND terms = ?4"
            " AND point >= ?5 ORDER BY point LIMIT 1",
            e.record_id, e.metric, e.cycle, e.terms, e.point)
        ->step();
}

bool Notices::was_told(const Escalation& e) const
{
    return db_
        .query(
            "SELECT 1 FROM escalation WHERE record_id = ?1 AND metric = ?2 AND cycle = ?3 AND terms = ?4"
            " AND point = ?5",
            e.record_id, e.metric, e.cycle, e.terms, e.point)
        ->step();
}

void Notices::add(const Notice& n)
{
    db_.run(
        "INSERT INTO notice (escalation_id, record_id, audience, in_thread, not_before, changed_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        n.escalation_id, n.escalation.record_id, n.audience, std::int64_t{n.in_thread}, to_unix(n.not_before),
        to_unix(n.escalation.fired_at));
}

std::vector<Notice> Notices::waiting(std::string_view audience, UtcTime now, int limit) const
{
    const auto s = db_.query(std::string(kSelect) +
                                 " WHERE n.audience = ?1 AND n.state = 'waiting' AND n.not_before <= ?2"
                                 " ORDER BY e.point DESC, n.id LIMIT ?3",
                             audience, to_unix(now), limit);
    std::vector<Notice> out;
    while (s->step()) out.push_back(notice_of(*s));
    return out;
}

std::int64_t Notices::count_waiting(std::string_view audience, UtcTime now) const
{
    const auto s = db_.query(
        "SELECT COUNT(DISTINCT record_id) FROM notice"
        " WHERE audience = ?1 AND state = 'waiting' AND not_before <= ?2",
        audience, to_unix(now));
    s->step();
    return s->integer(0);
}

std::optional<UtcTime> Notices::next(std::string_view audience) const
{
    return time_of(
        db_.query("SELECT MIN(not_before) FROM notice WHERE audience = ?1 AND state = 'waiting'", audience));
}

void Notices::sent(std::string_view audience, UtcTime now)
{
    db_.run(
        "UPDATE notice SET state = 'sent', changed_at = ?2"
        " WHERE audience = ?1 AND state = 'waiting' AND not_before <= ?2",
        audience, to_unix(now));
}

void Notices::drop(std::int64_t record_id, std::string_view metric, std::int64_t cycle)
{
    db_.run(
        "UPDATE notice SET state = 'dropped' WHERE record_id = ?1 AND state = 'waiting' AND escalation_id IN"
        " (SELECT id FROM escalation WHERE record_id = ?1 AND metric = ?2 AND cycle = ?3)",
        record_id, metric, cycle);
}

std::optional<UtcTime> Notices::last_sent(std::string_view audience) const
{
    return time_of(
        db_.query("SELECT MAX(changed_at) FROM notice WHERE audience = ?1 AND state = 'sent'", audience));
}

std::optional<UtcTime> Notices::last_sent(std::string_view audience, std::int64_t record_id) const
{
    return time_of(db_.query(
        "SELECT MAX(changed_at) FROM notice WHERE record_id = ?2 AND audience = ?1 AND state = 'sent'",
        audience, record_id));
}

void Notices::mute(std::int64_t record_id, std::string_view audience, UtcTime until)
{
    db_.run(
        "INSERT INTO mute (record_id, audience, until) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (record_id, audience) DO UPDATE SET until = excluded.until",
        record_id, audience, to_unix(until));
    db_.run(
        "UPDATE notice SET not_before = ?3"
        " WHERE record_id = ?1 AND audience = ?2 AND state = 'waiting' AND not_before < ?3",
        record_id, audience, to_unix(until));
}

void Notices::unmute(std::int64_t record_id, std::string_view audience)
{
    db_.run("DELETE FROM mute WHERE record_id = ?1 AND audience = ?2", record_id, audience);
}

std::optional<UtcTime> Notices::muted_until(std::int64_t record_id, std::string_view audience) const
{
    return time_of(
        db_.query("SELECT until FROM mute WHERE record_id = ?1 AND audience = ?2", record_id, audience));
}

}  // namespace deskbell::store
