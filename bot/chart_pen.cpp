#include "bot/chart_pen.hpp"

#include "handlers/domain/text.hpp"

#include <algorithm>
#include <array>
#include <numbers>

namespace deskbell::bot {

namespace {

constexpr const char* kFont = "DejaVu Sans";
constexpr double kRim = 6;     // of white around a text
constexpr double kThick = 5;   // of a series' line
constexpr double kMarker = 9;  // half of a marker's width
constexpr double kHatch = 14;  // between two hatching lines
constexpr double kHatchWidth = 3;
constexpr double kEdge = 1.5;
constexpr std::size_t kCharactersMost = 300;  // of one text: far more than a picture is wide

constexpr int kDashParts = 4;
constexpr std::array<double, kDashParts> kDashes[kShapes] = {{}, {18, 8, 18, 8}, {4, 8, 4, 8}, {18, 8, 4, 8}};
constexpr double kGoalDash[]{14, 8};

/// One line of what cairo accepts: an invalid byte would end the whole picture.
std::string drawable(std::string_view text)
{
    std::string out = cleaned(text);
    std::ranges::replace_if(
        out, [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return shortened(out, kCharactersMost);
}

void path_of(cairo_t* to, double x, double y, double half, std::size_t shape)
{
    cairo_new_path(to);
    switch (shape % kShapes) {
        case 0:
            cairo_arc(to, x, y, half, 0, 2 * std::numbers::pi);
            break;
        case 1:
            cairo_rectangle(to, x - half, y - half, 2 * half, 2 * half);
            break;
        case 2:
            cairo_move_to(to, x, y - half * 1.2);
            cairo_line_to(to, x + half * 1.2, y + half);
            cairo_line_to(to, x - half * 1.2, y + half);
            break;
        default:
            cairo_move_to(to, x, y - half * 1.3);
            cairo_line_to(to, x + half * 1.3, y);
            cairo_line_to(to, x, y + half * 1.3);
            cairo_line_to(to, x - half * 1.3, y);
            break;
    }
    cairo_close_path(to);
}

/// Lines over the whole box: none, rising, level, falling.
void hatch(cairo_t* to, const Box& box, std::size_t shape)
{
    const double lean = shape == 1 ? -box.height : shape == 3 ? box.height : 0;
    const double end = shape == 2 ? box.height : box.width + box.height;
    for (double at = shape == 2 ? kHatch / 2 : -box.height; at < end; at += kHatch) {
        if (shape == 2) {
            cairo_move_to(to, box.x, box.y + at);
            cairo_line_to(to, box.x + box.width, box.y + at);
        } else {
            cairo_move_to(to, box.x + at - std::min(lean, 0.0), box.y);
            cairo_line_to(to, box.x + at - std::min(lean, 0.0) + lean, box.y + box.height);
        }
    }
    cairo_set_line_width(to, kHatchWidth);
    cairo_stroke(to);
}

cairo_status_t append(void* out, const unsigned char* bytes, unsigned int length)
{
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Pen::Pen(int width, int height)
    : surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height)),
      context_(cairo_create(surface_.get()))
{
    use(kWhite);
    cairo_paint(to());
}

void Pen::use(const Type& type) const
{
    cairo_select_font_face(to(), kFont, CAIRO_FONT_SLANT_NORMAL,
                           type.is_bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(to(), type.size);
}

double Pen::width_of(std::string_view text, const Type& type) const
{
    use(type);
    cairo_text_extents_t extents{};
    cairo_text_extents(to(), drawable(text).c_str(), &extents);
    return extents.x_advance;
}

std::string Pen::fitted(std::string_view text, const Type& type, double width) const
{
    std::string out = drawable(text);
    for (std::size_t keep = utf16_length(out); keep > 1 && width_of(out, type) > width;)
        out = shortened(drawable(text), --keep);
    return out;
}

Box Pen::box_of(std::string_view text, const Type& type, double x, double y, Side side) const
{
    const double width = width_of(text, type);
    const double left = side == Side::left ? x : side == Side::middle ? x - width / 2 : x - width;
    return {left, y - type.size * 0.8, width, type.size};
}

void Pen::write(std::string_view text, const Type& type, double x, double y, Side side)
{
    const Box box = box_of(text, type, x, y, side);
    cairo_move_to(to(), box.x, y);
    cairo_text_path(to(), drawable(text).c_str());
    use(kWhite);
    cairo_set_line_width(to(), kRim);
    cairo_set_line_join(to(), CAIRO_LINE_JOIN_ROUND);
    cairo_stroke_preserve(to());
    use(type.colour);
    cairo_fill(to());
}

void Pen::fill(const Box& box, const Colour& colour)
{
    use(colour);
    cairo_rectangle(to(), box.x, box.y, box.width, box.height);
    cairo_fill(to());
}

void Pen::bar(const Box& box, const Colour& colour, std::size_t shape)
{
    if (box.height <= 0)
        return;
    fill(box, colour);
    cairo_save(to());
    cairo_rectangle(to(), box.x, box.y, box.width, box.height);
    cairo_clip(to());
    if (shape % kShapes != 0) {
        use(kWhite);
        hatch(to(), box, shape % kShapes);
    }
    use(colour);
    cairo_set_line_width(to(), 2 * kEdge);  // the outer half is clipped away: the bar stays as tall as it is
    cairo_rectangle(to(), box.x, box.y, box.width, box.height);
    cairo_stroke(to());
    cairo_restore(to());
}

void Pen::line(double x1, double y1, double x2, double y2, const Colour& colour, double width, bool is_dashed)
{
    use(colour);
    cairo_set_line_width(to(), width);
    if (is_dashed)
        cairo_set_dash(to(), kGoalDash, 2, 0);
    cairo_move_to(to(), x1, y1);
    cairo_line_to(to(), x2, y2);
    cairo_stroke(to());
    cairo_set_dash(to(), nullptr, 0, 0);
}

void Pen::stroke(const std::vector<Point>& points, const Colour& colour, std::size_t shape)
{
    use(colour);
    cairo_set_line_width(to(), kThick);
    cairo_set_line_join(to(), CAIRO_LINE_JOIN_ROUND);
    if (const auto& dash = kDashes[shape % kShapes]; shape % kShapes != 0)
        cairo_set_dash(to(), dash.data(), kDashParts, 0);
    for (const Point& point : points) cairo_line_to(to(), point.x, point.y);
    cairo_stroke(to());
    cairo_set_dash(to(), nullptr, 0, 0);
}

void Pen::marker(double x, double y, const Colour& colour, std::size_t shape)
{
    path_of(to(), x, y, kMarker, shape);
    use(kWhite);
    cairo_set_line_width(to(), kRim);
    cairo_stroke_preserve(to());
    use(colour);
    cairo_fill(to());
}

Result<std::string> Pen::png() const
{
    std::string out;
    cairo_status_t status = cairo_status(to());
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png_stream(surface_.get(), append, &out);
    if (status != CAIRO_STATUS_SUCCESS)
        return Error(Errc::internal,
                     std::string("a chart could not be drawn: ") + cairo_status_to_string(status));
    return out;
}

}  // namespace deskbell::bot
