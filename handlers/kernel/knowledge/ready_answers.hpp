#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "slack/wire/reply.hpp"

#include <string>

namespace deskbell::kernel {

/// The block of the text in a form Reply. Slack keeps what was typed in a block of the same name, so a filled
/// text stands in one of another.
std::string answer_block(const slack::ViewState& form);

/// A ready answer was chosen: the form with its text, the variables filled in, below what was typed.
Result<slack::Reply> redraw_reply(const Desk& desk, const slack::BlockAction& change, const Act& act,
                                  store::Unit& unit);

}  // namespace deskbell::kernel
