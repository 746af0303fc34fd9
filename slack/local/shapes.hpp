#pragma once
#include "slack/local/workspace.hpp"

#include <string>

namespace deskbell::slack::local {

// How Slack writes things in JSON: the same shapes in Web API answers and in events.

Json message_json(const Workspace& ws, const Channel& channel, const Message& message, bool with_metadata);
/// A message as the inner part of an event.
Json event_message(const Workspace& ws, const Channel& channel, const Message& message);
Json channel_json(const Workspace& ws, const Channel& channel);
Json person_json(const Workspace& ws, const Person& person, Instant now);
Json profile_json(const Workspace& ws, const Person& person);
Json file_json(const Workspace& ws, const File& file);
Json view_json(const Workspace& ws, const View& view);

/// "channel", "group", "im", "mpim".
std::string channel_type(const Channel& channel);
/// Seconds that the zone is ahead of UTC at this moment; 0 for an unknown zone.
int zone_offset(const std::string& tz, Instant at);
std::string permalink(const Workspace& ws, const Channel& channel, const Message& message);
std::int64_t unix_of(Instant at);

}  // namespace deskbell::slack::local
