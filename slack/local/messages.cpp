#include "slack/local/messages.hpp"

#include "slack/local/form.hpp"
#include "slack/local/shapes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace deskbell::slack::local {

namespace {

Message made_from(Workspace& ws, const Draft& draft, Instant now)
{
    Message m;
    m.ts = ws.next_ts(now);
    m.user = draft.user;
    m.bot_id = draft.bot_id;
    m.text = draft.text;
    m.subtype = draft.subtype.empty() && !draft.files.empty() ? "file_share" : draft.subtype;
    m.client_msg_id = draft.client_msg_id;
    m.shown_name = draft.shown_name;
    m.icon = draft.icon;
    m.blocks = with_block_ids(draft.blocks);
    m.attachments = draft.attachments;
    m.metadata = draft.metadata;
    m.files = draft.files;
    return m;
}

/// The root of the thread that `ts` belongs to; "" when there is no such message any more.
std::string root_of(const Channel& channel, const std::string& ts)
{
    const Message* m = channel.find(ts);
    if (!m)
        return {};
    return m->is_reply() ? m->thread_ts : m->ts;
}

void forget_oldest(Channel& channel)
{
    while (channel.messages.size() > Channel::kMessagesMax) {
        channel.replies.erase(channel.messages.begin()->first);
        channel.messages.erase(channel.messages.begin());
    }
}

void tell_of_post(Workspace& ws, const Channel& channel, const Message& m, Instant now)
{
    if (!ws.bot_is_in(channel))
        return;
    Json event = event_message(ws, channel, m);
    ws.emit(event, now);
    const bool mentions = m.text.find("<@" + ws.app.user_id) != std::string::npos;
    if (mentions && m.user != ws.app.user_id && channel.kind != ChannelKind::im) {
        event["type"] = "app_mention";
        event.erase("channel_type");
        ws.emit(std::move(event), now);
    }
}

void share_files(Workspace& ws, const Channel& channel, const Message& m)
{
    for (const auto& id : m.files)
        if (const auto it = ws.files.find(id); it != ws.files.end())
            it->second.shares.push_back({channel.id, m.ts, m.thread_ts});
}

void tell_of_files(Workspace& ws, const Channel& channel, const Message& m, Instant now)
{
    if (!ws.bot_is_in(channel))
        return;
    for (const auto& id : m.files)
        ws.emit({{"type", "file_shared"},
                 {"file_id", id},
                 {"user_id", m.user},
                 {"file", {{"id", id}}},
                 {"channel_id", channel.id}},
                now);
}

void unshare_files(Workspace& ws, const Message& m)
{
    for (const auto& id : m.files)
        if (const auto it = ws.files.find(id); it != ws.files.end())
            std::erase_if(it->second.shares, [&](const Share& share) { return share.ts == m.ts; });
}

void tell_of_change(Workspace& ws, const Channel& channel, const Json& before, const Message& after,
                    Instant now)
{
    if (!ws.bot_is_in(channel))
        return;
    const std::string ts = ws.next_ts(now);
    ws.emit({{"type", "message"},
             {"subtype", "message_changed"},
             {"hidden", true},
             {"message", message_json(ws, channel, after, true)},
             {"previous_message", before},
             {"channel", channel.id},
             {"ts", ts},
             {"event_ts", ts},
             {"channel_type", channel_type(channel)}},
            now);
}

}  // namespace

Message& post(Workspace& ws, Channel& channel, const Draft& draft, Instant now)
{
    Message m = made_from(ws, draft, now);
    const std::string root = draft.thread_ts.empty() ? std::string() : root_of(channel, draft.thread_ts);
    if (!root.empty()) {
        m.thread_ts = root;
        m.is_broadcast = draft.is_broadcast;
        if (m.is_broadcast)
            m.subtype = "thread_broadcast";
        channel.replies[root].insert(m.ts);
        Message& head = *channel.find(root);
        head.thread_ts = root;
        head.reply_users.insert(m.user);
    }
    channel.read_until[m.user] = m.ts;
    Message& kept = channel.messages[m.ts] = std::move(m);
    share_files(ws, channel, kept);
    tell_of_post(ws, channel, kept, now);
    tell_of_files(ws, channel, kept, now);
    forget_oldest(channel);
    ws.touch(channel);
    return kept;
}

void post_quietly(Workspace& ws, const std::string& channel_id, const std::string& user,
                  const std::string& text, Instant when)
{
    Channel* channel = ws.channel(channel_id);
    if (!channel)
        return;
    Draft draft;
    draft.user = user;
    draft.text = text;
    Message m = made_from(ws, draft, when);
    for (const auto& member : channel->members) channel->read_until[member] = m.ts;
    channel->messages[m.ts] = std::move(m);
}

void revise(Workspace& ws, Channel& channel, Message& message, const Revision& revision,
            const std::string& by, Instant now)
{
    const Json before = message_json(ws, channel, message, true);
    const bool text_changed = revision.text && *revision.text != message.text;
    if (revision.text)
        message.text = *revision.text;
    if (revision.blocks) {
        message.earlier.insert(message.earlier.begin(), message.blocks);
        message.earlier.resize(std::min(message.earlier.size(), Message::kEarlierMost));
        message.blocks = with_block_ids(*revision.blocks);
    }
    if (revision.attachments)
        message.attachments = *revision.attachments;
    if (revision.metadata)
        message.metadata = *revision.metadata;
    if (text_changed || by != ws.app.user_id) {
        message.edited_by = by;
        message.edited_ts = ws.next_ts(now).substr(0, 10) + ".000000";
    }
    tell_of_change(ws, channel, before, message, now);
    ws.touch(channel);
}

// `ts` is a copy: callers like to pass the one inside the message.
void remove(Workspace& ws, Channel& channel, std::string ts, Instant now)
{
    Message* m = channel.find(ts);
    if (!m)
        return;
    const Json before = message_json(ws, channel, *m, true);
    std::erase(channel.pins, ts);
    unshare_files(ws, *m);
    if (const auto it = channel.replies.find(ts); it != channel.replies.end() && !it->second.empty()) {
        Message tombstone;
        tombstone.ts = ts;
        tombstone.user = "USLACKBOT";
        tombstone.text = "This message was deleted.";
        tombstone.subtype = "tombstone";
        tombstone.thread_ts = ts;
        tombstone.reply_users = m->reply_users;
        *m = std::move(tombstone);
        tell_of_change(ws, channel, before, *m, now);
        return ws.touch(channel);
    }
    if (m->is_reply())
        channel.replies[m->thread_ts].erase(ts);
    channel.messages.erase(ts);
    if (ws.bot_is_in(channel)) {
        const std::string event_ts = ws.next_ts(now);
        ws.emit({{"type", "message"},
                 {"subtype", "message_deleted"},
                 {"hidden", true},
                 {"deleted_ts", ts},
                 {"previous_message", before},
                 {"channel", channel.id},
                 {"ts", event_ts},
                 {"event_ts", event_ts},
                 {"channel_type", channel_type(channel)}},
                now);
    }
    ws.touch(channel);
}

bool react(Workspace& ws, Channel& channel, Message& message, const std::string& user,
           const std::string& name, bool add, Instant now)
{
    auto it = std::ranges::find(message.reactions, name, &Reaction::name);
    const bool has = it != message.reactions.end() && std::ranges::find(it->users, user) != it->users.end();
    if (has == add)
        return false;
    if (add && it == message.reactions.end())
        message.reactions.push_back({name, {user}});
    else if (add)
        it->users.push_back(user);
    else {
        std::erase(it->users, user);
        if (it->users.empty())
            message.reactions.erase(it);
    }
    if (ws.bot_is_in(channel))
        ws.emit({{"type", add ? "reaction_added" : "reaction_removed"},
                 {"user", user},
                 {"reaction", name},
                 {"item", {{"type", "message"}, {"channel", channel.id}, {"ts", message.ts}}},
                 {"item_user", message.user}},
                now);
    ws.touch(channel);
    return true;
}

std::string whisper(Workspace& ws, const std::string& channel, const std::string& person, const Draft& draft,
                    Instant now)
{
    Ephemeral e;
    e.channel = channel;
    e.person = person;
    e.message = made_from(ws, draft, now);
    e.message.subtype.clear();
    const Channel* place = ws.channel(channel);
    if (place && !draft.thread_ts.empty())
        e.message.thread_ts = root_of(*place, draft.thread_ts);
    ws.ephemerals.push_back(e);
    while (ws.ephemerals.size() > Workspace::kEphemeralsMax) ws.ephemerals.pop_front();
    ws.touch(person);
    return e.message.ts;
}

Ephemeral* find_ephemeral(Workspace& ws, const std::string& person, const std::string& id)
{
    for (auto& e : ws.ephemerals)
        if (e.person == person && e.message.ts == id)
            return &e;
    return nullptr;
}

}  // namespace deskbell::slack::local
