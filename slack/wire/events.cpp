#include "slack/wire/frame.hpp"
#include "slack/wire/reading.hpp"

#include <algorithm>
#include <array>

namespace deskbell::slack {

namespace {

// "U1" or {"id":"U1",...}: channel_rename and user_change carry objects where others carry ids.
std::string id_of(const Json& value) { return value.is_object() ? value.text("id") : value.text(); }

// Edits, deletions and reply counts come as a message about a message; the inner one is what they are about.
Payload read_message_about(const Json& event, const Json& outer, MessageEvent::Kind kind)
{
    MessageEvent out;
    out.kind = kind;
    out.team = outer.text("team_id");
    out.message = read_message(event.at("message"));
    out.previous = read_message(event.at("previous_message"));
    // A deleted message with replies stays as a "tombstone" and is announced as a change.
    if (out.message.subtype == "tombstone")
        out.kind = MessageEvent::Kind::deleted;
    if (out.message.ts.empty())
        out.message.ts = event.text("deleted_ts").empty() ? out.previous.ts : event.text("deleted_ts");
    for (MessageInfo* message : {&out.message, &out.previous}) {
        message->channel = event.text("channel");
        message->channel_type = event.text("channel_type");
    }
    if (out.kind == MessageEvent::Kind::deleted) {
        MessageInfo left;
        left.channel = out.message.channel;
        left.channel_type = out.message.channel_type;
        left.ts = out.message.ts;
        out.message = left;
    }
    return out;
}

struct About {
    std::string_view subtype;
    MessageEvent::Kind kind;
};
constexpr std::array kAbout{
    About{"message_changed", MessageEvent::Kind::changed},
    About{"message_replied", MessageEvent::Kind::changed},
    About{"message_deleted", MessageEvent::Kind::deleted},
};

Payload read_message_event(const Json& event, const Json& outer)
{
    const std::string subtype = event.text("subtype");
    const auto* about = std::ranges::find(kAbout, subtype, &About::subtype);
    if (about != kAbout.end())
        return read_message_about(event, outer, about->kind);
    MessageEvent out;
    out.message = read_message(event);
    out.team = outer.text("team_id");
    return out;
}

Payload read_reaction(const Json& event, const Json&)
{
    const Json item = event.at("item");
    if (item.text("type") != "message")
        return UnknownPayload{event.text("type"), "not on a message"};
    ReactionEvent out;
    out.added = event.text("type") == "reaction_added";
    out.user = event.text("user");
    out.name = event.text("reaction");
    out.name = out.name.substr(0, out.name.find("::"));  // without the skin tone
    out.channel = item.text("channel");
    out.ts = item.text("ts");
    out.item_user = event.text("item_user");
    out.event_ts = event.text("event_ts");
    return out;
}

Payload read_membership(const Json& event, const Json&)
{
    return MembershipEvent{event.text("type") == "member_joined_channel", event.text("user"),
                           event.text("channel"), event.text("inviter"), event.text("channel_type") == "G"};
}

Payload read_home_opened(const Json& event, const Json&)
{
    return HomeOpened{event.text("user"), event.text("tab"), event.text("channel")};
}

Payload read_person(const Json& event, const Json&)
{
    const Json user = event.at("user");
    PersonChanged out;
    out.id = user.text("id");
    for (const std::string& name : {user.text("real_name"), user.at("profile").text("real_name"),
                                    user.at("profile").text("display_name"), user.text("name")})
        if (out.name.empty())
            out.name = name;
    out.timezone = user.text("tz");
    out.is_bot = user.flag("is_bot");
    out.is_deleted = user.flag("deleted");
    out.is_admin = user.flag("is_admin") || user.flag("is_owner");
    out.picture = user.at("profile").text("image_72");
    return out;
}

Payload read_workspace(const Json& event, const Json&)
{
    WorkspaceEvent out;
    out.type = event.text("type");
    out.channel = id_of(event.at("channel"));
    if (out.channel.empty())
        out.channel = event.text("old_channel_id");
    out.new_channel = event.text("new_channel_id");
    return out;
}

struct Kind {
    std::string_view type;
    Payload (*read)(const Json& event, const Json& outer);
};
constexpr std::array kKinds{
    Kind{"message", read_message_event},
    Kind{"app_mention", read_message_event},
    Kind{"reaction_added", read_reaction},
    Kind{"reaction_removed", read_reaction},
    Kind{"member_joined_channel", read_membership},
    Kind{"member_left_channel", read_membership},
    Kind{"app_home_opened", read_home_opened},
    Kind{"user_change", read_person},
    Kind{"user_profile_changed", read_person},
    Kind{"team_join", read_person},
    Kind{"app_uninstalled", read_workspace},
    Kind{"app_rate_limited", read_workspace},
    Kind{"tokens_revoked", read_workspace},
    Kind{"team_access_granted", read_workspace},
    Kind{"team_access_revoked", read_workspace},
    Kind{"grid_migration_started", read_workspace},
    Kind{"grid_migration_finished", read_workspace},
    Kind{"channel_archive", read_workspace},
    Kind{"channel_unarchive", read_workspace},
    Kind{"channel_rename", read_workspace},
    Kind{"channel_deleted", read_workspace},
    Kind{"channel_left", read_workspace},
    Kind{"channel_id_changed", read_workspace},
    Kind{"channel_shared", read_workspace},
    Kind{"channel_unshared", read_workspace},
    Kind{"group_archive", read_workspace},
    Kind{"group_unarchive", read_workspace},
    Kind{"group_rename", read_workspace},
    Kind{"group_deleted", read_workspace},
    Kind{"group_left", read_workspace},
    Kind{"subteam_created", read_workspace},
    Kind{"subteam_updated", read_workspace},
    Kind{"subteam_members_changed", read_workspace},
};

}  // namespace

FileInfo read_file(const Json& file)
{
    FileInfo out{file.text("id"), file.text("name"), file.text("permalink")};
    out.download = file.text("url_private_download");
    out.size = file.number("size");
    out.is_public = file.flag("is_public");
    out.is_external = file.flag("is_external");
    return out;
}

MessageInfo read_message(const Json& message)
{
    MessageInfo out;
    out.channel = id_of(message.at("channel"));
    out.channel_type = message.text("channel_type");
    out.user = id_of(message.at("user"));
    for (const std::string_view member : {"user_team", "source_team", "team"})
        if (out.team.empty())
            out.team = message.text(member);
    out.bot_id = message.text("bot_id");
    out.subtype = message.text("subtype");
    out.text = message.text("text");
    out.ts = message.text("ts");
    out.thread_ts = message.text("thread_ts");
    for (const Json& file : message.at("files").items()) out.files.push_back(read_file(file));
    for (const Json& reaction : message.at("reactions").items()) {
        const std::vector<Json> users = reaction.at("users").items();
        const std::string name = reaction.text("name");
        if (!users.empty())
            out.reactions.push_back({name.substr(0, name.find("::")), users.front().text()});
    }
    out.is_edited = message.at("edited").is_object();
    return out;
}

MessageInfo parse_message(std::string_view json, std::string_view channel)
{
    const auto message = Json::parse(json);
    MessageInfo out = message ? read_message(*message) : MessageInfo{};
    out.channel = channel;
    // A conversation with one person has this letter; the other kinds are alike for us.
    out.channel_type = channel.starts_with('D') ? "im" : "channel";
    return out;
}

Payload read_event(const Json& payload)
{
    // app_rate_limited comes without an inner event. Source: slackapi/node-slack-sdk, socket-mode 3.1.1
    const Json event = payload.at("event").is_object() ? payload.at("event") : payload;
    const std::string type = event.text("type");
    const auto* kind = std::ranges::find(kKinds, type, &Kind::type);
    if (kind == kKinds.end())
        return UnknownPayload{type, "no such event is known"};
    return kind->read(event, payload);
}

}  // namespace deskbell::slack
