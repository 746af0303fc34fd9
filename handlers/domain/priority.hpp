#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace deskbell {

enum class Priority : std::uint8_t { p1 = 1, p2, p3, p4 };

/// Impact (1 organisation .. 4 one person) by urgency (1 work stopped .. 4 can wait).
/// Out-of-range input is clamped. Source: the default data pack's priority matrix.
Priority priority_of(int impact, int urgency);

std::string_view to_text(Priority priority);  ///< "P1" .. "P4"
std::optional<Priority> parse_priority(std::string_view text);

}  // namespace deskbell
