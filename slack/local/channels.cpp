#include "slack/local/channels.hpp"

#include "slack/local/messages.hpp"
#include "slack/local/shapes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace deskbell::slack::local {

namespace {

constexpr std::size_t kNameMax = 80;

void tell_of_membership(Workspace& ws, const Channel& c, const std::string& type, const std::string& user,
                        const std::string& inviter, Instant now)
{
    Json event = {{"type", type},
                  {"user", user},
                  {"channel", c.id},
                  {"channel_type", c.is_private() ? "G" : "C"},
                  {"team", ws.team_of(user)}};
    if (!inviter.empty())
        event["inviter"] = inviter;
    ws.emit(std::move(event), now);
}

}  // namespace

void join(Workspace& ws, Channel& channel, const std::string& user, const std::string& inviter, Instant now)
{
    if (channel.has(user))
        return;
    channel.members.push_back(user);
    if (!channel.messages.empty())
        channel.read_until[user] = channel.messages.rbegin()->first;
    Draft line;
    line.user = user;
    line.subtype = channel.is_private() ? "group_join" : "channel_join";
    line.text = "<@" + user + "> has joined the channel";
    post(ws, channel, line, now);
    if (ws.bot_is_in(channel))
        tell_of_membership(ws, channel, "member_joined_channel", user, inviter, now);
    ws.touch_all();
}

void leave(Workspace& ws, Channel& channel, const std::string& user, Instant now)
{
    if (!channel.has(user))
        return;
    const bool bot_was_in = ws.bot_is_in(channel);
    std::erase(channel.members, user);
    if (bot_was_in)
        tell_of_membership(ws, channel, "member_left_channel", user, {}, now);
    ws.touch_all();
}

void set_archived(Workspace& ws, Channel& channel, bool is_archived, const std::string& by, Instant now)
{
    if (channel.is_archived == is_archived)
        return;
    const std::string kind = channel.is_private() ? "group" : "channel";
    const std::string what = is_archived ? "archive" : "unarchive";
    Draft line;
    line.user = by;
    line.subtype = kind + "_" + what;
    line.text = "<@" + by + "> " + what + "d the channel";
    channel.is_archived = is_archived;
    post(ws, channel, line, now);
    if (ws.bot_is_in(channel))
        ws.emit({{"type", kind + "_" + what}, {"channel", channel.id}, {"user", by}}, now);
    ws.touch_all();
}

std::string name_error(Workspace& ws, const std::string& name)
{
    if (name.empty())
        return "invalid_name_required";
    if (name.size() > kNameMax)
        return "invalid_name_maxlength";
    const bool plain = std::ranges::all_of(name, [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c >= 0x80;
    });
    if (!plain)
        return "invalid_name_specials";
    return ws.channel_named(name) ? "name_taken" : "";
}

Channel& create_channel(Workspace& ws, const std::string& name, bool is_private, const std::string& creator,
                        Instant now)
{
    Channel made;
    made.id = ws.next_id('C');
    made.name = name;
    made.kind = is_private ? ChannelKind::closed : ChannelKind::open;
    made.creator = creator;
    made.created = unix_of(now);
    made.members = {creator};
    Channel& kept = ws.channels.emplace(made.id, std::move(made)).first->second;
    if (!is_private)
        ws.emit({{"type", "channel_created"},
                 {"channel",
                  {{"id", kept.id},
                   {"name", name},
                   {"created", kept.created},
                   {"creator", creator},
                   {"is_channel", true},
                   {"context_team_id", ws.team_id}}}},
                now);
    ws.touch_all();
    return kept;
}

}  // namespace deskbell::slack::local
