#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"

#include <string>
#include <vector>

/// A ticket can be a part of another one: the parent of several that have one cause. One level deep.
namespace deskbell::kernel {

/// Children of one parent.
inline constexpr int kChildrenMost = 100;

/// Makes the record a child of the ticket with this number, or of none for "".
/// Errors: invalid_input with the field "parent", forbidden.
Result<void> may_have_parent(const Desk& desk, const Record& record, const std::string& number,
                             const Act& act, const store::Unit& unit);
Result<void> set_parent(const Desk& desk, Record& record, const std::string& number, const Act& act,
                        store::Unit& unit);

/// The children that are not solved or closed, oldest first.
std::vector<Record> open_children(const Record& parent, const store::Unit& unit);

}  // namespace deskbell::kernel
