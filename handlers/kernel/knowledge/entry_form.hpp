#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "slack/wire/reply.hpp"

#include <string>
#include <string_view>

namespace deskbell::kernel {

inline constexpr std::string_view kEntryForm = "knowledge_entry";

/// The form of an entry: a new one when its id is 0. `from_private` is the number of a private ticket that it
/// is written from, "" else: then the agent has to say that nothing private is in it.
slack::Modal entry_form(const Desk& desk, const store::KnowledgeEntry& entry, std::string_view from_private,
                        std::string_view user, const store::Unit& unit);

/// The callback of the message shortcut "Save as knowledge".
inline constexpr std::string_view kKnowledgeShortcut = "knowledge_from_message";

/// The form of a new entry with the words of a message, for an agent of the ticket in whose thread it stands
/// or of the inbox in whose agents' channel it does. Errors: forbidden.
Result<slack::Modal> entry_from_message(const Desk& desk, const slack::MessageInfo& message,
                                        std::string_view user, const store::Unit& unit);

/// Stores the entry and its version, and shows it.
Result<slack::Reply> submit_entry(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                                  store::Unit& unit);

}  // namespace deskbell::kernel
