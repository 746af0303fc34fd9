#include "handlers/kernel/digest/digest_life.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/kernel/clock/clocks.hpp"
#include "handlers/kernel/voice/survey.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

Life::Standing standing_of(const Record& record, UtcTime from)
{
    return {from, parse_category(record.at(attr::kCategory)).value_or(Category::fresh),
            record.at(attr::kPriority)};
}

/// A void ticket is neither open nor solved: it is outside.
bool is_done(Category c) { return c == Category::resolved || c == Category::closed; }

void take(Life& life, const Event& event)
{
    const Category before = life.standings.empty() ? Category::fresh : life.category();
    const bool is_by_requester = event.actor == life.record.at(attr::kRequester);
    const std::string inbox = life.record.at(attr::kInbox);
    apply(life.record, event);
    if (!inbox.empty() && inbox != life.record.at(attr::kInbox))
        life.moves.push_back({event.occurred_at, inbox, life.record.at(attr::kInbox)});
    const Life::Standing now = standing_of(life.record, event.occurred_at);
    if (!life.standings.empty()) {
        if (is_open(before) && is_done(now.category))
            life.solved.push_back(now.from);
        if (is_done(before) && is_open(now.category))
            life.reopened.push_back(now.from);
        if (is_by_requester && event.kind == "confirm")
            life.confirmed.push_back(now.from);
        if (is_by_requester && event.kind == "reopen")
            life.refused.push_back(now.from);
    }
    if (event.kind == kAsked)
        life.asked.push_back({event.occurred_at, 0, {}});
    if (event.kind == kRated && !life.asked.empty()) {
        Life::Asked& last = life.asked.back();
        last.score = whole_number(life.record.at(kRating));
        last.answered_at = last.answered_at.value_or(event.occurred_at);
    }
    const bool is_same = !life.standings.empty() && life.category() == now.category &&
                         life.standings.back().priority == now.priority;
    if (!is_same)
        life.standings.push_back(now);
}

}  // namespace

const Life::Standing& Life::at(UtcTime t) const
{
    const auto after = std::ranges::upper_bound(standings, t, {}, &Standing::from);
    return after == standings.begin() ? standings.front() : *std::prev(after);
}

bool any_in(const std::vector<UtcTime>& times, const Span& span)
{
    return std::ranges::any_of(times, [&](UtcTime t) { return span.holds(t); });
}

Life life_of(const Process& process, const store::History& history,
             const std::vector<LevelsVersion>& versions, UtcTime as_of, UtcTime clocks_since)
{
    Life life;
    life.record.id = history.record_id;
    life.record.process = history.process;
    life.record.number = history.number;
    std::vector<Event> events;
    for (const Event& event : history.events)
        if (event.occurred_at <= as_of)
            events.push_back(event);
    if (events.empty())
        return life;
    // Told in the order in which it happened; what was recorded late may have happened early.
    std::vector<Event> told = events;
    std::ranges::stable_sort(told, {}, &Event::occurred_at);
    for (const Event& event : told) take(life, event);
    life.opened_at = life.record.time(attr::kReceivedAt).value_or(told.front().occurred_at);
    if (is_open(life.category()) || told.back().occurred_at >= clocks_since)
        life.clocks = clocks_of(process, events, versions, as_of);
    return life;
}

}  // namespace deskbell::kernel
