#include "store/setups.hpp"

namespace deskbell::store {

std::string Setups::newest() const
{
    const auto row = db_.query("SELECT body FROM setup ORDER BY id DESC LIMIT 1");
    return row->step() ? row->text(0) : std::string();
}

void Setups::add(std::string_view body, std::string_view changed_by, UtcTime now)
{
    db_.run("INSERT INTO setup (body, changed_by, changed_at) VALUES (?1, ?2, ?3)", body, changed_by,
            to_unix(now));
}

}  // namespace deskbell::store
