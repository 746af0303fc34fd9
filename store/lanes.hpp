#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <functional>

namespace deskbell::store {

/// A waiting row of the outbox that nothing but the time holds back.
struct Candidate {
    std::int64_t id = 0;
    UtcTime not_before{};
};

enum class Verdict { take, pass, stop };

/// Shows the candidates of all lanes, oldest first, to `judge`. A lane that is taken from, or has a call
/// under way, shows nothing more. What `judge` passes still holds back the rows that must not overtake it.
void walk_lanes(Connection& db, const std::function<Verdict(const Candidate&)>& judge);

}  // namespace deskbell::store
