#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::store;

TEST_CASE("a record comes back as it was saved", "[store][conformance]")
{
    Fresh fresh;
    const Attributes attributes{
        {"title", "Ünïcødé 🦕 & <b>\"\\"}, {"empty", ""}, {"state", "new"}, {"details", "a\nb"}};
    const Record made = raise(fresh.unit, "incident", attributes);

    const auto found = fresh.unit.records.find(made.id);
    REQUIRE(found);
    CHECK(found->process == "incident");
    CHECK(found->number == 1);
    CHECK(found->version == 1);
    CHECK(found->created_at == at(0));
    CHECK(found->updated_at == at(0));
    CHECK(found->attributes == made.attributes);
    CHECK(found->at("title") == attributes.at("title"));
    CHECK(fresh.unit.records.find("incident", 1)->id == made.id);
    CHECK(fresh.unit.records.count() == 1);
}

TEST_CASE("what does not exist is not found, and cannot be saved", "[store][conformance]")
{
    Fresh fresh;
    CHECK_FALSE(fresh.unit.records.find(1));
    CHECK_FALSE(fresh.unit.records.find("incident", 1));
    Record ghost;
    ghost.id = 7;
    ghost.process = "incident";
    CHECK_THROWS_AS(fresh.unit.records.save(ghost), DatabaseError);
}

TEST_CASE("numbers count from one per process", "[store][conformance]")
{
    Fresh fresh;
    for (std::int64_t n = 1; n <= 3; ++n) {
        CHECK(raise(fresh.unit, "incident", {}).number == n);
        CHECK(raise(fresh.unit, "request", {}).number == n);
    }
}

TEST_CASE("a transaction that is taken back leaves no gap in the numbers", "[store][conformance]")
{
    Fresh fresh;
    raise(fresh.unit, "incident", {});
    fresh.db().execute("BEGIN");
    CHECK(raise(fresh.unit, "incident", {}).number == 2);
    fresh.db().execute("ROLLBACK");
    CHECK(raise(fresh.unit, "incident", {}).number == 2);
}

TEST_CASE("a thread has one record", "[store][conformance]")
{
    Fresh fresh;
    const Attributes source{{"source_channel", "C1"}, {"source_ts", "1700000000.000100"}};
    const Record first = raise(fresh.unit, "request", source);
    CHECK(fresh.unit.records.find_source("C1", "1700000000.000100")->id == first.id);
    CHECK_FALSE(fresh.unit.records.find_source("C2", "1700000000.000100"));

    try {
        raise(fresh.unit, "incident", source);
        FAIL("the second record was accepted");
    } catch (const DatabaseError& e) {
        CHECK(e.kind() == DatabaseError::Kind::constraint);
    }
}

TEST_CASE("records that come from no thread do not exclude each other", "[store][conformance]")
{
    Fresh fresh;
    raise(fresh.unit, "request", {{"source_channel", "C1"}});
    raise(fresh.unit, "request", {{"source_channel", "C1"}});
    raise(fresh.unit, "request", {});
    raise(fresh.unit, "request", {});
    CHECK(fresh.unit.records.count() == 4);
}

TEST_CASE("a twin is the newest record with the same words of the same person, not older than asked",
          "[store][conformance]")
{
    Fresh fresh;
    raise(fresh.unit, "request", {{"title", "printer"}, {"requester", "U1"}});
    const Record newest = raise(fresh.unit, "request", {{"title", "printer"}, {"requester", "U1"}});
    const Records& records = fresh.unit.records;

    CHECK(records.find_twin("U1", "printer", at(0))->id == newest.id);
    CHECK_FALSE(records.find_twin("U1", "printer", at(1)));
    CHECK_FALSE(records.find_twin("U1", "Printer", at(0)));
    CHECK_FALSE(records.find_twin("U2", "printer", at(0)));
}

TEST_CASE("text that is not UTF-8 is refused instead of stored differently from its hash",
          "[store][conformance]")
{
    Fresh fresh;
    CHECK_THROWS(raise(fresh.unit, "request", {{"title", "\xFF"}}));
}
