#include "tests/store/running.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace deskbell;
using namespace deskbell::store;

TEST_CASE("a job is stored when it is reported, not before", "[store][sqlite]")
{
    std::promise<std::string> seen_inside, seen_after;
    Running desk;
    REQUIRE(desk.store->submit(
        [&](Unit& unit) -> Result<void> {
            raise(unit, "incident", {{"title", "a"}});
            seen_inside.set_value(desk.stored());
            return {};
        },
        [&](Result<void> result) { seen_after.set_value(result ? desk.stored() : "failed"); }));
    CHECK(seen_inside.get_future().get().empty());
    CHECK(seen_after.get_future().get() == "a");
}

TEST_CASE("jobs that wait together are stored together", "[store][sqlite]")
{
    std::promise<std::string> after_first;
    Running desk;
    desk.as_one_group([&] {
        REQUIRE(
            desk.store->submit(raising("a"), [&](Result<void>) { after_first.set_value(desk.stored()); }));
        desk.submit(raising("b"));
    });
    CHECK(after_first.get_future().get() == "a b");
}

TEST_CASE("who is done does not wait for the jobs behind when the group has taken long", "[store][sqlite]")
{
    std::atomic<bool> is_told = false, was_told_before = false;
    Running desk;
    desk.as_one_group([&] {
        REQUIRE(desk.store->submit(
            [](Unit& unit) -> Result<void> {
                const auto end = std::chrono::steady_clock::now() + 2 * Store::kBatchTime;
                while (std::chrono::steady_clock::now() < end) std::this_thread::yield();
                raise(unit, "incident", {{"title", "slow"}});
                return {};
            },
            [&](Result<void>) { is_told = desk.stored() == "slow"; }));
        desk.submit([&](Unit& unit) -> Result<void> {
            was_told_before = is_told.load();
            raise(unit, "incident", {{"title", "next"}});
            return {};
        });
    });
    desk.store->stop();
    CHECK(was_told_before);
    CHECK(desk.stored() == "slow next");
}

TEST_CASE("a job that fails in the middle of a group takes back its own effects only", "[store][sqlite]")
{
    const auto failing = GENERATE(0, 1, 2, 3);
    Running desk;
    desk.as_one_group([&] {
        desk.submit(raising("a"));
        desk.submit([failing](Unit& unit) -> Result<void> {
            raise(unit, "incident", {{"title", "half"}});
            if (failing == 1)
                throw std::logic_error("bug");
            if (failing == 2)
                throw 42;
            if (failing == 3)
                unit.db.execute("INSERT INTO comment (id) VALUES (1)");
            return Error(Errc::conflict, "look again");
        });
        desk.submit(raising("b"));
    });
    CHECK(desk.outcomes[0].get());
    CHECK(has_code(desk.outcomes[1].get(), failing == 0 ? Errc::conflict : Errc::internal));
    CHECK(desk.outcomes[2].get());
    CHECK(desk.stored() == "a b");
    REQUIRE(desk.look([](Unit& unit) -> Result<void> {
        const bool is_gap_free = unit.records.find("incident", 2)->at("title") == "b";
        return is_gap_free ? Result<void>{} : Error(Errc::internal, "the numbers have a gap");
    }));
}

TEST_CASE("jobs run and report in the order of their arrival", "[store][sqlite]")
{
    std::vector<int> ran, reported;
    Running desk;
    desk.as_one_group([&] {
        for (int i = 0; i < 600; ++i)
            REQUIRE(desk.store->submit(
                [&ran, i](Unit&) -> Result<void> {
                    ran.push_back(i);
                    return {};
                },
                [&reported, i](Result<void>) { reported.push_back(i); }));
    });
    desk.store->stop();
    CHECK(ran.size() == 600);
    CHECK(std::is_sorted(ran.begin(), ran.end()));
    CHECK(reported == ran);
}

TEST_CASE("all of a job happens at one instant", "[store][sqlite]")
{
    Running desk;
    CHECK(desk.run([](Unit& unit) -> Result<void> {
        return unit.now == at(0) ? Result<void>{} : Error(Errc::internal, "another time");
    }));
}

TEST_CASE("when the database is full the job is refused, and work goes on when there is room",
          "[store][sqlite]")
{
    Running desk;
    const auto limit = [&](std::string_view pages) {
        return desk.run([sql = "PRAGMA max_page_count = " + std::string(pages)](Unit& unit) -> Result<void> {
            unit.db.query(sql)->step();
            return {};
        });
    };
    REQUIRE(limit("1"));  // SQLite raises it to what is in use
    desk.as_one_group([&] {
        desk.submit(raising("small"));
        desk.submit(raising(std::string(100'000, 'x')));
        desk.submit(raising("too"));
    });
    CHECK(desk.outcomes[0].get());
    const auto big = desk.outcomes[1].get();
    CHECK(has_code(big, Errc::unavailable));
    CHECK(big.error().detail().find("disk is full") != std::string::npos);
    CHECK(desk.outcomes[2].get());
    CHECK(desk.stored() == "small too");

    REQUIRE(limit("1000000"));
    CHECK(desk.run(raising("again")));
    CHECK(desk.stored() == "small too again");
}

TEST_CASE("when the commit fails, nobody of the group is told that it was stored", "[store][sqlite]")
{
    Running desk;
    REQUIRE(desk.run(raising("before")));
    const auto log_size = std::filesystem::file_size(desk.path + "-wal");
    {
        const FileLimit full(log_size);
        desk.as_one_group([&] {
            desk.submit(raising("a"));
            desk.submit([](Unit&) -> Result<void> { return Error(Errc::forbidden, "not yours"); });
            desk.submit(raising("b"));
        });
        CHECK(has_code(desk.outcomes[0].get(), Errc::unavailable));
        CHECK(has_code(desk.outcomes[1].get(), Errc::forbidden));
        CHECK(has_code(desk.outcomes[2].get(), Errc::unavailable));
    }
    CHECK(desk.stored() == "before");
    CHECK(desk.run(raising("after")));
    CHECK(desk.stored() == "before after");
}

TEST_CASE("when a failure ends the whole transaction, the jobs before it hear so and those behind it run",
          "[store][sqlite]")
{
    Running desk;
    desk.as_one_group([&] {
        desk.submit(raising("lost"));
        // What SQLite does by itself on some I/O errors.
        desk.submit([](Unit& unit) -> Result<void> {
            unit.db.execute("ROLLBACK");
            throw DatabaseError(DatabaseError::Kind::full, "database or disk is full");
        });
        desk.submit(raising("kept"));
    });
    CHECK(has_code(desk.outcomes[0].get(), Errc::unavailable));
    CHECK(has_code(desk.outcomes[1].get(), Errc::unavailable));
    CHECK(desk.outcomes[2].get());
    CHECK(desk.stored() == "kept");
}

TEST_CASE("while somebody else holds the database, jobs are refused as busy", "[store][sqlite]")
{
    Running desk;
    REQUIRE(desk.run([](Unit& unit) -> Result<void> {
        unit.db.query("PRAGMA busy_timeout = 0")->step();
        return {};
    }));
    // An operator who does not heed the lock file.
    std::filesystem::remove(desk.path + ".lock");
    const auto operators = open_sqlite_connection(desk.path, false);
    REQUIRE(operators);
    (*operators)->execute("BEGIN IMMEDIATE");
    for (const auto* title : {"a", "b"}) {
        const auto refused = desk.run(raising(title));
        CHECK(has_code(refused, Errc::unavailable));
        CHECK(refused.error().detail().find("busy") != std::string::npos);
    }
    (*operators)->execute("ROLLBACK");
    CHECK(desk.run(raising("c")));
    CHECK(desk.stored() == "c");
}

TEST_CASE("a callback that throws does not hurt the next job", "[store][sqlite]")
{
    Running desk;
    REQUIRE(desk.store->submit(raising("a"), [](Result<void>) { throw std::runtime_error("no"); }));
    CHECK(desk.run(raising("b")));
    CHECK(desk.stored() == "a b");
}

TEST_CASE("a reading job sees what was stored before it, and one moment only", "[store][sqlite]")
{
    Running desk;
    REQUIRE(desk.run(raising("a")));
    std::int64_t before = -1, after = -1;
    REQUIRE(desk.look([&](Unit& unit) -> Result<void> {
        before = unit.records.count();
        const auto written = desk.run(raising("b"));
        after = unit.records.count();
        return written;
    }));
    CHECK(before == 1);
    CHECK(after == 1);
    CHECK(desk.look([](Unit& unit) -> Result<void> {
        return unit.records.count() == 2 ? Result<void>{} : Error(Errc::internal, "not the newest");
    }));
}

TEST_CASE("a reading job that writes or throws is refused, and the next one works", "[store][sqlite]")
{
    Running desk;
    CHECK_FALSE(desk.look(raising("a")));
    CHECK(has_code(desk.look([](Unit&) -> Result<void> { throw std::logic_error("bug"); }), Errc::internal));
    CHECK(desk.look([](Unit&) -> Result<void> { return {}; }));
    CHECK(desk.stored().empty());
}

TEST_CASE("a reading job that takes long holds up no other", "[store][sqlite]")
{
    std::promise<void> second_has_run;
    Running running;
    std::future<Result<void>> first, second;
    Work waits = [&](Unit&) -> Result<void> {
        const bool came =
            second_has_run.get_future().wait_for(std::chrono::seconds(10)) == std::future_status::ready;
        return came ? Result<void>() : Error(Errc::internal, "the other one did not run meanwhile");
    };
    Work runs = [&](Unit&) -> Result<void> {
        second_has_run.set_value();
        return {};
    };
    REQUIRE(running.store->read(std::move(waits), Running::keep(first)));
    REQUIRE(running.store->read(std::move(runs), Running::keep(second)));
    CHECK(first.get());
    CHECK(second.get());
}

TEST_CASE("a full queue says no at once, and calls nothing", "[store][sqlite]")
{
    std::atomic<int> done = 0;
    Running desk;
    desk.as_one_group([&] {
        const auto add = [&] {
            return desk.store->submit([](Unit&) -> Result<void> { return {}; },
                                      [&](Result<void>) { ++done; });
        };
        for (std::size_t i = 0; i < Store::kQueueBound; ++i) REQUIRE(add());
        CHECK_FALSE(add());
    });
    desk.store->stop();
    CHECK(done == static_cast<int>(Store::kQueueBound));
}

TEST_CASE("stopping finishes what was accepted and refuses the rest", "[store][sqlite]")
{
    Running desk;
    for (const auto* title : {"a", "b", "c"}) desk.submit(raising(title));
    desk.store->stop();
    for (auto& outcome : desk.outcomes) CHECK(outcome.get());
    CHECK(desk.stored() == "a b c");
    CHECK_FALSE(desk.store->submit(raising("d"), [](Result<void>) {}));
    CHECK_FALSE(desk.store->read(raising("d"), [](Result<void>) {}));
    desk.store->stop();
}

TEST_CASE("many threads can submit and read at the same time", "[store][sqlite]")
{
    std::atomic<int> stored = 0, looked = 0;
    Running desk;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 25; ++i) {
                while (!desk.store->submit(raising("x"), [&](Result<void> r) { stored += r ? 1 : 0; }))
                    std::this_thread::yield();
                while (!desk.store->read(
                    [](Unit& u) -> Result<void> { return u.records.count(), Result<void>{}; },
                    [&](Result<void> r) { looked += r ? 1 : 0; }))
                    std::this_thread::yield();
            }
        });
    for (auto& thread : threads) thread.join();
    desk.store->stop();
    CHECK(stored == 100);
    CHECK(looked == 100);
    const auto db = open_sqlite_connection(desk.path, true);
    REQUIRE(db);
    CHECK(Records(**db).count() == 100);
    CHECK(verify(**db, nullptr).faults.empty());
}
