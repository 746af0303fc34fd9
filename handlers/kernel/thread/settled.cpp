#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clock/clocks.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/say.hpp"
#include "handlers/kernel/thread/confirmation.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/ticket_steps.hpp"
#include "handlers/kernel/transition.hpp"

#include <algorithm>
#include <ranges>

/// What asks the requester whether a ticket is solved asks no more once that is decided, whoever decided it:
/// the words of the solution stay, the buttons make room for what became of it.
namespace deskbell::kernel {

namespace {

constexpr int kAskedMost =
    50;  ///< messages about one solution; each ambiguous word of the requester adds one

bool is_solved(const Record& record) { return record.at(attr::kCategory) == to_text(Category::resolved); }

/// What the requester read when it was solved the last time.
std::string words_of_solution(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const auto events = all_events(unit, record.id);
    const auto solves = [](const Change& change) {
        return change.attribute == attr::kCategory && change.after == to_text(Category::resolved);
    };
    for (const Event& event : std::views::reverse(events))
        if (std::ranges::any_of(event.changes, solves))
            return told_by(desk, record, event.kind, {event.actor, event.source, event.occurred_at}, unit);
    return {};
}

std::string outcome_of(const Desk& desk, const Record& record, const Act& act)
{
    const std::string number = desk.number_of(record);
    if (is_open(parse_category(record.at(attr::kCategory)).value_or(Category::closed)))
        return ":leftwards_arrow_with_hook: " + number + " is open again.";
    if (act.actor == record.at(attr::kRequester))
        return ":white_check_mark: Confirmed: " + number + " is solved.";
    return ":white_check_mark: " + number + " is closed: nobody said otherwise within " +
           std::to_string(kGraceDays) + " working days.";
}

/// Takes the buttons from what asked.
void answer_questions(const Desk& desk, const Record& record, const Act& act, store::Unit& unit)
{
    const auto asked = unit.messages.in_role(record.id, kAsksWhetherSolved, 0, kAskedMost);
    if (asked.empty())
        return;
    std::string words = words_of_solution(desk, record, unit);
    const std::string outcome = outcome_of(desk, record, act);
    for (const store::Message& message : asked) {
        Saying saying;
        saying.text = words.empty() ? outcome : words + "\n" + outcome;
        add_text(saying.blocks, words);
        add_text(saying.blocks, outcome);
        edit(unit, message.id, saying);
        unit.messages.become(message.id, "notice");
        words.clear();  // the others only asked again
    }
}

Result<void> follow_up(const Desk& desk, Record& record, std::string_view action, const Act& act,
                       store::Unit& unit)
{
    if (is_solved(record))
        return {};
    answer_questions(desk, record, act, unit);
    if (action == "confirm" && act.actor != "system")
        tell_requester(desk, record, desk.number_of(record) + " is closed. Thank you.", act, unit);
    return {};
}

}  // namespace

extern const Feature kSettled;
const Feature kSettled{.key = "settled", .follow_up = follow_up};

}  // namespace deskbell::kernel
