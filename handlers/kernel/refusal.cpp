#include "handlers/kernel/refusal.hpp"

#include "handlers/kernel/home.hpp"
#include "handlers/kernel/say.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

slack::Modal notice(const std::string& text)
{
    slack::Modal modal;
    modal.callback_id = "notice";
    modal.title = "Not done";
    modal.close = "Close";
    add_text(modal.blocks, text);
    return modal;
}

/// Beside the field it belongs to, else beside the topmost one, because Slack shows errors beside inputs
/// only: whatever was typed stays in the form.
slack::Reply in_form(const slack::ViewSubmission& submission, const Error& error, const std::string& text)
{
    const std::vector<std::string>& inputs = submission.view.inputs;
    if (inputs.empty())
        return slack::Reply::replace(notice(text));
    const auto field = std::ranges::find(inputs, error.field());
    return slack::Reply::errors({{field == inputs.end() ? inputs.front() : *field, text}});
}

slack::Reply at_click(const slack::BlockAction& click, const std::string& text, store::Unit* unit)
{
    if (click.view)
        return click.view->type == "modal" ? slack::Reply::push(notice(text))
                                           : slack::Reply::open(notice(text));
    if (unit == nullptr || click.channel.empty())
        return slack::Reply::open(notice(text));
    Saying said;
    said.text = text;
    add_text(said.blocks, text);
    whisper(*unit, click.channel, click.thread_ts, click.actor.user, said, click.actor.response_url);
    return slack::Reply::nothing();
}

}  // namespace

std::string sentence(const Error& error, const std::string& reference)
{
    if (error.code() == Errc::internal)
        return "Something went wrong on our side and nothing was changed. Please try again; if it happens "
               "again, give your administrator the reference " +
               reference + ".";
    if (error.code() == Errc::unavailable && !reference.empty())
        return error.detail() + " (Reference " + reference + ")";
    return error.detail();
}

slack::Reply refusal(const slack::Envelope& envelope, const Error& error, const std::string& reference,
                     store::Unit* unit)
{
    const std::string text = sentence(error, reference);
    if (std::holds_alternative<slack::SlashCommand>(envelope.payload)) {
        slack::Blocks blocks;
        add_text(blocks, text);
        return slack::Reply::message(text, blocks);
    }
    if (const auto* submission = std::get_if<slack::ViewSubmission>(&envelope.payload))
        return in_form(*submission, error, text);
    if (const auto* click = std::get_if<slack::BlockAction>(&envelope.payload))
        return at_click(*click, text, unit);
    if (const auto* opened = std::get_if<slack::HomeOpened>(&envelope.payload); opened && unit != nullptr)
        publish_home(*unit, opened->user, minimal_home(text));
    if (std::holds_alternative<slack::GlobalShortcut>(envelope.payload) ||
        std::holds_alternative<slack::MessageShortcut>(envelope.payload))
        return slack::Reply::open(notice(text));
    return slack::Reply::nothing();
}

}  // namespace deskbell::kernel
