#include "handlers/kernel/thread/collisions.hpp"

#include "handlers/domain/ago.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/clicks.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/people.hpp"

#include <array>

/// "Ana opened the form Reply 20 s ago": two agents who answer the same ticket hear of each other. That a
/// form was opened is written down after it was shown, so that showing it waits for nobody.
namespace deskbell::kernel {

namespace {

constexpr int kNamesMost = 3;

/// Buttons by which an answer or a solution begins, and what their form is called.
struct Opening {
    std::string_view action_id, form;
};
constexpr std::array kOpenings{Opening{"reply", "Reply"}, Opening{"do:resolve", "Resolve"},
                               Opening{"do:complete", "Resolve"}};

const Opening* opening_of(const slack::BlockAction& click)
{
    for (const Opening& opening : kOpenings)
        if (opening.action_id == click.action_id)
            return &opening;
    return nullptr;
}

void note(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const Opening* opening = opening_of(click);
    const auto number = parse_number(click.value.text);
    const auto record = number ? desk.find(*number, unit) : std::nullopt;
    if (opening == nullptr || !record || !is_agent(desk, record->at(attr::kInbox), act.actor, unit))
        return;
    unit.opened_forms.note(record->id, {act.actor, std::string(opening->form), unit.now},
                           unit.now - kOpenedFor);
}

std::string line(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit)
{
    if (!is_agent(desk, record.at(attr::kInbox), user, unit))
        return {};
    std::vector<std::string> others;
    for (const auto& opened : unit.opened_forms.others(record.id, user, unit.now - kOpenedFor, kNamesMost))
        others.push_back(shown(unit, opened.user) + " opened the form " + opened.form + " " +
                         ago(unit.now - opened.at));
    return others.empty() ? ""
                          : ":warning: " + joined(others, ", ") + ". You may be answering at the same time.";
}

/// The step is taken: whoever took it has no form open any more.
Result<void> follow_up(const Desk&, Record& record, std::string_view, const Act& act, store::Unit& unit)
{
    unit.opened_forms.forget(record.id, act.actor);
    return {};
}

}  // namespace

bool opens_answer(const Desk&, const slack::BlockAction& click) { return opening_of(click) != nullptr; }

extern const Feature kCollisions;
const Feature kCollisions{
    .key = "collisions", .follow_up = follow_up, .form_line = line, .note_reading = note};

}  // namespace deskbell::kernel
