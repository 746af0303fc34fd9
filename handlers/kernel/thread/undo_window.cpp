#include "handlers/kernel/thread/undo_window.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/bulk/children.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/thread/shared_files.hpp"
#include "handlers/kernel/thread/waiting.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

using store::PendingReply;

constexpr std::string_view kTimer = "send_reply";
constexpr std::size_t kPreview = 200;

std::string key_of(const PendingReply& waiting)
{
    return std::string(kTimer) + ":" + std::to_string(waiting.id);
}

int undo_seconds(const Desk& desk, const Record& record)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    return inbox == nullptr ? 0 : inbox->undo_seconds;
}

Act act_of(const PendingReply& waiting) { return {waiting.author, waiting.source, waiting.said_at}; }

void send(const Desk& desk, Record& record, const PendingReply& waiting, store::Unit& unit)
{
    unit.timers.cancel(key_of(waiting));
    unit.pending_replies.remove(waiting.id);
    give_answer(desk, record, {waiting.text, waiting.message, false, files_kept(waiting.files)},
                act_of(waiting), unit);
}

/// Where its author looks: under the card for what was typed there, else in the channel, because Slack shows
/// such a message only in a thread that is open.
void tell_author(const Record& record, const PendingReply& waiting, const Saying& saying, store::Unit& unit)
{
    if (const auto card = unit.messages.find(record.id, "card"))
        whisper(unit, card->channel, waiting.message == 0 ? "" : card->ts, waiting.author, saying);
}

void offer_undo(const Desk& desk, const Record& record, const PendingReply& waiting, int seconds,
                store::Unit& unit)
{
    const std::string id = std::to_string(waiting.id);
    Saying saying;
    saying.text = "Goes to " + shown(unit, record.at(attr::kRequester)) + " in " + std::to_string(seconds) +
                  " s · " + desk.number_of(record);
    saying.blocks.section(":hourglass_flowing_sand: " + saying.text);
    saying.blocks.context({slack::escaped(shortened(waiting.text, kPreview))});
    saying.blocks.actions("undo_window", {slack::button("undo_reply", "Undo", id),
                                          slack::button("send_reply_now", "Send now", id)});
    tell_author(record, waiting, saying, unit);
}

Saying taken_back(const Desk& desk, const Record& record, const PendingReply& reply, std::string_view how)
{
    Saying saying;
    saying.text = "Taken back, nobody got it · " + desk.number_of(record);
    saying.blocks.section(":leftwards_arrow_with_hook: " + std::string(how));
    add_text(saying.blocks, slack::escaped(reply.text));
    saying.blocks.actions(
        "taken_back", {slack::button("edit_reply", "Edit", std::to_string(reply.id), slack::Style::primary)});
    return saying;
}

/// An answer and its record, for somebody who may decide about it.
struct Owned {
    PendingReply reply;
    Record record;
};

Result<Owned> owned(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    auto reply = unit.pending_replies.find(whole_number(click.value.text));
    auto record = reply ? unit.records.find(reply->record_id) : std::nullopt;
    if (!record || !may_see(desk, *record, act.actor, unit))
        return Error(Errc::conflict,
                     "Too late: this answer has gone out. Answer once more to put something right.");
    if (reply->author != act.actor && (roles_of(desk, *record, act.actor, unit) & kLead) == 0)
        return Error(Errc::forbidden, "Only who wrote this answer and the team lead can decide about it.");
    return Owned{*std::move(reply), *std::move(record)};
}

/// The same words of the same moment to the parts of this ticket: they share its buttons.
std::vector<PendingReply> along_with(const PendingReply& reply, const Record& record, const store::Unit& unit)
{
    std::vector<PendingReply> out;
    for (const Record& part : open_children(record, unit))
        for (PendingReply& waiting : unit.pending_replies.waiting(part.id))
            if (waiting.author == reply.author && waiting.said_at == reply.said_at &&
                waiting.text == reply.text)
                out.push_back(std::move(waiting));
    return out;
}

void take_reply_back(const PendingReply& reply, store::Unit& unit)
{
    unit.timers.cancel(key_of(reply));
    unit.pending_replies.undo(reply.id, unit.now);
}

Answer undo(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto found = owned(desk, click, act, unit);
    if (!found)
        return found.error();
    const auto along = along_with(found->reply, found->record, unit);
    const std::string parts = along.empty() ? "" : " and the requesters of " + counted(along.size(), "part");
    for (const PendingReply& one : along) take_reply_back(one, unit);
    if (!found->reply.is_undone)
        take_reply_back(found->reply, unit);
    answer_in_place(click,
                    taken_back(desk, found->record, found->reply,
                               "*Taken back.* " + shown(unit, found->record.at(attr::kRequester)) + parts +
                                   " did not get this:"),
                    unit);
    return slack::Reply::nothing();
}

Answer send_now(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    auto found = owned(desk, click, act, unit);
    if (!found)
        return found.error();
    if (found->reply.is_undone)
        return Error(Errc::conflict, "This answer was taken back. Press Edit to send it after all.");
    for (const PendingReply& one : along_with(found->reply, found->record, unit))
        if (auto part = unit.records.find(one.record_id)) {
            send(desk, *part, one, unit);
            if (auto waits = wait_after_answer(desk, *part, act_of(one), unit); !waits)
                return waits.error();
        }
    send(desk, found->record, found->reply, unit);
    Saying saying;
    saying.text = "Sent · " + desk.number_of(found->record);
    saying.blocks.context({":white_check_mark: " + saying.text});
    answer_in_place(click, saying, unit);
    if (auto waits = wait_after_answer(desk, found->record, act_of(found->reply), unit); !waits)
        return waits.error();
    return slack::Reply::nothing();
}

Answer edit_again(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    auto reply = unit.pending_replies.find(whole_number(click.value.text));
    if (!reply)
        return Error(Errc::not_found,
                     "These words are not kept any more. Copy them from the message and press Reply.");
    const auto found = owned(desk, click, act, unit);
    if (!found)
        return found.error();
    if (utf16_length(reply->text) > slack::kInputTextMax)
        return Error(Errc::invalid_input,
                     "This is too long for a form. Copy it from the message, and write it under the card "
                     "with >> before it.");
    return show_modal(click, reply_form(desk, found->record, act.actor, unit, reply->text));
}

Result<void> on_due(const Desk& desk, const store::Timer& timer, store::Unit& unit)
{
    const auto waiting = unit.pending_replies.find(whole_number(timer.key.substr(kTimer.size() + 1)));
    auto record = waiting ? unit.records.find(waiting->record_id) : std::nullopt;
    if (!record || waiting->is_undone)
        return {};
    send(desk, *record, *waiting, unit);
    return wait_after_answer(desk, *record, act_of(*waiting), unit);
}

/// Two agents who answer at the same time hear of each other.
std::string form_line(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit)
{
    if (!is_agent(desk, record.at(attr::kInbox), user, unit))
        return {};
    for (const PendingReply& waiting : unit.pending_replies.waiting(record.id))
        if (waiting.author != user)
            return ":hourglass_flowing_sand: An answer of " + shown(unit, waiting.author) +
                   " goes out in a moment.";
    return {};
}

Result<void> answer_later(const Desk& desk, Record& record, const std::string& words, const Act& act,
                          store::Unit& unit, const slack::MessageInfo* source, bool has_buttons)
{
    const std::string text = with_files(words, source);
    const int seconds = undo_seconds(desk, record);
    const bool is_full =
        unit.pending_replies.waiting(record.id).size() >= store::PendingReplies::kWaitingMost;
    if (auto sent = send_waiting(desk, record, is_full ? "" : act.actor, unit); !sent)
        return sent;
    if (seconds == 0 || trimmed(text).empty())
        return reply(desk, record, words, act, unit, source);
    PendingReply waiting{
        0, record.id, act.actor, text, act.source, take_in(record, source, unit), kept_files(source), act.at};
    waiting.id = unit.pending_replies.insert(waiting);
    unit.timers.arm(
        {0, key_of(waiting), std::string(kTimer), record.id, unit.in(std::chrono::seconds{seconds})});
    if (has_buttons)
        offer_undo(desk, record, waiting, seconds, unit);
    return {};
}

constexpr std::array kButtons{Button{"undo_reply", false, undo}, Button{"send_reply_now", false, send_now},
                              Button{"edit_reply", true, edit_again}};
constexpr std::array kRoutines{Routine{kTimer, on_due}};

}  // namespace

Result<void> answer(const Desk& desk, Record& record, const std::string& words, const Act& act,
                    store::Unit& unit, const slack::MessageInfo* source)
{
    return answer_later(desk, record, words, act, unit, source, true);
}

Result<void> answer_along(const Desk& desk, const Record& parent, Record& part, const std::string& words,
                          const Act& act, store::Unit& unit)
{
    const auto with_parent = unit.pending_replies.waiting(parent.id);
    const bool shares_buttons = std::ranges::any_of(with_parent, [&](const PendingReply& waiting) {
        return waiting.author == act.actor && waiting.said_at == act.at && waiting.text == words;
    });
    return answer_later(desk, part, words, act, unit, nullptr, !shares_buttons);
}

Result<void> send_waiting(const Desk& desk, Record& record, std::string_view author, store::Unit& unit)
{
    for (const PendingReply& waiting : unit.pending_replies.waiting(record.id))
        if (author.empty() || waiting.author == author)
            send(desk, record, waiting, unit);
    return {};
}

Result<void> reword_waiting(const Desk& desk, Record& record, const PendingReply& waiting,
                            const slack::MessageInfo& message, store::Unit& unit)
{
    const std::string text = readable(unit, message.text);
    if (is_for_requester(desk, record, text, unit)) {
        const std::string words = with_files(public_words(text), &message);
        if (!trimmed(words).empty())
            unit.pending_replies.change(waiting.id, words);
        return {};
    }
    unit.timers.cancel(key_of(waiting));
    unit.pending_replies.remove(waiting.id);
    Saying saying;
    saying.text = "This is a note now, nobody else got it · " + desk.number_of(record);
    saying.blocks.context({":memo: " + saying.text});
    tell_author(record, waiting, saying, unit);
    return keep_note(desk, record, with_files(text, &message), waiting.message, act_of(waiting), unit);
}

void drop_waiting(const Desk& desk, const Record& record, const PendingReply& waiting, store::Unit& unit)
{
    unit.timers.cancel(key_of(waiting));
    unit.pending_replies.undo(waiting.id, unit.now);
    tell_author(record, waiting,
                taken_back(desk, record, waiting,
                           "*Taken back*, because you deleted your message. " +
                               shown(unit, record.at(attr::kRequester)) + " did not get this:"),
                unit);
}

extern const Feature kUndoWindow;
const Feature kUndoWindow{
    .key = "undo_window", .buttons = kButtons, .routines = kRoutines, .form_line = form_line};

}  // namespace deskbell::kernel
