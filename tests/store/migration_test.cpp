#include "store/migration.hpp"
#include "store/schema.hpp"
#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace deskbell;
using namespace deskbell::store;

namespace {

/// The real schema with `extra` behind it.
std::vector<Migration> extended(std::initializer_list<Migration> extra)
{
    std::vector<Migration> out(schema().begin(), schema().end());
    out.insert(out.end(), extra);
    return out;
}

constexpr Migration kDesk{"test/0001-desk",
                          "CREATE TABLE desk (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"};

}  // namespace

TEST_CASE("a step is applied once, with the driver's words for its key", "[store][conformance]")
{
    Fresh fresh;
    const auto steps = extended({kDesk});
    CHECK(*migrate(fresh.db(), steps, "TEXT PRIMARY KEY") == 1);
    CHECK(*migrate(fresh.db(), steps, "TEXT PRIMARY KEY") == 0);
    fresh.db().execute("INSERT INTO desk (id, name) VALUES ('not a number', 'x')");
    CHECK(check_migrated(fresh.db(), steps));
}

TEST_CASE("an edited step is refused", "[store][conformance]")
{
    Fresh fresh;
    REQUIRE(migrate(fresh.db(), extended({kDesk}), kKeyPlaceholder));
    const auto edited = extended({Migration{kDesk.id, "CREATE TABLE desk (id INTEGER PRIMARY KEY);"}});
    const auto result = migrate(fresh.db(), edited, kKeyPlaceholder);
    REQUIRE_FALSE(result);
    CHECK(result.error().code() == Errc::internal);
    CHECK(result.error().detail().find(kDesk.id) != std::string::npos);
}

TEST_CASE("a database of a newer Deskbell is refused before anything is done to it", "[store][conformance]")
{
    Fresh fresh;
    REQUIRE(migrate(fresh.db(), extended({kDesk}), kKeyPlaceholder));
    const auto other =
        extended({Migration{"test/0002-chair", "CREATE TABLE chair (id INTEGER PRIMARY KEY);"}});
    const auto result = migrate(fresh.db(), other, kKeyPlaceholder);
    REQUIRE_FALSE(result);
    CHECK(result.error().code() == Errc::invalid_input);
    CHECK(result.error().detail().find("newer Deskbell") != std::string::npos);
    CHECK_THROWS_AS(fresh.db().execute("SELECT * FROM chair"), DatabaseError);
}

TEST_CASE("a step that fails leaves nothing behind, and the steps before it stay", "[store][conformance]")
{
    Fresh fresh;
    const auto steps = extended({kDesk, Migration{"test/0002-bad",
                                                  "CREATE TABLE chair (id INTEGER PRIMARY KEY);"
                                                  "CREATE TABLE desk (id INTEGER PRIMARY KEY);"}});
    CHECK_THROWS_AS(migrate(fresh.db(), steps, kKeyPlaceholder), DatabaseError);
    CHECK_THROWS_AS(fresh.db().execute("SELECT * FROM chair"), DatabaseError);
    CHECK(check_migrated(fresh.db(), extended({kDesk})));
}

TEST_CASE("a reader refuses a database that still lacks a step", "[store][conformance]")
{
    Fresh fresh;
    const auto result = check_migrated(fresh.db(), extended({kDesk}));
    REQUIRE_FALSE(result);
    CHECK(result.error().code() == Errc::invalid_input);
    CHECK(result.error().detail().find("older Deskbell") != std::string::npos);
}

TEST_CASE("the ids of the steps differ and sort in order", "[store]")
{
    std::set<std::string_view> seen;
    for (const Migration& step : schema()) {
        CHECK((seen.empty() || *seen.rbegin() < step.id));
        CHECK(seen.insert(step.id).second);
    }
}
