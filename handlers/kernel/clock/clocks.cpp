#include "handlers/kernel/clock/clocks.hpp"

#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clock/ladder.hpp"
#include "handlers/kernel/clock/promise.hpp"
#include "handlers/kernel/feature.hpp"

#include <algorithm>
#include <tuple>

namespace deskbell::kernel {

namespace {

using Word = ClockFact::Word;

constexpr int kEventsPage = 1000;
constexpr int kWarningPercent = 75;  // default of the warning before a promise is broken

/// Transitions whose sentence the requester reads are words of whoever takes them.
bool tells_requester(const Process& process, std::string_view action)
{
    return std::ranges::any_of(process.transitions, [&](const Transition& row) {
        return row.action == action && !row.tells_requester.empty();
    });
}

Word word_of(const Process& process, const Event& event, const Record& record)
{
    const bool is_requester = event.actor == record.at(attr::kRequester);
    if (event.kind == kRequesterWord || (event.kind == kAgentWord && is_requester))
        return Word::requester;
    if (event.actor == "system" || is_requester)
        return Word::none;
    return event.kind == kAgentWord || tells_requester(process, event.kind) ? Word::agent : Word::none;
}

store::ClockRow row_of(std::int64_t record_id, const TicketClock& clock)
{
    const ClockState& state = clock.state;
    store::ClockRow row;
    row.record_id = record_id;
    row.metric = to_text(clock.metric);
    row.cycle = clock.cycle;
    row.subject = clock.subject;
    row.status = to_text(state.status);
    row.policy = state.terms_now().policy;
    row.target = state.target.count();
    row.started_at = state.started_at;
    row.due_at = state.due_at;
    if (state.status == ClockState::Status::running)
        row.warned_at = point_at(state, kWarningPercent);
    row.stopped_at = state.stopped_at;
    row.first_breached_at = state.first_breached_at;
    return row;
}

std::string text_of(std::optional<UtcTime> t) { return t ? rfc3339(*t) : std::string(); }

/// The promises as the record carries them for cards and lists.
Attributes promises_of(const std::vector<TicketClock>& clocks)
{
    std::optional<UtcTime> response, completion, next;
    std::string left;
    for (const TicketClock& clock : clocks) {
        if (!is_promise_to_requester(clock) || clock.state.status == ClockState::Status::cancelled)
            continue;
        if (clock.metric == Metric::response)
            response = clock.state.due_at;
        if (clock.metric == Metric::resolution || clock.metric == Metric::fulfilment) {
            completion = clock.state.due_at;
            const bool stands = clock.state.status == ClockState::Status::paused && !clock.state.due_at;
            left = stands ? std::to_string(clock.state.remaining().count()) : std::string();
        }
        if (clock.state.is_open() && clock.state.due_at && (!next || *clock.state.due_at < *next))
            next = clock.state.due_at;
    }
    return {{std::string(attr::kResponseDue), text_of(response)},
            {std::string(attr::kResolutionDue), text_of(completion)},
            {std::string(attr::kNextDue), text_of(next)},
            {std::string(attr::kTimeLeft), left}};
}

/// What was not told yet about a clock that no longer runs need not be told.
void drop_old_notices(std::int64_t record_id, const std::vector<TicketClock>& clocks, store::Unit& unit)
{
    for (const TicketClock& clock : clocks)
        if (clock.state.status != ClockState::Status::running)
            unit.notices.drop(record_id, to_text(clock.metric), clock.cycle);
}

}  // namespace

bool is_promise_to_requester(const TicketClock& clock)
{
    return clock.metric == Metric::response || clock.metric == Metric::next_response ||
           clock.metric == Metric::resolution || clock.metric == Metric::fulfilment;
}

std::vector<ClockFact> facts_of(const Process& process, const std::vector<Event>& events)
{
    std::vector<ClockFact> out;
    Record record;
    for (const Event& event : events) {
        out.push_back({event.occurred_at, word_of(process, event, record), event.changes});
        apply(record, event);
    }
    return out;
}

std::vector<TicketClock> clocks_of(const Process& process, const std::vector<Event>& events,
                                   const std::vector<LevelsVersion>& versions, UtcTime now)
{
    if (!process.is_ticket())
        return {};
    return ticket_clocks(std::string(process.key), facts_of(process, events), versions, process.completion,
                         now);
}

std::vector<Event> all_events(const store::Unit& unit, std::int64_t record_id)
{
    std::vector<Event> out = unit.events.of(record_id, 0, kEventsPage);
    for (auto page = out; page.size() == kEventsPage;) {
        page = unit.events.of(record_id, out.back().sequence, kEventsPage);
        out.insert(out.end(), page.begin(), page.end());
    }
    return out;
}

std::vector<TicketClock> clocks_of(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const Process& process = desk.process_of(record);
    if (!process.is_ticket())
        return {};
    const auto events = all_events(unit, record.id);
    // Slack's clock may run ahead of ours: what it says has happened, has happened.
    UtcTime now = unit.now;
    for (const Event& event : events) now = std::max(now, event.occurred_at);
    return clocks_of(process, events, desk.levels(unit), now);
}

void settle_clocks(const Desk& desk, Record& record, std::string_view why, store::Unit& unit)
{
    const auto clocks = clocks_of(desk, record, unit);
    if (clocks.empty() && !record.has(attr::kNextDue))
        return;
    std::vector<store::ClockRow> rows;
    for (const TicketClock& clock : clocks) rows.push_back(row_of(record.id, clock));
    unit.clocks.replace(record.id, rows);
    auto changes = changes_to(record, promises_of(clocks));
    if (!changes.empty())
        write(unit, record, {"system", "clock", unit.now, std::string(why)}, "clock", std::move(changes));
    drop_old_notices(record.id, clocks, unit);
    arm_ladder(record, clocks, unit);
}

std::vector<std::string> clock_faults(const Desk& desk, const store::Unit& unit, std::size_t most)
{
    const auto facts = [](store::ClockRow row) {
        row.first_breached_at.reset();  // grows with time alone
        return row;
    };
    std::vector<std::string> out;
    std::int64_t last = 0;
    for (auto ids = unit.records.ids_after(0, kReckonedAtOnce); !ids.empty() && out.size() < most;
         ids = unit.records.ids_after(last, kReckonedAtOnce))
        for (const std::int64_t id : ids) {
            last = id;
            const Record record = *unit.records.find(id);
            std::vector<store::ClockRow> stored, reckoned;
            for (const store::ClockRow& row : unit.clocks.of(id))
                if (row.metric != to_text(Metric::update))
                    stored.push_back(facts(row));
            for (const TicketClock& clock : clocks_of(desk, record, unit))
                if (clock.metric != Metric::update)
                    reckoned.push_back(facts(row_of(id, clock)));
            const auto order = [](const store::ClockRow& row) { return std::tuple(row.metric, row.cycle); };
            std::ranges::sort(reckoned, {}, order);
            std::ranges::sort(stored, {}, order);
            if (stored != reckoned && out.size() < most)
                out.push_back(desk.number_of(record) + " has clocks that differ from what its events say");
        }
    return out;
}

void begin_reckoning(store::Unit& unit)
{
    unit.timers.arm({0, std::string(kReckonTimer), std::string(kReckonTimer), 0, unit.now});
}

/// The timer's key carries the last record that is done: "reckon:4711".
Result<void> reckon_some(const Desk& desk, const store::Timer& timer, store::Unit& unit)
{
    const std::int64_t after = whole_number(std::string_view(timer.key).substr(timer.key.find(':') + 1));
    const auto ids = unit.records.open_ids(after, kReckonedAtOnce);
    for (const std::int64_t id : ids) {
        Record record = *unit.records.find(id);
        const Promise before = promise_of(record);
        settle_clocks(desk, record, "service levels", unit);
        if (promise_of(record) == before)
            continue;
        tell_moved_promise(desk, record, before, "the agreed service times changed", unit);
        redraw(desk, record, unit);
    }
    if (!ids.empty())
        unit.timers.arm({0, std::string(kReckonTimer) + ":" + std::to_string(ids.back()),
                         std::string(kReckonTimer), 0, unit.now});
    return {};
}

extern const Feature kClockwork;
namespace {
constexpr std::array kRoutines{Routine{kLadderTimer, climb}, Routine{kReckonTimer, reckon_some}};
}
const Feature kClockwork{.key = "clocks", .routines = kRoutines};

}  // namespace deskbell::kernel
