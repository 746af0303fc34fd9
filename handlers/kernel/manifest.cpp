#include "handlers/domain/text.hpp"
#include "handlers/kernel/commands.hpp"
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/scopes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kScopes{
    ScopeUse{"channels:history", "messages in public request channels",
             "requests and answers that people write in request channels"},
    ScopeUse{"channels:read", "channel facts and members", ""},
    ScopeUse{"chat:write", "cards, receipts, answers", ""},
    ScopeUse{"chat:write.customize", "answers under the agent's name and picture",
             "answers under the agent's name and picture: they stand under the bot's"},
    ScopeUse{"commands", "slash commands and shortcuts", ""},
    ScopeUse{"files:read", "files in messages, to copy them to the other side; whether our own were shared",
             "files that people attach, on the other side"},
    ScopeUse{"files:write", "charts and exports", "charts in digests, and exports as files"},
    ScopeUse{"groups:history", "messages in private agent channels",
             "notes and answers that agents write in the threads of their channel"},
    ScopeUse{"groups:read", "who is a member of an agent channel", ""},
    ScopeUse{"im:history", "direct messages to the bot",
             "requests and answers that people write to the bot in direct messages"},
    ScopeUse{"im:read", "facts of direct messages, and which there are, to find what was missed",
             "direct messages that came while the desk was away"},
    ScopeUse{"im:write", "to open a direct message", ""},
    ScopeUse{"reactions:read", "the ticket reaction", "the reaction :ticket: on a message"},
    ScopeUse{"reactions:write", "a sign on a word of thanks", "the sign on a word of thanks"},
    ScopeUse{"usergroups:read", "roles that are given to user groups", "roles that are given to user groups"},
    ScopeUse{"users:read", "names and time zones", ""},
};

/// An event, and the optional scope that Slack sends it for; "" for the others.
struct Event {
    std::string_view name, needs;
};
constexpr std::array kEvents{
    Event{"app_home_opened", ""},
    Event{"app_uninstalled", ""},
    Event{"channel_archive", ""},
    Event{"channel_id_changed", ""},
    Event{"channel_unarchive", ""},
    Event{"group_archive", ""},
    Event{"group_unarchive", ""},
    Event{"member_joined_channel", ""},
    Event{"member_left_channel", ""},
    Event{"message.channels", "channels:history"},
    Event{"message.groups", "groups:history"},
    Event{"message.im", "im:history"},
    Event{"reaction_added", "reactions:read"},
    Event{"team_join", ""},
    Event{"tokens_revoked", ""},
    Event{"user_change", ""},
};

bool is_optional(std::string_view scope)
{
    const auto use = std::ranges::find(kScopes, scope, &ScopeUse::name);
    return use != kScopes.end() && use->is_optional();
}

Json scopes_of(bool is_smallest)
{
    Json out = Json::array();
    for (const ScopeUse& scope : kScopes)
        if (!is_smallest || !scope.is_optional())
            out.push_back(scope.name);
    return out;
}

Json events_of(bool is_smallest)
{
    Json out = Json::array();
    for (const Event& event : kEvents)
        if (!is_smallest || !is_optional(event.needs))
            out.push_back(event.name);
    return out;
}

Json commands()
{
    Json out = Json::array();
    for (const CommandDeclaration& c : command_declarations())
        out.push_back({{"command", c.command},
                       {"description", c.description},
                       {"usage_hint", c.usage_hint},
                       {"should_escape", true}});
    return out;
}

Json shortcuts()
{
    Json out = Json::array();
    for (const Feature* feature : features())
        for (const Shortcut& shortcut : feature->shortcuts)
            out.push_back({{"name", shortcut.name},
                           {"type", shortcut.on_message != nullptr ? "message" : "global"},
                           {"callback_id", shortcut.callback},
                           {"description", shortcut.description}});
    return out;
}

}  // namespace

std::vector<std::string> Desk::scopes() const
{
    std::vector<std::string> out;
    for (const ScopeUse& scope : kScopes) out.emplace_back(scope.name);
    return out;
}

std::string Desk::manifest() const { return manifest_of(false); }

std::span<const ScopeUse> scope_uses() { return kScopes; }

std::string manifest_of(bool is_smallest)
{
    Json manifest;
    manifest["display_information"] = {{"name", "Deskbell"},
                                       {"description", "Service desk: requests, promises, answers"},
                                       {"background_color", "#1d3c5a"}};
    manifest["features"] = {{"app_home",
                             {{"home_tab_enabled", true},
                              {"messages_tab_enabled", true},
                              // What nobody would read cannot be written.
                              {"messages_tab_read_only_enabled", is_smallest}}},
                            {"bot_user", {{"display_name", "deskbell"}, {"always_online", true}}},
                            {"slash_commands", commands()},
                            {"shortcuts", shortcuts()}};
    manifest["oauth_config"] = {{"scopes", {{"bot", scopes_of(is_smallest)}}}};
    manifest["settings"] = {{"event_subscriptions", {{"bot_events", events_of(is_smallest)}}},
                            {"interactivity", {{"is_enabled", true}}},
                            {"org_deploy_enabled", false},
                            {"socket_mode_enabled", true},
                            {"token_rotation_enabled", false}};
    return manifest.dump(4) + "\n";
}

std::vector<std::string> features_off(const std::vector<std::string>& missing)
{
    std::vector<std::string> out;
    for (const ScopeUse& scope : kScopes)
        if (scope.is_optional() && std::ranges::find(missing, scope.name) != missing.end())
            out.push_back(std::string(scope.off_without) + " (needs the scope " + std::string(scope.name) +
                          ")");
    return out;
}

}  // namespace deskbell::kernel
