#include "handlers/kernel/clicks.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/conversation.hpp"
#include "handlers/kernel/doors.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/home.hpp"
#include "handlers/kernel/lists.hpp"
#include "handlers/kernel/new_ticket.hpp"
#include "handlers/kernel/notices.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/sla_view.hpp"
#include "handlers/kernel/subscriptions.hpp"
#include "handlers/kernel/transition.hpp"
#include "handlers/kernel/why.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

using Answer = Result<slack::Reply>;

/// Shows a modal from wherever the click was: on top of an open one, else on its own.
slack::Reply show_modal(const slack::BlockAction& click, const slack::Modal& modal)
{
    return click.view && click.view->type == "modal" ? slack::Reply::push(modal) : slack::Reply::open(modal);
}

/// The record with this number, if the person may see it: existence is not told to others.
Result<Record> record_of(const Desk& desk, std::string_view number_text, std::string_view user,
                         store::Unit& unit)
{
    const auto number = parse_number(number_text);
    auto record = number ? desk.find(*number, unit) : std::nullopt;
    if (!record)
        return Error(Errc::not_found, "This button belongs to a ticket that is not there any more.");
    if (!may_see(desk, *record, user, unit))
        return Error(Errc::forbidden, "Only the people of " + std::string(number_text) +
                                          " (who asked, who answers) can do this.");
    return *std::move(record);
}

/// After an act inside a modal or the Home, what is shown there is drawn again.
slack::Reply shown_again(const Desk& desk, const slack::BlockAction& click, const Record& record,
                         store::Unit& unit)
{
    if (!click.view)
        return slack::Reply::nothing();
    if (click.view->type == "home") {
        publish_home(unit, click.actor.user, home_of(desk, click.actor.user, unit));
        return slack::Reply::nothing();
    }
    slack::Modal modal;
    modal.callback_id = "show";
    modal.title = desk.number_of(record);
    modal.close = "Close";
    modal.blocks = card_for(desk, record, unit, click.actor.user).blocks;
    return slack::Reply::update(modal, click.view->id, click.view->hash);
}

Answer act_on(const Desk& desk, const slack::BlockAction& click, std::string_view action,
              std::string_view number, const Act& act, store::Unit& unit)
{
    auto record = record_of(desk, number, act.actor, unit);
    if (!record)
        return record.error();
    const Transition* row = desk.process_of(*record).transition(*record, action);
    const unsigned roles = roles_of(desk, *record, act.actor, unit);
    if (row != nullptr && (row->who & roles) != 0 && !row->asks.empty())
        return show_modal(click, transition_form(desk, *record, *row, {}));
    if (auto done = perform(desk, *record, action, {}, act, unit); !done)
        return done.error();
    get_to_know(unit, act.actor);
    return shown_again(desk, click, *record, unit);
}

slack::Modal words_modal(const Desk& desk, const Record& record, std::string_view callback,
                         std::string_view title, std::string_view label, std::string_view hint)
{
    slack::Modal modal;
    modal.callback_id = callback;
    modal.title = title;
    modal.submit = "Send";
    modal.private_metadata = pack({{"record", desk.number_of(record)}});
    modal.blocks.context({headline(desk, record)});
    modal.blocks.input("text", label, slack::text_input("text", true), false, hint);
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
    return show_modal(
        click, is_note ? words_modal(desk, *record, "note", "Note", "Note",
                                     "Agents only. The requester never sees it.")
                       : words_modal(desk, *record, "reply", "Reply", "Reply", "The requester reads this."));
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
    slack::Modal modal;
    modal.callback_id = "show";
    modal.title = desk.number_of(*record);
    modal.close = "Close";
    modal.blocks = card_for(desk, *record, unit, act.actor).blocks;
    return show_modal(click, modal);
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

Answer open_new_ticket(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit&)
{
    return show_modal(click, new_ticket_form(desk, {{}, click.channel, "", act.actor}));
}

/// A thread's reader who is not part of the ticket may follow it, unless it is private.
Answer follow(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto number = parse_number(click.value.text);
    auto record = number ? desk.find(*number, unit) : std::nullopt;
    if (!record)
        return Error(Errc::not_found, "This ticket is not there any more.");
    if (record->has(attr::kPrivate) && !may_see(desk, *record, act.actor, unit))
        return Error(Errc::forbidden, "This ticket is private. Its requester or assignee can add you.");
    auto followers =
        record->has(attr::kFollowers) ? split(record->at(attr::kFollowers), ',') : std::vector<std::string>{};
    const bool was_following = std::erase(followers, act.actor) > 0;
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
    return shown_again(desk, click, *record, unit);
}

/// "Yes, solved" and "No, reopen" go away once they are pressed.
Answer confirm(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    auto record = record_of(desk, click.value.text, act.actor, unit);
    if (!record)
        return record.error();
    if (auto done = perform(desk, *record, click.action_id, {}, act, unit); !done)
        return done.error();
    if (const auto message = unit.messages.find(click.channel, click.message_ts);
        message && message->role == "resolution") {
        Saying said;
        said.text = click.action_id == "confirm" ? "Confirmed: " + desk.number_of(*record) + " is solved."
                                                 : desk.number_of(*record) + " is open again.";
        said.blocks.section(said.text);
        edit(unit, message->id, said);
    }
    return shown_again(desk, click, *record, unit);
}

Answer solved(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    auto record = record_of(desk, click.value.text, act.actor, unit);
    if (!record)
        return record.error();
    // The requester's word is resolution and confirmation in one.
    for (const std::string_view action : {"solved", "confirm"})
        if (auto done = perform(desk, *record, action, {}, act, unit); !done)
            return done.error();
    return shown_again(desk, click, *record, unit);
}

Answer explain(const Desk& desk, const slack::BlockAction& click, std::string_view number, const Act& act,
               store::Unit& unit)
{
    const auto record = record_of(desk, number, act.actor, unit);
    if (!record)
        return record.error();
    return show_modal(click, why_modal(desk, *record, unit));
}

Answer why(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    return explain(desk, click, click.value.text, act, unit);
}

Answer more(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const std::size_t bar = click.value.text.find('|');
    const std::string number = bar == std::string::npos ? "" : click.value.text.substr(bar + 1);
    const std::string action = click.value.text.substr(0, bar);
    return action == kWhyAction ? explain(desk, click, number, act, unit)
                                : act_on(desk, click, action, number, act, unit);
}

Answer again(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto raised = raise_again(desk, click, act, unit);
    if (!raised)
        return raised.error();
    return slack::Reply::nothing();
}

/// The list behind a number of a digest, and its pages.
Answer open_figure(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto modal = figure_modal(desk, figure_query(click.value.text), act.actor, unit);
    if (!modal)
        return modal.error();
    const bool is_page = click.view && !click.action_id.starts_with("figure:");
    return is_page ? slack::Reply::update(*modal, click.view->id, click.view->hash)
                   : show_modal(click, *modal);
}

Answer open_subscription(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto form = subscribe_form(desk, whole_number(click.value.text), act.actor, unit);
    if (!form)
        return form.error();
    return show_modal(click, *form);
}

Answer open_sla(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto now = sla_now(desk, act.actor, unit);
    if (!now)
        return now.error();
    slack::Modal modal;
    modal.callback_id = "sla";
    modal.title = "Service levels";
    modal.close = "Close";
    modal.blocks = now->blocks;
    return show_modal(click, modal);
}

Answer refresh_home(const Desk& desk, const slack::BlockAction&, const Act& act, store::Unit& unit)
{
    publish_home(unit, act.actor, home_of(desk, act.actor, unit));
    return slack::Reply::nothing();
}

/// The buttons of the kernel. A name ending in ":" or "_" is a prefix. Names stay here for ever: old messages
/// keep their buttons.
struct Button {
    std::string_view name;
    bool only_reads;
    Answer (*run)(const Desk&, const slack::BlockAction&, const Act&, store::Unit&);
};
constexpr std::array kButtons{
    Button{"open", true, open_record},
    Button{"list", true, open_list},
    Button{"list:", true, open_list},
    Button{"list_next", true, turn_page},
    Button{"list_previous", true, turn_page},
    Button{"new_ticket", true, open_new_ticket},
    Button{"reply", true, open_reply},
    Button{"note", true, open_reply},
    Button{"add_details", true, open_details},
    Button{"follow", false, follow},
    Button{"confirm", false, confirm},
    Button{"reopen", false, confirm},
    Button{"solved", false, solved},
    Button{"more", false, more},
    Button{"raise_again", false, again},
    Button{"home_refresh", false, refresh_home},
    Button{"figure:", true, open_figure},
    Button{"figure_next", true, open_figure},
    Button{"figure_previous", true, open_figure},
    Button{"digest_subscribe", true, open_subscription},
    Button{"digest_change", true, open_subscription},
    Button{"digest_pause", false, on_digest_button},
    Button{"digest_csv", false, on_digest_button},
    Button{"digest_now", false, on_digest_button},
    Button{"sla_now", true, open_sla},
    Button{"why", true, why},
    Button{"notice_", false, on_notice_button},
};

const Button* button_of(std::string_view action_id)
{
    const auto it = std::ranges::find_if(kButtons, [&](const Button& b) {
        return b.name.ends_with(':') || b.name.ends_with('_') ? action_id.starts_with(b.name)
                                                              : action_id == b.name;
    });
    return it == kButtons.end() ? nullptr : &*it;
}

/// An answer changed that decides which other questions are asked.
Answer redraw_form(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const slack::ViewState& view = *click.view;
    if (view.callback_id == "new:ticket")
        return slack::Reply::update(new_ticket_form(desk, draft_of(desk, view, act.actor)), view.id,
                                    view.hash);
    if (!view.callback_id.starts_with("do:"))
        return slack::Reply::nothing();
    Attributes carried = unpack(view.private_metadata);
    const auto record = record_of(desk, carried["record"], act.actor, unit);
    if (!record)
        return record.error();
    const Process& process = desk.process_of(*record);
    const Transition* row = process.transition(*record, view.callback_id.substr(3));
    if (row == nullptr)
        return slack::Reply::nothing();
    Attributes typed;
    for (const AskedField& asked : row->asks)
        if (view.values.contains(asked.field))
            typed[std::string(asked.field)] = read_input(*process.field(asked.field), view.values);
    return slack::Reply::update(transition_form(desk, *record, *row, typed), view.id, view.hash);
}

bool is_form_element(const slack::BlockAction& click)
{
    return click.view && click.view->type == "modal" && click.action_id == click.block_id;
}

}  // namespace

bool click_only_reads(const Desk& desk, const slack::BlockAction& click)
{
    if (is_form_element(click))
        return true;
    if (const Button* button = button_of(click.action_id); button != nullptr && click.action_id != "more")
        return button->only_reads;
    const bool is_menu = click.action_id == "more";
    const std::string action = is_menu ? click.value.text.substr(0, click.value.text.find('|'))
                               : click.action_id.starts_with("do:") ? click.action_id.substr(3)
                                                                    : "";
    const std::string number =
        is_menu ? click.value.text.substr(click.value.text.find('|') + 1) : click.value.text;
    if (is_menu && action == kWhyAction)
        return true;
    const auto parsed = parse_number(number);
    const Process* process = parsed ? desk.process_of_prefix(parsed->prefix) : nullptr;
    return process != nullptr && process->asks(action);
}

Result<slack::Reply> on_click(const Desk& desk, const slack::BlockAction& click, const Act& act,
                              store::Unit& unit)
{
    if (is_form_element(click))
        return redraw_form(desk, click, act, unit);
    if (const Button* button = button_of(click.action_id))
        return button->run(desk, click, act, unit);
    if (click.action_id.starts_with("do:"))
        return act_on(desk, click, click.action_id.substr(3), click.value.text, act, unit);
    return Error(Errc::not_found,
                 "This button is not of this version of the desk. Open the ticket again with `/ticket` or "
                 "`/desk` and its number.");
}

}  // namespace deskbell::kernel
