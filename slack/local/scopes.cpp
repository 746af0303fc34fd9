#include "slack/local/scopes.hpp"

#include "slack/local/args.hpp"
#include "slack/local/shapes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace deskbell::slack::local {

namespace {

/// The scopes of the manifest that docs.slack.dev/reference/scopes lists for what the workspace offers.
constexpr std::array kAll{"app_mentions:read",
                          "bookmarks:write",
                          "channels:history",
                          "channels:join",
                          "channels:manage",
                          "channels:read",
                          "channels:write.invites",
                          "chat:write",
                          "chat:write.customize",
                          "commands",
                          "files:read",
                          "files:write",
                          "groups:history",
                          "groups:read",
                          "groups:write",
                          "groups:write.invites",
                          "im:history",
                          "im:read",
                          "im:write",
                          "links:read",
                          "links:write",
                          "metadata.message:read",
                          "mpim:history",
                          "mpim:read",
                          "mpim:write",
                          "pins:write",
                          "reactions:read",
                          "reactions:write",
                          "team:read",
                          "usergroups:read",
                          "users:read",
                          "users:read.email",
                          "users.profile:read"};

/// An event, and the scope for it; ":history" and ":read" as with the methods.
struct EventScope {
    std::string_view type, scope;
};
constexpr std::array kEvents{
    EventScope{"message", ":history"},
    EventScope{"app_mention", "app_mentions:read"},
    EventScope{"reaction_added", "reactions:read"},
    EventScope{"reaction_removed", "reactions:read"},
    EventScope{"member_joined_channel", ":read"},
    EventScope{"member_left_channel", ":read"},
    EventScope{"channel_archive", "channels:read"},
    EventScope{"channel_unarchive", "channels:read"},
    EventScope{"channel_created", "channels:read"},
    EventScope{"group_archive", "groups:read"},
    EventScope{"group_unarchive", "groups:read"},
    EventScope{"user_change", "users:read"},
    EventScope{"team_join", "users:read"},
    EventScope{"file_shared", "files:read"},
};

/// How messages and membership events name the kind of a channel, and its family of scopes.
struct Family {
    std::string_view type, scopes;
};
constexpr std::array kFamilies{
    Family{"channel", "channels"}, Family{"C", "channels"}, Family{"group", "groups"},
    Family{"G", "groups"},         Family{"im", "im"},      Family{"mpim", "mpim"}};

std::string of_family(std::string_view scope, std::string_view type)
{
    if (!scope.starts_with(':'))
        return std::string(scope);
    const auto* found = std::ranges::find(kFamilies, type, &Family::type);
    return std::string(found == kFamilies.end() ? "channels" : found->scopes) + std::string(scope);
}

}  // namespace

std::string granted_scopes(const Workspace& ws)
{
    std::string out;
    for (const char* scope : kAll)
        if (ws.grants(scope))
            out += (out.empty() ? "" : ",") + std::string(scope);
    return out;
}

std::string scope_of_event(const Json& inner)
{
    const std::string type = text_of(inner, "type");
    const auto* row = std::ranges::find(kEvents, type, &EventScope::type);
    return row == kEvents.end() ? std::string() : of_family(row->scope, text_of(inner, "channel_type"));
}

std::string scope_of_call(const Workspace& ws, std::string_view scope, const Json& args)
{
    const Channel* c = ws.channel(arg(args, "channel"));
    return of_family(scope, c ? channel_type(*c) : std::string());
}

Json missing_scope(const Workspace& ws, const std::string& needed)
{
    Json out = refusal("missing_scope");
    out["needed"] = needed;
    out["provided"] = granted_scopes(ws);
    return out;
}

}  // namespace deskbell::slack::local
