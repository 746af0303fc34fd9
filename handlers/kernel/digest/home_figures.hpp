#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/digest/digest_numbers.hpp"

#include <chrono>
#include <string_view>

/// The figures on a manager's Home: the last seven days against the seven before, as they are now. Counting
/// takes longer than drawing a Home may, so it is a timer's work, and the Home is drawn again when it is
/// done.
namespace deskbell::kernel {

/// Counts and draws anew, for "home_figures:USER:" and what the Home carries.
inline constexpr std::string_view kHomeFiguresTimer = "home_figures";
/// Clocks become late without an event: even when nothing happened, older figures are counted again.
inline constexpr std::chrono::minutes kFiguresFreshFor{1};

/// Orders new figures for somebody who oversees the desk, when those that they have are not those of now.
void order_home_figures(const Desk& desk, std::string_view user, std::string_view pages, store::Unit& unit);

Result<Writes> prepare_home_figures(const Desk& desk, const store::Timer& timer, const store::Unit& unit);

/// What is counted for this person now. Reads only what is open or moved in these two weeks.
Numbers home_numbers(const Desk& desk, std::string_view user, const store::Unit& unit);

}  // namespace deskbell::kernel
