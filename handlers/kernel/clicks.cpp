#include "handlers/kernel/clicks.hpp"

#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/transition.hpp"

namespace deskbell::kernel {

namespace {

/// What a click wants of a record: an entry of the menu More carries "action|number", a button of a step has
/// the action in its name.
struct Wish {
    std::string action, number;
};

std::optional<Wish> wish_of(const slack::BlockAction& click)
{
    const std::string& value = click.value.text;
    if (click.action_id.starts_with(kStepPrefix))
        return Wish{click.action_id.substr(kStepPrefix.size()), value};
    const std::size_t bar = value.find('|');
    if (click.action_id != kMoreMenu || bar == std::string::npos)
        return std::nullopt;
    return Wish{value.substr(0, bar), value.substr(bar + 1)};
}

const Entry* entry_of(std::string_view action) { return find_row(&Feature::entries, &Entry::action, action); }

const Button* button_of(std::string_view action_id)
{
    return find_row(&Feature::buttons, &Button::name, action_id);
}

/// Takes the step, or opens its form where it asks for something.
Answer step(const Desk& desk, const slack::BlockAction& click, std::string_view action, Record& record,
            const Act& act, store::Unit& unit)
{
    const Transition* row = desk.process_of(record).transition(record, action);
    const unsigned roles = roles_of(desk, record, act.actor, unit);
    // For a barred step performing says why, before anybody has typed anything.
    if (row != nullptr && (row->who & roles) != 0 && !row->asks.empty() &&
        !is_barred(desk, record, *row, unit))
        return show_modal(
            click, with_form_lines(desk, record, act.actor, unit, transition_form(desk, record, *row, {})));
    if (auto done = perform(desk, record, action, {}, act, unit); !done)
        return done.error();
    get_to_know(unit, act.actor);
    return shown_again(desk, click, record, unit);
}

Answer fulfil(const Desk& desk, const slack::BlockAction& click, const Wish& wish, const Act& act,
              store::Unit& unit)
{
    auto record = record_of(desk, wish.number, act.actor, unit);
    if (!record)
        return record.error();
    if (const Entry* entry = entry_of(wish.action))
        return entry->run(desk, click, *record, act, unit);
    return step(desk, click, wish.action, *record, act, unit);
}

/// An element of a form that is drawn anew when its answer changes.
bool is_form_element(const slack::BlockAction& click)
{
    return click.view && click.view->type == "modal" && click.action_id == click.block_id;
}

Answer redraw(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const Form* form = find_row(&Feature::forms, &Form::callback, click.view->callback_id);
    if (form == nullptr || form->redraw == nullptr)
        return slack::Reply::nothing();
    return form->redraw(desk, click, act, unit);
}

}  // namespace

bool click_only_reads(const Desk& desk, const slack::BlockAction& click)
{
    if (is_form_element(click))
        return true;
    if (const Button* button = button_of(click.action_id))
        return button->only_reads;
    const auto wish = wish_of(click);
    if (!wish)
        return false;
    if (const Entry* entry = entry_of(wish->action))
        return entry->only_reads;
    const auto number = parse_number(wish->number);
    const Process* process = number ? desk.process_of_prefix(number->prefix) : nullptr;
    return process != nullptr && process->asks(wish->action);
}

Result<slack::Reply> on_click(const Desk& desk, const slack::BlockAction& click, const Act& act,
                              store::Unit& unit)
{
    if (is_form_element(click))
        return redraw(desk, click, act, unit);
    // First, so that a feature may look after the button of a step itself.
    if (const Button* button = button_of(click.action_id))
        return button->run(desk, click, act, unit);
    if (const auto wish = wish_of(click))
        return fulfil(desk, click, *wish, act, unit);
    return Error(Errc::not_found,
                 "This button is not of this version of the desk. Open the ticket again with `/ticket` or "
                 "`/desk` and its number.");
}

}  // namespace deskbell::kernel
