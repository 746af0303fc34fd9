#include "handlers/domain/ago.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/clock/clocks.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/transition.hpp"

#include <algorithm>
#include <array>
#include <ranges>

/// Two agents want the same ticket: the first has it, the other hears who was quicker and may take it over.
namespace deskbell::kernel {

namespace {

/// The event by which the ticket came to who has it now.
std::optional<Event> given_by(const store::Unit& unit, const Record& record)
{
    const auto events = all_events(unit, record.id);
    for (const Event& event : std::views::reverse(events))
        if (std::ranges::find(event.changes, attr::kAssignee, &Change::attribute) != event.changes.end())
            return event;
    return std::nullopt;
}

std::string who_was_quicker(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const std::string name = shown(unit, record.at(attr::kAssignee));
    const auto event = given_by(unit, record);
    if (!event)
        return name + " has " + desk.number_of(record) + ".";
    const bool took_it = event->actor == record.at(attr::kAssignee);
    return name + (took_it ? " took " : " was given ") + desk.number_of(record) + " " +
           ago(unit.now - event->recorded_at) + ".";
}

Answer say_taken(const Desk& desk, const slack::BlockAction& click, const Record& record, store::Unit& unit)
{
    const std::string words = who_was_quicker(desk, record, unit);
    const slack::Element take_over = slack::button("take_over", "Take over", desk.number_of(record));
    if (click.view || click.channel.empty()) {
        slack::Modal modal;
        modal.callback_id = "notice";
        modal.title = "Taken";
        modal.close = "Close";
        modal.blocks.section("taken", words, take_over);
        return show_modal(click, modal);
    }
    Saying saying;
    saying.text = words;
    saying.blocks.section("taken", words, take_over);
    whisper(unit, click.channel, click.thread_ts, click.actor.user, saying, click.actor.response_url);
    return slack::Reply::nothing();
}

/// "Take it" stands on cards that were drawn before somebody else took the ticket.
Answer take_it(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    auto record = record_of(desk, click.value.text, act.actor, unit);
    if (!record)
        return record.error();
    const std::string& holder = record->at(attr::kAssignee);
    const bool is_open_to_take =
        is_open(parse_category(record->at(attr::kCategory)).value_or(Category::void_));
    if (!holder.empty() && holder != act.actor && is_open_to_take)
        return say_taken(desk, click, *record, unit);
    if (holder == act.actor && record->at(attr::kCategory) == to_text(Category::active))
        return say_to_clicker(click, "You have " + desk.number_of(*record) + " already.", unit);
    if (auto done = perform(desk, *record, "take", {}, act, unit); !done)
        return done.error();
    get_to_know(unit, act.actor);
    return shown_again(desk, click, *record, unit);
}

Answer take_over(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    auto record = record_of(desk, click.value.text, act.actor, unit);
    if (!record)
        return record.error();
    if (auto done = perform(desk, *record, "take", {}, act, unit); !done)
        return done.error();
    return click.view ? shown_again(desk, click, *record, unit)
                      : say_to_clicker(click, "You have " + desk.number_of(*record) + " now.", unit);
}

constexpr std::array kButtons{Button{"do:take", false, take_it}, Button{"take_over", false, take_over}};

}  // namespace

extern const Feature kClaims;
const Feature kClaims{.key = "claims", .buttons = kButtons};

}  // namespace deskbell::kernel
