#pragma once
#include "handlers/kernel/desk.hpp"

#include <string_view>

namespace deskbell::kernel {

/// True for those whose work is the whole desk: managers and auditors.
bool oversees(const Desk& desk, std::string_view user, const store::Unit& unit);

/// Six numbers of the person's newest digest with an arrow against the period before, each with its list; it says as of when.
void add_six_numbers(const Desk& desk, slack::Blocks& blocks, std::string_view user, const store::Unit& unit);

}  // namespace deskbell::kernel
