#pragma once
#include "handlers/domain/error.hpp"
#include "store/connection.hpp"

#include <span>
#include <string_view>

namespace deskbell::store {

/// One step of the schema. Never edited after a release: a change is a new step at the end.
struct Migration {
    std::string_view id;   ///< "kernel/0001-record": sorts and reads in order
    std::string_view sql;  ///< in the subset that SQLite and PostgreSQL share
};

/// What a driver writes where a step says INTEGER PRIMARY KEY: the only text that drivers replace.
inline constexpr std::string_view kKeyPlaceholder = "INTEGER PRIMARY KEY";

/// Applies the steps that are not recorded yet, each in a transaction of its own. Returns how many ran.
/// @param key  the driver's words for kKeyPlaceholder: a number that is never given twice
/// @errors invalid_input  the database has a step that this program does not know: a newer one wrote it
///         internal       a recorded step differs from ours: somebody edited it after the release
Result<int> migrate(Connection& db, std::span<const Migration> steps, std::string_view key);

/// The same checks without writing. @errors as above; invalid_input also when a step is still to be applied
Result<void> check_migrated(Connection& db, std::span<const Migration> steps);

}  // namespace deskbell::store
