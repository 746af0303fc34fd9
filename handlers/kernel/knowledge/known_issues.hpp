#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"

#include <string_view>

/// An open ticket that many people have: its agents say what everybody may read of it, and who has it too
/// follows it instead of raising another one.
namespace deskbell::kernel {

/// The attribute with what everybody may read; absent when the ticket is no known issue.
inline constexpr std::string_view kKnownIssue = "known_issue";

/// People who have the same issue; more tell nothing new about how large it is.
inline constexpr int kMeTooMost = 500;

/// Open, not private, and marked by its agents.
bool is_known_issue(const Record& record);

/// The person follows it and is counted, once. False when they were counted already, or asked for it
/// themselves. Errors: conflict when it is none any more, or has kMeTooMost people.
Result<bool> join_known_issue(const Desk& desk, Record& record, const Act& act, store::Unit& unit);

}  // namespace deskbell::kernel
