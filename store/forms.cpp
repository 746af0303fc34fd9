#include "store/forms.hpp"

namespace deskbell::store {

void FormVersions::keep(std::string_view hash, std::string_view key, std::string_view body, UtcTime now)
{
    db_.run(
        "INSERT INTO form_version (hash, key, body, since) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (hash) DO NOTHING",
        hash, key, body, to_unix(now));
}

std::string FormVersions::body(std::string_view hash) const
{
    const auto row = db_.query("SELECT body FROM form_version WHERE hash = ?1", hash);
    return row->step() ? row->text(0) : std::string();
}

}  // namespace deskbell::store
