#pragma once
#include "handlers/kernel/desk.hpp"

namespace deskbell::kernel {

/// Asks Slack how the channels are that the desk uses, to be called when events about them may have been
/// missed. One that is archived, or that the bot is not in any more, is told as the trouble that it is before
/// anything has to be said there; of an agents' channel that became public its readers hear.
void look_at_channels(const Desk& desk, store::Unit& unit);

}  // namespace deskbell::kernel
