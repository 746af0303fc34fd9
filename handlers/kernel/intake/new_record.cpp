#include "handlers/kernel/intake/new_record.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/draft.hpp"
#include "handlers/kernel/intake/intake.hpp"
#include "handlers/kernel/intake/own_fields.hpp"
#include "slack/wire/mrkdwn.hpp"

namespace deskbell::kernel {

slack::Modal new_record_form(const Process& process, const Attributes& values)
{
    slack::Modal modal;
    modal.callback_id = "new:" + std::string(process.key);
    modal.title = shortened("New " + lower(process.title), 24);
    modal.submit = "Create";
    modal.blocks.context({slack::escaped(process.purpose)});
    Field title = kTitleField;
    title.label = "Title";
    add_input(modal.blocks, title, true, entered(values, "title"));
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
    return slack::Reply::replace(welcome_modal(desk, raised->record, unit));
}

}  // namespace deskbell::kernel
