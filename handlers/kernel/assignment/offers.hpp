#pragma once
#include "handlers/kernel/desk.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Offer in turn: one agent after the other is asked to accept a ticket, each for a limited time.
namespace deskbell::kernel {

/// Asks the next of `people` who was not asked yet and can take it. When all were asked, the channel hears
/// that nobody took it; when nobody can be asked, the ticket waits for somebody.
void offer_next(const Desk& desk, Record& record, const std::vector<std::string>& people, store::Unit& unit);

/// The ticket is not offered any more: somebody has it, or it is over.
void end_offer(const Desk& desk, const Record& record, store::Unit& unit);

/// Whoever is asked does not answer any more: the next one is asked.
void pass_offers_of(const Desk& desk, std::string_view user, store::Unit& unit);

}  // namespace deskbell::kernel
