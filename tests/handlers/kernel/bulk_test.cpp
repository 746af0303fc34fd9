// Select…: several tickets at once, with a preview before and an undo after.
#include "world.hpp"

#include "handlers/kernel/clock/clocks.hpp"
#include "store/event_log.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

/// REQ-1 to REQ-`n`, of UMIA and UNOA in turn.
void raise(World& w, int n)
{
    for (int i = 1; i <= n; ++i)
        w.command(i % 2 == 1 ? "UMIA" : "UNOA", "/ticket", "chair number " + std::to_string(i));
}

void open_selection(World& w, const std::string& user = "UANA", const std::string& words = "find chair")
{
    w.command(user, "/desk", words);
    w.press(user, {"CHELP " + user, "", "", "", w.ack["blocks"]}, "Select…");
}

/// Up to the preview.
void preview(World& w, const std::string& action, const std::string& numbers,
             const std::map<std::string, std::string>& details)
{
    open_selection(w);
    w.submit("UANA", {{"What to do", action}, {"Tickets 1 to 4", numbers}});
    if (!details.empty())
        w.submit("UANA", details);
}

std::size_t told(World& w, const std::string& user, const std::string& words)
{
    return w.all("D" + user, words).size();
}

void is_sound(World& w)
{
    CHECK(store::verify(*w.db, {}).faults.empty());
    store::Unit unit(*w.db, w.now);
    CHECK(kernel::clock_faults(*w.desk, unit, 5).empty());
}

}  // namespace

TEST_CASE("an agent resolves several tickets at once, and each requester reads one message", "[kernel][bulk]")
{
    World w;
    raise(w, 4);
    preview(w, "Resolve", "REQ-1,REQ-2,REQ-3", {{"Resolution", "The new chairs are here."}});
    CHECK(w.modal["title"]["text"] == "What would happen");
    CHECK_THAT(w.modal.dump(),
               Contains("3 tickets would change") && Contains("REQ-2") && !Contains("chair number 4"));
    CHECK(w.record("REQ-1").at("state") == "submitted");  // nothing has happened yet
    w.submit("UANA", {});
    for (const char* number : {"REQ-1", "REQ-2", "REQ-3"}) {
        CHECK(w.record(number).at("state") == "fulfilled");
        CHECK(w.record(number).at("fulfilment_note") == "The new chairs are here.");
    }
    CHECK(w.record("REQ-4").at("state") == "submitted");
    // UMIA has two of them: one message with both, and the buttons that answer each.
    CHECK(told(w, "UMIA", "The new chairs are here.") == 1);
    const Posted news = w.message("DUMIA", "News of 2 tickets");
    CHECK_THAT(news.blocks.dump(), Contains("REQ-1") && Contains("REQ-3"));
    CHECK(told(w, "UNOA", "The new chairs are here.") == 1);
    CHECK_THAT(w.message("DUANA", "3 tickets changed").blocks.dump(), Contains("Undo"));
    w.press("UMIA", news, "Yes, solved");
    CHECK(w.record("REQ-3").at("state") == "closed");
    is_sound(w);
}

TEST_CASE("all events of one order name the same batch", "[kernel][bulk]")
{
    World w;
    raise(w, 4);
    preview(w, "Put on hold", "REQ-1,REQ-4", {{"Reason", "Waiting for a supplier"}});
    w.submit("UANA", {});
    store::Unit unit(*w.db, w.now);
    for (const char* number : {"REQ-1", "REQ-4"}) {
        const auto record = w.record(number);
        std::vector<std::string> rules;
        for (const Event& event : unit.events.of(record.id, 0, 50))
            if (event.kind == "hold") {
                rules.push_back(event.rule);
                CHECK(event.actor == "UANA");
                CHECK(event.source == "bulk");
            }
        CHECK(rules == std::vector<std::string>{"batch 1"});
    }
}

TEST_CASE("the preview names what would stay as it is, and why", "[kernel][bulk]")
{
    World w;
    raise(w, 4);
    w.press("UANA", w.message(World::kTriage, "REQ-2"), "Take it");
    preview(w, "Resume", "REQ-1,REQ-2", {});
    CHECK_THAT(w.modal.dump(), Contains("nothing would change") && Contains("is \\\"Submitted\\\" now") &&
                                   Contains("2 would stay as they are"));
    CHECK_FALSE(w.modal.contains("submit"));
}

TEST_CASE("an answer that every ticket refuses is refused beside it, and what was typed stays",
          "[kernel][bulk]")
{
    World w;
    raise(w, 4);
    open_selection(w);
    w.submit("UANA", {{"What to do", "Assign to somebody"}, {"Which tickets", "all"}});
    w.submit("UANA", {{"Assign to", "UEVE"}});
    CHECK_THAT(w.ack["errors"].value("assign_to", ""), Contains("member of its agent channel"));
    open_selection(w);
    w.submit("UANA", {{"What to do", "Put on hold"}, {"Which tickets", "all"}});
    w.submit("UANA", {{"Reason", "Waiting for the requester"}});
    CHECK_THAT(w.ack["errors"].value("pending_message", ""), Contains("what you need"));
}

TEST_CASE("tags are put on and taken off several tickets at once, and the undo brings them back",
          "[kernel][bulk][tags]")
{
    World w;
    raise(w, 4);
    w.command("UANA", "/ticket", "tag REQ-2 vip");
    preview(w, "Change the tags", "REQ-1,REQ-2", {{"Put on", "vpn Office"}, {"Take off", "vip"}});
    CHECK_THAT(w.modal.dump(), Contains("2 tickets would change"));
    w.submit("UANA", {});
    for (const char* number : {"REQ-1", "REQ-2"}) CHECK(w.record(number).at("tags") == "office,vpn");
    w.command("UANA", "/desk", "find tag:vpn");
    CHECK_THAT(w.ack.dump(), Contains("REQ-1") && Contains("REQ-2") && !Contains("REQ-3"));
    w.press("UANA", w.message("DUANA", "2 tickets changed"), "Undo");
    CHECK(w.record("REQ-2").at("tags") == "vip");
    CHECK_FALSE(w.record("REQ-1").has("tags"));
    CHECK(told(w, "UMIA", "vpn") == 0);
    is_sound(w);
}

TEST_CASE("what is no tag, and no tag at all, is said beside the tags", "[kernel][bulk][tags]")
{
    World w;
    raise(w, 4);
    preview(w, "Change the tags", "REQ-1,REQ-2", {{"Put on", "v*n"}});
    CHECK(w.ack["errors"].contains("new_tags"));
    preview(w, "Change the tags", "REQ-1,REQ-2", {{"Put on", ""}});
    CHECK_THAT(w.ack["errors"].value("new_tags", ""), Contains("write a tag"));
}

TEST_CASE("nothing chosen or nothing ticked is said in the form", "[kernel][bulk]")
{
    World w;
    raise(w, 4);
    open_selection(w);
    const Json form = w.modal;
    w.submit("UANA", {{"What to do", "Resume"}});
    CHECK(w.ack["errors"].contains("all"));
    w.modal = form;
    w.submit("UANA", {{"Which tickets", "all"}});
    CHECK(w.ack["errors"].contains("action"));
}

TEST_CASE("the new assignee hears of all tickets in one message", "[kernel][bulk]")
{
    World w;
    raise(w, 4);
    preview(w, "Assign to somebody", "REQ-1,REQ-2,REQ-3,REQ-4", {{"Assign to", "UBEN"}});
    w.submit("UANA", {});
    CHECK(w.record("REQ-3").at("assignee") == "UBEN");
    CHECK(told(w, "UBEN", "yours") == 1);
    CHECK_THAT(w.message("DUBEN", "4 tickets are yours").blocks.dump(), Contains("REQ-4"));
}

TEST_CASE("undo puts back what nobody changed since, and names the rest", "[kernel][bulk]")
{
    World w;
    raise(w, 4);
    const Record before = w.record("REQ-2");
    preview(w, "Resolve", "REQ-1,REQ-2,REQ-3", {{"Resolution", "Done."}});
    w.submit("UANA", {});
    w.press("UMIA", w.message("DUMIA", "News of 2 tickets"), "Yes, solved");  // the first is REQ-3
    w.now += 5min;
    w.press("UANA", w.message("DUANA", "3 tickets changed"), "Undo");
    CHECK(w.record("REQ-3").at("state") == "closed");
    for (const char* number : {"REQ-1", "REQ-2"}) CHECK(w.record(number).at("state") == "submitted");
    // The requester had heard of it, so the first answer stays given; the promises follow from the events.
    CHECK_FALSE(w.record("REQ-2").at("first_response_at").empty());
    for (const auto& [name, value] : w.record("REQ-2").attributes)
        if (name != "first_response_at" && !name.ends_with("_due"))
            CHECK(name + "=" + value == name + "=" + before.at(name));
    CHECK(w.record("REQ-2").at("fulfilment_note").empty());
    const Posted result = w.message("DUANA", "Taken back");
    CHECK_THAT(result.blocks.dump(), Contains("2 tickets as before") && Contains("REQ-3") &&
                                         Contains("changed in the meantime") && !Contains("bulk_undo"));
    CHECK(told(w, "UNOA", "took the last step back") == 1);
    is_sound(w);
}

TEST_CASE("undo is for ten minutes, once, and for whoever did it", "[kernel][bulk]")
{
    World w;
    raise(w, 4);
    preview(w, "Assign to somebody", "REQ-1", {{"Assign to", "UBEN"}});
    w.submit("UANA", {});
    const Posted result = w.message("DUANA", "1 ticket changed");
    w.press("UBEN", result, "Undo");
    CHECK_THAT(w.refused, Contains("Only whoever did it"));
    w.now += 11min;
    w.press("UANA", result, "Undo");
    CHECK_THAT(w.refused, Contains("10 minutes"));
    CHECK(w.record("REQ-1").at("assignee") == "UBEN");
    w.now -= 8min;
    w.press("UANA", result, "Undo");
    CHECK(w.record("REQ-1").at("assignee").empty());
    CHECK(told(w, "UBEN", "not yours any more") == 1);
    w.press("UANA", result, "Undo");
    CHECK_THAT(w.refused, Contains("already"));
}

TEST_CASE("what is held after an undo goes on by itself no more", "[kernel][bulk]")
{
    World w;
    raise(w, 4);
    w.press("UANA", w.message(World::kTriage, "REQ-1 "), "Take it");
    preview(w, "Put on hold", "REQ-1", {{"Reason", "Waiting for a supplier"}});
    w.submit("UANA", {});
    CHECK(w.record("REQ-1").at("state") == "pending");
    w.press("UANA", w.message("DUANA", "1 ticket changed"), "Undo");
    CHECK(w.record("REQ-1").at("state") == "in_fulfilment");
    CHECK(w.record("REQ-1").at("pending_until").empty());
    const auto events = w.record("REQ-1").version;
    w.now += 24h * 5;
    w.fire_timers();
    CHECK(w.record("REQ-1").at("state") == "in_fulfilment");
    CHECK(w.record("REQ-1").version >= events);
    is_sound(w);
}

TEST_CASE("only agents select, and each ticket is refused to who is no agent of its inbox", "[kernel][bulk]")
{
    World w;
    raise(w, 4);
    w.command("UMIA", "/ticket", "find chair");
    CHECK_THAT(w.ack.dump(), !Contains("Select…"));
    // UCHLOE answers for the rooms; of IT she sees what she asked for herself.
    w.command("UCHLOE", "/ticket", "a chair for the desk");
    open_selection(w, "UCHLOE");
    w.submit("UCHLOE", {{"What to do", "Resolve"}, {"Which tickets", "all"}});
    w.submit("UCHLOE", {{"Resolution", "Mine"}});
    CHECK_THAT(w.modal.dump(), Contains("nothing would change") && Contains("REQ-5") &&
                                   Contains("Only the agents of its inbox") && !Contains("REQ-1"));
    // A stranger who submits the form all the same changes nothing.
    open_selection(w);
    w.submit("UANA", {{"What to do", "Resolve"}, {"Which tickets", "all"}});
    w.submit("UANA", {{"Resolution", "Done"}});
    w.submit("UEVE", {});
    CHECK(w.record("REQ-1").at("state") == "submitted");
    CHECK_THAT(w.modal.dump(), Contains("Nothing was changed"));
    // A person without an inbox gets no selection from an old message.
    w.command("UANA", "/desk", "find chair");
    w.press("UMIA", {"CHELP UMIA", "", "", "", w.ack["blocks"]}, "Select…");
    CHECK_THAT(w.refused, Contains("Only agents"));
}

TEST_CASE("fifty tickets are offered at most, ten in a group, and the form says how many there are",
          "[kernel][bulk]")
{
    World w;
    for (int i = 1; i <= 57; ++i) w.command("UMIA", "/ticket", "chair number " + std::to_string(i));
    open_selection(w);
    int groups = 0, boxes = 0;
    for (const Json& block : w.modal["blocks"])
        if (block.value("block_id", "").starts_with("group_")) {
            ++groups;
            boxes += static_cast<int>(block["element"]["options"].size());
            CHECK(block["element"]["options"].size() == 10);
        }
    CHECK(groups == 5);
    CHECK(boxes == 50);
    CHECK_THAT(w.modal.dump(), Contains("1 to 50 of 57"));
    w.submit("UANA", {{"What to do", "Resolve"}, {"Which tickets", "all"}});
    w.submit("UANA", {{"Resolution", std::string(1000, '"')}});
    REQUIRE(w.modal["title"]["text"] == "What would happen");
    CHECK(w.modal["private_metadata"].get<std::string>().size() <= 3000);
    CHECK(w.ack.dump().size() < 20480);
    w.submit("UANA", {});
    CHECK(w.record("REQ-57").at("state") == "fulfilled");
    CHECK(w.record("REQ-7").at("state") == "submitted");
    CHECK(told(w, "UMIA", "News of 50 tickets") == 4);  // Slack takes 50 blocks in a message
    for (const Posted& news : w.all("DUMIA", "News of 50 tickets")) CHECK(news.blocks.size() <= 50);
}

TEST_CASE("the button Undo goes away when its time is over, and the rest of the message stays",
          "[kernel][bulk]")
{
    World w;
    raise(w, 4);
    w.press("UBEN", w.message(World::kTriage, "chair number 3"), "Take it");
    preview(w, "Resolve", "REQ-1,REQ-2", {{"Resolution", "The new chairs are here."}});
    w.submit("UANA", {});
    const Posted before = w.message("DUANA", "2 tickets changed");
    CHECK_THAT(before.blocks.dump(), Contains("Undo works until"));
    w.now += 9min;
    w.fire_timers();
    CHECK(w.labels(w.message("DUANA", "2 tickets changed").blocks) == std::vector<std::string>{"Undo"});
    w.now += 2min;
    w.fire_timers();
    const Posted after = w.message("DUANA", "2 tickets changed");
    CHECK(after.ts == before.ts);
    CHECK(w.labels(after.blocks).empty());
    CHECK_THAT(after.blocks.dump(), Contains("cannot be taken back") && Contains("batch 1"));

    w.press("UANA", before, "Undo");  // by who has not seen the edit yet
    CHECK_THAT(w.refused, Contains("for 10 minutes only"));
    CHECK(w.record("REQ-1").at("state") == "fulfilled");
    is_sound(w);
}

TEST_CASE("what was taken back stays told as taken back when the time is over", "[kernel][bulk]")
{
    World w;
    raise(w, 4);
    preview(w, "Resolve", "REQ-1,REQ-2", {{"Resolution", "The new chairs are here."}});
    w.submit("UANA", {});
    w.press("UANA", w.message("DUANA", "2 tickets changed"), "Undo");
    w.now += 11min;
    w.fire_timers();
    CHECK_THAT(w.message("DUANA", "Taken back").blocks.dump(), !Contains("cannot be taken back"));
}

TEST_CASE("of several tickets those that others still help with are not solved along", "[kernel][bulk]")
{
    World w;
    raise(w, 4);
    w.choose("UANA", w.message(World::kTriage, "REQ-1 chair"), "Escalate…");
    w.submit("UANA", {{"Who is to help?", "Help from Facilities"}, {"Why?", "Nobody knows the lock"}});
    preview(w, "Resolve", "REQ-1,REQ-2", {{"Resolution", "Done."}});
    CHECK_THAT(w.modal.dump(), Contains("1 ticket would change") && Contains("Still open for REQ-1: REQ-5"));
}
