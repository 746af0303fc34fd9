#include "slack/local/block_check.hpp"

#include "handlers/domain/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace deskbell::slack::local {

namespace {

enum Place : unsigned { kAccessory = 1, kActions = 2, kInput = 4 };

/// Where an element may stand, and what it needs. Options: most allowed, 0 for elements without any.
struct ElementRow {
    std::string_view type;
    unsigned places;
    std::size_t options_max;
    bool initial_is_many;
    bool modal_only;
};

// Source: docs.slack.dev/reference/block-kit/block-elements
constexpr std::array kElements{
    ElementRow{"button", kAccessory | kActions, 0, false, false},
    ElementRow{"image", kAccessory, 0, false, false},
    ElementRow{"overflow", kAccessory | kActions, 5, false, false},
    ElementRow{"static_select", kAccessory | kActions | kInput, 100, false, false},
    ElementRow{"external_select", kAccessory | kActions | kInput, 0, false, false},
    ElementRow{"users_select", kAccessory | kActions | kInput, 0, false, false},
    ElementRow{"conversations_select", kAccessory | kActions | kInput, 0, false, false},
    ElementRow{"channels_select", kAccessory | kActions | kInput, 0, false, false},
    ElementRow{"multi_static_select", kAccessory | kActions | kInput, 100, true, false},
    ElementRow{"multi_external_select", kAccessory | kActions | kInput, 0, true, false},
    ElementRow{"multi_users_select", kAccessory | kActions | kInput, 0, true, false},
    ElementRow{"multi_conversations_select", kAccessory | kActions | kInput, 0, true, false},
    ElementRow{"multi_channels_select", kAccessory | kActions | kInput, 0, true, false},
    ElementRow{"checkboxes", kAccessory | kActions | kInput, 10, true, false},
    ElementRow{"radio_buttons", kAccessory | kActions | kInput, 10, false, false},
    ElementRow{"datepicker", kAccessory | kActions | kInput, 0, false, false},
    ElementRow{"timepicker", kAccessory | kActions | kInput, 0, false, false},
    ElementRow{"datetimepicker", kActions | kInput, 0, false, false},
    ElementRow{"plain_text_input", kInput, 0, false, false},
    ElementRow{"email_text_input", kInput, 0, false, false},
    ElementRow{"url_text_input", kInput, 0, false, false},
    ElementRow{"number_input", kInput, 0, false, false},
    ElementRow{"rich_text_input", kActions | kInput, 0, false, false},
    ElementRow{"file_input", kInput, 0, false, true},
};

unsigned bit_of(const std::string& place)
{
    return place == "accessory" ? kAccessory : place == "actions" ? kActions : kInput;
}

void check_option(const Json& option, const std::string& at, bool mrkdwn_ok, BlockWalk& walk)
{
    if (!option.is_object()) {
        walk.out.push_back({"must provide an object", at});
        return;
    }
    check_text_object(option, "text", 75, !mrkdwn_ok, true, at, walk);
    check_text_object(option, "description", 75, !mrkdwn_ok, false, at, walk);
    if (!option.contains("url") || option.contains("value"))
        check_string(option, "value", 150, true, at, walk);
}

void check_option_list(const Json& options, const std::string& at, std::size_t most, bool mrkdwn_ok,
                       BlockWalk& walk)
{
    if (!options.is_array()) {
        walk.out.push_back({"must provide an array", at});
        return;
    }
    if (options.empty())
        walk.out.push_back({"must be more than 0 items", at});
    if (options.size() > most)
        walk.out.push_back({"no more than " + std::to_string(most) + " items allowed", at});
    for (std::size_t i = 0; i < options.size(); ++i)
        check_option(options[i], at + "/" + std::to_string(i), mrkdwn_ok, walk);
}

Json all_options(const Json& element)
{
    Json out = Json::array();
    if (element.contains("options") && element["options"].is_array())
        out = element["options"];
    if (element.contains("option_groups") && element["option_groups"].is_array())
        for (const auto& group : element["option_groups"])
            if (group.contains("options") && group["options"].is_array())
                out.insert(out.end(), group["options"].begin(), group["options"].end());
    return out;
}

/// Slack compares the whole option object, so a changed label is as wrong as an unknown value.
void check_initial(const Json& element, const ElementRow& row, const std::string& at, BlockWalk& walk)
{
    const char* key = row.initial_is_many ? "initial_options" : "initial_option";
    if (!element.contains(key))
        return;
    const Json chosen = row.initial_is_many ? element[key] : Json::array({element[key]});
    const Json options = all_options(element);
    if (chosen.empty())
        walk.out.push_back({"must be more than 0 items", at + "/" + key});
    for (const auto& one : chosen) {
        const bool known = std::ranges::any_of(options, [&](const Json& o) {
            return text_of(o, "value") == text_of(one, "value") && o.contains("text") &&
                   one.contains("text") && text_of(o["text"], "text") == text_of(one["text"], "text");
        });
        if (!known)
            walk.out.push_back({"must match one of the options", at + "/" + key});
    }
}

void check_options(const Json& element, const ElementRow& row, const std::string& at, BlockWalk& walk)
{
    const bool mrkdwn_ok = row.type == "checkboxes" || row.type == "radio_buttons";
    const bool is_menu = row.options_max == 100;
    if (is_menu && element.contains("option_groups")) {
        const Json& groups = element["option_groups"];
        if (!groups.is_array() || groups.empty() || groups.size() > 100) {
            walk.out.push_back({"must have 1 to 100 items", at + "/option_groups"});
            return;
        }
        for (std::size_t i = 0; i < groups.size(); ++i) {
            const std::string here = at + "/option_groups/" + std::to_string(i);
            check_text_object(groups[i], "label", 75, true, true, here, walk);
            check_option_list(groups[i].contains("options") ? groups[i]["options"] : Json(),
                              here + "/options", 100, false, walk);
        }
    } else if (!element.contains("options")) {
        walk.out.push_back({"missing required field: options", at});
        return;
    } else {
        check_option_list(element["options"], at + "/options", row.options_max, mrkdwn_ok, walk);
    }
    check_initial(element, row, at, walk);
}

void check_button(const Json& element, const std::string& at, BlockWalk& walk)
{
    check_text_object(element, "text", 75, true, true, at, walk);
    check_string(element, "value", 2000, false, at, walk);
    check_string(element, "url", 3000, false, at, walk);
    check_string(element, "accessibility_label", 75, false, at, walk);
    const std::string style = text_of(element, "style");
    if (element.contains("style") && style != "primary" && style != "danger")
        walk.out.push_back({"must be one of: primary, danger", at + "/style"});
}

void check_confirm(const Json& element, const std::string& at, BlockWalk& walk)
{
    if (!element.contains("confirm"))
        return;
    const std::string here = at + "/confirm";
    check_text_object(element["confirm"], "title", 100, true, true, here, walk);
    check_text_object(element["confirm"], "text", 300, false, true, here, walk);
    check_text_object(element["confirm"], "confirm", 30, true, true, here, walk);
    check_text_object(element["confirm"], "deny", 30, true, true, here, walk);
}

void check_text_input(const Json& element, const std::string& at, BlockWalk& walk)
{
    const auto number = [&](const char* key) {
        return element.contains(key) && element[key].is_number_integer() ? element[key].get<long>() : -1;
    };
    if (number("max_length") > 3000 || number("max_length") == 0)
        walk.out.push_back({"must be between 1 and 3000", at + "/max_length"});
    if (number("min_length") > 3000)
        walk.out.push_back({"must be less than 3001", at + "/min_length"});
    if (element.contains("initial_value") && utf16_length(text_of(element, "initial_value")) > 3000)
        walk.out.push_back({"must be less than 3001 characters", at + "/initial_value"});
}

void check_number_input(const Json& element, const std::string& at, BlockWalk& walk)
{
    if (!element.contains("is_decimal_allowed") || !element["is_decimal_allowed"].is_boolean())
        walk.out.push_back({"missing required field: is_decimal_allowed", at});
    for (const char* key : {"initial_value", "min_value", "max_value"})
        check_string(element, key, 50, false, at, walk);
}

}  // namespace

void check_element(const Json& element, const std::string& place, const std::string& at, BlockWalk& walk)
{
    const std::string type = text_of(element, "type");
    const auto row = std::ranges::find(kElements, type, &ElementRow::type);
    if (row == kElements.end() || (row->places & bit_of(place)) == 0 ||
        (row->modal_only && walk.surface != Surface::modal)) {
        walk.out.push_back({"unsupported type: " + type, at + "/type"});
        return;
    }
    if (type == "image")
        return check_string(element, "alt_text", 2000, true, at, walk);
    check_string(element, "action_id", 255, false, at, walk);
    check_text_object(element, "placeholder", 150, true, false, at, walk);
    check_confirm(element, at, walk);
    if (is_set(element, "focus_on_load"))
        ++walk.focused;
    if (row->options_max > 0)
        check_options(element, *row, at, walk);
    if (type == "button")
        check_button(element, at, walk);
    if (type == "plain_text_input")
        check_text_input(element, at, walk);
    if (type == "number_input")
        check_number_input(element, at, walk);
}

}  // namespace deskbell::slack::local
