#include "handlers/kernel/digest/digest_schedule.hpp"

namespace deskbell::kernel {

using namespace std::chrono;

namespace {

// After so long without a run the missed ones are not looked through one by one.
constexpr days kLookBack{400};

bool is_working(const Calendar& calendar, Date date) { return !windows_of(calendar, date).empty(); }

/// `date` if it is a working day, else the next one.
std::optional<Date> working_from(const Calendar& calendar, Date date)
{
    for (Date day = date; day <= date + kOpensWithin; day += days{1})
        if (is_working(calendar, day))
            return day;
    return std::nullopt;
}

/// True when the subscription is about this date, before working days are looked at.
bool is_nominal(const store::Subscription& s, Date date)
{
    if (s.cadence == "weekly")
        return weekday{date}.iso_encoding() == static_cast<unsigned>(s.day);
    return s.cadence != "monthly" || year_month_day{date}.day() == day{static_cast<unsigned>(s.day)};
}

Period period_told(const store::Subscription& s, const Calendar& calendar, std::string_view zone,
                   Date nominal)
{
    if (s.cadence == "weekly")
        return previous(week_of(nominal, zone));
    if (s.cadence == "monthly")
        return previous(month_of(nominal, zone));
    Date first = nominal - days{1};
    while (!is_working(calendar, first) && nominal - first < kOpensWithin) first -= days{1};
    return first == nominal - days{1}
               ? day_of(first, zone)
               : Period{Period::Kind::dates, first, nominal - days{1}, std::string(zone)};
}

}  // namespace

std::optional<Occurrence> occurrence_after(const store::Subscription& s, const Calendar& calendar,
                                           std::string_view zone, UtcTime t)
{
    // A nominal day that was moved to now lies at most a closed stretch back.
    constexpr days kMoved{31};
    const Date today = date_in(zone, t);
    const bool is_daily = s.cadence == "daily";
    std::optional<Occurrence> found;
    for (Date date = today - (is_daily ? days{0} : kMoved); date <= today + kOpensWithin; date += days{1}) {
        if (!is_nominal(s, date) || (is_daily && !is_working(calendar, date)))
            continue;
        const auto working = working_from(calendar, date);
        if (!working)
            break;
        const UtcTime due = instant_on(*working, minutes{s.minute_of_day}, zone);
        // After a long holiday several fall on the same day: the newest is told.
        if (found && due > found->due)
            break;
        if (due > t)
            found = Occurrence{due, period_told(s, calendar, zone, date)};
    }
    return found;
}

std::optional<Occurrence> newest_occurrence(const store::Subscription& s, const Calendar& calendar,
                                            std::string_view zone, UtcTime since, UtcTime now)
{
    std::optional<Occurrence> newest;
    auto next = occurrence_after(s, calendar, zone, std::max(since, now - kLookBack));
    while (next && next->due <= now) {
        newest = next;
        next = occurrence_after(s, calendar, zone, next->due);
    }
    return newest;
}

}  // namespace deskbell::kernel
