#include "store/sqlite/sqlite_store.hpp"
#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <fstream>

using namespace deskbell;
using namespace deskbell::store;

namespace {

std::int64_t records_in(const std::string& path)
{
    const auto db = open_sqlite_connection(path, true);
    REQUIRE(db);
    CHECK(verify(**db, nullptr).faults.empty());
    return Records(**db).count();
}

}  // namespace

TEST_CASE("a backup of a running desk is restored with everything in it", "[store][sqlite]")
{
    Folder folder;
    const std::string source = folder.file("desk.db"), copy = folder.file("copy.db"),
                      back = folder.file("back.db");
    const auto running = open_sqlite_connection(source, false);
    REQUIRE(running);
    Unit unit(**running, at(0));
    (*running)->execute("BEGIN");
    for (int i = 0; i < 500; ++i) raise(unit, "incident", {{"title", std::string(3000, 'x')}});
    (*running)->execute("COMMIT");

    int calls = 0, last_done = 0, last_total = -1;
    const auto saved = backup_sqlite(source, copy, [&](int done, int total) {
        // A desk at work must not start the copy again.
        raise(unit, "incident", {});
        ++calls, last_done = done, last_total = total;
    });
    REQUIRE(saved);
    CHECK(calls > 1);
    CHECK(last_done == last_total);
    CHECK(records_in(copy) == 500);

    struct stat info {};
    REQUIRE(::stat(copy.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777U) == 0600);
    CHECK_FALSE(std::filesystem::exists(copy + "-wal"));
    CHECK_FALSE(std::filesystem::exists(copy + ".partial"));

    REQUIRE(backup_sqlite(copy, back, nullptr));
    CHECK(records_in(back) == 500);
    const auto again = open_sqlite_connection(back, false);
    REQUIRE(again);
    Unit restored(**again, at(0));
    CHECK(raise(restored, "incident", {}).number == 501);
}

TEST_CASE("a backup does not overwrite anything", "[store][sqlite]")
{
    Folder folder;
    const std::string source = folder.file("desk.db"), target = folder.file("keep.txt");
    REQUIRE(open_sqlite_connection(source, false));
    std::ofstream(target) << "precious";
    const auto saved = backup_sqlite(source, target, nullptr);
    REQUIRE_FALSE(saved);
    CHECK(saved.error().code() == Errc::conflict);
    std::string word;
    std::ifstream(target) >> word;
    CHECK(word == "precious");
}

TEST_CASE("what is no database of Deskbell is not backed up, and leaves nothing behind", "[store][sqlite]")
{
    Folder folder;
    const std::string source = folder.file("notes.txt"), target = folder.file("copy.db");
    std::ofstream(source) << std::string(5000, 'x');
    CHECK(backup_sqlite(source, target, nullptr).error().code() == Errc::invalid_input);
    CHECK(backup_sqlite(folder.file("missing.db"), target, nullptr).error().code() == Errc::invalid_input);
    CHECK_FALSE(std::filesystem::exists(target));
    CHECK_FALSE(std::filesystem::exists(target + ".partial"));
}

TEST_CASE("the rest of an earlier backup that was cut short is not in the way", "[store][sqlite]")
{
    Folder folder;
    const std::string source = folder.file("desk.db"), target = folder.file("copy.db");
    REQUIRE(open_sqlite_connection(source, false));
    std::ofstream(target + ".partial") << "half";
    CHECK(backup_sqlite(source, target, nullptr));
    CHECK(records_in(target) == 0);
}
