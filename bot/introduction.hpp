#pragma once
#include "bot/slack_port.hpp"
#include "handlers/domain/error.hpp"
#include "handlers/kernel/desk.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::bot {

/// Who we are in the workspace, and what our token may do.
struct Introduced {
    kernel::Self self;
    std::string team_name;
    std::string scopes;  ///< as Slack lists them, separated by commas
};

/// Something about the workspace that the operator must or should mend.
struct Finding {
    bool is_fatal = false;  ///< the bot must not run like this
    std::string text;       ///< a sentence, with what to do
    /// It works like this, with less; somebody may have wanted it so.
    bool is_choice = false;
};

/// Asks Slack once. @errors forbidden: the token is wrong, with the mend; unavailable: no answer, try again
boost::asio::awaitable<Result<Introduced>> introduce(SlackPort& slack);

/// Asks whether the app-level token opens connections. Errors as `introduce`.
boost::asio::awaitable<Result<void>> check_app_token(SlackPort& slack);

/// Looks at every channel of the configuration.
boost::asio::awaitable<std::vector<Finding>> inspect_channels(SlackPort& slack, Settings settings);

/// Scopes that the manifest asks for and the installed app does not have; none when Slack did not say which it
/// has. `wanted` may hold event names too.
std::vector<std::string> scopes_lacking(std::string_view granted, const std::vector<std::string>& wanted);

/// The same for the operator: which they are, and what is off for lack of them.
std::vector<Finding> missing_scopes(std::string_view granted, const std::vector<std::string>& wanted);

/// What is wrong with one channel, judged by the answer of conversations.info.
std::optional<Finding> judge_channel(const std::string& key, const std::string& channel, bool is_for_agents,
                                     const slack::CallResult& info);

}  // namespace deskbell::bot
