#include "slack/local/person_view.hpp"

#include "slack/local/shapes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace deskbell::slack::local {

namespace {

/// Messages of a channel that the page gets; older ones stay on the server.
constexpr std::size_t kShownMax = 200;

Json shown_message(const Workspace& ws, const Person& who, const Channel& c, const Message& m)
{
    Json out = message_json(ws, c, m, false);
    out.erase("metadata");
    out["is_mine"] = m.user == who.id;
    for (const char* key : {"reactions", "files", "blocks"})
        if (!out.contains(key))
            out[key] = Json::array();
    if (!out.contains("reply_count"))
        out["reply_count"] = 0;
    return out;
}

Json shown_messages(const Workspace& ws, const Person& who, const Channel& c)
{
    std::map<std::string, Json> by_ts;
    for (auto it = c.messages.rbegin(); it != c.messages.rend() && by_ts.size() < kShownMax; ++it)
        by_ts[it->first] = shown_message(ws, who, c, it->second);
    for (const auto& e : ws.ephemerals) {
        if (e.person != who.id || e.channel != c.id)
            continue;
        by_ts[e.message.ts] = shown_message(ws, who, c, e.message);
        by_ts[e.message.ts]["ephemeral"] = e.message.ts;
    }
    Json out = Json::array();
    for (auto& [ts, message] : by_ts) out.push_back(std::move(message));
    return out;
}

std::size_t unread_of(const Person& who, const Channel& c)
{
    const auto mark = c.read_until.find(who.id);
    const auto from = mark == c.read_until.end() ? c.messages.begin() : c.messages.upper_bound(mark->second);
    return static_cast<std::size_t>(
        std::count_if(from, c.messages.end(), [&](const auto& m) { return m.second.user != who.id; }));
}

Json shown_channel(const Workspace& ws, const Person& who, const Channel& c)
{
    const bool is_im = c.kind == ChannelKind::im;
    Json out = {{"id", c.id},
                {"name", c.name},
                {"is_private", c.is_private()},
                {"is_im", is_im},
                {"is_archived", c.is_archived},
                {"is_ext_shared", ws.is_ext_shared(c)},
                {"is_member", c.has(who.id)},
                {"members", c.members},
                {"unread", c.has(who.id) ? unread_of(who, c) : 0},
                {"topic", c.topic},
                {"messages", shown_messages(ws, who, c)}};
    if (is_im) {
        const auto other = std::ranges::find_if(c.members, [&](const auto& m) { return m != who.id; });
        out["user"] = other == c.members.end() ? who.id : *other;
    }
    return out;
}

Json shown_view(const Workspace& ws, const View& v)
{
    Json out = view_json(ws, v);
    if (!v.errors.empty())
        out["errors"] = v.errors;
    return out;
}

Json shown_people(const Workspace& ws)
{
    Json out = Json::array();
    for (const auto& p : ws.people)
        out.push_back({{"id", p.id},
                       {"name", p.name},
                       {"real_name", p.real_name},
                       {"is_bot", p.is_bot},
                       {"color", p.color},
                       {"title", p.title},
                       {"tz", p.tz},
                       {"is_deleted", p.is_deleted},
                       {"is_external", p.is_external()}});
    return out;
}

void add_offers(const Workspace& ws, Json& out)
{
    out["commands"] = Json::array();
    for (const auto& c : ws.commands)
        out["commands"].push_back(
            {{"command", c.command}, {"description", c.description}, {"usage_hint", c.usage_hint}});
    out["shortcuts"] = Json::array();
    for (const auto& s : ws.shortcuts)
        out["shortcuts"].push_back({{"callback_id", s.callback_id},
                                    {"type", s.type},
                                    {"name", s.name},
                                    {"description", s.description}});
}

}  // namespace

Json person_view(const Workspace& ws, const Person& who, bool app_connected, Instant now)
{
    Json out = {{"version", ws.version},
                {"me",
                 {{"id", who.id},
                  {"name", who.name},
                  {"real_name", who.real_name},
                  {"tz", who.tz},
                  {"tz_offset", zone_offset(who.tz, now)},
                  {"title", who.title},
                  {"is_admin", who.is_admin},
                  {"color", who.color}}},
                {"people", shown_people(ws)},
                {"workspace",
                 {{"name", ws.team_name},
                  {"app",
                   {{"id", ws.app.app_id},
                    {"name", ws.app.real_name},
                    {"user_id", ws.app.user_id},
                    {"connected", app_connected}}}}},
                {"channels", Json::array()},
                {"home", Json()},
                {"views", Json::array()}};
    add_offers(ws, out);
    for (const auto& [id, c] : ws.channels)
        if (c.has(who.id) || (c.kind == ChannelKind::open && !who.is_external()))
            out["channels"].push_back(shown_channel(ws, who, c));
    if (const auto home = ws.homes.find(who.id); home != ws.homes.end())
        out["home"] = shown_view(ws, home->second);
    if (const auto stack = ws.stacks.find(who.id); stack != ws.stacks.end())
        for (const auto& v : stack->second) out["views"].push_back(shown_view(ws, v));
    return out;
}

Json whole_state(const Workspace& ws)
{
    Json out = {{"version", ws.version},       {"people", shown_people(ws)}, {"channels", Json::array()},
                {"ephemerals", Json::array()}, {"views", Json::object()},    {"homes", Json::object()}};
    add_offers(ws, out);
    for (const auto& [id, c] : ws.channels) {
        Json channel = {{"id", id},
                        {"name", c.name},
                        {"type", channel_type(c)},
                        {"is_private", c.is_private()},
                        {"is_archived", c.is_archived},
                        {"members", c.members},
                        {"topic", c.topic},
                        {"pins", c.pins},
                        {"messages", Json::array()}};
        for (const auto& [ts, m] : c.messages) channel["messages"].push_back(message_json(ws, c, m, true));
        out["channels"].push_back(std::move(channel));
    }
    for (const auto& e : ws.ephemerals)
        if (const Channel* c = ws.channel(e.channel)) {
            Json entry = message_json(ws, *c, e.message, true);
            entry["channel"] = e.channel;
            entry["person"] = e.person;
            out["ephemerals"].push_back(std::move(entry));
        }
    for (const auto& [user, stack] : ws.stacks)
        for (const auto& v : stack) out["views"][user].push_back(shown_view(ws, v));
    for (const auto& [user, home] : ws.homes) out["homes"][user] = shown_view(ws, home);
    return out;
}

}  // namespace deskbell::slack::local
