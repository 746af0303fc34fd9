#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/digest/digest_figures.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::kernel {

/// What the person may count: all inboxes for managers and auditors, their own for agents, their processes
/// for owners. Counting is not seeing: a manager reads no title that `may_see` does not allow. Errors:
/// forbidden, with who may.
Result<DigestScope> digest_scope(const Desk& desk, std::string_view user, const store::Unit& unit);

/// The zone in which a person reads times: their own where it is known, else the workspace's.
std::string zone_of(const Desk& desk, std::string_view user, const store::Unit& unit);

/// The versions of the service levels that count for a digest, in order of time; at least one.
std::vector<LevelsVersion> versions_of(const Desk& desk, const DigestBasis& basis, const store::Unit& unit);

/// Works out all numbers from the event log and the versions of the service levels, and nothing else but
/// when the bot was away. Reads only; takes about a second for every ten thousand tickets.
Numbers numbers_of(const Desk& desk, const DigestBasis& basis, const store::Unit& unit);

/// A digest of the period as of now, not yet stored (its id is 0).
store::Digest make_digest(const Desk& desk, std::string_view reader, const Period& period,
                          const DigestScope& scope, const store::Unit& unit);

/// What a stored digest was computed from.
DigestBasis basis_of(const store::Digest& digest);

/// Whether the log still gives what was sent; empty when it does, else what differs, a sentence each.
std::vector<std::string> recompute(const Desk& desk, const store::Digest& digest, const store::Unit& unit);

}  // namespace deskbell::kernel
