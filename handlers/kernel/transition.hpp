#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "slack/wire/reply.hpp"

#include <string>
#include <string_view>

namespace deskbell::kernel {

/// The form of a transition that asks for something, filled with what is known. `values` are typed values of
/// a form that is being drawn anew.
slack::Modal transition_form(const Desk& desk, const Record& record, const Transition& row,
                             const Attributes& values);

/// What was entered in that form; a field that is not visible does not count.
/// Errors: invalid_input with the field it belongs to.
Result<Attributes> read_transition_form(const Process& process, const Transition& row,
                                        const slack::Values& values);

/// Moves the record: checks role, state and guard, applies the effect, writes the event, tells the requester
/// and draws the cards again. Errors: forbidden, conflict (no longer possible in this state), invalid_input.
Result<void> perform(const Desk& desk, Record& record, std::string_view action, Attributes values,
                     const Act& act, store::Unit& unit);

/// Which of the requester's transitions ("solved", "confirm", "reopen", "resume") this process has for the
/// record now.
const Transition* allowed(const Desk& desk, const Record& record, std::string_view action, unsigned roles);

}  // namespace deskbell::kernel
