#pragma once
#include "bot/chart_scale.hpp"
#include "handlers/domain/error.hpp"

#include <cairo.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::bot {

struct Colour {
    double red, green, blue;
};
inline constexpr Colour kWhite{1, 1, 1};

struct Point {
    double x, y;
};

enum class Side { left, middle, right };

/// How a text looks. Sizes are in pixels of the picture.
struct Type {
    double size = 28;
    Colour colour{0.13, 0.13, 0.13};
    bool is_bold = false;
};

/// How series differ for those who do not see colours: by marker, by dashes and by hatching.
inline constexpr std::size_t kShapes = Chart::kSeriesMost;

/// A cairo picture in memory and the few strokes that charts are made of. What goes wrong inside is kept by
/// cairo and comes out at the end, as the Error of `png`.
class Pen {
public:
    Pen(int width, int height);

    double width_of(std::string_view text, const Type& type) const;
    /// `text` if it is at most `width` wide, else cut and ended with "…".
    std::string fitted(std::string_view text, const Type& type, double width) const;
    /// Where `write` would put it: `x` is the left end, the middle or the right end, `y` the base line.
    Box box_of(std::string_view text, const Type& type, double x, double y, Side side) const;
    /// With a rim of white, so that it can be read on top of lines.
    void write(std::string_view text, const Type& type, double x, double y, Side side);

    void fill(const Box& box, const Colour& colour);
    /// A bar: filled, hatched by its shape, with a dark edge.
    void bar(const Box& box, const Colour& colour, std::size_t shape);
    void line(double x1, double y1, double x2, double y2, const Colour& colour, double width,
              bool is_dashed = false);
    /// A piece of a series without gaps: thick, dashed by its shape.
    void stroke(const std::vector<Point>& points, const Colour& colour, std::size_t shape);
    /// A point of a series: circle, square, triangle, diamond.
    void marker(double x, double y, const Colour& colour, std::size_t shape);

    Result<std::string> png() const;

private:
    struct Free {
        void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
        void operator()(cairo_t* context) const { cairo_destroy(context); }
    };
    void use(const Type& type) const;
    void use(const Colour& colour) const
    {
        cairo_set_source_rgb(to(), colour.red, colour.green, colour.blue);
    }
    cairo_t* to() const { return context_.get(); }

    std::unique_ptr<cairo_surface_t, Free> surface_;
    std::unique_ptr<cairo_t, Free> context_;
};

}  // namespace deskbell::bot
