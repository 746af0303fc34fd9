#include "handlers/kernel/form.hpp"

#include "handlers/domain/text.hpp"
#include "slack/wire/call.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kYes = "yes";

std::vector<slack::Choice> choices_of(const Field& field)
{
    std::vector<slack::Choice> out;
    for (const Option& option : field.options)
        if (option.is_offered)
            out.push_back({std::string(option.value), std::string(option.label)});
    return out;
}

std::vector<std::string> several(std::string_view initial)
{
    return initial.empty() ? std::vector<std::string>{} : split(initial, ',');
}

slack::Element element_of(const Field& field, std::string_view initial)
{
    const std::string_view name = field.name;
    switch (field.type) {
        case FieldType::long_text:
            return slack::text_input(name, true, initial, {}, field.max_length);
        case FieldType::one_of:
            return slack::menu(name, "Choose", choices_of(field), initial);
        case FieldType::many_of:
            return slack::multi_menu(name, "Choose", choices_of(field), several(initial));
        case FieldType::user:
            return slack::user_menu(name, "Choose a person", initial);
        case FieldType::users:
            return slack::users_menu(name, "Choose people", several(initial));
        case FieldType::date:
            return slack::date_picker(name, initial);
        case FieldType::instant: {
            const auto t = parse_rfc3339(initial);
            return slack::instant_picker(name, t ? std::to_string(to_unix(*t)) : std::string());
        }
        case FieldType::number:
            return slack::number_input(name, false, initial);
        case FieldType::money:
            return slack::number_input(name, true, initial);
        case FieldType::yes_no:
            return slack::checkbox(name, {{std::string(kYes), "Yes"}}, several(initial));
        case FieldType::text:
        case FieldType::record:
        case FieldType::file:
            break;
    }
    return slack::text_input(name, false, initial, {}, field.max_length);
}

bool is_option(const Field& field, std::string_view value)
{
    return std::ranges::any_of(field.options,
                               [&](const Option& o) { return o.is_offered && o.value == value; });
}

}  // namespace

void add_input(slack::Blocks& blocks, const Field& field, bool required, std::string_view initial,
               bool dispatch)
{
    blocks.input(field.name, field.label, element_of(field, initial), !required, field.help, dispatch);
}

std::string read_input(const Field& field, const slack::Values& values)
{
    const auto it = values.find(field.name);
    if (it == values.end())
        return {};
    const slack::Value& value = it->second;
    switch (field.type) {
        case FieldType::many_of:
        case FieldType::users:
            return joined(value.many, ",");
        case FieldType::yes_no:
            return std::ranges::find(value.many, kYes) == value.many.end() ? "" : std::string(kYes);
        case FieldType::instant: {
            const auto t = from_slack_ts(value.text);
            return t ? rfc3339(*t) : std::string();
        }
        default:
            return trimmed(cleaned(value.text));
    }
}

std::string fault_in(const Field& field, std::string_view value, bool required)
{
    if (value.empty())
        return required ? "Please fill in \"" + std::string(field.label) + "\"." : "";
    if (field.type == FieldType::one_of && !is_option(field, value))
        return "Please choose one of the offered answers.";
    if (field.type == FieldType::many_of)
        for (const std::string& one : split(value, ','))
            if (!is_option(field, one))
                return "Please choose only offered answers.";
    if (utf16_length(value) > field.max_length)
        return "Please shorten this to " + std::to_string(field.max_length) + " characters.";
    return fault_in_value(field.type, value);
}

bool is_visible(const Field& field, const Attributes& values)
{
    const std::size_t equals = field.visible_when.find('=');
    if (equals == std::string_view::npos)
        return true;
    const auto it = values.find(field.visible_when.substr(0, equals));
    return it != values.end() && it->second == field.visible_when.substr(equals + 1);
}

bool is_condition(const Field& field, std::span<const Field> fields)
{
    const std::string start = std::string(field.name) + "=";
    return std::ranges::any_of(fields,
                               [&](const Field& other) { return other.visible_when.starts_with(start); });
}

std::string pack(const Attributes& carried) { return slack::to_json(carried); }

Attributes unpack(std::string_view private_metadata) { return slack::attributes_from_json(private_metadata); }

}  // namespace deskbell::kernel
