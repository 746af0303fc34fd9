#pragma once
#include "handlers/domain/error.hpp"

#include <array>
#include <chrono>
#include <string_view>
#include <vector>

namespace deskbell::config {

/// One stretch of open time that begins on a given day. Minutes since that day's midnight; an end beyond
/// 1440 lies on the next day ("22:00-06:00" is 1320 to 1800). Never empty, at most 24 hours long.
struct Window {
    std::chrono::minutes from{0};
    std::chrono::minutes to{0};
    bool operator==(const Window&) const = default;
};

/// Open time per weekday on which it begins. Index 0 is Sunday, as std::chrono::weekday counts.
using WeekHours = std::array<std::vector<Window>, 7>;

/// Reads "09:00-17:00", "22:00-06:00", "00:00-24:00". Errors: invalid_input, with what to write instead.
Result<Window> parse_window(std::string_view text);

/// True when two windows of the same day share time.
bool overlap(const Window& a, const Window& b);

/// Checks "2026-12-25" for being a date that exists. Errors: invalid_input, with what to write instead.
Result<void> check_date(std::string_view text);

}  // namespace deskbell::config
