#include "handlers/kernel/thread/conversation.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/approval/approvals.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clock/clocks.hpp"
#include "handlers/kernel/intake/doors.hpp"
#include "handlers/kernel/intake/unfinished.hpp"
#include "handlers/kernel/letters.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/setup/setup.hpp"
#include "handlers/kernel/thread/afterwards.hpp"
#include "handlers/kernel/thread/early_replies.hpp"
#include "handlers/kernel/thread/edits.hpp"
#include "handlers/kernel/thread/waiting.hpp"
#include "handlers/kernel/ticket_steps.hpp"
#include "handlers/kernel/transition.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>
#include <set>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kPublicPrefix = ">>";
constexpr std::string_view kMadePublic = "channel_convert_to_public";
constexpr std::array<std::string_view, 4> kPersonalSubtypes{"", "file_share", "thread_broadcast",
                                                            "me_message"};

/// Where the requester's side of the record is: its channel (or the person, for a direct message).
std::string requester_channel(const Record& record, const store::Unit& unit)
{
    const auto message = unit.messages.find(requester_thread(record, unit));
    return message ? message->channel : record.at(attr::kRequester);
}

std::string event_key(const Record& record, std::string_view what)
{
    return std::string(what) + ":" + std::to_string(record.id) + ":" + std::to_string(record.version);
}

/// Copies words to the other side under a line that says who wrote them and who can read them.
void copy(const Record& record, std::string_view channel, std::int64_t thread, const std::string& text,
          const std::string& label, std::int64_t twin, std::string_view kind, store::Unit& unit)
{
    post(unit, {0, record.id, "copy", std::string(channel), "", twin}, copied_words(text, label), thread,
         event_key(record, kind));
}

std::int64_t remember_source(const Record& record, const slack::MessageInfo* source, store::Unit& unit)
{
    if (source == nullptr)
        return 0;
    return unit.messages.insert({0, record.id, "typed", source->channel, source->ts, 0, source->root_ts()});
}

/// Returns the row of the message in which it was typed, 0 for words from a form.
std::int64_t keep(store::Unit& unit, Record& record, const Act& act, std::string_view kind,
                  const std::string& text, const slack::MessageInfo* source, std::vector<Change> changes = {})
{
    write(unit, record, act, kind, std::move(changes), text);
    const std::int64_t typed = remember_source(record, source, unit);
    unit.comments.insert({0, record.id, act.actor, kind == "note" ? "note" : "public", text, act.at, typed});
    return typed;
}

/// The first public word of an agent is the first response. Words can arrive in another order than they were
/// said.
std::vector<Change> first_response(const Record& record, UtcTime at)
{
    const auto known = record.time(attr::kFirstResponseAt);
    if (known && *known <= at)
        return {};
    return {*change(record, attr::kFirstResponseAt, rfc3339(at))};
}

void to_agents(const Desk& desk, const Record& record, const std::string& text, const std::string& label,
               std::int64_t twin, std::string_view kind, store::Unit& unit)
{
    if (kind != "note" && is_one_thread(desk, record, unit))
        return;
    if (const auto card = unit.messages.find(record.id, "card"))
        copy(record, card->channel, card->id, text, label, twin, kind, unit);
}

/// What is said in public after an approver's question goes under the approver's card as well.
void to_askers(const Desk& desk, const Record& record, const std::string& text, const Act& act,
               std::int64_t twin, store::Unit& unit)
{
    const auto approval = unit.approvals.pending(record.id);
    if (!approval)
        return;
    const auto copies = unit.approvals.copies(approval->id);
    std::set<std::string> told;  // reminders are copies too: the newest one of each reader
    for (auto card = copies.rbegin(); card != copies.rend(); ++card) {
        const auto seat = unit.approvals.seat(card->seat_id);
        const auto root = unit.messages.find(card->message);
        if (!root || !seat || !seat->has_asked || seat->state != "asked" || !told.insert(card->reader).second)
            continue;
        copy(record, root->channel, root->id, text,
             "*" + shown(unit, act.actor) + "* writes · " + desk.number_of(record), twin,
             "to_asker:" + std::to_string(root->id), unit);
    }
}

/// What an approver writes under their card is a question to those who know.
Result<void> approver_says(const Desk& desk, Record& record, const store::Message& card,
                           const slack::MessageInfo& message, const Act& act, store::Unit& unit)
{
    const auto copied = unit.approvals.copy(card.id);
    const auto seat = copied ? unit.approvals.seat(copied->seat_id) : std::nullopt;
    if (!seat)
        return {};
    const auto asked =
        ask_about_approval(desk, record, *seat, readable(unit, message.text), act, unit, &message);
    if (asked || asked.error().code() == Errc::internal)
        return asked;
    Saying saying;
    saying.text = "Nobody else reads what you wrote here. " + asked.error().detail();
    saying.blocks.section(saying.text);
    post(unit, {0, record.id, "notice", card.channel, "", 0}, saying, card.id,
         "approval:said:" + message.channel + ":" + message.ts);
    return {};
}

Result<void> agent_says(const Desk& desk, Record& record, const slack::MessageInfo& message, const Act& act,
                        store::Unit& unit)
{
    const std::string text = readable(unit, message.text);
    if (!is_agent(desk, record.at(attr::kInbox), act.actor, unit))
        return {};
    if (text.starts_with(kPublicPrefix))
        return reply(desk, record, public_words(text), act, unit, &message);
    return note(desk, record, text, act, unit, &message);
}

/// The ticket that goes on where somebody's own two became one.
std::optional<Record> own_original(const Desk& desk, const Record& record, const std::string& author,
                                   const store::Unit& unit)
{
    const auto number = parse_number(record.at(attr::kDuplicateOf));
    auto original = number ? desk.find(*number, unit) : std::nullopt;
    const bool is_own = original && original->at(attr::kRequester) == author &&
                        record.at(attr::kRequester) == author &&
                        record.at(attr::kCategory) == to_text(Category::void_);
    return is_own ? original : std::nullopt;
}

Result<void> on_reply(const Desk& desk, const slack::MessageInfo& message, store::Unit& unit)
{
    const auto root = unit.messages.find(message.channel, message.thread_ts);
    if (unit.messages.find(message.channel, message.ts))
        return {};
    if (!root)
        return on_early_reply(desk, message, unit);
    auto record = unit.records.find(root->record_id);
    if (!record)
        return {};
    const auto at = from_slack_ts(message.ts);
    const Act act{message.user, "message", at ? unit.when(*at) : unit.now};
    get_to_know(unit, message.user);
    if (root->role == "card")
        return agent_says(desk, *record, message, act, unit);
    if (root->role == "approval")
        return approver_says(desk, *record, *root, message, act, unit);
    if (record->at("cancel_reason") == kNotARequest && !message.channel.starts_with('D'))
        return {};  // people talk; what they said is read when it is put back
    if (auto original = own_original(desk, *record, message.user, unit))
        record = std::move(original);
    const std::string text = readable(unit, message.text);
    const bool answers = is_agent(desk, record->at(attr::kInbox), message.user, unit) &&
                         record->at(attr::kRequester) != message.user;
    return answers ? reply(desk, *record, text, act, unit, &message)
                   : requester_says(desk, *record, text, act, unit, &message);
}

}  // namespace

std::string with_files(std::string text, const slack::MessageInfo* source)
{
    if (source == nullptr)
        return text;
    for (const slack::FileInfo& file : source->files)
        text += (text.empty() ? "" : "\n") + std::string("[file: ") + file.name + "] " + file.permalink;
    return text;
}

bool is_one_thread(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    const auto source = unit.messages.find(record.id, "source");
    return inbox != nullptr && inbox->mode == InboxSettings::Mode::same_channel && source &&
           !source->channel.starts_with('D');
}

std::string label_of_answer(const Desk& desk, const Record& record, const std::string& agent,
                            const store::Unit& unit)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    const std::string team = inbox == nullptr ? "the agents" : slack::escaped(inbox->name);
    return "*" + shown(unit, agent) + "* (" + team + ") answers · " + desk.number_of(record);
}

std::string label_for_agents(const std::string& author, bool is_answer, const store::Unit& unit)
{
    return is_answer ? ":speech_balloon: *" + shown(unit, author) + "* replied · visible to the requester"
                     : ":bust_in_silhouette: *" + shown(unit, author) + "* writes · visible to the requester";
}

Saying copied_words(const std::string& text, const std::string& label)
{
    Saying saying;
    saying.text = slack::escaped(text);
    saying.blocks.context({label});
    add_text(saying.blocks, slack::escaped(text));
    return saying;
}

std::string public_words(const std::string& text)
{
    return text.starts_with(kPublicPrefix) ? trimmed(text.substr(kPublicPrefix.size())) : text;
}

std::int64_t requester_thread(const Record& record, const store::Unit& unit)
{
    if (const auto source = unit.messages.find(record.id, "source"))
        return source->id;
    const auto receipt = unit.messages.find(record.id, "receipt");
    return receipt ? receipt->id : 0;
}

bool is_personal(const Desk& desk, const slack::MessageInfo& message)
{
    return std::ranges::find(kPersonalSubtypes, message.subtype) != kPersonalSubtypes.end() &&
           message.bot_id.empty() && !message.user.empty() && message.user != desk.self().user;
}

Result<void> on_message(const Desk& desk, const slack::MessageEvent& event, store::Unit& unit)
{
    const slack::MessageInfo& message = event.message;
    if (event.kind == slack::MessageEvent::Kind::deleted)
        return on_deleted(desk, event, unit);
    if (message.subtype == kMadePublic)
        on_made_public(desk, message.channel, unit);
    if (!is_personal(desk, message))
        return {};
    const bool is_changed = event.kind == slack::MessageEvent::Kind::changed;
    if (is_changed && reword_unfinished(message, unit))
        return {};
    if (is_changed && !overtakes(message, unit))
        return on_edited(desk, event, unit);
    if (!message.thread_ts.empty() && message.thread_ts != message.ts)
        return on_reply(desk, message, unit);
    return raise_from_message(desk, message, unit);
}

Result<void> reply(const Desk& desk, Record& record, const std::string& words_said, const Act& act,
                   store::Unit& unit, const slack::MessageInfo* source)
{
    const std::string text = with_files(words_said, source);
    if (trimmed(text).empty())
        return Error(Errc::invalid_input, "Please write what the requester should read.", "text");
    const std::int64_t twin =
        keep(unit, record, act, kAgentWord, text, source, first_response(record, act.at));
    settle_clocks(desk, record, "answer", unit);
    const std::int64_t thread = requester_thread(record, unit);
    const auto root = unit.messages.find(thread);
    // A message typed in the requester's own thread is there already.
    if (root && (source == nullptr || source->channel != root->channel))
        copy(record, requester_channel(record, unit), thread, text,
             label_of_answer(desk, record, act.actor, unit), twin, "reply", unit);
    to_agents(desk, record, text, label_for_agents(act.actor, true, unit), twin, "replied", unit);
    to_askers(desk, record, text, act, twin, unit);
    redraw(desk, record, unit);
    return wait_after_answer(desk, record, act, unit);
}

Result<void> note(const Desk& desk, Record& record, const std::string& words_said, const Act& act,
                  store::Unit& unit, const slack::MessageInfo* source)
{
    const std::string text = with_files(words_said, source);
    if (trimmed(text).empty())
        return Error(Errc::invalid_input, "Please write the note.", "text");
    if (!is_agent(desk, record.at(attr::kInbox), act.actor, unit))
        return Error(Errc::forbidden,
                     "Only the agents of its inbox can write notes on " + desk.number_of(record) + ".");
    const std::int64_t twin = keep(unit, record, act, "note", text, source);
    if (source == nullptr)
        to_agents(desk, record, text, ":memo: *" + shown(unit, act.actor) + "* · note, agents only", twin,
                  "note", unit);
    return {};
}

Result<void> requester_says(const Desk& desk, Record& record, const std::string& words_said, const Act& act,
                            store::Unit& unit, const slack::MessageInfo* source)
{
    const std::string text = with_files(words_said, source);
    if (trimmed(text).empty())
        return Error(Errc::invalid_input, "Please write something to add.", "text");
    const std::int64_t twin = keep(unit, record, act, kRequesterWord, text, source);
    settle_clocks(desk, record, "question", unit);
    if (source != nullptr && is_courtesy_after(record, *source, act)) {
        acknowledge(twin, unit);
        return {};
    }
    to_agents(desk, record, text, label_for_agents(act.actor, false, unit), twin, "said", unit);
    to_askers(desk, record, text, act, twin, unit);
    const unsigned roles = roles_of(desk, record, act.actor, unit);
    if (record.at(attr::kCategory) == to_text(Category::waiting_requester) &&
        allowed(desk, record, "resume", roles))
        return perform(desk, record, "resume", {}, act, unit);
    return source == nullptr ? Result<void>() : follow_words(desk, record, text, twin, act, unit);
}

Result<void> approver_asks(const Desk& desk, Record& record, const std::string& words_said, const Act& act,
                           store::Unit& unit, const slack::MessageInfo* source)
{
    const std::string text = with_files(words_said, source);
    if (trimmed(text).empty())
        return Error(Errc::invalid_input, "Please write your question.", "text");
    const std::int64_t twin = keep(unit, record, act, "approval_question", text, source);
    const std::string label = ":grey_question: *" + shown(unit, act.actor) + "* is asked to approve " +
                              desk.number_of(record) + " and has a question";
    if (const std::int64_t thread = requester_thread(record, unit); thread != 0)
        copy(record, requester_channel(record, unit), thread, text, label, twin, "asks", unit);
    to_agents(desk, record, text, label + " · visible to the requester", twin, "asked", unit);
    return {};
}

void tell_requester(const Desk& desk, const Record& record, const std::string& mrkdwn, const Act& act,
                    store::Unit& unit)
{
    if (act.letters != nullptr)
        return act.letters->to_requester(record, mrkdwn);
    const std::int64_t thread = requester_thread(record, unit);
    if (thread == 0)
        return;
    const bool asks = record.at(attr::kCategory) == to_text(Category::resolved);
    Saying saying;
    saying.text = mrkdwn;
    add_text(saying.blocks, mrkdwn);
    if (asks)
        saying.blocks.actions("confirm", {slack::button("confirm", "Yes, solved", desk.number_of(record),
                                                        slack::Style::primary),
                                          slack::button("reopen", "No, reopen", desk.number_of(record))});
    post(unit, {0, record.id, asks ? "resolution" : "notice", requester_channel(record, unit), "", 0}, saying,
         thread, event_key(record, "tell:" + act.actor));
}

void tell_agents(const Record& record, const std::string& mrkdwn, std::string_view once, store::Unit& unit)
{
    const auto card = unit.messages.find(record.id, "card");
    if (!card)
        return;
    Saying saying;
    saying.text = mrkdwn;
    saying.blocks.context({mrkdwn});
    post(unit, {0, record.id, "notice", card->channel, "", 0}, saying, card->id, once);
}

}  // namespace deskbell::kernel
