#pragma once
#include "slack/net/server.hpp"

#include <string>
#include <string_view>

namespace deskbell::slack::local {

/// True when a browser was led here by another site: a foreign Host (DNS rebinding) or Origin header.
/// Socket Mode clients may send Slack's own Origin, so sockets of the app are asked about their Host only.
bool is_foreign(const ServerRequest& request, bool check_origin);

/// A file of the page, or nothing (status 404).
ServerResponse page_response(std::string_view path);

/// A round picture with the initials.
ServerResponse avatar_response(const std::string& real_name, const std::string& color);

}  // namespace deskbell::slack::local
