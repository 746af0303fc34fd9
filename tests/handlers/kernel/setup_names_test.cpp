// What an inbox calls things, set up in Slack by the rules of the configuration file.
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using Catch::Contains;

namespace {

constexpr const char* kReasons = "Reasons to put a ticket on hold";
constexpr const char* kCauses = "Causes of tickets";
constexpr const char* kStates = "What its states are called";
constexpr const char* kFrom = "Show anonymous answers from so many on";

/// An inbox that was set up in Slack, and its form to change it.
struct Workshop : World {
    Workshop()
    {
        admins = {"UADA"};
        members["CNEW"] = {"UDORA"};
        send(slack::MembershipEvent{true, "UBOT", "CNEW", "UADA", true});
        press("UADA", whispers.back(), "Agents of a new inbox…");
        submit("UADA", {{"Name", "Workshop"}, {"Calendar", "business"}});
        command("UADA", "/desk", "inboxes");
        list_ = {"CNEW", "", "", "", ack["blocks"]};
        open();
    }
    void open() { press("UADA", list_, "Change…"); }
    InboxSettings inbox()
    {
        store::Unit unit(*db, now);
        return *desk->as_of(unit).settings().inbox("workshop");
    }

private:
    Posted list_;
};

}  // namespace

TEST_CASE("an inbox that is set up in Slack has hold reasons, causes and names of states of its own",
          "[kernel][setup]")
{
    Workshop w;
    CHECK_THAT(w.modal.dump(), Contains("Waiting for a supplier\\n") &&
                                   Contains("Documentation missing\\n") &&
                                   !Contains("Waiting for an approval"));
    w.submit("UADA", {{kReasons, "waiting for a supplier\n\n  Spare parts "},
                      {kCauses, "Documentation missing\nUser error\nKnown error\nwrong_inbox\nWorn out"},
                      {kStates, "on_hold = At the supplier\nresolved = Repaired"},
                      {kFrom, "3"}});
    REQUIRE(w.refused.empty());
    // Which reasons stop a clock is the service levels' business, so it is said.
    CHECK_THAT(w.modal.dump(), Contains("Promises run on while a ticket is on hold for: Spare parts."));
    const InboxSettings inbox = w.inbox();
    CHECK(inbox.names.hold_reasons == std::vector<std::string>{"supplier", "Spare parts"});
    CHECK(inbox.names.causes.back() == "Worn out");
    CHECK(inbox.names.causes.front() == "documentation_missing");
    CHECK(inbox.names.state(Category::resolved) == "Repaired");
    CHECK(inbox.anonymous_from == 3);

    w.command("UMIA", "/ticket", "");
    w.submit("UMIA", {{"What do you need?", "A new saw"}, {"Inbox", "Workshop"}});
    w.press("UDORA", w.message("CNEW", "A new saw"), "Take it");
    w.choose("UDORA", w.message("CNEW", "A new saw"), "Hold…");
    w.submit("UDORA", {{"Reason", "Spare parts"}});
    CHECK_THAT(w.message("CNEW", "A new saw").blocks.dump(), Contains("At the supplier"));
}

TEST_CASE("what is shown there is what holds now, and leaving it as it stands changes nothing",
          "[kernel][setup]")
{
    Workshop w;
    w.submit("UADA", {});
    CHECK(w.inbox().names.hold_reasons.empty());
    CHECK(w.inbox().names.causes.empty());
    w.open();
    w.submit("UADA", {{kReasons, "Waiting for a supplier\nSpare parts"}, {kStates, "new = On the heap"}});
    w.open();
    CHECK_THAT(w.modal.dump(),
               Contains("\"Waiting for a supplier\\nSpare parts\"") && Contains("\"new = On the heap\""));
    w.submit("UADA", {});
    CHECK(w.inbox().names.hold_reasons.size() == 2);
    w.open();
    w.submit("UADA", {{kReasons, ""}, {kStates, ""}});
    CHECK(w.inbox().names.hold_reasons.empty());
    CHECK(w.inbox().names.states.empty());
}

TEST_CASE("a wrong name is refused at its field, with the line and what to write", "[kernel][setup]")
{
    struct Row {
        const char *label, *entered, *field, *words;
    };
    const std::vector<Row> rows{
        {kReasons, "Parts\nparts", "hold_reasons", "Line 2 \\\"parts\\\" stands in the list already"},
        {kReasons, "approval", "hold_reasons", "only the program sets"},
        {kReasons, ":odd", "hold_reasons", "begins with a colon"},
        {kCauses, "Worn out", "causes", "has no \\\"documentation_missing\\\""},
        {kStates, "on hold = Parked", "state_names", "Known are new, active"},
        {kStates, "on_hold", "state_names", "Write it so: on_hold = At the supplier"},
        {kStates, "new = Open\nactive = open", "state_names", "Line 2 \\\"open\\\" is what new is called"},
        {kFrom, "2", "anonymous_from", "from 3 to 100"},
        {kFrom, "101", "anonymous_from", "from 3 to 100"},
    };
    Workshop w;
    const std::string too_long(76, 'x');
    for (const Row& row : rows) {
        INFO(row.entered);
        w.submit("UADA", {{row.label, row.entered}});
        CHECK_THAT(w.ack.dump(), Contains(row.field) && Contains(row.words));
        w.open();
    }
    w.submit("UADA", {{kReasons, too_long}});
    CHECK_THAT(w.ack.dump(), Contains("Line 1 has 76 characters. Write 1 to 75."));
    CHECK(w.inbox().names.hold_reasons.empty());
}
