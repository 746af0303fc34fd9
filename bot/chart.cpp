#include "bot/chart.hpp"

#include "bot/chart_pen.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace deskbell::bot {

namespace {

// Okabe and Ito's colours, which people with any kind of colour blindness tell apart.
constexpr Colour kSeriesColours[kShapes] = {
    {0.0, 0.447, 0.698}, {0.902, 0.624, 0.0}, {0.0, 0.62, 0.451}, {0.8, 0.475, 0.655}};
// The same, dark enough for texts.
constexpr Colour kSeriesInks[kShapes] = {
    {0.0, 0.33, 0.53}, {0.52, 0.34, 0.0}, {0.0, 0.4, 0.28}, {0.5, 0.22, 0.38}};
constexpr Colour kGoalColour{0.835, 0.369, 0.0};
constexpr Colour kGoalInk{0.6, 0.25, 0.0};
constexpr Colour kGrid{0.87, 0.87, 0.87}, kAxis{0.35, 0.35, 0.35}, kGap{0.93, 0.93, 0.93};

const Type kTitle{42, {0.1, 0.1, 0.1}, true}, kLongTitle{34, {0.1, 0.1, 0.1}, true};
const Type kLegend{28, {0.2, 0.2, 0.2}};
const Type kTick{28, {0.35, 0.35, 0.35}};
const Type kValue{27, {0.1, 0.1, 0.1}, true}, kNarrowValue{22, {0.1, 0.1, 0.1}, true};
const Type kGoalType{28, kGoalInk, true};
const Type kNoData{48, {0.4, 0.4, 0.4}};

constexpr double kMargin = 40;
constexpr double kTitleLine = 74, kLegendLine = 124;
constexpr double kPlotTop = 196, kPlotFoot = kChartHeight - 74;
constexpr double kTickGap = 14;
constexpr double kLabelApart = 20;  // between two labels of the x axis
constexpr double kLabelMost = 260;  // wider ones are cut
constexpr double kSwatch = 46;      // width of a sign in the legend
constexpr double kLegendApart = 40;
constexpr double kBarWidest = 120;
constexpr double kBarShare = 0.8;  // of a slot; the rest keeps the groups apart
constexpr double kBarApart = 4;
constexpr double kValueAbove = 10, kMarkerClear = 20;
constexpr double kMarkerHalf = 11;
constexpr double kValueSlot = 44;  // where points are closer, only the newest is written out
constexpr double kStride = 6;      // between two places that a line takes up

/// Draws one chart.
class Drawing {
public:
    explicit Drawing(const Chart& chart) : chart_(chart), scale_(scale_of(chart)) {}

    Result<std::string> png()
    {
        title();
        if (chart_.is_empty()) {
            pen_.write("No data yet", kNoData, kChartWidth / 2.0, kChartHeight / 2.0, Side::middle);
            return pen_.png();
        }
        measure();
        gaps();
        grid();
        if (chart_.kind == Chart::Kind::bars)
            bars();
        foot();
        goal();
        if (chart_.kind == Chart::Kind::lines)
            lines();
        values();
        labels();
        legend();
        return pen_.png();
    }

private:
    double slot() const { return (right_ - left_) / static_cast<double>(chart_.labels.size()); }
    double middle(std::size_t at) const { return left_ + (static_cast<double>(at) + 0.5) * slot(); }
    double height(double value) const { return scale_.share(value) * (kPlotFoot - kPlotTop); }
    double y_of(double value) const { return kPlotFoot - height(value); }
    bool has_gap() const
    {
        for (std::size_t at = 0; at < chart_.labels.size(); ++at)
            if (chart_.is_gap(at))
                return true;
        return false;
    }

    void title()
    {
        constexpr double kRoom = kChartWidth - 2 * kMargin;
        const Type& type = pen_.width_of(chart_.title, kTitle) <= kRoom ? kTitle : kLongTitle;
        pen_.write(pen_.fitted(chart_.title, type, kRoom), type, kMargin, kTitleLine, Side::left);
    }

    /// Finds out how much room the texts left and right of the plot take.
    void measure()
    {
        double widest = 0;
        for (const double tick : scale_.ticks())
            widest = std::max(widest, pen_.width_of(value_text(tick, chart_.unit), kTick));
        left_ = kMargin + widest + kTickGap;
        right_ = kChartWidth - kMargin;
        if (chart_.goal)
            right_ -= kTickGap + std::max(pen_.width_of("Goal", kGoalType),
                                          pen_.width_of(value_text(*chart_.goal, chart_.unit), kGoalType));
    }

    void gaps()
    {
        for (std::size_t at = 0; at < chart_.labels.size(); ++at)
            if (chart_.is_gap(at)) {
                const double from = std::floor(middle(at) - slot() / 2);
                const double to = std::floor(middle(at) + slot() / 2);
                pen_.fill({from, kPlotTop, to - from, kPlotFoot - kPlotTop}, kGap);
            }
    }

    void grid()
    {
        for (const double tick : scale_.ticks()) {
            const double y = y_of(tick);
            pen_.line(left_, y, right_, y, kGrid, 2);
            pen_.write(value_text(tick, chart_.unit), kTick, left_ - kTickGap, y + kTick.size * 0.35,
                       Side::right);
        }
        if (chart_.unit.empty() || chart_.unit == Chart::kPercent)
            return;
        const std::string unit = pen_.fitted(chart_.unit, kTick, kLabelMost);
        const double y = kPlotTop - kTick.size;
        pen_.write(unit, kTick, kMargin, y, Side::left);
        texts_.put(pen_.box_of(unit, kTick, kMargin, y, Side::left));
    }

    /// Below the foot of the bars, so that it takes nothing of their height.
    void foot() { pen_.fill({left_, kPlotFoot, right_ - left_, 3}, kAxis); }

    void goal()
    {
        if (!chart_.goal)
            return;
        const double y = y_of(*chart_.goal);
        pen_.line(left_, y, right_, y, kGoalColour, 4, true);
        strokes_.put({left_, y - 2, right_ - left_, 4});
        const double x = right_ + kTickGap;
        pen_.write("Goal", kGoalType, x, y - 4, Side::left);
        pen_.write(value_text(*chart_.goal, chart_.unit), kGoalType, x, y + kGoalType.size - 2, Side::left);
    }

    double bar_apart() const { return std::min(kBarApart, slot() * 0.05); }

    double bar_width() const
    {
        const auto count = static_cast<double>(chart_.series.size());
        return std::min(kBarWidest, (slot() * kBarShare - bar_apart() * (count - 1)) / count);
    }

    /// Left edge of a bar: the group stands in the middle of its slot.
    double bar_x(std::size_t series, std::size_t at) const
    {
        const auto count = static_cast<double>(chart_.series.size());
        const double group = count * bar_width() + bar_apart() * (count - 1);
        return middle(at) - group / 2 + static_cast<double>(series) * (bar_width() + bar_apart());
    }

    void bars()
    {
        for (std::size_t s = 0; s < chart_.series.size(); ++s)
            for (std::size_t at = 0; at < chart_.labels.size(); ++at)
                if (const auto value = chart_.value(s, at)) {
                    const Box bar{bar_x(s, at), y_of(*value), bar_width(), height(*value)};
                    pen_.bar(bar, kSeriesColours[s], s);
                    texts_.put(bar);
                }
    }

    /// The pieces between the gaps, and a marker at each point: a point between two gaps is seen as well.
    void lines()
    {
        for (std::size_t s = 0; s < chart_.series.size(); ++s) {
            std::vector<Point> piece;
            for (std::size_t at = 0; at <= chart_.labels.size(); ++at) {
                if (const auto value = chart_.value(s, at)) {
                    piece.push_back({middle(at), y_of(*value)});
                    continue;
                }
                draw_piece(piece, s);
                piece.clear();
            }
        }
    }

    void draw_piece(const std::vector<Point>& piece, std::size_t s)
    {
        pen_.stroke(piece, kSeriesColours[s], s);
        for (std::size_t i = 0; i < piece.size(); ++i) {
            const Point& p = piece[i];
            pen_.marker(p.x, p.y, kSeriesColours[s], s);
            texts_.put({p.x - kMarkerHalf, p.y - kMarkerHalf, 2 * kMarkerHalf, 2 * kMarkerHalf});
            const Point& next = piece[std::min(i + 1, piece.size() - 1)];
            const double length = std::hypot(next.x - p.x, next.y - p.y);
            for (double d = 0; d < length; d += kStride)
                strokes_.put({p.x + (next.x - p.x) * d / length, p.y + (next.y - p.y) * d / length, 1, 1});
        }
    }

    /// Writes the value at the first place where it covers no line, else where it covers no text and point.
    void write_value(double value, const Type& type, double x, const std::vector<double>& heights)
    {
        const std::string text = value_text(value, chart_.unit);
        for (const bool may_cover_lines : {false, true})
            for (const double y : heights) {
                const Box box = pen_.box_of(text, type, x, y, Side::middle);
                if (!(may_cover_lines || strokes_.is_free(box)) || !texts_.take(box))
                    continue;
                return pen_.write(text, type, x, y, Side::middle);
            }
    }

    /// Bars have their values in one size: the large one when all of them fit above their bars.
    const Type& bar_type() const
    {
        for (std::size_t s = 0; s < chart_.series.size(); ++s)
            for (std::size_t at = 0; at < chart_.labels.size(); ++at)
                if (const auto value = chart_.value(s, at);
                    value &&
                    pen_.width_of(value_text(*value, chart_.unit), kValue) > bar_width() + bar_apart())
                    return kNarrowValue;
        return kValue;
    }

    /// Around a point: above it, then below, but not below the foot of the chart.
    static std::vector<double> places(double y)
    {
        const double below = y + kMarkerClear + kValue.size * 0.8;
        if (below < kPlotFoot)
            return {y - kMarkerClear, below};
        return {y - kMarkerClear};
    }

    /// The newest first: they matter most when there is no room for all.
    void values()
    {
        const bool is_bars = chart_.kind == Chart::Kind::bars;
        const std::size_t last = chart_.labels.size() - 1;
        for (std::size_t at = last + 1; at-- > 0;)
            for (std::size_t s = 0; s < chart_.series.size(); ++s) {
                const auto value = chart_.value(s, at);
                if (!value || (slot() < kValueSlot && at != last))
                    continue;
                Type type = is_bars ? bar_type() : kValue;
                if (chart_.series.size() > 1)
                    type.colour = kSeriesInks[s];
                if (is_bars)
                    write_value(*value, type, bar_x(s, at) + bar_width() / 2, {y_of(*value) - kValueAbove});
                else
                    write_value(*value, type, middle(at), places(y_of(*value)));
            }
    }

    double widest_label() const
    {
        double widest = 0;
        for (const std::string& label : chart_.labels) widest = std::max(widest, pen_.width_of(label, kTick));
        return std::min(widest, kLabelMost);
    }

    /// From the newest on, as many as stay apart.
    void labels()
    {
        constexpr double kEdge = kMargin / 2;
        const double widest = widest_label();
        const std::size_t stride = stride_of(widest, kLabelApart, slot());
        const double y = kPlotFoot + kTick.size + kTickGap;
        Boxes written;
        for (std::size_t back = 0; back < chart_.labels.size(); back += stride) {
            const std::size_t at = chart_.labels.size() - 1 - back;
            const std::string text = pen_.fitted(chart_.labels[at], kTick, widest);
            const double half = pen_.width_of(text, kTick) / 2;
            const double x = std::clamp(middle(at), kEdge + half, kChartWidth - kEdge - half);
            Box box = pen_.box_of(text, kTick, x, y, Side::middle);
            box.width += kLabelApart;
            if (written.take(box))
                pen_.write(text, kTick, x, y, Side::middle);
        }
    }

    /// Writes one entry; returns where the next one begins. What does not fit any more is cut.
    double entry(double x, std::string_view name)
    {
        const std::string text = pen_.fitted(name, kLegend, kChartWidth - kMargin - x - kSwatch - kTickGap);
        pen_.write(text, kLegend, x + kSwatch + kTickGap, kLegendLine, Side::left);
        return x + kSwatch + kTickGap + pen_.width_of(text, kLegend) + kLegendApart;
    }

    void legend()
    {
        double x = kMargin;
        const double y = kLegendLine - kLegend.size * 0.35;
        for (std::size_t s = 0; s < chart_.series.size(); ++s) {
            if (chart_.series[s].name.empty())
                continue;
            if (chart_.kind == Chart::Kind::bars)
                pen_.bar({x, y - 14, kSwatch, 28}, kSeriesColours[s], s);
            else {
                pen_.stroke({{x, y}, {x + kSwatch, y}}, kSeriesColours[s], s);
                pen_.marker(x + kSwatch / 2, y, kSeriesColours[s], s);
            }
            x = entry(x, chart_.series[s].name);
        }
        if (has_gap()) {
            pen_.fill({x, y - 14, kSwatch, 28}, kGap);
            entry(x, "no data");
        }
    }

    const Chart& chart_;
    Scale scale_;
    Pen pen_{kChartWidth, kChartHeight};
    Boxes texts_;    // also bars and points: nothing is written on them
    Boxes strokes_;  // lines, which a text may cover when there is no other place
    double left_ = 0, right_ = 0;
};

}  // namespace

Result<std::string> png_of(const Chart& chart)
{
    const Chart bounded = chart.bounded();
    return Drawing(bounded).png();
}

}  // namespace deskbell::bot
