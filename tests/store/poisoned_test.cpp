#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::store;

namespace {

PoisonedMessage poison(const std::string& reference, const std::string& raw = "{}")
{
    PoisonedMessage m;
    m.reference = reference;
    m.seen = at(0);
    m.kind = "slash_command";
    m.error = "vector::at";
    m.raw = raw;
    return m;
}

}  // namespace

TEST_CASE("a poisoned message is kept as it came", "[store][conformance]")
{
    Fresh fresh;
    Poisoned& poisoned = fresh.unit.poisoned;
    poisoned.keep(poison("AAAAAA", R"({"type":"x","ä":1})"));
    const auto found = poisoned.find("AAAAAA");
    REQUIRE(found);
    CHECK(found->raw == R"({"type":"x","ä":1})");
    CHECK(found->kind == "slash_command");
    CHECK(found->error == "vector::at");
    CHECK(found->seen == at(0));
    CHECK(found->state == "kept");
    CHECK(found->attempts == 1);
    CHECK(found->is_whole());
    CHECK(poisoned.list().front().raw.empty());
    CHECK_FALSE(poisoned.find("BBBBBB"));
}

TEST_CASE(
    "of a message that is too large the beginning is kept, cut between characters, and it is not retried",
    "[store][conformance]")
{
    Fresh fresh;
    const std::string raw = std::string(Poisoned::kRawMost - 1, 'x') + "ä and more";
    fresh.unit.poisoned.keep(poison("AAAAAA", raw));
    const auto found = fresh.unit.poisoned.find("AAAAAA");
    CHECK(found->raw == std::string(Poisoned::kRawMost - 1, 'x'));
    CHECK(found->bytes == static_cast<std::int64_t>(raw.size()));
    const auto again = fresh.unit.poisoned.ask_again("AAAAAA");
    REQUIRE_FALSE(again);
    CHECK(again.error().code() == Errc::invalid_input);
}

TEST_CASE("a bug that strikes at every message does not fill the disk: the oldest give way",
          "[store][conformance]")
{
    Fresh fresh;
    fresh.db().execute("BEGIN");
    for (int i = 0; i < Poisoned::kRowsMost + 3; ++i)
        fresh.unit.poisoned.keep(poison("R" + std::to_string(i)));
    CHECK(fresh.unit.poisoned.count() == Poisoned::kRowsMost);
    CHECK_FALSE(fresh.unit.poisoned.find("R2"));
    CHECK(fresh.unit.poisoned.find("R3"));
    CHECK(fresh.unit.poisoned.list().front().reference == "R" + std::to_string(Poisoned::kRowsMost + 2));
    fresh.db().execute("COMMIT");
}

TEST_CASE("what is asked for again is handed out until it is handled, and then forgotten and never again",
          "[store][conformance]")
{
    Fresh fresh;
    Poisoned& poisoned = fresh.unit.poisoned;
    poisoned.keep(poison("AAAAAA"));
    CHECK_FALSE(poisoned.next_again());
    REQUIRE(poisoned.ask_again("AAAAAA"));
    CHECK(poisoned.ask_again("AAAAAA").error().code() == Errc::conflict);
    const auto next = poisoned.next_again();
    REQUIRE(next);
    CHECK(next->raw == "{}");
    CHECK(poisoned.handled(next->id));
    CHECK_FALSE(poisoned.handled(next->id));
    CHECK_FALSE(poisoned.next_again());
    CHECK(poisoned.count() == 0);
    CHECK(poisoned.find("AAAAAA")->raw.empty());
    CHECK(poisoned.ask_again("AAAAAA").error().code() == Errc::conflict);
    CHECK(poisoned.ask_again("BBBBBB").error().code() == Errc::not_found);
}

TEST_CASE("what fails again is kept with its newest error, and may be asked for once more",
          "[store][conformance]")
{
    Fresh fresh;
    Poisoned& poisoned = fresh.unit.poisoned;
    poisoned.keep(poison("AAAAAA"));
    REQUIRE(poisoned.ask_again("AAAAAA"));
    poisoned.failed_again(poisoned.next_again()->id, "another one");
    CHECK_FALSE(poisoned.next_again());
    CHECK(poisoned.find("AAAAAA")->error == "another one");
    CHECK(poisoned.find("AAAAAA")->attempts == 2);
    CHECK(poisoned.ask_again("AAAAAA"));
}

TEST_CASE("poisoned messages are kept for a time", "[store][conformance]")
{
    Fresh fresh;
    fresh.unit.poisoned.keep(poison("AAAAAA"));
    CHECK(fresh.unit.poisoned.prune(at(0)) == 0);
    CHECK(fresh.unit.poisoned.prune(at(1)) == 1);
}
