#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::store;

TEST_CASE("a request waits once per thread, is changed, and ends as a record or withdrawn",
          "[store][conformance][unfinished]")
{
    Fresh fresh;
    Unfinished& table = fresh.unit.unfinished;
    Draft draft{.process = "request",
                .inbox = "it",
                .requester = "U1",
                .raiser = "U2",
                .via = "🎫 on a message",
                .source = "reaction",
                .channel = "C1",
                .root_ts = "1.1",
                .fields = {{"title", "a \"b\""}},
                .raised_at = at(5)};
    const std::int64_t id = table.insert(draft);
    CHECK_THROWS_AS(table.insert(draft), DatabaseError);
    const auto found = table.waiting("C1", "1.1");
    REQUIRE(found);
    CHECK(found->id == id);
    CHECK(found->raiser == "U2");
    CHECK(found->source == "reaction");
    CHECK(found->fields == draft.fields);
    CHECK(found->raised_at == at(5));
    CHECK(found->state == Draft::State::waiting);
    table.change(id, {{"title", "c"}});
    CHECK(table.find(id)->fields.at("title") == "c");

    table.withdrawn(id);
    CHECK_FALSE(table.waiting("C1", "1.1"));
    CHECK(table.find(id)->state == Draft::State::withdrawn);
    const std::int64_t again = table.insert(draft);
    const auto record = raise(fresh.unit, "request", {}).id;
    table.raised(again, record);
    CHECK(table.find(again)->record_id == record);
    CHECK(table.find(again)->state == Draft::State::raised);
    CHECK(table.find(again)->fields.empty());
    CHECK(table.find(id)->fields.empty());
    CHECK_FALSE(table.find(9999));
}

TEST_CASE("what the desk posted in a channel is found, but not cards, people's words and what is gone",
          "[store][conformance]")
{
    Fresh fresh;
    const auto record = raise(fresh.unit, "incident", {}).id;
    Messages& messages = fresh.unit.messages;
    messages.insert({0, record, "source", "C1", "1.0"});
    messages.insert({0, record, "typed", "C1", "1.1"});
    const auto receipt = messages.insert({0, record, "receipt", "C1", "1.2"});
    const auto copy = messages.insert({0, record, "copy", "C1", ""});
    messages.insert({0, record, "copy", "C2", "2.1"});
    const auto gone = messages.insert({0, record, "notice", "C1", "1.4"});
    messages.mark_deleted(gone, at(1));
    const auto ours = messages.ours_in(record, "C1");
    REQUIRE(ours.size() == 2);
    CHECK(ours[0].id == receipt);
    CHECK(ours[1].id == copy);
}
