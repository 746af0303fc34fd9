// Tags: the team's own words on a ticket, by menu and by command; no requester ever reads one.
#include "world.hpp"

#include "handlers/domain/tags.hpp"
#include "store/event_log.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

/// A ticket of Mia's in the inbox of Ana and Ben.
struct Tagged : World {
    Tagged() { raise("VPN drops"); }
    void raise(const std::string& title)
    {
        command("UMIA", "/ticket", "");
        submit("UMIA", {{"What do you need?", title}});
    }
    std::vector<std::string> faults()
    {
        return store::verify(*db, [](auto, auto) {}).faults;
    }
    Posted card() { return message(kTriage, "INC-1"); }
};

}  // namespace

TEST_CASE("a tag is put into one form, and what cannot be one is refused with a sentence", "[domain][tags]")
{
    CHECK(*parse_tag(" #VPN ") == "vpn");
    CHECK(*parse_tag("Straße-2.b_c") == "straße-2.b_c");
    CHECK_FALSE(parse_tag(""));
    CHECK_FALSE(parse_tag("<!here>"));
    CHECK(parse_tag(std::string(30, 'a')));
    CHECK_THAT(parse_tag(std::string(31, 'a')).error().detail(), Catch::Contains("at most 30"));
    CHECK(*parse_tags("vpn, VIP vpn") == std::vector<std::string>{"vip", "vpn"});
    CHECK(parse_tags("a b c d e f g h i j"));
    CHECK_THAT(parse_tags("a b c d e f g h i j k").error().detail(), Catch::Contains("at most 10"));
}

TEST_CASE("an agent tags by menu and by command, and only the agents' card shows it", "[kernel][tags]")
{
    Tagged w;
    w.choose("UANA", w.card(), "Tags…");
    w.submit("UANA", {{"New tags", "VPN vip"}});
    CHECK(w.record("INC-1").at("tags") == "vip,vpn");
    CHECK_THAT(w.card().blocks.dump(), Catch::Contains("vip · vpn"));
    w.command("UBEN", "/ticket", "tag INC-1 printer -vip", World::kTriage);
    CHECK_THAT(w.ack.dump(), Catch::Contains("INC-1 has the tags printer, vpn."));
    CHECK(w.record("INC-1").at("tags") == "printer,vpn");
    for (const Posted& posted : w.messages)
        if (posted.channel != World::kTriage)
            CHECK_THAT(posted.blocks.dump(), !Catch::Contains("printer"));
    w.command("UMIA", "/ticket", "mine");
    CHECK_THAT(w.ack.dump(), Catch::Contains("INC-1") && !Catch::Contains("printer"));
}

TEST_CASE("a tag that the inbox knows is offered on its next ticket, unless it is a private one's",
          "[kernel][tags]")
{
    Tagged w;
    w.command("UANA", "/ticket", "tag INC-1 vpn", World::kTriage);
    w.command("UJON", "/ticket", "");
    w.submit("UJON", {{"What do you need?", "a delicate matter"}, {"Private", "yes"}});
    w.command("UANA", "/ticket", "tag INC-2 burnout", World::kTriage);
    REQUIRE(w.record("INC-2").at("tags") == "burnout");
    w.raise("Another one");
    w.choose("UANA", w.message(World::kTriage, "INC-3"), "Tags…");
    CHECK_THAT(w.modal.dump(), Catch::Contains("\"vpn\"") && !Catch::Contains("burnout"));
    w.submit("UANA", {{"Tags", "vpn"}});
    CHECK(w.record("INC-3").at("tags") == "vpn");
    w.choose("UANA", w.message(World::kTriage, "INC-3"), "Tags…");
    w.submit("UANA", {{"New tags", "vip"}});
    CHECK(w.record("INC-3").at("tags") == "vip,vpn");
}

TEST_CASE("what a colleague put on while the form was open stays", "[kernel][tags]")
{
    Tagged w;
    w.command("UANA", "/ticket", "tag INC-1 old", World::kTriage);
    w.choose("UANA", w.card(), "Tags…");
    const Json form = w.modal;
    w.command("UBEN", "/ticket", "tag INC-1 meanwhile", World::kTriage);
    w.modal = form;
    w.submit("UANA", {{"Tags", ""}, {"New tags", "new"}});
    CHECK(w.record("INC-1").at("tags") == "meanwhile,new");
}

TEST_CASE("requester, manager and stranger cannot tag; a sentence that begins with tag is a request",
          "[kernel][tags]")
{
    Tagged w;
    w.settings.roles["manager"] = {"UOMAR"};
    w.set_up();
    w.command("UMIA", "/ticket", "tag INC-1 urgent");
    CHECK_THAT(w.refused, Catch::Contains("Only the agents of its inbox"));
    for (const char* user : {"UOMAR", "UEVE"}) {
        w.command(user, "/ticket", "tag INC-1 urgent");
        CHECK_THAT(w.refused, Catch::Contains("no INC-1 that you may see"));
    }
    CHECK_FALSE(w.record("INC-1").has("tags"));
    w.choose("UANA", w.card(), "Tags…");
    w.submit("UMIA", {{"New tags", "urgent"}});
    CHECK_FALSE(w.record("INC-1").has("tags"));
    w.command("UEVE", "/ticket", "tag for my suitcase");
    CHECK(w.refused.empty());
}

TEST_CASE("too many and too long tags are refused in the form, which keeps what was typed", "[kernel][tags]")
{
    Tagged w;
    w.choose("UANA", w.card(), "Tags…");
    w.submit("UANA", {{"New tags", "a b c d e f g h i j k"}});
    CHECK_THAT(w.ack.dump() + w.refused, Catch::Contains("at most 10 tags"));
    CHECK_FALSE(w.record("INC-1").has("tags"));
    w.command("UANA", "/ticket", "tag INC-1 " + std::string(31, 'x'), World::kTriage);
    CHECK_THAT(w.refused, Catch::Contains("at most 30 characters"));
}

TEST_CASE("a search by tag finds for agents what is in their inboxes, and for requesters nothing",
          "[kernel][tags]")
{
    Tagged w;
    w.raise("Printer");
    w.command("UANA", "/ticket", "tag INC-1 vpn", World::kTriage);
    w.command("UANA", "/ticket", "find tag:VPN", World::kTriage);
    CHECK_THAT(w.ack.dump(), Catch::Contains("VPN drops") && !Catch::Contains("Printer"));
    w.command("UANA", "/ticket", "find tag:vp", World::kTriage);
    CHECK_THAT(w.ack.dump(), !Catch::Contains("VPN drops"));
    w.command("UMIA", "/ticket", "find tag:vpn");
    CHECK_THAT(w.refused, Catch::Contains("Tags are for the agents"));
    w.command("UCHLOE", "/ticket", "find tag:vpn");
    CHECK_THAT(w.ack.dump(), !Catch::Contains("VPN drops"));
}

TEST_CASE("a requester's history does not even say that tags changed; an agent's does", "[kernel][tags]")
{
    Tagged w;
    w.command("UANA", "/ticket", "tag INC-1 vpn", World::kTriage);
    w.choose("UANA", w.card(), "History");
    CHECK_THAT(w.modal.dump(), Catch::Contains("changed its tags"));
    w.choose("UMIA", w.message("DUMIA", "INC-1"), "History");
    CHECK_THAT(w.modal.dump(), !Catch::Contains("tag"));
}

TEST_CASE("a service level that asks for a tag counts from when the ticket has it; of two the first counts",
          "[kernel][tags]")
{
    Tagged w;
    Policy vip;
    vip.name = "VIP";
    vip.filter["tag"] = {"vip"};
    vip.goal(Metric::response) = Goal{15min, -1};
    Policy other = vip;
    other.name = "Branch";
    other.filter["tag"] = {"branch"};
    CHECK_FALSE(ties(vip, other));
    ServiceLevels levels;
    levels.policies = {vip, other};
    Record record;
    CHECK(levels.policy_for(record) == nullptr);
    record.attributes["tags"] = "branch";
    CHECK(levels.policy_for(record)->name == "Branch");
    record.attributes["tags"] = "branch,vip";
    CHECK(levels.policy_for(record)->name == "VIP");

    w.settings.levels.policies.push_back(vip);
    w.set_up();
    {
        store::Unit unit(*w.db, w.now);
        w.desk->adopt(unit);
    }
    w.raise("For the board");
    const std::string before = w.record("INC-2").at("response_due");
    w.command("UANA", "/ticket", "tag INC-2 vip", World::kTriage);
    CHECK(w.record("INC-2").at("response_due") != before);
}

TEST_CASE("a routing rule can tag what it matches", "[kernel][tags]")
{
    Tagged w;
    w.settings.routing = {{.name = "Payroll", .when = {{"words", {"payslip"}}}, .tags = {"payroll"}}};
    w.set_up();
    w.raise("My payslip is wrong");
    CHECK(w.record("INC-2").at("tags") == "payroll");
    CHECK_THAT(w.message(World::kTriage, "INC-2").blocks.dump(), Catch::Contains("payroll"));
}

TEST_CASE("tags are words: retention takes them out of the record, its events, the menu and the search",
          "[kernel][tags]")
{
    Tagged w;
    w.settings.inboxes[0].retention_days = 30;
    w.set_up();
    w.command("UANA", "/ticket", "tag INC-1 secret-tag", World::kTriage);
    w.press("UANA", w.card(), "Take it");
    w.press("UANA", w.card(), "Resolve");
    w.submit("UANA", {{"Resolution", "done"}});
    w.press("UMIA", w.message("DUMIA", "done"), "Yes, solved");
    REQUIRE(w.record("INC-1").at("state") == "closed");
    w.now += std::chrono::days{31};
    w.fire_timers();
    for (const char* sql : {"SELECT attributes || tags FROM record", "SELECT changes || text FROM event"}) {
        const auto row = w.db->prepare(sql);
        while (row->step()) CHECK_THAT(row->text(0), !Catch::Contains("secret-tag"));
    }
    store::Unit unit(*w.db, w.now);
    CHECK(unit.records.tags_in("it", 100).empty());
    w.command("UANA", "/ticket", "tag INC-1 again", World::kTriage);
    CHECK_THAT(w.refused, Catch::Contains("was erased"));
}

TEST_CASE("verify rebuilds a record's tags from its events and finds them true", "[kernel][tags]")
{
    Tagged w;
    w.command("UANA", "/ticket", "tag INC-1 vpn", World::kTriage);
    CHECK(w.faults().empty());
    w.db->run("UPDATE record SET tags = ',other,' WHERE id = 1");
    CHECK_FALSE(w.faults().empty());
}
