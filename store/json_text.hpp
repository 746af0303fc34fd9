#pragma once
#include "handlers/domain/record.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace deskbell::store {

// How lists and maps lie in a text column. Texts must be UTF-8, as `cleaned()` makes them at the border:
// anything else throws, because what is stored must be what was hashed.

std::string to_json(const Attributes& attributes);
Attributes attributes_from(std::string_view json);

/// [["state","new","active"], ...]
std::string to_json(const std::vector<Change>& changes);
std::vector<Change> changes_from(std::string_view json);

}  // namespace deskbell::store
