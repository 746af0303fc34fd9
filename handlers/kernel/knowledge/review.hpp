#pragma once
#include "handlers/kernel/desk.hpp"

namespace deskbell::kernel {

/// The owner of an entry hears once, in the morning of its review day, that it is to be looked at. Saving it
/// moves the day; a retired entry is left alone.
void arm_review(const Desk& desk, const store::KnowledgeEntry& entry, store::Unit& unit);

}  // namespace deskbell::kernel
