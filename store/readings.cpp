#include "store/readings.hpp"

#include "store/json_text.hpp"

#include <algorithm>

namespace deskbell::store {

namespace {

std::vector<Recovery> recoveries_of(const std::unique_ptr<Statement>& row)
{
    std::vector<Recovery> out;
    while (row->step()) out.push_back({row->text(0), row->text(1), row->text(2)});
    return out;
}

}  // namespace

std::optional<UtcTime> Readings::whole_to(std::string_view channel) const
{
    const auto row = db_.query("SELECT whole_to FROM reading WHERE channel = ?1", channel);
    return row->step() ? std::optional(from_unix(row->integer(0))) : std::nullopt;
}

void Readings::set_whole_to(std::string_view channel, UtcTime to)
{
    db_.run(
        "INSERT INTO reading (channel, since, whole_to) VALUES (?1, ?2, ?2)"
        " ON CONFLICT (channel) DO UPDATE SET whole_to = excluded.whole_to",
        channel, to_unix(to));
}

std::optional<UtcTime> Readings::since(std::string_view channel) const
{
    const auto row = db_.query("SELECT since FROM reading WHERE channel = ?1", channel);
    return row->step() ? std::optional(from_unix(row->integer(0))) : std::nullopt;
}

std::optional<UtcTime> Readings::first() const
{
    const auto row = db_.query("SELECT since FROM reading ORDER BY since LIMIT 1");
    return row->step() ? std::optional(from_unix(row->integer(0))) : std::nullopt;
}

void Readings::add(const Recovery& recovery, UtcTime now)
{
    db_.run("INSERT INTO recovery (at, channel, kind, ts) VALUES (?1, ?2, ?3, ?4)", to_unix(now),
            recovery.channel, recovery.kind, recovery.ts);
}

std::int64_t Readings::recovered(UtcTime from, UtcTime to) const
{
    const auto row =
        db_.query("SELECT COUNT(*) FROM recovery WHERE at >= ?1 AND at < ?2", to_unix(from), to_unix(to));
    row->step();
    return row->integer(0);
}

std::vector<Recovery> Readings::recoveries(UtcTime from, UtcTime to, int limit) const
{
    return recoveries_of(db_.query(
        "SELECT kind, channel, ts FROM recovery WHERE at >= ?1 AND at < ?2 ORDER BY ts, id LIMIT ?3",
        to_unix(from), to_unix(to), limit));
}

bool Readings::is_reconciled(std::string_view channel, std::string_view day) const
{
    return db_.query("SELECT 1 FROM reconciliation WHERE channel = ?1 AND day = ?2", channel, day)->step();
}

void Readings::add(const Reconciliation& account, const std::vector<std::string>& unexplained, UtcTime now)
{
    const auto rows = db_.run(
        "INSERT INTO reconciliation (channel, day, done_at, tickets, explained, unexplained, reasons)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (channel, day) DO NOTHING",
        account.channel, account.day, to_unix(now), account.tickets, account.explained, account.unexplained,
        to_json(account.reasons));
    if (rows == 0)
        return;
    for (std::size_t i = 0; i < std::min(unexplained.size(), kUnexplainedMost); ++i)
        db_.run(
            "INSERT INTO unexplained (channel, ts, day) VALUES (?1, ?2, ?3)"
            " ON CONFLICT (channel, ts) DO NOTHING",
            account.channel, unexplained[i], account.day);
}

Reconciliation Readings::reconciled(UtcTime from, UtcTime to) const
{
    const auto row = db_.query(
        "SELECT COALESCE(SUM(tickets), 0), COALESCE(SUM(explained), 0), COALESCE(SUM(unexplained), 0)"
        " FROM reconciliation WHERE done_at >= ?1 AND done_at < ?2",
        to_unix(from), to_unix(to));
    row->step();
    Reconciliation out;
    out.tickets = row->integer(0);
    out.explained = row->integer(1);
    out.unexplained = row->integer(2);
    return out;
}

std::vector<Recovery> Readings::unexplained(UtcTime from, UtcTime to, int limit) const
{
    return recoveries_of(
        db_.query("SELECT 'message', u.channel, u.ts FROM unexplained AS u JOIN reconciliation AS r"
                  " ON r.channel = u.channel AND r.day = u.day WHERE r.done_at >= ?1 AND r.done_at < ?2"
                  " ORDER BY u.ts, u.channel LIMIT ?3",
                  to_unix(from), to_unix(to), limit));
}

std::int64_t Readings::prune(UtcTime before)
{
    db_.run(
        "DELETE FROM unexplained WHERE EXISTS (SELECT 1 FROM reconciliation AS r"
        " WHERE r.channel = unexplained.channel AND r.day = unexplained.day AND r.done_at < ?1)",
        to_unix(before));
    return db_.run("DELETE FROM recovery WHERE at < ?1", to_unix(before)) +
           db_.run("DELETE FROM reconciliation WHERE done_at < ?1", to_unix(before));
}

}  // namespace deskbell::store
