#include "bot/commands.hpp"
#include "bot/progress.hpp"
#include "bot/surroundings.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <filesystem>
#include <iostream>

namespace deskbell::bot {

ExitCode backup(const std::string& target)
{
    const auto surroundings = read_surroundings("", {.config = false, .tokens = false});
    if (!surroundings)
        return kUsage;
    const std::string& source = surroundings->environment.database;
    std::error_code ec;
    if (!std::filesystem::is_regular_file(source, ec)) {
        std::cerr << "DESKBELL_DATABASE: there is no database at " << source << ".\n";
        return kUsage;
    }
    Progress progress("copying");
    const auto copied =
        store::backup_sqlite(source, target, [&](int done, int total) { progress.show(done, total); });
    if (!copied) {
        std::cerr << copied.error().detail() << "\n";
        return copied.error().code() == Errc::conflict ? kUsage : kCheckFailed;
    }
    std::cout << target << ": " << std::filesystem::file_size(target, ec) << " bytes\n";
    return kGood;
}

}  // namespace deskbell::bot
