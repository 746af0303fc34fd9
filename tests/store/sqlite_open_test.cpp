#include "store/sqlite/sqlite_store.hpp"
#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

using namespace deskbell;
using namespace deskbell::store;

namespace {

const FixedClock kClock;

unsigned mode_of(const std::string& path)
{
    struct stat info {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    return info.st_mode & 0777U;
}

void write_file(const std::string& path, std::string_view bytes)
{
    std::ofstream(path, std::ios::binary) << bytes;
}

std::string read_file(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A closed database with `records` records.
void make_database(const std::string& path, int records)
{
    auto db = open_sqlite_connection(path, false);
    REQUIRE(db);
    Unit unit(**db, at(0));
    (*db)->execute("BEGIN");
    for (int i = 0; i < records; ++i) raise(unit, "incident", {{"title", std::string(500, 'x')}});
    (*db)->execute("COMMIT");
}

Error refusal(const std::string& path)
{
    const auto opened = open_sqlite_store(path, kClock);
    REQUIRE_FALSE(opened);
    return opened.error();
}

bool says(const Error& error, std::string_view words)
{
    return error.detail().find(words) != std::string::npos;
}

/// Gives up root's right to write everything, if the tests run as root.
class Unprivileged {
public:
    Unprivileged() : was_root_(::geteuid() == 0)
    {
        if (was_root_)
            REQUIRE(::seteuid(65534) == 0);
    }
    ~Unprivileged()
    {
        if (was_root_ && ::seteuid(0) != 0)
            std::abort();
    }

private:
    bool was_root_;
};

}  // namespace

TEST_CASE("a new database and everything beside it can be read by its owner only", "[store][sqlite]")
{
    Folder folder;
    const mode_t before = ::umask(GENERATE(0000, 0022, 0277));
    const std::string path = folder.file("desk.db");
    const auto db = open_sqlite_connection(path, false);
    ::umask(before);
    REQUIRE(db);
    for (const auto* suffix : {"", "-wal", "-shm"}) CHECK(mode_of(path + suffix) == 0600);
    CHECK((mode_of(path + ".lock") & 0077U) == 0);
}

TEST_CASE("a second program on the same database is refused with the reason", "[store][sqlite]")
{
    Folder folder;
    const std::string path = folder.file("desk.db");
    {
        const auto first = open_sqlite_store(path, kClock);
        REQUIRE(first);
        const Error error = refusal(path);
        CHECK(error.code() == Errc::unavailable);
        CHECK(says(error, "Another Deskbell (process " + std::to_string(::getpid()) + ")"));
        CHECK_FALSE(open_sqlite_connection(path, false));
        CHECK(open_sqlite_connection(path, true));
    }
    CHECK(open_sqlite_store(path, kClock));
}

TEST_CASE("a file that is not a database is refused and left as it is", "[store][sqlite]")
{
    Folder folder;
    const std::string path = folder.file("notes.txt");
    const std::string notes = "Dear diary, " + std::string(5000, 'x');
    write_file(path, notes);
    const Error error = refusal(path);
    CHECK(error.code() == Errc::invalid_input);
    CHECK(says(error, "damaged or not a database"));
    CHECK(read_file(path) == notes);
}

TEST_CASE("another program's database is refused and left as it is", "[store][sqlite]")
{
    Folder folder;
    const std::string path = folder.file("other.db");
    make_database(path, 0);
    {
        const auto db = open_sqlite_connection(path, false);
        (*db)->execute("DROP TABLE migration");
    }
    const std::string before = read_file(path);
    CHECK(says(refusal(path), "not one of Deskbell"));
    CHECK(read_file(path) == before);
    CHECK(says(open_sqlite_connection(path, true).error(), "not a database of Deskbell"));
}

TEST_CASE("a damaged database is refused with the way out", "[store][sqlite]")
{
    Folder folder;
    const std::string path = folder.file("desk.db");
    make_database(path, 200);
    std::string bytes = read_file(path);

    SECTION("cut short") { bytes.resize(bytes.size() / 2); }
    SECTION("overwritten in the middle") { bytes.replace(bytes.size() / 2, 20'000, 20'000, '\x5A'); }
    write_file(path, bytes);
    const Error error = refusal(path);
    CHECK(error.code() == Errc::invalid_input);
    CHECK(says(error, "damaged"));
    CHECK(says(error, "deskbell restore"));
}

TEST_CASE("a read-only database is refused with what has to be allowed", "[store][sqlite]")
{
    Folder folder;
    const std::string path = folder.file("desk.db");
    make_database(path, 1);
    REQUIRE(::chmod(path.c_str(), 0444) == 0);
    REQUIRE(::chmod((path + ".lock").c_str(), 0666) == 0);
    REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
    const Unprivileged somebody;
    const Error error = refusal(path);
    CHECK(error.code() == Errc::invalid_input);
    CHECK(says(error, "read-only"));
}

TEST_CASE("a folder that is missing or not writable is refused", "[store][sqlite]")
{
    Folder folder;
    CHECK(says(refusal(folder.file("missing/desk.db")), "must exist and be writable"));

    REQUIRE(::chmod(folder.path().c_str(), 0555) == 0);
    const Unprivileged somebody;
    const Error error = refusal(folder.file("desk.db"));
    CHECK(error.code() == Errc::invalid_input);
    CHECK(says(error, "must exist and be writable"));
}

TEST_CASE("a database of a newer program is refused", "[store][sqlite]")
{
    Folder folder;
    const std::string path = folder.file("desk.db");
    {
        const auto db = open_sqlite_connection(path, false);
        REQUIRE(db);
        (*db)->execute("INSERT INTO migration (id, checksum) VALUES ('kernel/9999-future', 'x')");
    }
    CHECK(refusal(path).code() == Errc::invalid_input);
    CHECK(says(refusal(path), "newer Deskbell"));
    CHECK(says(open_sqlite_connection(path, true).error(), "newer Deskbell"));
}

TEST_CASE("reading needs a database that is there", "[store][sqlite]")
{
    Folder folder;
    const auto opened = open_sqlite_connection(folder.file("desk.db"), true);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code() == Errc::invalid_input);
    CHECK_FALSE(std::filesystem::exists(folder.file("desk.db")));
}

TEST_CASE("a reading connection keeps to one moment, and cannot write", "[store][sqlite]")
{
    Folder folder;
    const std::string path = folder.file("desk.db");
    const auto writer = open_sqlite_connection(path, false);
    const auto reader = open_sqlite_connection(path, true);
    REQUIRE(writer);
    REQUIRE(reader);
    Unit writing(**writer, at(0)), reading(**reader, at(0));
    CHECK(reading.records.count() == 0);
    raise(writing, "incident", {});
    CHECK(reading.records.count() == 0);
    CHECK_THROWS_AS(raise(reading, "incident", {}), DatabaseError);
}

TEST_CASE("a database in memory serves one connection", "[store][sqlite]")
{
    const auto db = open_sqlite_connection(":memory:", false);
    REQUIRE(db);
    Unit unit(**db, at(0));
    CHECK(raise(unit, "incident", {}).number == 1);
    CHECK(refusal(":memory:").code() == Errc::invalid_input);
}

TEST_CASE("what was written is there after closing and opening", "[store][sqlite]")
{
    Folder folder;
    const std::string path = folder.file("desk.db");
    make_database(path, 3);
    const auto db = open_sqlite_connection(path, false);
    REQUIRE(db);
    CHECK(Records(**db).count() == 3);
}

TEST_CASE("a row that names what does not exist is found, even when the rule was switched off",
          "[store][sqlite]")
{
    Fresh fresh;
    fresh.db().execute(
        "PRAGMA foreign_keys = OFF;"
        "INSERT INTO timer (key, kind, record_id, due_at) VALUES ('t', 'close', 42, 0)");
    const auto report = verify(fresh.db(), nullptr);
    REQUIRE(report.faults.size() == 1);
    CHECK(report.faults.front() == "1 rows of timer name a record that does not exist");
}

TEST_CASE("a statement can be used twice at the same time", "[store][sqlite]")
{
    Fresh fresh;
    fresh.unit.directory.set_members("C1", {"U1", "U2"});
    const char* sql = "SELECT user_id FROM membership ORDER BY user_id LIMIT 9";
    const auto outer = fresh.db().query(sql);
    REQUIRE(outer->step());
    const auto inner = fresh.db().query(sql);
    REQUIRE(inner->step());
    REQUIRE(inner->step());
    CHECK(inner->text(0) == "U2");
    CHECK(outer->text(0) == "U1");
    CHECK(outer->step());
    CHECK_FALSE(outer->step());
    CHECK_FALSE(outer->step());
}

TEST_CASE("a database from before there was an index is indexed when it is opened", "[store][sqlite]")
{
    const Folder folder;
    const std::string path = folder.file("old.db");
    make_database(path, 3);
    {
        auto db = open_sqlite_connection(path, false);
        REQUIRE(db);
        (*db)->execute("DROP TABLE record_words; DROP TABLE entry_words");
    }
    auto db = open_sqlite_connection(path, false);
    REQUIRE(db);
    Unit unit(**db, at(0));
    RecordFilter filter;
    filter.visible.everything = true;
    filter.words = "incident-2";
    CHECK(unit.records.list(filter).total == 1);
}
