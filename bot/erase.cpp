#include "bot/clock.hpp"
#include "bot/commands.hpp"
#include "bot/private_file.hpp"
#include "bot/progress.hpp"
#include "bot/surroundings.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/evidence/erase_steps.hpp"
#include "store/sha256.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <unistd.h>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace deskbell::bot {

namespace {

using kernel::Desk;

/// What the pseudonyms are keyed with. Not in the database: whoever has that alone cannot try out people's
/// ids.
Result<std::string> key_beside(const std::string& database)
{
    const std::string path = database + ".erasure-key";
    if (std::filesystem::exists(path)) {
        std::ifstream file(path);
        std::string key;
        if (std::getline(file, key) && !key.empty())
            return key;
        return Error(Errc::invalid_input, "cannot read " + path + ". Check its owner and permissions.");
    }
    const std::string key = store::random_hex() + store::random_hex();
    PrivateFile file(path);
    if (auto opened = file.open(); !opened)
        return opened.error();
    file.write(key + "\n");
    if (auto finished = file.finish(); !finished)
        return finished.error();
    return key;
}

/// Steps in short transactions beside the running bot; what only reads has a connection of its own.
kernel::ErasureSteps steps_on(const std::string& database, const SystemClock& clock, Progress& progress)
{
    kernel::ErasureSteps steps;
    steps.write = [&](const kernel::ErasureSteps::Act& act) {
        return store::run_beside(database, clock, [&](store::Unit& unit) -> Result<void> {
            act(unit);
            return {};
        });
    };
    steps.read = [&](const kernel::ErasureSteps::Act& act) -> Result<void> {
        const auto connection = store::open_sqlite_connection(database, true);
        if (!connection)
            return connection.error();
        store::Unit unit(**connection, clock.now());
        act(unit);
        return {};
    };
    steps.progress = [&](std::int64_t done, std::int64_t total) { progress.show(done, total); };
    return steps;
}

void print(const std::string& user, const kernel::ErasureReport& report)
{
    std::cout << user << " is " << report.pseudonym << " now.\n  "
              << counted(static_cast<std::size_t>(report.records), "record") << " rewritten\n";
    for (const auto& [column, count] : report.others)
        std::cout << "  " << counted(static_cast<std::size_t>(count), "value") << " of " << column << "\n";
    std::cout << "Looked for besides the id: "
              << counted(report.names, "name or channel", "names or channels")
              << ". What Slack keeps, backups and files exported before are not touched.\n";
}

/// Asks whoever sits at the terminal. The person's name shows whether it is the right one.
bool is_confirmed(const std::string& user, const std::string& name)
{
    std::cerr << "Erase " << user << (name.empty() ? "" : " (" + name + ")")
              << " from the database? Their words are lost. Type the id again: " << std::flush;
    std::string typed;
    return std::getline(std::cin, typed) && trimmed(typed) == user;
}

}  // namespace

ExitCode erase(const EraseOptions& options)
{
    const bool is_id = options.user.size() >= 2 && std::ranges::all_of(options.user, [](unsigned char c) {
                           return std::isdigit(c) || (c >= 'A' && c <= 'Z');
                       });
    if (!is_id || (options.user[0] != 'U' && options.user[0] != 'W'))
        return refuse("--user: give the Slack user id, such as U012ABCDEF (profile, ⋮, Copy member ID).");
    const auto surroundings = read_surroundings(options.config_file, {.config = true, .tokens = false});
    if (!surroundings)
        return kUsage;
    const std::string& database = surroundings->environment.database;
    std::string name;
    {
        const auto connection = store::open_sqlite_connection(database, true);
        if (!connection)
            return refuse("DESKBELL_DATABASE: " + connection.error().detail());
        const auto person = store::Unit(**connection, SystemClock().now()).directory.person(options.user);
        name = person ? person->name : "";
    }
    if (!options.is_sure && ::isatty(STDIN_FILENO) != 1)
        return refuse("Nobody is there to ask. Add --yes if you are sure.");
    if (!options.is_sure && !is_confirmed(options.user, name))
        return refuse("Nothing was erased.");
    const auto key = key_beside(database);
    if (!key)
        return refuse(key.error().detail());
    const Desk desk(all_processes(), surroundings->config.settings, {});
    const std::string keyed =
        store::sha256_hex(store::Canonical{}.add("deskbell erasure 1").add(*key).add(options.user).bytes());
    Progress progress("erasing");
    const SystemClock clock;
    const auto report =
        kernel::erase_person(desk, {options.user, keyed, options.names}, steps_on(database, clock, progress));
    if (!report)
        return refuse(report.error().detail() + " Run it again: it goes on where it stopped.");
    print(options.user, *report);
    return kGood;
}

}  // namespace deskbell::bot
