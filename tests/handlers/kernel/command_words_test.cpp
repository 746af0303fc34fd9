// What reads like a command that there is not is asked about; requests are raised as they are.
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;

namespace {

std::int64_t records(World& w)
{
    store::Unit unit(*w.db, w.now);
    return unit.records.count();
}

}  // namespace

TEST_CASE("a command that there is not raises nothing and says what comes near", "[kernel][commands]")
{
    struct Row {
        std::string typed, near;
    };
    const std::vector<Row> rows{
        {"show REQ-1", "`/ticket REQ-1` shows it"},
        {"resolve inc-7", "`/ticket INC-7` shows it"},  // whether there is one is not told
        {"assign REQ-1 to Ana please", "`/ticket REQ-1` shows it"},
        {"close #1", "`/ticket help` lists"},
        {"queue", "`/desk queue`: open tickets of your inboxes"},
        {"note words", "`/ticket note REQ-12 words`"},
        {"tag vpn", "`/ticket tag REQ-12 vpn -printer`"},
        {"mine REQ-1", "`/ticket mine`"},
        {"Status", "`/ticket help` lists"},
    };
    World w;
    w.command("UMIA", "/ticket", "the first one");
    for (const Row& row : rows) {
        INFO(row.typed);
        w.command("UMIA", "/ticket", row.typed);
        CHECK(records(w) == 1);
        CHECK(w.ack.dump().find("Nothing was raised yet") != std::string::npos);
        CHECK(w.ack.dump().find(row.near) != std::string::npos);
        CHECK(w.labels(w.ack["blocks"]) == std::vector<std::string>{"Raise it as a request"});
    }
}

TEST_CASE("the button raises the words as they were typed", "[kernel][commands]")
{
    World w;
    w.command("UMIA", "/ticket", "Status");
    w.press("UMIA", {World::kHelp, "", "", "", w.ack["blocks"]}, "Raise it as a request");
    CHECK(w.record("REQ-1").at(attr::kTitle) == "Status");
    CHECK(w.record("REQ-1").at(attr::kInbox) == "it");
    CHECK(w.whispers.back().text.find("REQ-1") != std::string::npos);
}

TEST_CASE("a request that begins like a command is raised at once", "[kernel][commands]")
{
    for (const char* typed : {"printer broken", "resolve my password problem please",
                              "note taking app, please", "show me how the VPN works", "open door 4.12 for me",
                              "tag for my suitcase", "new laptop", "update software", "HP-12 is broken",
                              "1 monitor", "help me with REQ-1", "broken!", "printer", "mail"}) {
        INFO(typed);
        World w;
        w.command("UMIA", "/ticket", typed);
        CHECK(records(w) == 1);
    }
}

TEST_CASE("an unknown word of the console with a number says how the record is shown", "[kernel][commands]")
{
    World w;
    w.command("UANA", "/desk", "resolve req-1");
    CHECK(w.refused.find("`/desk REQ-1` shows it") != std::string::npos);
}
