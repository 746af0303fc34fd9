#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "slack/wire/reply.hpp"

namespace deskbell::kernel {

/// The menu More of a card: its values are "action|number".
inline constexpr std::string_view kMoreMenu = "more";
/// Before the action in the name of a step's button and in the callback of its form.
inline constexpr std::string_view kStepPrefix = "do:";

/// True when the click only opens or turns a page of something.
bool click_only_reads(const Desk& desk, const slack::BlockAction& click);

/// A button, menu or form element was used. Everything is authorised here, whoever could see the button.
Result<slack::Reply> on_click(const Desk& desk, const slack::BlockAction& click, const Act& act,
                              store::Unit& unit);

}  // namespace deskbell::kernel
