#include "store/parked.hpp"

namespace deskbell::store {

namespace {

// Only a post that has no place in Slack yet has anybody waiting for it.
constexpr std::string_view kParkFollowers = R"sql(
    UPDATE outbox SET state = 'parked', awaits = ?1, changed_at = ?2
    WHERE state = 'waiting' AND EXISTS (
        SELECT 1 FROM outbox AS l JOIN message AS m ON m.id = l.message
        WHERE l.id = ?1 AND l.method LIKE 'chat.post%' AND m.ts IS NULL
          AND (outbox.thread = m.id
               OR (outbox.message = m.id AND outbox.method IN ('chat.update', 'chat.delete'))))
    RETURNING id)sql";

constexpr std::string_view kSelect = R"sql(
    SELECT o.id, o.changed_at, o.method, COALESCE(NULLIF(o.channel, ''), own.channel, ''),
           COALESCE(own.record_id, root.record_id, 0), o.attempts,
           o.last_error, COALESCE(o.awaits, 0), COALESCE(l.dropped, 0)
    FROM outbox AS o
    LEFT JOIN message AS own ON own.id = o.message
    LEFT JOIN message AS root ON root.id = o.thread
    LEFT JOIN outbox AS l ON l.id = o.awaits
    WHERE o.state = 'parked' ORDER BY o.id LIMIT ?1)sql";

bool needs_own_message(std::string_view method) { return method == "chat.update" || method == "chat.delete"; }

Error not_parked(std::int64_t id)
{
    return Error(Errc::not_found,
                 "No parked call has the number " + std::to_string(id) + ". See: deskbell outbox");
}

}  // namespace

/// `id` and everything that follows it, however far: `next` deals with one and gives its direct followers.
/// Ends because no call is given twice: each `next` takes its followers out of the state it finds them in.
template <class Next>
std::vector<std::int64_t> Parked::with_followers(std::int64_t id, Next&& next)
{
    std::vector<std::int64_t> out{id};
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto row = next(out[i]);
        while (row->step()) out.push_back(row->integer(0));
    }
    return out;
}

int Parked::park(std::int64_t id, std::string_view error, UtcTime now)
{
    db_.run(
        "UPDATE outbox SET state = 'parked', awaits = NULL, last_error = ?2, changed_at = ?3 WHERE id = ?1",
        id, error, to_unix(now));
    const auto all = with_followers(
        id, [&](std::int64_t leader) { return db_.query(kParkFollowers, leader, to_unix(now)); });
    return static_cast<int>(all.size()) - 1;
}

std::vector<ParkedCall> Parked::list(int limit) const
{
    std::vector<ParkedCall> out;
    const auto row = db_.query(kSelect, limit);
    while (row->step()) {
        ParkedCall call;
        call.id = row->integer(0);
        call.since = from_unix(row->integer(1));
        call.method = row->text(2);
        call.channel = row->text(3);
        call.record_id = row->integer(4);
        call.attempts = static_cast<int>(row->integer(5));
        call.last_error = row->text(6);
        call.awaits = row->integer(7);
        call.is_leader_dropped = row->integer(8) != 0;
        out.push_back(std::move(call));
    }
    return out;
}

/// 0 when it waits for no other call, -1 when it is not parked.
std::int64_t Parked::leader_of(std::int64_t id) const
{
    const auto row = db_.query("SELECT awaits FROM outbox WHERE id = ?1 AND state = 'parked'", id);
    return row->step() ? row->integer(0) : -1;
}

// Its tries begin anew: a call that had used them up would be parked at the first trouble.
void Parked::wait_again(std::int64_t id, UtcTime now)
{
    const bool is_needless = db_.query(
                                    "SELECT id FROM outbox WHERE id > ?1 AND state IN ('waiting', 'leased')"
                                    " AND coalesce_key = (SELECT o.coalesce_key FROM outbox AS o"
                                    " WHERE o.id = ?1 AND o.method NOT LIKE 'chat.post%') LIMIT 1",
                                    id)
                                 ->step();
    db_.run("UPDATE outbox SET state = ?3, awaits = NULL, changed_at = ?2, attempts = 0 WHERE id = ?1", id,
            to_unix(now), is_needless ? "done" : "waiting");
}

Result<std::vector<std::int64_t>> Parked::retry(std::int64_t id, UtcTime now)
{
    const std::int64_t leader = leader_of(id);
    if (leader < 0)
        return not_parked(id);
    if (leader > 0)
        return Error(Errc::conflict,
                     "Call " + std::to_string(id) + " waits for call " + std::to_string(leader) + ". " +
                         (leader_of(leader) < 0 ? "That one was dropped, so this one can only be dropped too."
                                                : "Retry that one: this one comes with it."));
    auto all = with_followers(id, [&](std::int64_t one) {
        wait_again(one, now);
        return db_.query("SELECT id FROM outbox WHERE awaits = ?1 AND state = 'parked' ORDER BY id", one);
    });
    return all;
}

std::vector<std::int64_t> Parked::retry_all(UtcTime now)
{
    std::vector<std::int64_t> leaders, out;
    const auto row =
        db_.prepare("SELECT id FROM outbox WHERE state = 'parked' AND awaits IS NULL ORDER BY id");
    while (row->step()) leaders.push_back(row->integer(0));
    for (const std::int64_t leader : leaders) {
        const auto again = retry(leader, now);
        if (again)
            out.insert(out.end(), again->begin(), again->end());
    }
    return out;
}

// The row stays as a stone that says so: what is said in its thread later must not wait for it.
Result<std::vector<std::int64_t>> Parked::drop(std::int64_t id, UtcTime now)
{
    if (leader_of(id) < 0)
        return not_parked(id);
    auto all = with_followers(id, [&](std::int64_t one) {
        db_.run(
            "UPDATE outbox SET state = 'done', dropped = 1, awaits = NULL, arguments = '{}', changed_at = ?2"
            " WHERE id = ?1",
            one, to_unix(now));
        return db_.query("SELECT id FROM outbox WHERE awaits = ?1 AND state = 'parked' ORDER BY id", one);
    });
    return all;
}

Obstacle Parked::obstacle(const Outgoing& o) const
{
    const std::int64_t needed = o.thread != 0 ? o.thread : needs_own_message(o.method) ? o.message : 0;
    if (needed == 0)
        return {};
    const auto row = db_.query(
        "SELECT p.id, p.dropped FROM outbox AS p JOIN message AS m ON m.id = p.message"
        " WHERE p.message = ?1 AND p.method LIKE 'chat.post%' AND m.ts IS NULL"
        " AND (p.state = 'parked' OR p.dropped = 1) ORDER BY p.id DESC LIMIT 1",
        needed);
    if (!row->step())
        return {};
    return {row->integer(0), row->integer(1) != 0};
}

void Parked::supersede(std::int64_t delivered, UtcTime now)
{
    db_.run(
        "UPDATE outbox SET state = 'done', awaits = NULL, changed_at = ?2"
        " WHERE state = 'parked' AND id < ?1 AND method NOT LIKE 'chat.post%'"
        " AND coalesce_key = (SELECT o.coalesce_key FROM outbox AS o WHERE o.id = ?1)",
        delivered, to_unix(now));
}

}  // namespace deskbell::store
