#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"

#include <string>

/// A public answer of an agent goes out a few seconds after it was said, and can be taken back until then. It
/// is kept from the first moment; what was said counts from when it was said, once it is out.
namespace deskbell::kernel {

/// A public answer by an agent: after the inbox's undo time, or at once where there is none. `source` is the
/// agent's message when it was typed in the agents' thread.
Result<void> answer(const Desk& desk, Record& record, const std::string& words, const Act& act,
                    store::Unit& unit, const slack::MessageInfo* source = nullptr);
/// The same words to a part of `parent`: while those to the parent can be taken back, their Undo and Send now
/// are for this one as well.
Result<void> answer_along(const Desk& desk, const Record& parent, Record& part, const std::string& words,
                          const Act& act, store::Unit& unit);

/// What waits goes out now, in the order in which it was said: that of `author`, or of everybody ("").
Result<void> send_waiting(const Desk& desk, Record& record, std::string_view author, store::Unit& unit);

/// The message of an answer that waits says something else now; words for agents only make a note of it.
Result<void> reword_waiting(const Desk& desk, Record& record, const store::PendingReply& waiting,
                            const slack::MessageInfo& message, store::Unit& unit);
/// Its message was deleted: nothing goes out.
void drop_waiting(const Desk& desk, const Record& record, const store::PendingReply& waiting,
                  store::Unit& unit);

}  // namespace deskbell::kernel
