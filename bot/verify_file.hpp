#pragma once
#include "bot/exit_code.hpp"
#include "store/event_log.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <string>

namespace deskbell::bot {

/// Verifies a database file and prints what was found.
ExitCode verify_file(const std::string& path);

}  // namespace deskbell::bot
