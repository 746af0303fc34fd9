#include "slack/wire/blocks.hpp"

#include "handlers/domain/text.hpp"
#include "slack/wire/json.hpp"
#include "slack/wire/text_object.hpp"

#include <algorithm>

namespace deskbell::slack {

namespace {

// Source: docs.slack.dev/reference/block-kit/blocks
constexpr std::size_t kFieldsMax = 10;
constexpr std::size_t kFieldTextMax = 2000;
constexpr std::size_t kContextMax = 10;
constexpr std::size_t kActionsMax = 25;
constexpr std::size_t kLabelMax = 2000;
/// Bytes of a view's blocks together; Slack refuses a whole view above 250 kB. Source:
/// docs.slack.dev/surfaces/modals
constexpr std::size_t kViewBytesMax = 200'000;
/// Room in the text budget for the line that says how many blocks are missing.
constexpr std::size_t kMissingLineMax = 50;

// Together they stay within a message's budget, so that one block never displaces all others and itself.
std::vector<std::string> mrkdwn_objects(const std::vector<std::string>& texts, std::size_t most,
                                        std::size_t limit)
{
    std::vector<std::string> out;
    std::size_t left = kMessageTextBudget - kMissingLineMax;
    for (const std::string& text : texts) {
        const std::size_t units = std::min({utf16_length(text), limit, left});
        const std::string object = mrkdwn_object(text, std::min(limit, left));
        if (out.size() == most || left == 0)
            break;
        if (object.empty())
            continue;
        out.push_back(object);
        left -= units;
    }
    return out;
}

JsonObject block(std::string_view type)
{
    JsonObject object;
    object.text("type", type);
    return object;
}

// Everything that a reader may see counts: texts, labels, options and placeholders.
std::size_t text_units(const Json& value)
{
    std::size_t units = 0;
    for (const auto& [key, child] : value.members())
        units += key == "text" && !child.is_object() ? utf16_length(child.text()) : text_units(child);
    for (const Json& item : value.items()) units += text_units(item);
    return units;
}

std::size_t text_units(const std::string& block_json)
{
    const auto parsed = Json::parse(block_json);
    return parsed ? text_units(*parsed) : 0;
}

// How many of the blocks fit when a line about the missing ones must fit as well.
std::size_t fitting(const std::vector<std::string>& blocks, std::size_t max)
{
    const bool is_message = max <= kMessageBlocksMax;
    std::size_t used = 0, with_line = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        used += is_message ? text_units(blocks[i]) : blocks[i].size() + 1;
        if (i == max || used > (is_message ? kMessageTextBudget : kViewBytesMax))
            return with_line;
        const bool line_fits =
            i + 1 < max && used + kMissingLineMax <= (is_message ? kMessageTextBudget : kViewBytesMax);
        if (line_fits)
            with_line = i + 1;
    }
    return blocks.size();
}

}  // namespace

Blocks& Blocks::header(std::string_view plain_text)
{
    if (const std::string text = plain_text_object(plain_text, kHeaderTextMax, true); !text.empty())
        blocks_.push_back(block("header").raw("text", text).str());
    return *this;
}

Blocks& Blocks::section(std::string_view mrkdwn)
{
    if (const std::string text = mrkdwn_object(mrkdwn, kSectionTextMax); !text.empty())
        blocks_.push_back(block("section").raw("text", text).str());
    return *this;
}

Blocks& Blocks::section(std::string_view block_id, std::string_view mrkdwn, const Element& accessory)
{
    const std::string text = mrkdwn_object(mrkdwn, kSectionTextMax);
    if (text.empty())
        return actions(block_id, {accessory});  // the text is left out, not what can be clicked
    blocks_.push_back(
        block("section").text("block_id", block_id).raw("text", text).raw("accessory", accessory.json).str());
    return *this;
}

Blocks& Blocks::fields(const std::vector<std::string>& mrkdwn)
{
    if (const auto texts = mrkdwn_objects(mrkdwn, kFieldsMax, kFieldTextMax); !texts.empty())
        blocks_.push_back(block("section").raw("fields", json_array(texts)).str());
    return *this;
}

Blocks& Blocks::context(const std::vector<std::string>& mrkdwn)
{
    if (const auto texts = mrkdwn_objects(mrkdwn, kContextMax, kSectionTextMax); !texts.empty())
        blocks_.push_back(block("context").raw("elements", json_array(texts)).str());
    return *this;
}

Blocks& Blocks::divider()
{
    blocks_.push_back(block("divider").str());
    return *this;
}

Blocks& Blocks::actions(std::string_view block_id, const std::vector<Element>& elements)
{
    std::vector<std::string> usable;
    for (const Element& element : elements)
        if (!element.json.empty() && usable.size() < kActionsMax)
            usable.push_back(element.json);
    if (!usable.empty())
        blocks_.push_back(
            block("actions").text("block_id", block_id).raw("elements", json_array(usable)).str());
    return *this;
}

Blocks& Blocks::input(std::string_view block_id, std::string_view label, const Element& element,
                      bool optional, std::string_view hint, bool dispatch)
{
    if (element.json.empty())
        return *this;
    const std::string text = plain_text_object(trimmed(label).empty() ? block_id : label, kLabelMax, true);
    JsonObject object = block("input");
    object.text("block_id", block_id)
        .raw("label", text)
        .raw("element", element.json)
        .flag("optional", optional);
    object.raw("hint", plain_text_object(hint, kLabelMax, false));
    if (dispatch)
        object.flag("dispatch_action", true);
    blocks_.push_back(object.str());
    return *this;
}

Blocks& Blocks::append(const Blocks& other)
{
    const std::vector<std::string> added = other.blocks_;  // a copy: `other` may be this column itself
    blocks_.insert(blocks_.end(), added.begin(), added.end());
    return *this;
}

std::string Blocks::json(std::size_t max) const
{
    const std::size_t shown = fitting(blocks_, max);
    if (shown == blocks_.size())
        return json_array(blocks_);
    Blocks out;
    out.blocks_.assign(blocks_.begin(), blocks_.begin() + static_cast<std::ptrdiff_t>(shown));
    out.context({"… and " + std::to_string(blocks_.size() - shown) + " more"});
    return json_array(out.blocks_);
}

}  // namespace deskbell::slack
