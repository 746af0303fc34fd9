#include "handlers/kernel/digest/digest_figures.hpp"

namespace deskbell::kernel {

using namespace std::chrono;

namespace {

/// The part of the period before that is as long as what has passed of this one.
Span matching(const Period& period, UtcTime as_of)
{
    const Span whole = period.span();
    const Span before = previous(period).span();
    if (as_of >= whole.to)
        return before;
    return {before.from, std::min(before.to, before.from + std::max(as_of - whole.from, seconds{0}))};
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
