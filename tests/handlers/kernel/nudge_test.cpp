// The fair nudge: who can remind whom, when, and how often.
#include "timed_desk.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

/// A Monday in Berlin, 13:00: eight hours of open time end on Tuesday at 13:00.
struct Desk : TimedDesk {
    Desk()
    {
        store::Unit unit(*db, now);
        store::Person mia;
        mia.id = "UMIA";
        mia.name = "Mia";
        mia.timezone = "Europe/London";
        unit.directory.save(mia);
    }

    void run_until(const char* t) { TimedDesk::run_until(*parse_rfc3339(t), 5min); }
    Posted receipt() { return all("DUMIA", "REQ-1 new chair").front(); }
    bool offers_nudge()
    {
        const auto found = labels(receipt().blocks);
        return std::find(found.begin(), found.end(), "Nudge") != found.end();
    }
    /// What the person was told in private last.
    std::string told() const { return whispers.back().text; }
    /// A button that was on the receipt before it was drawn again.
    void press_old_button(const std::string& user)
    {
        Posted old = receipt();
        old.blocks = Json::array(
            {{{"type", "actions"},
              {"elements", {{{"action_id", "nudge"}, {"text", {{"text", "Nudge"}}}, {"value", "REQ-1"}}}}}});
        press(user, old, "Nudge");
    }
};

constexpr const char* kAtRisk = "2026-11-24T11:10:00+01:00";  // 75 % are used at 11:00
constexpr const char* kBroken = "2026-11-24T13:10:00+01:00";

}  // namespace

TEST_CASE("the receipt offers Nudge by itself once a promise is at risk", "[kernel][nudge]")
{
    Desk w;
    w.command("UMIA", "/ticket", "new chair");
    CHECK_FALSE(w.offers_nudge());
    w.run_until(kAtRisk);
    CHECK(w.offers_nudge());
    w.command("UMIA", "/ticket", "REQ-1");
    CHECK_THAT(w.ack.dump(), Catch::Contains("Nudge"));
}

TEST_CASE("an early nudge says from when on it is possible, in the person's zone", "[kernel][nudge]")
{
    Desk w;
    w.command("UMIA", "/ticket", "new chair");
    w.press_old_button("UMIA");
    CHECK_THAT(w.refused, Catch::Contains("on time") && Catch::Contains("Tue 24 Nov 10:00"));
    CHECK(w.all(World::kTriage, "asks how it goes").empty());
}

TEST_CASE("a nudge goes to who has the ticket, once for a rung", "[kernel][nudge]")
{
    Desk w;
    w.command("UMIA", "/ticket", "new chair");
    w.press("UANA", w.message(World::kTriage, "REQ-1"), "Take it");
    w.run_until(kAtRisk);
    w.press("UMIA", w.receipt(), "Nudge");
    REQUIRE(w.refused.empty());
    CHECK_THAT(w.told(), Catch::Contains("ANA was told") && Catch::Contains("You can nudge again from"));
    const auto lines = w.all(World::kTriage, "asks how it goes");
    REQUIRE(lines.size() == 1);
    CHECK_THAT(lines.front().text, Catch::Contains("<@UANA>"));
    CHECK(lines.front().thread_ts == w.all(World::kTriage, "REQ-1").front().ts);
    CHECK(w.all("DUBEN", "asks how it goes").empty());
    CHECK_FALSE(w.offers_nudge());
    w.press_old_button("UMIA");
    CHECK_THAT(w.refused, Catch::Contains("nudged about REQ-1 already") && Catch::Contains("possible from"));
    CHECK(w.all(World::kTriage, "asks how it goes").size() == 1);
}

TEST_CASE("where the inbox hides its agents the requester reads no name after a nudge",
          "[kernel][nudge][privacy]")
{
    Desk w;
    w.settings.inboxes[0].hides_agents = true;
    w.set_up();
    w.command("UMIA", "/ticket", "new chair");
    w.press("UANA", w.message(World::kTriage, "REQ-1"), "Take it");
    w.run_until(kAtRisk);
    w.press("UMIA", w.receipt(), "Nudge");
    CHECK_THAT(w.told(), Catch::Contains("IT help was told") && !Catch::Contains("ANA"));
    w.run_until(kBroken);
    w.press("UMIA", w.receipt(), "Nudge");
    CHECK_THAT(w.told(), Catch::Contains("Whoever leads IT help was told") && !Catch::Contains("BEN"));
}

TEST_CASE("while nobody has it the team is nudged, and the lead once the promise is broken",
          "[kernel][nudge]")
{
    Desk w;
    w.command("UMIA", "/ticket", "new chair");
    w.run_until(kAtRisk);
    w.press("UMIA", w.receipt(), "Nudge");
    CHECK_THAT(w.told(), Catch::Contains("Everybody at IT help"));
    CHECK(w.all(World::kTriage, "asks how it goes").size() == 2);  // the channel, and the thread
    w.run_until(kBroken);
    REQUIRE(w.offers_nudge());
    w.press("UMIA", w.receipt(), "Nudge");
    CHECK_THAT(w.told(), Catch::Contains("who leads IT help, was told"));
    CHECK(w.all("DUBEN", "asks how it goes").size() == 1);
    CHECK(w.all(World::kTriage, "asks how it goes").size() == 3);
}

TEST_CASE("only who asked can nudge, and only while it is open", "[kernel][nudge]")
{
    Desk w;
    w.command("UMIA", "/ticket", "new chair");
    w.run_until(kAtRisk);
    w.press("UJON", w.receipt(), "Nudge");
    CHECK_FALSE(w.refused.empty());
    w.press("UANA", w.receipt(), "Nudge");
    CHECK_THAT(w.refused, Catch::Contains("Only the person who asked"));
    for (const char* step : {"Take it", "Resolve"})
        w.press("UANA", w.all(World::kTriage, "REQ-1 new chair").front(), step);
    w.submit("UANA", {{"Resolution", "here"}});
    CHECK_FALSE(w.offers_nudge());
    w.press_old_button("UMIA");
    CHECK_THAT(w.refused, Catch::Contains("solved or over"));
    CHECK(w.all(World::kTriage, "asks how it goes").empty());
}
