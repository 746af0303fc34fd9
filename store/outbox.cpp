#include "store/outbox.hpp"

#include "store/json_text.hpp"
#include "store/lanes.hpp"
#include "store/parked.hpp"

namespace deskbell::store {

namespace {

constexpr std::string_view kSelect =
    "SELECT id, method, lane, channel, arguments, dedupe_key, coalesce_key, message, thread, purpose, "
    "not_before,"
    " attempts, last_error FROM outbox";

Outgoing outgoing_of(const Statement& s)
{
    Outgoing o;
    o.id = s.integer(0);
    o.method = s.text(1);
    o.lane = s.text(2);
    o.channel = s.text(3);
    o.arguments = attributes_from(s.text(4));
    o.dedupe_key = s.text(5);
    o.coalesce_key = s.text(6);
    o.message = s.integer(7);
    o.thread = s.integer(8);
    o.then = s.text(9);
    o.not_before = from_unix(s.integer(10));
    o.attempts = static_cast<int>(s.integer(11));
    o.last_error = s.text(12);
    return o;
}

bool is_first_use(Connection& db, std::string_view key)
{
    return db.run("INSERT INTO outbox_key (key) VALUES (?1) ON CONFLICT (key) DO NOTHING", key) == 1;
}

/// Which older call a newer one may replace: one that still waits, or one that is parked as the newer is.
constexpr std::string_view kIsWaiting = " AND state = 'waiting'";
constexpr std::string_view kIsHeldBack = " AND state = 'parked' AND awaits IS NOT NULL";

/// Puts the newer content in the place of an older call. False when there is none under this key.
/// The place in time stays too: sooner is allowed, but not past the pause after a failure.
bool replace(Connection& db, std::string_view which, const Outgoing& o)
{
    const std::string sql =
        "UPDATE outbox SET method = ?2, lane = ?3, channel = ?4, arguments = ?5, dedupe_key = ?6,"
        " message = NULLIF(?7, 0), thread = NULLIF(?8, 0), purpose = ?9,"
        " not_before = CASE WHEN attempts = 0 AND ?10 < not_before THEN ?10 ELSE not_before END"
        " WHERE coalesce_key = ?1" +
        std::string(which);
    return db.run(sql, o.coalesce_key, o.method, o.lane, o.channel, to_json(o.arguments), o.dedupe_key,
                  o.message, o.thread, o.then, to_unix(o.not_before)) > 0;
}

/// Content that was overtaken while its call was under way is not worth a second try.
/// True when a newer row waits; it takes over the pause.
bool is_superseded(Connection& db, std::int64_t id, UtcTime not_before)
{
    return db.run(
               "UPDATE outbox SET not_before = CASE WHEN not_before < ?2 THEN ?2 ELSE not_before END"
               " WHERE state = 'waiting' AND id > ?1"
               " AND coalesce_key = (SELECT o.coalesce_key FROM outbox AS o WHERE o.id = ?1)",
               id, to_unix(not_before)) > 0;
}

}  // namespace

bool Outbox::add(const Outgoing& o, UtcTime now)
{
    if (!o.dedupe_key.empty() && !is_first_use(db_, o.dedupe_key))
        return false;
    const Obstacle obstacle = Parked(db_).obstacle(o);
    if (obstacle.is_dropped && !o.method.starts_with("chat.post"))
        return true;  // nothing is there that it could change
    const bool is_held_back = obstacle.leader != 0;
    if (!o.coalesce_key.empty() && replace(db_, is_held_back ? kIsHeldBack : kIsWaiting, o))
        return true;
    db_.run(
        "INSERT INTO outbox (changed_at, method, lane, channel, arguments, dedupe_key, coalesce_key, message,"
        " thread, purpose, not_before, state, awaits)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULLIF(?7, ''), NULLIF(?8, 0), NULLIF(?9, 0), ?10, ?11, ?12,"
        " NULLIF(?13, 0))",
        to_unix(now), o.method, o.lane, o.channel, to_json(o.arguments), o.dedupe_key, o.coalesce_key,
        o.message, o.thread, o.then, to_unix(o.not_before), is_held_back ? "parked" : "waiting",
        obstacle.leader);
    return true;
}

std::vector<Outgoing> Outbox::claim(UtcTime now, int limit)
{
    std::vector<std::int64_t> chosen;
    walk_lanes(db_, [&](const Candidate& candidate) {
        if (std::cmp_greater_equal(chosen.size(), limit))
            return Verdict::stop;
        if (candidate.not_before > now)
            return Verdict::pass;
        chosen.push_back(candidate.id);
        return Verdict::take;
    });

    std::vector<Outgoing> out;
    for (const std::int64_t id : chosen) {
        db_.run("UPDATE outbox SET state = 'leased', changed_at = ?2 WHERE id = ?1", id, to_unix(now));
        const auto row = db_.query(std::string(kSelect) + " WHERE id = ?1", id);
        row->step();
        out.push_back(outgoing_of(*row));
    }
    return out;
}

std::vector<Outgoing> Outbox::interrupted(UtcTime now, int limit) const
{
    const auto row = db_.query(std::string(kSelect) +
                                   " WHERE state = 'leased' AND changed_at <= ?1"
                                   " ORDER BY id LIMIT ?2",
                               to_unix(now - kLease), limit);
    std::vector<Outgoing> out;
    while (row->step()) out.push_back(outgoing_of(*row));
    return out;
}

void Outbox::done(std::int64_t id, UtcTime now)
{
    db_.run("UPDATE outbox SET state = 'done', changed_at = ?2 WHERE id = ?1", id, to_unix(now));
    Parked(db_).supersede(id, now);
}

void Outbox::go_on(std::int64_t id, std::string_view method, const Attributes& arguments, UtcTime now)
{
    db_.run(
        "UPDATE outbox SET state = 'waiting', changed_at = ?2, method = ?3, arguments = ?4, not_before = ?2,"
        " attempts = 0, last_error = '' WHERE id = ?1",
        id, to_unix(now), method, to_json(arguments));
}

void Outbox::retry(std::int64_t id, UtcTime not_before, std::string_view error)
{
    db_.run(
        "UPDATE outbox SET state = ?4, not_before = ?2, attempts = attempts + 1, last_error = ?3 WHERE id = "
        "?1",
        id, to_unix(not_before), error, is_superseded(db_, id, not_before) ? "done" : "waiting");
}

int Outbox::park(std::int64_t id, std::string_view error, UtcTime now)
{
    return Parked(db_).park(id, error, now);
}

std::optional<UtcTime> Outbox::next_due() const
{
    std::optional<UtcTime> soonest;
    walk_lanes(db_, [&](const Candidate& candidate) {
        if (!soonest || candidate.not_before < *soonest)
            soonest = candidate.not_before;
        return Verdict::pass;
    });
    return soonest;
}

Outbox::Counts Outbox::counts() const
{
    const auto row = db_.query(
        "SELECT COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0),"
        " COALESCE(SUM(CASE WHEN state = 'leased' THEN 1 ELSE 0 END), 0),"
        " COALESCE(SUM(CASE WHEN state = 'parked' THEN 1 ELSE 0 END), 0)"
        " FROM outbox WHERE state IN ('waiting', 'leased', 'parked')");
    row->step();
    return {row->integer(0), row->integer(1), row->integer(2)};
}

std::int64_t Outbox::prune(UtcTime before)
{
    // A post that was dropped stays: what is said in its thread later must not wait for it.
    return db_.run(
        "DELETE FROM outbox WHERE state = 'done' AND changed_at < ?1"
        " AND (dropped = 0 OR message IS NULL OR method NOT LIKE 'chat.post%')",
        to_unix(before));
}

}  // namespace deskbell::store
