#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell {

/// A chart as data: what it says, not how it looks. Values are counts or percentages, so never below zero.
struct Chart {
    static constexpr std::size_t kLabelsMost = 60;  ///< of more, the newest count
    static constexpr std::size_t kSeriesMost = 4;   ///< as many as people tell apart by colour and shape
    static constexpr std::string_view kPercent = "%";

    enum class Kind : std::uint8_t { lines, bars };

    struct Series {
        std::string name;
        std::vector<std::optional<double>> values;  ///< one for each label; nothing: no data, never a zero
    };

    Kind kind = Kind::lines;
    std::string title;
    std::string unit;                 ///< kPercent, "tickets"
    std::vector<std::string> labels;  ///< along the x axis, oldest first
    std::vector<Series> series;       ///< bars of several series stand side by side
    std::optional<double> goal;       ///< what should be reached

    /// The value, or nothing when there is none; what is no number or below zero is none either.
    std::optional<double> value(std::size_t of_series, std::size_t at) const;
    /// True when no series has a value.
    bool is_empty() const;
    /// True when no series has a value at this label.
    bool is_gap(std::size_t at) const;
    /// The same chart within its bounds: the newest labels and the first series.
    Chart bounded() const;
};

/// "12,345", "92.5": thousands apart, one decimal where it says something.
std::string number_text(double value);
/// With the unit when that is a sign: "92.5%", but "12".
std::string value_text(double value, std::string_view unit);

/// Longest description of a picture. Source: Slack, files.getUploadURLExternal, "alt_txt_too_large".
inline constexpr std::size_t kAltTextMost = 1000;

/// What the chart says, in a sentence with all its numbers, for those who do not see it. When that does not
/// fit in kAltTextMost, the newest values are kept and the sentence says that older ones are left out.
std::string alt_text(const Chart& chart);

}  // namespace deskbell
