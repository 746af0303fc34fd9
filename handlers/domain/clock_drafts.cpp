#include "handlers/domain/clock_drafts.hpp"

#include <algorithm>
#include <utility>

namespace deskbell {

using What = Turn::What;

std::size_t ClockDrafts::start(Metric metric, UtcTime at, const std::string& subject)
{
    drafts_.push_back({metric, count(metric) + 1, subject, {{.at = at}}, {}});
    return drafts_.size() - 1;
}

void ClockDrafts::agree(std::size_t i, UtcTime at, const Terms& terms)
{
    ClockDraft& draft = drafts_[i];
    const UtcTime begun = draft.turns.front().at;
    // The first terms count from the clock's start, whenever the event that brought them was processed.
    const UtcTime from = draft.terms ? std::max(at, begun) : begun;
    draft.turns.push_back({.at = from, .what = What::terms, .terms = terms});
    draft.terms = terms;
}

void ClockDrafts::pause(std::size_t i, UtcTime at, const std::string& reason)
{
    drafts_[i].is_paused = true;
    add(i, at, What::pause, reason);
}

void ClockDrafts::resume(std::size_t i, UtcTime at)
{
    if (std::exchange(drafts_[i].is_paused, false))
        add(i, at, What::resume);
}

void ClockDrafts::stop(std::size_t i, UtcTime at, What what, std::string reason)
{
    if (drafts_[i].is_stopped)
        return;
    drafts_[i].is_stopped = true;
    drafts_[i].is_paused = false;
    add(i, at, what, std::move(reason));
}

void ClockDrafts::reopen(std::size_t i, UtcTime at)
{
    drafts_[i].is_stopped = false;
    add(i, at, What::reopen);
}

void ClockDrafts::begin_at(std::size_t i, UtcTime at)
{
    const UtcTime begun = drafts_[i].turns.front().at;
    for (Turn& turn : drafts_[i].turns)
        if (turn.at == begun && (turn.what == What::start || turn.what == What::terms))
            turn.at = at;
}

int ClockDrafts::count(Metric metric) const
{
    return static_cast<int>(std::ranges::count(drafts_, metric, &ClockDraft::metric));
}

std::optional<std::size_t> ClockDrafts::open_one(Metric metric, std::string_view subject) const
{
    for (std::size_t i = drafts_.size(); i-- > 0;)
        if (drafts_[i].metric == metric && !drafts_[i].is_stopped && drafts_[i].subject == subject)
            return i;
    return std::nullopt;
}

std::optional<std::size_t> ClockDrafts::first(Metric metric, std::string_view subject) const
{
    for (std::size_t i = 0; i < drafts_.size(); ++i)
        if (drafts_[i].metric == metric && drafts_[i].subject == subject)
            return i;
    return std::nullopt;
}

bool ClockDrafts::is_last_cycle(std::size_t i) const { return drafts_[i].cycle == count(drafts_[i].metric); }

std::vector<TicketClock> ClockDrafts::evaluate(UtcTime now) const
{
    std::vector<TicketClock> out;
    for (const ClockDraft& draft : drafts_)
        if (draft.terms)
            out.push_back({draft.metric, draft.cycle, draft.subject, deskbell::evaluate(draft.turns, now)});
    return out;
}

void ClockDrafts::add(std::size_t i, UtcTime at, What what, std::string reason)
{
    ClockDraft& draft = drafts_[i];
    draft.turns.push_back(
        {.at = std::max(at, draft.turns.front().at), .what = what, .reason = std::move(reason)});
}

}  // namespace deskbell
