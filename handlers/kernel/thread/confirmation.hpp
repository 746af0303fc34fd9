#pragma once
#include "slack/wire/blocks.hpp"

#include <string>
#include <vector>

namespace deskbell::kernel {

/// What the requester of a solved ticket is asked, wherever they read that it is solved.
inline std::vector<slack::Element> confirm_buttons(const std::string& number)
{
    return {slack::button("confirm", "Yes, solved", number, slack::Style::primary),
            slack::button("reopen", "No, reopen", number)};
}

}  // namespace deskbell::kernel
