#include "handlers/kernel/knowledge/self_service.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/new_ticket.hpp"
#include "handlers/kernel/knowledge/known_issues.hpp"
#include "handlers/kernel/knowledge/suggestions.hpp"
#include "handlers/kernel/merge.hpp"
#include "handlers/kernel/transition.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

/// Suggestions at both kinds of doors: in the form nothing is raised yet, elsewhere the ticket is there.
namespace deskbell::kernel {

namespace {

constexpr std::string_view kShown = "suggested";  // in what the form carries: they were shown

/// The inbox that the form is for: the chosen one, else that of the channel.
std::string inbox_of(const Desk& desk, const NewTicketDraft& draft)
{
    const std::string chosen = entered(draft.values, attr::kInbox);
    const InboxSettings* fallback = desk.settings().inbox_for(draft.channel);
    return chosen.empty() && fallback != nullptr ? fallback->key : chosen;
}

std::vector<Suggestion> known_for(const Desk& desk, const slack::ViewState& view, const Act& act,
                                  const store::Unit& unit)
{
    const NewTicketDraft draft = draft_of(desk, view, act.actor, unit);
    const std::string chosen = entered(draft.values, "requested_for");
    const bool is_for_themselves = (chosen.empty() ? draft.requester : chosen) == act.actor;
    // A request that is finished was suggested for when it came in; and nobody answers for somebody else.
    if (!draft.unfinished.empty() || !is_for_themselves)
        return {};
    return suggestions_for(desk,
                           {entered(draft.values, attr::kTitle) + " " + entered(draft.values, "details"),
                            inbox_of(desk, draft), act.actor, 0},
                           unit);
}

slack::Modal form_with(const std::vector<Suggestion>& suggestions, bool were_shown, slack::Modal modal)
{
    if (!suggestions.empty() || were_shown) {
        Attributes carried = unpack(modal.private_metadata);
        carried[std::string(kShown)] = "yes";
        modal.private_metadata = pack(carried);
    }
    if (suggestions.empty())
        return modal;
    slack::Blocks blocks;
    add_suggestions(suggestions, "", blocks);
    blocks.divider();
    blocks.append(modal.blocks);
    modal.blocks = std::move(blocks);
    modal.submit = "Send anyway";
    return modal;
}

bool were_shown(const slack::ViewState& view) { return !entered(unpack(view.private_metadata), kShown).empty(); }

/// In the place of the form, or to the person alone.
slack::Reply answered(const slack::BlockAction& click, std::string_view title, const Saying& saying,
                      store::Unit& unit)
{
    if (!click.view) {
        whisper(unit, click.channel, click.thread_ts, click.actor.user, saying, click.actor.response_url);
        return slack::Reply::nothing();
    }
    slack::Modal modal;
    modal.callback_id = "done";
    modal.title = title;
    modal.close = "Close";
    modal.blocks = saying.blocks;
    return slack::Reply::update(modal, click.view->id, click.view->hash);
}

Saying said(const std::string& text)
{
    Saying out;
    out.text = text;
    out.blocks.section(text);
    return out;
}

/// The ticket that a message's button is about, if it is the presser's own and still open.
Result<Record> own_ticket(const Desk& desk, const std::string& number, const Act& act,
                          const store::Unit& unit)
{
    auto ticket = record_of(desk, number, act.actor, unit);
    if (!ticket)
        return ticket.error();
    if (ticket->at(attr::kRequester) != act.actor)
        return Error(Errc::forbidden, "Only the person who asked can say that it is solved.");
    if (!is_open(parse_category(ticket->at(attr::kCategory)).value_or(Category::void_)))
        return Error(Errc::conflict, number + " is not open any more, so nothing has to be done.");
    return ticket;
}

/// What the requester's own word does, marked so that it is counted apart from the work of agents.
Result<void> close_as_self_served(const Desk& desk, Record& ticket, const std::string& by, const Act& act,
                                  store::Unit& unit)
{
    if (auto done = perform(desk, ticket, "solved", {{std::string(kSelfServed), by}}, act, unit); !done)
        return done;
    return perform(desk, ticket, "confirm", {}, act, unit);
}

Answer this_solved_it(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto chosen = picked(desk, click.value.text, act.actor, unit);
    if (!chosen)
        return chosen.error();
    const bool is_entry = chosen->suggestion.kind == Suggestion::Kind::entry;
    const std::int64_t entry = is_entry ? chosen->suggestion.id : 0;
    const std::int64_t solved = is_entry ? 0 : chosen->suggestion.id;
    std::string once = click.view ? "form:" + click.view->id : "", inbox = chosen->inbox;
    std::string text = "No ticket was needed. Thank you for telling us.";
    if (!click.view) {
        auto ticket = own_ticket(desk, chosen->ticket, act, unit);
        if (!ticket)
            return ticket.error();
        const std::string by = (is_entry ? "entry:" : "record:") + std::to_string(chosen->suggestion.id);
        if (auto done = close_as_self_served(desk, *ticket, by, act, unit); !done)
            return done.error();
        once = "ticket:" + std::to_string(ticket->id);
        inbox = ticket->at(attr::kInbox);
        text = chosen->ticket + " is closed. Thank you for telling us.";
    } else if (inbox.empty()) {
        inbox = inbox_of(desk, draft_of(desk, *click.view, act.actor, unit));
    }
    unit.knowledge.note_self_served(once, inbox, entry, solved, unit.now);
    return answered(click, "Solved", said(":tada: " + text), unit);
}

/// The ticket that was raised already goes on as part of the known issue.
Result<void> join_ticket(const Desk& desk, const std::string& number, const Record& issue, const Act& act,
                         store::Unit& unit)
{
    auto ticket = own_ticket(desk, number, act, unit);
    if (!ticket)
        return ticket.error();
    return perform(desk, *ticket, "duplicate",
                   {{std::string(attr::kDuplicateOf), desk.number_of(issue)},
                    {std::string(kCountsFromField.name), "own"}},
                   act, unit);
}

Answer me_too(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto chosen = picked(desk, click.value.text, act.actor, unit);
    if (!chosen)
        return chosen.error();
    auto issue = unit.records.find(chosen->suggestion.id);
    if (!issue || chosen->suggestion.kind != Suggestion::Kind::known_issue)
        return Error(Errc::not_found, "This is no known issue any more. Please raise a ticket.");
    const auto joined_now = join_known_issue(desk, *issue, act, unit);
    if (!joined_now)
        return joined_now.error();
    if (!click.view)
        if (auto done = join_ticket(desk, chosen->ticket, *issue, act, unit); !done)
            return done.error();
    const std::string number = desk.number_of(*issue);
    Saying saying =
        said(":raising_hand: You follow *" + slack::escaped(chosen->suggestion.title) + "* (" + number +
             ") and hear when it is solved." + (*joined_now ? "" : " You were counted already."));
    saying.blocks.actions("not_me", {slack::button("not_me", "Not me", number)});
    return answered(click, "Me too", saying, unit);
}

Answer read_all(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto chosen = picked(desk, click.value.text, act.actor, unit);
    if (!chosen)
        return chosen.error();
    slack::Modal modal;
    modal.callback_id = "suggestion";
    modal.title = "What is known";
    modal.close = "Back";
    modal.blocks.section("*" + slack::escaped(chosen->suggestion.title) + "*");
    add_text(modal.blocks, slack::escaped(chosen->suggestion.text));
    return show_modal(click, modal);
}

Answer keep(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const std::string number = entered(unpack(click.value.text), "ticket");
    if (const auto ticket = own_ticket(desk, number, act, unit); !ticket)
        return ticket.error();
    return answered(click, "Kept", said("Good: " + number + " stays with the team."), unit);
}

/// Who asked by a message or a sign on one is shown them in private, where they asked.
Result<void> after_door(const Desk& desk, Record& record, std::string_view action, const Act& act,
                        store::Unit& unit)
{
    const bool is_asked_by_message = act.source == "message" || act.source == "reaction";
    if (action != kCreated || !is_asked_by_message || !record.has(attr::kSourceChannel))
        return {};
    Saying saying;
    suggest_for(desk, record, record.at(attr::kRequester), unit, saying);
    if (saying.blocks.empty())
        return {};
    saying.text = "Something is known about " + desk.number_of(record) + ".";
    whisper(unit, record.at(attr::kSourceChannel), {}, record.at(attr::kRequester), saying);
    return {};
}

constexpr std::array kButtons{Button{"suggest_solved", false, this_solved_it},
                              Button{"suggest_me_too", false, me_too}, Button{"suggest_read", true, read_all},
                              Button{"suggest_keep", false, keep}};

}  // namespace

slack::Modal with_suggestions(const Desk& desk, const slack::ViewState& view, const Act& act,
                              const store::Unit& unit, slack::Modal modal)
{
    return form_with(known_for(desk, view, act, unit), were_shown(view), std::move(modal));
}

std::optional<slack::Reply> suggested_first(const Desk& desk, const slack::ViewState& view, const Act& act,
                                            const store::Unit& unit)
{
    if (were_shown(view))
        return std::nullopt;
    const auto suggestions = known_for(desk, view, act, unit);
    if (suggestions.empty())
        return std::nullopt;
    slack::Modal form = new_ticket_form(desk, draft_of(desk, view, act.actor, unit), act.actor, unit);
    return slack::Reply::replace(form_with(suggestions, true, std::move(form)));
}

void suggest_for(const Desk& desk, const Record& record, std::string_view person, const store::Unit& unit,
                 Saying& saying)
{
    if (record.at(attr::kRequester) != person || !desk.process_of(record).is_ticket())
        return;
    add_suggestions(suggestions_for(desk,
                                    {record.at(attr::kTitle) + " " + record.at("details"),
                                     record.at(attr::kInbox), std::string(person), record.id},
                                    unit),
                    desk.number_of(record), saying.blocks);
}

extern const Feature kSelfService;
const Feature kSelfService{.key = "self_service", .buttons = kButtons, .follow_up = after_door};

}  // namespace deskbell::kernel
