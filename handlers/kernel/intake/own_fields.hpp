#pragma once
#include "handlers/kernel/declaration.hpp"
#include "slack/wire/blocks.hpp"
#include "slack/wire/payload.hpp"

namespace deskbell::kernel {

/// Inputs for what the process asks when a record is raised, with what was typed so far.
void add_own_fields(const Process& process, const Attributes& values, slack::Blocks& blocks);

/// Everything that was entered in a view, by field name.
Attributes read_fields(const Process& process, const slack::Values& values);

}  // namespace deskbell::kernel
