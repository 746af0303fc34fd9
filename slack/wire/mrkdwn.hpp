#pragma once
#include "handlers/domain/time.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::slack {

/// Text from people, made harmless for mrkdwn and `text`: & < > escaped, so nothing can mention or link.
std::string escaped(std::string_view plain);

/// What a person typed, from Slack's inbound form: <@U1> becomes "@name" (an id without a name stays, so that
/// it can be named later), <#C1|general> "#general", a channel or group without a name "#channel", links
/// their label or address, <!channel> "@channel" (inert), then entities are decoded once. `name_of` may
/// return "".
std::string plain(std::string_view mrkdwn,
                  const std::function<std::string(std::string_view user_id)>& name_of = {});

/// The user id of a text that is exactly one mention ("<@U1>" or "<@U1|ana>"), or "".
std::string mentioned_user(std::string_view text);

/// The users that are mentioned anywhere in a text, at most `limit`.
std::vector<std::string> mentioned_users(std::string_view text, std::size_t limit);

/// "<@U1>", which Slack shows as the person's name.
std::string mention(std::string_view user_id);

/// "<#C1>", which Slack shows as the channel's name to whoever may see it.
std::string channel_mention(std::string_view channel_id);

/// "<url|label>" with the label escaped and the url percent-encoded where needed.
std::string link(std::string_view url, std::string_view label);

/// A date that every reader sees in their own time zone: "<!date^…^{date_short_pretty} at {time}|fallback>".
std::string date(UtcTime t, std::string_view fallback_zone);

/// `mrkdwn` if it fits in `limit` UTF-16 units, else cut and ended with "…". Never inside a character, an
/// entity such as &amp; or a <…> token: half of one would show as rubbish, or as another address.
std::string shortened_mrkdwn(std::string_view mrkdwn, std::size_t limit);

/// "> " before each line.
std::string quoted(std::string_view mrkdwn);

/// The text with tokens, response addresses, triggers and socket tickets replaced by "…". For logs and
/// errors.
std::string redacted(std::string_view text);

}  // namespace deskbell::slack
