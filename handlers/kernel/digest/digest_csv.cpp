#include "handlers/kernel/digest/digest_csv.hpp"

#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::array<std::string_view, 23> kColumns{"number",
                                                    "title",
                                                    "process",
                                                    "inbox",
                                                    "held_s",
                                                    "priority",
                                                    "state",
                                                    "category",
                                                    "metric",
                                                    "cycle",
                                                    "policy",
                                                    "target_s",
                                                    "started",
                                                    "due",
                                                    "stopped",
                                                    "verdict_net",
                                                    "verdict_gross",
                                                    "consumed_s",
                                                    "paused_s",
                                                    "first_solved",
                                                    "solved",
                                                    "reopened",
                                                    "resolved_first_time"};

std::string text_of(std::optional<UtcTime> t) { return t ? rfc3339(*t) : std::string(); }

std::string_view verdict_of(const ClockState& clock)
{
    if (clock.is_open())
        return clock.breached_at ? "late" : to_text(clock.status);
    return to_text(clock.status);
}

std::string_view gross_verdict_of(const ClockState& clock)
{
    return clock.first_breached_at ? "breached" : verdict_of(clock);
}

void add_line(std::string& out, const std::vector<std::string>& cells)
{
    for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    out += "\r\n";
}

/// When something happened to it last. That it was erased says nothing about its service.
UtcTime last_touched(const store::History& history)
{
    const auto touch = std::ranges::find_if(history.events.rbegin(), history.events.rend(),
                                            [](const Event& e) { return e.kind != store::kErasedKind; });
    return touch == history.events.rend() ? history.events.back().occurred_at : touch->occurred_at;
}

/// How long each inbox had the ticket until it was done, in the order in which they got it: "it=5400
/// hr=1800".
std::string held_by(const Life& life, UtcTime as_of)
{
    const UtcTime end = is_open(life.category()) ? as_of : life.standings.back().from;
    std::vector<std::pair<std::string, std::chrono::seconds>> held;
    const auto add = [&](const std::string& inbox, UtcTime from, UtcTime to) {
        auto known = std::ranges::find(held, inbox, &std::pair<std::string, std::chrono::seconds>::first);
        if (known == held.end())
            known = held.insert(held.end(), {inbox, {}});
        known->second += std::max(to, from) - from;
    };
    UtcTime from = life.opened_at;
    for (const Life::Move& move : life.moves) {
        add(move.from, from, std::min(move.at, end));
        from = std::max(from, move.at);
    }
    add(life.record.at(attr::kInbox), from, end);
    std::string out;
    for (const auto& [inbox, time] : held)
        out += (out.empty() ? "" : " ") + inbox + "=" + std::to_string(time.count());
    return out;
}

/// Writes the rows of the tickets that count.
class Table {
public:
    Table(const Desk& desk, const DigestBasis& basis, std::string_view reader, const store::Unit& unit)
        : desk_(desk), basis_(basis), span_(basis.period.span()), reader_(reader), unit_(unit)
    {
        add_line(text_, {kColumns.begin(), kColumns.end()});
    }

    void take(const Life& life, UtcTime last_touched)
    {
        if (life.standings.empty() || !is_counted(life))
            return;
        if (life.opened_at >= span_.to || (!is_open(life.category()) && last_touched < span_.from))
            return;
        for (const TicketClock& clock : life.clocks) add(life, clock);
    }

    std::string text() { return std::move(text_); }

private:
    /// A ticket is in the table of every inbox that had it.
    bool is_counted(const Life& life) const
    {
        return basis_.scope.holds(life.record) ||
               std::ranges::any_of(life.moves, [&](const Life::Move& move) {
                   return basis_.scope.holds(life.record.process, move.from);
               });
    }

    void add(const Life& life, const TicketClock& clock)
    {
        const Record& r = life.record;
        const auto stored = unit_.records.find(r.id);
        const bool is_seen = stored && may_see(desk_, *stored, reader_, unit_);
        const ClockState& c = clock.state;
        const auto number = [](auto n) { return std::to_string(n); };
        // What was asked in confidence has no number either: it would say who asks how often.
        add_line(text_, {is_seen || !r.has(attr::kPrivate) ? desk_.number_of(r) : "",
                         is_seen ? r.at(attr::kTitle) : "",
                         r.process,
                         r.at(attr::kInbox),
                         held_by(life, basis_.as_of),
                         r.at(attr::kPriority),
                         state_label(desk_, r),
                         r.at(attr::kCategory),
                         std::string(to_text(clock.metric)),
                         number(clock.cycle),
                         c.terms_now().policy,
                         number(c.target.count()),
                         rfc3339(c.started_at),
                         text_of(c.due_at),
                         text_of(c.stopped_at),
                         std::string(verdict_of(c)),
                         std::string(gross_verdict_of(c)),
                         number(c.consumed.count()),
                         number(c.paused.count()),
                         r.at(attr::kFirstResolvedAt),
                         r.at(attr::kResolvedAt),
                         r.has("reopen_count") ? r.at("reopen_count") : "0",
                         r.at(attr::kSolvedAtOnce)});
    }

    const Desk& desk_;
    const DigestBasis& basis_;
    const Span span_;
    const std::string_view reader_;
    const store::Unit& unit_;
    std::string text_;
};

}  // namespace

std::string csv_cell(std::string_view text)
{
    std::string cell(text);
    if (!cell.empty() && std::string_view("=+-@\t\r\n").find(cell.front()) != std::string_view::npos)
        cell.insert(cell.begin(), '\'');
    if (cell.find_first_of(",\"\r\n") == std::string::npos)
        return cell;
    std::string out = "\"";
    for (const char c : cell) {
        if (c == '"')
            out += '"';
        out += c;
    }
    return out + "\"";
}

std::string digest_csv(const Desk& desk, const DigestBasis& basis, std::string_view reader,
                       const store::Unit& unit)
{
    const auto versions = versions_of(desk, basis, unit);
    Table table(desk, basis, reader, unit);
    const UtcTime since = basis.period.span().from;
    unit.events.replay(basis.head, [&](const store::History& history) {
        const Process* process = desk.process(history.process);
        if (process != nullptr && process->is_ticket())
            table.take(life_of(*process, history, versions, basis.as_of, since), last_touched(history));
    });
    return table.text();
}

std::string file_name_of(std::string_view period_key)
{
    std::string out(period_key);
    std::ranges::replace(out, '/', '_');
    return out;
}

}  // namespace deskbell::kernel
