#include "slack/local/api.hpp"
#include "slack/local/args.hpp"
#include "slack/local/channels.hpp"
#include "slack/local/shapes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace deskbell::slack::local {

namespace {

constexpr std::size_t kInviteMax = 100;
/// Source: docs.slack.dev/reference/methods/users.conversations, "types"
constexpr std::array<std::string_view, 4> kTypes{"public_channel", "private_channel", "mpim", "im"};

Json with_channel(const Workspace& ws, const Channel& c)
{
    Json out = success();
    out["channel"] = channel_json(ws, c);
    return out;
}

void put_cursor(Json& out, const Page& page)
{
    out["response_metadata"] = {{"next_cursor", page.next_cursor}};
}

Json open(Workspace& ws, const Json& args, Instant now)
{
    if (const std::string id = arg(args, "channel"); !id.empty()) {
        Channel* c = visible_channel(ws, id);
        return c ? with_channel(ws, *c) : refusal("channel_not_found");
    }
    const auto users = list(args, "users");
    if (users.empty())
        return refusal("users_list_not_supplied");
    if (users.size() > 8)
        return refusal("too_many_users");
    for (const auto& user : users) {
        const Person* who = ws.person(user);
        if (!who)
            return refusal("user_not_found");
        if (who->is_deleted)
            return refusal("user_disabled");
        if (who->is_external())
            return refusal("user_not_visible");
    }
    Channel* c = nullptr;
    if (users.size() == 1) {
        c = &ws.direct(ws.app.user_id, users.front(), now);
    } else {
        std::vector<std::string> members = users;
        members.push_back(ws.app.user_id);
        std::ranges::sort(members);
        for (auto& [id, known] : ws.channels)
            if (known.kind == ChannelKind::mpim && known.members == members)
                c = &known;
        if (!c) {
            c = &create_channel(ws, "mpdm-" + Workspace::uuid(), true, ws.app.user_id, now);
            c->kind = ChannelKind::mpim;
            c->members = members;
        }
    }
    Json out = success();
    out["no_op"] = !c->messages.empty();
    out["already_open"] = !c->messages.empty();
    out["channel"] = flag(args, "return_im") ? channel_json(ws, *c) : Json{{"id", c->id}};
    return out;
}

Json info(Workspace& ws, const Json& args, Instant)
{
    Channel* c = visible_channel(ws, arg(args, "channel"));
    if (!c)
        return refusal("channel_not_found");
    Json out = with_channel(ws, *c);
    if (flag(args, "include_num_members"))
        out["channel"]["num_members"] = c->members.size();
    return out;
}

/// What conversations.list calls the kind.
std::string type_name(const Channel& c)
{
    return c.kind == ChannelKind::open     ? "public_channel"
           : c.kind == ChannelKind::closed ? "private_channel"
                                           : channel_type(c);
}

Json listed(Workspace& ws, const Json& args, const std::string& member)
{
    auto types = list(args, "types");
    if (types.empty())
        types = {"public_channel"};
    for (const std::string& type : types)
        if (std::ranges::find(kTypes, type) == kTypes.end())
            return refusal("invalid_types");
    std::vector<const Channel*> found;
    for (const auto& [id, c] : ws.channels) {
        const bool wanted = std::ranges::find(types, type_name(c)) != types.end();
        const bool seen = member.empty() ? (!c.is_private() || ws.bot_is_in(c))
                                         : (c.has(member) && (!c.is_private() || ws.bot_is_in(c)));
        if (wanted && seen && !(c.is_archived && flag(args, "exclude_archived")))
            found.push_back(&c);
    }
    const Page page = page_of(found.size(), args, 100, 1000);
    if (!page.error.empty())
        return refusal(page.error);
    Json out = success();
    out["channels"] = Json::array();
    for (std::size_t i = page.from; i < page.to; ++i) {
        out["channels"].push_back(channel_json(ws, *found[i]));
        out["channels"].back()["num_members"] = found[i]->members.size();
    }
    put_cursor(out, page);
    return out;
}

Json list_all(Workspace& ws, const Json& args, Instant) { return listed(ws, args, {}); }

Json list_mine(Workspace& ws, const Json& args, Instant)
{
    const std::string user = arg(args, "user");
    if (!user.empty() && !ws.person(user))
        return refusal("user_not_found");
    return listed(ws, args, user.empty() ? ws.app.user_id : user);
}

Json members(Workspace& ws, const Json& args, Instant)
{
    Channel* c = visible_channel(ws, arg(args, "channel"));
    if (!c)
        return refusal("channel_not_found");
    const Page page = page_of(c->members.size(), args, 100, 1000);
    if (!page.error.empty())
        return refusal(page.error);
    Json out = success();
    out["members"] = Json::array();
    for (std::size_t i = page.from; i < page.to; ++i) out["members"].push_back(c->members[i]);
    put_cursor(out, page);
    return out;
}

bool in_range(const std::string& ts, const Json& args)
{
    const std::string oldest = arg(args, "oldest"), latest = arg(args, "latest");
    const bool inclusive = flag(args, "inclusive");
    // Times may be given without a fraction; texts of the same length sort like numbers.
    const auto padded = [](std::string t) { return t.find('.') == std::string::npos ? t + ".000000" : t; };
    if (!oldest.empty() && oldest != "0" && (inclusive ? ts < padded(oldest) : ts <= padded(oldest)))
        return false;
    return latest.empty() || (inclusive ? ts <= padded(latest) : ts < padded(latest));
}

Json history(Workspace& ws, const Json& args, Instant)
{
    Channel* c = visible_channel(ws, arg(args, "channel"));
    if (!c)
        return refusal("channel_not_found");
    if (!ws.bot_is_in(*c))
        return refusal("not_in_channel");
    std::vector<const Message*> found;
    for (auto it = c->messages.rbegin(); it != c->messages.rend(); ++it)
        if ((!it->second.is_reply() || it->second.is_broadcast) && in_range(it->first, args))
            found.push_back(&it->second);
    const Page page = page_of(found.size(), args, 100, 999);
    if (!page.error.empty())
        return refusal(page.error);
    Json out = success();
    out["messages"] = Json::array();
    for (std::size_t i = page.from; i < page.to; ++i)
        out["messages"].push_back(message_json(ws, *c, *found[i], flag(args, "include_all_metadata")));
    out["has_more"] = !page.next_cursor.empty();
    out["pin_count"] = c->pins.size();
    put_cursor(out, page);
    return out;
}

Json replies(Workspace& ws, const Json& args, Instant)
{
    Channel* c = visible_channel(ws, arg(args, "channel"));
    if (!c)
        return refusal("channel_not_found");
    if (!ws.bot_is_in(*c))
        return refusal("not_in_channel");
    const Message* named = c->find(arg(args, "ts"));
    const Message* root = named && named->is_reply() ? c->find(named->thread_ts) : named;
    if (!root)
        return refusal("thread_not_found");
    std::vector<const Message*> found;
    for (const auto& ts : c->replies[root->ts])
        if (const Message* m = c->find(ts); m && in_range(ts, args))
            found.push_back(m);
    const Page page = page_of(found.size(), args, 1000, 1000);
    if (!page.error.empty())
        return refusal(page.error);
    const bool all = flag(args, "include_all_metadata");
    Json out = success();
    out["messages"] = Json::array({message_json(ws, *c, *root, all)});
    for (std::size_t i = page.from; i < page.to; ++i)
        out["messages"].push_back(message_json(ws, *c, *found[i], all));
    out["has_more"] = !page.next_cursor.empty();
    put_cursor(out, page);
    return out;
}

Json join_channel(Workspace& ws, const Json& args, Instant now)
{
    Channel* c = visible_channel(ws, arg(args, "channel"));
    if (!c)
        return refusal("channel_not_found");
    if (c->is_private())
        return refusal("method_not_supported_for_channel_type");
    if (c->is_archived)
        return refusal("is_archived");
    const bool was_in = ws.bot_is_in(*c);
    join(ws, *c, ws.app.user_id, {}, now);
    Json out = with_channel(ws, *c);
    if (was_in) {
        out["warning"] = "already_in_channel";
        out["response_metadata"] = {{"warnings", {"already_in_channel"}}};
    }
    return out;
}

Json invite(Workspace& ws, const Json& args, Instant now)
{
    Channel* c = visible_channel(ws, arg(args, "channel"));
    const auto users = list(args, "users");
    if (!c)
        return refusal("channel_not_found");
    if (!ws.bot_is_in(*c))
        return refusal("not_in_channel");
    if (users.empty() || users.size() > kInviteMax)
        return refusal("no_user");
    for (const auto& user : users) {
        if (!ws.person(user))
            return refusal("user_not_found");
        if (user == ws.app.user_id)
            return refusal("cant_invite_self");
        if (c->has(user))
            return refusal("already_in_channel");
    }
    for (const auto& user : users) join(ws, *c, user, ws.app.user_id, now);
    return with_channel(ws, *c);
}

Json create(Workspace& ws, const Json& args, Instant now)
{
    const std::string name = arg(args, "name");
    if (const auto error = name_error(ws, name); !error.empty())
        return refusal(error);
    if (ws.channels.size() >= Workspace::kChannelsMax)
        return refusal("restricted_action");
    return with_channel(ws, create_channel(ws, name, flag(args, "is_private"), ws.app.user_id, now));
}

Json leave_channel(Workspace& ws, const Json& args, Instant now)
{
    Channel* c = visible_channel(ws, arg(args, "channel"));
    if (!c)
        return refusal("channel_not_found");
    if (c->kind == ChannelKind::im || c->kind == ChannelKind::mpim)
        return refusal("method_not_supported_for_channel_type");
    Json out = success();
    if (!ws.bot_is_in(*c))
        out["not_in_channel"] = true;
    leave(ws, *c, ws.app.user_id, now);
    return out;
}

}  // namespace

std::span<const Method> conversation_methods()
{
    static constexpr std::array rows{
        Method{"conversations.open", open, kTier3, true, "im:write"},
        Method{"conversations.info", info, kTier3, false, ":read"},
        Method{"conversations.list", list_all, kTier2, false, ":read"},
        Method{"users.conversations", list_mine, kTier3, false, ":read"},
        Method{"conversations.members", members, kTier4, false, ":read"},
        Method{"conversations.history", history, kTier3, true, ":history"},
        Method{"conversations.replies", replies, kTier3, false, ":history"},
        Method{"conversations.join", join_channel, kTier3, true, "channels:join"},
        Method{"conversations.invite", invite, kTier3, true},
        Method{"conversations.create", create, kTier2, true},
        Method{"conversations.leave", leave_channel, kTier3, true},
    };
    return rows;
}

}  // namespace deskbell::slack::local
