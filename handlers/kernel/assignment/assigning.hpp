#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"

#include <string>
#include <string_view>

/// Tickets that nobody has taken are given to somebody, as the inbox or a routing rule says; to nobody rather
/// than to somebody who cannot take it.
namespace deskbell::kernel {

/// Attribute of a ticket that waits for somebody: from when, or kUnknown.
inline constexpr std::string_view kFreeFrom = "free_from";
inline constexpr std::string_view kUnknownTime = "unknown";
/// Attribute: name of the routing rule that decided about the ticket.
inline constexpr std::string_view kRoutedBy = "routed_by";

/// The rule that decided about the ticket, or null.
const RoutingRule* rule_of(const Desk& desk, const Record& record);

/// Gives the ticket to an agent of its inbox without a word that work has begun: `kind` is the event. The new
/// assignee hears of it once, unless it was their own doing.
void give(const Desk& desk, Record& record, const std::string& user, const Act& act, std::string_view kind,
          std::string text, store::Unit& unit);

/// Gives an open ticket that nobody has to who is next. When nobody can take it, the card says so, and it is
/// tried again at the time when the first of them can.
void assign_next(const Desk& desk, Record& record, store::Unit& unit);

/// Marks the ticket as waiting for the first of `people` who can take it.
void wait_for_somebody(const Desk& desk, Record& record, const std::vector<std::string>& people,
                       store::Unit& unit);

/// The next of `people`, in the order of their ids, after the one whose turn it was.
std::string next_after(const std::vector<std::string>& people, std::string_view last);

}  // namespace deskbell::kernel
