#include "handlers/kernel/clock/what_if.hpp"

#include "bot/clock.hpp"
#include "bot/commands.hpp"
#include "bot/progress.hpp"
#include "bot/surroundings.hpp"
#include "handlers/domain/period.hpp"
#include "handlers/domain/text.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <nlohmann/json.hpp>

#include <iomanip>
#include <iostream>

namespace deskbell::bot {

namespace {

using kernel::WhatIf;
using kernel::WhatIfRow;

/// Tickets that are named one by one; the rest is a number.
constexpr std::size_t kNamedMost = 50;

std::string due_text(const std::optional<UtcTime>& due, const std::string& zone)
{
    return due ? wall_clock(*due, zone) : "nothing promised";
}

std::string count_text(const WhatIfRow::Count& count)
{
    const auto decided = count.kept + count.missed;
    const std::string open = count.open > 0 ? std::to_string(count.open) + " open" : "";
    if (decided == 0)
        return open.empty() ? "-" : open;
    return std::to_string(count.kept) + " of " + std::to_string(decided) +
           (open.empty() ? "" : " (" + open + ")");
}

void print(const WhatIf& result, const Period& period)
{
    std::cout << period.label() << ": " << counted(static_cast<std::size_t>(result.records), "ticket")
              << "\n\n"
              << std::left << std::setw(16) << "clock" << std::setw(6) << "prio" << std::setw(24)
              << "kept then"
              << "kept under the new levels\n";
    for (const WhatIfRow& row : result.rows)
        std::cout << std::setw(16) << row.metric << std::setw(6)
                  << (row.priority.empty() ? "-" : row.priority) << std::setw(24) << count_text(row.before)
                  << count_text(row.after) << "\n";
    std::cout << "\n"
              << (result.changes.empty()
                      ? "No promise would have ended otherwise."
                      : counted(result.changes.size(), "promise") + " would have ended otherwise:")
              << "\n";
    for (std::size_t i = 0; i < result.changes.size() && i < kNamedMost; ++i) {
        const auto& change = result.changes[i];
        std::cout << "  " << change.number << " " << change.metric << ": " << change.before << " -> "
                  << change.after << " (due " << due_text(change.due_before, period.timezone) << " -> "
                  << due_text(change.due_after, period.timezone) << ")\n";
    }
    if (result.changes.size() > kNamedMost)
        std::cout << "  and " << result.changes.size() - kNamedMost << " more (all with --json)\n";
}

nlohmann::ordered_json json_of(const WhatIfRow::Count& count)
{
    return {{"kept", count.kept}, {"missed", count.missed}, {"open", count.open}};
}

void print_json(const WhatIf& result, const Period& period)
{
    nlohmann::ordered_json out{{"period", period.key()}, {"tickets", result.records}};
    out["clocks"] = out["changes"] = nlohmann::ordered_json::array();
    for (const WhatIfRow& row : result.rows)
        out["clocks"].push_back({{"metric", row.metric},
                                 {"priority", row.priority},
                                 {"before", json_of(row.before)},
                                 {"after", json_of(row.after)}});
    const auto due = [](const std::optional<UtcTime>& t) {
        return t ? nlohmann::ordered_json(rfc3339(*t)) : nlohmann::ordered_json(nullptr);
    };
    for (const auto& change : result.changes)
        out["changes"].push_back({{"number", change.number},
                                  {"metric", change.metric},
                                  {"before", change.before},
                                  {"after", change.after},
                                  {"due_before", due(change.due_before)},
                                  {"due_after", due(change.due_after)}});
    std::cout << out.dump() << "\n";
}

}  // namespace

ExitCode what_if(const WhatIfOptions& options)
{
    const auto surroundings = read_surroundings(options.config_file, {.config = true, .tokens = false});
    if (!surroundings)
        return kUsage;
    const std::string& database = surroundings->environment.database;
    const auto connection = store::open_sqlite_connection(database, true);
    if (!connection) {
        std::cerr << database << ": " << connection.error().detail() << "\n";
        return kUsage;
    }
    const Settings& settings = surroundings->config.settings;
    const store::Unit unit(**connection, SystemClock().now());
    const auto period = parse_period(options.period, settings.timezone, unit.now);
    if (!period) {
        std::cerr << "--period: " << period.error().detail() << "\n";
        return kUsage;
    }
    const kernel::Desk desk(all_processes(), settings, {});
    WhatIf result;
    {
        Progress progress("replaying");
        result = kernel::what_if(desk, desk.settings().levels, period->span(), unit,
                                 [&](std::int64_t done, std::int64_t total) { progress.show(done, total); });
    }
    if (options.as_json)
        print_json(result, *period);
    else
        print(result, *period);
    return kGood;
}

}  // namespace deskbell::bot
