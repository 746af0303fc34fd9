#include "slack/local/response_url.hpp"

#include "slack/local/api_content.hpp"
#include "slack/local/args.hpp"
#include "slack/local/form.hpp"
#include "slack/local/messages.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace deskbell::slack::local {

namespace {

void delete_original(Workspace& ws, const ResponseUrl& where, Instant now)
{
    Channel* c = ws.channel(where.channel);
    if (where.is_ephemeral) {
        std::erase_if(ws.ephemerals, [&](const Ephemeral& e) {
            return e.person == where.user && e.message.ts == where.message_ts;
        });
        ws.touch(where.user);
    } else if (c) {
        remove(ws, *c, where.message_ts, now);
    }
}

std::string replace_original(Workspace& ws, const ResponseUrl& where, const Content& content, Instant now)
{
    if (where.is_ephemeral) {
        Ephemeral* e = find_ephemeral(ws, where.user, where.message_ts);
        if (!e)
            return "message_not_found";
        e->message.text = content.draft.text;
        e->message.blocks = content.draft.blocks;
        e->message.attachments = content.draft.attachments;
        ws.touch(where.user);
        return {};
    }
    Channel* c = ws.channel(where.channel);
    Message* m = c ? c->find(where.message_ts) : nullptr;
    if (!m)
        return "message_not_found";
    Revision revision;
    revision.text = content.draft.text;
    revision.blocks = content.draft.blocks;
    revision.attachments = content.draft.attachments;
    revise(ws, *c, *m, revision, ws.app.user_id, now);
    return {};
}

}  // namespace

std::string respond(Workspace& ws, const ResponseUrl& where, const Json& body, Instant now)
{
    if (!where.message_ts.empty() && flag(body, "delete_original")) {
        delete_original(ws, where, now);
        return {};
    }
    Content content = read_content(body, true);
    if (!content.error.empty())
        return content.error;
    if (content.draft.blocks)
        content.draft.blocks = with_block_ids(content.draft.blocks);
    if (!where.message_ts.empty() && flag(body, "replace_original"))
        return replace_original(ws, where, content, now);
    Channel* c = ws.channel(where.channel);
    if (!c)
        return "channel_not_found";
    content.draft.user = ws.app.user_id;
    content.draft.bot_id = ws.app.bot_id;
    if (arg(body, "response_type") == "in_channel")
        post(ws, *c, content.draft, now);
    else
        whisper(ws, c->id, where.user, content.draft, now);
    return {};
}

UrlAnswer use_response_url(Workspace& ws, const std::string& id, const std::string& body, Instant now)
{
    ResponseUrl* url = ws.response_url(id);
    if (!url)
        return {404, "no_service"};
    if (now - url->issued > Workspace::kResponseUrlLife)
        return {404, "expired_url"};
    if (url->uses >= Workspace::kResponseUrlUses)
        return {404, "used_url"};
    const Json parsed = Json::parse(body, nullptr, false);
    if (!parsed.is_object())
        return {400, "invalid_payload"};
    ++url->uses;
    const std::string error = respond(ws, *url, parsed, now);
    return error.empty() ? UrlAnswer{} : UrlAnswer{error == "message_not_found" ? 404 : 400, error};
}

}  // namespace deskbell::slack::local
