#pragma once
#include "handlers/kernel/declaration.hpp"
#include "slack/wire/blocks.hpp"
#include "slack/wire/payload.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::kernel {

/// Adds the input of one field. `required` overrides the field's own; `initial` is an attribute's text.
void add_input(slack::Blocks& blocks, const Field& field, bool required, std::string_view initial,
               bool dispatch = false);

/// What came back for a field, as an attribute's text: several values joined by ",", instants as RFC 3339.
std::string read_input(const Field& field, const slack::Values& values);

/// Why the text cannot be the field's value, or "".
std::string fault_in(const Field& field, std::string_view value, bool required);

/// True when the field is to be asked: its `visible_when` holds for these values.
bool is_visible(const Field& field, const Attributes& values);

/// True when the answer to `field` decides whether one of `fields` is asked: the form is then drawn anew.
bool is_condition(const Field& field, std::span<const Field> fields);

/// What a modal carries from its opening to its submission: small names and texts.
std::string pack(const Attributes& carried);
Attributes unpack(std::string_view private_metadata);

}  // namespace deskbell::kernel
