#pragma once
#include "handlers/kernel/desk.hpp"

#include <string_view>

namespace deskbell::kernel {

/// The App Home of one person: for agents the work that waits for them, for managers how it goes, and for
/// everybody their own tickets. `pages` is what the Home that is shown carries: which page of each list.
slack::Home home_of(const Desk& desk, std::string_view user, const store::Unit& unit,
                    std::string_view pages = {});

/// Draws it for somebody who looks at it now, and orders what takes longer to count.
void show_home(const Desk& desk, std::string_view user, std::string_view pages, store::Unit& unit);

/// What is shown when the Home could not be made: a reason, and the button that tries again.
slack::Home minimal_home(std::string_view reason);

}  // namespace deskbell::kernel
