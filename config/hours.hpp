#pragma once
#include "handlers/domain/calendar.hpp"

#include <string_view>

namespace deskbell::config {

/// Reads "09:00-17:00", "22:00-06:00", "00:00-24:00". Errors: invalid_input, with what to write instead.
Result<Window> parse_window(std::string_view text);

/// True when two windows of the same day share time.
bool overlap(const Window& a, const Window& b);

}  // namespace deskbell::config
