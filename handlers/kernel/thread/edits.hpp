#pragma once
#include "handlers/kernel/desk.hpp"

#include <chrono>

/// What happens to a message after it was written: its author changes it or takes it back.
namespace deskbell::kernel {

/// Slack delivers an event again for about five minutes: until then a change may come before its message.
inline constexpr std::chrono::minutes kOvertaken{10};

/// A change of a message that we do not know yet, because its own event is late: it stands for both.
bool overtakes(const slack::MessageInfo& message, const store::Unit& unit);

/// True when the words of a message that we know are others than those we keep.
bool says_otherwise(const slack::MessageInfo& message, const store::Unit& unit);

/// The copies of what was typed say `text` now. `mark` ends the line above it: "edited 14:02"; "" for nothing.
void redraw_copies(const Desk& desk, const Record& record, const store::Comment& comment,
                   const std::string& text, const std::string& mark, store::Unit& unit);

/// The copies say the new words and that they were edited, the history keeps the old ones. When somebody had
/// answered the old words, the agents hear what is different.
Result<void> on_edited(const Desk& desk, const slack::MessageEvent& event, store::Unit& unit);

/// The copies say that it is gone. A ticket whose first message is gone is withdrawn, unless somebody else
/// has spoken in it. A deletion that comes before its message keeps it from becoming a ticket.
Result<void> on_deleted(const Desk& desk, const slack::MessageEvent& event, store::Unit& unit);

}  // namespace deskbell::kernel
