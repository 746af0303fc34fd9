#pragma once
#include "handlers/kernel/declaration.hpp"

#include <string>
#include <string_view>

/// Resolving a record of any process with a text alone.
namespace deskbell::kernel {

/// The step by which agents resolve the record now, or null.
const Transition* resolving_step(const Process& process, const Record& record);
/// The step whose form this is, if agents resolve with it, whatever the state now; else null.
const Transition* resolving_form(const Process& process, std::string_view callback);
/// Agents resolve with this step.
bool resolves(const Process& process, const Transition& row);

/// What that step asks for: `text` for its long text; for all else the value in `others` where this record's
/// process and inbox know it, and where it is required else the field's own first value. Errors:
/// invalid_input with the field, when its inbox does not know that one either.
Result<Attributes> resolution(const Desk& desk, const Record& record, const Transition& row,
                              const std::string& text, const Attributes& others = {});

/// The text of a resolution that was entered in the form of `row`.
std::string text_of_resolution(const Process& process, const Transition& row, const Attributes& record);

}  // namespace deskbell::kernel
