#pragma once
#include "slack/local/workspace.hpp"

#include <string>
#include <string_view>

namespace deskbell::slack::local {

/// The scopes that the app was installed with, as the header X-OAuth-Scopes lists them.
std::string granted_scopes(const Workspace& ws);

/// The scope that Slack sends this event for; "" when it needs none.
std::string scope_of_event(const Json& inner);

/// `scope` of a row of methods as the call with these arguments needs it: ":read" and ":history" depend on
/// the kind of the channel.
std::string scope_of_call(const Workspace& ws, std::string_view scope, const Json& args);

/// missing_scope, with what is needed and what is there.
Json missing_scope(const Workspace& ws, const std::string& needed);

}  // namespace deskbell::slack::local
