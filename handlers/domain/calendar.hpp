#pragma once
#include "handlers/domain/time.hpp"

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace deskbell {

/// One stretch of open time that begins on a given date: minutes since that date's midnight on the wall
/// clock. An end beyond 1440 lies on the next date ("22:00-06:00" is 1320 to 1800). Never empty, at most 24
/// hours.
struct Window {
    std::chrono::minutes from{0};
    std::chrono::minutes to{0};
    bool operator==(const Window&) const = default;
};

/// Open time per weekday on which it begins. Index 0 is Sunday, as std::chrono::weekday counts.
using WeekHours = std::array<std::vector<Window>, 7>;

/// A date of the wall calendar, in no zone: days since 1970-01-01.
using Date = std::chrono::sys_days;

/// "2026-12-25".
std::string to_text(Date date);
/// "Fri 2026-12-25".
std::string long_date(Date date);
/// Errors: invalid_input for what is no date, with what to write.
Result<Date> parse_date(std::string_view text);
/// The date on the wall of `zone` at `t`.
Date date_in(std::string_view zone, UtcTime t);

/// A half-open stretch of time: `from` belongs to it, `to` does not.
struct Span {
    UtcTime from{};
    UtcTime to{};
    std::chrono::seconds length() const { return to - from; }
    bool holds(UtcTime t) const { return t >= from && t < to; }
    bool operator==(const Span&) const = default;
};

/// When a service is open, on the wall clock of one zone. Pure data; what is open when, see below.
///
/// A date has the windows of its exception if it has one, else none if it is a holiday, else those of its
/// weekday. A window belongs to the date on which it begins: a night shift that begins on the eve of a
/// holiday runs to its end.
struct Calendar {
    std::string name;
    std::string timezone = "UTC";  ///< IANA
    WeekHours hours;
    std::set<Date> holidays;
    std::map<Date, std::vector<Window>> exceptions;  ///< replaces the date's windows; empty: closed
    /// Reckon in the requester's own zone where it is known; `timezone` where it is not.
    bool follows_requester = false;
    bool operator==(const Calendar&) const = default;
};

/// Open every second, "24x7".
Calendar always_open();
/// Mon-Fri with these hours in a zone: "business" 09-17 and "extended" 07-19 of the default pack.
Calendar weekdays(std::string name, std::string zone, std::chrono::hours from, std::chrono::hours to);

/// The windows that begin on `date`.
const std::vector<Window>& windows_of(const Calendar& calendar, Date date);

/// Open time that touches `within`, clipped to it, in order, without overlaps or gaps of zero length.
///
/// Wall-clock times become instants date by date: an opening that a clock change skips is the instant of the
/// change; an opening that occurs twice is the first, a closing that occurs twice the second. So an
/// eight-hour night shift has seven or nine hours when the clocks change, and 24x7 never has a gap. The
/// system's zone files list changes until the end of 2037; after that a zone keeps its last offset.
std::vector<Span> open_spans(const Calendar& calendar, Span within);

/// True when the instant is in open time.
bool is_open(const Calendar& calendar, UtcTime t);

/// How far ahead an opening is looked for: a calendar that is closed for so long is refused.
inline constexpr std::chrono::days kOpensWithin{400};

/// The first open instant at or after `t`; nothing when there is none within kOpensWithin.
std::optional<UtcTime> next_opening(const Calendar& calendar, UtcTime t);

/// The first change of the clocks in this zone within the stretch.
std::optional<UtcTime> clock_change_in(const std::string& zone, Span within);

/// The instant at which the n-th business day after the one of `t` ends: the last closing of that date.
/// A business day is a date on which a window begins. `n` 0 is the day of `t` itself, or the next business
/// day when none of its open time is left. Nothing when there is none within kOpensWithin.
std::optional<UtcTime> end_of_business_day(const Calendar& calendar, UtcTime t, int n);

}  // namespace deskbell
