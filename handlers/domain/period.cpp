#include "handlers/domain/period.hpp"

#include "handlers/domain/text.hpp"

#include <date/tz.h>

#include <array>
#include <optional>

namespace deskbell {

using namespace std::chrono;
using Kind = Period::Kind;

namespace {

constexpr std::string_view kHowToWrite =
    "Write a week (2026-W48), a month (2026-11), a quarter (2026-Q4), a year (2026), a day (2026-11-23), two "
    "days "
    "(2026-11-23/2026-11-30), or yesterday, this-week, last-week, last-month or last-quarter.";

Error bad_period(std::string_view text, std::string_view why)
{
    return Error(Errc::invalid_input, "\"" + cleaned(shortened(text, 40)) + "\" " + std::string(why) + " " +
                                          std::string(kHowToWrite));
}

Date day(int y, unsigned m, unsigned d) { return Date{year{y} / month{m} / std::chrono::day{d}}; }

/// The Monday of the ISO week of `date`.
Date monday_of(Date date) { return date - (weekday{date} - Monday); }

/// Week 1 is the one that holds 4 January.
Date first_monday(int iso_year) { return monday_of(day(iso_year, 1, 4)); }

int iso_year_of(Date date) { return static_cast<int>(year_month_day{monday_of(date) + days{3}}.year()); }

int iso_week_of(Date date)
{
    return static_cast<int>((monday_of(date) - first_monday(iso_year_of(date))).count() / 7) + 1;
}

Period months(int y, unsigned m, unsigned count, Kind kind, std::string_view zone)
{
    const auto after = year{y} / month{m} + std::chrono::months{count};
    return {kind, day(y, m, 1), Date{after / std::chrono::day{1}} - days{1}, std::string(zone)};
}

std::optional<int> number(std::string_view text)
{
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return text.empty() || text.size() > 4 ? std::nullopt : std::optional(value);
}

/// "2026-W48", "2026-Q4", "2026-11" and "2026"; nothing for what has another form.
std::optional<Period> named(std::string_view text, std::string_view zone)
{
    const auto y = number(text.substr(0, 4));
    if (!y || text.size() < 4 || *y < 1970 || *y > 9998)
        return std::nullopt;
    if (text.size() == 4)
        return months(*y, 1, 12, Kind::year, zone);
    const std::string_view rest = text.substr(4);
    if (rest.starts_with("-W") && rest.size() == 4)
        if (const auto w = number(rest.substr(2)); w && *w >= 1 && *w <= 53) {
            const Period week = week_of(first_monday(*y) + days{7 * (*w - 1)}, zone);
            return iso_year_of(week.first) == *y ? std::optional(week) : std::nullopt;
        }
    if (rest.starts_with("-Q") && rest.size() == 3)
        if (const auto q = number(rest.substr(2)); q && *q >= 1 && *q <= 4)
            return months(*y, static_cast<unsigned>(*q) * 3 - 2, 3, Kind::quarter, zone);
    if (rest.starts_with("-") && rest.size() == 3)
        if (const auto m = number(rest.substr(1)); m && *m >= 1 && *m <= 12)
            return months(*y, static_cast<unsigned>(*m), 1, Kind::month, zone);
    return std::nullopt;
}

Period quarter_of(Date date, std::string_view zone)
{
    const year_month_day d{date};
    return months(static_cast<int>(d.year()), (static_cast<unsigned>(d.month()) - 1) / 3 * 3 + 1, 3,
                  Kind::quarter, zone);
}

Period year_of(Date date, std::string_view zone)
{
    return months(static_cast<int>(year_month_day{date}.year()), 1, 12, Kind::year, zone);
}

/// A word that means a period relative to today.
struct Word {
    std::string_view text;
    Period (*of)(Date today, std::string_view zone);
    bool is_previous;
};
constexpr std::array kWords{
    Word{"today", day_of, false},
    Word{"yesterday", day_of, true},
    Word{"this-week", week_of, false},
    Word{"last-week", week_of, true},
    Word{"this-month", month_of, false},
    Word{"last-month", month_of, true},
    Word{"this-quarter", quarter_of, false},
    Word{"last-quarter", quarter_of, true},
    Word{"this-year", year_of, false},
    Word{"last-year", year_of, true},
};

std::string on_date(Date date, const char* format) { return date::format(format, date); }

}  // namespace

Period day_of(Date date, std::string_view zone) { return {Kind::day, date, date, std::string(zone)}; }

Period week_of(Date date, std::string_view zone)
{
    return {Kind::week, monday_of(date), monday_of(date) + days{6}, std::string(zone)};
}

Period month_of(Date date, std::string_view zone)
{
    const year_month_day d{date};
    return months(static_cast<int>(d.year()), static_cast<unsigned>(d.month()), 1, Kind::month, zone);
}

Span Period::span() const
{
    return {instant_on(first, 0min, timezone), instant_on(last + days{1}, 0min, timezone)};
}

std::string Period::key() const
{
    const year_month_day d{first};
    const std::string y = on_date(first, "%Y");
    switch (kind) {
        case Kind::day:
            return to_text(first);
        case Kind::week: {
            const int w = iso_week_of(first);
            return std::to_string(iso_year_of(first)) + (w < 10 ? "-W0" : "-W") + std::to_string(w);
        }
        case Kind::month:
            return on_date(first, "%Y-%m");
        case Kind::quarter:
            return y + "-Q" + std::to_string((static_cast<unsigned>(d.month()) + 2) / 3);
        case Kind::year:
            return y;
        case Kind::dates:
            break;
    }
    return to_text(first) + "/" + to_text(last);
}

std::string Period::label() const
{
    const bool same_year = year_month_day{first}.year() == year_month_day{last}.year();
    const bool same_month = same_year && year_month_day{first}.month() == year_month_day{last}.month();
    const std::string from = on_date(first, same_month ? "%e" : same_year ? "%e %b" : "%e %b %Y");
    const std::string span = trimmed(from) + " to " + trimmed(on_date(last, "%e %b %Y"));
    switch (kind) {
        case Kind::day:
            return on_date(first, "%a ") + trimmed(on_date(first, "%e %b %Y"));
        case Kind::week:
            return "week " + std::to_string(iso_week_of(first)) + " (" + span + ")";
        case Kind::month:
            return on_date(first, "%B %Y");
        case Kind::quarter:
            return key().substr(5) + " " + on_date(first, "%Y");
        case Kind::year:
            return key();
        case Kind::dates:
            break;
    }
    return span;
}

Result<Period> parse_period(std::string_view text, std::string_view zone, UtcTime now)
{
    const std::string word = lower(trimmed(text));
    for (const Word& known : kWords)
        if (known.text == word) {
            const Period found = known.of(date_in(zone, now), zone);
            return known.is_previous ? previous(found) : found;
        }
    std::string upper(trimmed(text));
    for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (const auto found = named(upper, zone))
        return *found;
    const std::size_t slash = word.find('/');
    const auto first = parse_date(std::string_view(word).substr(0, slash));
    if (!first)
        return bad_period(text, "is no period.");
    if (slash == std::string::npos)
        return day_of(*first, zone);
    const auto last = parse_date(std::string_view(word).substr(slash + 1));
    if (!last)
        return bad_period(text, "is no period.");
    if (*last < *first)
        return bad_period(text, "ends before it begins.");
    if (*last - *first >= kPeriodMost)
        return bad_period(text, "is longer than three years.");
    return Period{Kind::dates, *first, *last, std::string(zone)};
}

Period previous(const Period& period)
{
    const Date before = period.first - days{1};
    switch (period.kind) {
        case Kind::day:
            return day_of(before, period.timezone);
        case Kind::week:
            return week_of(before, period.timezone);
        case Kind::month:
            return month_of(before, period.timezone);
        case Kind::quarter:
            return quarter_of(before, period.timezone);
        case Kind::year:
            return year_of(before, period.timezone);
        case Kind::dates:
            break;
    }
    return {Kind::dates, period.first - (period.last - period.first) - days{1}, before, period.timezone};
}

UtcTime instant_on(Date date, minutes time, std::string_view timezone)
{
    const date::time_zone& zone = *date::locate_zone(std::string(is_zone(timezone) ? timezone : "UTC"));
    const date::local_seconds wall{date.time_since_epoch() + time};
    const date::local_info info = zone.get_info(wall);
    if (info.result == date::local_info::nonexistent)
        return info.first.end;
    return UtcTime{wall.time_since_epoch() - info.first.offset};
}

Result<minutes> parse_time_of_day(std::string_view text)
{
    const std::string word = trimmed(text);
    const std::size_t colon = word.find(':');
    const auto h = number(word.substr(0, colon));
    const auto m = colon == std::string::npos ? std::nullopt : number(word.substr(colon + 1));
    if (!h || !m || word.size() != colon + 3 || *h > 23 || *m > 59)
        return Error(Errc::invalid_input,
                     "\"" + cleaned(shortened(text, 20)) + "\" is no time of day. Write it as 09:00.");
    return hours{*h} + minutes{*m};
}

std::string time_of_day(minutes time)
{
    const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return two(time.count() / 60) + ":" + two(time.count() % 60);
}

}  // namespace deskbell
