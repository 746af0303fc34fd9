#pragma once
#include "slack/local/workspace.hpp"

#include <string>

namespace deskbell::slack::local {

// What Slack sends to an app when a person does something. Source:
// docs.slack.dev/reference/interaction-payloads

Json command_payload(Workspace& ws, const Person& who, const Channel& where, const std::string& command,
                     const std::string& text, const ResponseUrl& url, Instant now);
Json shortcut_payload(Workspace& ws, const Person& who, const std::string& callback_id, Instant now);
Json message_action_payload(Workspace& ws, const Person& who, const std::string& callback_id,
                            const Channel& where, const Message& message, const ResponseUrl& url,
                            Instant now);
/// `action` is complete but for its action_ts; `values` are those of the message's inputs.
Json message_click_payload(Workspace& ws, const Person& who, const Channel& where, const Message& message,
                           bool is_ephemeral, Json action, Json values, const ResponseUrl& url, Instant now);
Json view_click_payload(Workspace& ws, const Person& who, const View& view, Json action, Instant now);
Json submission_payload(Workspace& ws, const Person& who, const View& view, Json response_urls, Instant now);
Json closed_payload(Workspace& ws, const Person& who, const View& view, bool is_cleared);
/// Without the container, view or message: the caller adds what the field stands in.
Json suggestion_payload(Workspace& ws, const Person& who, const std::string& block_id,
                        const std::string& action_id, const std::string& typed);

/// The address of a response_url.
std::string address_of(const Workspace& ws, const ResponseUrl& url);

/// "directmessage", "privategroup" or the name of a public channel, as commands and clicks call it.
std::string payload_name(const Channel& where);

}  // namespace deskbell::slack::local
