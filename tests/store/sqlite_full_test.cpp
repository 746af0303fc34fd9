// What a disk that is full, or at fault, does to the store: new work is refused, old work stays, and it goes
// on.
#include "tests/store/running.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::store;

namespace {

constexpr rlim_t kRoom = 1 << 20;  // for each file

std::string faults_of(const std::string& path)
{
    const auto db = open_sqlite_connection(path, true);
    if (!db)
        return db.error().detail();
    std::string out;
    for (const std::string& fault : verify(**db, nullptr).faults) out += fault + "\n";
    return out;
}

}  // namespace

TEST_CASE(
    "a log that a long reader let grow over the whole disk is cut when the reader is gone, and work goes on",
    "[store][sqlite]")
{
    Running desk;
    REQUIRE(desk.run(raising("before")));
    const rlim_t disk_size = std::filesystem::file_size(desk.path + "-wal") + kRoom;
    const FileLimit disk(disk_size);
    {
        const auto reader = open_sqlite_connection(desk.path, true);
        REQUIRE(reader);
        REQUIRE(Records(**reader).count() == 1);
        int stored = 0;
        while (stored < 10'000 && desk.run(raising("x"))) ++stored;
        REQUIRE(stored > 10);
        REQUIRE(stored < 10'000);
        const auto refused = desk.run(raising("too late"));
        CHECK(has_code(refused, Errc::unavailable));
    }
    // The first job may still find the log full; what it meets makes room for the next one.
    const bool at_once = static_cast<bool>(desk.run(raising("after")));
    CHECK((at_once || desk.run(raising("after"))));
    CHECK(std::filesystem::file_size(desk.path + "-wal") < disk_size / 2);
    desk.store->stop();
    CHECK(faults_of(desk.path).empty());
}

TEST_CASE("a write that fails in the middle of a job is the disk's fault, not a bug", "[store][sqlite]")
{
    Running desk;
    REQUIRE(desk.run(raising("before")));
    {
        const FileLimit full(std::filesystem::file_size(desk.path + "-wal") + 4096);
        const auto refused = desk.run([](Unit& unit) -> Result<void> {
            for (int i = 0; i < 100; ++i) raise(unit, "incident", {{"title", std::string(100'000, 'x')}});
            return {};
        });
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code() == Errc::unavailable);
    }
    CHECK(desk.stored() == "before");
    CHECK(desk.run(raising("after")));
    CHECK(desk.stored() == "before after");
    desk.store->stop();
    CHECK(faults_of(desk.path).empty());
}

TEST_CASE("a command of the operator changes the database beside a running desk, and not when it is refused",
          "[store][sqlite]")
{
    Running desk;
    REQUIRE(desk.run(raising("desk")));
    REQUIRE(run_beside(desk.path, kClock, raising("operator")));
    CHECK(has_code(run_beside(desk.path, kClock,
                              [](Unit& unit) -> Result<void> {
                                  raise(unit, "incident", {{"title", "half"}});
                                  return Error(Errc::conflict, "no");
                              }),
                   Errc::conflict));
    REQUIRE(desk.run(raising("desk again")));
    CHECK(desk.stored() == "desk operator desk again");
    CHECK(has_code(run_beside(desk.folder.file("none.db"), kClock, raising("x")), Errc::invalid_input));
}
