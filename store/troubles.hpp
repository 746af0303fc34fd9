#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace deskbell::store {

/// Notes that nothing gets through to `target`. False when that is known already.
bool begin_trouble(Connection& db, std::string_view target, UtcTime now);

/// Something got through. False when there was no trouble.
bool end_trouble(Connection& db, std::string_view target);

/// All that are known, in the order of their names.
std::vector<std::string> troubles(Connection& db);

}  // namespace deskbell::store
