#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::store;

TEST_CASE("a batch remembers its records with their versions, and is undone once", "[store][conformance]")
{
    Fresh fresh;
    const auto first = raise(fresh.unit, "incident", {}).id;
    const auto second = raise(fresh.unit, "incident", {}).id;
    Batches& batches = fresh.unit.batches;
    const auto id = batches.begin("U1", "assign", at(1));
    batches.add(id, {second, 1, 2});
    batches.add(id, {first, 4, 6});
    CHECK(batches.find(id)->message == 0);
    const auto message = fresh.unit.messages.insert({0, 0, "notice", "U1", "", 0});
    batches.set_message(id, message);

    const auto found = batches.find(id);
    REQUIRE(found);
    CHECK(found->actor == "U1");
    CHECK(found->action == "assign");
    CHECK(found->made_at == at(1));
    CHECK(found->message == message);
    REQUIRE(found->items.size() == 2);
    CHECK(found->items[0].record_id == first);
    CHECK(found->items[0].version_before == 4);
    CHECK(found->items[1].version_after == 2);
    CHECK_FALSE(found->is_undone);
    CHECK(batches.undo(id, at(2)));
    CHECK(batches.find(id)->is_undone);
    CHECK_FALSE(batches.undo(id, at(3)));
    CHECK_FALSE(batches.find(id + 1));
}

TEST_CASE("links of a type are found from both ends and taken away", "[store][conformance]")
{
    Fresh fresh;
    const auto parent = raise(fresh.unit, "incident", {}).id;
    const auto one = raise(fresh.unit, "incident", {}).id;
    const auto two = raise(fresh.unit, "incident", {}).id;
    Links& links = fresh.unit.links;
    links.insert({one, parent, "parent"}, at(0));
    links.insert({two, parent, "parent"}, at(0));
    links.insert({two, parent, "related_to"}, at(0));
    CHECK(links.sources(parent, "parent", 10) == std::vector<std::int64_t>{one, two});
    CHECK(links.sources(parent, "parent", 1) == std::vector<std::int64_t>{one});
    CHECK(links.target(one, "parent") == parent);
    links.remove(two, "parent");
    CHECK(links.target(two, "parent") == 0);
    CHECK(links.sources(parent, "related_to", 10) == std::vector<std::int64_t>{two});
}

TEST_CASE("a link to a parent that no event speaks of is a fault, and one that is missing too",
          "[store][conformance]")
{
    Fresh fresh;
    const auto parent = raise(fresh.unit, "incident", {}).id;
    const auto child = raise(fresh.unit, "incident", {{"parent", "INC-1"}}).id;
    const auto faults = [&] { return verify(fresh.db(), {}).faults.size(); };
    CHECK(faults() == 1);
    fresh.unit.links.insert({child, parent, "parent"}, at(0));
    CHECK(faults() == 0);
    fresh.unit.links.insert({parent, child, "parent"}, at(0));
    CHECK(faults() == 1);
}
