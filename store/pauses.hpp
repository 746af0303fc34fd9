#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <chrono>

namespace deskbell::store {

/// After the clock was set back by `by`: the pauses of waiting calls end when they would have ended, not
/// later by as much.
void shorten_pauses(Connection& db, UtcTime now, std::chrono::seconds by);

}  // namespace deskbell::store
