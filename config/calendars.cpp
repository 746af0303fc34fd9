#include "config/table.hpp"

#include <algorithm>
#include <filesystem>

namespace deskbell::config {

namespace {

constexpr std::string_view kHoursExample = "[\"09:00-17:00\"]";

/// The windows of one day, sorted; overlapping ones are faults.
std::vector<Window> read_windows(const Place& place)
{
    std::vector<Window> windows;
    for (const Place& element : place.elements(kHoursExample)) {
        const auto text = element.text("\"09:00-17:00\"");
        if (!text)
            continue;
        const auto window = parse_window(*text);
        if (!window) {
            element.fault(window.error().detail(), "");
            continue;
        }
        if (std::ranges::any_of(windows, [&](const Window& other) { return overlap(*window, other); }))
            element.fault("\"" + *text + "\" overlaps with another stretch of the same day.",
                          "Write stretches that do not share time.");
        else
            windows.push_back(*window);
    }
    std::ranges::sort(windows, {}, &Window::from);
    return windows;
}

template <int Day>
void read_day(const Place& place, CalendarSettings& calendar)
{
    calendar.hours[Day] = read_windows(place);
}

constexpr Key<CalendarSettings> kDayKeys[] = {
    {"mon", read_day<1>}, {"tue", read_day<2>}, {"wed", read_day<3>}, {"thu", read_day<4>},
    {"fri", read_day<5>}, {"sat", read_day<6>}, {"sun", read_day<0>},
};

void read_hours(const Place& place, CalendarSettings& calendar)
{
    if (const auto* table = place.table("{ mon = [\"09:00-17:00\"] }"))
        read_keys<CalendarSettings>(place, *table, kDayKeys, calendar);
}

void read_holidays(const Place& place, CalendarSettings& calendar)
{
    for (const Place& element : place.elements("[\"2026-12-25\"]")) {
        const auto date = element.text("\"2026-12-25\", in quotes");
        if (!date)
            continue;
        if (auto good = check_date(*date); !good)
            element.fault(good.error().detail(), "");
        else if (std::ranges::find(calendar.holidays, *date) != calendar.holidays.end())
            element.fault("\"" + *date + "\" is listed twice.", "Remove one of them.");
        else
            calendar.holidays.push_back(*date);
    }
    std::ranges::sort(calendar.holidays);
}

void read_exceptions(const Place& place, CalendarSettings& calendar)
{
    const auto* table = place.table("{ \"2026-12-24\" = [\"09:00-13:00\"] }");
    if (!table)
        return;
    for (const auto& [name, node] : *table) {
        const std::string date(name.str());
        const Place at{place.reading, node, place.key + "." + date};
        if (auto good = check_date(date); !good)
            at.fault(good.error().detail(), "");
        else
            calendar.exceptions[date] = read_windows(at);
    }
}

void read_holiday_files(const Place& place, CalendarSettings& calendar)
{
    const auto folder = std::filesystem::path(place.reading.file).parent_path();
    for (const Place& element : place.elements("[\"holidays.ics\"]")) {
        const auto name = element.text("a file name such as \"holidays.ics\"");
        if (!name)
            continue;
        const auto path = folder / *name;
        std::error_code ec;
        if (std::filesystem::is_regular_file(path, ec))
            calendar.holiday_files.push_back(path.string());
        else
            element.fault("\"" + path.string() + "\" is not there.",
                          "Write the path of an iCalendar file, from this file's folder.");
    }
}

constexpr Key<CalendarSettings> kCalendarKeys[] = {
    {"timezone",
     [](const Place& place, CalendarSettings& calendar) {
         if (auto zone = read_zone(place))
             calendar.timezone = *zone;
     }},
    {"hours", read_hours},
    {"holidays", read_holidays},
    {"exceptions", read_exceptions},
    {"holiday_files", read_holiday_files},
};

}  // namespace

void read_calendars(const Place& place, Config& config)
{
    const auto* table = place.table("[calendar.business] on a line of its own");
    if (!table)
        return;
    for (const auto& [name, node] : *table) {
        const Place at{place.reading, node, place.key + "." + std::string(name.str())};
        const auto* inner = at.table("[" + at.key + "] on a line of its own");
        if (!inner)
            continue;
        CalendarSettings calendar;
        calendar.name = std::string(name.str());
        read_keys<CalendarSettings>(at, *inner, kCalendarKeys, calendar);
        const bool is_open =
            std::ranges::any_of(calendar.hours, [](const auto& day) { return !day.empty(); });
        if (!inner->contains("hours"))
            at.fault("has no hours: it would never be open.", "Add hours = { mon = [\"09:00-17:00\"] }.");
        else if (!is_open && place.reading.loaded.faults.empty())
            at.fault("is closed on every day of the week.", "Give at least one day a stretch of time.");
        config.calendars.emplace(calendar.name, std::move(calendar));
    }
}

}  // namespace deskbell::config
