#pragma once
#include "slack/local/workspace.hpp"

#include <string>

namespace deskbell::slack::local {

/// Adds a member, posts the "joined" line and tells the app. `inviter` is "" for who came alone.
void join(Workspace& ws, Channel& channel, const std::string& user, const std::string& inviter, Instant now);
void leave(Workspace& ws, Channel& channel, const std::string& user, Instant now);
/// Nobody writes or reacts in it until it is opened again; who is in it stays.
void set_archived(Workspace& ws, Channel& channel, bool is_archived, const std::string& by, Instant now);

/// Slack's error name for a channel name that it would refuse, "" when good.
std::string name_error(Workspace& ws, const std::string& name);
Channel& create_channel(Workspace& ws, const std::string& name, bool is_private, const std::string& creator,
                        Instant now);

}  // namespace deskbell::slack::local
