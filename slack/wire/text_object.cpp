#include "slack/wire/text_object.hpp"

#include "handlers/domain/text.hpp"
#include "slack/wire/json.hpp"
#include "slack/wire/mrkdwn.hpp"

namespace deskbell::slack {

std::string plain_text_object(std::string_view text, std::size_t limit, bool emoji)
{
    if (trimmed(text).empty())
        return {};
    JsonObject object;
    object.text("type", "plain_text").text("text", shortened(text, limit));
    if (emoji)
        object.flag("emoji", true);
    return object.str();
}

std::string mrkdwn_object(std::string_view mrkdwn, std::size_t limit)
{
    if (trimmed(mrkdwn).empty())
        return {};
    JsonObject object;
    object.text("type", "mrkdwn").text("text", shortened_mrkdwn(mrkdwn, limit)).flag("verbatim", true);
    return object.str();
}

std::string option_object(const Choice& choice)
{
    // A shortened value would come back as another value: better not to offer the choice.
    if (choice.value.empty() || utf16_length(choice.value) > kOptionTextMax)
        return {};
    const std::string& label = trimmed(choice.label).empty() ? choice.value : choice.label;
    const std::string text = plain_text_object(label, kOptionTextMax, true);
    return text.empty() ? std::string{} : JsonObject().raw("text", text).text("value", choice.value).str();
}

}  // namespace deskbell::slack
