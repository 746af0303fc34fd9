#include "slack/wire/blocks.hpp"
#include "slack/wire/json.hpp"
#include "slack/wire/text_object.hpp"

#include <algorithm>

namespace deskbell::slack {

namespace {

// Source: docs.slack.dev/reference/views/modal-views
constexpr std::size_t kTitleMax = 24;

// Read back from the JSON, because an input may have been replaced by the line about missing blocks.
bool has_input(std::string_view blocks_json)
{
    const auto blocks = Json::parse(blocks_json);
    return blocks &&
           std::ranges::any_of(blocks->items(), [](const Json& b) { return b.text("type") == "input"; });
}

}  // namespace

std::string Modal::json() const
{
    const std::string content = blocks.json(kViewBlocksMax);
    std::string submit_text = plain_text_object(submit, kTitleMax, false);
    if (submit_text.empty() && has_input(content))
        submit_text = plain_text_object("Submit", kTitleMax, false);  // Slack refuses inputs without it
    std::string title_text = plain_text_object(title, kTitleMax, false);
    if (title_text.empty())
        title_text = plain_text_object("Deskbell", kTitleMax, false);

    JsonObject view;
    view.text("type", "modal").text("callback_id", callback_id).raw("title", title_text);
    view.raw("submit", submit_text).raw("close", plain_text_object(close, kTitleMax, false));
    view.text("private_metadata", private_metadata).raw("blocks", content);
    if (notify_on_close)
        view.flag("notify_on_close", true);
    return view.str();
}

std::string Home::json() const
{
    JsonObject view;
    view.text("type", "home")
        .text("private_metadata", private_metadata)
        .raw("blocks", blocks.json(kViewBlocksMax));
    return view.str();
}

}  // namespace deskbell::slack
