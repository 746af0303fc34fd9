#pragma once
#include "handlers/domain/chart.hpp"
#include "handlers/domain/error.hpp"

#include <string>

namespace deskbell::bot {

/// Size of the picture: 16:9, as Slack shows it without cutting, with type that a phone keeps readable.
inline constexpr int kChartWidth = 1200;
inline constexpr int kChartHeight = 675;

/// The chart as a PNG. Draws what is true: axes begin at zero, a gap stays a gap, and where there is no room
/// for a text it is left out, not laid on top of another. Of a chart beyond its bounds, the newest part.
Result<std::string> png_of(const Chart& chart);

}  // namespace deskbell::bot
