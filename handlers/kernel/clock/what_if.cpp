#include "handlers/kernel/clock/what_if.hpp"

#include "handlers/kernel/clock/clocks.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace deskbell::kernel {

namespace {

constexpr int kPage = 500;

/// A clock's place among those of its record, the same under both levels.
using Key = std::tuple<Metric, int, std::string>;
using Clocks = std::map<Key, ClockState>;

Clocks by_key(const std::vector<TicketClock>& clocks)
{
    Clocks out;
    for (const TicketClock& c : clocks) out.emplace(Key{c.metric, c.cycle, c.subject}, c.state);
    return out;
}

std::string verdict_of(const ClockState* clock)
{
    if (clock == nullptr || clock->status == ClockState::Status::cancelled)
        return "none";
    if (clock->breached_at)
        return "missed";
    return clock->is_open() ? "open" : "kept";
}

void add(WhatIfRow::Count& count, const std::string& verdict)
{
    if (verdict == "kept")
        ++count.kept;
    else if (verdict == "missed")
        ++count.missed;
    else if (verdict == "open")
        ++count.open;
}

/// The comparison of all records, grown record by record.
class Comparison {
public:
    void take(const std::string& number, const std::string& priority, const Clocks& before,
              const Clocks& after)
    {
        ++out_.records;
        std::map<Key, bool> keys;
        for (const auto& [key, clock] : before) keys[key] = true;
        for (const auto& [key, clock] : after) keys[key] = true;
        for (const auto& [key, _] : keys) compare(number, priority, key, find(before, key), find(after, key));
    }

    WhatIf result()
    {
        for (auto& [key, row] : rows_) out_.rows.push_back(std::move(row));
        return std::move(out_);
    }

private:
    static const ClockState* find(const Clocks& clocks, const Key& key)
    {
        const auto it = clocks.find(key);
        return it == clocks.end() ? nullptr : &it->second;
    }

    void compare(const std::string& number, const std::string& priority, const Key& key,
                 const ClockState* before, const ClockState* after)
    {
        const Metric metric = std::get<0>(key);
        const std::string was = verdict_of(before), would_be = verdict_of(after);
        WhatIfRow& row = rows_[{metric, priority}];
        row.metric = to_text(metric);
        row.priority = priority;
        add(row.before, was);
        add(row.after, would_be);
        if (was != would_be)
            out_.changes.push_back({number, row.metric, before ? before->due_at : std::nullopt,
                                    after ? after->due_at : std::nullopt, was, would_be});
    }

    std::map<std::pair<Metric, std::string>, WhatIfRow> rows_;
    WhatIf out_;
};

}  // namespace

WhatIf what_if(const Desk& desk, const ServiceLevels& proposed, Span period, const store::Unit& unit,
               const std::function<void(std::int64_t, std::int64_t)>& progress)
{
    const auto versions = desk.levels(unit);
    const std::vector<LevelsVersion> instead{{0, UtcTime{}, std::make_shared<const ServiceLevels>(proposed)}};
    const std::int64_t total = unit.records.count();
    Comparison comparison;
    std::int64_t done = 0;
    for (auto ids = unit.records.ids_after(0, kPage); !ids.empty();
         ids = unit.records.ids_after(ids.back(), kPage)) {
        for (const std::int64_t id : ids) {
            progress(++done, total);
            const Record record = *unit.records.find(id);
            const auto received = record.time(attr::kReceivedAt);
            const Process& process = desk.process_of(record);
            if (!received || *received < period.from || *received >= period.to || !process.is_ticket())
                continue;
            const auto events = all_events(unit, id);
            comparison.take(desk.number_of(record), record.at(attr::kPriority),
                            by_key(clocks_of(process, events, versions, unit.now)),
                            by_key(clocks_of(process, events, instead, unit.now)));
        }
    }
    return comparison.result();
}

}  // namespace deskbell::kernel
