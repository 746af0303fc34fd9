#include "handlers/kernel/digest/digest_figures.hpp"

#include "handlers/domain/approval.hpp"

namespace deskbell::kernel {

using Status = ClockState::Status;

namespace {

/// Promises to the customer. A group or a supplier that is late is not yet a decision for a manager.
bool is_promise(Metric metric) { return metric != Metric::ola && metric != Metric::uc; }

bool is_completion(Metric metric) { return metric == Metric::resolution || metric == Metric::fulfilment; }

bool counts(const ClockState& clock, bool is_gross)
{
    // Terms that promise nothing any more excuse what went before in the net verdict only.
    return is_gross ? clock.cancelled_because.empty() : clock.status != Status::cancelled;
}

}  // namespace

std::optional<UtcTime> decided_at(const ClockState& clock, bool is_gross)
{
    const auto breach = is_gross ? clock.first_breached_at : clock.breached_at;
    const bool is_retroactive = clock.is_retroactive && breach == clock.breached_at;
    if (breach)
        return is_retroactive ? std::max(*breach, clock.terms.back().from) : *breach;
    return clock.stopped_at;
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
            (!state.is_open() && !(decided && now_.holds(*decided))))
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
    const bool is_now = now_.holds(*decided);
    if (is_now || (!is_gross && before_.holds(*decided))) {
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

}  // namespace deskbell::kernel
