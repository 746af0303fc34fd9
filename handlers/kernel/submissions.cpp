#include "handlers/kernel/submissions.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/conversation.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/new_ticket.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/subscriptions.hpp"
#include "handlers/kernel/transition.hpp"

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
    return callback == "note" ? note(desk, record, text, act, unit) : reply(desk, record, text, act, unit);
}

Result<void> submit(const Desk& desk, Record& record, const slack::ViewState& view, const Act& act,
                    store::Unit& unit)
{
    if (!view.callback_id.starts_with("do:")) {
        const auto text = view.values.find("text");
        return speak(desk, record, view.callback_id,
                     text == view.values.end() ? "" : cleaned(text->second.text), act, unit);
    }
    const std::string action = view.callback_id.substr(3);
    const Process& process = desk.process_of(record);
    const Transition* row = process.transition(record, action);
    if (row == nullptr)
        return perform(desk, record, action, {}, act, unit);  // says what the state is now
    auto entered = read_transition_form(process, *row, view.values);
    if (!entered)
        return entered.error();
    return perform(desk, record, action, *std::move(entered), act, unit);
}

bool is_about_a_record(std::string_view callback)
{
    return callback.starts_with("do:") || callback == "reply" || callback == "note" ||
           callback == "add_details";
}

}  // namespace

Result<slack::Reply> on_submission(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                                   store::Unit& unit)
{
    const slack::ViewState& view = submission.view;
    if (view.callback_id == "new:ticket")
        return submit_new_ticket(desk, submission, act, unit);
    if (view.callback_id == kSubscribeForm)
        return submit_subscription(desk, submission, act, unit);
    if (view.callback_id.starts_with("new:"))
        if (const Process* process = desk.process(view.callback_id.substr(4)))
            return submit_new_record(desk, *process, submission, act, unit);
    if (!is_about_a_record(view.callback_id))
        return Error(Errc::not_found, "This form is not of this version of the desk. Please open it again.");
    Attributes carried = unpack(view.private_metadata);
    const auto number = parse_number(carried["record"]);
    auto record = number ? desk.find(*number, unit) : std::nullopt;
    if (!record || !may_see(desk, *record, act.actor, unit))
        return Error(Errc::not_found, "There is no such ticket that you may see.");
    if (auto done = submit(desk, *record, view, act, unit); !done)
        return done.error();
    get_to_know(unit, act.actor);
    return slack::Reply::clear();
}

}  // namespace deskbell::kernel
