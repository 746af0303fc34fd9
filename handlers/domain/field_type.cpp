#include "handlers/domain/field_type.hpp"

#include "handlers/domain/calendar.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/domain/time.hpp"

#include <algorithm>

namespace deskbell {

namespace {

bool is_digits(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return c >= '0' && c <= '9'; });
}

bool is_number(std::string_view text, bool with_decimals)
{
    if (text.starts_with('-'))
        text.remove_prefix(1);
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos)
        return is_digits(text);
    return with_decimals && is_digits(text.substr(0, point)) && is_digits(text.substr(point + 1));
}

bool is_user(std::string_view id)
{
    return id.size() > 1 && (id.front() == 'U' || id.front() == 'W') &&
           std::ranges::all_of(id, [](unsigned char c) { return std::isdigit(c) || (c >= 'A' && c <= 'Z'); });
}

bool is_link(std::string_view text)
{
    return (text.starts_with("https://") || text.starts_with("http://")) && text.size() > 10 &&
           text.find_first_of(" \t\n<>|") == std::string_view::npos;
}

}  // namespace

std::string fault_in_value(FieldType type, std::string_view value)
{
    if (value.empty())
        return {};
    switch (type) {
        case FieldType::number:
            return is_number(value, false) ? "" : "Please write a whole number, such as 12.";
        case FieldType::money:
            return is_number(value, true) ? "" : "Please write an amount, such as 12.50.";
        case FieldType::date:
            return parse_date(value) ? "" : "Please choose a date, such as 2026-11-23.";
        case FieldType::instant:
            return parse_rfc3339(value) ? "" : "Please choose a date and a time.";
        case FieldType::user:
            return is_user(value) ? "" : "Please choose a person.";
        case FieldType::users:
            return std::ranges::all_of(split(value, ','), is_user) ? "" : "Please choose people.";
        case FieldType::yes_no:
            return value == "yes" ? "" : "Please tick it, or leave it empty.";
        case FieldType::file:
            return is_link(value)
                       ? ""
                       : "Please paste a link to the file that begins with https:// (in Slack: the "
                         "file's menu, Copy link).";
        case FieldType::text:
        case FieldType::long_text:
        case FieldType::one_of:
        case FieldType::many_of:
        case FieldType::record:
            break;
    }
    return {};
}

}  // namespace deskbell
