#pragma once
#include "handlers/domain/settings.hpp"
#include "slack/wire/blocks.hpp"
#include "slack/wire/payload.hpp"

#include <string>

/// What an inbox calls its states, hold reasons and causes, as a part of the form that sets it up.
namespace deskbell::kernel {

/// The inputs with what holds now, a line each.
void add_naming_inputs(slack::Blocks& blocks, const InboxSettings& inbox);

/// The inbox with what was entered in them, by the rules of the configuration file. Errors: invalid_input, at
/// the field and with the line.
Result<InboxSettings> with_names(InboxSettings inbox, const slack::Values& values);

/// Reasons of its own for which no clock stands still, as a sentence; "" without one. Which reasons do that
/// is the service levels' business.
std::string running_clocks(const InboxSettings& inbox, const ServiceLevels& levels);

}  // namespace deskbell::kernel
