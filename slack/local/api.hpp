#pragma once
#include "slack/local/block_check.hpp"
#include "slack/local/workspace.hpp"

#include <span>
#include <string_view>

namespace deskbell::slack::local {

/// One method of the Web API. `run` gets the arguments as a JSON object and gives the whole answer.
struct Method {
    std::string_view name;
    Json (*run)(Workspace& ws, const Json& args, Instant now);
    int per_minute;           ///< calls per minute that Slack's tier allows; 0: no limit of its own
    bool takes_json = false;  ///< false: a JSON body is ignored, as Slack does for reading methods
    /// Without it Slack answers missing_scope; ":read" and ":history" are those of the channel's kind.
    std::string_view scope{};
};

// The methods, by what they are about.
std::span<const Method> message_methods();
std::span<const Method> conversation_methods();
std::span<const Method> people_methods();
std::span<const Method> view_methods();
std::span<const Method> file_methods();
std::span<const Method> reaction_methods();

/// Slack's tiers, calls per minute. Source: docs.slack.dev/apis/web-api/rate-limits
inline constexpr int kTier2 = 20, kTier3 = 50, kTier4 = 100;

/// The channel that the app named: known to it, or nothing. Private channels without the bot do not exist for
/// it.
Channel* visible_channel(Workspace& ws, const std::string& id);

/// invalid_arguments with the places, as Slack words them.
Json invalid_arguments(const Complaints& complaints);
Json invalid_blocks(const Complaints& complaints);

/// {"ok":true, ...}
Json success();

}  // namespace deskbell::slack::local
