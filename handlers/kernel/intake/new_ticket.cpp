#include "handlers/kernel/intake/new_ticket.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/answers.hpp"
#include "handlers/kernel/intake/form_versions.hpp"
#include "handlers/kernel/intake/intake.hpp"
#include "handlers/kernel/intake/thread_copy.hpp"
#include "handlers/kernel/intake/unfinished.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kType = "type";
constexpr std::string_view kFor = "requested_for";
constexpr std::string_view kForm = "form_key";
constexpr std::size_t kAckFrameBytes = 1000;  // what an ack has besides its payload

// Fields that every ticket form has, whatever the kind of ticket.
constexpr Field kTitleField{
    .name = "title", .label = "What do you need?", .at_creation = Asked::required, .max_length = 150};
constexpr Field kDetailsField{.name = "details", .label = "Details", .type = FieldType::long_text};
constexpr Field kForField{.name = kFor, .label = "Who is it for?", .type = FieldType::user};
constexpr Field kPrivateField{
    .name = "private",
    .label = "Private",
    .type = FieldType::yes_no,
    .help = "Only you and the agents of the inbox see it; the conversation stays in direct messages."};

std::string get(const Attributes& values, std::string_view name)
{
    const auto it = values.find(name);
    return it == values.end() ? std::string() : it->second;
}

/// The chosen kind of ticket, the first one of the form while nothing is chosen.
const Process* chosen_process(const Desk& desk, const Attributes& values)
{
    const auto doors = door_processes(desk);
    for (const Process* process : doors)
        if (process->key == get(values, kType))
            return process;
    return doors.empty() ? nullptr : doors.front();
}

void add_type(const Desk& desk, const Process& chosen, slack::Blocks& blocks)
{
    std::vector<slack::Choice> choices;
    for (const Process* process : door_processes(desk))
        choices.push_back({std::string(process->key), std::string(process->door_label)});
    if (choices.size() > 1)
        blocks.input(kType, "Type", slack::menu(kType, "Choose", choices, chosen.key), false, {}, true);
}

/// The chosen inbox; the one that takes requests from where the form was opened while nothing is chosen.
const InboxSettings* chosen_inbox(const Desk& desk, const NewTicketDraft& draft)
{
    const InboxSettings* chosen = desk.settings().inbox(get(draft.values, attr::kInbox));
    return chosen == nullptr ? desk.settings().inbox_for(draft.channel) : chosen;
}

/// The forms with which the chosen inbox takes the chosen kind of ticket, the chosen one first.
std::vector<const FormDefinition*> chosen_forms(const Desk& desk, const NewTicketDraft& draft)
{
    const Process* process = chosen_process(desk, draft.values);
    const InboxSettings* inbox = chosen_inbox(desk, draft);
    if (process == nullptr || inbox == nullptr)
        return {};
    auto forms = desk.settings().forms_for(inbox->key, process->key);
    std::ranges::stable_partition(
        forms, [&](const FormDefinition* form) { return form->key == get(draft.values, kForm); });
    return forms;
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
        blocks.input(kForm, "What is it about?", slack::menu(kForm, "Choose", choices, forms.front()->key),
                     false, {}, true);
    }
    add_questions(blocks, *forms.front(), values, of_agent);
}

/// Who may be private decides the form, then the person; and everybody reads who will see it.
void add_audience(const InboxSettings* inbox, const std::vector<const FormDefinition*>& forms,
                  const Attributes& values, const store::Unit& unit, slack::Blocks& blocks)
{
    const bool is_always_private = !forms.empty() && forms.front()->is_private;
    if (!is_always_private)
        add_input(blocks, kPrivateField, false, get(values, "private"));
    if (inbox != nullptr)
        blocks.context({audience(*inbox, is_always_private || !get(values, "private").empty(), unit)});
}

bool is_agent_of(const Desk& desk, const InboxSettings* inbox, std::string_view user, const store::Unit& unit)
{
    return inbox != nullptr && is_agent(desk, inbox->key, user, unit);
}

void add_own_fields(const Process& process, const Attributes& values, slack::Blocks& blocks)
{
    Attributes known = values;
    for (const Field& field : process.fields) {
        if (field.at_creation == Asked::never || !is_visible(field, known))
            continue;
        const auto typed = known.find(field.name);
        const std::string initial = typed == known.end() ? std::string(field.initial) : typed->second;
        known[std::string(field.name)] = initial;
        add_input(blocks, field, field.at_creation == Asked::required, initial,
                  is_condition(field, process.fields));
    }
}

/// Everything that was entered in a view, by field name.
Attributes read_fields(const Process& process, const slack::Values& values)
{
    Attributes out;
    for (const Field& field : process.fields) {
        std::string value = field.at_creation == Asked::never ? std::string() : read_input(field, values);
        if (!value.empty())
            out[std::string(field.name)] = std::move(value);
    }
    for (const Field& field : process.fields)
        if (!is_visible(field, out))
            out.erase(std::string(field.name));
    return out;
}

std::string chosen(const slack::Values& values, std::string_view name)
{
    const auto it = values.find(name);
    return it == values.end() ? std::string() : it->second.text;
}

slack::Modal thanks(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const Saying said = welcome(desk, record, unit);
    slack::Modal modal;
    modal.callback_id = "done";
    modal.title = desk.number_of(record);
    modal.close = "Close";
    modal.blocks = said.blocks;
    return modal;
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
    add_input(modal.blocks, kTitleField, true, get(draft.values, "title"), true);
    add_input(modal.blocks, kDetailsField, false, get(draft.values, "details"));
    if (process != nullptr) {
        add_type(desk, *process, modal.blocks);
        add_inbox(desk, draft, modal.blocks);
        add_own_fields(*process, draft.values, modal.blocks);
        add_form(forms, draft.values, is_agent_of(desk, inbox, user, unit), modal.blocks);
    }
    const std::string typed_for = get(draft.values, kFor);
    add_input(modal.blocks, kForField, false, typed_for.empty() ? draft.requester : typed_for);
    add_audience(inbox, forms, draft.values, unit, modal.blocks);
    return modal;
}

NewTicketDraft draft_of(const Desk& desk, const slack::ViewState& view, const std::string& user,
                        const store::Unit& unit)
{
    NewTicketDraft draft;
    const Attributes carried = unpack(view.private_metadata);
    draft.channel = get(carried, "channel");
    draft.root_ts = get(carried, "root_ts");
    draft.requester = get(carried, "requester").empty() ? user : get(carried, "requester");
    draft.unfinished = get(carried, "unfinished");
    draft.form = get(carried, "form");
    draft.values[std::string(kType)] = chosen(view.values, kType);
    if (const Process* process = chosen_process(desk, draft.values))
        draft.values.merge(read_fields(*process, view.values));
    for (const Field* field : {&kTitleField, &kDetailsField, &kForField, &kPrivateField})
        draft.values[std::string(field->name)] = read_input(*field, view.values);
    draft.values["inbox"] = chosen(view.values, "inbox");
    draft.values[std::string(kForm)] = chosen(view.values, kForm);
    const bool of_agent = is_agent_of(desk, chosen_inbox(desk, draft), user, unit);
    if (const auto shown = form_of_version(desk.settings(), draft.form, unit))
        draft.values.merge(read_answers(*shown, view.values, of_agent));
    return draft;
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
    const std::string person = get(draft.values, kFor);
    wish.requester = person.empty() ? draft.requester : person;
    const std::string inbox = get(draft.values, "inbox");
    const InboxSettings* fallback = desk.settings().inbox_for(draft.channel);
    wish.inbox = inbox.empty() && fallback != nullptr ? fallback->key : inbox;
    wish.is_private = !get(draft.values, "private").empty();
    wish.via = draft.root_ts.empty() ? "the form" : "a message";
    wish.channel = draft.root_ts.empty() ? "" : draft.channel;
    wish.root_ts = draft.root_ts;
    wish.is_again = true;  // a form is filled in on purpose, and its view id guards against a second delivery
    wish.form = draft.form;
    for (const std::string_view own :
         {kType, kFor, kForm, std::string_view("inbox"), std::string_view("private")})
        wish.values.erase(std::string(own));
    const bool has_thread = !wish.root_ts.empty();
    const auto raised = draft.unfinished.empty()
                            ? raise(desk, std::move(wish), act, unit)
                            : finish(desk, whole_number(draft.unfinished), std::move(wish), act, unit);
    if (!raised)
        return raised.error();
    if (has_thread && raised->how == Raised::How::created)
        copy_thread(raised->record, unit);
    return slack::Reply::replace(thanks(desk, raised->record, unit));
}

slack::Modal new_record_form(const Process& process, const Attributes& values)
{
    slack::Modal modal;
    modal.callback_id = "new:" + std::string(process.key);
    modal.title = shortened("New " + lower(process.title), 24);
    modal.submit = "Create";
    modal.blocks.context({slack::escaped(process.purpose)});
    Field title = kTitleField;
    title.label = "Title";
    add_input(modal.blocks, title, true, get(values, "title"));
    add_own_fields(process, values, modal.blocks);
    return modal;
}

Result<slack::Reply> submit_new_record(const Desk& desk, const Process& process,
                                       const slack::ViewSubmission& submission, const Act& act,
                                       store::Unit& unit)
{
    const bool is_owner = has_role(desk, "owner:" + std::string(process.key), act.actor, unit);
    if ((process.creators & kEveryone) == 0 && !((process.creators & kOwner) != 0 && is_owner))
        return Error(Errc::forbidden,
                     "Only the owner of the process " + std::string(process.title) + " can create one.");
    NewRecord wish;
    wish.process = &process;
    wish.values = read_fields(process, submission.view.values);
    wish.values["title"] = read_input(kTitleField, submission.view.values);
    wish.requester = act.actor;
    wish.via = "the form";
    wish.is_again = true;
    const auto raised = raise(desk, std::move(wish), act, unit);
    if (!raised)
        return raised.error();
    return slack::Reply::replace(thanks(desk, raised->record, unit));
}

}  // namespace deskbell::kernel
