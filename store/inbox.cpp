#include "store/inbox.hpp"

namespace deskbell::store {

std::optional<std::string> Inbox::answer(const std::vector<std::string>& keys) const
{
    for (const std::string& key : keys) {
        const auto row = db_.query("SELECT answer FROM inbox WHERE key = ?1", key);
        if (row->step())
            return row->text(0);
    }
    return std::nullopt;
}

void Inbox::remember(const std::vector<std::string>& keys, std::string_view answer, UtcTime now)
{
    for (const std::string& key : keys)
        db_.run("INSERT INTO inbox (key, answer, seen_at) VALUES (?1, ?2, ?3) ON CONFLICT (key) DO NOTHING",
                key, answer, to_unix(now));
}

std::int64_t Inbox::prune(UtcTime before)
{
    return db_.run("DELETE FROM inbox WHERE seen_at < ?1", to_unix(before));
}

}  // namespace deskbell::store
