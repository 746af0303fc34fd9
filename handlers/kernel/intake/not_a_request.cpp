#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/clicks.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/intake/thread_copy.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/thread/speaker.hpp"
#include "handlers/kernel/ticket_steps.hpp"
#include "handlers/kernel/transition.hpp"

#include <array>

/// "Not a request": what the desk wrote under the message goes away, the act stays in the log, and for 24
/// hours one press puts everything back.
namespace deskbell::kernel {

namespace {

constexpr std::string_view kAgain = "request_again";
constexpr int kPutBackMost = 50;  // answers that are written anew

/// A message in a channel is nobody's request then: the thread is left as it was. Who asked in private, by a
/// command or a form has no other sign of the ticket and keeps it.
bool was_said_in_channel(const Record& record)
{
    return record.has(attr::kSourceTs) && !record.at(attr::kSourceChannel).starts_with('D') &&
           !record.has(attr::kPrivate);
}

void clear_thread(const Record& record, store::Unit& unit)
{
    for (const store::Message& message : unit.messages.ours_in(record.id, record.at(attr::kSourceChannel)))
        take_out(unit, message);
}

void tell_team(const Desk& desk, const Record& record, const Act& act, store::Unit& unit)
{
    const auto card = unit.messages.find(record.id, "card");
    if (!card)
        return;
    Saying saying;
    saying.text = "*" + shown(unit, act.actor) + "* set " + desk.number_of(record) +
                  " aside: not a request. It counts nowhere.";
    saying.blocks.section(saying.text);
    saying.blocks.actions("set_aside", {slack::button(std::string(kStepPrefix) + std::string(kAgain), "Undo",
                                                      desk.number_of(record))});
    saying.blocks.context({"For 24 hours, here or under More."});
    post(unit, {0, record.id, "notice", card->channel, "", 0}, saying, card->id,
         "aside:" + std::to_string(record.id) + ":" + std::to_string(record.version));
}

void set_aside_ticket(const Desk& desk, const Record& record, const Act& act, store::Unit& unit)
{
    if (was_said_in_channel(record))
        clear_thread(record, unit);
    else
        tell_requester(
            desk, record,
            desk.number_of(record) +
                " was taken for no request and is not worked on. If that is wrong, please raise a new "
                "ticket.",
            act, unit);
    tell_team(desk, record, act, unit);
}

/// The receipt and the answers, as they were. What the program said in between is not said again.
void write_anew(const Desk& desk, const Record& record, store::Unit& unit)
{
    const std::string once = ":again:" + std::to_string(record.id) + ":" + std::to_string(record.version);
    const std::int64_t thread = requester_thread(record, unit);
    const std::string& channel = record.at(attr::kSourceChannel);
    post(unit, {0, record.id, "receipt", channel, "", 0}, receipt(desk, record, unit), thread,
         "receipt" + once);
    for (const store::Comment& comment : unit.comments.of(record.id, false, kPutBackMost)) {
        const auto typed = unit.messages.find(comment.message);
        const bool is_there = typed && typed->channel == channel;
        if (comment.is_deleted || is_there || comment.author == record.at(attr::kRequester))
            continue;
        post(unit, {0, record.id, "copy", channel, "", comment.message},
             copied_words(comment.text, label_of_answer(desk, record, comment.author, unit)), thread,
             "comment" + std::to_string(comment.id) + once);
    }
}

Result<void> follow(const Desk& desk, Record& record, std::string_view action, const Act& act,
                    store::Unit& unit)
{
    const bool is_set_aside =
        action == kNotARequest || (action == "cancel" && record.at("cancel_reason") == kNotARequest);
    if (is_set_aside)
        set_aside_ticket(desk, record, act, unit);
    if (action != kAgain)
        return {};
    if (was_said_in_channel(record)) {
        write_anew(desk, record, unit);
        copy_thread(record, unit);  // what people said in the meantime
    } else
        tell_requester(desk, record, desk.number_of(record) + " is a request after all. The team goes on.",
                       act, unit);
    tell_agents(record, "*" + shown(unit, act.actor) + "* put " + desk.number_of(record) + " back.",
                "back:" + std::to_string(record.id) + ":" + std::to_string(record.version), unit);
    return {};
}

bool can_be_undone(const Desk& desk, const Record& record, unsigned roles, const store::Unit& unit)
{
    const auto since = record.time(attr::kClosedAt);
    return allowed(desk, record, kAgain, roles) != nullptr && record.at("cancel_reason") == kNotARequest &&
           since && unit.now <= *since + kUndoFor;
}

Answer undo(const Desk& desk, const slack::BlockAction& click, Record& record, const Act& act,
            store::Unit& unit)
{
    if (auto done = perform(desk, record, kAgain, {}, act, unit); !done)
        return done.error();
    // The button goes with what it was for.
    if (const auto notice = unit.messages.find(click.channel, click.message_ts);
        notice && notice->role == "notice") {
        Saying saying;
        saying.text = desk.number_of(record) + " was set aside for a while.";
        saying.blocks.context({saying.text});
        edit(unit, notice->id, saying);
    }
    return shown_again(desk, click, record, unit);
}

constexpr std::array kEntries{Entry{kAgain, "Undo \"Not a request\"", false, can_be_undone, undo}};

}  // namespace

extern const Feature kNotARequestUndo;
const Feature kNotARequestUndo{.key = "not_a_request", .entries = kEntries, .follow_up = follow};

}  // namespace deskbell::kernel
