#include "slack/local/interactions.hpp"

#include "slack/local/shapes.hpp"

#include <nlohmann/json.hpp>

namespace deskbell::slack::local {

namespace {

constexpr const char* kToken = "local-verification-token";

Json common(const Workspace& ws, const Person& who, const char* type)
{
    return {{"type", type},
            {"token", kToken},
            {"api_app_id", ws.app.app_id},
            {"team", {{"id", ws.team_id}, {"domain", ws.team_domain}}},
            {"enterprise", nullptr},
            {"is_enterprise_install", false},
            {"user",
             {{"id", who.id}, {"username", who.name}, {"name", who.name}, {"team_id", ws.team_of(who.id)}}}};
}

Json channel_note(const Channel& where) { return {{"id", where.id}, {"name", payload_name(where)}}; }

}  // namespace

std::string payload_name(const Channel& where)
{
    switch (where.kind) {
        case ChannelKind::im:
            return "directmessage";
        case ChannelKind::open:
            return where.name;
        default:
            return "privategroup";
    }
}

std::string address_of(const Workspace& ws, const ResponseUrl& url)
{
    return ws.base_url + "/" + url.kind + "/" + ws.team_id + "/" + url.id;
}

Json command_payload(Workspace& ws, const Person& who, const Channel& where, const std::string& command,
                     const std::string& text, const ResponseUrl& url, Instant now)
{
    return {{"token", kToken},
            {"team_id", ws.team_id},
            {"team_domain", ws.team_domain},
            {"channel_id", where.id},
            {"channel_name", payload_name(where)},
            {"user_id", who.id},
            {"user_name", who.name},
            {"command", command},
            {"text", text},
            {"api_app_id", ws.app.app_id},
            {"is_enterprise_install", "false"},
            {"response_url", address_of(ws, url)},
            {"trigger_id", ws.new_trigger(who.id, {}, now)}};
}

Json shortcut_payload(Workspace& ws, const Person& who, const std::string& callback_id, Instant now)
{
    Json out = common(ws, who, "shortcut");
    out["callback_id"] = callback_id;
    out["trigger_id"] = ws.new_trigger(who.id, {}, now);
    out["action_ts"] = ws.next_ts(now);
    return out;
}

Json message_action_payload(Workspace& ws, const Person& who, const std::string& callback_id,
                            const Channel& where, const Message& message, const ResponseUrl& url, Instant now)
{
    Json out = common(ws, who, "message_action");
    out["callback_id"] = callback_id;
    out["trigger_id"] = ws.new_trigger(who.id, {}, now);
    out["action_ts"] = ws.next_ts(now);
    out["response_url"] = address_of(ws, url);
    out["channel"] = channel_note(where);
    out["message"] = message_json(ws, where, message, true);
    out["message_ts"] = message.ts;
    return out;
}

Json message_click_payload(Workspace& ws, const Person& who, const Channel& where, const Message& message,
                           bool is_ephemeral, Json action, Json values, const ResponseUrl& url, Instant now)
{
    Json out = common(ws, who, "block_actions");
    out["container"] = {{"type", "message"},
                        {"message_ts", message.ts},
                        {"channel_id", where.id},
                        {"is_ephemeral", is_ephemeral}};
    if (!message.thread_ts.empty())
        out["container"]["thread_ts"] = message.thread_ts;
    out["trigger_id"] = ws.new_trigger(who.id, {}, now);
    out["channel"] = channel_note(where);
    if (!is_ephemeral)
        out["message"] = message_json(ws, where, message, true);
    out["state"] = {{"values", std::move(values)}};
    out["response_url"] = address_of(ws, url);
    action["action_ts"] = ws.next_ts(now);
    out["actions"] = Json::array({std::move(action)});
    return out;
}

Json view_click_payload(Workspace& ws, const Person& who, const View& view, Json action, Instant now)
{
    Json out = common(ws, who, "block_actions");
    out["container"] = {{"type", "view"}, {"view_id", view.id}};
    out["trigger_id"] = ws.new_trigger(who.id, view.id, now);
    out["view"] = view_json(ws, view);
    action["action_ts"] = ws.next_ts(now);
    out["actions"] = Json::array({std::move(action)});
    return out;
}

Json submission_payload(Workspace& ws, const Person& who, const View& view, Json response_urls, Instant now)
{
    Json out = common(ws, who, "view_submission");
    out["trigger_id"] = ws.new_trigger(who.id, view.id, now);
    out["view"] = view_json(ws, view);
    out["response_urls"] = std::move(response_urls);
    return out;
}

Json closed_payload(Workspace& ws, const Person& who, const View& view, bool is_cleared)
{
    Json out = common(ws, who, "view_closed");
    out["view"] = view_json(ws, view);
    out["view"]["state"] = {{"values", Json::object()}};
    out["is_cleared"] = is_cleared;
    return out;
}

Json suggestion_payload(Workspace& ws, const Person& who, const std::string& block_id,
                        const std::string& action_id, const std::string& typed)
{
    Json out = common(ws, who, "block_suggestion");
    out["action_id"] = action_id;
    out["block_id"] = block_id;
    out["value"] = typed;
    return out;
}

}  // namespace deskbell::slack::local
