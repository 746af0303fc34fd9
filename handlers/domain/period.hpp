#pragma once
#include "handlers/domain/calendar.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace deskbell {

/// A stretch of whole days on the wall clock of one zone, as reports name it.
struct Period {
    enum class Kind : std::uint8_t { day, week, month, quarter, year, dates };

    Kind kind = Kind::day;
    Date first{};
    Date last{};  ///< belongs to it
    std::string timezone = "UTC";

    /// The instants at which it begins and ends: first midnight to the midnight after its last day.
    Span span() const;
    /// "2026-W48", "2026-11", "2026-Q4", "2026", "2026-11-23" or "2026-11-23/2026-11-30". Reads back as
    /// itself.
    std::string key() const;
    /// For people: "week 48 (23 to 29 Nov 2026)", "November 2026".
    std::string label() const;
    bool operator==(const Period&) const = default;
};

/// Longest period that is reported on: what lies further apart is a slip of the pen.
inline constexpr std::chrono::days kPeriodMost{366 * 3};

/// Reads a key of above or "today", "yesterday", "this-week", "last-week", "this-month", "last-month",
/// "last-quarter", "this-year", relative to `now`. Weeks are those of ISO 8601, from Monday.
/// Errors: invalid_input, with what to write.
Result<Period> parse_period(std::string_view text, std::string_view timezone, UtcTime now);

/// The one before it: the previous week of a week, the previous month of a month, as many days of some days.
Period previous(const Period& period);

/// The ISO week that holds `date`.
Period week_of(Date date, std::string_view timezone);
Period day_of(Date date, std::string_view timezone);
Period month_of(Date date, std::string_view timezone);

/// The instant at which the wall clock of `timezone` shows `time` on `date`; a time that a clock change skips
/// is the instant of the change, one that occurs twice the first.
UtcTime instant_on(Date date, std::chrono::minutes time, std::string_view timezone);

/// Reads "09:00". Errors: invalid_input, with what to write.
Result<std::chrono::minutes> parse_time_of_day(std::string_view text);
std::string time_of_day(std::chrono::minutes time);  ///< "09:00"

}  // namespace deskbell
