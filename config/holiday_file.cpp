#include "config/holiday_file.hpp"

#include "config/ical_shape.hpp"
#include "handlers/domain/text.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <optional>
#include <set>

namespace deskbell::config {

namespace {

constexpr std::size_t kNameMost = 80;
// A rule with more occurrences than this in our years is no rule for holidays.
constexpr std::size_t kOccurrencesMost = 20'000;
// The same for all rules of a file: libical takes microseconds for each, and a file has room for thousands of
// rules.
constexpr std::size_t kOccurrencesOfFileMost = 100'000;
// libical looks through each day, month or year for one that fits: milliseconds for a rule that seldom fits.
constexpr std::size_t kRulesOfFileMost = 300;
// The same from where an event begins: no holiday of ours began to be kept before.
constexpr int kBeginYearFirst = 1900;
// libical 3.0 looks until the year 2582 unless it is told to stop. Beyond our years, so that a rule whose
// first date lies just behind them is told from one that fits no date (30 February).
constexpr int kLookYearLast = kFeedYearLast + 10;

struct FreeComponent {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
struct FreeIterator {
    void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};

/// What the rules of a file have cost so far.
struct Effort {
    std::size_t occurrences = 0;
    std::size_t rules = 0;
    bool is_over = false;  ///< no more rules are followed: the file has to be mended first
};

/// One event while it is read, with what its sentences need.
struct Event {
    icalcomponent* component;
    int line;  ///< 0 when it is not known
    const std::string& file;
    LoadedFeed& loaded;
    Effort& effort;

    void fault(std::string problem, std::string mend) const
    {
        loaded.faults.push_back({file, line, "", std::move(problem), std::move(mend)});
    }
};

std::optional<Date> date_of(const icaltimetype& time)
{
    const std::chrono::year_month_day date{std::chrono::year{time.year},
                                           std::chrono::month{static_cast<unsigned>(time.month)},
                                           std::chrono::day{static_cast<unsigned>(time.day)}};
    return date.ok() ? std::optional(Date{date}) : std::nullopt;
}

std::string name_of(const Event& event)
{
    const char* summary = icalcomponent_get_summary(event.component);
    const std::string name = summary ? joined(words(cleaned(summary)), " ") : "";
    return name.empty() ? "(no name)" : shortened(name, kNameMost);
}

bool is_by_day(const icalrecurrencetype& rule)
{
    return rule.freq == ICAL_DAILY_RECURRENCE || rule.freq == ICAL_WEEKLY_RECURRENCE ||
           rule.freq == ICAL_MONTHLY_RECURRENCE || rule.freq == ICAL_YEARLY_RECURRENCE;
}

void stop_early(icalrecurrencetype& rule)
{
    const bool ends_sooner = !icaltime_is_null_time(rule.until) && rule.until.year <= kLookYearLast;
    if (!ends_sooner)
        rule.until = icaltime_from_string((std::to_string(kLookYearLast) + "1231").c_str());
}

/// False when a rule must not be followed; the reason is a fault then.
bool may_follow(const Event& event, const icalrecurrencetype& rule, const icaltimetype& start)
{
    if (event.effort.is_over || start.year > kFeedYearLast)
        return false;
    if (!is_by_day(rule))
        event.fault("\"" + name_of(event) + "\" repeats by a rule that cannot be followed.",
                    "Use a rule by days, weeks, months or years, or name the dates.");
    else if (start.year < kBeginYearFirst)
        event.fault(
            "\"" + name_of(event) + "\" repeats since before " + std::to_string(kBeginYearFirst) + ".",
            "Let its DTSTART be a later date of the same rule.");
    else if (++event.effort.rules > kRulesOfFileMost) {
        event.effort.is_over = true;
        event.fault("is one of more than " + std::to_string(kRulesOfFileMost) + " events that repeat.",
                    "Take a feed of holidays only.");
    } else
        return true;
    return false;
}

/// Follows one RRULE. What lies outside our years is left out.
void expand(const Event& event, icalrecurrencetype rule, const icaltimetype& start, std::set<Date>& out)
{
    if (!may_follow(event, rule, start))
        return;
    stop_early(rule);
    const std::unique_ptr<icalrecur_iterator, FreeIterator> iterator(icalrecur_iterator_new(rule, start));
    for (std::size_t n = 0; n < kOccurrencesMost && event.effort.occurrences < kOccurrencesOfFileMost; ++n) {
        ++event.effort.occurrences;
        const icaltimetype next = iterator ? icalrecur_iterator_next(iterator.get()) : icaltime_null_time();
        if (n == 0 && icaltime_is_null_time(next)) {
            event.effort.is_over = true;  // finding that out took long; the next one would as well
            return event.fault("\"" + name_of(event) + "\" repeats by a rule that fits no date.",
                               "Check its RRULE and DTSTART.");
        }
        if (icaltime_is_null_time(next) || next.year > kFeedYearLast)
            return;
        if (const auto date = date_of(next); date && next.year >= kFeedYearFirst)
            out.insert(*date);
    }
    event.fault("\"" + name_of(event) + "\" repeats too often.", "Check its RRULE.");
}

/// The dates on which an event begins: its own, those of its rules and lists, without the excluded ones.
std::set<Date> beginnings(const Event& event, const icaltimetype& start)
{
    std::set<Date> out;
    if (const auto date = date_of(start))
        out.insert(*date);
    // libical has one iterator per component, which every other look at the component moves: collect first.
    const auto each = [&](icalproperty_kind kind, const auto& take) {
        std::vector<icalproperty*> found;
        for (auto* p = icalcomponent_get_first_property(event.component, kind); p != nullptr;
             p = icalcomponent_get_next_property(event.component, kind))
            found.push_back(p);
        std::ranges::for_each(found, take);
    };
    each(ICAL_RRULE_PROPERTY, [&](icalproperty* p) { expand(event, icalproperty_get_rrule(p), start, out); });
    each(ICAL_RDATE_PROPERTY, [&](icalproperty* p) {
        if (const auto date = date_of(icalproperty_get_rdate(p).time))
            out.insert(*date);
    });
    each(ICAL_EXDATE_PROPERTY, [&](icalproperty* p) {
        if (const auto date = date_of(icalproperty_get_exdate(p)))
            out.erase(*date);
    });
    return out;
}

void add(Feed& feed, Date date, const std::string& name)
{
    const int year = static_cast<int>(std::chrono::year_month_day{date}.year());
    if (year < kFeedYearFirst || year > kFeedYearLast)
        return;
    const auto [it, is_new] = feed.dates.emplace(date, name);
    if (!is_new && it->second.find(name) == std::string::npos)
        it->second = shortened(it->second + " / " + name, kNameMost);
}

void read_event(const Event& event)
{
    const icaltimetype start = icalcomponent_get_dtstart(event.component);
    if (icaltime_is_null_time(start) || !date_of(start))
        return event.fault("\"" + name_of(event) + "\" has no date that can be read.",
                           "Mend its DTSTART, such as DTSTART;VALUE=DATE:20261225.");
    if (icalcomponent_get_status(event.component) == ICAL_STATUS_CANCELLED)
        return;
    if (!start.is_date) {
        ++event.loaded.feed.timed;
        return;
    }
    const auto first = date_of(start), end = date_of(icalcomponent_get_dtend(event.component));
    const auto length = end && *end > *first ? *end - *first : std::chrono::days{1};  // DTEND is exclusive
    if (length.count() > static_cast<int>(kFeedDatesMost))
        return event.fault("\"" + name_of(event) + "\" lasts for years.", "Check its DTEND.");
    const std::string name = name_of(event);
    for (const Date begin : beginnings(event, start))
        for (Date date = begin; date < begin + length && event.loaded.feed.dates.size() <= kFeedDatesMost;
             date += std::chrono::days{1})
            add(event.loaded.feed, date, name);
}

/// The events of the text, one VCALENDAR after the other; their lines are known by their order.
void read_events(icalcomponent* component, const std::vector<int>& lines, std::size_t& n, Effort& effort,
                 const std::string& file, LoadedFeed& loaded)
{
    if (icalcomponent_isa(component) == ICAL_VEVENT_COMPONENT) {
        const int line = n < lines.size() ? lines[n] : 0;
        ++n;
        return read_event({component, line, file, loaded, effort});
    }
    std::vector<icalcomponent*> inner;  // libical keeps one iterator per component
    for (auto* c = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT); c != nullptr;
         c = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT))
        inner.push_back(c);
    for (icalcomponent* c : inner) read_events(c, lines, n, effort, file, loaded);
}

}  // namespace

LoadedFeed read_feed(const std::string& text, const std::string& file)
{
    LoadedFeed loaded;
    const auto fault = [&](std::string problem, std::string mend) {
        loaded.faults.push_back({file, 0, "", std::move(problem), std::move(mend)});
        return loaded;
    };
    if (text.size() > kFeedBytesMax)
        return fault("is larger than 1 MiB.", "Take a feed of holidays only.");
    if (text.find('\0') != std::string::npos)
        return fault("is not text.", "Write the path of an iCalendar file (.ics).");
    IcalShape shape = shape_of(text, file);
    if (!shape.faults.empty()) {
        loaded.faults = std::move(shape.faults);
        return loaded;
    }
    const std::unique_ptr<icalcomponent, FreeComponent> root(icalparser_parse_string(text.c_str()));
    if (!root)
        return fault("is not an iCalendar file.", "Get the file again from where it came.");
    std::size_t n = 0;
    Effort effort;
    read_events(root.get(), shape.events, n, effort, file, loaded);
    if (loaded.feed.dates.size() > kFeedDatesMost)
        return fault("holds more than " + std::to_string(kFeedDatesMost) + " dates.",
                     "Take a feed of holidays only, or of fewer years.");
    return loaded;
}

LoadedFeed load_feed(const std::string& path)
{
    LoadedFeed loaded;
    std::ifstream in(path, std::ios::binary);
    std::string text(kFeedBytesMax + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!in.is_open() || in.bad() || (in.fail() && !in.eof())) {
        loaded.faults.push_back(
            {path, 0, "", "cannot be read.", "Check the path and that this user may read it."});
        return loaded;
    }
    text.resize(static_cast<std::size_t>(in.gcount()));
    return read_feed(text, path);
}

}  // namespace deskbell::config
