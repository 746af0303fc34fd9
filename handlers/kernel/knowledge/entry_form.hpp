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

/// Stores the entry and its version, and shows it.
Result<slack::Reply> submit_entry(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                                  store::Unit& unit);

}  // namespace deskbell::kernel
