#include "store/readings.hpp"

namespace deskbell::store {

std::optional<UtcTime> Readings::whole_to(std::string_view channel) const
{
    const auto row = db_.query("SELECT whole_to FROM reading WHERE channel = ?1", channel);
    return row->step() ? std::optional(from_unix(row->integer(0))) : std::nullopt;
}

void Readings::set_whole_to(std::string_view channel, UtcTime to)
{
    db_.run(
        "INSERT INTO reading (channel, whole_to) VALUES (?1, ?2)"
        " ON CONFLICT (channel) DO UPDATE SET whole_to = excluded.whole_to",
        channel, to_unix(to));
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

}  // namespace deskbell::store
