#include "handlers/kernel/clock/ladder.hpp"

#include "handlers/kernel/assignment/eligible.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clock/notices.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

using namespace std::chrono_literals;

/// An update has one warning; the rest of the ladder would be louder than what it is about.
constexpr int kUpdateWarning = 75;

bool has_rung(const TicketClock& clock, const Rung& rung)
{
    return clock.metric != Metric::update || rung.point == kUpdateWarning;
}

bool is_running(const TicketClock& clock) { return clock.state.status == ClockState::Status::running; }

/// Time that counts towards the rungs: a date given by hand comes nearer during pauses too.
std::chrono::seconds used(const ClockState& clock, UtcTime now)
{
    return clock.terms_now().promised ? elapsed(clock.schedule, {clock.started_at, now}) : clock.consumed;
}

/// A promise is broken a second after it was due: until then it can still be kept.
bool is_reached(const TicketClock& clock, const Rung& rung, UtcTime now)
{
    if (rung.point == 100)
        return clock.state.due_at && *clock.state.due_at + 1s <= now;
    const auto part = clock.state.target * rung.point / 100;
    return part.count() > 0 && used(clock.state, now) >= part;
}

std::string terms_of(const TicketClock& clock)
{
    const Terms& terms = clock.state.terms_now();
    return terms.policy + " " + (terms.promised ? rfc3339(*terms.promised) : to_text(terms.goal));
}

store::Escalation escalation_of(const Record& record, const TicketClock& clock, const Rung& rung, UtcTime now)
{
    return {0, record.id, std::string(to_text(clock.metric)), clock.cycle, rung.point, terms_of(clock), now};
}

void add_holders(const Desk& desk, std::string_view role, const store::Unit& unit,
                 std::vector<std::string>& out)
{
    const auto holders = desk.settings().roles.find(role);
    if (holders == desk.settings().roles.end())
        return;
    for (const std::string& holder : holders->second) {
        if (!holder.starts_with('S')) {
            out.push_back(holder);
            continue;
        }
        const auto members = unit.directory.members(holder);
        out.insert(out.end(), members.begin(), members.end());
    }
}

/// The team leads of an inbox: holders of the role who are its agents.
void add_leads(const Desk& desk, const Record& record, const store::Unit& unit, std::vector<std::string>& out)
{
    std::vector<std::string> leads;
    add_holders(desk, "lead", unit, leads);
    std::erase_if(
        leads, [&](const std::string& user) { return !is_agent(desk, record.at(attr::kInbox), user, unit); });
    out.insert(out.end(), leads.begin(), leads.end());
}

/// The owner of the record's process; the managers where the process has none.
void add_owners(const Desk& desk, const Record& record, const store::Unit& unit,
                std::vector<std::string>& out)
{
    const std::size_t before = out.size();
    add_holders(desk, "owner:" + record.process, unit, out);
    if (out.size() == before)
        add_holders(desk, "manager", unit, out);
}

/// A broken promise is news to those of the rungs from 100 % on that were passed while nobody looked.
unsigned told_too_late(const Record& record, const TicketClock& clock, const Rung& rung,
                       const store::Unit& unit)
{
    unsigned out = 0;
    for (const Rung& lower : kLadder) {
        if (lower.point < 100 || lower.point >= rung.point)
            continue;
        store::Escalation passed = escalation_of(record, clock, lower, unit.now);
        if (!unit.notices.was_told(passed))
            out |= lower.told;
    }
    return out;
}

/// When this audience may be told: a person while they work, unless it is critical.
Calendar hours_for(const Desk& desk, const Record& record, const std::string& audience,
                   const Calendar& of_promise, const store::Unit& unit)
{
    const bool is_critical = record.at(attr::kPriority) == to_text(Priority::p1);
    return is_critical || !is_person(audience) ? of_promise : hours_of(desk, of_promise, audience, unit);
}

/// Tells everybody whom the rung concerns; true when it was reached just now.
bool reach(const Desk& desk, const Record& record, const TicketClock& clock, const Rung& rung,
           store::Unit& unit)
{
    store::Escalation escalation = escalation_of(record, clock, rung, unit.now);
    if (unit.notices.is_reached(escalation) || !unit.notices.reach(escalation))
        return false;
    const bool in_thread = rung.told == kToAssignee && record.has(attr::kAssignee);
    Rung told = rung;
    told.told |= told_too_late(record, clock, rung, unit);
    for (const std::string& audience : audience_of(desk, record, told, unit))
        notify(audience, in_thread, escalation,
               hours_for(desk, record, audience, *clock.state.terms_now().calendar, unit), rung.repeats,
               unit);
    return true;
}

}  // namespace

const Rung* highest_rung(const TicketClock& clock, UtcTime now)
{
    if (!is_running(clock))
        return nullptr;
    for (auto rung = kLadder.rbegin(); rung != kLadder.rend(); ++rung)
        if (has_rung(clock, *rung) && is_reached(clock, *rung, now))
            return &*rung;
    return nullptr;
}

std::optional<UtcTime> next_rung_at(const TicketClock& clock, UtcTime now)
{
    if (!is_running(clock))
        return std::nullopt;
    const auto broken = clock.state.due_at ? std::optional(*clock.state.due_at + 1s) : std::nullopt;
    const auto next = std::ranges::find_if(
        kLadder, [&](const Rung& rung) { return has_rung(clock, rung) && !is_reached(clock, rung, now); });
    if (next == kLadder.end())  // of an update, the next interval begins
        return clock.metric == Metric::update && broken && *broken > now ? broken : std::nullopt;
    return next->point == 100 ? broken : point_at(clock.state, next->point);
}

std::vector<std::string> audience_of(const Desk& desk, const Record& record, const Rung& rung,
                                     const store::Unit& unit)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    const std::string channel = inbox == nullptr ? std::string() : inbox->agent_channel;
    std::vector<std::string> out;
    if ((rung.told & (kToAssignee | kToChannel)) != 0 && !channel.empty())
        out.push_back(channel);
    if ((rung.told & kToLead) != 0)
        add_leads(desk, record, unit, out);
    if ((rung.told & kToOwner) != 0)
        add_owners(desk, record, unit, out);
    if ((rung.told & kToServiceOwner) != 0)
        add_holders(desk, "service_owner", unit, out);
    if ((rung.told & kToTopManagement) != 0)
        add_holders(desk, "top_mgmt", unit, out);
    if (out.empty() && !channel.empty())
        out.push_back(channel);  // nobody holds the role: the team hears it
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

void arm_ladder(const Record& record, const std::vector<TicketClock>& clocks, store::Unit& unit)
{
    std::optional<UtcTime> next;
    for (const TicketClock& clock : clocks) {
        auto at = next_rung_at(clock, unit.now);
        // A change can make a rung reached that nobody was told of yet.
        if (const Rung* rung = highest_rung(clock, unit.now);
            rung != nullptr && !unit.notices.is_reached(escalation_of(record, clock, *rung, unit.now)))
            at = unit.now;
        if (at && (!next || *at < *next))
            next = at;
    }
    const std::string key = std::string(kLadderTimer) + ":" + std::to_string(record.id);
    if (next)
        unit.timers.arm({0, key, std::string(kLadderTimer), record.id, *next});
    else
        unit.timers.cancel(key);
}

Result<void> climb(const Desk& desk, const store::Timer& timer, store::Unit& unit)
{
    auto record = unit.records.find(timer.record_id);
    if (!record)
        return {};
    bool has_moved = false;
    for (const TicketClock& clock : clocks_of(desk, *record, unit))
        if (const Rung* rung = highest_rung(clock, unit.now))
            has_moved = reach(desk, *record, clock, *rung, unit) || has_moved;
    settle_clocks(desk, *record, "time", unit);
    if (has_moved)
        redraw(desk, *record, unit);
    return {};
}

}  // namespace deskbell::kernel
