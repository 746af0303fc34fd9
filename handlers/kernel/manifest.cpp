#include "handlers/kernel/commands.hpp"
#include "handlers/kernel/desk.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace deskbell::kernel {

namespace {

using Json = nlohmann::ordered_json;

/// A scope and what we need it for; the order is that of the manifest.
struct Scope {
    std::string_view name;
    std::string_view why;
};
constexpr std::array kScopes{
    Scope{"channels:history", "messages in public request channels"},
    Scope{"channels:read", "channel facts and members"},
    Scope{"chat:write", "cards, receipts, answers"},
    Scope{"chat:write.customize", "answers under the agent's name and picture"},
    Scope{"commands", "slash commands and shortcuts"},
    Scope{"files:read", "files in messages, to copy them to the other side; whether our own were shared"},
    Scope{"files:write", "charts and exports"},
    Scope{"groups:history", "messages in private agent channels"},
    Scope{"groups:read", "who is a member of an agent channel"},
    Scope{"im:history", "direct messages to the bot"},
    Scope{"im:read", "facts of direct messages, and which there are, to find what was missed"},
    Scope{"im:write", "to open a direct message"},
    Scope{"reactions:read", "the ticket reaction"},
    Scope{"reactions:write", "a sign on a word of thanks"},
    Scope{"usergroups:read", "roles that are given to user groups"},
    Scope{"users:read", "names and time zones"},
};
constexpr std::array kEvents{
    "app_home_opened",       "app_uninstalled",     "channel_archive",  "channel_id_changed", "group_archive",
    "member_joined_channel", "member_left_channel", "message.channels", "message.groups",     "message.im",
    "reaction_added",        "team_join",           "tokens_revoked",   "user_change"};

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
    return Json::array({{{"name", "New ticket"},
                         {"type", "global"},
                         {"callback_id", "ticket_new"},
                         {"description", "Open the form New ticket"}},
                        {{"name", "Create ticket"},
                         {"type", "message"},
                         {"callback_id", "ticket_from_message"},
                         {"description", "Create a ticket from this message"}}});
}

}  // namespace

std::vector<std::string> Desk::scopes() const
{
    std::vector<std::string> out;
    for (const Scope& scope : kScopes) out.emplace_back(scope.name);
    return out;
}

std::string Desk::manifest() const
{
    Json manifest;
    manifest["display_information"] = {{"name", "Deskbell"},
                                       {"description", "Service desk: requests, promises, answers"},
                                       {"background_color", "#1d3c5a"}};
    manifest["features"] = {{"app_home",
                             {{"home_tab_enabled", true},
                              {"messages_tab_enabled", true},
                              {"messages_tab_read_only_enabled", false}}},
                            {"bot_user", {{"display_name", "deskbell"}, {"always_online", true}}},
                            {"slash_commands", commands()},
                            {"shortcuts", shortcuts()}};
    manifest["oauth_config"] = {{"scopes", {{"bot", scopes()}}}};
    manifest["settings"] = {{"event_subscriptions", {{"bot_events", kEvents}}},
                            {"interactivity", {{"is_enabled", true}}},
                            {"org_deploy_enabled", false},
                            {"socket_mode_enabled", true},
                            {"token_rotation_enabled", false}};
    return manifest.dump(4) + "\n";
}

}  // namespace deskbell::kernel
