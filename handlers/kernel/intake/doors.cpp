#include "handlers/kernel/intake/doors.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/clock/promise.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/command_words.hpp"
#include "handlers/kernel/intake/missing.hpp"
#include "handlers/kernel/intake/new_ticket.hpp"
#include "handlers/kernel/intake/successive.hpp"
#include "handlers/kernel/intake/thread_copy.hpp"
#include "handlers/kernel/intake/unfinished.hpp"
#include "handlers/kernel/knowledge/self_service.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/afterwards.hpp"
#include "handlers/kernel/thread/early_replies.hpp"
#include "handlers/kernel/thread/shared_files.hpp"
#include "handlers/kernel/ticket_steps.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace deskbell::kernel {

namespace {

/// Why no ticket is made of "Thanks!".
constexpr std::string_view kCourtesyOnly = "courtesy only";
constexpr std::string_view kTicketEmoji = "ticket";
// Signs at the beginning of a message, as people type them and as Slack names them.
constexpr std::array<std::string_view, 2> kOptOut{"📣", ":mega:"};
constexpr std::array<std::string_view, 2> kOptIn{"🎫", ":ticket:"};
constexpr int kThreadPage = 100;                        // enough to find the message that was reacted to
constexpr std::string_view kDeletedRoot = "tombstone";  // subtype of what is left of a thread's root
constexpr std::size_t kButtonTextKept = 1800;           // a button's value holds 2,000

std::string inbox_key(const Desk& desk, std::string_view channel)
{
    const InboxSettings* inbox = desk.settings().inbox_for(channel);
    return inbox == nullptr ? "" : inbox->key;
}

bool has_sign(std::string_view text, std::span<const std::string_view> signs)
{
    return std::ranges::any_of(signs, [&](std::string_view sign) { return text.starts_with(sign); });
}

/// Without the sign that makes it a ticket.
std::string without_sign(const std::string& text)
{
    for (const std::string_view sign : kOptIn)
        if (text.starts_with(sign))
            return trimmed(text.substr(sign.size()));
    return text;
}

/// What the twin question offers: the words again, unless they are too long for a button.
Saying twin_question(const std::string& number, const std::string& words_typed, const std::string& channel)
{
    Saying out;
    out.text =
        "You raised " + number + " with the same words a moment ago, so I did not create a second ticket.";
    out.blocks.section(out.text);
    if (const auto button = raising_button("raise_again", "Create another", words_typed, channel))
        out.blocks.actions("twin", {*button});
    else
        out.blocks.context({"To create another one all the same, use the form: `/ticket`"});
    return out;
}

NewRecord plain_wish(const Desk& desk, const std::string& text, std::string_view person,
                     std::string_view channel, std::string_view via)
{
    NewRecord wish;
    wish.values = title_and_details(text);
    wish.requester = person;
    wish.inbox = inbox_key(desk, channel);
    wish.via = via;
    return wish;
}

/// Whoever asked by a message learns in private when the team is there again, if it is not there now.
void say_when_open(const Desk& desk, const Record& record, store::Unit& unit)
{
    Saying saying;
    saying.text = expectation(desk, record, unit);
    if (saying.text.empty())
        return;
    saying.blocks.context({":crescent_moon: " + saying.text});
    whisper(unit, record.at(attr::kSourceChannel), record.at(attr::kSourceTs), record.at(attr::kRequester),
            saying);
}

void say_known(const Desk& desk, const Record& record, std::string_view channel, std::string_view thread_ts,
               std::string_view user, store::Unit& unit)
{
    Saying saying;
    saying.text = has_ticket(desk, record, user, unit);
    if (record.at("cancel_reason") == kNotARequest && may_be_named(desk, record, user, unit))
        saying.text +=
            " It was taken for no request: an agent can put it back within 24 hours, or you raise "
            "it with `/ticket`.";
    saying.blocks.section(saying.text);
    whisper(unit, channel, thread_ts, user, saying);
}

/// What becomes of words: a form that asks for the rest, or something said to whoever typed them.
struct Heard {
    std::optional<slack::Modal> form;
    Saying saying;
};

Result<Heard> raise_words(const Desk& desk, const std::string& text, const std::string& channel,
                          bool is_again, const Act& act, store::Unit& unit)
{
    NewRecord wish = plain_wish(desk, text, act.actor, channel, "/ticket");
    wish.process = untyped_process(desk);
    wish.is_again = is_again;
    if (!missing_labels(desk, wish, unit).empty()) {
        wish.values["type"] = wish.process->key;
        return Heard{new_ticket_form(desk, {wish.values, channel, "", act.actor}, act.actor, unit), {}};
    }
    const auto raised = raise(desk, std::move(wish), act, unit);
    if (!raised)
        return raised.error();
    if (raised->how == Raised::How::twin)
        return Heard{{}, twin_question(desk.number_of(raised->record), text, channel)};
    Saying said = welcome(desk, raised->record, unit);
    suggest_for(desk, raised->record, act.actor, unit, said);
    return Heard{{}, std::move(said)};
}

}  // namespace

std::optional<slack::Element> raising_button(std::string_view action, const std::string& label,
                                             const std::string& words_typed, const std::string& channel)
{
    if (words_typed.size() + channel.size() >= kButtonTextKept)
        return std::nullopt;
    return slack::button(action, label, pack({{"text", words_typed}, {"channel", channel}}));
}

Result<slack::Reply> raise_from_command(const Desk& desk, const slack::SlashCommand& command,
                                        const std::string& words_typed, const Act& act, store::Unit& unit)
{
    const std::string text = readable(unit, words_typed);
    if (auto question = ask_whether_command(desk, text, command.channel))
        return *std::move(question);
    const auto heard = raise_words(desk, text, command.channel, false, act, unit);
    if (!heard)
        return heard.error();
    return heard->form ? slack::Reply::open(*heard->form)
                       : slack::Reply::message(heard->saying.text, heard->saying.blocks);
}

Result<slack::Reply> raise_from_button(const Desk& desk, const slack::BlockAction& click, bool is_again,
                                       const Act& act, store::Unit& unit)
{
    Attributes kept = unpack(click.value.text);
    if (!kept.contains("text") || !kept.contains("channel"))
        return Error(Errc::invalid_input, "This button lost its text. Please type the command again.");
    const auto heard = raise_words(desk, kept["text"], kept["channel"], is_again, act, unit);
    if (!heard)
        return heard.error();
    if (heard->form)
        return show_modal(click, *heard->form);
    answer_in_place(click, heard->saying, unit);
    return slack::Reply::nothing();
}

bool makes_tickets(const Desk& desk, const slack::MessageInfo& message)
{
    const InboxSettings* inbox = desk.settings().inbox_for(message.channel);
    const bool is_direct = message.channel_type == "im";
    return inbox != nullptr &&
           (is_direct || (inbox->auto_create && desk.settings().is_request_channel(message.channel)));
}

std::string_view why_no_ticket(const Desk& desk, const slack::MessageInfo& message, const store::Unit& unit)
{
    const bool is_direct = message.channel_type == "im";
    const InboxSettings* inbox = desk.settings().inbox_for(message.channel);
    const std::string text = trimmed(readable(unit, message.text));
    const bool is_marked = has_sign(text, kOptIn);
    if (inbox == nullptr || (!is_direct && !desk.settings().is_request_channel(message.channel)))
        return "not asked for";
    if (!is_direct && !inbox->auto_create && !is_marked)
        return "not asked for";
    if (without_sign(text).empty() && message.files.empty())
        return "without words";
    if (unit.unfinished.waiting(message.channel, message.ts))
        return "waiting for its details";
    if (is_marked)
        return {};
    if (message.files.empty() && courtesy_of(message) == Courtesy::only)
        return kCourtesyOnly;
    if (is_direct)
        return {};
    if (has_sign(text, kOptOut))
        return "marked as news";
    if (is_agent(desk, inbox->key, message.user, unit))
        return "by an agent";
    return {};
}

namespace {

/// Who greets or thanks the desk itself is not met with silence, and not with a ticket either.
void greet(const slack::MessageInfo& message, store::Unit& unit)
{
    Saying saying;
    saying.text =
        "I made no ticket of this. Write what you need or what is broken, and you get a number "
        "and a promise at once.";
    saying.blocks.section(saying.text);
    post(unit, {0, 0, "notice", message.channel, "", 0}, saying, 0,
         "greeting:" + message.channel + ":" + message.ts);
}

}  // namespace

Result<void> raise_from_message(const Desk& desk, const slack::MessageInfo& message, store::Unit& unit)
{
    const std::string_view why_not = why_no_ticket(desk, message, unit);
    const bool is_direct = message.channel_type == "im";
    if (is_direct && why_not == kCourtesyOnly)
        greet(message, unit);
    if (!why_not.empty())
        return {};
    if (is_direct) {
        get_to_know(unit, message.user);
        unit.directory.set_dm_channel(message.user, message.channel);
    }
    const std::string text = without_sign(trimmed(readable(unit, message.text)));
    const auto at = from_slack_ts(message.ts);
    const Act act{message.user, "message", at ? unit.when(*at) : unit.now};
    NewRecord wish = plain_wish(desk, text.empty() ? "File: " + message.files.front().name : text,
                                message.user, message.channel, is_direct ? "a direct message" : "a message");
    wish.channel = message.channel;
    wish.root_ts = message.ts;
    const auto raised = raise_or_ask(desk, std::move(wish), act, unit);
    if (!raised)
        return raised.error();
    if (!raised->has_value() || (*raised)->how != Raised::How::created)
        return {};
    say_when_open(desk, (*raised)->record, unit);
    if (const auto card = unit.messages.find((*raised)->record.id, "card"))
        share_files(desk, (*raised)->record, message.files,
                    {card->channel, card->id, shown(unit, message.user)}, unit);
    if (!is_direct)
        offer_merge(desk, (*raised)->record, unit);
    return {};
}

bool is_ticket_sign(std::string_view reaction)
{
    return reaction.substr(0, reaction.find("::")) == kTicketEmoji;
}

Result<void> on_reaction(const Desk& desk, const slack::ReactionEvent& event, store::Unit& unit)
{
    if (!event.added || !is_ticket_sign(event.name) || event.user == desk.self().user)
        return {};
    // A ticket of ours (its card, a copy): nothing to raise, the person learns which ticket it is.
    if (const auto known = unit.messages.find(event.channel, event.ts))
        if (const auto record = unit.records.find(known->record_id)) {
            say_known(desk, *record, event.channel, {}, event.user, unit);
            return {};
        }
    const std::string then =
        std::string(kRaiseThen) +
        pack({{"channel", event.channel}, {"ts", event.ts}, {"user", event.user}, {"at", event.event_ts}});
    ask(unit, "conversations.replies",
        {{"channel", event.channel}, {"ts", event.ts}, {"limit", std::to_string(kThreadPage)}}, then,
        "raise:" + event.channel + ":" + event.ts + ":" + event.user);
    return {};
}

Result<void> raise_from_reaction(const Desk& desk, const store::Outgoing& sent,
                                 const slack::CallResult& thread, store::Unit& unit)
{
    const Attributes noted = unpack(std::string_view(sent.then).substr(kRaiseThen.size()));
    const auto get = [&](std::string_view name) {
        const auto it = noted.find(name);
        return it == noted.end() ? std::string() : it->second;
    };
    const std::string channel = get("channel"), ts = get("ts"), user = get("user");
    const auto messages = thread.objects("/messages");
    const bool is_thread = sent.method == "conversations.replies";
    // Of a deleted message a history shows the one before it, and a thread what is left of its root.
    const bool is_found = thread.ok && !messages.empty() &&
                          (is_thread || slack::text_at(messages.front(), "/ts") == ts) &&
                          slack::text_at(messages.front(), "/subtype") != kDeletedRoot;
    if (!is_found && is_thread && messages.empty()) {
        ask(unit, "conversations.history",
            {{"channel", channel}, {"latest", ts}, {"inclusive", "true"}, {"limit", "1"}}, sent.then);
        return {};
    }
    if (!is_found) {
        Saying sorry;
        sorry.text =
            "I could not read that message, or it was deleted, so no ticket was created. Please invite me to "
            "the channel, use the message shortcut \"Create ticket\", or write `/ticket` and what you need.";
        sorry.blocks.section(sorry.text);
        whisper(unit, channel, {}, user, sorry);
        return {};
    }
    const std::string& root = messages.front();
    const std::string root_ts = slack::text_at(root, "/thread_ts").empty()
                                    ? slack::text_at(root, "/ts")
                                    : slack::text_at(root, "/thread_ts");
    std::string text = readable(unit, slack::text_at(root, "/text"));
    for (const std::string& message : messages)
        if (slack::text_at(message, "/ts") == ts && ts != root_ts)
            text += "\n\n" + std::string("The message with the ticket sign: ") +
                    readable(unit, slack::text_at(message, "/text"));
    // The author asked; whoever set the sign raised it for them. A bot's message belongs to whoever set the
    // sign.
    const std::string author =
        slack::text_at(root, "/bot_id").empty() ? slack::text_at(root, "/user") : std::string();
    const auto at = from_slack_ts(root_ts);
    const Act act{user, "reaction", at ? unit.when(*at) : unit.now};
    NewRecord wish = plain_wish(desk, trimmed(text).empty() ? "Message without text" : text,
                                author.empty() ? user : author, channel, kViaReaction);
    wish.channel = channel;
    wish.root_ts = root_ts;
    const auto raised = raise_or_ask(desk, std::move(wish), act, unit);
    if (!raised)
        return raised.error();
    if (!raised->has_value())
        return {};
    const Record& record = (*raised)->record;
    if ((*raised)->how == Raised::How::same_thread)
        say_known(desk, record, channel, root_ts, user, unit);
    if ((*raised)->how != Raised::How::created)
        return {};
    copy_thread(record, unit);
    say_when_open(desk, record, unit);
    return {};
}

namespace {

Answer again(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    return raise_from_button(desk, click, true, act, unit);
}

constexpr std::array kButtons{Button{"raise_again", false, again}};
constexpr std::array kAwaited{Awaited{kRaiseThen, raise_from_reaction}, Awaited{kThreadThen, take_in_thread}};

}  // namespace

extern const Feature kDoors;
const Feature kDoors{.key = "doors", .buttons = kButtons, .awaited = kAwaited};

}  // namespace deskbell::kernel
