#include "handlers/kernel/thread/catch_up.hpp"

#include "handlers/kernel/intake/doors.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/thread/edits.hpp"

#include <algorithm>
#include <set>

namespace deskbell::kernel {

namespace {

using Kind = slack::MessageEvent::Kind;

slack::MessageEvent event_of(Kind kind, const slack::MessageInfo& message)
{
    slack::MessageEvent out;
    out.kind = kind;
    out.message = message;
    return out;
}

/// The event as if Slack had delivered it. The same message can be edited again, and is another event then.
slack::Envelope found(slack::Payload payload, const store::Unit& unit)
{
    const store::Recovery what = recovery_of(payload);
    slack::Envelope out;
    out.id = "history:" + what.kind + ":" + what.channel + ":" + what.ts;
    if (what.kind == "edit")
        out.id += ":" + std::to_string(to_unix(unit.now));
    out.type = "events_api";
    out.payload = std::move(payload);
    return out;
}

/// Its event came, from Slack or from a history, whatever became of it.
bool is_told(const slack::Envelope& envelope, const store::Unit& unit)
{
    return unit.inbox.answer(slack::inbox_keys(envelope)).has_value();
}

bool is_gone(const slack::MessageInfo& message) { return message.subtype == "tombstone"; }

void add_ticket_signs(const slack::MessageInfo& message, std::vector<slack::Envelope>& out,
                      const store::Unit& unit)
{
    const auto sign = std::ranges::find_if(
        message.reactions, [](const slack::ReactionInfo& r) { return is_ticket_sign(r.name); });
    if (sign == message.reactions.end() || unit.messages.find(message.channel, message.ts))
        return;
    slack::ReactionEvent event;
    event.user = sign->user;
    event.name = sign->name;
    event.channel = message.channel;
    event.ts = event.event_ts = message.ts;
    event.item_user = message.user;
    slack::Envelope envelope = found(event, unit);
    if (!is_told(envelope, unit))
        out.push_back(std::move(envelope));
}

/// True when the history speaks of the time of this message. A reply may have come since the history was
/// read, or Slack may show it late: then its absence says nothing.
bool covers(const History& history, const store::Message& message, const store::Unit& unit)
{
    const auto written = from_slack_ts(message.ts);
    return std::ranges::any_of(history.messages, [&](const auto& m) { return m.ts > message.ts; }) ||
           (written && unit.now - unit.when(*written) > kReadAgain);
}

/// What we have of a thread and Slack has no more.
void add_deletions(const History& history, std::vector<slack::Envelope>& out, const store::Unit& unit)
{
    std::set<std::string, std::less<>> there;
    for (const slack::MessageInfo& message : history.messages)
        if (!is_gone(message))
            there.insert(message.ts);
    std::vector<store::Message> known =
        unit.messages.typed_under(history.where.channel, history.where.thread_ts);
    std::erase_if(known, [&](const store::Message& m) { return !covers(history, m, unit); });
    if (const auto root = unit.messages.find(history.where.channel, history.where.thread_ts);
        root && root->role == "source" && !root->is_deleted)
        known.push_back(*root);  // Slack shows a thread with its root, or not at all
    for (const store::Message& message : known)
        if (!there.contains(message.ts)) {
            slack::MessageInfo gone;
            gone.channel = message.channel;
            gone.ts = message.ts;
            out.push_back(found(event_of(Kind::deleted, gone), unit));
        }
}

/// A mark that lies ahead was made while the clock was wrong: then it is not known since when.
Conversation since_whole(const std::string& channel, UtcTime now, const store::Unit& unit)
{
    const auto whole_to = unit.readings.whole_to(channel);
    if (whole_to && *whole_to > now + kReadAgain)
        return {channel, "", std::max(*unit.readings.since(channel) - kReadAgain, now - kReadBack)};
    return {channel, "", whole_to ? std::optional(*whole_to - kReadAgain) : std::nullopt};
}

/// Request channels and agent channels. Inboxes may share one of these.
std::vector<std::string> desk_channels(const Desk& desk)
{
    std::vector<std::string> out;
    const auto add = [&](const std::string& channel) {
        if (!channel.empty() && std::ranges::find(out, channel) == out.end())
            out.push_back(channel);
    };
    for (const InboxSettings& inbox : desk.settings().inboxes) {
        std::ranges::for_each(inbox.request_channels, add);
        add(inbox.agent_channel);
    }
    return out;
}

/// Somebody who never had to do with the desk may have written while nobody told us, so a conversation that
/// is new to us is read from when the desk came.
std::vector<Conversation> directs_to_read(const std::vector<std::string>& listed, UtcTime now,
                                          const store::Unit& unit)
{
    const auto known = unit.directory.dm_channels(kDirectKnownMost);
    std::set<std::string, std::less<>> channels(known.begin(), known.end());
    channels.insert(listed.begin(), listed.end());
    const auto came = unit.readings.first();
    std::vector<Conversation> out;
    for (const std::string& channel : channels) out.push_back(since_whole(channel, now, unit));
    std::ranges::stable_sort(out, {}, &Conversation::from);  // those that were never read first
    out.resize(std::min(out.size(), static_cast<std::size_t>(kDirectMost)));
    for (Conversation& direct : out)
        if (!direct.from && came)
            direct.from = std::max(*came - kReadAgain, now - kReadBack);
    return out;
}

}  // namespace

std::vector<Conversation> conversations_to_read(const Desk& desk, const std::vector<std::string>& directs,
                                                UtcTime now, const store::Unit& unit)
{
    std::vector<Conversation> out;
    for (const std::string& channel : desk_channels(desk)) out.push_back(since_whole(channel, now, unit));
    for (Conversation& direct : directs_to_read(directs, now, unit)) out.push_back(std::move(direct));
    for (const store::Message& root : unit.messages.open_roots(kThreadsMost))
        out.push_back({root.channel, root.ts, std::nullopt});
    return out;
}

std::vector<slack::Envelope> untold(const Desk& desk, const History& history, const store::Unit& unit)
{
    std::vector<slack::MessageInfo> messages = history.messages;
    std::ranges::sort(messages, {}, &slack::MessageInfo::ts);
    std::vector<slack::Envelope> out;
    for (const slack::MessageInfo& message : messages) {
        if (!is_personal(desk, message) || is_gone(message))
            continue;
        slack::Envelope posted = found(event_of(Kind::posted, message), unit);
        const bool is_known = unit.messages.find(message.channel, message.ts) || is_told(posted, unit);
        if (!is_known)
            out.push_back(std::move(posted));
        else if (message.is_edited && says_otherwise(message, unit))
            out.push_back(found(event_of(Kind::changed, message), unit));
        add_ticket_signs(message, out, unit);
    }
    if (!history.where.thread_ts.empty() && history.is_whole)
        add_deletions(history, out, unit);
    return out;
}

store::Recovery recovery_of(const slack::Payload& payload)
{
    if (const auto* reaction = std::get_if<slack::ReactionEvent>(&payload))
        return {"reaction", reaction->channel, reaction->ts};
    const auto* event = std::get_if<slack::MessageEvent>(&payload);
    if (event == nullptr)
        return {};
    const char* kind = event->kind == Kind::posted    ? "message"
                       : event->kind == Kind::changed ? "edit"
                                                      : "deletion";
    return {kind, event->message.channel, event->message.ts};
}

}  // namespace deskbell::kernel
