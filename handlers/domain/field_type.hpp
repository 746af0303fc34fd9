#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace deskbell {

/// What an answer is. Decides which input a form shows for it.
enum class FieldType : std::uint8_t {
    text,
    long_text,
    one_of,
    many_of,
    user,
    users,
    date,
    instant,
    number,
    money,
    yes_no,
    record,
    file
};

/// Why this text, as an attribute holds it, cannot be a value of the type, or "". Choices and lengths are the
/// field's own and not looked at; an empty text is no value and no fault.
std::string fault_in_value(FieldType type, std::string_view value);

}  // namespace deskbell
