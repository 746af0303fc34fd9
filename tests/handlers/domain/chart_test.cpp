#include "handlers/domain/chart.hpp"

#include "handlers/domain/text.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace deskbell;

namespace {

Chart attainment()
{
    Chart chart;
    chart.title = "Resolved in time";
    chart.unit = Chart::kPercent;
    chart.labels = {"W34", "W35", "W36"};
    chart.series = {{"Resolution", {92.0, std::nullopt, 97.5}}};
    chart.goal = 95;
    return chart;
}

bool contains(const std::string& text, std::string_view piece)
{
    return text.find(piece) != std::string::npos;
}

}  // namespace

TEST_CASE("a chart is described with all its numbers, its goal and its gaps", "[domain][chart]")
{
    CHECK(alt_text(attainment()) ==
          "Line chart: Resolved in time. Goal: 95%. Resolution: W34: 92%, W35: no data, W36: 97.5%.");
}

TEST_CASE("bars of two series are described one after the other", "[domain][chart]")
{
    Chart chart;
    chart.kind = Chart::Kind::bars;
    chart.title = "Opened and resolved";
    chart.unit = "tickets";
    chart.labels = {"W1", "W2"};
    chart.series = {{"Opened", {12345.0, 0.0}}, {"Resolved", {7.0, 8.0}}};
    CHECK(alt_text(chart) ==
          "Bar chart: Opened and resolved (tickets). Opened: W1: 12,345, W2: 0. Resolved: W1: 7, W2: 8.");
}

TEST_CASE("a chart without a value says that there is no data yet", "[domain][chart]")
{
    Chart chart = attainment();
    chart.series[0].values = {std::nullopt};
    CHECK(alt_text(chart) == "Line chart: Resolved in time. Goal: 95%. No data yet.");
    CHECK(contains(alt_text(Chart{}), "No data yet"));
}

TEST_CASE("a description that would be too long keeps the newest values and says so", "[domain][chart]")
{
    Chart chart;
    chart.title = "Backlog";
    for (int week = 1; week <= 60; ++week) chart.labels.push_back("week " + std::to_string(week));
    for (const char* name : {"open", "waiting", "late", "reopened"})
        chart.series.push_back({name, std::vector<std::optional<double>>(60, 12345.0)});
    const std::string text = alt_text(chart);
    CHECK(utf16_length(text) <= kAltTextMost);
    CHECK(utf16_length(text) > kAltTextMost - 100);
    CHECK(contains(text, "week 60: 12,345"));
    CHECK_FALSE(contains(text, "week 1:"));
    CHECK(contains(text, "Older values are left out."));
}

TEST_CASE("even the longest names leave room for the newest value of each series", "[domain][chart]")
{
    Chart chart;
    chart.title = chart.unit = std::string(5000, 't');
    chart.labels.assign(9, std::string(5000, 'l'));
    for (int i = 0; i < 4; ++i)
        chart.series.push_back({std::string(5000, 'n'), std::vector<std::optional<double>>(9, 9e15)});
    chart.goal = 9e15;
    const std::string text = alt_text(chart);
    CHECK(utf16_length(text) <= kAltTextMost);
    CHECK(text.ends_with(": 9,000,000,000,000,000. Older values are left out."));
}

TEST_CASE("what is no number or below zero counts as no data", "[domain][chart]")
{
    Chart chart = attainment();
    chart.series[0].values = {-1.0, std::numeric_limits<double>::quiet_NaN(),
                              std::numeric_limits<double>::infinity()};
    CHECK(chart.is_empty());
    CHECK_FALSE(chart.value(0, 7));
    CHECK_FALSE(chart.value(7, 0));
}

TEST_CASE("a chart beyond its bounds keeps the newest labels and the first series", "[domain][chart]")
{
    Chart chart;
    for (int i = 0; i < 70; ++i) chart.labels.push_back(std::to_string(i));
    chart.series = std::vector<Chart::Series>(6);
    chart.series[0].values.assign(69, 1.0);  // one is missing at the end
    const Chart cut = chart.bounded();
    CHECK(cut.labels.front() == "10");
    CHECK(cut.series.size() == Chart::kSeriesMost);
    CHECK(cut.value(0, 58) == 1.0);
    CHECK_FALSE(cut.value(0, 59));
}

TEST_CASE("numbers are written with thousands apart and a decimal where it says something", "[domain][chart]")
{
    CHECK(number_text(0) == "0");
    CHECK(number_text(999) == "999");
    CHECK(number_text(1000) == "1,000");
    CHECK(number_text(1234567.25) == "1,234,567.3");
    CHECK(number_text(99.96) == "100");
    CHECK(value_text(92.5, "%") == "92.5%");
    CHECK(value_text(3, "tickets") == "3");
}
