#include "handlers/kernel/digest/digest_figures.hpp"

#include "handlers/domain/approval.hpp"
#include "handlers/kernel/knowledge/suggestions.hpp"
#include "handlers/kernel/naming.hpp"
#include "handlers/kernel/voice/survey.hpp"

namespace deskbell::kernel {

using namespace std::chrono;
using Status = ClockState::Status;

namespace {

constexpr std::string_view kWithdrawn = "withdrawn";  // the step without a reason of its own
constexpr std::string_view kBefore = "before.";

bool is_in(UtcTime t, const Span& span) { return t >= span.from && t < span.to; }

bool any_in(const std::vector<UtcTime>& times, const Span& span)
{
    return std::ranges::any_of(times, [&](UtcTime t) { return is_in(t, span); });
}

/// Promises to the customer. A group or a supplier that is late is not yet a decision for a manager.
bool is_promise(Metric metric) { return metric != Metric::ola && metric != Metric::uc; }

bool is_completion(Metric metric) { return metric == Metric::resolution || metric == Metric::fulfilment; }

/// The part of the period before that is as long as what has passed of this one.
Span matching(const Period& period, UtcTime as_of)
{
    const Span whole = period.span();
    const Span before = previous(period).span();
    if (as_of >= whole.to)
        return before;
    return {before.from, std::min(before.to, before.from + std::max(as_of - whole.from, seconds{0}))};
}

/// When the clock's verdict fell, by the terms in force now or by the first ones that were broken.
/// What is late through a later change counts when it changed: the time before has been reported on already.
std::optional<UtcTime> decided_at(const ClockState& clock, bool is_gross)
{
    const auto breach = is_gross ? clock.first_breached_at : clock.breached_at;
    const bool is_retroactive = clock.is_retroactive && breach == clock.breached_at;
    if (breach)
        return is_retroactive ? std::max(*breach, clock.terms.back().from) : *breach;
    return clock.stopped_at;
}

bool counts(const ClockState& clock, bool is_gross)
{
    // Terms that promise nothing any more excuse what went before in the net verdict only.
    return is_gross ? clock.cancelled_because.empty() : clock.status != Status::cancelled;
}

std::int64_t median(std::vector<std::int64_t> values)
{
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace

DigestCount::DigestCount(const DigestBasis& basis, std::vector<LevelsVersion> versions)
    : basis_(basis),
      versions_(std::move(versions)),
      now_(basis.period.span()),
      before_(matching(basis.period, basis.as_of))
{
    const std::string& zone = basis.period.timezone;
    const Date last = std::min(basis.period.last, date_in(zone, basis.as_of));
    const Period newest = week_of(last, zone);
    for (int i = kChartWeeks - 1; i >= 0; --i) {
        const Period week = week_of(newest.first - days{7 * i}, zone);
        week_starts_.push_back(week.span().from);
        numbers_.weeks.push_back({week.key()});
    }
    week_starts_.push_back(newest.span().to);
}

void DigestCount::take(const Life& life)
{
    if (life.standings.empty())
        return;
    if (life.category() != Category::void_)
        take_moves(life);
    if (!basis_.scope.holds(life.record))
        return;
    take_quality(life);
    if (life.category() == Category::void_)
        return;  // outside all metrics
    take_decisions(life);
    take_promises(life);
    take_flow(life);
    take_voice(life);
    take_causes(life);
    take_weeks(life);
}

Calendar DigestCount::calendar_of(const std::string& inbox) const
{
    const ServiceLevels& levels = *versions_.back().levels;
    const auto named = levels.inbox_calendars.find(inbox);
    const Calendar* calendar =
        levels.calendar(named == levels.inbox_calendars.end() ? "business" : named->second);
    return calendar == nullptr ? always_open() : *calendar;
}

UtcTime DigestCount::horizon_for(const std::string& inbox)
{
    if (const auto known = horizons_.find(inbox); known != horizons_.end())
        return known->second;
    const auto end = end_of_business_day(calendar_of(inbox), basis_.as_of, 1);
    return horizons_[inbox] = end.value_or(basis_.as_of);
}

void DigestCount::take_decisions(const Life& life)
{
    if (!is_open(life.category()))
        return;
    const UtcTime horizon = horizon_for(life.record.at(attr::kInbox));
    const auto asked = life.record.time(attr::kApprovalSince);
    if (asked && working_days_later(calendar_of(life.record.at(attr::kInbox)), *asked, 1) < basis_.as_of)
        add("decide.approvals", life.record.id);
    std::optional<UtcTime> late, soon;
    for (const TicketClock& clock : life.clocks) {
        const ClockState& state = clock.state;
        if (!state.is_open())
            continue;
        const bool is_waiting = clock.metric == Metric::response && !life.record.has(attr::kAssignee);
        if (is_waiting && state.target.count() > 0 &&
            state.consumed.count() * 100 >= state.target.count() * kUnassignedPercent)
            add("decide.unassigned", life.record.id);
        if (!is_promise(clock.metric))
            continue;
        if (state.breached_at)
            late = std::min(late.value_or(*state.breached_at), *state.breached_at);
        else if (state.status == Status::running && state.due_at && *state.due_at < horizon)
            soon = std::min(soon.value_or(*state.due_at), *state.due_at);
    }
    if (late)
        late_.push_back({*late, life.record.id});
    else if (soon)
        soon_.push_back({*soon, life.record.id});
}

void DigestCount::take_promises(const Life& life)
{
    for (const TicketClock& clock : life.clocks) {
        take_verdict(life, clock, false);
        take_verdict(life, clock, true);
        const ClockState& state = clock.state;
        const auto decided = decided_at(state, false);
        if (!is_completion(clock.metric) || state.status == Status::cancelled ||
            (!state.is_open() && !(decided && is_in(*decided, now_))))
            continue;
        add("quality.solution_clocks", life.record.id);
        numbers_.derived["quality.paused_s"].value += state.paused.count();
        numbers_.derived["quality.ran_s"].value += state.consumed.count();
    }
}

void DigestCount::take_verdict(const Life& life, const TicketClock& clock, bool is_gross)
{
    const ClockState& state = clock.state;
    const auto decided = decided_at(state, is_gross);
    if (!decided || !counts(state, is_gross))
        return;
    const bool is_missed = is_gross ? state.first_breached_at.has_value() : state.breached_at.has_value();
    const bool is_now = is_in(*decided, now_);
    if (is_now || (!is_gross && is_in(*decided, before_))) {
        const std::string& priority = life.at(*decided).priority;
        const std::string start = std::string(is_now ? "" : kBefore) + (is_gross ? "gross." : "kept.") +
                                  std::string(to_text(clock.metric));
        for (const std::string& which :
             {priority.empty() ? std::string(kNoPriority) : priority, std::string(kAllPriorities)})
            add(start + "." + which + (is_missed ? ".missed" : ".met"), life.record.id);
    }
    if (is_gross)
        return;
    if (is_now) {
        if (const LevelsVersion* by = version(state.terms_now().version))
            for (const Policy& policy : by->levels->policies)
                if (policy.name == state.terms_now().policy) {
                    int& goal = goals_[std::string(to_text(clock.metric))];
                    goal = std::max(goal, policy.attainment);
                }
    }
    if (ChartWeek* week = is_completion(clock.metric) ? week_at(*decided) : nullptr)
        ++(is_missed ? week->missed : week->met);
}

/// Both sides count, also the inbox that does not have it any more.
void DigestCount::take_moves(const Life& life)
{
    bool is_moved_in = false, is_moved_out = false;
    for (const Life::Move& move : life.moves) {
        if (!is_in(move.at, now_))
            continue;
        is_moved_in |= basis_.scope.holds(life.record.process, move.to);
        is_moved_out |= basis_.scope.holds(life.record.process, move.from);
    }
    if (is_moved_in)
        add("flow.moved_in", life.record.id);
    if (is_moved_out)
        add("flow.moved_out", life.record.id);
}

void DigestCount::take_flow(const Life& life)
{
    const std::int64_t id = life.record.id;
    // Whom a suggestion was enough did not need the team.
    const std::string solved = life.record.has(kSelfServed) ? "flow.self_served" : "flow.solved";
    for (const auto& [prefix, span] :
         {std::pair{std::string(), now_}, std::pair{std::string(kBefore), before_}}) {
        if (is_in(life.opened_at, span))
            add(prefix + "flow.opened", id);
        if (any_in(life.solved, span))
            add(prefix + solved, id);
        take_reopenings(life, span, prefix);
    }
    const UtcTime end = basis_.as_of < now_.to ? basis_.as_of : now_.to - seconds{1};
    take_backlog(life, end, "", ages_);
    take_backlog(life, before_.to - seconds{1}, std::string(kBefore), ages_before_);
}

/// How often solutions did not last. What is reopened after the period's end counts in the next one, once it
/// is solved again: so the number of a period never changes after it was sent.
void DigestCount::take_reopenings(const Life& life, const Span& span, const std::string& prefix)
{
    const auto times =
        std::ranges::count_if(life.reopened, [&](UtcTime t) { return is_in(t, span); });
    if (times > 0) {
        add(prefix + "flow.reopened", life.record.id);
        numbers_.derived[prefix + std::string(kReopenings)].value += times;
    }
    if (!any_in(life.solved, span) || life.record.has(kSelfServed))
        return;
    const bool is_lasting =
        std::ranges::none_of(life.reopened, [&](UtcTime t) { return t < span.to; });
    add(prefix + std::string(is_lasting ? kFirstTime : kNotFirstTime), life.record.id);
}

/// Who was asked in the period counts with whatever they answered until now; an answer counts when it came.
void DigestCount::take_voice(const Life& life)
{
    const std::int64_t id = life.record.id;
    if (any_in(life.confirmed, now_))
        add("voice.confirmed", id);
    if (any_in(life.refused, now_))
        add("voice.refused", id);
    for (const Life::Asked& asked : life.asked) {
        if (is_in(asked.at, now_))
            add(asked.answered_at ? "voice.answered" : "voice.unanswered", id);
        if (!asked.answered_at || !is_in(*asked.answered_at, now_))
            continue;
        add("voice.rated", id);
        numbers_.derived["voice.score_sum"].value += asked.score;
        if (asked.score <= kLowScoreMost)
            add("voice.low", id);
    }
}

void DigestCount::take_backlog(const Life& life, UtcTime end, const std::string& prefix, Ages& ages)
{
    if (life.opened_at > end || !is_open(life.at(end).category))
        return;
    add(prefix + "flow.backlog", life.record.id);
    const seconds age = end - life.opened_at;
    ages.push_back(age.count());
    if (prefix.empty())
        add(std::string(
                std::ranges::find_if(kAgeBands, [&](const AgeBand& b) { return age < b.below; })->key),
            life.record.id);
}

void DigestCount::take_causes(const Life& life)
{
    if (any_in(life.solved, now_) && !life.record.has(kSelfServed)) {
        const std::string& cause = life.record.at(kCause);
        add("cause." + (cause.empty() ? ":" + life.record.process : cause), life.record.id);
    }
    if (is_in(life.opened_at, now_))
        add("form." + life.record.process + "." + life.record.at(attr::kVia), life.record.id);
}

void DigestCount::take_quality(const Life& life)
{
    const std::int64_t id = life.record.id;
    if (life.category() == Category::void_ && is_in(life.standings.back().from, now_)) {
        const std::string& reason = life.record.at("cancel_reason");
        add("quality.excluded." + (life.record.has(attr::kDuplicateOf) ? std::string("duplicate")
                                   : reason.empty()                    ? std::string(kWithdrawn)
                                                                       : reason),
            id);
    }
    if (is_in(life.opened_at, now_) && life.category() != Category::void_ &&
        !life.record.has(attr::kPriority))
        add("quality.no_priority", id);
    bool is_late_by_change = false, is_recalculated = false;
    for (const TicketClock& clock : life.clocks) {
        const ClockState& state = clock.state;
        const bool is_ended_now = state.stopped_at && is_in(*state.stopped_at, now_);
        const bool is_merged = state.cancelled_because == "merged";  // its lateness lives on in the other one
        if (is_ended_now && !state.cancelled_because.empty() && !is_merged && state.first_breached_at)
            add("quality.cancelled_late", id);
        else if (is_ended_now && state.cancelled_because == "solved")
            add("quality.no_verdict", id);
        const auto decided = decided_at(state, false);
        is_late_by_change |= state.is_retroactive && decided && is_in(*decided, now_);
        for (std::size_t i = 1; i < state.terms.size(); ++i) {
            const LevelsVersion* by = version(state.terms[i].terms.version);
            is_recalculated |= by != nullptr && by->from == state.terms[i].from && is_in(by->from, now_);
        }
    }
    if (life.category() == Category::void_)
        return;
    if (is_late_by_change)
        add("quality.retroactive", id);
    if (is_recalculated)
        add("quality.recalculated", id);
}

const LevelsVersion* DigestCount::version(std::int64_t id) const
{
    const auto it = std::ranges::find(versions_, id, &LevelsVersion::id);
    return it == versions_.end() ? nullptr : &*it;
}

ChartWeek* DigestCount::week_at(UtcTime t)
{
    const auto after = std::ranges::upper_bound(week_starts_, t);
    if (after == week_starts_.begin() || after == week_starts_.end())
        return nullptr;
    return &numbers_.weeks[static_cast<std::size_t>(after - week_starts_.begin()) - 1];
}

void DigestCount::take_weeks(const Life& life)
{
    if (ChartWeek* week = week_at(life.opened_at))
        ++week->opened;
    ChartWeek* last = nullptr;
    for (const UtcTime t : life.solved)
        if (ChartWeek* week = week_at(t); week != nullptr && week != last) {
            ++week->solved;
            last = week;
        }
}

Numbers DigestCount::numbers()
{
    const auto in_order = [&](std::vector<Timed>& timed, const char* key) {
        std::ranges::sort(timed, {}, [](const Timed& t) { return std::pair(t.at, t.id); });
        for (const Timed& t : timed) add(key, t.id);
        timed.clear();
    };
    in_order(late_, "decide.late");
    in_order(soon_, "decide.soon");
    numbers_.derived["flow.backlog.median_age_s"] = {median(ages_), "flow.backlog"};
    numbers_.derived["before.flow.backlog.median_age_s"] = {median(ages_before_), "before.flow.backlog"};
    if (const auto sum = numbers_.derived.find("voice.score_sum"); sum != numbers_.derived.end())
        sum->second.of = "voice.rated";
    for (const std::string& prefix : {std::string(), std::string(kBefore)})
        if (const auto times = numbers_.derived.find(prefix + std::string(kReopenings));
            times != numbers_.derived.end())
            times->second.of = prefix + "flow.reopened";
    for (const char* key : {"quality.paused_s", "quality.ran_s"})
        numbers_.derived[key].of = "quality.solution_clocks";
    for (const auto& [metric, goal] : goals_)
        numbers_.derived["goal." + metric] = {goal, "kept." + metric + ".all.met"};
    return numbers_;
}

}  // namespace deskbell::kernel
