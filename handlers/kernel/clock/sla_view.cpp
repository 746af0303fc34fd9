#include "handlers/kernel/clock/sla_view.hpp"

#include "handlers/domain/text.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::size_t kNextMost = 5;
constexpr std::string_view kNow = "now.";

/// A condition that a clock can be in, in the order in which it is told.
struct Condition {
    std::string_view key, word;
};
constexpr std::array kConditions{Condition{"late", "late"}, Condition{"risk", "at risk"},
                                 Condition{"running", "running"}, Condition{"paused", "paused"}};

std::string_view condition_of(const store::OpenClock& clock, UtcTime now)
{
    if (clock.due_at && *clock.due_at < now)
        return "late";
    if (clock.is_paused)
        return "paused";
    return clock.warned_at && *clock.warned_at <= now ? "risk" : "running";
}

std::string priority_of(const store::OpenClock& clock)
{
    return clock.priority.empty() ? std::string(kNoPriority) : clock.priority;
}

std::vector<store::OpenClock> clocks_in(const DigestScope& scope, const store::Unit& unit)
{
    std::vector<store::OpenClock> out;
    for (store::OpenClock& clock : unit.clocks.open()) {
        Record record;
        record.process = clock.process;
        record.attributes[std::string(attr::kInbox)] = clock.inbox;
        if (scope.holds(record))
            out.push_back(std::move(clock));
    }
    return out;
}

/// Key -> the records, one per clock.
using Tally = std::map<std::string, std::vector<std::int64_t>>;

Tally tally(const std::vector<store::OpenClock>& clocks, UtcTime now)
{
    Tally out;
    for (const store::OpenClock& clock : clocks)
        out[std::string(kNow) + clock.metric + "." + priority_of(clock) + "." +
            std::string(condition_of(clock, now))]
            .push_back(clock.record_id);
    return out;
}

void add_metric(slack::Blocks& blocks, Metric metric, const Tally& figures)
{
    const std::string start = std::string(kNow) + std::string(to_text(metric)) + ".";
    std::vector<std::string> words;
    std::vector<slack::Element> buttons;
    for (const std::string& priority : {std::string("P1"), std::string("P2"), std::string("P3"),
                                        std::string("P4"), std::string(kNoPriority)}) {
        std::vector<std::string> counts;
        const std::string name = priority == kNoPriority ? "no priority" : priority;
        for (const Condition& condition : kConditions) {
            const std::string key = start + priority + "." + std::string(condition.key);
            const auto found = figures.find(key);
            if (found == figures.end())
                continue;
            const std::string n = std::to_string(found->second.size());
            counts.push_back(n + " " + std::string(condition.word));
            buttons.push_back(slack::button("figure:" + std::to_string(buttons.size()),
                                            name + " " + std::string(condition.word) + " " + n,
                                            to_text(FigureQuery{0, key, 0})));
        }
        if (!counts.empty())
            words.push_back(name + " " + joined(counts, ", "));
    }
    if (words.empty())
        return;
    blocks.section("*" + std::string(label_of(metric)) + "* " + joined(words, " · "));
    blocks.actions("now:" + std::string(to_text(metric)), buttons);
}

/// The clocks that are due next, the soonest first: those whose tickets the person may at least know of.
void add_next(const Desk& desk, slack::Blocks& blocks, std::vector<store::OpenClock> clocks,
              std::string_view user, const store::Unit& unit)
{
    std::erase_if(clocks, [&](const store::OpenClock& c) { return !c.due_at || *c.due_at < unit.now; });
    std::ranges::sort(clocks, {},
                      [](const store::OpenClock& c) { return std::pair(*c.due_at, c.record_id); });
    std::vector<std::string> lines;
    for (const store::OpenClock& clock : clocks) {
        if (lines.size() == kNextMost)
            break;
        const auto record = unit.records.find(clock.record_id);
        const Sight sight = record ? sight_of(desk, *record, user, unit) : Sight::nothing;
        if (sight == Sight::nothing)
            continue;
        const auto metric = parse_metric(clock.metric);
        lines.push_back(
            "• " + desk.number_of(*record) +
            (sight == Sight::title ? " " + slack::escaped(shortened(record->at(attr::kTitle), 60)) : "") +
            " · " + (metric ? std::string(label_of(*metric)) : clock.metric) + " due " +
            slack::date(*clock.due_at, zone_of(desk, user, unit)));
    }
    if (!lines.empty())
        blocks.section("*Due next*\n" + joined(lines, "\n"));
}

}  // namespace

Result<Saying> sla_now(const Desk& desk, std::string_view user, const store::Unit& unit)
{
    const auto scope = digest_scope(desk, user, unit);
    if (!scope)
        return scope.error();
    const auto clocks = clocks_in(*scope, unit);
    const Tally figures = tally(clocks, unit.now);
    Saying out;
    out.text = clocks.empty() ? "No promise is open."
                              : "Service levels now: " + counted(clocks.size(), "open promise");
    out.blocks.section("*Service levels now* · " + std::string(clocks.empty()
                                                                   ? "no promise is open."
                                                                   : counted(clocks.size(), "open promise")));
    for (std::size_t i = 0; i < kMetrics; ++i) add_metric(out.blocks, static_cast<Metric>(i), figures);
    add_next(desk, out.blocks, clocks, user, unit);
    out.blocks.context(
        {"At risk: more than three quarters of the time are used. `/desk digest` tells about a period."});
    return out;
}

Result<std::vector<std::int64_t>> sla_records(const Desk& desk, std::string_view figure,
                                              std::string_view user, const store::Unit& unit)
{
    const auto scope = digest_scope(desk, user, unit);
    if (!scope)
        return scope.error();
    Tally figures = tally(clocks_in(*scope, unit), unit.now);
    const auto found = figures.find(std::string(figure));
    return found == figures.end() ? std::vector<std::int64_t>{} : std::move(found->second);
}

}  // namespace deskbell::kernel
