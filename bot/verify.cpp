#include "bot/clock.hpp"
#include "bot/commands.hpp"
#include "bot/progress.hpp"
#include "bot/surroundings.hpp"
#include "bot/verify_file.hpp"
#include "handlers/kernel/clock/clocks.hpp"

#include <iostream>

namespace deskbell::bot {

namespace {

/// What the clocks say that are stored, against what the log and the stored service levels give. Not while
/// the program is still bringing new service levels to the open records.
std::vector<std::string> clock_faults(store::Connection& connection)
{
    const store::Unit unit(connection, SystemClock().now());
    if (unit.levels.all().empty() || unit.timers.has_kind(kernel::kReckonTimer))
        return {};
    return kernel::clock_faults(kernel::Desk(all_processes(), {}, {}), unit);
}

}  // namespace

ExitCode verify_file(const std::string& path)
{
    const auto connection = store::open_sqlite_connection(path, true);
    if (!connection) {
        std::cerr << path << ": " << connection.error().detail() << "\n";
        return kUsage;
    }
    store::VerifyReport report;
    {
        Progress progress("verifying");
        report = store::verify(**connection,
                               [&](std::int64_t done, std::int64_t total) { progress.show(done, total); });
    }
    for (std::string& fault : clock_faults(**connection)) report.faults.push_back(std::move(fault));
    for (const std::string& fault : report.faults) std::cout << fault << "\n";
    std::cout << path << ": " << report.records << " records, " << report.events << " events, "
              << (report.faults.empty() ? "no faults" : std::to_string(report.faults.size()) + " faults")
              << "\n";
    if (!report.head.empty())
        std::cout << "head of the chain: " << report.head << "\n";
    if (!report.desk_head.empty())
        std::cout << "head of the desk's log: " << report.desk_head << "\n";
    return report.faults.empty() ? kGood : kCheckFailed;
}

ExitCode verify()
{
    const auto surroundings = read_surroundings("", {.config = false, .tokens = false});
    return surroundings ? verify_file(surroundings->environment.database) : kUsage;
}

}  // namespace deskbell::bot
