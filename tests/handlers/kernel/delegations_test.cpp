#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using Catch::Contains;

namespace {

void ask(World& w, const std::string& approvers)
{
    w.choose("UANA", w.message(World::kTriage, "*State*"), "Approval…");
    w.submit("UANA", {{"Who decides?", approvers},
                      {"How do several decide?", "All of them"},
                      {"What is to be approved?", "The big one"}});
}

void delegate(World& w, const std::string& from, const std::string& to, const std::string& begin,
              const std::string& end)
{
    w.command(from, "/desk", "delegate");
    w.submit(from, {{"Who decides for you?", to}, {"From", begin}, {"Until", end}, {"Why?", "on <holiday>"}});
}

void pass_day(World& w)
{
    w.now += std::chrono::hours{24};
    w.fire_timers();
}

}  // namespace

TEST_CASE("who stands in decides in somebody's place in these days, and only then", "[kernel][delegation]")
{
    World w;  // Monday, 2026-09-21
    w.command("UMIA", "/ticket", "a laptop for Kim");
    ask(w, "UCY");
    delegate(w, "UCY", "UFAY", "2026-09-22", "2026-09-23");
    CHECK(w.refused == "");
    CHECK_THAT(w.message("DUFAY", "You decide for CY").text, Contains("on &lt;holiday&gt;"));
    CHECK(w.all("DUFAY", "REQ-1").empty());  // it has not begun
    w.command("UFAY", "/ticket", "REQ-1");
    CHECK_THAT(w.refused, Contains("no REQ-1"));
    pass_day(w);
    const Posted card = w.message("DUFAY", "REQ-1 waits for your decision");
    CHECK_THAT(card.blocks.dump(), Contains("You decide for CY"));
    pass_day(w);
    pass_day(w);  // Thursday: it ended by itself
    CHECK(w.labels(w.message("DUFAY", "REQ-1").blocks).empty());
    CHECK(w.all("DUCY", "You decide yourself again").size() == 1);
    w.press("UFAY", card, "Approve");
    CHECK_FALSE(w.refused.empty());
    CHECK(w.record("REQ-1").at("category") == "on_hold");

    delegate(w, "UCY", "UFAY", "2026-09-24", "2026-09-25");
    w.press("UFAY", w.message("DUFAY", "REQ-1 waits for your decision"), "Approve");
    CHECK(w.refused == "");
    CHECK(w.record("REQ-1").at("state") == "submitted");
    CHECK_THAT(w.message("DUMIA", "*Approved*").text, Contains("FAY for CY"));
    CHECK(w.labels(w.message("DUCY", "REQ-1").blocks).empty());
}

TEST_CASE("nobody has two voices in one decision", "[kernel][delegation]")
{
    World w;
    w.command("UMIA", "/ticket", "a laptop for Kim");
    delegate(w, "UCY", "UFAY", "2026-09-21", "2026-09-23");
    ask(w, "UCY,UFAY");
    CHECK(w.all("DUFAY", "REQ-1").size() == 1);
    w.press("UFAY", w.message("DUCY", "REQ-1"), "Approve");
    CHECK_THAT(w.refused, Contains("asked about REQ-1 yourself"));
}

TEST_CASE("standing in is not passed on", "[kernel][delegation]")
{
    World w;
    w.command("UMIA", "/ticket", "a laptop for Kim");
    delegate(w, "UCY", "UFAY", "2026-09-21", "2026-09-23");
    delegate(w, "UFAY", "UGIL", "2026-09-21", "2026-09-23");
    ask(w, "UCY");
    CHECK(w.all("DUGIL", "REQ-1").empty());
    w.press("UGIL", w.message("DUFAY", "REQ-1"), "Approve");
    CHECK_FALSE(w.refused.empty());
}

TEST_CASE("a delegation has a person, dates in order and a bound, and does not overlap another",
          "[kernel][delegation]")
{
    World w;
    struct Case {
        const char *to, *from, *until, *words;
    };
    for (const Case& c : {Case{"UCY", "2026-09-22", "2026-09-23", "somebody else than yourself"},
                          Case{"UBOT", "2026-09-22", "2026-09-23", "choose a person"},
                          Case{"UFAY", "2026-09-22", "2026-09-21", "cannot end before it begins"},
                          Case{"UFAY", "2026-09-01", "2026-09-20", "over already"},
                          Case{"UFAY", "2026-09-22", "2027-09-22", "At most 92 days"},
                          Case{"UFAY", "2028-09-22", "2028-09-23", "a year ahead"}}) {
        delegate(w, "UCY", c.to, c.from, c.until);
        CHECK_THAT(w.refused, Contains(c.words));
    }
    delegate(w, "UCY", "UFAY", "2026-09-22", "2026-09-23");
    CHECK(w.refused == "");
    delegate(w, "UCY", "UGIL", "2026-09-23", "2026-09-24");
    CHECK_THAT(w.refused, Contains("FAY decides for you already"));
    delegate(w, "UCY", "UGIL", "2026-09-24", "2026-09-24");
    CHECK(w.refused == "");
}

TEST_CASE("Home shows who decides for whom, and the giver ends it there", "[kernel][delegation]")
{
    World w;
    w.command("UMIA", "/ticket", "a laptop for Kim");
    delegate(w, "UCY", "UFAY", "2026-09-21", "2026-09-23");
    ask(w, "UCY");
    w.send(slack::HomeOpened{"UFAY", "home", "DUFAY"});
    const std::string home = w.homes["UFAY"].dump();
    CHECK_THAT(home, Contains("You decide for CY") && Contains("a laptop for Kim") && !Contains("End it"));
    w.send(slack::HomeOpened{"UCY", "home", "DUCY"});
    const Posted shown{"DUCY", "", "", "", w.homes["UCY"]["blocks"]};
    w.press("UFAY", shown, "End it");
    CHECK_THAT(w.refused, Contains("Only CY can end this"));
    w.press("UCY", shown, "End it");
    CHECK(w.labels(w.message("DUFAY", "REQ-1").blocks).empty());
    CHECK_THAT(w.homes["UCY"].dump(), !Contains("FAY decides"));
    w.press("UCY", shown, "End it");
    CHECK_THAT(w.refused, Contains("over already"));
}
