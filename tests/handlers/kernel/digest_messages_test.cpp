// The two numbers of a digest that count messages: each opens a list, and the list tells nobody too much.
#include "handlers/kernel/digest/digest_messages.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

/// A desk with a manager (Omar), on whose day some messages were found afterwards and two stay unexplained.
struct Recovered : World {
    Recovered()
    {
        settings.roles["manager"] = {"UOMAR"};
        desk = std::make_unique<kernel::Desk>(all_processes(), settings, desk->self());
        now = *parse_rfc3339("2026-11-25T09:00:00Z");
        store::Unit unit(*db, now);
        unit.readings.add(store::Recovery{"message", kHelp, "1795593600.000100"}, now);
        unit.readings.add(store::Recovery{"deletion", kHelp, "1795593601.000100"}, now);
        unit.readings.add(store::Recovery{"message", "DMIA", "1795593602.000100"}, now);
        unit.readings.add(store::Recovery{"edit", "CROOMHELP", "1795593603.000100"}, now);
        unit.readings.add(store::Reconciliation{"CROOMHELP", "2026-11-24", 1, 0, 2},
                          {"1795507200.000100", "1795507201.000100"}, now);
        now += 1h;
    }

    /// The label's list in the person's digest of today.
    std::string open(const std::string& user, const std::string& label)
    {
        command(user, "/desk", "digest today");
        REQUIRE(refused.empty());
        fire_timers();
        press(user, message("D" + user, "Digest of"), label);
        REQUIRE(modal.is_object());
        return modal.dump(-1, ' ', false);
    }
};

}  // namespace

TEST_CASE("what was found afterwards is a list of kind, channel, time and address", "[kernel][digest]")
{
    Recovered w;
    const std::string list = w.open("UOMAR", "Found afterwards 4");
    CHECK_THAT(list, Catch::Contains("*Found afterwards* · 4"));
    CHECK_THAT(list, Catch::Contains("*Message* in <#CHELP> · <!date^1795593600^"));
    CHECK_THAT(list, Catch::Contains("<https://t.slack.com/archives/CHELP/p1795593600000100|Open>"));
    CHECK_THAT(list, Catch::Contains("*Edit* in <#CROOMHELP>"));
    CHECK_THAT(list, Catch::Contains("*Message* in a direct message"));
    // Whose direct message it was, and where a deleted message stood, is nobody's business.
    CHECK_THAT(list, !Catch::Contains("DMIA"));
    CHECK_THAT(list, !Catch::Contains("p1795593601000100"));
}

TEST_CASE("unexplained messages are a list, and where all is explained there is no button",
          "[kernel][digest]")
{
    Recovered w;
    const std::string list = w.open("UOMAR", "Unexplained messages 2");
    CHECK_THAT(list, Catch::Contains("archives/CROOMHELP/p1795507200000100"));
    CHECK_THAT(list, Catch::Contains("archives/CROOMHELP/p1795507201000100"));
    w.now += 24h;
    w.command("UOMAR", "/desk", "digest today");
    w.fire_timers();
    CHECK(w.all("DUOMAR", "Unexplained messages").size() == 1);
}

TEST_CASE("an agent's lists hold the messages of their own inboxes, and a count of the others",
          "[kernel][digest]")
{
    Recovered w;
    const std::string of_it = w.open("UANA", "Found afterwards 4");
    CHECK_THAT(of_it, Catch::Contains("CHELP/p1795593600000100"));
    CHECK_THAT(of_it, !Catch::Contains("CROOMHELP"));
    CHECK_THAT(of_it, Catch::Contains("and 1 that you may not see"));
    const std::string of_rooms = w.open("UCHLOE", "Found afterwards 4");
    CHECK_THAT(of_rooms, Catch::Contains("*Edit* in <#CROOMHELP>"));
    CHECK_THAT(of_rooms, !Catch::Contains("<#CHELP>"));
    CHECK_THAT(of_rooms, Catch::Contains("and 3 that you may not see"));
}

TEST_CASE("a message of a private ticket is listed for who sees the ticket", "[kernel][digest]")
{
    Recovered w;
    w.write("UMIA", "CROOMHELP", "The heating is cold");
    const std::string ts = w.record("REQ-1").at("source_ts");
    {
        store::Unit unit(*w.db, w.now);
        unit.readings.add(store::Recovery{"message", "CROOMHELP", ts}, w.now);
        Record record = w.record("REQ-1");
        record.attributes["private"] = "yes";
        unit.records.save(record);
    }
    w.now += 1h;
    CHECK_THAT(w.open("UOMAR", "Found afterwards 5"), Catch::Contains("and 1 that you may not see"));
    CHECK_THAT(w.open("UAUD", "Found afterwards 5"), !Catch::Contains("may not see"));
}
