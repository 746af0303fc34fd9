#pragma once
#include "slack/local/workspace.hpp"

#include <string>

namespace deskbell::slack::local {

/// Why a view given by the app is not accepted: Slack's answer, or JSON null when all is well.
Json view_refusal(const Doc& definition);

/// A new stack with this modal at its root; what was open is gone.
View& open_view(Workspace& ws, const std::string& user, const Doc& definition, Instant now);
/// On top of the stack; the caller has checked that there is room.
View& push_view(Workspace& ws, const std::string& user, const Doc& definition, Instant now);
/// New content; inputs keep what was typed while block and action ids stay the same.
void replace_view(Workspace& ws, View& view, const Doc& definition, Instant now);
View& publish_home(Workspace& ws, const std::string& user, const Doc& definition, Instant now);

/// Takes one view from the top of the person's stack, or all of them.
void close_view(Workspace& ws, const std::string& user, const std::string& view_id);
void clear_stack(Workspace& ws, const std::string& user);

/// Modals and Homes, by view id or external id.
View* find_view(Workspace& ws, const std::string& id);
View* find_external_view(Workspace& ws, const std::string& external_id);

}  // namespace deskbell::slack::local
