#include "tests/slack/wire/block_rules.hpp"

#include "handlers/domain/text.hpp"

#include <algorithm>
#include <set>

namespace deskbell::test {

using slack::Json;

namespace {

using Findings = std::vector<std::string>;

void check_text(const Json& object, std::size_t limit, const std::string& where, Findings& out)
{
    const std::string text = object.text("text");
    if (trimmed(text).empty())
        out.push_back(where + " is empty");
    if (utf16_length(text) > limit)
        out.push_back(where + " is longer than " + std::to_string(limit));
    if (cleaned(text) != text)
        out.push_back(where + " has bad bytes");
    const std::string type = object.text("type");
    if (type != "mrkdwn" && type != "plain_text")
        out.push_back(where + " is of type " + type);
    if (type == "mrkdwn" && !object.flag("verbatim"))
        out.push_back(where + " is not verbatim");
}

void check_options(const Json& element, Findings& out)
{
    const std::string type = element.text("type");
    const bool is_menu = type == "static_select" || type == "multi_static_select";
    const bool is_tick = type == "radio_buttons" || type == "checkboxes";
    if (!is_menu && !is_tick)
        return;
    std::vector<std::string> options;
    for (const Json& option : element.at("options").items()) {
        check_text(option.at("text"), 75, "option", out);
        if (option.text("value").empty() || utf16_length(option.text("value")) > 75)
            out.push_back("bad option value");
        options.push_back(option.dump());
    }
    if (options.empty() || options.size() > (is_menu ? 100u : 10u))
        out.push_back(type + " has " + std::to_string(options.size()) + " options");
    std::vector<Json> initial = element.at("initial_options").items();
    if (element.at("initial_option").is_object())
        initial.push_back(element.at("initial_option"));
    for (const Json& chosen : initial)
        if (std::ranges::find(options, chosen.dump()) == options.end())
            out.push_back("initial option is none of the options");
}

void check_element(const Json& element, Findings& out)
{
    if (element.text("action_id").empty())
        out.push_back("element without action_id");
    if (element.at("placeholder").is_object())
        check_text(element.at("placeholder"), 150, "placeholder", out);
    if (element.text("type") == "button")
        check_text(element.at("text"), 75, "button", out);
    if (element.text("type") == "number_input" && element.text("is_decimal_allowed").empty())
        out.push_back("number without is_decimal_allowed");
    check_options(element, out);
}

void check_section(const Json& block, Findings& out)
{
    const auto fields = block.at("fields").items();
    if (!block.at("text").is_object() && fields.empty())
        out.push_back("section without content");
    if (block.at("text").is_object())
        check_text(block.at("text"), 3000, "section", out);
    if (fields.size() > 10)
        out.push_back("too many fields");
    for (const Json& field : fields)
        check_text(field, 2000, "field", out);
    if (block.at("accessory").is_object())
        check_element(block.at("accessory"), out);
}

void check_block(const Json& block, Findings& out)
{
    const std::string type = block.text("type");
    const auto elements = block.at("elements").items();
    if (type == "section") {
        check_section(block, out);
    } else if (type == "header") {
        check_text(block.at("text"), 150, "header", out);
    } else if (type == "context") {
        if (elements.empty() || elements.size() > 10)
            out.push_back("context has " + std::to_string(elements.size()) + " elements");
        for (const Json& element : elements)
            check_text(element, 3000, "context", out);
    } else if (type == "actions") {
        if (elements.empty() || elements.size() > 25)
            out.push_back("actions has " + std::to_string(elements.size()) + " elements");
        for (const Json& element : elements)
            check_element(element, out);
    } else if (type == "input") {
        check_text(block.at("label"), 2000, "label", out);
        check_element(block.at("element"), out);
        if (block.at("hint").is_object())
            check_text(block.at("hint"), 2000, "hint", out);
    } else if (type != "divider") {
        out.push_back("unknown block " + type);
    }
}

std::size_t total(const Json& value)
{
    std::size_t units = utf16_length(value.at("text").text());
    for (const auto& [key, child] : value.members())
        units += total(child);
    for (const Json& item : value.items())
        units += total(item);
    return units;
}

}  // namespace

std::vector<std::string> refused(std::string_view blocks_json, std::size_t max_blocks)
{
    const auto blocks = Json::parse(blocks_json);
    if (!blocks || !blocks->is_array())
        return {"not a JSON array"};
    Findings out;
    if (blocks->items().size() > max_blocks)
        out.push_back("too many blocks");
    for (const Json& block : blocks->items())
        check_block(block, out);
    return out;
}

std::size_t text_total(std::string_view blocks_json)
{
    const auto blocks = Json::parse(blocks_json);
    return blocks ? total(*blocks) : 0;
}

}  // namespace deskbell::test
