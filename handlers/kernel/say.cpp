#include "handlers/kernel/say.hpp"

#include "handlers/domain/pseudonym.hpp"
#include "handlers/domain/text.hpp"
#include "slack/wire/json.hpp"

namespace deskbell::kernel {

namespace {

constexpr std::size_t kTextMost = 3500;     // Slack recommends 4,000 for `text`
constexpr std::size_t kSectionMost = 2900;  // bytes or units, whichever comes first: below Slack's 3,000
constexpr int kSectionsMost = 3;            // keeps a message below its budget of 10,000

Attributes words_of(const Saying& saying)
{
    Attributes out{{"text", shortened(saying.text, kTextMost)}};
    if (!saying.blocks.empty())
        out["blocks"] = saying.blocks.json();
    return out;
}

/// Where to cut `text` so that the piece has at most `limit` bytes: after a line, a word, or a character.
std::size_t cut_at(std::string_view text, std::size_t limit)
{
    if (text.size() <= limit)
        return text.size();
    for (const char separator : {'\n', ' '}) {
        const std::size_t at = text.rfind(separator, limit);
        if (at != std::string_view::npos && at > limit / 2)
            return at + 1;
    }
    std::size_t at = limit;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    return at;
}

/// The talk with one person is one lane, whether it is named by its channel or by the person: else what goes
/// to the one could overtake what waits for the other.
std::string lane_of(std::string_view channel, const store::Unit& unit)
{
    const std::string person = channel.starts_with('D') ? unit.directory.person_of_dm(channel) : "";
    return person.empty() ? std::string(channel) : person;
}

}  // namespace

std::int64_t post(store::Unit& unit, const store::Message& message, const Saying& saying, std::int64_t thread,
                  std::string_view once)
{
    if (is_pseudonym(message.channel))
        return 0;
    const std::int64_t row = unit.messages.insert(message);
    store::Outgoing out;
    out.method = "chat.postMessage";
    out.lane = lane_of(message.channel, unit);
    out.channel = message.channel;
    out.arguments = words_of(saying);
    if (!saying.author.empty())
        out.arguments["username"] = saying.author;
    if (!saying.picture.empty())
        out.arguments["icon_url"] = saying.picture;
    out.dedupe_key = once;
    out.message = row;
    out.thread = thread;
    unit.outbox.add(out, unit.now);
    return row;
}

void edit(store::Unit& unit, std::int64_t message, const Saying& saying)
{
    if (const auto known = unit.messages.find(message); known && is_pseudonym(known->channel))
        return;
    store::Outgoing out;
    out.method = "chat.update";
    out.lane = "update:" + std::to_string(message);
    out.arguments = words_of(saying);
    out.coalesce_key = "update:" + std::to_string(message);
    out.message = message;
    unit.outbox.add(out, unit.now);
}

void take_out(store::Unit& unit, const store::Message& message)
{
    store::Outgoing out;
    out.method = "chat.delete";
    // In the place of an edit that still waits.
    out.lane = out.coalesce_key = "update:" + std::to_string(message.id);
    out.message = message.id;
    unit.outbox.add(out, unit.now);
    unit.messages.mark_deleted(message.id, unit.now);
}

void whisper(store::Unit& unit, std::string_view channel, std::string_view thread_ts, std::string_view user,
             const Saying& saying, std::string_view response_url)
{
    store::Outgoing out;
    out.method = "chat.postEphemeral";
    out.lane = "ephemeral:" + std::string(channel);
    out.channel = channel;
    out.arguments = words_of(saying);
    out.arguments["user"] = user;
    if (!thread_ts.empty())
        out.arguments["thread_ts"] = thread_ts;
    if (!response_url.empty())
        out.arguments["fallback_response_url"] = response_url;
    unit.outbox.add(out, unit.now);
}

void replace_whisper(store::Unit& unit, std::string_view response_url, const Saying& saying)
{
    store::Outgoing out;
    out.method = "response_url";
    out.lane = out.method;
    out.arguments = {{"url", std::string(response_url)},
                     {"json", slack::JsonObject()
                                  .flag("replace_original", true)
                                  .text("text", shortened(saying.text, kTextMost))
                                  .raw("blocks", saying.blocks.empty() ? "" : saying.blocks.json())
                                  .str()}};
    unit.outbox.add(out, unit.now);
}

void publish_home(store::Unit& unit, std::string_view user, const slack::Home& home)
{
    store::Outgoing out;
    out.method = "views.publish";
    out.lane = "home:" + std::string(user);
    out.coalesce_key = out.lane;
    out.arguments = {{"user_id", std::string(user)}, {"view", home.json()}};
    unit.outbox.add(out, unit.now);
}

void ask(store::Unit& unit, std::string_view method, const Attributes& arguments, std::string_view then,
         std::string_view once)
{
    store::Outgoing out;
    out.method = method;
    out.lane = method;
    out.arguments = arguments;
    out.then = then;
    out.dedupe_key = once;
    unit.outbox.add(out, unit.now);
}

void add_text(slack::Blocks& blocks, std::string_view mrkdwn)
{
    for (int i = 0; i < kSectionsMost && !mrkdwn.empty(); ++i) {
        const std::size_t end = cut_at(mrkdwn, kSectionMost);
        const bool is_last = i + 1 == kSectionsMost && end < mrkdwn.size();
        blocks.section(std::string(mrkdwn.substr(0, end)) + (is_last ? "…" : ""));
        mrkdwn.remove_prefix(end);
    }
}

}  // namespace deskbell::kernel
