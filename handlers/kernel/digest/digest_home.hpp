#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/digest/digest_numbers.hpp"

#include <string_view>

namespace deskbell::kernel {

/// True for those whose work is the whole desk: managers and auditors.
bool oversees(const Desk& desk, std::string_view user, const store::Unit& unit);

/// Of these numbers those that are shown there.
Numbers shown_at_home(const Numbers& numbers);

/// Six numbers of the last days with an arrow against the days before, each with its list; it says as of
/// when.
void add_six_numbers(const Desk& desk, slack::Blocks& blocks, std::string_view user, const store::Unit& unit);

}  // namespace deskbell::kernel
