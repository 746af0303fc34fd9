#pragma once
#include "handlers/kernel/desk.hpp"

namespace deskbell::kernel {

/// One entry for those who work on it: text, facts, how often it helped, who changed it, Edit and Retire.
slack::Modal entry_modal(const Desk& desk, const store::KnowledgeEntry& entry, const store::Unit& unit);

}  // namespace deskbell::kernel
