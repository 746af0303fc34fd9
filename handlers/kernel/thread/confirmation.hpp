#pragma once
#include "slack/wire/blocks.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace deskbell::kernel {

/// Role of a message that asks whether a ticket is solved, as long as that is undecided.
inline constexpr std::string_view kAsksWhetherSolved = "resolution";

/// What the requester of a solved ticket is asked, wherever they read that it is solved.
inline std::vector<slack::Element> confirm_buttons(const std::string& number)
{
    return {slack::button("confirm", "Yes, solved", number, slack::Style::primary),
            slack::button("reopen", "No, reopen", number)};
}

}  // namespace deskbell::kernel
