#include "handlers/kernel/thread/edits.hpp"

#include "handlers/domain/difference.hpp"
#include "handlers/domain/pseudonym.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/evidence/erasure.hpp"
#include "handlers/kernel/intake/doors.hpp"
#include "handlers/kernel/intake/intake.hpp"
#include "handlers/kernel/intake/unfinished.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/thread/speaker.hpp"
#include "handlers/kernel/thread/undo_window.hpp"
#include "handlers/kernel/transition.hpp"
#include "slack/wire/mrkdwn.hpp"

namespace deskbell::kernel {

namespace {

constexpr std::size_t kDifferenceMost = 140;  // of each side: both and the words around stay below 300

bool is_answer(const Desk& desk, const Record& record, const std::string& author, const store::Unit& unit)
{
    return author != record.at(attr::kRequester) && is_agent(desk, record.at(attr::kInbox), author, unit);
}

/// The line above a copy, on whichever side it stands.
std::string label_of(const Desk& desk, const Record& record, const store::Message& copy,
                     const std::string& author, const store::Unit& unit)
{
    const auto card = unit.messages.find(record.id, "card");
    const bool is_at_agents = card && card->channel == copy.channel;
    return is_at_agents ? label_for_agents(author, is_answer(desk, record, author, unit), unit)
                        : label_of_answer(desk, record, author, unit);
}

/// Whoever answered the old words has to know that they are others now.
void tell_difference(const Desk& desk, const Record& record, const std::string& author,
                     const std::string& before, const std::string& after, store::Unit& unit)
{
    const Difference what = difference(before, after, kDifferenceMost);
    std::string line = ":pencil2: *" + shown(unit, author) + "* changed what they had written";
    if (!what.removed.empty())
        line += " · before: " + slack::escaped(what.removed);
    if (!what.added.empty())
        line += " · now: " + slack::escaped(what.added);
    tell_agents(record, line, "edited:" + desk.number_of(record) + ":" + std::to_string(record.version),
                unit);
}

/// The copy of these public words is part of a longer post, where it stays as it was.
bool is_put_together(const Desk& desk, const Record& record, const store::Comment& comment,
                     const store::Unit& unit)
{
    return comment.visibility != "note" && !is_one_thread(desk, record, unit) &&
           unit.messages.copies_of(comment.message).empty();
}

Act by(const std::string& user, const store::Unit& unit) { return {user, "message", unit.now}; }

/// What a typed message says to whoever reads its copy.
std::string words_in(const slack::MessageInfo& message, bool is_note, const store::Unit& unit)
{
    const std::string text = with_files(readable(unit, message.text), &message);
    return is_note ? text : public_words(text);
}

bool is_note(const store::Comment& comment) { return comment.visibility == "note"; }

/// The first message as the ticket has it.
const std::string& words_of(const Record& record)
{
    const std::string& details = record.at("details");
    return details.empty() ? record.at(attr::kTitle) : details;
}

Result<void> edit_words(const Desk& desk, Record& record, const store::Message& typed,
                        const slack::MessageInfo& message, store::Unit& unit)
{
    if (const auto waiting = unit.pending_replies.of_message(typed.id))
        return reword_waiting(desk, record, *waiting, message, unit);
    const auto comment = unit.comments.of_message(typed.id);
    if (!comment || comment->is_deleted)
        return {};
    const std::string words = words_in(message, is_note(*comment), unit);
    if (words == comment->text || trimmed(words).empty())
        return {};
    write(unit, record, by(message.user, unit), "edited", {}, words);
    unit.comments.change(comment->id, words);
    redraw_copies(desk, record, *comment, words, "edited " + slack::date(unit.now, desk.settings().timezone),
                  unit);
    if (is_put_together(desk, record, *comment, unit)) {
        tell_difference(desk, record, comment->author, comment->text, words, unit);
        return {};
    }
    const bool is_answered = !is_answer(desk, record, comment->author, unit) &&
                             unit.comments.others_spoke(record.id, comment->author, comment->id);
    if (is_answered)
        tell_difference(desk, record, comment->author, comment->text, words, unit);
    return {};
}

/// Title and details are the first message, unless they were entered in a form.
Result<void> edit_request(const Desk& desk, Record& record, const slack::MessageEvent& event,
                          store::Unit& unit)
{
    const std::string before = words_of(record);
    const std::string after = trimmed(readable(unit, event.message.text));
    if (after.empty() || after == before)
        return {};
    const std::string previous = trimmed(readable(unit, event.previous.text));
    const bool is_from_message =
        previous.empty() ? record.at(attr::kVia).ends_with("message") : previous == before;
    if (!is_from_message && previous == after)
        return {};
    Attributes values = title_and_details(after);
    values.try_emplace("details");
    if (is_from_message)
        write(unit, record, by(event.message.user, unit), "edited", changes_to(record, values));
    if (unit.comments.others_spoke(record.id, record.at(attr::kRequester)))
        tell_difference(desk, record, event.message.user, is_from_message ? before : previous, after, unit);
    redraw(desk, record, unit);
    return {};
}

Result<void> delete_words(const Desk& desk, Record& record, const store::Message& typed, store::Unit& unit)
{
    if (const auto waiting = unit.pending_replies.of_message(typed.id)) {
        drop_waiting(desk, record, *waiting, unit);
        return {};
    }
    const auto comment = unit.comments.of_message(typed.id);
    if (!comment || comment->is_deleted)
        return {};
    write(unit, record, by(comment->author, unit), "message_deleted", {});
    unit.comments.mark_deleted(comment->id, unit.now);
    redraw_copies(desk, record, *comment, "Message deleted by its author.", "deleted", unit);
    if (is_put_together(desk, record, *comment, unit))
        tell_agents(record,
                    ":wastebasket: *" + shown(unit, comment->author) +
                        "* deleted a message that was copied from the thread above.",
                    "deleted:" + desk.number_of(record) + ":" + std::to_string(record.version), unit);
    return {};
}

Result<void> delete_request(const Desk& desk, Record& record, store::Unit& unit)
{
    const std::string requester = record.at(attr::kRequester);
    const Act act = by(requester, unit);
    write(unit, record, act, "message_deleted", changes_to(record, {{"original_deleted", "yes"}}));
    // A colleague's 🎫 is no word.
    const bool is_raised_by_their_words =
        record.at(attr::kCreatedBy) == requester || record.at(attr::kVia) == kViaReaction;
    const bool is_theirs_alone = is_raised_by_their_words &&
                                 !unit.comments.others_spoke(record.id, requester) &&
                                 !record.has(attr::kFirstResponseAt);
    if (is_theirs_alone && allowed(desk, record, "withdraw", roles_of(desk, record, requester, unit)))
        return perform(desk, record, "withdraw", {}, act, unit);
    redraw(desk, record, unit);
    return {};
}

/// The event of the message itself may still come.
void keep_from_coming(const slack::MessageInfo& message, store::Unit& unit)
{
    slack::MessageEvent posted;
    posted.message = message;
    slack::Envelope late;
    late.payload = posted;
    unit.inbox.remember(slack::inbox_keys(late), slack::encode(slack::Reply::nothing()), unit.now);
}

/// What was erased does not come back with a message that Slack still has.
bool is_erased(const Record& record, const std::optional<store::Comment>& comment)
{
    return record.has(kErasedAt) || (comment && is_pseudonym(comment->author));
}

/// The first message of a ticket. That of a private ticket, which has moved away from it, counts no more:
/// whoever removes it from the channel hides it, and withdraws nothing.
bool is_root(const store::Message& known) { return known.role == "source"; }

}  // namespace

void redraw_copies(const Desk& desk, const Record& record, const store::Comment& comment,
                   const std::string& text, const std::string& mark, store::Unit& unit)
{
    for (const store::Message& copy : unit.messages.copies_of(comment.message))
        edit(unit, copy.id,
             copied_words(text, label_of(desk, record, copy, comment.author, unit) +
                                    (mark.empty() ? "" : " · " + mark)));
}

bool overtakes(const slack::MessageInfo& message, const store::Unit& unit)
{
    const auto written = from_slack_ts(message.ts);
    return written && unit.now - unit.when(*written) < kOvertaken &&
           !unit.messages.find(message.channel, message.ts);
}

bool says_otherwise(const slack::MessageInfo& message, const store::Unit& unit)
{
    const auto known = unit.messages.find(message.channel, message.ts);
    const auto record = known ? unit.records.find(known->record_id) : std::nullopt;
    if (!record)
        return false;
    const auto comment = unit.comments.of_message(known->id);
    if (is_erased(*record, comment))
        return false;
    if (const auto waiting = unit.pending_replies.of_message(known->id))
        return words_in(message, false, unit) != waiting->text;
    if (is_root(*known))
        return record->at(attr::kVia).ends_with("message") &&
               words_of(*record) != trimmed(readable(unit, message.text));
    return comment && !comment->is_deleted && words_in(message, is_note(*comment), unit) != comment->text;
}

Result<void> on_edited(const Desk& desk, const slack::MessageEvent& event, store::Unit& unit)
{
    const auto known = unit.messages.find(event.message.channel, event.message.ts);
    auto record = known ? unit.records.find(known->record_id) : std::nullopt;
    if (!record || is_erased(*record, unit.comments.of_message(known->id)))
        return {};
    if (is_root(*known))
        return edit_request(desk, *record, event, unit);
    return known->role == "typed" ? edit_words(desk, *record, *known, event.message, unit) : Result<void>();
}

Result<void> on_deleted(const Desk& desk, const slack::MessageEvent& event, store::Unit& unit)
{
    const auto known = unit.messages.find(event.message.channel, event.message.ts);
    auto record = known ? unit.records.find(known->record_id) : std::nullopt;
    if (!record) {
        withdraw_unfinished(event.message, unit);
        keep_from_coming(event.message, unit);
        return {};
    }
    if (known->is_deleted)
        return {};
    unit.messages.mark_deleted(known->id, unit.now);
    if (is_root(*known))
        return delete_request(desk, *record, unit);
    return known->role == "typed" ? delete_words(desk, *record, *known, unit) : Result<void>();
}

}  // namespace deskbell::kernel
