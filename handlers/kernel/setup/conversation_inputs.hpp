#pragma once
#include "handlers/domain/settings.hpp"
#include "slack/wire/blocks.hpp"
#include "slack/wire/payload.hpp"

/// How an inbox talks with its requesters, as a part of the form that sets it up: the time in which an answer
/// can be taken back, what a plain message is, whether agents are named, how large a file may be, how many
/// anonymous answers are shown at least.
namespace deskbell::kernel {

/// The inputs with what holds now.
void add_conversation_inputs(slack::Blocks& blocks, const InboxSettings& inbox);

/// The inbox with what was entered in them. Errors: invalid_input, at the field.
Result<InboxSettings> with_conversation(InboxSettings inbox, const slack::Values& values);

}  // namespace deskbell::kernel
