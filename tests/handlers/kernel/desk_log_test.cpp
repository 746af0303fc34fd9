// Who changed the desk, took records along, or read them by office alone.
#include "handlers/kernel/evidence/desk_log.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/evidence/erase_steps.hpp"
#include "store/event_log.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

/// "UAUD inbox_read inbox=it", an entry each, oldest first.
std::vector<std::string> entries(World& w)
{
    store::Unit unit(*w.db, w.now);
    std::vector<std::string> out;
    for (const Event& event : unit.desk_log.of(0)) {
        std::string line = event.actor + " " + event.kind;
        for (const Change& change : event.changes) line += " " + change.attribute + "=" + change.after;
        out.push_back(line);
    }
    return out;
}

using Entries = std::vector<std::string>;

World with_ticket()
{
    World w;
    w.command("UMIA", "/ticket", "my screen flickers");
    return w;
}

}  // namespace

TEST_CASE("what an auditor reads of a foreign inbox is logged, once for each inbox and day", "[kernel][log]")
{
    World w = with_ticket();
    w.write("UNOA", "CROOMHELP", "the door is stuck");
    w.command("UAUD", "/ticket", "REQ-1");
    REQUIRE(w.ack.dump().find("my screen flickers") != std::string::npos);
    CHECK(entries(w) == Entries{"UAUD inbox_read inbox=it"});
    w.command("UAUD", "/desk", "REQ-1");
    CHECK(entries(w).size() == 1);
    w.command("UAUD", "/desk", "find door");
    CHECK(entries(w).back() == "UAUD inbox_read inbox=rooms");
    w.now += 24h;
    w.command("UAUD", "/desk", "request list");
    CHECK(entries(w).size() == 4);
}

TEST_CASE("a button that shows a record to an auditor is logged too, whatever it is pressed on",
          "[kernel][log]")
{
    World w = with_ticket();
    w.command("UAUD", "/ticket", "REQ-1");
    w.now += 24h;
    const Posted card{"CHELP", "", "", "", w.ack["blocks"]};
    w.press("UAUD", card, "History");
    CHECK(entries(w) == Entries{"UAUD inbox_read inbox=it", "UAUD inbox_read inbox=it"});
}

TEST_CASE("whoever has a part in a ticket reads it without an entry, and so does who may not read it",
          "[kernel][log]")
{
    World w = with_ticket();
    for (const char* reader : {"UMIA", "UANA", "UNOA"}) {
        w.command(reader, "/ticket", "REQ-1");
        w.command(reader, "/ticket", "find screen");
    }
    w.settings.roles["auditor"] = {"UAUD", "UANA"};
    w.set_up();
    w.command("UANA", "/ticket", "REQ-1");  // an auditor, but here she is at home
    CHECK(entries(w).empty());
}

TEST_CASE("an export is logged with what left the desk, and one that gives nothing is not", "[kernel][log]")
{
    World w = with_ticket();
    w.command("UMIA", "/desk", "export request this-year");
    w.fire_timers();
    CHECK(entries(w).empty());
    w.command("UAUD", "/desk", "export request this-year");
    w.fire_timers();
    REQUIRE(entries(w).size() == 1);
    CHECK_THAT(entries(w)[0], Catch::StartsWith("UAUD exported what=Service requests raised from=") &&
                                  Catch::Contains("format=csv rows=1"));
    w.command("UMIA", "/ticket", "export");
    w.fire_timers();
    CHECK(entries(w).back() == "UMIA exported what=their own requests rows=1");
}

TEST_CASE("what is changed in Slack is logged, setting by setting", "[kernel][log]")
{
    World w;
    w.admins = {"UADA"};
    w.send(slack::MembershipEvent{true, "UBOT", "CNEW", "UADA", true});
    w.press("UADA", w.whispers.back(), "Agents of a new inbox…");
    w.submit("UADA", {{"Name", "Payroll"}, {"Calendar", "business"}});
    REQUIRE(entries(w).size() == 1);
    CHECK_THAT(entries(w)[0], Catch::StartsWith("UADA settings_changed") &&
                                  Catch::Contains("inbox payroll: name=Payroll") &&
                                  Catch::Contains("inbox payroll: agent_channel=CNEW"));
    w.command("UADA", "/desk", "inboxes");
    w.press("UADA", {"CNEW", "", "", "", w.ack["blocks"]}, "Change…");
    w.submit("UADA", {{"Seconds in which an answer can be taken back", "0"}});
    CHECK(entries(w).back() == "UADA settings_changed inbox payroll: undo_seconds=0");
    w.send(slack::MembershipEvent{true, "UBOT", "CASK", "UADA", false});
    w.press_menu("UADA", w.whispers.back(), "Requests of an inbox", "Payroll");
    CHECK(entries(w).back() == "UADA settings_changed requests of channel CASK=payroll");

    w.settings.roles["manager"] = {"UBOSS"};
    w.set_up();
    w.command("UBOSS", "/desk", "log");
    CHECK_THAT(w.modal.dump(), Catch::Contains("inbox payroll: agent_channel: <#CNEW>") &&
                                   Catch::Contains("requests of channel <#CASK>: payroll"));
}

TEST_CASE("managers and auditors read the log with /desk log, page by page, and nobody else", "[kernel][log]")
{
    World w = with_ticket();
    w.settings.roles["manager"] = {"UBOSS"};
    w.set_up();
    for (int day = 0; day < 20; ++day) {
        w.command("UAUD", "/ticket", "REQ-1");
        w.now += 24h;
    }
    for (const char* nobody : {"UMIA", "UANA"}) {
        w.command(nobody, "/desk", "log");
        CHECK(w.refused.find("managers and auditors") != std::string::npos);
    }
    w.command("UBOSS", "/desk", "log");
    CHECK(w.modal["title"]["text"] == "Log of the desk");
    CHECK(w.modal.dump().find("read tickets of an inbox by office") != std::string::npos);
    CHECK(w.modal.dump().find("Entries 6 to 20 of 20") != std::string::npos);
    CHECK(w.labels(w.modal["blocks"]) == Entries{"Older", "As a file"});
    w.press_in_modal("UBOSS", "Older");
    CHECK(w.modal.dump().find("Entries 1 to 5 of 20") != std::string::npos);
    CHECK(w.labels(w.modal["blocks"]) == Entries{"Newer", "As a file"});
    w.press_in_modal("UBOSS", "Newer");
    CHECK(w.modal.dump().find("Entries 6 to 20 of 20") != std::string::npos);
}

TEST_CASE("the log is given out as a file to those who may read it, and says so itself", "[kernel][log]")
{
    World w = with_ticket();
    w.command("UAUD", "/ticket", "REQ-1");
    w.command("UAUD", "/desk", "log");
    const Json log = w.modal;
    w.press_in_modal("UAUD", "As a file");
    w.fire_timers();
    REQUIRE(w.files.size() == 1);
    CHECK(w.files[0].channel == "DUAUD");
    const Json line = Json::parse(w.files[0].content);
    CHECK(line["actor"] == "UAUD");
    CHECK(line["kind"] == "inbox_read");
    CHECK(line["details"][0]["after"] == "it");
    CHECK(line["hash"].get<std::string>().size() == 64);
    CHECK(entries(w).back() == "UAUD exported what=the log of the desk rows=1");
    w.modal = log;
    w.press_in_modal("UANA", "As a file");
    w.fire_timers();
    CHECK(w.files.size() == 1);
}

TEST_CASE("the log keeps no words of a request, and a person who is erased is a pseudonym there",
          "[kernel][log]")
{
    World w = with_ticket();
    w.command("UMIA", "/ticket", "export");
    w.fire_timers();
    const auto run = [&w](const kernel::ErasureSteps::Act& act) -> Result<void> {
        store::Unit unit(*w.db, w.now);
        act(unit);
        return {};
    };
    REQUIRE(kernel::erase_person(*w.desk, {"UMIA", "keyed", {}}, {run, run}));
    const Entries logged = entries(w);
    CHECK(joined(logged, "\n").find("screen") == std::string::npos);
    CHECK(logged == Entries{"ERASED-1 exported what=their own requests rows=1", "operator erased",
                            "operator person_erased pseudonym=ERASED-1 records=1"});
    const auto report = store::verify(*w.db, nullptr);
    CAPTURE(report.faults);
    CHECK(report.faults.empty());
}
