#include "handlers/domain/text.hpp"
#include "slack/wire/blocks.hpp"
#include "slack/wire/json.hpp"
#include "slack/wire/text_object.hpp"

#include <algorithm>

namespace deskbell::slack {

namespace {

// Source for all of them: docs.slack.dev/reference/block-kit/block-elements
constexpr std::size_t kPlaceholderMax = 150;
constexpr std::size_t kButtonValueMax = 2000;
constexpr std::size_t kUrlMax = 3000;
constexpr std::size_t kTicksMax = 10;  ///< options of radio buttons and checkboxes

/// Choices as JSON, and those of them that are chosen at first. Both from the same text, because Slack
/// refuses an initial option that is not exactly equal to an option.
struct Options {
    std::vector<std::string> all;
    std::vector<std::string> chosen;
};

Options options(const std::vector<Choice>& choices, const std::vector<std::string>& initial, std::size_t most)
{
    Options out;
    for (const Choice& choice : choices) {
        std::string option = option_object(choice);
        if (option.empty())
            continue;
        if (out.all.size() == most)
            break;
        if (std::ranges::find(initial, choice.value) != initial.end())
            out.chosen.push_back(option);
        out.all.push_back(std::move(option));
    }
    return out;
}

JsonObject element(std::string_view type, std::string_view action_id)
{
    JsonObject object;
    object.text("type", type).text("action_id", action_id);
    return object;
}

std::string placeholder_object(std::string_view text)
{
    return plain_text_object(text, kPlaceholderMax, false);
}

/// One of several choices. Slack refuses an element without any: then there is no element.
Element one_of(std::string_view type, std::string_view action_id, std::string_view placeholder,
               const Options& from)
{
    if (from.all.empty())
        return {};
    JsonObject object = element(type, action_id);
    object.raw("placeholder", placeholder_object(placeholder)).raw("options", json_array(from.all));
    if (!from.chosen.empty())
        object.raw("initial_option", from.chosen.front());
    return {object.str()};
}

Element some_of(std::string_view type, std::string_view action_id, std::string_view placeholder,
                const Options& from)
{
    if (from.all.empty())
        return {};
    JsonObject object = element(type, action_id);
    object.raw("placeholder", placeholder_object(placeholder)).raw("options", json_array(from.all));
    if (!from.chosen.empty())
        object.raw("initial_options", json_array(from.chosen));
    return {object.str()};
}

std::vector<std::string> only(std::string_view initial)
{
    return initial.empty() ? std::vector<std::string>{} : std::vector<std::string>{std::string(initial)};
}

bool all_digits(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_date(std::string_view text)
{
    return text.size() == 10 && text[4] == '-' && text[7] == '-' && all_digits(text.substr(0, 4)) &&
           all_digits(text.substr(5, 2)) && all_digits(text.substr(8, 2));
}

bool is_number(std::string_view text, bool decimals)
{
    if (text.starts_with('-'))
        text.remove_prefix(1);
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos)
        return all_digits(text);
    return decimals && all_digits(text.substr(0, point)) && all_digits(text.substr(point + 1));
}

}  // namespace

Element button(std::string_view action_id, std::string_view label, std::string_view value, Style style)
{
    const std::string text = plain_text_object(label, kButtonTextMax, true);
    if (text.empty())
        return {};
    JsonObject object = element("button", action_id);
    object.raw("text", text);
    if (utf16_length(value) <= kButtonValueMax)
        object.text("value", value);
    if (style != Style::plain)
        object.text("style", style == Style::primary ? "primary" : "danger");
    return {object.str()};
}

Element link_button(std::string_view action_id, std::string_view label, std::string_view url)
{
    const std::string text = plain_text_object(label, kButtonTextMax, true);
    const bool is_web = url.starts_with("https://") || url.starts_with("http://");
    if (text.empty() || !is_web || utf16_length(url) > kUrlMax)
        return {};
    return {element("button", action_id).raw("text", text).text("url", url).str()};
}

Element menu(std::string_view action_id, std::string_view placeholder, const std::vector<Choice>& choices,
             std::string_view initial)
{
    return one_of("static_select", action_id, placeholder, options(choices, only(initial), kOptionsMax));
}

Element multi_menu(std::string_view action_id, std::string_view placeholder,
                   const std::vector<Choice>& choices, const std::vector<std::string>& initial)
{
    return some_of("multi_static_select", action_id, placeholder, options(choices, initial, kOptionsMax));
}

Element radio(std::string_view action_id, const std::vector<Choice>& choices, std::string_view initial)
{
    return one_of("radio_buttons", action_id, {}, options(choices, only(initial), kTicksMax));
}

Element checkbox(std::string_view action_id, const std::vector<Choice>& choices,
                 const std::vector<std::string>& initial)
{
    return some_of("checkboxes", action_id, {}, options(choices, initial, kTicksMax));
}

Element user_menu(std::string_view action_id, std::string_view placeholder, std::string_view initial)
{
    JsonObject object = element("users_select", action_id);
    object.raw("placeholder", placeholder_object(placeholder)).text("initial_user", initial);
    return {object.str()};
}

Element channel_menu(std::string_view action_id, std::string_view placeholder, std::string_view initial)
{
    JsonObject object = element("conversations_select", action_id);
    object.raw("placeholder", placeholder_object(placeholder))
        .raw("filter", R"({"include":["public","private"],"exclude_bot_users":true})")
        .text("initial_conversation", initial);
    return {object.str()};
}

Element users_menu(std::string_view action_id, std::string_view placeholder,
                   const std::vector<std::string>& initial)
{
    JsonObject object = element("multi_users_select", action_id);
    object.raw("placeholder", placeholder_object(placeholder));
    if (!initial.empty())
        object.raw("initial_users", json_texts(initial));
    return {object.str()};
}

Element date_picker(std::string_view action_id, std::string_view initial)
{
    JsonObject object = element("datepicker", action_id);
    if (is_date(initial))
        object.text("initial_date", initial);
    return {object.str()};
}

Element instant_picker(std::string_view action_id, std::string_view initial_unix)
{
    JsonObject object = element("datetimepicker", action_id);
    // Slack takes ten digits only: from September 2001 to November 2286.
    if (initial_unix.size() == 10 && initial_unix[0] != '0' && all_digits(initial_unix))
        object.raw("initial_date_time", initial_unix);
    return {object.str()};
}

Element text_input(std::string_view action_id, bool multiline, std::string_view initial,
                   std::string_view placeholder, std::size_t max_length)
{
    const std::size_t most = max_length == 0 ? kInputTextMax : std::min(max_length, kInputTextMax);
    JsonObject object = element("plain_text_input", action_id);
    object.flag("multiline", multiline)
        .number("max_length", static_cast<std::int64_t>(most))
        .text("initial_value", shortened(initial, most))
        .raw("placeholder", placeholder_object(placeholder));
    return {object.str()};
}

Element number_input(std::string_view action_id, bool decimals, std::string_view initial)
{
    JsonObject object = element("number_input", action_id);
    object.flag("is_decimal_allowed", decimals);
    if (is_number(initial, decimals))
        object.text("initial_value", initial);
    return {object.str()};
}

}  // namespace deskbell::slack
