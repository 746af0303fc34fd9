#include "slack/local/shapes.hpp"

#include "handlers/domain/time.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>

namespace deskbell::slack::local {

namespace {

Json reactions_json(const Message& m)
{
    Json out = Json::array();
    for (const auto& r : m.reactions)
        out.push_back({{"name", r.name}, {"users", r.users}, {"count", r.users.size()}});
    return out;
}

/// Where a PNG says how large it is. Source: RFC 2083, section 4.1.1.
constexpr std::size_t kPngWidth = 16, kPngHeight = 20;

unsigned big_endian(const std::string& bytes, std::size_t at)
{
    unsigned out = 0;
    for (std::size_t i = at; i < at + 4; ++i) out = out << 8u | static_cast<unsigned char>(bytes[i]);
    return out;
}

Json bot_profile(const Workspace& ws)
{
    return {{"id", ws.app.bot_id},   {"app_id", ws.app.app_id}, {"user_id", ws.app.user_id},
            {"name", ws.app.name},   {"deleted", false},        {"updated", 0},
            {"team_id", ws.team_id}, {"icons", Json::object()}};
}

void add_author(Json& out, const Workspace& ws, const Message& m)
{
    out["user"] = m.user;
    if (m.bot_id.empty())
        return;
    out["bot_id"] = m.bot_id;
    out["app_id"] = ws.app.app_id;
    out["bot_profile"] = bot_profile(ws);
    if (m.shown_name.empty())
        return;
    out["username"] = m.shown_name;
    if (!m.icon.empty())
        out["icons"] = {{m.icon.starts_with(":") ? "emoji" : "image_48", m.icon}};
}

void add_thread(Json& out, const Channel& channel, const Message& m)
{
    if (m.thread_ts.empty())
        return;
    out["thread_ts"] = m.thread_ts;
    const auto it = channel.replies.find(m.ts);
    if (m.is_reply()) {
        if (const Message* root = channel.find(m.thread_ts))
            out["parent_user_id"] = root->user;
        return;
    }
    if (it == channel.replies.end() || it->second.empty())
        return;
    out["reply_count"] = it->second.size();
    out["reply_users_count"] = m.reply_users.size();
    out["latest_reply"] = *it->second.rbegin();
    out["reply_users"] = m.reply_users;
    out["is_locked"] = false;
    out["subscribed"] = true;
}

}  // namespace

std::int64_t unix_of(Instant at)
{
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

std::string channel_type(const Channel& channel)
{
    switch (channel.kind) {
        case ChannelKind::open:
            return "channel";
        case ChannelKind::closed:
            return "group";
        case ChannelKind::im:
            return "im";
        case ChannelKind::mpim:
            return "mpim";
    }
    return {};
}

int zone_offset(const std::string& tz, Instant at)
{
    const auto second = std::chrono::floor<std::chrono::seconds>(at);
    // "Mon 23 Nov 10:30" there and in Greenwich; zones lie between -12 and +14 hours, so the day decides the
    // sign.
    const std::string there = wall_clock(second, tz), here = wall_clock(second, "UTC");
    const auto minutes = [](const std::string& clock) {
        const auto colon = clock.rfind(':');
        return std::atoi(clock.c_str() + colon - 2) * 60 + std::atoi(clock.c_str() + colon + 1);
    };
    int ahead = minutes(there) - minutes(here);
    if (there.substr(0, 3) != here.substr(0, 3))
        ahead += ahead < 0 ? 24 * 60 : -24 * 60;
    return ahead * 60;
}

std::string permalink(const Workspace& ws, const Channel& channel, const Message& message)
{
    std::string digits = message.ts;
    std::erase(digits, '.');
    std::string out = ws.base_url + "/archives/" + channel.id + "/p" + digits;
    if (message.is_reply())
        out += "?thread_ts=" + message.thread_ts + "&cid=" + channel.id;
    return out;
}

Json message_json(const Workspace& ws, const Channel& channel, const Message& m, bool with_metadata)
{
    Json out = {{"type", "message"}, {"ts", m.ts}, {"text", m.text}, {"team", ws.team_of(m.user)}};
    if (out["team"] != ws.team_id)
        out["user_team"] = out["source_team"] = out["team"];
    add_author(out, ws, m);
    if (!m.subtype.empty())
        out["subtype"] = m.subtype;
    if (!m.client_msg_id.empty())
        out["client_msg_id"] = m.client_msg_id;
    if (m.blocks && !m.blocks->empty())
        out["blocks"] = *m.blocks;
    if (m.attachments && !m.attachments->empty())
        out["attachments"] = *m.attachments;
    if (!m.edited_ts.empty())
        out["edited"] = {{"user", m.edited_by}, {"ts", m.edited_ts}};
    if (!m.reactions.empty())
        out["reactions"] = reactions_json(m);
    for (const auto& id : m.files)
        if (const auto it = ws.files.find(id); it != ws.files.end())
            out["files"].push_back(file_json(ws, it->second));
    if (m.subtype == "file_share")
        out["upload"] = false;
    if (std::ranges::find(channel.pins, m.ts) != channel.pins.end())
        out["pinned_to"] = Json::array({channel.id});
    if (m.metadata && with_metadata)
        out["metadata"] = *m.metadata;
    else if (m.metadata)
        out["metadata"] = {{"event_type", text_of(*m.metadata, "event_type")}};
    add_thread(out, channel, m);
    return out;
}

Json event_message(const Workspace& ws, const Channel& channel, const Message& message)
{
    Json out = message_json(ws, channel, message, true);
    out["channel"] = channel.id;
    out["event_ts"] = message.ts;
    out["channel_type"] = channel_type(channel);
    return out;
}

Json channel_json(const Workspace& ws, const Channel& c)
{
    const auto note = [&](const std::string& text) {
        return Json{{"value", text},
                    {"creator", text.empty() ? "" : c.creator},
                    {"last_set", text.empty() ? 0 : c.created}};
    };
    Json out = {{"id", c.id},
                {"created", c.created},
                {"is_im", c.kind == ChannelKind::im},
                {"is_mpim", c.kind == ChannelKind::mpim},
                {"is_private", c.is_private()},
                {"is_archived", c.is_archived},
                {"is_org_shared", false},
                {"is_shared", ws.is_ext_shared(c)},
                {"is_ext_shared", ws.is_ext_shared(c)},
                {"context_team_id", ws.team_id},
                {"updated", c.created * 1000}};
    if (c.kind == ChannelKind::im) {
        const auto other =
            std::ranges::find_if(c.members, [&](const auto& m) { return m != ws.app.user_id; });
        out["user"] = other == c.members.end() ? c.creator : *other;
        const Person* who = ws.person(text_of(out, "user"));
        out["is_user_deleted"] = who != nullptr && who->is_deleted;
        out["is_open"] = true;
        return out;
    }
    out["name"] = c.name;
    out["name_normalized"] = c.name;
    out["is_channel"] = true;
    out["is_group"] = false;
    out["is_general"] = c.name == "general";
    out["is_member"] = ws.bot_is_in(c);
    out["is_pending_ext_shared"] = false;
    out["pending_shared"] = Json::array();
    out["shared_team_ids"] = Json::array({ws.team_id});
    out["unlinked"] = 0;
    out["creator"] = c.creator;
    out["topic"] = note(c.topic);
    out["purpose"] = note(c.purpose);
    out["previous_names"] = Json::array();
    return out;
}

Json profile_json(const Workspace& ws, const Person& p)
{
    Json out = {{"title", p.title},
                {"phone", ""},
                {"skype", ""},
                {"real_name", p.real_name},
                {"real_name_normalized", p.real_name},
                {"display_name", p.name},
                {"display_name_normalized", p.name},
                {"status_text", ""},
                {"status_emoji", ""},
                {"avatar_hash", "local"},
                {"image_48", ws.base_url + "/avatar/" + p.id},
                {"image_72", ws.base_url + "/avatar/" + p.id},
                {"team", ws.team_of(p.id)}};
    if (p.is_bot) {
        out["bot_id"] = ws.app.bot_id;
        out["api_app_id"] = ws.app.app_id;
    } else if (!p.is_external()) {
        out["email"] = p.email;
    }
    return out;
}

Json person_json(const Workspace& ws, const Person& p, Instant now)
{
    return {{"id", p.id},
            {"team_id", ws.team_of(p.id)},
            {"name", p.name},
            {"deleted", p.is_deleted},
            {"color", p.color},
            {"real_name", p.real_name},
            {"tz", p.tz},
            {"tz_label", p.tz},
            {"tz_offset", zone_offset(p.tz, now)},
            {"profile", profile_json(ws, p)},
            {"is_admin", p.is_admin},
            {"is_owner", false},
            {"is_primary_owner", false},
            {"is_restricted", false},
            {"is_ultra_restricted", false},
            {"is_bot", p.is_bot},
            {"is_app_user", false},
            {"updated", p.updated},
            {"is_email_confirmed", true},
            {"who_can_share_contact_card", "EVERYONE"}};
}

Json file_json(const Workspace& ws, const File& f)
{
    std::set<std::string> open, closed, direct;
    Json shares = Json::object();
    for (const Share& share : f.shares) {
        const Channel* c = ws.channel(share.channel);
        if (!c)
            continue;
        (c->kind == ChannelKind::open ? open : c->kind == ChannelKind::im ? direct : closed).insert(c->id);
        Json one = {{"ts", share.ts}, {"channel_name", c->name}, {"team_id", ws.team_id}};
        if (!share.thread_ts.empty())
            one["thread_ts"] = share.thread_ts;
        shares[c->is_private() ? "private" : "public"][c->id].push_back(std::move(one));
    }
    const auto dot = f.name.rfind('.');
    const std::string type = dot == std::string::npos ? "text" : f.name.substr(dot + 1);
    const std::string address = ws.base_url + "/files-pri/" + f.id + "/" + f.name;
    Json out = {{"id", f.id},
                {"created", f.created},
                {"timestamp", f.created},
                {"name", f.name},
                {"title", f.title.empty() ? f.name : f.title},
                {"mimetype", f.mimetype},
                {"filetype", type},
                {"pretty_type", type},
                {"user", f.user},
                {"user_team", ws.team_id},
                {"editable", false},
                {"size", f.size},
                {"mode", "hosted"},
                {"is_external", false},
                {"external_type", ""},
                {"is_public", !open.empty()},
                {"public_url_shared", false},
                {"display_as_bot", false},
                {"username", ""},
                {"url_private", address},
                {"url_private_download", address},
                {"permalink", ws.base_url + "/files/" + f.id},
                {"channels", open},
                {"groups", closed},
                {"ims", direct},
                {"shares", std::move(shares)},
                {"file_access", "visible"}};
    if (!f.alt_text.empty())
        out["alt_txt"] = f.alt_text;
    if (f.mimetype == "image/png" && f.content.size() >= kPngHeight + 4) {
        out["original_w"] = big_endian(f.content, kPngWidth);
        out["original_h"] = big_endian(f.content, kPngHeight);
    }
    return out;
}

Json view_json(const Workspace& ws, const View& v)
{
    const Json& d = value_of(v.definition);
    Json out = {{"id", v.id},
                {"team_id", ws.team_id},
                {"type", text_of(d, "type")},
                {"blocks", d.value("blocks", Json::array())},
                {"private_metadata", text_of(d, "private_metadata")},
                {"callback_id", text_of(d, "callback_id")},
                {"external_id", v.external_id},
                {"state", v.state ? *v.state : Json{{"values", Json::object()}}},
                {"hash", v.hash},
                {"title", d.value("title", Json())},
                {"close", d.value("close", Json())},
                {"submit", d.value("submit", Json())},
                {"clear_on_close", is_set(d, "clear_on_close")},
                {"notify_on_close", is_set(d, "notify_on_close")},
                {"previous_view_id", v.previous_id.empty() ? Json() : Json(v.previous_id)},
                {"root_view_id", v.root_id},
                {"app_id", ws.app.app_id},
                {"app_installed_team_id", ws.team_id},
                {"bot_id", ws.app.bot_id}};
    return out;
}

}  // namespace deskbell::slack::local
