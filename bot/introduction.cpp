#include "bot/introduction.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/scopes.hpp"

#include <algorithm>

namespace deskbell::bot {

namespace asio = boost::asio;

namespace {

Error refused_token(const std::string& variable, const std::string& where, const slack::CallResult& result)
{
    const bool may_pass = result.error_class == slack::ErrorClass::try_again ||
                          result.error_class == slack::ErrorClass::rate_limited;
    if (may_pass)
        return Error(Errc::unavailable, "Slack does not answer (" + result.error + ").");
    std::string text =
        "Slack refuses the token in " + variable + " (" + result.error + "). Copy it again from " + where;
    if (!result.needed.empty())
        text += "; it needs the scope " + result.needed;
    return Error(Errc::forbidden, text + ".");
}

/// What went wrong with a channel by Slack's error, and what to do.
struct Trouble {
    std::string_view error;
    std::string_view text;
};
constexpr Trouble kTroubles[] = {
    {"channel_not_found",
     "is unknown to the bot. Check the id; if the channel is private, invite the bot there with"
     " /invite."},
    {"missing_scope",
     "cannot be looked at: the app lacks a scope. Install the app again from the manifest of"
     " \"deskbell manifest\"."},
};

}  // namespace

asio::awaitable<Result<Introduced>> introduce(SlackPort& slack)
{
    slack::Call test("auth.test", {});
    const slack::CallResult who = co_await slack.call(std::move(test));
    if (!who.ok) {
        Result<Introduced> refused = refused_token("SLACK_BOT_TOKEN", "OAuth & Permissions", who);
        co_return refused;
    }
    Introduced introduced;
    introduced.self.user = who.at("/user_id");
    introduced.self.bot = who.at("/bot_id");
    introduced.self.team = who.at("/team_id");
    introduced.self.url = who.at("/url");
    introduced.team_name = who.at("/team");
    introduced.scopes = who.scopes;
    // Only for links to the app's page: without it they are left out.
    slack::Call bot("bots.info", {{"bot", introduced.self.bot}});
    const slack::CallResult info = co_await slack.call(std::move(bot));
    introduced.self.app = info.at("/bot/app_id");
    Result<Introduced> result = std::move(introduced);
    co_return result;
}

asio::awaitable<Result<void>> check_app_token(SlackPort& slack)
{
    slack::Call open("apps.connections.open", {});
    open.with_app_token = true;
    const slack::CallResult opened = co_await slack.call(std::move(open));
    Result<void> result;
    if (!opened.ok)
        result = refused_token("SLACK_APP_TOKEN",
                               "Basic Information, App-Level Tokens (scope connections:write)", opened);
    co_return result;
}

std::vector<std::string> scopes_lacking(std::string_view granted, const std::vector<std::string>& wanted)
{
    std::vector<std::string> have, missing;
    for (const std::string& scope : split(granted, ','))
        have.push_back(trimmed(scope));
    for (const std::string& scope : wanted) {
        const bool is_scope = scope.find(':') != std::string::npos || scope == "commands";
        if (is_scope && std::ranges::find(have, scope) == have.end())
            missing.push_back(scope);
    }
    if (trimmed(granted).empty())  // without the header nothing is known
        missing.clear();
    return missing;
}

std::vector<Finding> missing_scopes(std::string_view granted, const std::vector<std::string>& wanted)
{
    const auto missing = scopes_lacking(granted, wanted);
    if (missing.empty())
        return {};
    const auto off = kernel::features_off(missing);
    const bool is_choice = off.size() == missing.size();
    std::vector<Finding> out{
        {false,
         "The installed app lacks " + counted(missing.size(), "scope") + ": " + joined(missing, ", ") +
             ". Put the output of \"deskbell manifest\" into the app's settings (App Manifest) and install"
             " the app again.",
         is_choice}};
    for (const std::string& feature : off) out.push_back({false, "Off: " + feature + ".", true});
    return out;
}

std::optional<Finding> judge_channel(const std::string& key, const std::string& channel, bool is_for_agents,
                                     const slack::CallResult& info)
{
    const std::string name = info.at("/channel/name");
    const std::string what = std::string(is_for_agents ? "Agent" : "Request") + " channel " + channel +
                             (name.empty() ? "" : " (#" + name + ")") + " of inbox \"" + key + "\" ";
    if (!info.ok) {
        const auto known = std::ranges::find(kTroubles, info.error, &Trouble::error);
        if (known != std::end(kTroubles))
            return Finding{false, what + std::string(known->text)};
        return Finding{false, what + "could not be looked at (" + info.error +
                                  "). It is looked at again at the next start."};
    }
    if (is_for_agents && info.at("/channel/is_private") == "false")
        return Finding{true,
                       what +
                           "is public: everybody could read and answer other people's tickets there. Make it"
                           " private, or name a private channel as agent_channel."};
    if (info.at("/channel/is_archived") == "true")
        return Finding{false, what + "is archived. Unarchive it, or name another channel."};
    if (info.at("/channel/is_member") != "true")
        return Finding{false, what + "does not have the bot as a member. Invite it there with /invite."};
    return std::nullopt;
}

asio::awaitable<std::vector<Finding>> inspect_channels(SlackPort& slack, Settings settings)
{
    struct Asked {
        std::string key, channel;
        bool is_for_agents;
    };
    std::vector<Asked> all;
    for (const InboxSettings& inbox : settings.inboxes) {
        all.push_back({inbox.key, inbox.agent_channel, true});
        for (const std::string& channel : inbox.request_channels)
            all.push_back({inbox.key, channel, false});
    }
    std::vector<Finding> findings;
    for (const Asked& asked : all) {
        slack::Call call("conversations.info", {{"channel", asked.channel}});
        const slack::CallResult info = co_await slack.call(std::move(call));
        if (auto finding = judge_channel(asked.key, asked.channel, asked.is_for_agents, info))
            findings.push_back(*std::move(finding));
    }
    co_return findings;
}

}  // namespace deskbell::bot
