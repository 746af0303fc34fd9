#pragma once
#include "slack/local/workspace.hpp"

#include <string>

namespace deskbell::slack::local {

/// What somebody typed, as Slack passes it on: escaped text with mentions, and the rich_text block beside it.
struct Typed {
    std::string text;
    Doc blocks;
};

/// "@ana" becomes "<@U0ANA>", "#general" "<#C0GENERAL|general>", addresses links. With `labels` mentions are
/// "<@U0ANA|ana>", as in the text of slash commands.
Typed typed_text(const Workspace& ws, const std::string& plain, bool labels = false);

}  // namespace deskbell::slack::local
