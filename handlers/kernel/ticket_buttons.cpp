#include "handlers/domain/text.hpp"
#include "handlers/kernel/assignment/followers.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/new_ticket.hpp"
#include "handlers/kernel/lists.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/confirmation.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/transition.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

slack::Modal words_modal(const Desk& desk, const Record& record, std::string_view callback,
                         std::string_view title, std::string_view label, std::string_view hint,
                         std::string_view words = {})
{
    slack::Modal modal;
    modal.callback_id = callback;
    modal.title = title;
    modal.submit = "Send";
    modal.private_metadata = pack({{"record", desk.number_of(record)}});
    modal.blocks.context({headline(desk, record)});
    modal.blocks.input("text", label, slack::text_input("text", true, words), false, hint);
    return modal;
}

Answer open_reply(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto record = record_of(desk, click.value.text, act.actor, unit);
    if (!record)
        return record.error();
    const bool is_note = click.action_id == "note";
    if (!is_agent(desk, record->at(attr::kInbox), act.actor, unit))
        return Error(Errc::forbidden, "Only the agents of its inbox can " +
                                          std::string(is_note ? "write notes on " : "answer ") +
                                          desk.number_of(*record) + ".");
    if (is_note)
        return show_modal(click, words_modal(desk, *record, "note", "Note", "Note",
                                             "Agents only. The requester never sees it."));
    return show_modal(click, reply_form(desk, *record, act.actor, unit));
}

Answer open_details(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto record = record_of(desk, click.value.text, act.actor, unit);
    if (!record)
        return record.error();
    if ((roles_of(desk, *record, act.actor, unit) & kRequester) == 0)
        return Error(Errc::forbidden,
                     "Only the person who asked can add details. You can write in the thread instead.");
    return show_modal(
        click, words_modal(desk, *record, "add_details", "Add details", "Details", "The agents read this."));
}

Answer open_record(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto record = record_of(desk, click.value.text, act.actor, unit);
    if (!record)
        return record.error();
    return show_modal(click, record_modal(desk, *record, act.actor, unit));
}

Answer open_list(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    return show_modal(click, list_modal(desk, list_query(click.value.text), act.actor, unit));
}

Answer turn_page(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    if (!click.view)
        return open_list(desk, click, act, unit);
    return slack::Reply::update(list_modal(desk, list_query(click.value.text), act.actor, unit),
                                click.view->id, click.view->hash);
}

Answer open_new_ticket(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const NewTicketDraft draft{{}, click.channel, "", act.actor};
    return show_modal(click, new_ticket_form(desk, draft, act.actor, unit));
}

/// A thread's reader who is not part of the ticket may follow it, unless it is private: then it is not there
/// for them. Whoever follows it may stop.
Answer follow(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto number = parse_number(click.value.text);
    auto record = number ? desk.find(*number, unit) : std::nullopt;
    if (!record || record->has(attr::kPrivate))
        if (const auto seen = record_of(desk, click.value.text, act.actor, unit); !seen)
            return seen.error();
    auto followers =
        record->has(attr::kFollowers) ? split(record->at(attr::kFollowers), ',') : std::vector<std::string>{};
    const bool was_following = std::erase(followers, act.actor) > 0;
    if (!was_following && record->has(attr::kPrivate) && !may_add_followers(desk, *record, act.actor, unit))
        return Error(Errc::forbidden, "This ticket is private. Its requester or assignee can add you.");
    if (!was_following)
        followers.push_back(act.actor);
    if (auto made = change(*record, attr::kFollowers, joined(followers, ",")))
        write(unit, *record, act, was_following ? "unfollowed" : "followed", {*std::move(made)});
    Saying said;
    said.text = was_following ? "You no longer follow " + desk.number_of(*record) + "."
                              : "You follow " + desk.number_of(*record) + ". You can open it with `/ticket " +
                                    desk.number_of(*record) + "`; press Follow again to stop.";
    said.blocks.section(said.text);
    if (!click.channel.empty())
        whisper(unit, click.channel, click.thread_ts, act.actor, said, click.actor.response_url);
    if (may_see(desk, *record, act.actor, unit))
        return shown_again(desk, click, *record, unit);
    if (!click.view || click.view->type == "home")
        return slack::Reply::nothing();
    slack::Modal modal;
    modal.callback_id = "show";
    modal.title = desk.number_of(*record);
    modal.close = "Close";
    modal.blocks = said.blocks;
    return slack::Reply::update(modal, click.view->id, click.view->hash);
}

/// The requester's word is resolution and confirmation in one.
Result<void> take_as_solved(const Desk& desk, Record& record, const Act& act, store::Unit& unit)
{
    for (const std::string_view action : {"solved", "confirm"})
        if (auto done = perform(desk, record, action, {}, act, unit); !done)
            return done;
    return {};
}

/// Words that reached us late may have opened the ticket again while its requester pressed "Yes, solved".
Result<void> confirm_or_reopen(const Desk& desk, Record& record, std::string_view action, const Act& act,
                               store::Unit& unit)
{
    if (action == "reopen" && record.at(attr::kCategory) == to_text(Category::closed))
        return Error(Errc::conflict, desk.number_of(record) +
                                         " is closed and stays so. Write in its conversation what is still "
                                         "wrong, and you are offered a new ticket that is linked to it.");
    const Process& process = desk.process_of(record);
    const bool is_open_again = process.transition(record, "solved") && !process.transition(record, action);
    return action == "confirm" && is_open_again ? take_as_solved(desk, record, act, unit)
                                                : perform(desk, record, action, {}, act, unit);
}

/// "Yes, solved" and "No, reopen".
Answer confirm(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    auto record = record_of(desk, click.value.text, act.actor, unit);
    if (!record)
        return record.error();
    const auto message = unit.messages.find(click.channel, click.message_ts);
    const bool shows_it = click.view || (message && message->role == kAsksWhetherSolved);
    if (auto done = confirm_or_reopen(desk, *record, click.action_id, act, unit); !done)
        return done.error();
    if (!shows_it)  // a message about several tickets keeps its buttons
        say_to_clicker(click,
                       click.action_id == "confirm" ? "Confirmed: " + desk.number_of(*record) + " is solved."
                                                    : desk.number_of(*record) + " is open again.",
                       unit);
    return shown_again(desk, click, *record, unit);
}

Answer solved(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    auto record = record_of(desk, click.value.text, act.actor, unit);
    if (!record)
        return record.error();
    if (auto done = take_as_solved(desk, *record, act, unit); !done)
        return done.error();
    return shown_again(desk, click, *record, unit);
}

constexpr std::array kButtons{
    Button{"open", true, open_record},         Button{"list", true, open_list},
    Button{"list:", true, open_list},          Button{"list_next", true, turn_page},
    Button{"list_previous", true, turn_page},  Button{"new_ticket", true, open_new_ticket},
    Button{"reply", true, open_reply},         Button{"note", true, open_reply},
    Button{"add_details", true, open_details}, Button{"follow", false, follow},
    Button{"confirm", false, confirm},         Button{"reopen", false, confirm},
    Button{"solved", false, solved},
};

}  // namespace

slack::Modal reply_form(const Desk& desk, const Record& record, std::string_view user,
                        const store::Unit& unit, std::string_view words)
{
    return with_form_lines(
        desk, record, user, unit,
        words_modal(desk, record, "reply", "Reply", "Reply", "The requester reads this.", words));
}

extern const Feature kTicketButtons;
const Feature kTicketButtons{.key = "ticket_buttons", .buttons = kButtons};

}  // namespace deskbell::kernel
