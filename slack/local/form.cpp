#include "slack/local/form.hpp"

#include "handlers/domain/text.hpp"
#include "slack/local/workspace.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <string_view>

namespace deskbell::slack::local {

namespace {

/// Where an element keeps its value, and where its first one comes from.
struct ValueRow {
    std::string_view type;
    const char* key;
    const char* initial;
    bool is_many;
};

// Source: docs.slack.dev/reference/interaction-payloads/block_actions-payload
constexpr std::array kValues{
    ValueRow{"static_select", "selected_option", "initial_option", false},
    ValueRow{"external_select", "selected_option", "initial_option", false},
    ValueRow{"radio_buttons", "selected_option", "initial_option", false},
    ValueRow{"users_select", "selected_user", "initial_user", false},
    ValueRow{"conversations_select", "selected_conversation", "initial_conversation", false},
    ValueRow{"channels_select", "selected_channel", "initial_channel", false},
    ValueRow{"multi_static_select", "selected_options", "initial_options", true},
    ValueRow{"multi_external_select", "selected_options", "initial_options", true},
    ValueRow{"checkboxes", "selected_options", "initial_options", true},
    ValueRow{"multi_users_select", "selected_users", "initial_users", true},
    ValueRow{"multi_conversations_select", "selected_conversations", "initial_conversations", true},
    ValueRow{"multi_channels_select", "selected_channels", "initial_channels", true},
    ValueRow{"datepicker", "selected_date", "initial_date", false},
    ValueRow{"timepicker", "selected_time", "initial_time", false},
    ValueRow{"datetimepicker", "selected_date_time", "initial_date_time", false},
    ValueRow{"plain_text_input", "value", "initial_value", false},
    ValueRow{"email_text_input", "value", "initial_value", false},
    ValueRow{"url_text_input", "value", "initial_value", false},
    ValueRow{"number_input", "value", "initial_value", false},
    ValueRow{"rich_text_input", "rich_text_value", "initial_value", false},
    ValueRow{"file_input", "files", "", true},
};

const ValueRow* row_of(const std::string& type)
{
    const auto it = std::ranges::find(kValues, type, &ValueRow::type);
    return it == kValues.end() ? nullptr : &*it;
}

/// Calls `see(block, element)` for each interactive element.
template <class Blocks, class See>
void each_element(Blocks& blocks, const See& see)
{
    if (!blocks.is_array())
        return;
    for (auto& block : blocks) {
        const std::string type = text_of(block, "type");
        if (type == "input" && block.contains("element"))
            see(block, block["element"]);
        else if (type == "section" && block.contains("accessory"))
            see(block, block["accessory"]);
        else if (type == "actions" && block.contains("elements"))
            for (auto& element : block["elements"]) see(block, element);
    }
}

bool is_given(const Json& value)
{
    return !value.is_null() && !(value.is_array() && value.empty()) && value != Json("");
}

bool is_email(const std::string& text)
{
    const auto at = text.find('@');
    return at != std::string::npos && at > 0 && text.find('.', at) != std::string::npos &&
           text.back() != '.' && text.find(' ') == std::string::npos &&
           text.find('@', at + 1) == std::string::npos;
}

std::string text_error(const Json& element, const std::string& value)
{
    const auto bound = [&](const char* key, std::size_t otherwise) {
        return element.contains(key) && element[key].is_number_integer() ? element[key].get<std::size_t>()
                                                                         : otherwise;
    };
    const auto length = utf16_length(value);
    if (length < bound("min_length", 0))
        return "Please use at least " + std::to_string(bound("min_length", 0)) + " characters.";
    if (length > bound("max_length", 3000))
        return "Please use at most " + std::to_string(bound("max_length", 3000)) + " characters.";
    return {};
}

std::string number_error(const Json& element, const std::string& value)
{
    char* end = nullptr;
    const double n = std::strtod(value.c_str(), &end);
    if (end != value.c_str() + value.size() || !std::isfinite(n))
        return "Please enter a number.";
    if (!is_set(element, "is_decimal_allowed") && n != std::floor(n))
        return "Please enter a whole number.";
    const std::string least = text_of(element, "min_value"), most = text_of(element, "max_value");
    if (!least.empty() && n < std::strtod(least.c_str(), nullptr))
        return "Please enter " + least + " or more.";
    if (!most.empty() && n > std::strtod(most.c_str(), nullptr))
        return "Please enter " + most + " or less.";
    return {};
}

std::string value_error(const Json& element, const Json& value)
{
    const std::string type = text_of(element, "type");
    if (value.is_array()) {
        for (const char* key : {"max_selected_items", "max_files"})
            if (element.contains(key) && element[key].is_number_unsigned() && value.size() > element[key])
                return "Please choose at most " + dumped(element[key]) + ".";
        return {};
    }
    if (!value.is_string())
        return {};
    const auto& text = value.get_ref<const std::string&>();
    if (type == "email_text_input" && !is_email(text))
        return "Please enter a valid email address.";
    if (type == "url_text_input" && !text.starts_with("http://") && !text.starts_with("https://"))
        return "Please enter a valid URL.";
    if (type == "number_input")
        return number_error(element, text);
    return type == "plain_text_input" ? text_error(element, text) : std::string();
}

const Json* value_in(const Json& values, const std::string& block_id, const std::string& action_id)
{
    if (!values.is_object() || !values.contains(block_id) || !values[block_id].is_object() ||
        !values[block_id].contains(action_id) || !values[block_id][action_id].is_object())
        return nullptr;
    return &values[block_id][action_id];
}

}  // namespace

Doc with_block_ids(const Doc& blocks)
{
    if (!blocks || !blocks->is_array())
        return blocks;
    Json filled = *blocks;
    for (auto& block : filled)
        if (block.is_object() && text_of(block, "block_id").empty())
            block["block_id"] = Workspace::secret(5);
    each_element(filled, [](Json&, Json& element) {
        if (element.is_object() && text_of(element, "action_id").empty() &&
            text_of(element, "type") != "image")
            element["action_id"] = Workspace::secret(5);
    });
    return doc(std::move(filled));
}

Json form_values_of(const Json& blocks, const Json& given)
{
    Json out = Json::object();
    each_element(blocks, [&](const Json& block, const Json& element) {
        const std::string type = text_of(element, "type");
        const ValueRow* row = row_of(type);
        if (!row)
            return;
        const std::string block_id = text_of(block, "block_id"), action_id = text_of(element, "action_id");
        Json entry = {{"type", type}, {row->key, row->is_many ? Json::array() : Json()}};
        if (element.contains(row->initial))
            entry[row->key] = element[row->initial];
        const Json* typed = value_in(given, block_id, action_id);
        if (typed && text_of(*typed, "type") == type && typed->contains(row->key))
            entry[row->key] = (*typed)[row->key] == Json("") ? Json() : (*typed)[row->key];
        out[block_id][action_id] = std::move(entry);
    });
    return out;
}

std::map<std::string, std::string> form_errors(const Json& blocks, const Json& values)
{
    std::map<std::string, std::string> out;
    each_element(blocks, [&](const Json& block, const Json& element) {
        const ValueRow* row = row_of(text_of(element, "type"));
        if (text_of(block, "type") != "input" || !row)
            return;
        const std::string block_id = text_of(block, "block_id");
        const Json* entry = value_in(values, block_id, text_of(element, "action_id"));
        const Json value = entry ? entry->value(row->key, Json()) : Json();
        if (is_given(value)) {
            if (const auto error = value_error(element, value); !error.empty())
                out[block_id] = error;
        } else if (!is_set(block, "optional")) {
            out[block_id] = "Please complete this required field.";
        }
    });
    return out;
}

bool has_input_block(const Json& blocks, const std::string& block_id)
{
    return blocks.is_array() && std::ranges::any_of(blocks, [&](const Json& block) {
               return text_of(block, "block_id") == block_id && text_of(block, "type") == "input";
           });
}

const Json* find_element(const Json& blocks, const std::string& block_id, const std::string& action_id)
{
    const Json* found = nullptr;
    each_element(blocks, [&](const Json& block, const Json& element) {
        if (!found && text_of(block, "block_id") == block_id && text_of(element, "action_id") == action_id)
            found = &element;
    });
    return found;
}

}  // namespace deskbell::slack::local
