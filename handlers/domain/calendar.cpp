#include "handlers/domain/calendar.hpp"

#include "handlers/domain/open_time.hpp"

#include <date/tz.h>

#include <algorithm>
#include <charconv>

namespace deskbell {

using namespace std::chrono;

namespace {

/// A wall-clock time that the date library knows.
using Wall = date::local_seconds;

enum class Edge { opening, closing };

const date::time_zone& zone_of(const std::string& name)
{
    return *date::locate_zone(is_zone(name) ? name : "UTC");
}

/// The instant at which the wall clock shows `wall`, by the rules for openings and closings.
UtcTime instant_of(const date::time_zone& zone, Wall wall, Edge edge)
{
    const date::local_info info = zone.get_info(wall);
    if (info.result == date::local_info::nonexistent)
        return info.first.end;
    const bool is_second = info.result == date::local_info::ambiguous && edge == Edge::closing;
    return UtcTime{wall.time_since_epoch() - (is_second ? info.second.offset : info.first.offset)};
}

Wall midnight(Date date) { return Wall{date.time_since_epoch()}; }

// A window ends at most a day after the date on which it begins, and a change of the date line moves the wall
// by another day.
constexpr days kReach{3};

/// What the windows that begin on `date` open.
void add_date(const Calendar& calendar, const date::time_zone& zone, Date date, Span within,
              std::vector<Span>& out)
{
    for (const Window& window : windows_of(calendar, date)) {
        const UtcTime opening = instant_of(zone, midnight(date) + window.from, Edge::opening);
        const UtcTime closing = instant_of(zone, midnight(date) + window.to, Edge::closing);
        const Span open{std::max(opening, within.from), std::min(closing, within.to)};
        if (open.from < open.to)
            out.push_back(open);
    }
}

/// Open every second, whatever the clocks do: nothing needs to be reckoned.
bool is_always_open(const Calendar& calendar)
{
    static const std::vector<Window> kAllDay{{0min, 24h}};
    return calendar.holidays.empty() && calendar.exceptions.empty() &&
           std::ranges::all_of(calendar.hours, [](const auto& day) { return day == kAllDay; });
}

/// Exactly `size` digits at `at`, or nothing.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t size)
{
    int value = 0;
    for (std::size_t i = at; i < at + size; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9')
            return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

}  // namespace

std::string to_text(Date date) { return date::format("%F", date); }

std::string long_date(Date date) { return date::format("%a %F", date); }

Result<Date> parse_date(std::string_view text)
{
    const auto y = digits(text, 0, 4), m = digits(text, 5, 2), d = digits(text, 8, 2);
    if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !y || !m || !d)
        return Error(Errc::invalid_input,
                     "\"" + std::string(text) + "\" is not a date. Write it as \"2026-12-25\".");
    const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    if (!date.ok())
        return Error(Errc::invalid_input,
                     "\"" + std::string(text) +
                         "\" does not exist in the calendar. Write a day that does, as \"2026-12-25\".");
    return Date{date};
}

Date date_in(std::string_view zone, UtcTime t)
{
    const auto wall = zone_of(std::string(zone)).to_local(t);
    return Date{floor<days>(wall.time_since_epoch())};
}

Calendar always_open()
{
    Calendar calendar;
    calendar.name = "24x7";
    for (auto& day : calendar.hours) day = {{0min, 24h}};
    return calendar;
}

Calendar weekdays(std::string name, std::string zone, std::chrono::hours from, std::chrono::hours to)
{
    Calendar calendar;
    calendar.name = std::move(name);
    calendar.timezone = std::move(zone);
    for (unsigned day = Monday.c_encoding(); day <= Friday.c_encoding(); ++day)
        calendar.hours[day] = {{from, to}};
    return calendar;
}

const std::vector<Window>& windows_of(const Calendar& calendar, Date date)
{
    static const std::vector<Window> kClosed;
    if (const auto exception = calendar.exceptions.find(date); exception != calendar.exceptions.end())
        return exception->second;
    if (calendar.holidays.contains(date))
        return kClosed;
    return calendar.hours[weekday{date}.c_encoding()];
}

std::vector<Span> open_spans(const Calendar& calendar, Span within)
{
    std::vector<Span> out;
    if (within.from >= within.to)
        return out;
    if (is_always_open(calendar))
        return {within};
    const date::time_zone& zone = zone_of(calendar.timezone);
    const Date last = date_in(calendar.timezone, within.to) + kReach;
    for (Date date = date_in(calendar.timezone, within.from) - kReach; date <= last; date += days{1})
        add_date(calendar, zone, date, within, out);
    return merged(std::move(out));
}

bool is_open(const Calendar& calendar, UtcTime t) { return !open_spans(calendar, {t, t + 1s}).empty(); }

std::optional<UtcTime> next_opening(const Calendar& calendar, UtcTime t)
{
    constexpr days kStep{8};  // a week and a day finds the opening of nearly every calendar at once
    for (UtcTime at = t; at < t + kOpensWithin; at += kStep) {
        const auto open = open_spans(calendar, {at, std::min(at + kStep, t + kOpensWithin)});
        if (!open.empty())
            return open.front().from;
    }
    return std::nullopt;
}

std::optional<UtcTime> clock_change_in(const std::string& zone, Span within)
{
    const date::sys_info info = zone_of(zone).get_info(within.from);
    return info.end < within.to ? std::optional(UtcTime{info.end}) : std::nullopt;
}

std::optional<UtcTime> end_of_business_day(const Calendar& calendar, UtcTime t, int n)
{
    const date::time_zone& zone = zone_of(calendar.timezone);
    const Date today = date_in(calendar.timezone, t);
    int left = n;
    for (Date date = today; date <= today + kOpensWithin; date += days{1}) {
        std::optional<UtcTime> end;
        for (const Window& window : windows_of(calendar, date)) {
            const UtcTime closing = instant_of(zone, midnight(date) + window.to, Edge::closing);
            if (closing > t && (!end || closing > *end))
                end = closing;
        }
        const bool is_first = date == today;
        if (end && (left == 0 || (!is_first && --left == 0)))
            return end;
    }
    return std::nullopt;
}

}  // namespace deskbell
