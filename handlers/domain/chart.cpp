#include "handlers/domain/chart.hpp"

#include "handlers/domain/text.hpp"

#include <algorithm>
#include <cmath>

namespace deskbell {

namespace {

// Within these, a title, a goal and the newest value of each series always fit into kAltTextMost.
constexpr std::size_t kTitleMost = 200;
constexpr std::size_t kNameMost = 60;
constexpr std::size_t kLabelMost = 40;

/// Beyond it a double is no exact count any more.
constexpr double kValueMost = 9e15;

std::string values_from(const Chart& chart, std::size_t of_series, std::size_t first)
{
    std::string out;
    for (std::size_t at = first; at < chart.labels.size(); ++at) {
        const auto value = chart.value(of_series, at);
        out += (at == first ? "" : ", ") + shortened(chart.labels[at], kLabelMost) + ": " +
               (value ? value_text(*value, chart.unit) : "no data");
    }
    return out;
}

std::string head_of(const Chart& chart)
{
    std::string out = chart.kind == Chart::Kind::lines ? "Line chart" : "Bar chart";
    if (!chart.title.empty())
        out += ": " + shortened(chart.title, kTitleMost);
    if (!chart.unit.empty() && chart.unit != Chart::kPercent)
        out += " (" + shortened(chart.unit, kNameMost) + ")";
    out += ".";
    if (chart.goal)
        out += " Goal: " + value_text(*chart.goal, chart.unit) + ".";
    return out;
}

std::string text_from(const Chart& chart, std::size_t first)
{
    std::string out = head_of(chart);
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
        const std::string& name = chart.series[s].name;
        out += " " + (name.empty() ? "" : shortened(name, kNameMost) + ": ") + values_from(chart, s, first) +
               ".";
    }
    if (first > 0)
        out += " Older values are left out.";
    return out;
}

}  // namespace

std::optional<double> Chart::value(std::size_t of_series, std::size_t at) const
{
    if (of_series >= series.size() || at >= series[of_series].values.size())
        return std::nullopt;
    const auto value = series[of_series].values[at];
    const bool is_usable = value && std::isfinite(*value) && *value >= 0 && *value <= kValueMost;
    return is_usable ? value : std::nullopt;
}

bool Chart::is_gap(std::size_t at) const
{
    for (std::size_t s = 0; s < series.size(); ++s)
        if (value(s, at))
            return false;
    return true;
}

bool Chart::is_empty() const
{
    for (std::size_t at = 0; at < labels.size(); ++at)
        if (!is_gap(at))
            return false;
    return true;
}

Chart Chart::bounded() const
{
    Chart out = *this;
    if (goal && (!std::isfinite(*goal) || *goal < 0 || *goal > kValueMost))
        out.goal.reset();
    if (out.series.size() > kSeriesMost)
        out.series.resize(kSeriesMost);
    const std::size_t over = labels.size() > kLabelsMost ? labels.size() - kLabelsMost : 0;
    out.labels.erase(out.labels.begin(), out.labels.begin() + static_cast<std::ptrdiff_t>(over));
    for (Series& one : out.series) {
        one.values.resize(labels.size());
        one.values.erase(one.values.begin(), one.values.begin() + static_cast<std::ptrdiff_t>(over));
    }
    return out;
}

std::string number_text(double value)
{
    const auto tenths = static_cast<long long>(std::llround(value * 10));
    std::string out = std::to_string(tenths / 10);
    for (std::ptrdiff_t at = std::ssize(out) - 3; at > 0; at -= 3)
        out.insert(static_cast<std::size_t>(at), 1, ',');
    return tenths % 10 == 0 ? out : out + "." + std::to_string(tenths % 10);
}

std::string value_text(double value, std::string_view unit)
{
    return number_text(value) + (unit == Chart::kPercent ? "%" : "");
}

std::string alt_text(const Chart& given)
{
    const Chart chart = given.bounded();
    if (chart.is_empty())
        return head_of(chart) + " No data yet.";
    for (std::size_t first = 0; first < chart.labels.size(); ++first)
        if (const std::string text = text_from(chart, first); utf16_length(text) <= kAltTextMost)
            return text;
    return shortened(text_from(chart, chart.labels.size() - 1), kAltTextMost);
}

}  // namespace deskbell
