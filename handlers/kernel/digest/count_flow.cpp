#include "handlers/kernel/digest/digest_figures.hpp"

#include "handlers/kernel/knowledge/suggestions.hpp"
#include "handlers/kernel/naming.hpp"

namespace deskbell::kernel {

using std::chrono::seconds;

/// Both sides count, also the inbox that does not have it any more.
void DigestCount::take_moves(const Life& life)
{
    bool is_moved_in = false, is_moved_out = false;
    for (const Life::Move& move : life.moves) {
        if (!now_.holds(move.at))
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
        if (span.holds(life.opened_at))
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
    const auto times = std::ranges::count_if(life.reopened, [&](UtcTime t) { return span.holds(t); });
    if (times > 0) {
        add(prefix + "flow.reopened", life.record.id);
        numbers_.derived[prefix + std::string(kReopenings)].value += times;
    }
    if (!any_in(life.solved, span) || life.record.has(kSelfServed))
        return;
    const bool is_lasting = std::ranges::none_of(life.reopened, [&](UtcTime t) { return t < span.to; });
    add(prefix + std::string(is_lasting ? kFirstTime : kNotFirstTime), life.record.id);
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
    if (now_.holds(life.opened_at))
        add("form." + life.record.process + "." + life.record.at(attr::kVia), life.record.id);
}

}  // namespace deskbell::kernel
