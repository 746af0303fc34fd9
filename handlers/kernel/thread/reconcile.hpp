#pragma once
#include "handlers/kernel/thread/catch_up.hpp"

/// Once a day each request channel is counted: every message in it became a ticket, or there is a reason why
/// not. Anything else is a fault of ours, and said aloud.
namespace deskbell::kernel {

/// Days that are counted afterwards when the program was away at their end.
inline constexpr std::size_t kDaysBack = 7;

/// The days of every request channel that are over, were watched from their beginning and are not counted
/// yet, yesterday last.
/// @param now  Slack's time
std::vector<Conversation> days_to_reconcile(const Desk& desk, UtcTime now, const store::Unit& unit);

/// What became of each message of the day.
struct Account {
    store::Reconciliation counts;
    std::vector<std::string> unexplained;  ///< their ts
};
/// The account of a day before anything is counted.
Account account_of(const Desk& desk, const Conversation& day);
/// Counts a part of the day; each message must be in one part only.
void reconcile(const Desk& desk, const History& part, Account& account, const store::Unit& unit);

}  // namespace deskbell::kernel
