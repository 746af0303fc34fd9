#include "store/troubles.hpp"

namespace deskbell::store {

bool begin_trouble(Connection& db, std::string_view target, UtcTime now)
{
    return db
        .query(
            "INSERT INTO trouble (target, since) VALUES (?1, ?2) ON CONFLICT (target) DO NOTHING"
            " RETURNING target",
            target, to_unix(now))
        ->step();
}

bool end_trouble(Connection& db, std::string_view target)
{
    return db.query("DELETE FROM trouble WHERE target = ?1 RETURNING target", target)->step();
}

std::vector<std::string> troubles(Connection& db)
{
    std::vector<std::string> out;
    const auto row = db.query("SELECT target FROM trouble ORDER BY target");
    while (row->step()) out.push_back(row->text(0));
    return out;
}

}  // namespace deskbell::store
