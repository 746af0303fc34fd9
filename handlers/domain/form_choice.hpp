#pragma once
#include "handlers/domain/form_definition.hpp"

#include <string_view>

namespace deskbell {

/// True when the answer is chosen from options.
bool is_choice(FieldType type);

/// The option with this value, or null.
const FormOption* option_of(const FormField& field, std::string_view value);

}  // namespace deskbell
