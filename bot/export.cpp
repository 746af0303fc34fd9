#include "handlers/kernel/evidence/export.hpp"
#include "handlers/kernel/evidence/desk_log.hpp"
#include "handlers/kernel/search.hpp"

#include "bot/clock.hpp"
#include "bot/commands.hpp"
#include "bot/private_file.hpp"
#include "bot/progress.hpp"
#include "bot/surroundings.hpp"
#include "handlers/domain/local_time.hpp"
#include "handlers/domain/text.hpp"
#include "store/sha256.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <filesystem>
#include <iostream>

namespace deskbell::bot {

namespace {

using kernel::Desk;
using kernel::ExportFormat;
using kernel::ExportOrder;

ExitCode refuse_option(const std::string& option, const std::string& detail)
{
    return refuse(option + ": " + detail);
}

/// "" is good; else what is wrong with which option.
std::string read_with(const std::string& text, ExportOrder& order)
{
    for (const std::string& part : text.empty() ? std::vector<std::string>() : split(text, ','))
        if (part == "events")
            order.with_events = true;
        else if (part == "comments")
            order.with_comments = true;
        else
            return "\"" + cleaned(shortened(part, 40)) + "\" is neither events nor comments.";
    if (order.format == ExportFormat::csv && !text.empty())
        return "a table has no room for the history. Use --format jsonl.";
    return {};
}

std::string known_processes(const Desk& desk)
{
    std::vector<std::string> keys;
    for (const kernel::Process* process : desk.processes()) keys.emplace_back(process->key);
    return joined(keys, ", ");
}

/// Data and manifest, each whole or not at all; the manifest last, so that data without one was interrupted.
ExitCode write_files(const Desk& desk, const ExportOrder& order, const store::Unit& unit,
                     const std::string& path)
{
    PrivateFile data(path), beside(path + ".manifest.json");
    if (const auto opened = data.open(); !opened)
        return refuse_option("--out", opened.error().detail());
    if (const auto opened = beside.open(); !opened)
        return refuse_option("--out", opened.error().detail());
    store::Sha256 hash;
    Progress progress("exporting");
    const std::int64_t rows = kernel::export_records(
        desk, order, unit,
        [&](std::string_view piece) {
            hash.add(piece);
            data.write(piece);
        },
        [&](std::int64_t done, std::int64_t total) { progress.show(done, total); });
    beside.write(kernel::export_manifest(order, std::filesystem::path(path).filename().string(), rows,
                                         hash.hex(), unit.now));
    for (PrivateFile* file : {&data, &beside})
        if (const auto finished = file->finish(); !finished)
            return refuse_option("--out", finished.error().detail());
    std::cerr << path << ": " << counted(static_cast<std::size_t>(rows), "record") << "\n";
    return kGood;
}

/// Data on stdout, so that it can be piped as it is; the manifest on stderr.
ExitCode write_out(const Desk& desk, const ExportOrder& order, const store::Unit& unit)
{
    store::Sha256 hash;
    const std::int64_t rows = kernel::export_records(desk, order, unit, [&](std::string_view piece) {
        hash.add(piece);
        std::cout << piece;
    });
    std::cout.flush();
    if (!std::cout)
        return refuse("stdout could not be written: the export is not complete.");
    std::cerr << kernel::export_manifest(order, "stdout", rows, hash.hex(), unit.now);
    return kGood;
}

/// A bound of the period as it was typed. "" on success, else what is wrong.
std::string read_bound(const std::string& text, const std::string& zone, UtcTime& bound)
{
    if (text.empty())
        return {};
    const auto t = parse_time(text, zone);
    if (!t)
        return t.error().detail();
    bound = *t;
    return {};
}

/// Before anything is given out: what leaves the desk is in its log.
Result<void> log_export(const std::string& database, const ExportOrder& order)
{
    return store::run_beside(database, SystemClock(), [&](store::Unit& unit) -> Result<void> {
        kernel::log_act(unit, {std::string(kernel::kOperator), "cli", unit.now}, kernel::kExported,
                        kernel::export_details(order, {}));
        return {};
    });
}

}  // namespace

ExitCode export_data(const ExportOptions& options)
{
    const auto surroundings = read_surroundings(options.config_file, {.config = true, .tokens = false});
    if (!surroundings)
        return kUsage;
    const config::Config& config = surroundings->config;
    const Desk desk(all_processes(), config.settings, {});
    const UtcTime now = SystemClock().now();
    ExportOrder order;
    order.process = desk.process(options.process);
    order.to = now + std::chrono::seconds{1};  // what was raised in this second, too
    order.with_sensitive = options.has_sensitive;
    if (order.process == nullptr)
        return refuse_option("--process", "there is no process \"" + cleaned(shortened(options.process, 40)) +
                                              "\". Known are: " + known_processes(desk) + ".");
    if (options.format != "csv" && options.format != "jsonl")
        return refuse_option("--format", "write csv or jsonl.");
    order.format = options.format == "csv" ? ExportFormat::csv : ExportFormat::jsonl;
    if (const auto fault = read_bound(options.from, config.settings.timezone, order.from); !fault.empty())
        return refuse_option("--from", fault);
    if (const auto fault = read_bound(options.to, config.settings.timezone, order.to); !fault.empty())
        return refuse_option("--to", fault);
    if (order.from >= order.to)
        return refuse_option("--to", "it must be later than --from.");
    if (const auto fault = read_with(options.with, order); !fault.empty())
        return refuse_option("--with", fault);
    const std::string& database = surroundings->environment.database;
    const auto connection = store::open_sqlite_connection(database, true);
    if (!connection)
        return refuse_option("DESKBELL_DATABASE", connection.error().detail());
    const store::Unit unit(**connection, now);
    auto which = kernel::read_search(desk.as_of(unit), options.filter, "", unit);
    if (!which)
        return refuse_option("--filter", which.error().detail());
    order.filter = options.filter;
    order.which = *std::move(which);
    if (const auto logged = log_export(database, order); !logged)
        return refuse("The log of the desk could not take the export, so nothing is given out: " +
                      logged.error().detail());
    return options.out.empty() ? write_out(desk, order, unit) : write_files(desk, order, unit, options.out);
}

}  // namespace deskbell::bot
