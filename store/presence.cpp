#include "store/presence.hpp"

#include <algorithm>
#include <optional>

namespace deskbell::store {

namespace {

constexpr std::string_view kName = "slack";

std::optional<UtcTime> last_seen(Connection& db)
{
    const auto row = db.query("SELECT seen_at FROM presence WHERE name = ?1", kName);
    return row->step() ? std::optional(from_unix(row->integer(0))) : std::nullopt;
}

}  // namespace

void Presence::seen(UtcTime now)
{
    const auto last = last_seen(db_);
    if (last && now <= *last)
        return;
    if (last && now - *last > kSilence)
        db_.run("INSERT INTO absence (from_at, to_at) VALUES (?1, ?2)", to_unix(*last), to_unix(now));
    db_.run(
        "INSERT INTO presence (name, seen_at) VALUES (?1, ?2)"
        " ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at",
        kName, to_unix(now));
}

std::vector<Presence::Absence> Presence::absences(UtcTime from, UtcTime to) const
{
    std::vector<Absence> found;
    const auto row =
        db_.query("SELECT from_at, to_at FROM absence WHERE to_at > ?1 AND from_at < ?2 ORDER BY from_at, id",
                  to_unix(from), to_unix(to));
    while (row->step()) found.push_back({from_unix(row->integer(0)), from_unix(row->integer(1))});
    if (const auto last = last_seen(db_); last && *last < to)
        found.push_back({*last, to});
    // Whether the silence had lasted long enough is judged at `to`: later it may have gone on.
    std::vector<Absence> out;
    for (const Absence& absence : found) {
        const UtcTime end = std::min(absence.to, to);
        if (end - absence.from > kSilence && std::max(absence.from, from) < end)
            out.push_back({std::max(absence.from, from), end});
    }
    return out;
}

}  // namespace deskbell::store
