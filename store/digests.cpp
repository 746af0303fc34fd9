#include "store/digests.hpp"

namespace deskbell::store {

namespace {

constexpr std::string_view kSubscriptionSelect =
    "SELECT id, owner, target, inboxes, cadence, minute_of_day, timezone, day, paused_until, is_active"
    " FROM subscription";

Subscription subscription_of(const Statement& s)
{
    Subscription out;
    out.id = s.integer(0);
    out.owner = s.text(1);
    out.target = s.text(2);
    out.inboxes = s.text(3);
    out.cadence = s.text(4);
    out.minute_of_day = s.integer(5);
    out.timezone = s.text(6);
    out.day = s.integer(7);
    if (!s.is_null(8))
        out.paused_until = from_unix(s.integer(8));
    out.is_active = s.integer(9) != 0;
    return out;
}

std::vector<Subscription> all_of(const std::unique_ptr<Statement>& row)
{
    std::vector<Subscription> out;
    while (row->step()) out.push_back(subscription_of(*row));
    return out;
}

/// Zero stands for "not paused": no pause ends in 1970.
std::int64_t pause_of(const Subscription& s) { return s.paused_until ? to_unix(*s.paused_until) : 0; }

}  // namespace

void Subscriptions::insert(Subscription& s, UtcTime now)
{
    const auto row = db_.query(
        "INSERT INTO subscription (owner, target, inboxes, cadence, minute_of_day, timezone, day, "
        "paused_until,"
        " is_active, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULLIF(?8, 0), ?9, ?10) RETURNING id",
        s.owner, s.target, s.inboxes, s.cadence, s.minute_of_day, s.timezone, s.day, pause_of(s),
        std::int64_t{s.is_active}, to_unix(now));
    row->step();
    s.id = row->integer(0);
}

void Subscriptions::save(const Subscription& s)
{
    db_.run(
        "UPDATE subscription SET owner = ?1, target = ?2, inboxes = ?3, cadence = ?4, minute_of_day = ?5,"
        " timezone = ?6, day = ?7, paused_until = NULLIF(?8, 0), is_active = ?9 WHERE id = ?10",
        s.owner, s.target, s.inboxes, s.cadence, s.minute_of_day, s.timezone, s.day, pause_of(s),
        std::int64_t{s.is_active}, s.id);
}

std::optional<Subscription> Subscriptions::find(std::int64_t id) const
{
    const auto row = db_.query(std::string(kSubscriptionSelect) + " WHERE id = ?1", id);
    return row->step() ? std::optional(subscription_of(*row)) : std::nullopt;
}

std::vector<Subscription> Subscriptions::of(std::string_view owner, int limit) const
{
    return all_of(
        db_.query(std::string(kSubscriptionSelect) + " WHERE owner = ?1 ORDER BY id LIMIT ?2", owner, limit));
}

std::vector<Subscription> Subscriptions::active(std::int64_t after, int limit) const
{
    return all_of(
        db_.query(std::string(kSubscriptionSelect) + " WHERE is_active = 1 AND id > ?1 ORDER BY id LIMIT ?2",
                  after, limit));
}

bool Digests::insert(Digest& d)
{
    const auto row = db_.query(
        "INSERT INTO digest (subscription, reader, period, timezone, filter, as_of, head, levels, zone_data,"
        " numbers, hash, is_delayed, sent_at) VALUES (NULLIF(?1, 0), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
        "?11,"
        " ?12, ?13) ON CONFLICT (subscription, period) DO NOTHING RETURNING id",
        d.subscription, d.reader, d.period, d.timezone, d.filter, to_unix(d.as_of), d.head, d.levels,
        d.zone_data, d.numbers, d.hash, std::int64_t{d.is_delayed}, to_unix(d.sent_at));
    if (!row->step())
        return false;
    d.id = row->integer(0);
    return true;
}

std::optional<Digest> Digests::find(std::int64_t id) const
{
    const auto row = db_.query(
        "SELECT id, subscription, reader, period, timezone, filter, as_of, head, levels, zone_data, numbers, "
        "hash,"
        " is_delayed, sent_at FROM digest WHERE id = ?1",
        id);
    if (!row->step())
        return std::nullopt;
    Digest d;
    d.id = row->integer(0);
    d.subscription = row->integer(1);
    d.reader = row->text(2);
    d.period = row->text(3);
    d.timezone = row->text(4);
    d.filter = row->text(5);
    d.as_of = from_unix(row->integer(6));
    d.head = row->integer(7);
    d.levels = row->integer(8);
    d.zone_data = row->text(9);
    d.numbers = row->text(10);
    d.hash = row->text(11);
    d.is_delayed = row->integer(12) != 0;
    d.sent_at = from_unix(row->integer(13));
    return d;
}

bool Digests::has(std::int64_t subscription, std::string_view period) const
{
    return db_.query("SELECT 1 FROM digest WHERE subscription = ?1 AND period = ?2", subscription, period)
        ->step();
}

std::int64_t Digests::prune(UtcTime before)
{
    return db_.run("DELETE FROM digest WHERE sent_at < ?1", to_unix(before));
}

}  // namespace deskbell::store
