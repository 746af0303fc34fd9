#pragma once
#include "handlers/kernel/desk.hpp"
#include "slack/wire/blocks.hpp"

#include <vector>

/// A requester can remind the team once for each rung that a promise reaches from three quarters of its time
/// on. It replaces calling out people by name: the right one is told, and nobody is told twice.
namespace deskbell::kernel {

/// The share of a promise's time that must be used, in percent.
inline constexpr int kNudgeFrom = 75;

/// *Nudge* when the requester may press it now, nothing otherwise: for a receipt, which the ladder's timer
/// draws again at each rung.
std::vector<slack::Element> nudge_buttons(const Desk& desk, const Record& record, const store::Unit& unit);

}  // namespace deskbell::kernel
