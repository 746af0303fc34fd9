#include "handlers/kernel/digest/digest_figures.hpp"

namespace deskbell::kernel {

namespace {

constexpr std::string_view kWithdrawn = "withdrawn";  // the step without a reason of its own

}  // namespace

void DigestCount::take_quality(const Life& life)
{
    const std::int64_t id = life.record.id;
    if (life.category() == Category::void_ && now_.holds(life.standings.back().from)) {
        const std::string& reason = life.record.at("cancel_reason");
        add("quality.excluded." + (life.record.has(attr::kDuplicateOf) ? std::string("duplicate")
                                   : reason.empty()                    ? std::string(kWithdrawn)
                                                                       : reason),
            id);
    }
    if (now_.holds(life.opened_at) && life.category() != Category::void_ && !life.record.has(attr::kPriority))
        add("quality.no_priority", id);
    bool is_late_by_change = false, is_recalculated = false;
    for (const TicketClock& clock : life.clocks) {
        const ClockState& state = clock.state;
        const bool is_ended_now = state.stopped_at && now_.holds(*state.stopped_at);
        const bool is_merged = state.cancelled_because == "merged";  // its lateness lives on in the other one
        if (is_ended_now && !state.cancelled_because.empty() && !is_merged && state.first_breached_at)
            add("quality.cancelled_late", id);
        else if (is_ended_now && state.cancelled_because == "solved")
            add("quality.no_verdict", id);
        const auto decided = decided_at(state, false);
        is_late_by_change |= state.is_retroactive && decided && now_.holds(*decided);
        for (std::size_t i = 1; i < state.terms.size(); ++i) {
            const LevelsVersion* by = version(state.terms[i].terms.version);
            is_recalculated |= by != nullptr && by->from == state.terms[i].from && now_.holds(by->from);
        }
    }
    if (life.category() == Category::void_)
        return;
    if (is_late_by_change)
        add("quality.retroactive", id);
    if (is_recalculated)
        add("quality.recalculated", id);
}

}  // namespace deskbell::kernel
