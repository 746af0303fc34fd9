#include "handlers/kernel/digest/digest_blocks.hpp"

namespace deskbell::kernel {

namespace {

double number(std::int64_t n) { return static_cast<double>(n); }

std::vector<std::string> week_labels(const Numbers& numbers)
{
    std::vector<std::string> out;
    for (const ChartWeek& week : numbers.weeks) out.push_back(week.week.substr(week.week.find('W')));
    return out;
}

Chart attainment(const Numbers& numbers)
{
    Chart chart;
    chart.title = "Solved in time";
    chart.unit = Chart::kPercent;
    chart.labels = week_labels(numbers);
    Chart::Series& series = chart.series.emplace_back();
    series.name = "Solved in time";
    for (const ChartWeek& week : numbers.weeks) {
        const std::int64_t all = week.met + week.missed;
        series.values.push_back(all == 0 ? std::nullopt
                                         : std::optional(number(week.met) * 100 / number(all)));
    }
    const auto goal = std::max(numbers.value("goal.resolution"), numbers.value("goal.fulfilment"));
    if (goal > 0)
        chart.goal = number(goal);
    return chart;
}

Chart backlog(const Numbers& numbers)
{
    Chart chart;
    chart.kind = Chart::Kind::bars;
    chart.title = "Open tickets by age";
    chart.unit = "tickets";
    Chart::Series& series = chart.series.emplace_back();
    series.name = "Open tickets";
    for (const AgeBand& band : kAgeBands) {
        chart.labels.emplace_back(band.label);
        series.values.emplace_back(number(static_cast<std::int64_t>(numbers.count(band.key))));
    }
    return chart;
}

Chart flow(const Numbers& numbers)
{
    Chart chart;
    chart.title = "Opened and solved";
    chart.unit = "tickets";
    chart.labels = week_labels(numbers);
    chart.series = {{"Opened", {}}, {"Solved", {}}};
    for (const ChartWeek& week : numbers.weeks) {
        chart.series[0].values.emplace_back(number(week.opened));
        chart.series[1].values.emplace_back(number(week.solved));
    }
    return chart;
}

}  // namespace

std::vector<DigestChart> digest_charts(const Numbers& numbers)
{
    return {{"attainment", attainment(numbers)}, {"backlog", backlog(numbers)}, {"flow", flow(numbers)}};
}

}  // namespace deskbell::kernel
