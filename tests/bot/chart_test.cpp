#include "bot/chart.hpp"

#include <cairo.h>

#include <catch2/catch.hpp>

#include <cstring>
#include <memory>

using namespace deskbell;
using namespace deskbell::bot;

namespace {

/// A PNG, read back with cairo.
class Picture {
public:
    explicit Picture(const std::string& png) : rest_(png)
    {
        const auto read = [](void* self, unsigned char* out, unsigned int length) {
            std::string_view& rest = static_cast<Picture*>(self)->rest_;
            if (rest.size() < length)
                return CAIRO_STATUS_READ_ERROR;
            std::memcpy(out, rest.data(), length);
            rest.remove_prefix(length);
            return CAIRO_STATUS_SUCCESS;
        };
        surface_.reset(cairo_image_surface_create_from_png_stream(read, this));
    }
    bool is_good() const { return cairo_surface_status(surface_.get()) == CAIRO_STATUS_SUCCESS; }
    int width() const { return cairo_image_surface_get_width(surface_.get()); }
    int height() const { return cairo_image_surface_get_height(surface_.get()); }

    /// 0xRRGGBB.
    std::uint32_t at(int x, int y) const
    {
        std::uint32_t pixel = 0;
        std::memcpy(&pixel,
                    cairo_image_surface_get_data(surface_.get()) +
                        y * cairo_image_surface_get_stride(surface_.get()) + 4 * x,
                    sizeof pixel);
        return pixel & 0xFFFFFFu;
    }

    /// How many pixels of this colour a column has.
    int tall(int x, std::uint32_t colour) const
    {
        int count = 0;
        for (int y = 0; y < height(); ++y) count += at(x, y) == colour ? 1 : 0;
        return count;
    }

private:
    struct Free {
        void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    };
    std::string_view rest_;
    std::unique_ptr<cairo_surface_t, Free> surface_;
};

constexpr std::uint32_t kBlue = 0x0072B2;  // of the first series
constexpr std::uint32_t kGrey = 0xEEEEEE;  // of a gap

Chart bars(std::vector<std::optional<double>> values)
{
    Chart chart;
    chart.kind = Chart::Kind::bars;
    chart.title = "Backlog";
    chart.unit = "tickets";
    chart.labels.assign(values.size(), "x");
    chart.series = {{"", std::move(values)}};
    return chart;
}

/// The heights of blue bars, from left to right.
std::vector<int> heights_of(const Picture& picture)
{
    std::vector<int> out;
    bool was_bar = false;
    for (int x = 0; x < picture.width(); ++x) {
        const int tall = picture.tall(x, kBlue);
        if (tall > 0 && !was_bar)
            out.push_back(0);
        if (tall > 0)
            out.back() = std::max(out.back(), tall);
        was_bar = tall > 0;
    }
    return out;
}

}  // namespace

TEST_CASE("a chart is a valid PNG of the promised size", "[bot][chart]")
{
    const auto png = png_of(bars({1, 2}));
    REQUIRE(png);
    CHECK(png->starts_with("\x89PNG\r\n\x1a\n"));
    const Picture picture(*png);
    REQUIRE(picture.is_good());
    CHECK(picture.width() == kChartWidth);
    CHECK(picture.height() == kChartHeight);
}

TEST_CASE("a bar of twice the value is twice as tall", "[bot][chart]")
{
    const auto png = png_of(bars({10, 20, 40, 0}));
    REQUIRE(png);
    const std::vector<int> heights = heights_of(Picture(*png));
    REQUIRE(heights.size() == 3);
    CHECK(heights[0] > 50);
    CHECK(heights[1] == Approx(2 * heights[0]).margin(2));
    CHECK(heights[2] == Approx(4 * heights[0]).margin(4));
}

TEST_CASE("a gap is seen as a gap, a zero as nothing at all", "[bot][chart]")
{
    const auto with_gap = png_of(bars({10, std::nullopt, 10}));
    const auto with_zero = png_of(bars({10, 0, 10}));
    REQUIRE(with_gap);
    REQUIRE(with_zero);
    CHECK(Picture(*with_gap).tall(kChartWidth / 2, kGrey) > 300);
    CHECK(Picture(*with_zero).tall(kChartWidth / 2, kGrey) == 0);
    CHECK(heights_of(Picture(*with_gap)).size() == 2);
}

TEST_CASE("a line is broken where there is no value", "[bot][chart]")
{
    Chart chart = bars({50, 50, std::nullopt, 50, 50});
    chart.kind = Chart::Kind::lines;
    chart.unit = "%";
    const auto png = png_of(chart);
    REQUIRE(png);
    const Picture picture(*png);
    const int foot = kChartHeight - 74;
    const int middle = 196 + (foot - 196) / 2;
    int pieces = 0;
    bool was_line = false;
    for (int x = 0; x < picture.width(); ++x) {
        const bool is_line = picture.at(x, middle) == kBlue;
        pieces += is_line && !was_line ? 1 : 0;
        was_line = is_line;
    }
    CHECK(pieces >= 2);
    CHECK(picture.at(kChartWidth / 2 + 47, middle) == kGrey);
}

TEST_CASE("whatever the chart says, it becomes a picture", "[bot][chart]")
{
    Chart empty;
    Chart wild = bars(std::vector<std::optional<double>>(90, 12345.5));
    wild.title = std::string(3000, 'w') + "\xff\n";
    wild.labels.assign(90, "a label that is far too long to be written\xc3");
    wild.series = std::vector<Chart::Series>(7, wild.series[0]);
    wild.series[1].name = std::string(500, 'n');
    wild.goal = 1e15;
    for (Chart chart : {empty, wild, bars({0, 0}), bars({std::nullopt}), bars({7})})
        for (const auto kind : {Chart::Kind::lines, Chart::Kind::bars}) {
            chart.kind = kind;
            const auto png = png_of(chart);
            REQUIRE(png);
            CHECK(Picture(*png).is_good());
        }
}
