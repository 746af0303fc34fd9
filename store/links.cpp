#include "store/links.hpp"

namespace deskbell::store {

bool Links::insert(const Link& link, UtcTime now)
{
    return db_.run(
               "INSERT INTO link (from_id, to_id, type, created_at) VALUES (?1, ?2, ?3, ?4)"
               " ON CONFLICT (from_id, to_id, type) DO NOTHING",
               link.from, link.to, link.type, to_unix(now)) == 1;
}

void Links::remove(std::int64_t from, std::string_view type)
{
    db_.run("DELETE FROM link WHERE from_id = ?1 AND type = ?2", from, type);
}

std::int64_t Links::target(std::int64_t from, std::string_view type) const
{
    const auto row = db_.query("SELECT to_id FROM link WHERE from_id = ?1 AND type = ?2 ORDER BY id LIMIT 1",
                               from, type);
    return row->step() ? row->integer(0) : 0;
}

std::vector<std::int64_t> Links::sources(std::int64_t to, std::string_view type, int limit) const
{
    const auto row = db_.query(
        "SELECT from_id FROM link WHERE to_id = ?1 AND type = ?2 ORDER BY id LIMIT ?3", to, type, limit);
    std::vector<std::int64_t> out;
    while (row->step()) out.push_back(row->integer(0));
    return out;
}

std::vector<Link> Links::of(std::int64_t record_id, int limit) const
{
    const auto row = db_.query(
        "SELECT from_id, to_id, type FROM link WHERE from_id = ?1 OR to_id = ?1"
        " ORDER BY id LIMIT ?2",
        record_id, limit);
    std::vector<Link> out;
    while (row->step()) out.push_back({row->integer(0), row->integer(1), row->text(2)});
    return out;
}

}  // namespace deskbell::store
