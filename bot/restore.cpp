#include "bot/commands.hpp"
#include "bot/progress.hpp"
#include "bot/surroundings.hpp"
#include "bot/verify_file.hpp"

#include <filesystem>
#include <iostream>

namespace deskbell::bot {

namespace fs = std::filesystem;

namespace {

/// The files of a SQLite database: itself, and what a program that died may have left beside it.
constexpr std::string_view kSuffixes[] = {"", "-wal", "-shm"};

/// Nobody else may have the database open while it is replaced.
Result<void> check_unused(const std::string& database)
{
    const auto connection = store::open_sqlite_connection(database, false);
    // A damaged database is a good reason to restore: only one that is in use stops us.
    if (!connection && connection.error().code() == Errc::unavailable)
        return connection.error();
    return {};
}

/// Moves the old files aside, all of them, so that they are still a database.
void keep_old(const std::string& database)
{
    for (const std::string_view suffix : kSuffixes) {
        const std::string file = database + std::string(suffix);
        const std::string kept = database + ".before-restore" + std::string(suffix);
        fs::remove(kept);
        if (fs::exists(file))
            fs::rename(file, kept);
    }
}

}  // namespace

ExitCode restore(const RestoreOptions& options)
{
    const auto surroundings = read_surroundings("", {.config = false, .tokens = false});
    if (!surroundings)
        return kUsage;
    const std::string& database = surroundings->environment.database;
    const bool is_there = fs::exists(database);
    if (is_there && !options.is_forced)
        return refuse(database + " exists. Add --force to replace it; it is then kept as " + database +
                      ".before-restore.");
    if (const ExitCode verified = verify_file(options.source); verified != kGood)
        return verified;
    if (is_there)
        if (auto unused = check_unused(database); !unused)
            return refuse(database + ": " + unused.error().detail() + " Stop the bot first.");

    const std::string fresh = database + ".restoring";
    fs::remove(fresh);
    {
        Progress progress("restoring");
        const auto copied = store::backup_sqlite(options.source, fresh,
                                                 [&](int done, int total) { progress.show(done, total); });
        if (!copied)
            return refuse(copied.error().detail());
    }
    keep_old(database);
    fs::rename(fresh, database);
    std::cout << database << " is now " << options.source << "\n";
    return kGood;
}

}  // namespace deskbell::bot
