// Parent…: several tickets with one cause are answered and resolved together.
#include "world.hpp"

#include "store/event_log.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using Catch::Contains;

namespace {

/// REQ-1 of UANA's team is the parent; REQ-2 of UMIA and REQ-3 of UNOA are its parts.
void make_parts(World& w)
{
    w.command("UEVE", "/ticket", "The network is down");
    w.command("UMIA", "/ticket", "No internet");
    w.command("UNOA", "/ticket", "Mail does not work");
    for (const char* part : {"REQ-2 ", "REQ-3 "}) {
        w.choose("UANA", w.message(World::kTriage, part), "Parent…");
        w.submit("UANA", {{"Parent", "req-1"}});
    }
}

std::string line_of(World& w, const std::string& number)
{
    return w.message(World::kTriage, number + " ").blocks.dump();
}

void set_parent(World& w, const std::string& part, const std::string& parent)
{
    w.choose("UANA", w.message(World::kTriage, part + " "), "Parent…");
    w.submit("UANA", {{"Parent", parent}});
}

}  // namespace

TEST_CASE("a parent's card lists its parts, and each part names its parent", "[kernel][children]")
{
    World w;
    make_parts(w);
    CHECK(w.record("REQ-2").at("parent") == "REQ-1");
    CHECK_THAT(w.message(World::kTriage, "REQ-1 The").blocks.dump(),
               Contains("2 parts, 2 open: REQ-2, REQ-3"));
    CHECK_THAT(w.message(World::kTriage, "REQ-2 No").blocks.dump(), Contains("Part of REQ-1"));
    CHECK(store::verify(*w.db, {}).faults.empty());
    set_parent(w, "REQ-2", "");
    CHECK(w.record("REQ-2").at("parent").empty());
    CHECK_THAT(w.message(World::kTriage, "REQ-1 The").blocks.dump(), Contains("1 part, 1 open: REQ-3"));
    CHECK(store::verify(*w.db, {}).faults.empty());
}

TEST_CASE("a ticket is no part of itself, of a part, of nothing, or of what is not open",
          "[kernel][children]")
{
    World w;
    make_parts(w);
    w.command("UMIA", "/ticket", "Fourth thing");
    const auto error = [&](const std::string& part, const std::string& parent) {
        set_parent(w, part, parent);
        return w.ack.contains("errors") ? w.ack["errors"].value("parent", "") : std::string();
    };
    CHECK_THAT(error("REQ-4", "REQ-4"), Contains("no part of itself"));
    CHECK_THAT(error("REQ-4", "REQ-2"), Contains("itself a part of REQ-1"));
    CHECK_THAT(error("REQ-1", "REQ-4"), Contains("has parts of its own"));
    CHECK_THAT(error("REQ-4", "REQ-99"), Contains("no such ticket"));
    CHECK_THAT(error("REQ-4", "the network"), Contains("no such ticket"));
    // What the rooms' agents alone may see is not there for IT.
    w.command("UMIA", "/ticket", "cold in here", "CROOMHELP");
    CHECK_THAT(error("REQ-4", "REQ-5"), Contains("no such ticket"));
    w.command("UMIA", "/ticket", "Sixth thing");
    w.press("UANA", w.message(World::kTriage, "REQ-6 "), "Resolve");
    w.submit("UANA", {{"Resolution", "Done"}});
    CHECK_THAT(error("REQ-4", "REQ-6"), Contains("not open any more"));
    CHECK(w.record("REQ-4").at("parent").empty());
    CHECK_THAT(line_of(w, "REQ-4"), !Contains("Part of"));
}

TEST_CASE("an answer on the parent reaches the requesters of all parts when the box is ticked",
          "[kernel][children]")
{
    World w;
    make_parts(w);
    w.press("UANA", w.message(World::kTriage, "REQ-1 The"), "Reply");
    w.submit("UANA", {{"Reply", "Only for you"}});
    CHECK(w.all("DUMIA", "Only for you").empty());
    w.press("UANA", w.message(World::kTriage, "REQ-1 The"), "Reply");
    w.submit("UANA", {{"Reply", "We are on it"}, {"Parts of this ticket", "Send"}});
    for (const char* user : {"DUEVE", "DUMIA", "DUNOA"}) CHECK(w.all(user, "We are on it").size() == 1);
    CHECK_FALSE(w.record("REQ-3").at("first_response_at").empty());
}

TEST_CASE("a ready answer goes to the parts as well, and is taken back from all of them at once",
          "[kernel][children]")
{
    World w;
    make_parts(w);
    w.settings.inboxes[0].undo_seconds = 10;
    w.set_up();
    w.command("UANA", "/desk", "knowledge new");
    w.submit("UANA", {{"Kind", "Ready answer, for agents only"}, {"Title", "Known"}, {"Text", "We know of it"}});
    w.press("UANA", w.message(World::kTriage, "REQ-1 The"), "Reply");
    w.change("UANA", "Ready answer", {{"Ready answer", "Known"}});
    w.submit("UANA", {{"Parts of this ticket", "Send"}});
    w.press("UANA", w.whispers.back(), "Undo");
    w.now += std::chrono::seconds{11};
    w.fire_timers();
    std::size_t got = 0;
    for (const char* user : {"DUEVE", "DUMIA", "DUNOA"}) got += w.all(user, "We know of it").size();
    CHECK(got == 0);
}

TEST_CASE("an answer to all parts has one Undo and one Send now, for all of them", "[kernel][children]")
{
    World w;
    make_parts(w);
    w.settings.inboxes[0].undo_seconds = 10;
    w.set_up();
    const std::size_t before = w.whispers.size();
    w.press("UANA", w.message(World::kTriage, "REQ-1 The"), "Reply");
    w.submit("UANA", {{"Reply", "We are on it"}, {"Parts of this ticket", "Send"}});
    CHECK(w.whispers.size() == before + 1);
    const auto got = [&] {
        std::size_t out = 0;
        for (const char* user : {"DUEVE", "DUMIA", "DUNOA"}) out += w.all(user, "We are on it").size();
        return out;
    };
    CHECK(got() == 0);
    SECTION("taken back")
    {
        w.press("UANA", w.whispers.back(), "Undo");
        w.now += std::chrono::seconds{11};
        w.fire_timers();
        CHECK(got() == 0);
        CHECK_THAT(w.whispers.back().blocks.dump(), Contains("the requesters of 2 parts"));
    }
    SECTION("sent at once")
    {
        w.press("UANA", w.whispers.back(), "Send now");
        CHECK(got() == 3);
    }
    SECTION("by itself")
    {
        w.now += std::chrono::seconds{11};
        w.fire_timers();
        CHECK(got() == 3);
    }
    SECTION("not by somebody else")
    {
        w.press("UEVE", w.whispers.back(), "Undo");
        CHECK_THAT(w.refused, Contains("Only who wrote this answer"));
        w.now += std::chrono::seconds{11};
        w.fire_timers();
        CHECK(got() == 3);
    }
}

TEST_CASE("resolving the parent resolves its parts with the same text when the box is ticked",
          "[kernel][children]")
{
    World w;
    make_parts(w);
    w.press("UANA", w.message(World::kTriage, "REQ-1 The"), "Resolve");
    CHECK_THAT(w.modal.dump(), Contains("Resolve its 2 open parts too"));
    w.submit("UANA", {{"Resolution", "The switch is new"}, {"Parts of this ticket", "Resolve"}});
    for (const char* number : {"REQ-1", "REQ-2", "REQ-3"}) {
        CHECK(w.record(number).at("state") == "fulfilled");
        CHECK(w.record(number).at("fulfilment_note") == "The switch is new");
    }
    CHECK(w.all("DUMIA", "The switch is new").size() == 1);
    w.press("UANA", w.message("DUANA", "2 tickets changed"), "Undo");
    CHECK(w.record("REQ-2").at("state") == "submitted");
    CHECK(w.record("REQ-1").at("state") == "fulfilled");
    CHECK(store::verify(*w.db, {}).faults.empty());
}

TEST_CASE("a part of another process is resolved in its own words", "[kernel][children]")
{
    World w;
    make_parts(w);
    w.command("UMIA", "/ticket", "");
    w.submit("UMIA", {{"What do you need?", "VPN is broken"}, {"Type", "Something is broken"}});
    set_parent(w, "INC-1", "REQ-1");
    w.press("UANA", w.message(World::kTriage, "REQ-1 The"), "Resolve");
    w.submit("UANA", {{"Resolution", "The switch is new"}, {"Parts of this ticket", "Resolve"}});
    CHECK(w.record("INC-1").at("state") == "resolved");
    CHECK(w.record("INC-1").at("resolution_note") == "The switch is new");
    CHECK(w.record("INC-1").at("resolution_code") == "fixed");
}

TEST_CASE("several tickets become parts of one at once, and the undo parts them", "[kernel][children][bulk]")
{
    World w;
    w.command("UEVE", "/ticket", "The network is down");
    w.command("UMIA", "/ticket", "No internet");
    w.command("UNOA", "/ticket", "Mail does not work");
    w.command("UANA", "/desk", "find does");
    w.command("UANA", "/desk", "queue");
    w.press("UANA", {"CHELP UANA", "", "", "", w.ack["blocks"]}, "Select…");
    w.submit("UANA", {{"What to do", "Make parts of one ticket"}, {"Which tickets", "all"}});
    w.submit("UANA", {{"Parent", "REQ-1"}});
    CHECK_THAT(w.modal.dump(), Contains("2 tickets would change") && Contains("no part of itself"));
    w.submit("UANA", {});
    CHECK(w.record("REQ-3").at("parent") == "REQ-1");
    CHECK_THAT(w.message(World::kTriage, "REQ-1 The").blocks.dump(), Contains("2 parts"));
    w.press("UANA", w.message("DUANA", "2 tickets changed"), "Undo");
    CHECK(w.record("REQ-3").at("parent").empty());
    CHECK_THAT(w.message(World::kTriage, "REQ-1 The").blocks.dump(), !Contains("parts"));
    CHECK(store::verify(*w.db, {}).faults.empty());
}
