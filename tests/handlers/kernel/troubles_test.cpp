#include "handlers/kernel/setup/troubles.hpp"

#include "handlers/kernel/assignment/leaving.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/knowledge/suggestions.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/setup/channel_state.hpp"
#include "handlers/kernel/setup/outsiders.hpp"
#include "tests/handlers/kernel/world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using deskbell::test::World;

namespace {

World with_manager()
{
    World w;
    w.settings.roles["manager"] = {"UMANA"};
    w.set_up();
    return w;
}

slack::WorkspaceEvent event(const char* type, const char* channel) { return {type, channel, ""}; }

/// A post that Slack refused for good.
void park_post(World& w, const std::string& channel)
{
    store::Unit unit(*w.db, w.now);
    kernel::Saying saying;
    saying.text = "for later";
    kernel::post(unit, {0, 0, "notice", channel, "", 0}, saying, 0, "later");
    const auto rows = unit.outbox.claim(unit.now, 1);
    REQUIRE(rows.size() == 1);
    unit.outbox.park(rows.front().id, "is_archived", unit.now);
}

std::int64_t parked(World& w) { return store::Unit(*w.db, w.now).outbox.counts().parked; }

store::Person outsider(const std::string& id)
{
    store::Person out;
    out.id = id;
    out.name = "Eva Lund";
    out.is_external = true;
    return out;
}

}  // namespace

TEST_CASE("an archived channel is told to the managers once, and what waited is sent when it is open again",
          "[kernel][trouble]")
{
    World w = with_manager();
    park_post(w, World::kHelp);
    w.send(event("channel_archive", World::kHelp));
    w.send(event("channel_archive", World::kHelp));
    REQUIRE(w.all("DUMANA", "the channel is archived").size() == 1);
    CHECK_THAT(w.message("DUMANA", "archived").text,
               Catch::Contains("<#CHELP>") && Catch::Contains("Unarchive it"));
    CHECK(parked(w) == 1);
    w.send(event("channel_unarchive", World::kHelp));
    CHECK(parked(w) == 0);
    CHECK(w.all(World::kHelp, "for later").size() == 1);
    w.send(event("channel_archive", World::kHelp));
    CHECK(w.all("DUMANA", "the channel is archived").size() == 2);  // it happened again
}

TEST_CASE("what became of a channel while the desk was away is told when it comes back, and once",
          "[kernel][trouble]")
{
    World w = with_manager();
    w.come_back();
    CHECK(w.all("DUMANA", "I cannot write in").empty());
    w.archived_channels = {World::kHelp, "CELSE"};
    w.unjoined_channels = {"CROOMHELP"};
    w.unknown_channels = {World::kRooms};
    w.come_back();
    w.come_back();
    CHECK(w.all("DUMANA", "<#CHELP>: the channel is archived. Unarchive it.").size() == 1);
    CHECK(w.all("DUMANA", "<#CROOMHELP>: the bot is not in the channel").size() == 1);
    CHECK(w.all("DUMANA", "<#CROOMS>: the channel is gone, or private").size() == 1);
    CHECK(w.all("DUMANA", "I cannot write in").size() == 3);
    // What it hears of by an event afterwards is no news.
    w.send(event("channel_archive", World::kHelp));
    CHECK(w.all("DUMANA", "I cannot write in").size() == 3);
}

TEST_CASE("a connection that comes and goes leaves one question about each channel", "[kernel][trouble]")
{
    World w = with_manager();
    store::Unit unit(*w.db, w.now);
    const auto before = unit.outbox.counts().waiting;
    kernel::look_at_channels(*w.desk, unit);
    const auto asked = unit.outbox.counts().waiting;
    kernel::look_at_channels(*w.desk, unit);
    CHECK(asked > before);
    CHECK(unit.outbox.counts().waiting == asked);
}

TEST_CASE("an archived channel that the desk has no use for interests nobody", "[kernel][trouble]")
{
    World w = with_manager();
    w.send(event("channel_archive", "CELSE"));
    CHECK(w.messages.empty());
}

TEST_CASE(
    "when the agents' channel itself is archived and nobody is manager, the agents hear of it one by one",
    "[kernel][trouble]")
{
    World w;
    w.send(event("group_archive", World::kTriage));
    CHECK(w.all("DUANA", "archived").size() == 1);
    CHECK(w.all("DUBEN", "archived").size() == 1);
    CHECK(w.all(World::kTriage, "archived").empty());
}

TEST_CASE("a manager who is deactivated is not the one who is told", "[kernel][trouble]")
{
    World w = with_manager();
    {
        store::Unit unit(*w.db, w.now);
        store::Person gone;
        gone.id = "UMANA";
        gone.is_deleted = true;
        unit.directory.save(gone);
    }
    w.send(event("channel_archive", World::kHelp));
    CHECK(w.all("DUMANA", "archived").empty());
    CHECK(w.all(World::kTriage, "archived").size() == 1);
}

TEST_CASE("who takes the bot out of a channel that it needs is reported, until it is invited again",
          "[kernel][trouble]")
{
    World w = with_manager();
    const std::string bot = w.desk->self().user;
    w.send(slack::MembershipEvent{false, bot, World::kTriage, "", true});
    CHECK(w.all("DUMANA", "the bot is not in the channel").size() == 1);
    w.send(slack::MembershipEvent{true, bot, World::kTriage, "UANA", true});
    w.send(slack::MembershipEvent{false, bot, World::kTriage, "", true});
    CHECK(w.all("DUMANA", "the bot is not in the channel").size() == 2);
}

TEST_CASE("a scope that is there again ends its trouble and sends what it was missing for",
          "[kernel][trouble]")
{
    World w = with_manager();
    const std::string scope = "reactions:write";
    for (int i = 0; i < 2; ++i) {
        store::Unit unit(*w.db, w.now);
        CHECK(kernel::tell_trouble(*w.desk, {scope, "the app lacks the scope " + scope, ""}, unit) ==
              (i == 0));
    }
    {
        store::Unit unit(*w.db, w.now);
        kernel::Saying saying;
        saying.text = "needs a scope";
        kernel::post(unit, {0, 0, "notice", World::kHelp, "", 0}, saying, 0, "later");
        for (const auto& row : unit.outbox.claim(unit.now, 10))
            if (row.channel == World::kHelp)
                unit.outbox.park(row.id, "missing_scope: " + scope, unit.now);
    }
    const auto settle = [&](const std::vector<std::string>& missing) {
        store::Unit unit(*w.db, w.now);
        kernel::settle_scopes(*w.desk, missing, unit);
    };
    settle({scope});
    CHECK(parked(w) == 1);
    settle({});
    CHECK(parked(w) == 0);
}

TEST_CASE("agents hear once that somebody who asked was deactivated, with the tickets", "[kernel][trouble]")
{
    World w;
    w.command("UMIA", "/ticket", "Chair");
    w.command("UMIA", "/ticket", "Table");
    const slack::PersonChanged gone{"UMIA", "Mia", "Europe/Berlin", false, true};
    w.send(gone);
    w.send(gone);
    REQUIRE(w.all(World::kTriage, "reads no answer any more").size() == 1);
    const auto& notice = w.message(World::kTriage, "reads no answer any more");
    CHECK_THAT(notice.text, Catch::Contains("2 open tickets"));
    CHECK_THAT(notice.blocks.dump(), Catch::Contains("REQ-1") && Catch::Contains("REQ-2"));
    CHECK_THAT(w.message(World::kTriage, "REQ-1 Chair").blocks.dump(), Catch::Contains("deactivated"));
}

TEST_CASE("of a requester whom the desk meets as deactivated the card says so, and nothing else does",
          "[kernel][trouble]")
{
    World w;
    w.command("UNEW", "/ticket", "Chair");
    w.db->execute("DELETE FROM person WHERE id = 'UNEW'");  // Slack has not answered yet who that is
    {
        store::Unit unit(*w.db, w.now);
        store::Person gone;
        gone.id = "UNEW";
        gone.name = "Nora";
        gone.is_deleted = true;
        w.desk->on_person(gone, unit);
    }
    w.fire_timers();
    CHECK(w.all(World::kTriage, "reads no answer any more").empty());
    CHECK_THAT(w.message(World::kTriage, "REQ-1 Chair").blocks.dump(), Catch::Contains("deactivated"));
}

TEST_CASE("somebody of another organisation is never an agent, whoever lets them into the channel",
          "[kernel][outsiders]")
{
    World w;
    const auto is_agent = [&] { return kernel::is_agent(*w.desk, "it", "UEVA", store::Unit(*w.db, w.now)); };
    w.send(slack::MembershipEvent{true, "UEVA", World::kTriage, "UANA", true});
    {
        store::Unit unit(*w.db, w.now);
        w.desk->on_person(outsider("UEVA"), unit);
    }
    w.fire_timers();
    CHECK_FALSE(is_agent());
    CHECK(w.all(World::kTriage, "of another organisation").size() == 1);
    w.send(slack::MembershipEvent{true, "UEVA", World::kTriage, "UANA", true});
    CHECK_FALSE(is_agent());
    {
        store::Unit unit(*w.db, w.now);
        kernel::keep_members(*w.desk, World::kTriage, {"UANA", "UBEN", "UEVA"}, unit);
    }
    CHECK_FALSE(is_agent());
}

TEST_CASE(
    "agents are warned of an outsider whom the desk knows already, also when only a reading of the members "
    "shows them",
    "[kernel][outsiders]")
{
    World w;
    for (const char* user : {"UEVA", "UTOM"}) {
        store::Unit unit(*w.db, w.now);
        unit.directory.save(outsider(user));
    }
    w.send(slack::MembershipEvent{true, "UEVA", World::kTriage, "UANA", true});
    CHECK(w.all(World::kTriage, "of another organisation").size() == 1);
    {
        store::Unit unit(*w.db, w.now);
        kernel::keep_members(*w.desk, World::kTriage, {"UANA", "UBEN", "UEVA", "UTOM"}, unit);
    }
    w.fire_timers();
    CHECK(w.all(World::kTriage, "of another organisation").size() == 2);
}

TEST_CASE("whoever is of another workspace belongs to another organisation, stranger or not",
          "[kernel][outsiders]")
{
    World w;
    const auto told = slack::read_result("users.info", 200, "",
                                         R"({"ok":true,"user":{"id":"UEVA","team_id":"T2","name":"eva"}})");
    CHECK(kernel::person_told(*w.desk, told, "UEVA").is_external);
    const auto own = slack::read_result("users.info", 200, "",
                                        R"({"ok":true,"user":{"id":"UMIA","team_id":"T1","name":"mia"}})");
    CHECK_FALSE(kernel::person_told(*w.desk, own, "UMIA").is_external);
}

TEST_CASE("a change of an outsider's profile does not make a colleague of them", "[kernel][outsiders]")
{
    World w;
    {
        store::Unit unit(*w.db, w.now);
        unit.directory.save(outsider("UEVA"));
    }
    w.send(slack::PersonChanged{"UEVA", "Eva Berg", "Europe/Oslo", false, false});
    CHECK(kernel::is_outsider(store::Unit(*w.db, w.now), "UEVA"));
}

TEST_CASE("the author of a message from another workspace is known as an outsider at once",
          "[kernel][outsiders]")
{
    World w;
    slack::MessageEvent message;
    message.message.channel = World::kHelp;
    message.message.channel_type = "channel";
    message.message.user = "UEVA";
    message.message.team = "T2";
    message.message.text = "Thanks!";
    message.message.ts = "1790000001.000100";
    store::Unit unit(*w.db, w.now);
    slack::Envelope envelope;
    envelope.payload = message;
    REQUIRE(w.desk->handle(envelope, unit));
    CHECK(kernel::is_outsider(unit, "UEVA"));
}
