#pragma once
#include "slack/local/workspace.hpp"

#include <string>

namespace deskbell::slack::local {

/// Does what the body of an answer to an interaction asks: a new message, a replacement or a deletion. Also
/// used for the payload that acknowledges a slash command. Returns Slack's error name, "" when done.
std::string respond(Workspace& ws, const ResponseUrl& where, const Json& body, Instant now);

/// One use of an address. Returns the HTTP status and the text of the answer.
struct UrlAnswer {
    int status = 200;
    std::string text = "ok";
};
UrlAnswer use_response_url(Workspace& ws, const std::string& id, const std::string& body, Instant now);

}  // namespace deskbell::slack::local
