#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/intake/intake.hpp"
#include "handlers/kernel/journal.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

/// A request that came by a door without a form, while its form has required fields: whoever used the door is
/// asked in private to finish it. After half an hour it becomes a ticket as it is: none is lost.
namespace deskbell::kernel {

inline constexpr std::chrono::minutes kUnfinishedFor{30};

/// Where the doors without a form end. Nothing when the request waits for its details instead: `act.actor` is
/// asked for them.
Result<std::optional<Raised>> raise_or_ask(const Desk& desk, NewRecord wish, const Act& act,
                                           store::Unit& unit);

/// The form of an unfinished request was filled in: it becomes a ticket, or the ticket that it became in the
/// meantime gets the details.
Result<Raised> finish(const Desk& desk, std::int64_t draft, NewRecord wish, const Act& act,
                      store::Unit& unit);

/// The message of an unfinished request was edited: true when there is such a request.
bool reword_unfinished(const slack::MessageInfo& message, store::Unit& unit);
/// The message of an unfinished request was deleted.
void withdraw_unfinished(const slack::MessageInfo& message, store::Unit& unit);

}  // namespace deskbell::kernel
