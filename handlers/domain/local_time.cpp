#include "handlers/domain/local_time.hpp"

#include "handlers/domain/calendar.hpp"
#include "handlers/domain/text.hpp"

#include <date/tz.h>

#include <optional>

namespace deskbell {

using namespace std::chrono;

namespace {

const date::time_zone& zone_of(std::string_view name)
{
    return *date::locate_zone(is_zone(name) ? std::string(name) : "UTC");
}

/// Takes two digits off the front when they are at most `most`.
std::optional<int> take_two(std::string_view& rest, int most)
{
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (rest.size() < 2 || !is_digit(rest[0]) || !is_digit(rest[1]))
        return std::nullopt;
    const int value = (rest[0] - '0') * 10 + (rest[1] - '0');
    rest.remove_prefix(2);
    return value <= most ? std::optional(value) : std::nullopt;
}

bool take(std::string_view& rest, char c)
{
    const bool is_there = !rest.empty() && rest.front() == c;
    rest.remove_prefix(is_there ? 1 : 0);
    return is_there;
}

/// Takes "09:00", "09:00:30" or "09:00:30.5" off the front.
std::optional<seconds> take_clock(std::string_view& rest)
{
    const auto hour = take_two(rest, 23);
    const auto minute = hour && take(rest, ':') ? take_two(rest, 59) : std::nullopt;
    if (!minute)
        return std::nullopt;
    const seconds whole = hours{*hour} + minutes{*minute};
    if (!take(rest, ':'))
        return whole;
    const auto second = take_two(rest, 59);
    if (!second)
        return std::nullopt;
    if (take(rest, '.')) {
        const auto end = std::min(rest.find_first_not_of("0123456789"), rest.size());
        if (end == 0)
            return std::nullopt;
        rest.remove_prefix(end);
    }
    return whole + seconds{*second};
}

/// Reads "Z" or "+05:30" to its end.
std::optional<seconds> offset(std::string_view rest)
{
    if (rest == "Z" || rest == "z")
        return seconds{0};
    const bool is_east = take(rest, '+');
    if (!is_east && !take(rest, '-'))
        return std::nullopt;
    const auto hour = take_two(rest, 23);
    const auto minute = hour && take(rest, ':') ? take_two(rest, 59) : std::nullopt;
    if (!minute || !rest.empty())
        return std::nullopt;
    const seconds span = hours{*hour} + minutes{*minute};
    return is_east ? span : -span;
}

UtcTime on_wall(date::local_seconds wall, const date::time_zone& zone)
{
    const date::local_info info = zone.get_info(wall);
    if (info.result == date::local_info::nonexistent)
        return info.first.end;
    return UtcTime{wall.time_since_epoch() - info.first.offset};
}

}  // namespace

Result<UtcTime> parse_time(std::string_view text, std::string_view zone)
{
    const Error bad(Errc::invalid_input,
                    "\"" + cleaned(shortened(text, 40)) +
                        "\" is not a time. Write 2026-11-23T09:00 for the wall clock of the "
                        "calendar, or 2026-11-23T09:00:00Z or …+01:00 for an instant.");
    std::string_view rest = text;
    const auto date = parse_date(rest.substr(0, 10));
    if (!date)
        return bad;
    rest.remove_prefix(10);
    const auto clock = take(rest, 'T') ? take_clock(rest) : std::nullopt;
    if (!clock)
        return bad;
    if (rest.empty())
        return on_wall(date::local_seconds{date->time_since_epoch()} + *clock, zone_of(zone));
    const auto shift = offset(rest);
    return shift ? Result<UtcTime>(UtcTime{*date} + *clock - *shift) : Result<UtcTime>(bad);
}

std::string local_rfc3339(UtcTime t, std::string_view zone)
{
    return date::format("%FT%T%Ez", date::make_zoned(&zone_of(zone), t));
}

std::string long_wall_clock(UtcTime t, std::string_view zone)
{
    return date::format("%a %d %b %Y %T %Z", date::make_zoned(&zone_of(zone), t));
}

}  // namespace deskbell
