#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/clicks.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/new_record.hpp"
#include "handlers/kernel/intake/new_ticket.hpp"
#include "handlers/kernel/knowledge/ready_answers.hpp"
#include "handlers/kernel/knowledge/self_service.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/thread/undo_window.hpp"
#include "handlers/kernel/transition.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

/// What a form writes into a conversation: reply, note or the requester's details.
Result<void> speak(const Desk& desk, Record& record, const std::string& callback, const std::string& text,
                   const Act& act, store::Unit& unit)
{
    const unsigned roles = roles_of(desk, record, act.actor, unit);
    if (callback == "add_details") {
        if ((roles & kRequester) == 0)
            return Error(Errc::forbidden, "Only the person who asked can add details.");
        return requester_says(desk, record, text, act, unit);
    }
    if ((roles & kAgent) == 0)
        return Error(Errc::forbidden, "Only the agents of its inbox can write here.");
    return callback == "note" ? note(desk, record, text, act, unit) : answer(desk, record, text, act, unit);
}

/// The error where the words were typed, whatever their block is called.
Error beside(const Error& error, const std::string& block)
{
    return error.field() == "text" ? Error(error.code(), error.detail(), block) : error;
}

Answer submit_words(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                    store::Unit& unit)
{
    const slack::ViewState& view = submission.view;
    auto record = record_in(desk, view, act.actor, unit);
    if (!record)
        return record.error();
    const std::string block = answer_block(view);
    const auto text = view.values.find(block);
    const std::string words = text == view.values.end() ? "" : cleaned(text->second.text);
    if (auto done = speak(desk, *record, view.callback_id, words, act, unit); !done)
        return beside(done.error(), block);
    Attributes none;
    if (auto taken = take_form_parts(desk, *record, view, none, act, unit); !taken)
        return taken.error();
    if (auto done = take_entered(desk, *record, view, act, unit); !done)
        return done.error();
    get_to_know(unit, act.actor);
    return slack::Reply::clear();
}

Answer submit_step(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                   store::Unit& unit)
{
    const slack::ViewState& view = submission.view;
    auto record = record_in(desk, view, act.actor, unit);
    if (!record)
        return record.error();
    const std::string action = view.callback_id.substr(kStepPrefix.size());
    const Process& process = desk.process_of(*record);
    const Transition* row = process.transition(*record, action);
    // Without a row, performing says what the state is now.
    auto entered = row == nullptr ? Attributes{} : read_transition_form(desk, *record, *row, view.values);
    if (!entered)
        return entered.error();
    if (auto taken = take_form_parts(desk, *record, view, *entered, act, unit); !taken)
        return taken.error();
    if (auto done = perform(desk, *record, action, *std::move(entered), act, unit); !done)
        return done.error();
    if (auto done = take_entered(desk, *record, view, act, unit); !done)
        return done.error();
    get_to_know(unit, act.actor);
    return slack::Reply::clear();
}

Answer redraw_step(const Desk& desk, const slack::BlockAction& change, const Act& act, store::Unit& unit)
{
    const slack::ViewState& view = *change.view;
    const auto record = record_in(desk, view, act.actor, unit);
    if (!record)
        return record.error();
    const Process& process = desk.process_of(*record);
    const Transition* row = process.transition(*record, view.callback_id.substr(kStepPrefix.size()));
    if (row == nullptr)
        return slack::Reply::nothing();
    Attributes typed;
    for (const AskedField& asked : row->asks)
        if (view.values.contains(asked.field))
            typed[std::string(asked.field)] = read_input(*process.field(asked.field), view.values);
    const slack::Modal form = with_form_lines(desk, *record, act.actor, unit,
                                              transition_form(desk, *record, *row, typed));
    return slack::Reply::update(form, view.id, view.hash);
}

Answer redraw_ticket(const Desk& desk, const slack::BlockAction& change, const Act& act, store::Unit& unit)
{
    const slack::ViewState& view = *change.view;
    slack::Modal form = new_ticket_form(desk, draft_of(desk, view, act.actor, unit), act.actor, unit);
    return slack::Reply::update(with_suggestions(desk, view, act, unit, std::move(form)), view.id, view.hash);
}

Answer submit_ticket(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                     store::Unit& unit)
{
    if (auto first = suggested_first(desk, submission.view, act, unit))
        return *std::move(first);
    return submit_new_ticket(desk, submission, act, unit);
}

Answer submit_record(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                     store::Unit& unit)
{
    const Process* process = desk.process(submission.view.callback_id.substr(4));
    if (process == nullptr)
        return Error(Errc::not_found, "This form is not of this version of the desk. Please open it again.");
    return submit_new_record(desk, *process, submission, act, unit);
}

constexpr std::array kForms{
    Form{"new:ticket", submit_ticket, redraw_ticket},
    Form{"new:", submit_record},
    Form{kStepPrefix, submit_step, redraw_step},
    Form{"reply", submit_words, redraw_reply},
    Form{"note", submit_words},
    Form{"add_details", submit_words},
};

}  // namespace

extern const Feature kTicketForms;
const Feature kTicketForms{.key = "ticket_forms", .forms = kForms};

}  // namespace deskbell::kernel
