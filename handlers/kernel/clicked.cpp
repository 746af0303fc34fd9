#include "handlers/kernel/clicked.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/home.hpp"
#include "handlers/kernel/say.hpp"

namespace deskbell::kernel {

slack::Reply show_modal(const slack::BlockAction& click, const slack::Modal& modal)
{
    return click.view && click.view->type == "modal" ? slack::Reply::push(modal) : slack::Reply::open(modal);
}

slack::Modal with_form_lines(const Desk& desk, const Record& record, std::string_view user,
                             const store::Unit& unit, slack::Modal modal)
{
    slack::Blocks blocks;
    for (const Feature* feature : features())
        if (feature->form_line != nullptr)
            blocks.context({feature->form_line(desk, record, user, unit)});
    blocks.append(modal.blocks);
    modal.blocks = std::move(blocks);
    for (const Feature* feature : features())
        if (feature->form_inputs != nullptr)
            feature->form_inputs(desk, record, user, unit, modal);
    return modal;
}

Result<void> take_form_parts(const Desk& desk, const Record& record, const slack::ViewState& form,
                             Attributes& values, const Act& act, store::Unit& unit)
{
    for (const Feature* feature : features())
        if (feature->take_part != nullptr)
            if (auto taken = feature->take_part(desk, record, form, values, act, unit); !taken)
                return taken;
    return {};
}

Result<void> take_entered(const Desk& desk, Record& record, const slack::ViewState& form, const Act& act,
                          store::Unit& unit)
{
    for (const Feature* feature : features())
        if (feature->on_entered != nullptr)
            if (auto done = feature->on_entered(desk, record, form, act, unit); !done)
                return done;
    return {};
}

Result<Record> record_of(const Desk& desk, std::string_view number_text, std::string_view user,
                         const store::Unit& unit)
{
    const auto number = parse_number(number_text);
    if (!number)
        return Error(Errc::not_found, "This belongs to a ticket that is not there any more.");
    return named_record(desk, *number, user, unit);
}

Result<Record> record_in(const Desk& desk, const slack::ViewState& form, std::string_view user,
                         const store::Unit& unit)
{
    return record_of(desk, unpack(form.private_metadata)["record"], user, unit);
}

slack::Modal record_modal(const Desk& desk, const Record& record, std::string_view user,
                          const store::Unit& unit)
{
    slack::Modal modal;
    modal.callback_id = "show";
    modal.title = desk.number_of(record);
    modal.close = "Close";
    modal.blocks = card_for(desk, record, unit, user).blocks;
    return modal;
}

slack::Reply shown_again(const Desk& desk, const slack::BlockAction& click, const Record& record,
                         store::Unit& unit)
{
    if (!click.view)
        return slack::Reply::nothing();
    if (click.view->type == "home") {
        publish_home(unit, click.actor.user,
                     home_of(desk, click.actor.user, unit, click.view->private_metadata));
        return slack::Reply::nothing();
    }
    return slack::Reply::update(record_modal(desk, record, click.actor.user, unit), click.view->id,
                                click.view->hash);
}

void answer_in_place(const slack::BlockAction& click, const Saying& saying, store::Unit& unit)
{
    if (click.is_ephemeral && !click.actor.response_url.empty())
        replace_whisper(unit, click.actor.response_url, saying);
    else
        whisper(unit, click.channel, click.thread_ts, click.actor.user, saying, click.actor.response_url);
}

slack::Reply say_to_clicker(const slack::BlockAction& click, std::string_view mrkdwn, store::Unit& unit)
{
    Saying saying;
    saying.text = mrkdwn;
    saying.blocks.section(mrkdwn);
    store::Message message;
    message.role = "notice";
    message.channel = click.actor.user;
    if (click.channel.empty())  // the Home and modals have no channel
        post(unit, message, saying, 0, "");
    else
        whisper(unit, click.channel, click.thread_ts, click.actor.user, saying, click.actor.response_url);
    return slack::Reply::nothing();
}

}  // namespace deskbell::kernel
