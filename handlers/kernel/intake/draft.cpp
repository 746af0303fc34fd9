#include "handlers/kernel/intake/draft.hpp"

#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/answers.hpp"
#include "handlers/kernel/intake/form_versions.hpp"
#include "handlers/kernel/intake/intake.hpp"
#include "handlers/kernel/intake/own_fields.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

std::string chosen(const slack::Values& values, std::string_view name)
{
    const auto it = values.find(name);
    return it == values.end() ? std::string() : it->second.text;
}

}  // namespace

std::string entered(const Attributes& values, std::string_view name)
{
    const auto it = values.find(name);
    return it == values.end() ? std::string() : it->second;
}

const Process* chosen_process(const Desk& desk, const Attributes& values)
{
    const auto doors = door_processes(desk);
    for (const Process* process : doors)
        if (process->key == entered(values, kTypeInput))
            return process;
    return doors.empty() ? nullptr : doors.front();
}

const InboxSettings* chosen_inbox(const Desk& desk, const NewTicketDraft& draft)
{
    const InboxSettings* chosen = desk.settings().inbox(entered(draft.values, attr::kInbox));
    return chosen == nullptr ? desk.settings().inbox_for(draft.channel) : chosen;
}

std::vector<const FormDefinition*> chosen_forms(const Desk& desk, const NewTicketDraft& draft)
{
    const Process* process = chosen_process(desk, draft.values);
    const InboxSettings* inbox = chosen_inbox(desk, draft);
    if (process == nullptr || inbox == nullptr)
        return {};
    auto forms = desk.settings().forms_for(inbox->key, process->key);
    std::ranges::stable_partition(
        forms, [&](const FormDefinition* form) { return form->key == entered(draft.values, kFormInput); });
    return forms;
}

bool is_agent_of(const Desk& desk, const InboxSettings* inbox, std::string_view user, const store::Unit& unit)
{
    return inbox != nullptr && is_agent(desk, inbox->key, user, unit);
}

NewTicketDraft draft_of(const Desk& desk, const slack::ViewState& view, const std::string& user,
                        const store::Unit& unit)
{
    NewTicketDraft draft;
    const Attributes carried = unpack(view.private_metadata);
    draft.channel = entered(carried, "channel");
    draft.root_ts = entered(carried, "root_ts");
    draft.requester = entered(carried, "requester").empty() ? user : entered(carried, "requester");
    draft.unfinished = entered(carried, "unfinished");
    draft.form = entered(carried, "form");
    draft.values[std::string(kTypeInput)] = chosen(view.values, kTypeInput);
    if (const Process* process = chosen_process(desk, draft.values))
        draft.values.merge(read_fields(*process, view.values));
    for (const Field* field : {&kTitleField, &kDetailsField, &kForField, &kPrivateField})
        draft.values[std::string(field->name)] = read_input(*field, view.values);
    draft.values["inbox"] = chosen(view.values, "inbox");
    draft.values[std::string(kFormInput)] = chosen(view.values, kFormInput);
    const bool of_agent = is_agent_of(desk, chosen_inbox(desk, draft), user, unit);
    if (const auto shown = form_of_version(desk.settings(), draft.form, unit))
        draft.values.merge(read_answers(*shown, view.values, of_agent));
    return draft;
}

}  // namespace deskbell::kernel
