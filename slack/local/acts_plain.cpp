#include "slack/local/acts.hpp"
#include "slack/local/args.hpp"
#include "slack/local/channels.hpp"
#include "slack/local/files.hpp"
#include "slack/local/messages.hpp"
#include "slack/local/shapes.hpp"
#include "slack/local/typed.hpp"

#include "handlers/domain/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace deskbell::slack::local {

namespace {

constexpr std::size_t kTypedMax = 12'000;
constexpr std::size_t kFilesPerPost = 10;

/// The channel of the request, when this person is in it.
Channel* own_channel(Workspace& ws, const Person& who, const Json& request)
{
    Channel* c = ws.channel(arg(request, "channel"));
    return c && c->has(who.id) ? c : nullptr;
}

std::vector<std::string> add_files(Workspace& ws, const Person& who, const Json& request, Instant now)
{
    std::vector<std::string> out;
    if (!request.contains("files") || !request["files"].is_array())
        return out;
    for (const auto& one : request["files"]) {
        if (text_of(one, "name").empty() || out.size() >= kFilesPerPost)
            continue;
        File& file = add_file(ws, text_of(one, "name"), who.id, now);
        file.content = text_of(one, "content");
        file.size = file.content.size();
        file.is_complete = true;
        out.push_back(file.id);
    }
    return out;
}

Json do_post(Workspace& ws, const Person& who, const Json& request, Instant now)
{
    Channel* c = own_channel(ws, who, request);
    if (!c)
        return act_refusal("not_in_channel", "You are not in this channel.");
    if (c->is_archived)
        return act_refusal("is_archived");
    const std::string text = arg(request, "text"), thread_ts = arg(request, "thread_ts");
    if (utf16_length(text) > kTypedMax)
        return act_refusal("msg_too_long", "This message is too long.");
    if (!thread_ts.empty() && !c->find(thread_ts))
        return act_refusal("thread_not_found", "This thread was deleted.");
    Draft draft;
    draft.user = who.id;
    draft.thread_ts = thread_ts;
    draft.files = add_files(ws, who, request, now);
    if (trimmed(text).empty() && draft.files.empty())
        return act_refusal("no_text");
    const Typed typed = typed_text(ws, text);
    draft.text = typed.text;
    draft.blocks = text.empty() ? Doc() : typed.blocks;
    draft.client_msg_id = Workspace::uuid();
    const Message& made = post(ws, *c, draft, now);
    return {{"ok", true}, {"channel", c->id}, {"ts", made.ts}};
}

Json do_edit(Workspace& ws, const Person& who, const Json& request, Instant now)
{
    Channel* c = own_channel(ws, who, request);
    Message* m = c ? c->find(arg(request, "ts")) : nullptr;
    if (!m)
        return act_refusal("message_not_found");
    if (m->user != who.id)
        return act_refusal("cant_update_message");
    const std::string text = arg(request, "text");
    if (trimmed(text).empty() || utf16_length(text) > kTypedMax)
        return act_refusal("no_text");
    const Typed typed = typed_text(ws, text);
    Revision revision;
    revision.text = typed.text;
    revision.blocks = typed.blocks;
    revise(ws, *c, *m, revision, who.id, now);
    return {{"ok", true}, {"ts", m->ts}};
}

Json do_delete(Workspace& ws, const Person& who, const Json& request, Instant now)
{
    Channel* c = own_channel(ws, who, request);
    const Message* m = c ? c->find(arg(request, "ts")) : nullptr;
    if (!m)
        return act_refusal("message_not_found");
    if (m->user != who.id)
        return act_refusal("cant_delete_message");
    remove(ws, *c, m->ts, now);
    return {{"ok", true}};
}

Json react_act(Workspace& ws, const Person& who, const Json& request, bool add, Instant now)
{
    Channel* c = own_channel(ws, who, request);
    Message* m = c ? c->find(arg(request, "ts")) : nullptr;
    std::string name = arg(request, "name");
    std::erase(name, ':');
    if (!m)
        return act_refusal("message_not_found");
    if (name.empty())
        return act_refusal("invalid_name");
    if (c->is_archived)
        return act_refusal("is_archived");
    if (!react(ws, *c, *m, who.id, name, add, now))
        return act_refusal(add ? "already_reacted" : "no_reaction");
    return {{"ok", true}};
}

Json do_react(Workspace& ws, const Person& who, const Json& request, Instant now)
{
    return react_act(ws, who, request, true, now);
}

Json do_unreact(Workspace& ws, const Person& who, const Json& request, Instant now)
{
    return react_act(ws, who, request, false, now);
}

Json open_app(Workspace& ws, const Person& who, const std::string& tab, Instant now)
{
    const Channel& c = ws.direct(ws.app.user_id, who.id, now);
    Json event = {{"type", "app_home_opened"}, {"user", who.id}, {"channel", c.id}, {"tab", tab}};
    if (const auto home = ws.homes.find(who.id); tab == "home" && home != ws.homes.end())
        event["view"] = view_json(ws, home->second);
    ws.emit(std::move(event), now);
    return {{"ok", true}, {"channel", c.id}};
}

Json do_open_home(Workspace& ws, const Person& who, const Json&, Instant now)
{
    return open_app(ws, who, "home", now);
}

Json do_open_messages(Workspace& ws, const Person& who, const Json&, Instant now)
{
    return open_app(ws, who, "messages", now);
}

Json do_open_dm(Workspace& ws, const Person& who, const Json& request, Instant now)
{
    const std::string user = arg(request, "user");
    if (!ws.person(user))
        return act_refusal("user_not_found");
    return {{"ok", true}, {"channel", ws.direct(who.id, user, now).id}};
}

Json do_join(Workspace& ws, const Person& who, const Json& request, Instant now)
{
    Channel* c = ws.channel(arg(request, "channel"));
    if (!c || c->is_private())
        return act_refusal("channel_not_found");
    join(ws, *c, who.id, {}, now);
    return {{"ok", true}};
}

Json do_leave(Workspace& ws, const Person& who, const Json& request, Instant now)
{
    Channel* c = own_channel(ws, who, request);
    if (!c || c->kind == ChannelKind::im)
        return act_refusal("channel_not_found");
    leave(ws, *c, who.id, now);
    return {{"ok", true}};
}

Json do_invite(Workspace& ws, const Person& who, const Json& request, Instant now)
{
    Channel* c = own_channel(ws, who, request);
    const std::string user = arg(request, "user");
    if (!c || c->kind == ChannelKind::im)
        return act_refusal("channel_not_found");
    if (!ws.person(user))
        return act_refusal("user_not_found");
    if (c->has(user))
        return act_refusal("already_in_channel");
    join(ws, *c, user, who.id, now);
    return {{"ok", true}};
}

Json do_create_channel(Workspace& ws, const Person& who, const Json& request, Instant now)
{
    const std::string name = arg(request, "name");
    if (const auto error = name_error(ws, name); !error.empty())
        return act_refusal(error);
    if (ws.channels.size() >= Workspace::kChannelsMax)
        return act_refusal("restricted_action");
    return {{"ok", true}, {"channel", create_channel(ws, name, flag(request, "private"), who.id, now).id}};
}

Json do_read(Workspace& ws, const Person& who, const Json& request, Instant)
{
    Channel* c = own_channel(ws, who, request);
    if (!c)
        return act_refusal("channel_not_found");
    if (!c->messages.empty() && c->read_until[who.id] != c->messages.rbegin()->first) {
        c->read_until[who.id] = c->messages.rbegin()->first;
        ws.touch(who.id);
    }
    return {{"ok", true}};
}

Json do_dismiss(Workspace& ws, const Person& who, const Json& request, Instant)
{
    const std::string id = arg(request, "ephemeral");
    std::erase_if(ws.ephemerals,
                  [&](const Ephemeral& e) { return e.person == who.id && e.message.ts == id; });
    ws.touch(who.id);
    return {{"ok", true}};
}

constexpr std::array kRows{
    PlainActRow{"post", do_post},
    PlainActRow{"edit", do_edit},
    PlainActRow{"delete", do_delete},
    PlainActRow{"react", do_react},
    PlainActRow{"unreact", do_unreact},
    PlainActRow{"open_home", do_open_home},
    PlainActRow{"open_messages", do_open_messages},
    PlainActRow{"open_dm", do_open_dm},
    PlainActRow{"join", do_join},
    PlainActRow{"leave", do_leave},
    PlainActRow{"invite", do_invite},
    PlainActRow{"create_channel", do_create_channel},
    PlainActRow{"read", do_read},
    PlainActRow{"dismiss", do_dismiss},
};

}  // namespace

PlainAct plain_act(const std::string& kind)
{
    for (const std::span<const PlainActRow> rows : {std::span<const PlainActRow>(kRows), office_acts()})
        if (const auto it = std::ranges::find(rows, kind, &PlainActRow::kind); it != rows.end())
            return it->run;
    return nullptr;
}

}  // namespace deskbell::slack::local
