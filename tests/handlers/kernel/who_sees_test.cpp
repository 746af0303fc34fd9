// "Who can see this?" says exactly what may_see says.
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/voice/seers.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace deskbell;
using namespace deskbell::test;

namespace {

constexpr const char* kPeople[] = {"UMIA",  "UJON", "UANA", "UBEN", "UCHLOE", "UEVE", "UAUD",
                                   "UOMAR", "UDAN", "UFAY", "UGIL", "UHAL",   "UINA", "UKIM"};

/// Tickets of every kind, and people who see them for every reason.
struct Everything : World {
    Everything()
    {
        settings.roles["owner:request"] = {"UHAL", "SOWNERS"};
        settings.roles["auditor"] = {"UAUD"};
        set_up();
        {
            store::Unit unit(*db, now);
            unit.directory.join("SOWNERS", "UINA");
        }
        command("UMIA", "/ticket", "public one");
        command("UJON", "/ticket", "");
        submit("UJON", {{"What do you need?", "private one"}, {"Private", "yes"}});
        write("UMIA", "CROOMHELP", "The heating is cold");
        press("UANA", message(kTriage, "public one"), "Take it");
        press("UEVE", message("DUMIA", "public one"), "Follow");
        command("UDAN", "/desk", "delegate");
        submit("UDAN", {{"Who decides for you?", "UFAY"}, {"Until", "2026-09-30"}, {"Why?", "away"}});
        for (const char* title : {"public one", "private one"}) {
            choose("UANA", message(kTriage, title), "Approval…");
            submit("UANA", {{"Who decides?", "UDAN"}, {"What is to be approved?", "Money"}});
        }
        command("UEVE", "/desk", "improvement new");
        submit("UEVE", {{"Title", "Fewer forms"}, {"Idea", "Ask less"}});
    }
};

}  // namespace

TEST_CASE("the list of who may see a record agrees with may_see for everybody", "[kernel][privacy]")
{
    Everything w;
    store::Unit unit(*w.db, w.now);
    int yes = 0, no = 0;
    for (const char* number : {"REQ-1", "INC-1", "REQ-2", "IMP-1"}) {
        const Record record = w.record(number);
        const kernel::Access access = kernel::access_of(*w.desk, record, unit);
        for (const char* user : kPeople) {
            const bool is_listed = std::ranges::any_of(access.seers, [&](const kernel::Seers& seers) {
                return std::ranges::find(seers.people, user) != seers.people.end();
            });
            const bool may = kernel::may_see(*w.desk, record, user, unit);
            INFO(number << " and " << user);
            CHECK(may == (is_listed || access.is_for_everybody));
            ++(may ? yes : no);
        }
    }
    CHECK(yes > 20);
    CHECK(no > 15);
}

TEST_CASE("the requester opens the list from /ticket, an agent from More", "[kernel][privacy]")
{
    Everything w;
    w.command("UMIA", "/ticket", "REQ-2");
    Posted answer;
    answer.channel = "CROOMHELP";
    answer.blocks = w.ack["blocks"];
    w.press("UMIA", answer, "Who can see this?");
    REQUIRE(w.refused.empty());
    CHECK(w.modal["title"]["text"] == "Who can see this?");
    const std::string shown = w.modal.dump(-1, ' ', false);
    CHECK_THAT(shown, Catch::Contains("Agents of Facilities") && Catch::Contains("UCHLOE") &&
                          Catch::Contains("<#CROOMHELP>") && Catch::Contains("press Follow") &&
                          Catch::Contains("Auditors"));
    w.press("UJON", answer, "Who can see this?");
    CHECK_FALSE(w.refused.empty());
    CHECK(w.modal.is_null());

    w.choose("UANA", w.message(World::kTriage, "REQ-1 public one"), "Who can see this?");
    CHECK_THAT(w.modal.dump(), Catch::Contains("Followers") && Catch::Contains("Who stands in for them") &&
                                   Catch::Contains("direct messages") && !Catch::Contains("press Follow"));
}

TEST_CASE("where the inbox hides its agents only they read each other's names in the list",
          "[kernel][privacy]")
{
    Everything w;
    w.settings.inboxes[0].hides_agents = true;
    w.set_up();
    w.choose("UANA", w.message(World::kTriage, "public one"), "Who can see this?");
    CHECK_THAT(w.modal.dump(), Catch::Contains("BEN"));
    w.command("UMIA", "/ticket", "REQ-1");
    w.press("UMIA", {"CHELP UMIA", "", "", "", w.ack["blocks"]}, "Who can see this?");
    CHECK_THAT(w.modal.dump(), Catch::Contains("2 agents") && !Catch::Contains("BEN") &&
                                   !Catch::Contains("ANA"));
}

TEST_CASE("of a private ticket the list says from whom it is hidden", "[kernel][privacy]")
{
    Everything w;
    w.choose("UANA", w.message(World::kTriage, "private one"), "Who can see this?");
    CHECK_THAT(w.modal.dump(), Catch::Contains("It is private") && !Catch::Contains("stands in"));
}
