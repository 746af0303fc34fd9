#include "bot/chart_scale.hpp"

#include <algorithm>
#include <cmath>

namespace deskbell::bot {

namespace {

/// What the axis must reach, and whether everything on it is a whole number.
struct Reach {
    double highest = 0;
    bool is_whole = true;

    void add(double value)
    {
        highest = std::max(highest, value);
        is_whole = is_whole && value == std::floor(value);
    }
};

Reach reach_of(const Chart& chart)
{
    Reach reach;
    if (chart.goal)
        reach.add(*chart.goal);
    for (std::size_t s = 0; s < chart.series.size(); ++s)
        for (std::size_t at = 0; at < chart.labels.size(); ++at)
            if (const auto value = chart.value(s, at))
                reach.add(*value);
    return reach;
}

/// The smallest of 1, 2, 5, 10, 20, 50 ... that is not below `least`.
double nice_step(double least)
{
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= least * (1 - 1e-9))
            return factor * power;
    return 10 * power;
}

}  // namespace

std::vector<double> Scale::ticks() const
{
    std::vector<double> out;
    const auto count = std::llround(top / step);
    for (long long i = 0; i <= count; ++i) out.push_back(static_cast<double>(i) * step);
    return out;
}

Scale scale_of(const Chart& chart)
{
    const Reach reach = reach_of(chart);
    if (chart.unit == Chart::kPercent && reach.highest <= 100)
        return {100, 20};
    if (reach.highest <= 0)
        return {1, 1};
    double step = nice_step(reach.highest / kTicksAim);
    if (reach.is_whole)
        step = std::max(step, 1.0);
    return {std::ceil(reach.highest / step - 1e-9) * step, step};
}

bool Box::overlaps(const Box& other) const
{
    return x < other.x + other.width && other.x < x + width && y < other.y + other.height &&
           other.y < y + height;
}

bool Boxes::is_free(const Box& box) const
{
    return std::ranges::none_of(taken_, [&](const Box& other) { return other.overlaps(box); });
}

bool Boxes::take(const Box& box)
{
    if (!is_free(box))
        return false;
    put(box);
    return true;
}

std::size_t stride_of(double widest, double apart, double slot)
{
    if (slot <= 0)
        return 1;
    return std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil((widest + apart) / slot)));
}

}  // namespace deskbell::bot
