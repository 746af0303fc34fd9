#include "bot/chart_scale.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::bot;

namespace {

Chart with(std::vector<std::optional<double>> values, std::string unit = "tickets")
{
    Chart chart;
    chart.unit = std::move(unit);
    chart.labels.resize(values.size());
    chart.series = {{"", std::move(values)}};
    return chart;
}

}  // namespace

TEST_CASE("percentages have an axis from 0 to 100, whatever the values", "[bot][chart]")
{
    const Scale scale = scale_of(with({97, 98.5}, "%"));
    CHECK(scale.ticks() == std::vector<double>{0, 20, 40, 60, 80, 100});
    CHECK(scale_of(with({}, "%")).top == 100);
    CHECK(scale_of(with({130}, "%")).top == 150);
}

TEST_CASE("an axis begins at zero and ends at a round number that no value exceeds", "[bot][chart]")
{
    CHECK(scale_of(with({7})).ticks() == std::vector<double>{0, 2, 4, 6, 8});
    CHECK(scale_of(with({25})).ticks() == std::vector<double>{0, 5, 10, 15, 20, 25});
    CHECK(scale_of(with({12345})).ticks() == std::vector<double>{0, 5000, 10000, 15000});
    for (double value = 1; value < 1e9; value *= 1.7) {
        const Scale scale = scale_of(with({value}));
        CHECK(scale.top >= value);
        CHECK(scale.ticks().front() == 0);
        CHECK(scale.ticks().size() >= 2);
        CHECK(scale.ticks().size() <= kTicksAim + 2);
    }
}

TEST_CASE("counts have whole ticks, fractions may have others", "[bot][chart]")
{
    CHECK(scale_of(with({1, 2})).step == 1);
    CHECK(scale_of(with({0.5, 1})).step == 0.2);
}

TEST_CASE("a chart of zeros still has an axis", "[bot][chart]")
{
    CHECK(scale_of(with({0, 0})).ticks() == std::vector<double>{0, 1});
}

TEST_CASE("the goal is on the axis too", "[bot][chart]")
{
    Chart chart = with({3});
    chart.goal = 40;
    CHECK(scale_of(chart).top == 40);
}

TEST_CASE("twice the value is twice the height", "[bot][chart]")
{
    const Scale scale = scale_of(with({30, 60}));
    CHECK(scale.share(0) == 0);
    CHECK(scale.share(60) == Approx(2 * scale.share(30)));
}

TEST_CASE("a place is taken once", "[bot][chart]")
{
    Boxes boxes;
    CHECK(boxes.take({0, 0, 10, 10}));
    CHECK_FALSE(boxes.take({9, 9, 10, 10}));
    CHECK(boxes.take({10, 0, 10, 10}));
    boxes.put({30, 0, 1, 1});
    CHECK_FALSE(boxes.is_free({29, 0, 5, 5}));
}

TEST_CASE("labels that are wider than their slot are written at intervals", "[bot][chart]")
{
    CHECK(stride_of(50, 20, 100) == 1);
    CHECK(stride_of(90, 20, 100) == 2);
    CHECK(stride_of(50, 20, 10) == 7);
    CHECK(stride_of(50, 20, 0) == 1);
}
