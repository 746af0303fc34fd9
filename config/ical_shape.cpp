#include "config/ical_shape.hpp"

#include "handlers/domain/text.hpp"

namespace deskbell::config {

namespace {

/// A component that has begun.
struct Open {
    std::string name;
    int line;
};

constexpr std::size_t kDepthMost = 8;  // an alarm in an event in a calendar is three

/// The component's name when the line is `mark` with a name, else "".
std::string named(std::string_view line, std::string_view mark)
{
    const bool is_marked = lower(line.substr(0, mark.size())) == mark;
    return is_marked ? lower(trimmed(line.substr(mark.size()))) : "";
}

/// Takes one line; says what is wrong with it, or "".
std::string take(std::string_view line, int number, std::vector<Open>& open, std::vector<int>& events)
{
    if (const std::string name = named(line, "begin:"); !name.empty()) {
        if (open.empty() != (name == "vcalendar") || open.size() == kDepthMost)
            return "begins \"" + cleaned(shortened(name, 40)) + "\" where none can be.";
        if (name == "vevent")
            events.push_back(number);
        open.push_back({name, number});
    } else if (const std::string ended = named(line, "end:"); !ended.empty()) {
        if (open.empty() || open.back().name != ended)
            return "ends \"" + cleaned(shortened(ended, 40)) + "\", which has not begun.";
        open.pop_back();
    } else if (open.empty() && !trimmed(line).empty()) {
        return "is not part of a calendar.";
    }
    return "";
}

}  // namespace

IcalShape shape_of(std::string_view text, const std::string& file)
{
    IcalShape shape;
    std::vector<Open> open;
    const auto fault = [&](int line, std::string problem) {
        shape.faults.push_back(
            {file, line, "", std::move(problem), "Get the file again from where it came."});
    };
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    int number = 0;
    for (const std::string& line : split(text, '\n')) {
        const std::string problem = take(line, ++number, open, shape.events);
        if (!problem.empty()) {
            fault(number, problem);
            return shape;  // what follows a first break is noise
        }
    }
    if (!open.empty())
        fault(open.back().line,
              "begins \"" + open.back().name + "\", which never ends: the file is cut off.");
    else if (shape.events.empty() && text.find(':') == std::string_view::npos)
        fault(0, "holds no calendar.");
    return shape;
}

}  // namespace deskbell::config
