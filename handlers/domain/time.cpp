#include "handlers/domain/time.hpp"

#include <date/tz.h>

#include <array>
#include <charconv>
#include <sstream>

namespace deskbell {

using namespace std::chrono;

namespace {

const date::time_zone* zone_or_utc(std::string_view name)
{
    try {
        return date::locate_zone(std::string(name.empty() ? "UTC" : name));
    } catch (const std::exception&) {
        return date::locate_zone("UTC");
    }
}

std::string on_wall_clock(UtcTime t, std::string_view zone, const char* format)
{
    return date::format(format, zone_or_utc(zone)->to_local(t));
}

struct Unit {
    char letter;
    std::int64_t seconds;
};
constexpr std::array kUnits{Unit{'h', 3600}, Unit{'m', 60}, Unit{'s', 1}};

Error bad_duration(std::string_view text)
{
    const bool days = text.find('d') != std::string_view::npos;
    return Error(Errc::invalid_input,
                 "\"" + std::string(text) +
                     "\" is not a duration. Write hours, minutes or seconds such as 45s, 90m, 4h or 1h30m" +
                     (days ? "; days are not accepted because a working day has no fixed length." : "."));
}

}  // namespace

std::string rfc3339(UtcTime t) { return date::format("%FT%TZ", t); }

Result<UtcTime> parse_rfc3339(std::string_view text)
{
    // "2026-11-23T09:00:00" and then Z or an offset; date::parse is lenient about lengths, we are not.
    const Error bad(Errc::invalid_input,
                    "\"" + std::string(text) + "\" is not a time. Write it like 2026-11-23T09:00:00Z.");
    if (text.size() < 20 || text[10] != 'T')
        return bad;
    const std::string local(text.substr(0, 19));
    const std::string_view zone = text.substr(19);
    date::sys_seconds t;
    std::istringstream in(local);
    in >> date::parse("%FT%T", t);
    if (in.fail())
        return bad;
    if (zone == "Z" || zone == "z")
        return t;
    int hours = 0, minutes_part = 0;
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':')
        return bad;
    const auto h = std::from_chars(zone.data() + 1, zone.data() + 3, hours);
    const auto m = std::from_chars(zone.data() + 4, zone.data() + 6, minutes_part);
    if (h.ptr != zone.data() + 3 || m.ptr != zone.data() + 6 || hours > 23 || minutes_part > 59)
        return bad;
    const seconds offset = std::chrono::hours{hours} + minutes{minutes_part};
    return zone[0] == '+' ? t - offset : t + offset;
}

Result<UtcTime> from_slack_ts(std::string_view ts)
{
    std::int64_t whole = 0;
    const auto end = ts.find('.');
    const std::string_view digits = ts.substr(0, end);
    const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
    if (error != std::errc{} || rest != digits.data() + digits.size() || digits.size() > 12 || whole < 0)
        return Error(Errc::invalid_input, "\"" + std::string(ts) + "\" is not a Slack timestamp.");
    return from_unix(whole);
}

bool is_zone(std::string_view name)
{
    try {
        return date::locate_zone(std::string(name)) != nullptr;
    } catch (const std::exception&) {
        return false;
    }
}

std::string wall_clock(UtcTime t, std::string_view zone) { return on_wall_clock(t, zone, "%a %d %b %H:%M"); }

std::string wall_time(UtcTime t, std::string_view zone) { return on_wall_clock(t, zone, "%H:%M"); }

std::string plain_duration(seconds span)
{
    const std::int64_t s = span.count() < 0 ? 0 : span.count();
    if (s < 60)
        return std::to_string(s) + " s";
    const std::int64_t m = s / 60, h = m / 60, d = h / 24;
    const auto both = [](std::int64_t a, const char* unit_a, std::int64_t b, const char* unit_b) {
        return std::to_string(a) + unit_a + (b ? " " + std::to_string(b) + unit_b : "");
    };
    if (h == 0)
        return std::to_string(m) + " min";
    return d == 0 ? both(h, " h", m % 60, " min") : both(d, " d", h % 24, " h");
}

std::string working_duration(seconds span)
{
    const std::int64_t m = span.count() < 0 ? 0 : span.count() / 60;
    if (m < 60)
        return std::to_string(m) + " min";
    return std::to_string(m / 60) + " h" + (m % 60 != 0 ? " " + std::to_string(m % 60) + " min" : "");
}

Result<seconds> parse_duration(std::string_view text)
{
    constexpr std::int64_t kMost = 10'000 * 3600;  // more than a year: certainly a slip of the pen
    std::int64_t total = 0;
    std::size_t unit = 0;  // units must come in falling order, each once
    std::string_view rest = text;
    while (!rest.empty()) {
        std::int64_t n = 0;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), n);
        if (error != std::errc{} || n < 0 || n > kMost || end == rest.data() + rest.size())
            return bad_duration(text);
        while (unit < kUnits.size() && kUnits[unit].letter != *end) ++unit;
        if (unit == kUnits.size())
            return bad_duration(text);
        total += n * kUnits[unit++].seconds;
        rest.remove_prefix(static_cast<std::size_t>(end - rest.data()) + 1);
    }
    if (text.empty() || total == 0 || total > kMost)
        return bad_duration(text);
    return seconds{total};
}

}  // namespace deskbell
