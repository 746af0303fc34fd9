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

/// What was entered in that form; a field that is not visible does not count, and a choice must still be one
/// that the record's inbox offers. Errors: invalid_input with the field it belongs to.
Result<Attributes> read_transition_form(const Desk& desk, const Record& record, const Transition& row,
                                        const slack::Values& values);

/// Moves the record: checks role, state and guard, applies the effect, writes the event, tells the requester
/// and draws the cards again. Errors: forbidden, conflict (no longer possible in this state), invalid_input.
Result<void> perform(const Desk& desk, Record& record, std::string_view action, Attributes values,
                     const Act& act, store::Unit& unit);

/// Why the step would be refused with these values, without taking it. Errors as of `perform`.
Result<void> permitted(const Desk& desk, const Record& record, std::string_view action,
                       const Attributes& values, const Act& act, store::Unit& unit);

/// What the requester reads when somebody takes this step, with what the record holds now; "" for nothing.
std::string told_by(const Desk& desk, const Record& record, std::string_view action, const Act& act,
                    const store::Unit& unit);

/// Puts the record back to how it stood at `version`: an event of its own, after which clocks and timers
/// follow. Whoever calls has made sure that nothing else happened since.
Result<void> take_back(const Desk& desk, Record& record, std::int64_t version, const Act& act,
                       store::Unit& unit);
/// The action that `Feature::follow_up` gets then.
inline constexpr std::string_view kTakenBack = "taken_back";

/// Which of the requester's transitions ("solved", "confirm", "reopen", "resume") this process has for the
/// record now.
const Transition* allowed(const Desk& desk, const Record& record, std::string_view action, unsigned roles);

}  // namespace deskbell::kernel
