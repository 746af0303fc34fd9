#include "handlers/kernel/thread/early_replies.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/doors.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "slack/wire/frame.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

/// Replies of one thread that are fetched. More than that are not said before the first one is handled.
constexpr std::string_view kRepliesMost = "100";
/// Slack may show a message some seconds after it told of it, and what became of a post of ours may take as
/// long to find out.
constexpr std::chrono::seconds kAgainAfter{10};
constexpr std::int64_t kTriesMost = 12;

bool is_for_agents(const Desk& desk, const std::string& channel)
{
    const auto& inboxes = desk.settings().inboxes;
    return std::ranges::find(inboxes, channel, &InboxSettings::agent_channel) != inboxes.end();
}

/// Asks for the thread in which this reply must be, for the `number`-th time.
void fetch_thread(const std::string& channel, const std::string& thread_ts, const std::string& reply_ts,
                  std::int64_t number, store::Unit& unit)
{
    const std::string tries = std::to_string(number);
    store::Outgoing out;
    out.method = "conversations.replies";
    out.lane = "thread:" + channel + ":" + thread_ts;  // nobody else waits for a second look
    out.arguments = {{"channel", channel}, {"ts", thread_ts}, {"limit", std::string(kRepliesMost)}};
    out.then = std::string(kThreadThen) +
               pack({{"channel", channel}, {"thread", thread_ts}, {"reply", reply_ts}, {"tries", tries}});
    out.dedupe_key = "thread:" + channel + ":" + reply_ts + ":" + tries;
    if (number > 1)
        out.not_before = unit.now + kAgainAfter;
    unit.outbox.add(out, unit.now);
}

/// The replies of a thread that has its ticket now, as Slack shows them.
Result<void> take_in_replies(const Desk& desk, std::string_view channel,
                             const std::vector<std::string>& messages, store::Unit& unit)
{
    for (const std::string& json : messages) {
        slack::MessageEvent event;
        event.message = slack::parse_message(json, channel);
        const slack::MessageInfo& message = event.message;
        const bool is_reply = !message.thread_ts.empty() && message.thread_ts != message.ts;
        // Of a thread without a ticket nothing is to be kept.
        if (!is_reply || !unit.messages.find(channel, message.thread_ts))
            continue;
        if (auto taken = on_message(desk, event, unit); !taken)
            return taken;
    }
    return {};
}

}  // namespace

Result<void> on_early_reply(const Desk& desk, const slack::MessageInfo& reply, store::Unit& unit)
{
    if (makes_tickets(desk, reply) || is_for_agents(desk, reply.channel))
        fetch_thread(reply.channel, reply.thread_ts, reply.ts, 1, unit);
    return {};
}

Result<void> take_in_thread(const Desk& desk, const store::Outgoing& sent, const slack::CallResult& thread,
                            store::Unit& unit)
{
    Attributes noted = unpack(std::string_view(sent.then).substr(kThreadThen.size()));
    const std::string channel = noted["channel"], reply = noted["reply"];
    const std::vector<std::string> messages = thread.objects("/messages");
    if (messages.empty())
        return {};
    const slack::MessageInfo root = slack::parse_message(messages.front(), channel);
    if (!unit.messages.find(channel, root.ts) && is_personal(desk, root))
        if (auto raised = raise_from_message(desk, root, unit); !raised)
            return raised;
    if (auto taken = take_in_replies(desk, channel, messages, unit); !taken)
        return taken;
    // Once more when the reply is not shown yet, or when its root is a post of ours that we do not know of
    // yet, because the answer to it was lost.
    const bool is_shown =
        std::ranges::any_of(messages, [&](const auto& one) { return slack::text_at(one, "/ts") == reply; });
    const bool is_known = unit.messages.find(channel, root.ts).has_value();
    const bool is_ours = !root.bot_id.empty() && root.bot_id == desk.self().bot;
    const std::int64_t tries = whole_number(noted["tries"]);
    if ((is_known ? !is_shown : is_ours) && tries < kTriesMost)
        fetch_thread(channel, noted["thread"], reply, tries + 1, unit);
    return {};
}

}  // namespace deskbell::kernel
