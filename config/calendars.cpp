#include "config/hours.hpp"
#include "config/table.hpp"
#include "handlers/domain/text.hpp"

#include <algorithm>

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
void read_day(const Place& place, Calendar& calendar)
{
    calendar.hours[Day] = read_windows(place);
}

constexpr Key<Calendar> kDayKeys[] = {
    {"mon", read_day<1>}, {"tue", read_day<2>}, {"wed", read_day<3>}, {"thu", read_day<4>},
    {"fri", read_day<5>}, {"sat", read_day<6>}, {"sun", read_day<0>},
};

void read_hours(const Place& place, Calendar& calendar)
{
    calendar.hours = {};  // a week is written whole: the days of a built-in calendar do not shine through
    if (const auto* table = place.table("{ mon = [\"09:00-17:00\"] }"))
        read_keys<Calendar>(place, *table, kDayKeys, calendar);
}

void read_holidays(const Place& place, Calendar& calendar)
{
    std::set<Date> written;  // apart from what a holiday file brought: that may name the same day
    for (const Place& element : place.elements("[\"2026-12-25\"]")) {
        const auto text = element.text("\"2026-12-25\", in quotes");
        if (!text)
            continue;
        const auto date = parse_date(*text);
        if (!date)
            element.fault(date.error().detail(), "");
        else if (!written.insert(*date).second)
            element.fault("\"" + *text + "\" is listed twice.", "Remove one of them.");
        else
            calendar.holidays.insert(*date);
    }
}

void read_exceptions(const Place& place, Calendar& calendar)
{
    const auto* table = place.table("{ \"2026-12-24\" = [\"09:00-13:00\"] }");
    if (!table)
        return;
    for (const auto& [name, node] : *table) {
        const Place at{place.reading, node, place.key + "." + std::string(name.str())};
        const auto date = parse_date(name.str());
        if (!date)
            at.fault(date.error().detail(), "");
        else
            calendar.exceptions[*date] = read_windows(at);
    }
}

constexpr Key<Calendar> kCalendarKeys[] = {
    {"timezone",
     [](const Place& place, Calendar& calendar) {
         if (auto zone = read_zone(place))
             calendar.timezone = *zone;
     }},
    {"hours", read_hours},
    {"holidays", read_holidays},
    {"exceptions", read_exceptions},
    {"holiday_files", read_holiday_files},
    {"follow_requester",
     [](const Place& place, Calendar& calendar) {
         calendar.follows_requester = place.flag().value_or(false);
     }},
};

/// One [calendar.NAME]. A built-in one keeps what the file does not write; any other begins empty.
void read_calendar(const Place& at, const std::string& name, Config& config)
{
    const auto* table = at.table("[" + at.key + "] on a line of its own");
    if (!table)
        return;
    if (name.empty() || utf16_length(name) > kLevelNameMost) {
        at.fault("has a name of " + std::to_string(utf16_length(name)) + " characters.",
                 "Write 1 to " + std::to_string(kLevelNameMost) + ".");
        return;
    }
    Calendar fresh;
    fresh.name = name;
    fresh.timezone.clear();  // the workspace's, which may not have been read yet
    const auto [entry, is_new] = config.settings.levels.calendars.emplace(name, fresh);
    if (is_new && !table->contains("hours"))
        at.fault("has no hours: it would never be open.", "Add hours = { mon = [\"09:00-17:00\"] }.");
    read_keys<Calendar>(at, *table, kCalendarKeys, entry->second);
}

}  // namespace

void read_calendars(const Place& place, Config& config)
{
    const auto* table = place.table("[calendar.business] on a line of its own");
    if (!table)
        return;
    if (table->size() > kCalendarsMost) {
        place.fault("holds " + std::to_string(table->size()) + " calendars.",
                    "Write at most " + std::to_string(kCalendarsMost) + ".");
        return;
    }
    for (const auto& [name, node] : *table)
        read_calendar(Place{place.reading, node, place.key + "." + std::string(name.str())},
                      std::string(name.str()), config);
}

}  // namespace deskbell::config
