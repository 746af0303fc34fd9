#include "slack/local/api.hpp"
#include "slack/local/api_content.hpp"
#include "slack/local/args.hpp"
#include "slack/local/scopes.hpp"
#include "slack/local/shapes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace deskbell::slack::local {

namespace {

/// For a name and a picture of one's own.
constexpr std::string_view kCustomize = "chat:write.customize";

Json refused(const Content& content) { return content.refusal ? *content.refusal : refusal(content.error); }

/// Channels, "#name" and people (whose direct messages are opened): where a post may go.
Channel* post_target(Workspace& ws, std::string name, Instant now)
{
    if (const Person* who = ws.person(name); who && name != ws.app.user_id)
        return who->is_external() ? nullptr : &ws.direct(ws.app.user_id, name, now);
    if (Channel* c = visible_channel(ws, name))
        return c;
    if (name.starts_with("#"))
        name.erase(0, 1);
    Channel* c = ws.channel_named(name);
    return c && !c->is_private() ? c : nullptr;
}

std::string place_error(const Workspace& ws, const Channel* c)
{
    if (!c)
        return "channel_not_found";
    if (c->is_archived)
        return "is_archived";
    return ws.bot_is_in(*c) ? "" : "not_in_channel";
}

Json post_message(Workspace& ws, const Json& args, Instant now)
{
    Channel* c = post_target(ws, arg(args, "channel"), now);
    if (const auto error = place_error(ws, c); !error.empty())
        return refusal(error);
    const bool is_named = !arg(args, "username").empty() || !arg(args, "icon_url").empty();
    if (is_named && !ws.grants(kCustomize))
        return missing_scope(ws, std::string(kCustomize));
    Content content = read_content(args, true);
    if (!content.error.empty())
        return refused(content);
    content.draft.user = ws.app.user_id;
    content.draft.bot_id = ws.app.bot_id;
    const Message& made = post(ws, *c, content.draft, now);
    Json out = success();
    out["channel"] = c->id;
    out["ts"] = made.ts;
    out["message"] = message_json(ws, *c, made, true);
    if (!content.warning.empty()) {
        out["warning"] = content.warning;
        out["response_metadata"] = {{"warnings", Json::array({content.warning})}};
    }
    return out;
}

Json post_ephemeral(Workspace& ws, const Json& args, Instant now)
{
    Channel* c = visible_channel(ws, arg(args, "channel"));
    if (const auto error = place_error(ws, c); !error.empty())
        return refusal(error);
    const std::string user = arg(args, "user");
    if (!ws.person(user) || !c->has(user))
        return refusal("user_not_in_channel");
    Content content = read_content(args, false);
    if (!content.error.empty())
        return refused(content);
    content.draft.user = ws.app.user_id;
    content.draft.bot_id = ws.app.bot_id;
    Json out = success();
    out["message_ts"] = whisper(ws, c->id, user, content.draft, now);
    return out;
}

Json update_message(Workspace& ws, const Json& args, Instant now)
{
    Channel* c = visible_channel(ws, arg(args, "channel"));
    if (!c)
        return refusal("channel_not_found");
    Message* m = c->find(arg(args, "ts"));
    if (!m)
        return refusal("message_not_found");
    if (m->bot_id != ws.app.bot_id)
        return refusal("cant_update_message");
    if (c->is_archived)
        return refusal("is_inactive");
    const Content content = read_content(args, false);
    const bool empties_blocks =
        content.error == "no_text" && content.has_blocks && !m->text.empty() && !content.has_text;
    if (!content.error.empty() && !empties_blocks)
        return refused(content);
    Revision revision;
    if (content.has_text)
        revision.text = content.draft.text;
    // Text without blocks replaces the whole content, as Slack does for form-encoded calls.
    if (content.has_blocks || content.has_text)
        revision.blocks = content.draft.blocks;
    if (content.has_attachments || content.has_text)
        revision.attachments = content.draft.attachments;
    if (content.has_metadata)
        revision.metadata = content.draft.metadata;
    revise(ws, *c, *m, revision, ws.app.user_id, now);
    Json out = success();
    out["channel"] = c->id;
    out["ts"] = m->ts;
    out["text"] = m->text;
    out["message"] = message_json(ws, *c, *m, true);
    return out;
}

Json delete_message(Workspace& ws, const Json& args, Instant now)
{
    Channel* c = visible_channel(ws, arg(args, "channel"));
    if (!c)
        return refusal("channel_not_found");
    const std::string ts = arg(args, "ts");
    const Message* m = c->find(ts);
    if (!m || m->subtype == "tombstone")
        return refusal("message_not_found");
    if (m->bot_id != ws.app.bot_id || !m->shown_name.empty())
        return refusal("cant_delete_message");
    remove(ws, *c, ts, now);
    Json out = success();
    out["channel"] = c->id;
    out["ts"] = ts;
    return out;
}

Json get_permalink(Workspace& ws, const Json& args, Instant)
{
    Channel* c = visible_channel(ws, arg(args, "channel"));
    if (!c)
        return refusal("channel_not_found");
    const Message* m = c->find(arg(args, "message_ts"));
    if (!m)
        return refusal("message_not_found");
    Json out = success();
    out["channel"] = c->id;
    out["permalink"] = permalink(ws, *c, *m);
    return out;
}

}  // namespace

std::span<const Method> message_methods()
{
    static constexpr std::array rows{
        Method{"chat.postMessage", post_message, 0, true, "chat:write"},
        Method{"chat.postEphemeral", post_ephemeral, kTier4, true, "chat:write"},
        Method{"chat.update", update_message, kTier3, true, "chat:write"},
        Method{"chat.delete", delete_message, kTier3, true, "chat:write"},
        Method{"chat.getPermalink", get_permalink, 0},
    };
    return rows;
}

}  // namespace deskbell::slack::local
