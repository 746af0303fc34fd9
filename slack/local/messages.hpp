#pragma once
#include "slack/local/workspace.hpp"

#include <optional>
#include <string>

namespace deskbell::slack::local {

/// What somebody wants to post.
struct Draft {
    std::string user, bot_id, text, thread_ts, subtype, client_msg_id, shown_name, icon;
    bool is_broadcast = false;
    Doc blocks, attachments, metadata;
    std::vector<std::string> files;
};

/// What changes in a message; absent members stay as they are, a null document removes.
struct Revision {
    std::optional<std::string> text;
    std::optional<Doc> blocks, attachments, metadata;
};

/// Adds the message and tells the app. A reply whose root is gone becomes a message of its own, as in Slack.
Message& post(Workspace& ws, Channel& channel, const Draft& draft, Instant now);

/// A message of the past: nobody is told.
void post_quietly(Workspace& ws, const std::string& channel, const std::string& user, const std::string& text,
                  Instant when);

void revise(Workspace& ws, Channel& channel, Message& message, const Revision& revision,
            const std::string& by, Instant now);

/// A root with replies stays as a tombstone.
void remove(Workspace& ws, Channel& channel, std::string ts, Instant now);

/// False when the person has reacted so already, or (removing) has not.
bool react(Workspace& ws, Channel& channel, Message& message, const std::string& user,
           const std::string& name, bool add, Instant now);

/// Shows a message to one person only; returns its time, which is also its id.
std::string whisper(Workspace& ws, const std::string& channel, const std::string& person, const Draft& draft,
                    Instant now);
Ephemeral* find_ephemeral(Workspace& ws, const std::string& person, const std::string& id);

}  // namespace deskbell::slack::local
