#pragma once
#include "handlers/kernel/desk.hpp"

#include <string_view>

namespace deskbell::kernel {

/// The App Home of one person: their tickets, and for agents the work that waits for them.
slack::Home home_of(const Desk& desk, std::string_view user, const store::Unit& unit);

}  // namespace deskbell::kernel
