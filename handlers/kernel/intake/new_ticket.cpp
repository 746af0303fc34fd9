#include "handlers/kernel/intake/new_ticket.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/answers.hpp"
#include "handlers/kernel/intake/form_versions.hpp"
#include "handlers/kernel/intake/intake.hpp"
#include "handlers/kernel/intake/own_fields.hpp"
#include "handlers/kernel/intake/thread_copy.hpp"
#include "handlers/kernel/intake/unfinished.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

constexpr std::size_t kAckFrameBytes = 1000;  // what an ack has besides its payload

void add_type(const Desk& desk, const Process& chosen, slack::Blocks& blocks)
{
    std::vector<slack::Choice> choices;
    for (const Process* process : door_processes(desk))
        choices.push_back({std::string(process->key), std::string(process->door_label)});
    if (choices.size() > 1)
        blocks.input(kTypeInput, "Type", slack::menu(kTypeInput, "Choose", choices, chosen.key), false, {},
                     true);
}

void add_inbox(const Desk& desk, const NewTicketDraft& draft, slack::Blocks& blocks)
{
    const auto& inboxes = desk.settings().inboxes;
    if (inboxes.size() < 2)
        return;
    std::vector<slack::Choice> choices;
    for (const InboxSettings& inbox : inboxes) choices.push_back({inbox.key, inbox.name});
    blocks.input("inbox", "Inbox", slack::menu("inbox", "Choose", choices, chosen_inbox(desk, draft)->key),
                 false, {}, !desk.settings().forms.empty());
}

/// Which of several forms, and its questions.
void add_form(const std::vector<const FormDefinition*>& forms, const Attributes& values, bool of_agent,
              slack::Blocks& blocks)
{
    if (forms.empty())
        return;
    if (forms.size() > 1) {
        std::vector<slack::Choice> choices;
        for (const FormDefinition* form : forms) choices.push_back({form->key, form->name});
        std::ranges::sort(choices, {}, &slack::Choice::label);
        blocks.input(kFormInput, "What is it about?",
                     slack::menu(kFormInput, "Choose", choices, forms.front()->key), false, {}, true);
    }
    add_questions(blocks, *forms.front(), values, of_agent);
}

/// Who may be private decides the form, then the person; and everybody reads who will see it.
void add_audience(const InboxSettings* inbox, const std::vector<const FormDefinition*>& forms,
                  const Attributes& values, const store::Unit& unit, slack::Blocks& blocks)
{
    const bool is_always_private = !forms.empty() && forms.front()->is_private;
    if (!is_always_private)
        add_input(blocks, kPrivateField, false, entered(values, "private"));
    if (inbox != nullptr)
        blocks.context({audience(*inbox, is_always_private || !entered(values, "private").empty(), unit)});
}

}  // namespace

slack::Modal new_ticket_form(const Desk& desk, const NewTicketDraft& draft, std::string_view user,
                             const store::Unit& unit)
{
    const Process* process = chosen_process(desk, draft.values);
    const InboxSettings* inbox = chosen_inbox(desk, draft);
    const auto forms = chosen_forms(desk, draft);
    slack::Modal modal;
    modal.callback_id = "new:ticket";
    modal.title = "New ticket";
    modal.submit = "Create";
    modal.private_metadata = pack({{"channel", draft.channel},
                                   {"root_ts", draft.root_ts},
                                   {"requester", draft.requester},
                                   {"unfinished", draft.unfinished},
                                   {"form", forms.empty() ? "" : forms.front()->version}});
    add_input(modal.blocks, kTitleField, true, entered(draft.values, "title"), true);
    add_input(modal.blocks, kDetailsField, false, entered(draft.values, "details"));
    if (process != nullptr) {
        add_type(desk, *process, modal.blocks);
        add_inbox(desk, draft, modal.blocks);
        add_own_fields(*process, draft.values, modal.blocks);
        add_form(forms, draft.values, is_agent_of(desk, inbox, user, unit), modal.blocks);
    }
    const std::string typed_for = entered(draft.values, kForInput);
    add_input(modal.blocks, kForField, false, typed_for.empty() ? draft.requester : typed_for);
    add_audience(inbox, forms, draft.values, unit, modal.blocks);
    return modal;
}

namespace {

/// Somebody chose another inbox and submitted before its questions were there: they are shown now, with
/// everything typed. A form that was only worded anew meanwhile counts as it was shown.
std::optional<slack::Reply> changed_questions(const Desk& desk, const NewTicketDraft& draft,
                                              std::string_view user, const store::Unit& unit)
{
    const auto forms = chosen_forms(desk, draft);
    const auto shown = form_of_version(desk.settings(), draft.form, unit);
    if ((forms.empty() ? "" : forms.front()->key) == (shown ? shown->key : ""))
        return std::nullopt;
    slack::Modal modal = new_ticket_form(desk, draft, user, unit);
    slack::Blocks blocks;
    blocks.section(
        ":arrow_down: The questions changed with your choice, or meanwhile. Please look at them, then create "
        "it.");
    modal.blocks = blocks.append(modal.blocks);
    slack::Reply reply = slack::Reply::replace(modal);
    if (reply.ack.size() < slack::kAckBytesBelow - kAckFrameBytes)
        return reply;
    return slack::Reply::errors(
        {{"title", "The questions changed while you wrote. Please wait a moment, then look at them."}});
}

}  // namespace

Result<slack::Reply> submit_new_ticket(const Desk& desk, const slack::ViewSubmission& submission,
                                       const Act& act, store::Unit& unit)
{
    const NewTicketDraft draft = draft_of(desk, submission.view, act.actor, unit);
    if (const auto other = changed_questions(desk, draft, act.actor, unit))
        return *other;
    NewRecord wish;
    wish.process = chosen_process(desk, draft.values);
    wish.values = draft.values;
    const std::string person = entered(draft.values, kForInput);
    wish.requester = person.empty() ? draft.requester : person;
    const std::string inbox = entered(draft.values, "inbox");
    const InboxSettings* fallback = desk.settings().inbox_for(draft.channel);
    wish.inbox = inbox.empty() && fallback != nullptr ? fallback->key : inbox;
    wish.is_private = !entered(draft.values, "private").empty();
    wish.via = draft.root_ts.empty() ? "the form" : "a message";
    wish.channel = draft.root_ts.empty() ? "" : draft.channel;
    wish.root_ts = draft.root_ts;
    wish.is_again = true;  // a form is filled in on purpose, and its view id guards against a second delivery
    wish.form = draft.form;
    for (const std::string_view own :
         {kTypeInput, kForInput, kFormInput, std::string_view("inbox"), std::string_view("private")})
        wish.values.erase(std::string(own));
    const bool has_thread = !wish.root_ts.empty();
    const auto raised = draft.unfinished.empty()
                            ? raise(desk, std::move(wish), act, unit)
                            : finish(desk, whole_number(draft.unfinished), std::move(wish), act, unit);
    if (!raised)
        return raised.error();
    if (!may_be_named(desk, raised->record, act.actor, unit))
        return Error(Errc::conflict, has_ticket(desk, raised->record, act.actor, unit));
    if (has_thread && raised->how == Raised::How::created)
        copy_thread(raised->record, unit);
    return slack::Reply::replace(welcome_modal(desk, raised->record, unit));
}

}  // namespace deskbell::kernel
