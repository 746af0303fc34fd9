// Duplicate of…: two tickets about the same thing become one.
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

const std::string kOwnStart = "When it was raised itself";
const std::string kFirst = "When the first of the two was raised";

/// REQ-1 of UMIA and, an hour later, REQ-2 of UNOA about the same.
void raise_twice(World& w)
{
    w.command("UMIA", "/ticket", "The printer is dead");
    w.now += 1h;
    w.command("UNOA", "/ticket", "Printer does nothing");
}

void merge(World& w, const std::string& card, const std::string& original,
           const std::string& from = kOwnStart)
{
    w.choose("UANA", w.message(World::kTriage, card), "Duplicate of…");
    w.submit("UANA", {{"Duplicate of", original}, {"The clocks of that ticket count from", from}});
}

}  // namespace

TEST_CASE("a duplicate is cancelled, linked and its requester follows the original", "[kernel][merge]")
{
    World w;
    raise_twice(w);
    merge(w, "REQ-2 Printer", "#req-1");
    CHECK(w.refused.empty());
    CHECK(w.record("REQ-2").at("category") == "void");
    CHECK(w.record("REQ-2").at("duplicate_of") == "REQ-1");
    CHECK(w.record("REQ-1").at("followers") == "UNOA");
    CHECK_FALSE(w.all("DUNOA", "about the same as REQ-1").empty());
    CHECK(w.record("REQ-1").at("state") == "submitted");
}

TEST_CASE("with the earliest start the promise of the original moves to the first report", "[kernel][merge]")
{
    World w;
    raise_twice(w);
    const std::string before = w.record("REQ-2").at("resolution_due");
    const std::string first = w.record("REQ-1").at("resolution_due");
    merge(w, "REQ-1 The printer", "REQ-2", kFirst);
    CHECK(w.record("REQ-2").at("resolution_due") == first);
    CHECK(first < before);
    CHECK_FALSE(w.all("DUNOA", "somebody else reported the same earlier").empty());
}

TEST_CASE("a wrong number is refused beside the field and nothing changes", "[kernel][merge]")
{
    World w;
    raise_twice(w);
    for (const std::string wrong : {"REQ-99", "REQ-2", "the other one", "IMP-1"}) {
        merge(w, "REQ-2 Printer", wrong);
        CHECK_THAT(w.ack.dump(), Catch::Contains("duplicate_of"));
        CHECK(w.record("REQ-2").at("state") == "submitted");
    }
    merge(w, "REQ-2 Printer", "REQ-1");
    w.command("UMIA", "/ticket", "printer!");
    merge(w, "REQ-3 printer", "REQ-2");
    CHECK_THAT(w.ack.dump(), Catch::Contains("not open any more"));
}

TEST_CASE("who raised a duplicate reads where it goes on, and not that they withdrew it", "[kernel][merge]")
{
    World w;
    raise_twice(w);
    merge(w, "REQ-2 Printer", "REQ-1");
    CHECK_THAT(w.all("DUNOA", "REQ-2").front().blocks.dump(),
               Catch::Contains("Goes on as REQ-1") && !Catch::Contains("Withdrawn"));
}

TEST_CASE("a private original is not opened to whoever raised the same", "[kernel][merge]")
{
    World w;
    w.command("UMIA", "/ticket", "", World::kHelp);
    w.submit("UMIA", {{"What do you need?", "My salary slip"}, {"Private", "yes"}});
    w.command("UNOA", "/ticket", "Printer does nothing");
    merge(w, "REQ-1 Printer", "INC-1");
    CHECK(w.record("REQ-1").at("category") == "void");
    CHECK(w.record("INC-1").at("private") == "yes");
    CHECK(w.record("INC-1").at("followers").empty());
}

TEST_CASE("an agent cannot join a ticket to one of another inbox, though they can see it", "[kernel][merge]")
{
    World w;
    w.write("UANA", "CROOMHELP", "The heating is cold");
    w.command("UMIA", "/ticket", "It is cold in here");
    merge(w, "It is cold in here", "REQ-1", kFirst);
    CHECK_THAT(w.ack.dump(), Catch::Contains("Only the agents of its inbox"));
    CHECK(w.record("REQ-2").at("category") == "new");
}
