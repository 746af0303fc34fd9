#include "handlers/kernel/clock/why.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/clock/clocks.hpp"
#include "handlers/kernel/clock/promise.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

using Lines = std::vector<std::string>;
using Status = ClockState::Status;

/// An instant as Slack shows it on the reader's own clock; `otherwise` where it cannot.
std::string on_own_clock(UtcTime t, std::string_view format, const std::string& otherwise)
{
    return "<!date^" + std::to_string(to_unix(t)) + "^" + std::string(format) + "|" + otherwise + ">";
}

/// One clock while it is explained: its zone, and the end of what is told.
struct Telling {
    const TicketClock& clock;
    const ClockState& state;
    std::string zone;
    UtcTime now;
    UtcTime end;  ///< when it stopped, else when it is due, else now

    std::string at(UtcTime t) const { return at(t, zone); }
    static std::string at(UtcTime t, const std::string& zone)
    {
        return on_own_clock(t, "{date_short} {time}", wall_clock(t, zone));
    }
    /// "Nov 25, 2026 07:00–15:00", with the second date only where the calendar has another one.
    std::string stretch(Span s) const
    {
        const bool is_one_day = date_in(zone, s.from) == date_in(zone, s.to);
        return at(s.from) +
               (is_one_day ? "–" + on_own_clock(s.to, "{time}", wall_time(s.to, zone)) : " – " + at(s.to));
    }
};

std::string clock_text(std::chrono::minutes m)
{
    const auto two = [](long n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    const auto in_day = m.count() > 1440 ? m.count() - 1440 : m.count();
    return two(in_day / 60) + ":" + two(in_day % 60);
}

/// "09:00–12:00 and 13:00–17:00", "" for a closed day.
std::string windows_text(const std::vector<Window>& windows)
{
    Lines out;
    for (const Window& w : windows) out.push_back(clock_text(w.from) + "–" + clock_text(w.to));
    return joined(out, " and ");
}

/// "Mon–Fri 09:00–17:00, Sat 10:00–12:00": days with the same hours stand together.
std::string hours_text(const Calendar& calendar)
{
    static constexpr std::string_view kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    const auto hours_of = [&](std::size_t day) -> const auto& { return calendar.hours[(day + 1) % 7]; };
    Lines out;
    for (std::size_t first = 0; first < 7;) {
        std::size_t last = first;
        while (last + 1 < 7 && hours_of(last + 1) == hours_of(first)) ++last;
        if (!hours_of(first).empty())
            out.push_back(std::string(kDays[first]) + (last > first ? "–" + std::string(kDays[last]) : "") +
                          " " + windows_text(hours_of(first)));
        first = last + 1;
    }
    return joined(out, ", ");
}

std::string verdict(const Telling& t)
{
    switch (t.state.status) {
        case Status::met:
            return "kept: done " + t.at(*t.state.stopped_at) + ", due " + t.at(*t.state.due_at);
        case Status::breached:
            return "broken: done " + t.at(*t.state.stopped_at) + ", due " + t.at(*t.state.due_at) +
                   ", late by " + late_by(overdue(t.state, t.now));
        case Status::cancelled:
            return t.state.cancelled_because.empty() || t.state.cancelled_because == "cancelled"
                       ? "cancelled"
                       : "cancelled: " + t.state.cancelled_because;
        case Status::paused:
            if (!t.state.due_at)
                return "stands still, " + working_duration(t.state.remaining()) + " left";
            [[fallthrough]];
        case Status::running:
            break;
    }
    if (!t.state.due_at)
        return "never due: its calendar does not open again";
    return "due " + t.at(*t.state.due_at) +
           (t.state.breached_at ? ", late by " + late_by(overdue(t.state, t.now)) : "");
}

std::string terms_text(const Terms& terms)
{
    if (terms.promised)
        return "a date that the team promised by hand; pauses do not move it";
    const std::string goal = terms.goal.business_days >= 0
                                 ? "the end of business day +" + std::to_string(terms.goal.business_days)
                                 : working_duration(terms.goal.span) + " of open time";
    return goal + ", policy " + slack::escaped(terms.policy) + " (service levels version " +
           std::to_string(terms.version) + ")";
}

void add_terms(const Telling& t, Lines& out)
{
    const Terms& now = t.state.terms_now();
    out.push_back("Promised: " + terms_text(now));
    out.push_back("Calendar: " + slack::escaped(now.calendar->name) + " in " + now.calendar->timezone + ", " +
                  hours_text(*now.calendar));
    for (std::size_t i = 0; i + 1 < t.state.terms.size(); ++i)
        out.push_back("Until " + t.at(t.state.terms[i + 1].from) + " it was " +
                      terms_text(t.state.terms[i].terms) + "; the time used until then stays counted");
    if (t.state.is_retroactive)
        out.push_back("The new promise was already over when it was made: late since " +
                      t.at(*t.state.due_at));
}

void add_stretches(const Telling& t, Lines& out)
{
    std::vector<Span> holes;
    for (const Pause& pause : t.state.pauses) holes.push_back(pause.span);
    Lines all;
    RunningTime running(t.state.schedule, {t.state.started_at, t.end}, holes);
    while (const auto span = running.next())
        all.push_back(t.stretch(*span) + ": " + working_duration(span->length()));
    const std::size_t left_out = all.size() > kStretchesMost ? all.size() - kStretchesMost : 0;
    out.push_back("Time that counts" + std::string(t.state.stopped_at ? ":" : " until it is due:"));
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool is_shown = left_out == 0 || i < kStretchesMost / 2 || i >= all.size() - kStretchesMost / 2;
        if (is_shown)
            out.push_back("• " + all[i]);
        else if (i == kStretchesMost / 2)
            out.push_back("• … " + std::to_string(left_out) + " more like these …");
    }
    if (all.empty())
        out.push_back("• none yet");
}

std::string why_it_stood(const std::string& reason)
{
    if (reason == "solved")
        return "it was solved";
    return reason == "set_aside" ? "it was taken for no request" : hold_words(reason);
}

void add_pauses(const Telling& t, Lines& out)
{
    for (const Pause& pause : t.state.pauses) {
        const UtcTime to = std::min(pause.span.to, t.now);
        const auto open = elapsed(t.state.schedule, {pause.span.from, to});
        out.push_back(
            "Did not count: " +
            (pause.span.to > t.now ? t.at(pause.span.from) + " – now" : t.stretch({pause.span.from, to})) +
            ", " + why_it_stood(pause.reason) + " (" + working_duration(open) + " of open time)");
    }
}

/// Dates of the stretch that a plain week would have opened.
void add_closed_days(const Telling& t, Lines& out)
{
    const Calendar& calendar = *t.state.terms_now().calendar;
    const Date last = date_in(t.zone, t.end);
    for (const Date date : calendar.holidays)
        if (date >= date_in(t.zone, t.state.started_at) && date <= last && windows_of(calendar, date).empty())
            out.push_back("Skipped: " + to_text(date) + ", a holiday");
    for (const auto& [date, windows] : calendar.exceptions)
        if (date >= date_in(t.zone, t.state.started_at) && date <= last)
            out.push_back(to_text(date) + " had other hours" + (windows.empty() ? ": closed" : ""));
    if (const auto change = clock_change_in(t.zone, {t.state.started_at, t.end}))
        out.push_back("The clocks changed " + t.at(*change) + ": hours are counted as they really passed");
}

}  // namespace

std::vector<std::string> explanation(const TicketClock& clock, UtcTime now)
{
    const ClockState& state = clock.state;
    Telling t{clock, state, state.terms_now().calendar ? state.terms_now().calendar->timezone : "UTC", now,
              now};
    t.end = state.stopped_at ? *state.stopped_at : state.due_at.value_or(now);
    std::string title = "*" + std::string(label_of(clock.metric)) +
                        (clock.cycle > 1 ? " " + std::to_string(clock.cycle) : "") + "*: " + verdict(t);
    Lines out{std::move(title)};
    if (state.status == Status::cancelled || state.terms_now().calendar == nullptr)
        return out;
    add_terms(t, out);
    out.push_back("Started " + t.at(state.started_at) + "; used " + working_duration(state.consumed) +
                  " of " + working_duration(state.target));
    add_stretches(t, out);
    add_pauses(t, out);
    add_closed_days(t, out);
    return out;
}

namespace {

/// First and last solution, and how often it was taken back.
std::string solution_line(const Record& record, const std::string& zone)
{
    const auto first = record.time(attr::kFirstResolvedAt);
    if (!first)
        return {};
    const std::string count = record.at("reopen_count");
    std::string out = "First solved " + Telling::at(*first, zone);
    if (count.empty())
        return out + ", not reopened";
    out += ", reopened " + (count == "1" ? std::string("once") : count + " times");
    if (const auto last = record.time(attr::kResolvedAt))
        out += ", solved again " + Telling::at(*last, zone);
    return out;
}

}  // namespace

slack::Modal why_modal(const Desk& desk, const Record& record, const store::Unit& unit)
{
    slack::Modal modal;
    modal.callback_id = "show";
    modal.title = "Why this deadline?";
    modal.close = "Close";
    modal.blocks.section("*" + headline(desk, record) + "*");
    const auto clocks = clocks_of(desk, record, unit);
    std::string zone;
    for (const TicketClock& clock : clocks) {
        if (clock.metric == Metric::update && !clock.state.is_open())
            continue;  // only the interval that runs
        if (clock.state.terms_now().calendar != nullptr)
            zone = clock.state.terms_now().calendar->timezone;
        modal.blocks.divider();
        add_text(modal.blocks, joined(explanation(clock, unit.now), "\n"));
    }
    if (!zone.empty())
        modal.blocks.context({solution_line(record, zone)});
    if (clocks.empty())
        modal.blocks.section(
            "Nothing is promised for this ticket: no policy of the service levels matches it.");
    else
        modal.blocks.context(
            {"Times are on your own clock, the hours of a calendar in its zone. Policies and "
             "calendars: `/desk sla`"});
    return modal;
}

namespace {

bool is_ticket(const Desk& desk, const Record& record, unsigned, const store::Unit&)
{
    return desk.process_of(record).is_ticket();
}

Answer explain(const Desk& desk, const slack::BlockAction& click, Record& record, const Act&,
               store::Unit& unit)
{
    return show_modal(click, why_modal(desk, record, unit));
}

Answer explain_named(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto record = record_of(desk, click.value.text, act.actor, unit);
    if (!record)
        return record.error();
    return show_modal(click, why_modal(desk, *record, unit));
}

constexpr std::array kEntries{Entry{"why", "Why this deadline?", true, is_ticket, explain}};
constexpr std::array kButtons{Button{"why", true, explain_named}};

}  // namespace

extern const Feature kWhy;
const Feature kWhy{.key = "why", .buttons = kButtons, .entries = kEntries};

}  // namespace deskbell::kernel
