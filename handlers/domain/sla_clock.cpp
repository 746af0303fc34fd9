#include "handlers/domain/sla_clock.hpp"

#include <algorithm>
#include <array>

namespace deskbell {

using namespace std::chrono;

namespace {

constexpr UtcTime kForEver = UtcTime::max();

std::vector<Span> spans_of(const std::vector<Pause>& pauses)
{
    std::vector<Span> out;
    for (const Pause& pause : pauses) out.push_back(pause.span);
    return out;
}

Schedule schedule_of(const std::vector<TermsFrom>& terms, std::size_t count)
{
    Schedule out;
    for (std::size_t i = 0; i < count; ++i)
        if (terms[i].terms.calendar != nullptr)
            out.push_back({terms[i].from, terms[i].terms.calendar});
    return out;
}

/// What has happened to a clock, as facts without arithmetic.
class Facts {
public:
    explicit Facts(ClockState& clock) : clock_(clock) {}

    void take(const Turn& turn)
    {
        switch (turn.what) {
            case Turn::What::start:
                clock_.started_at = turn.at;
                break;
            case Turn::What::terms:
                agree(turn);
                break;
            case Turn::What::pause:
                begin_pause(turn.at, turn.reason);
                break;
            case Turn::What::resume:
                end_pause(turn.at);
                break;
            case Turn::What::stop:
                stop(turn.at);
                break;
            case Turn::What::cancel:
                clock_.cancelled_because = turn.reason;
                stop(turn.at);
                break;
            case Turn::What::reopen:
                reopen(turn.at);
                break;
        }
    }

private:
    void agree(const Turn& turn)
    {
        // Of terms that change while it is stopped only the last count, and only if it is reopened.
        if (clock_.stopped_at)
            later_ = {turn.at, turn.terms};
        else if (is_undone_by(turn))
            clock_.terms.pop_back();
        else
            clock_.terms.push_back({turn.at, turn.terms});
    }

    /// A slip that is put right at once leaves no trace in the clock, only in the log.
    bool is_undone_by(const Turn& turn) const
    {
        const std::size_t n = clock_.terms.size();
        return n >= 2 && clock_.terms[n - 2].terms.same_as(turn.terms) &&
               turn.at - clock_.terms.back().from <= kUndoWithin;
    }

    bool is_paused() const { return !clock_.pauses.empty() && clock_.pauses.back().span.to == kForEver; }

    void begin_pause(UtcTime at, const std::string& reason)
    {
        if (clock_.stopped_at)
            return;
        end_pause(at);
        clock_.pauses.push_back({{at, kForEver}, reason});
    }

    void end_pause(UtcTime at)
    {
        if (is_paused())
            clock_.pauses.back().span.to = std::max(at, clock_.pauses.back().span.from);
    }

    void stop(UtcTime at)
    {
        if (clock_.stopped_at)
            return;
        end_pause(at);
        clock_.stopped_at = at;
        if (clock_.cancelled_because.empty() && !clock_.first_stopped_at)
            clock_.first_stopped_at = at;
    }

    void reopen(UtcTime at)
    {
        if (!clock_.stopped_at)
            return;
        const char* why = clock_.cancelled_because.empty() ? "solved" : "set_aside";
        clock_.pauses.push_back({{*clock_.stopped_at, std::max(at, *clock_.stopped_at)}, why});
        clock_.stopped_at.reset();
        clock_.cancelled_because.clear();
        if (later_)
            clock_.terms.push_back(*std::exchange(later_, std::nullopt));
    }

    ClockState& clock_;
    std::optional<TermsFrom> later_;
};

/// The numbers that follow from the facts.
class Reckoning {
public:
    Reckoning(ClockState& clock, UtcTime now)
        : clock_(clock), until_(clock.stopped_at.value_or(now)), pauses_(spans_of(clock.pauses))
    {
    }

    void run()
    {
        for (std::size_t i = 0; i < clock_.terms.size(); ++i) reckon_terms(i);
        clock_.schedule = schedule_of(clock_.terms, clock_.terms.size());
        clock_.consumed = elapsed(clock_.schedule, {clock_.started_at, until_}, pauses_);
        clock_.paused = elapsed(clock_.schedule, {clock_.started_at, until_}) - clock_.consumed;
        clock_.status = status();
        if (clock_.due_at && *clock_.due_at < until_ && clock_.status != ClockState::Status::cancelled) {
            clock_.breached_at = clock_.due_at;
            clock_.is_retroactive = clock_.terms.size() > 1 && *clock_.due_at < clock_.terms.back().from;
        }
    }

private:
    seconds span_of(const Goal& goal, const std::shared_ptr<const Calendar>& calendar) const
    {
        if (goal.business_days < 0)
            return goal.span;
        const auto end = end_of_business_day(*calendar, clock_.started_at, goal.business_days);
        return end ? elapsed({{UtcTime{}, calendar}}, {clock_.started_at, *end}) : seconds{0};
    }

    /// What the new terms give, by the rule that they carry for a clock that is running already.
    seconds target_of(std::size_t i) const
    {
        const Terms& terms = clock_.terms[i].terms;
        const Schedule before = schedule_of(clock_.terms, i);
        const seconds fresh = span_of(terms.goal, terms.calendar);
        if (i == 0 || terms.on_change != OnChange::prorata || clock_.target.count() <= 0)
            return fresh;
        const seconds used = elapsed(before, {clock_.started_at, clock_.terms[i].from}, pauses_);
        return used + seconds{fresh.count() * (clock_.target - used).count() / clock_.target.count()};
    }

    void reckon_terms(std::size_t i)
    {
        const Terms& terms = clock_.terms[i].terms;
        clock_.due_at.reset();
        if (!terms.goal.is_set() && !terms.promised) {
            clock_.target = seconds{0};
            return;
        }
        const Schedule schedule = schedule_of(clock_.terms, i + 1);
        clock_.target =
            terms.promised ? elapsed(schedule, {clock_.started_at, *terms.promised}) : target_of(i);
        clock_.due_at =
            terms.promised ? terms.promised : due(schedule, clock_.started_at, clock_.target, pauses_);
        const bool is_last = i + 1 == clock_.terms.size();
        const UtcTime in_force_until = is_last ? until_ : std::min(until_, clock_.terms[i + 1].from);
        if (clock_.due_at && *clock_.due_at < in_force_until && !clock_.first_breached_at)
            clock_.first_breached_at = clock_.due_at;
    }

    ClockState::Status status() const
    {
        const bool has_promise =
            !clock_.terms.empty() && (clock_.terms_now().goal.is_set() || clock_.terms_now().promised);
        if (!clock_.cancelled_because.empty() || !has_promise)
            return ClockState::Status::cancelled;
        if (clock_.stopped_at)
            return clock_.due_at && *clock_.due_at < *clock_.stopped_at ? ClockState::Status::breached
                                                                        : ClockState::Status::met;
        const bool is_paused = !pauses_.empty() && pauses_.back().to == kForEver;
        return is_paused ? ClockState::Status::paused : ClockState::Status::running;
    }

    ClockState& clock_;
    const UtcTime until_;
    const std::vector<Span> pauses_;
};

}  // namespace

bool Terms::same_as(const Terms& other) const
{
    const bool same_calendar =
        calendar == other.calendar || (calendar && other.calendar && *calendar == *other.calendar);
    return policy == other.policy && goal == other.goal && promised == other.promised &&
           on_change == other.on_change && same_calendar;
}

std::string_view to_text(ClockState::Status status)
{
    static constexpr std::array<std::string_view, 5> kTexts{"running", "paused", "met", "breached",
                                                            "cancelled"};
    return kTexts[static_cast<std::size_t>(status)];
}

ClockState evaluate(const std::vector<Turn>& turns, UtcTime now)
{
    ClockState clock;
    Facts facts(clock);
    for (const Turn& turn : turns)
        if (turn.at <= now)
            facts.take(turn);
    Reckoning(clock, now).run();
    return clock;
}

std::optional<UtcTime> point_at(const ClockState& clock, int percent)
{
    const seconds part{clock.target.count() * percent / 100};
    if (part.count() <= 0)
        return std::nullopt;
    const bool is_fixed = clock.terms_now().promised.has_value();
    return due(clock.schedule, clock.started_at, part,
               is_fixed ? std::vector<Span>{} : spans_of(clock.pauses));
}

seconds overdue(const ClockState& clock, UtcTime now)
{
    if (!clock.breached_at)
        return seconds{0};
    return elapsed(clock.schedule, {*clock.breached_at, clock.stopped_at.value_or(now)});
}

}  // namespace deskbell
