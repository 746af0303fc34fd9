// What an inbox calls its states, hold reasons and causes, and who reads it where.
#include "world.hpp"

#include "store/event_log.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using Catch::Contains;

namespace {

/// IT has names of its own, the rooms have none.
struct Named : World {
    Named()
    {
        InboxNames& names = settings.inboxes[0].names;
        names.states = {{Category::on_hold, "At the <supplier>"}, {Category::resolved, "Repaired"}};
        names.hold_reasons = {"requester", "supplier", "Spare parts"};
        names.causes = {"documentation_missing", "user_error", "known_error", "wrong_inbox", "Worn out"};
        set_up();
        command("UMIA", "/ticket", "A chair, please");
        press("UANA", message(kTriage, "REQ-1 A chair"), "Take it");
    }
    Posted card(const std::string& channel = kTriage) { return message(channel, "REQ-1 A chair"); }
    void open(const std::string& step) { choose("UANA", card(), step); }
    void hold(const std::string& reason)
    {
        open("Hold…");
        submit("UANA", {{"Reason", reason}});
    }
};

}  // namespace

TEST_CASE("agents and the requester read what the inbox calls a state, and its category stays",
          "[kernel][naming]")
{
    Named w;
    w.hold("Spare parts");
    CHECK(w.refused.empty());
    CHECK(w.record("REQ-1").at("category") == "on_hold");
    CHECK(w.record("REQ-1").at("pending_reason") == "Spare parts");
    CHECK_THAT(w.card().blocks.dump(), Contains("At the &lt;supplier&gt;") && Contains("Spare parts"));
    CHECK_THAT(w.message("DUMIA", "REQ-1 A chair").blocks.dump(), Contains("At the &lt;supplier&gt;"));
    CHECK_THAT(w.message("DUMIA", "on hold").text, Contains("(Spare parts)"));
    w.command("UANA", "/desk", "queue");
    CHECK_THAT(w.ack.dump(), Contains("At the &lt;supplier&gt;"));
    w.command("UMIA", "/ticket", "mine");
    CHECK_THAT(w.ack.dump(), Contains("At the &lt;supplier&gt;"));
    CHECK(store::verify(*w.db, {}).faults.empty());
}

TEST_CASE(
    "a state without a name of the inbox is one of the requester's six words, and a stranger reads nothing",
    "[kernel][naming]")
{
    Named w;
    CHECK_THAT(w.message("DUMIA", "REQ-1 A chair").blocks.dump(), Contains("Being worked on"));
    CHECK_THAT(w.card().blocks.dump(), Contains("In fulfilment"));
    w.hold("Spare parts");
    w.command("UOTTO", "/ticket", "REQ-1");
    CHECK_THAT(w.ack.dump() + w.refused, !Contains("supplier") && !Contains("Spare parts"));
}

TEST_CASE("each inbox offers its own hold reasons and causes", "[kernel][naming]")
{
    Named w;
    w.open("Hold…");
    CHECK_THAT(w.modal.dump(), Contains("Spare parts") && Contains("Waiting for a supplier") &&
                                   !Contains("Waiting for a change"));
    w.press("UANA", w.card(), "Resolve");
    CHECK_THAT(w.modal.dump(),
               Contains("Worn out") && Contains("Documentation missing") && !Contains("Training needed"));
    w.submit("UANA", {{"Resolution", "A new one"}, {"Cause", "Worn out"}});
    CHECK(w.record("REQ-1").at("cause_code") == "Worn out");
    CHECK_THAT(w.card().blocks.dump(), Contains("Repaired") && Contains("Worn out"));
    CHECK_THAT(w.message("DUMIA", "REQ-1 A chair").blocks.dump(), !Contains("Worn out"));

    w.write("UMIA", "CROOMHELP", "The heating is cold");
    w.press("UCHLOE", w.message(World::kRooms, "REQ-2"), "Take it");
    w.press("UCHLOE", w.message(World::kRooms, "REQ-2"), "Resolve");
    CHECK_THAT(w.modal.dump(), Contains("Training needed") && !Contains("Worn out"));
}

TEST_CASE(
    "a reason that left the list meanwhile is refused beside it, and a ticket that has it still shows it",
    "[kernel][naming]")
{
    Named w;
    w.open("Hold…");
    w.settings.inboxes[0].names.hold_reasons = {"requester", "Customs"};
    w.set_up();
    w.submit("UANA", {{"Reason", "Spare parts"}});
    CHECK_THAT(w.refused, Contains("\"Spare parts\" is not on the list of IT help"));
    CHECK(w.record("REQ-1").at("state") == "in_fulfilment");
    w.hold("Customs");
    w.settings.inboxes[0].names.hold_reasons.clear();
    w.set_up();
    w.command("UANA", "/ticket", "REQ-1");
    CHECK_THAT(w.ack.dump(), Contains("Customs"));
}

TEST_CASE("a moved ticket is called as in its new inbox", "[kernel][naming]")
{
    Named w;
    w.hold("Spare parts");
    w.choose("UANA", w.card(), "Move…");
    w.submit("UANA", {{"To which inbox?", "Facilities"}, {"Why?", "Theirs"}});
    REQUIRE(w.refused.empty());
    w.press("UCHLOE", w.card(World::kRooms), "Take it");
    w.choose("UCHLOE", w.card(World::kRooms), "Hold…");
    CHECK_THAT(w.modal.dump(), Contains("Waiting for a change") && !Contains("Spare parts"));
    w.submit("UCHLOE", {{"Reason", "Waiting for a change"}});
    CHECK_THAT(w.card(World::kRooms).blocks.dump(), Contains("On hold") && !Contains("supplier"));
    CHECK_THAT(w.message("DUMIA", "REQ-1 A chair").blocks.dump(), Contains("Waiting for others"));
}

TEST_CASE("several tickets at once go on hold only for a reason of their own inbox", "[kernel][naming][bulk]")
{
    Named w;
    w.command("UANA", "/desk", "find chair");
    w.press("UANA", {"CHELP UANA", "", "", "", w.ack["blocks"]}, "Select…");
    w.submit("UANA", {{"What to do", "Put on hold"}, {"Which tickets", "all"}});
    CHECK_THAT(w.modal.dump(), Contains("Spare parts") && !Contains("Waiting for a change"));
    w.submit("UANA", {{"Reason", "Spare parts"}});
    w.submit("UANA", {});
    CHECK(w.record("REQ-1").at("pending_reason") == "Spare parts");
}

TEST_CASE("several tickets are resolved with a cause of their own lists, and never with one that is on none",
          "[kernel][naming][bulk]")
{
    Named w;
    w.command("UMIA", "/ticket", "");
    w.submit("UMIA", {{"What do you need?", "The chair broke"}, {"Type", "Something is broken"}});
    const auto resolve = [&](const char* cause) {
        w.command("UANA", "/desk", "find chair");
        w.press("UANA", {"CHELP UANA", "", "", "", w.ack["blocks"]}, "Select…");
        w.submit("UANA", {{"What to do", "Resolve"}, {"Which tickets", "all"}});
        const std::string form = w.modal.dump();
        std::map<std::string, std::string> entered{{"Resolution", "A new one"}};
        if (*cause != '\0')
            entered["Cause"] = cause;
        w.submit("UANA", entered);
        return form;
    };
    CHECK_THAT(resolve(""), Contains("Worn out") && !Contains("Hardware fault") && !Contains("Unknown"));
    CHECK_THAT(w.modal.dump(), Contains("1 ticket would change") && Contains("fill in \\\"Cause\\\""));
    resolve("Worn out");
    CHECK_THAT(w.modal.dump(), Contains("2 tickets would change"));
    w.submit("UANA", {});
    for (const char* number : {"REQ-1", "INC-1"}) CHECK(w.record(number).at("cause_code") == "Worn out");
}

TEST_CASE("the cause for tickets of two lists goes to those that know it; who needs another one stays",
          "[kernel][naming][bulk]")
{
    Named w;
    {
        store::Unit(*w.db, w.now).directory.join(World::kRooms, "UANA");
    }
    w.write("UMIA", "CROOMHELP", "The chair lift is slow");
    w.command("UMIA", "/ticket", "", "CROOMHELP");
    w.submit("UMIA", {{"What do you need?", "The chair lift broke"}, {"Type", "Something is broken"}});
    w.command("UANA", "/desk", "find chair");
    w.press("UANA", {"CHELP UANA", "", "", "", w.ack["blocks"]}, "Select…");
    w.submit("UANA", {{"What to do", "Resolve"}, {"Which tickets", "all"}});
    CHECK_THAT(w.modal.dump(), Contains("Worn out") && Contains("Hardware fault"));
    w.submit("UANA", {{"Resolution", "Done"}, {"Cause", "Worn out"}});
    CHECK_THAT(w.modal.dump(),
               Contains("2 tickets would change") && Contains("\\\"Worn out\\\" is no choice for"));
    w.submit("UANA", {});
    CHECK(w.record("REQ-1").at("cause_code") == "Worn out");
    CHECK(w.record("REQ-2").at("category") == "resolved");
    CHECK_FALSE(w.record("REQ-2").has("cause_code"));
    CHECK(w.record("INC-1").at("category") == "new");
}

TEST_CASE("a search finds a state by the inbox's name", "[kernel][naming]")
{
    Named w;
    w.hold("Spare parts");
    w.settings.inboxes[0].names.states = {{Category::on_hold, "At the supplier"}};
    w.set_up();
    w.command("UANA", "/ticket", "find status:at-the-supplier");
    CHECK_THAT(w.ack.dump(), Contains("REQ-1") && Contains("At the supplier"));
    w.command("UANA", "/desk", "inboxes");
    CHECK_THAT(w.ack.dump(), Contains("on_hold = At the supplier") && Contains("Worn out"));
}
