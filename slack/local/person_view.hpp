#pragma once
#include "slack/local/workspace.hpp"

#include <string>

namespace deskbell::slack::local {

/// What one person sees, for the page: channels with their newest messages, home, open forms.
Json person_view(const Workspace& ws, const Person& who, bool app_connected, Instant now);

/// Everything, for tests: people, channels with all messages, ephemeral messages, views, homes.
Json whole_state(const Workspace& ws);

}  // namespace deskbell::slack::local
