#include "world.hpp"

#include "handlers/kernel/clock/clocks.hpp"
#include "handlers/kernel/clock/what_if.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

TEST_CASE("what-if replays the past against other service levels and changes nothing", "[kernel][what_if]")
{
    World w;
    w.now = *parse_rfc3339("2026-11-23T09:00:00+01:00");
    w.command("UMIA", "/ticket", "new chair");
    w.command("UMIA", "/ticket", "new desk");
    w.now = *parse_rfc3339("2026-11-23T12:00:00+01:00");  // 3 h of the 8 h of P4
    w.press("UANA", w.message(World::kTriage, "REQ-1"), "Take it");
    w.press("UANA", w.message(World::kTriage, "REQ-2"), "Take it");

    ServiceLevels stricter = w.settings.levels;
    for (Policy& policy : stricter.policies) policy.goal(Metric::response).span = 2h;
    store::Unit unit(*w.db, w.now);
    const Span week{w.now - 24h, w.now + 24h};
    const auto result = kernel::what_if(*w.desk, stricter, week, unit, [](auto, auto) {});
    CHECK(result.records == 2);
    REQUIRE_FALSE(result.rows.empty());
    CHECK(result.rows[0].metric == "response");
    CHECK(result.rows[0].before == kernel::WhatIfRow::Count{2, 0, 0});
    CHECK(result.rows[0].after == kernel::WhatIfRow::Count{0, 2, 0});
    REQUIRE(result.changes.size() == 2);
    CHECK(result.changes[0].number == "REQ-1");
    CHECK(result.changes[0].due_after < result.changes[0].due_before);
    CHECK(kernel::what_if(*w.desk, stricter, {w.now + 1h, w.now + 2h}, unit, [](auto, auto) {}).records == 0);
    CHECK(kernel::what_if(*w.desk, w.settings.levels, week, unit, [](auto, auto) {}).changes.empty());
    CHECK(kernel::clock_faults(*w.desk, unit).empty());
}

TEST_CASE("a clock row that somebody changed is found", "[kernel][clock]")
{
    World w;
    w.command("UMIA", "/ticket", "new chair");
    store::Unit unit(*w.db, w.now);
    REQUIRE(kernel::clock_faults(*w.desk, unit).empty());
    w.db->execute("UPDATE clock SET due_at = due_at + 1 WHERE metric = 'response'");
    CHECK(kernel::clock_faults(*w.desk, unit).size() == 1);
}

TEST_CASE("who asks outside open time learns when the team is there again, and what to do if it is urgent",
          "[kernel][promise]")
{
    World w;
    w.settings.inboxes[0].emergency = "call 4711";
    w.desk = std::make_unique<kernel::Desk>(all_processes(), w.settings,
                                            kernel::Self{"UBOT", "BBOT", "T1", "A1", "https://t.slack.com/"});
    w.now = *parse_rfc3339("2026-11-21T12:00:00+01:00");  // a Saturday
    w.command("UMIA", "/ticket", "new chair");
    CHECK(w.ack.dump().find("IT help is closed now and opens") != std::string::npos);
    CHECK(w.ack.dump().find("Mon 23 Nov 09:00") != std::string::npos);
    CHECK(w.ack.dump().find("call 4711") != std::string::npos);
    w.now = *parse_rfc3339("2026-11-23T12:00:00+01:00");
    w.command("UMIA", "/ticket", "new desk");
    CHECK(w.ack.dump().find("closed now") == std::string::npos);
}

TEST_CASE("what is critical is not told that the team is away where somebody is on duty", "[kernel][promise]")
{
    for (const bool has_rota : {false, true}) {
        World w;
        for (Policy& policy : w.settings.levels.policies) policy.calendar.clear();  // the inbox's
        if (has_rota)
            w.settings.inboxes[0].rota.people = {"UANA"};
        w.set_up();
        w.now = *parse_rfc3339("2026-11-21T12:00:00+01:00");  // a Saturday
        w.command("UMIA", "/ticket", "");
        w.submit("UMIA", {{"What do you need?", "Mail is down"},
                          {"How many are affected?", "A department or several teams"},
                          {"How badly?", "Work has stopped"}});
        REQUIRE(w.record("INC-1").at(attr::kPriority) == "P1");
        CHECK((w.modal.dump().find("is closed now") == std::string::npos) == has_rota);
    }
}

TEST_CASE("a click that Slack stamped a little ahead of our clock moves the promise all the same",
          "[kernel][clock]")
{
    World w;
    w.now = *parse_rfc3339("2026-11-23T10:00:00+01:00");
    w.command("UMIA", "/ticket", "new chair");
    store::Unit unit(*w.db, w.now);
    Record record = w.record("REQ-1");
    kernel::write(unit, record, {"UANA", "button", w.now + 20s}, "hold",
                  {{"category", "new", "waiting_requester"}, {"pending_reason", "", "requester"}});
    kernel::settle_clocks(*w.desk, record, "hold", unit);
    CHECK(record.at("resolution_due").empty());
    CHECK(record.has("time_left"));
}
