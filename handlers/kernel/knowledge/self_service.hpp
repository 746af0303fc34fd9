#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/reply.hpp"

#include <optional>

namespace deskbell::kernel {

/// The form New ticket with what is known about the title above its fields, and the button "Send anyway".
/// `view` is the form as it stood.
slack::Modal with_suggestions(const Desk& desk, const slack::ViewState& view, const Act& act,
                              const store::Unit& unit, slack::Modal modal);

/// The form once more, instead of a ticket: when something fits that was not shown yet. Never twice.
std::optional<slack::Reply> suggested_first(const Desk& desk, const slack::ViewState& view, const Act& act,
                                            const store::Unit& unit);

/// What is known about a ticket that was raised without the form, below the words that answer its door.
void suggest_for(const Desk& desk, const Record& record, std::string_view person, const store::Unit& unit,
                 Saying& saying);

}  // namespace deskbell::kernel
