// The App Home: what each role sees, and how it is paged.
#include "world.hpp"

#include "handlers/kernel/digest/digest.hpp"
#include "handlers/kernel/digest/digest_home.hpp"
#include "handlers/kernel/digest/home_figures.hpp"
#include "slack/wire/blocks.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace deskbell;
using namespace deskbell::kernel;
using namespace deskbell::test;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

void open_home(World& w, const std::string& user) { w.send(slack::HomeOpened{user, "home", ""}); }

std::vector<std::string> rows(const World& w, const std::string& user, const std::string& list)
{
    std::vector<std::string> out;
    for (const Json& block : w.homes.at(user)["blocks"])
        if (const std::string id = block.value("block_id", ""); id.starts_with(list + ":"))
            out.push_back(id.substr(list.size() + 1));
    return out;
}

/// Presses a button below a list of the Home; false when there is none.
bool turn(World& w, const std::string& user, const std::string& list, const std::string& label)
{
    const Json home = w.homes.at(user);
    for (const Json& block : home["blocks"])
        if (block.value("block_id", "") == "pages:" + list)
            for (const Json& button : block["elements"])
                if (button["text"]["text"] == label) {
                    w.modal = home;
                    w.modal["blocks"] = Json::array({block});
                    w.press_in_modal(user, label);
                    return true;
                }
    return false;
}

/// As Slack checks it: at most 100 blocks, each block id once.
void is_within_limits(const Json& home)
{
    CHECK(home["blocks"].size() <= 100);
    std::set<std::string> ids;
    for (const Json& block : home["blocks"])
        if (const std::string id = block.value("block_id", ""); !id.empty())
            CHECK(ids.insert(id).second);
    CHECK(home.value("private_metadata", "").size() <= 3000);
}

std::string heading(const World& w, const std::string& user, const std::string& words)
{
    for (const Json& block : w.homes.at(user)["blocks"])
        if (block["type"] == "section" && block.contains("text"))
            if (const std::string text = block["text"]["text"]; text.starts_with("*" + words))
                return text;
    return {};
}

}  // namespace

TEST_CASE("an employee's Home says of each open ticket who has to act", "[kernel][home]")
{
    World w;
    w.command("UMIA", "/ticket", "a chair");
    w.command("UMIA", "/ticket", "a table");
    w.command("UMIA", "/ticket", "a lamp");
    w.press("UANA", w.message(World::kTriage, "REQ-2 "), "Take it");
    w.press("UANA", w.message(World::kTriage, "REQ-3 "), "Take it");
    w.choose("UANA", w.message(World::kTriage, "REQ-3 "), "Hold…");
    w.submit("UANA", {{"Reason", "Waiting for the requester"}, {"Message to the requester", "Which one?"}});
    open_home(w, "UMIA");
    const std::string home = w.homes["UMIA"].dump();
    CHECK_THAT(home, Contains("IT help has to act") && Contains("your answer is needed"));
    CHECK_THAT(home, Contains("ANA has to act"));
    CHECK(heading(w, "UMIA", "Your open tickets") == "*Your open tickets* · 3");
    CHECK(heading(w, "UMIA", "Unassigned").empty());
    CHECK_THAT(home, !Contains("Select…"));
}

TEST_CASE("what was solved longer than 30 days ago is not on the Home, what is followed is", "[kernel][home]")
{
    World w;
    w.command("UMIA", "/ticket", "a chair");
    w.press("UANA", w.message(World::kTriage, "REQ-1 "), "Resolve");
    w.submit("UANA", {{"Resolution", "Done"}});
    open_home(w, "UMIA");
    CHECK(rows(w, "UMIA", "solved") == std::vector<std::string>{"REQ-1"});
    w.press("UMIA", w.message("DUMIA", "completed"), "Yes, solved");
    w.now += 24h * 31;
    w.command("UNOA", "/ticket", "a table");
    w.choose("UANA", w.message(World::kTriage, "REQ-2 "), "Followers…");
    w.submit("UANA", {{"Who follows it?", "UMIA"}});
    open_home(w, "UMIA");
    CHECK(rows(w, "UMIA", "solved").empty());
    CHECK(rows(w, "UMIA", "followed") == std::vector<std::string>{"REQ-2"});
}

TEST_CASE("an agent's Home has what needs them, the unassigned, the waiting and what is on hold",
          "[kernel][home]")
{
    World w;
    for (const char* title : {"one", "two", "three", "four"})
        w.command("UMIA", "/ticket", std::string("the ") + title);
    for (const char* number : {"REQ-2 ", "REQ-3 ", "REQ-4 "})
        w.press("UANA", w.message(World::kTriage, number), "Take it");
    w.choose("UANA", w.message(World::kTriage, "REQ-3 "), "Hold…");
    w.submit("UANA", {{"Reason", "Waiting for the requester"}, {"Message to the requester", "Which one?"}});
    w.choose("UANA", w.message(World::kTriage, "REQ-4 "), "Hold…");
    w.submit("UANA", {{"Reason", "Waiting for a supplier"}});
    open_home(w, "UANA");
    CHECK(rows(w, "UANA", "needs") == std::vector<std::string>{"REQ-2"});
    CHECK(rows(w, "UANA", "unassigned") == std::vector<std::string>{"REQ-1"});
    CHECK(rows(w, "UANA", "waiting") == std::vector<std::string>{"REQ-3"});
    CHECK(rows(w, "UANA", "snoozed") == std::vector<std::string>{"REQ-4"});
    CHECK_THAT(w.homes["UANA"].dump(), Contains("I am away"));
}

TEST_CASE("with 500 open tickets every one is seen exactly once, on the Home and in the queue",
          "[kernel][home]")
{
    World w;
    w.settings.roles["manager"] = {"UANA"};
    w.set_up();
    for (int i = 1; i <= 500; ++i)
        w.command(i % 5 == 0 ? "UANA" : "UMIA", "/ticket", "thing number " + std::to_string(i));
    open_home(w, "UANA");
    std::map<std::string, int> seen;
    int pages = 0;
    do {
        ++pages;
        is_within_limits(w.homes["UANA"]);
        for (const std::string& number : rows(w, "UANA", "unassigned")) ++seen[number];
    } while (pages < 200 && turn(w, "UANA", "unassigned", "Next"));
    CHECK(seen.size() == 500);
    CHECK(std::ranges::all_of(seen, [](const auto& entry) { return entry.second == 1; }));
    // Another list turns by itself, and the first one stays where it is.
    const auto last = rows(w, "UANA", "unassigned");
    REQUIRE(turn(w, "UANA", "mine", "Next"));
    CHECK(rows(w, "UANA", "unassigned") == last);
    CHECK_THAT(heading(w, "UANA", "Your open tickets"), Contains("· 100 · ") && Contains("of 100"));
    REQUIRE(turn(w, "UANA", "unassigned", "Previous"));
    CHECK(rows(w, "UANA", "unassigned") != last);

    seen.clear();
    w.command("UANA", "/desk", "queue");
    w.press("UANA", {"CHELP UANA", "", "", "", w.ack["blocks"]}, "Show all 500");
    for (pages = 0; pages < 100; ++pages) {
        CHECK(w.modal["blocks"].size() <= 100);
        bool goes_on = false;
        for (const Json& block : w.modal["blocks"]) {
            if (const std::string id = block.value("block_id", ""); id.starts_with("queue:"))
                ++seen[id];
            for (const Json& e : block.value("elements", Json::array()))
                goes_on |= e.value("action_id", "") == "list_next";
        }
        if (!goes_on)
            break;
        w.press_in_modal("UANA", "Next");
    }
    CHECK(seen.size() == 500);
    CHECK(std::ranges::all_of(seen, [](const auto& entry) { return entry.second == 1; }));
}

TEST_CASE("a Home that turned pages stays there when something on it is pressed", "[kernel][home]")
{
    World w;
    for (int i = 1; i <= 23; ++i) w.command("UMIA", "/ticket", "thing number " + std::to_string(i));
    open_home(w, "UMIA");
    REQUIRE(turn(w, "UMIA", "mine", "Next"));
    REQUIRE(turn(w, "UMIA", "mine", "Next"));
    CHECK(rows(w, "UMIA", "mine") == std::vector<std::string>{"REQ-3", "REQ-2", "REQ-1"});
    w.modal = w.homes["UMIA"];
    w.press_in_modal("UMIA", "Refresh");
    CHECK(rows(w, "UMIA", "mine").size() == 3);
    // The page is gone: the first one is shown instead of nothing.
    for (const char* number : {"REQ-1 ", "REQ-2 ", "REQ-3 "}) {
        w.press("UANA", w.message(World::kTriage, number), "Resolve");
        w.submit("UANA", {{"Resolution", "Done"}});
    }
    w.modal = w.homes["UMIA"];
    w.press_in_modal("UMIA", "Refresh");
    CHECK(rows(w, "UMIA", "mine").size() == 10);
}

TEST_CASE("a manager's Home has six numbers with arrows, each with its list", "[kernel][home][digest]")
{
    World w;
    w.settings.roles["manager"] = {"UMAX"};
    w.set_up();
    for (int i = 1; i <= 3; ++i) w.command("UMIA", "/ticket", "thing number " + std::to_string(i));
    open_home(w, "UMAX");
    CHECK_THAT(w.homes["UMAX"].dump(), Contains("being counted"));
    w.fire_timers();
    const std::string home = w.homes["UMAX"].dump(-1, ' ', false);
    CHECK_THAT(home, Contains("*Opened*\\n3 ▲ before: 0") && Contains("Open now") &&
                         Contains("First answers in time*\\nnone · before: none") &&
                         Contains("Due soon or late"));
    is_within_limits(w.homes["UMAX"]);
    // A manager counts what they may not read.
    CHECK_THAT(home, !Contains("thing number"));
    w.modal = w.homes["UMAX"];
    w.press_in_modal("UMAX", "Opened 3");
    CHECK_THAT(w.modal.dump(), !Contains("thing number"));
    open_home(w, "UMIA");
    CHECK_THAT(w.homes["UMIA"].dump(), !Contains("How it goes"));
}

TEST_CASE("a manager's numbers are those of now whenever the Home is opened, without a digest",
          "[kernel][home][digest]")
{
    World w;
    w.settings.roles["manager"] = {"UMAX"};
    w.set_up();
    const auto opened = [&] {
        open_home(w, "UMAX");
        w.fire_timers();
        const std::string home = w.homes["UMAX"].dump(-1, ' ', false);
        return home.substr(home.find("*Opened*"), 30);
    };
    w.command("UMIA", "/ticket", "one");
    CHECK_THAT(opened(), Contains("1 ▲ before: 0"));
    w.command("UMIA", "/ticket", "two");
    CHECK_THAT(opened(), Contains("2 ▲ before: 0"));
    w.now += 24h * 7;
    w.command("UMIA", "/ticket", "three");
    CHECK_THAT(opened(), Contains("1 ▼ before: 2"));
    CHECK(w.all("DUMAX", "Digest").empty());
    // The list is that of the numbers, and nobody else's.
    w.modal = w.homes["UMAX"];
    w.press_in_modal("UMAX", "Open 3");
    CHECK_THAT(w.modal.dump(), Contains("· 3"));
    w.modal = w.homes["UMAX"];
    w.press_in_modal("UEVE", "Open 3");
    CHECK_THAT(w.refused, Contains("not there any more"));
}

TEST_CASE("the numbers of the Home are those that a digest of the same days counts", "[kernel][home][digest]")
{
    World w;
    w.settings.roles["manager"] = {"UMAX"};
    w.settings.inboxes[0].suggest = false;  // what was solved is not offered to who raises the same
    w.set_up();
    for (int week = 0; week < 4; ++week)
        for (int i = 1; i <= 3; ++i) {
            w.command("UMIA", "/ticket", "");
            w.submit("UMIA", {{"What do you need?", "thing " + std::to_string(3 * week + i)},
                              {"Type", "Something is broken"}});
            const Posted card = w.message(World::kTriage, "INC-" + std::to_string(3 * week + i) + " ");
            if (i < 3)
                w.press("UANA", card, "Take it");
            w.now += i == 1 ? 3h : 60h;
            if (i == 1) {
                w.press("UANA", card, "Resolve");
                w.submit("UANA", {{"Resolution", "Done"}});
            }
            w.fire_timers();
        }
    store::Unit unit(*w.db, w.now);
    const Numbers home = home_numbers(*w.desk, "UMAX", unit);
    const Date today = date_in("Europe/Berlin", w.now);
    const Period days{Period::Kind::dates, today - std::chrono::days{6}, today, "Europe/Berlin"};
    const auto scope = digest_scope(*w.desk, "UMAX", unit);
    const Numbers digest = numbers_from(make_digest(*w.desk, "UMAX", days, *scope, unit).numbers);
    CHECK(home.figures.size() > 8);
    for (const auto& [key, records] : home.figures) {
        INFO(key);
        CHECK(records == digest.records(key));
    }
    for (const auto& [key, records] : shown_at_home(digest).figures) CHECK(home.count(key) == records.size());
}

TEST_CASE("counting the numbers does not throw anybody back to the first page", "[kernel][home]")
{
    World w;
    w.settings.roles["manager"] = {"UMAX"};
    w.set_up();
    for (int i = 1; i <= 23; ++i) w.command("UMAX", "/ticket", "thing number " + std::to_string(i));
    open_home(w, "UMAX");
    w.fire_timers();
    REQUIRE(turn(w, "UMAX", "mine", "Next"));
    const auto second = rows(w, "UMAX", "mine");
    w.command("UMIA", "/ticket", "another thing");
    w.modal = w.homes["UMAX"];
    w.press_in_modal("UMAX", "Refresh");
    w.fire_timers();
    CHECK(rows(w, "UMAX", "mine") == second);
    CHECK_THAT(w.homes["UMAX"].dump(-1, ' ', false), Contains("*Opened*\\n24"));
}

TEST_CASE("when the Home cannot be made, a small one says so with the reference", "[kernel][home]")
{
    World w;
    slack::Envelope envelope;
    envelope.payload = slack::HomeOpened{"UMIA", "home", ""};
    store::Unit unit(*w.db, w.now);
    w.desk->refuse(envelope, Error(Errc::internal, "boom"), "ref-4711", unit);
    const auto rows = unit.outbox.claim(w.now + 1h, 1);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].method == "views.publish");
    CHECK_THAT(rows[0].arguments.at("view"), Contains("ref-4711") && Contains("Try again"));
}

TEST_CASE("the Home says since when the desk is connected after an interruption", "[kernel][home]")
{
    World w;
    open_home(w, "UMIA");
    CHECK_THAT(w.homes["UMIA"].dump(), !Contains("onnected since"));
    store::Unit unit(*w.db, w.now);
    unit.presence.seen(w.now - 3h);
    unit.presence.seen(w.now - 30s);
    unit.presence.seen(w.now);
    open_home(w, "UMIA");
    CHECK_THAT(w.homes["UMIA"].dump(), Contains("Connected since"));
}

TEST_CASE("the console of a manager offers what is at risk, the digest and the service levels",
          "[kernel][home]")
{
    World w;
    w.settings.roles["manager"] = {"UMAX"};
    w.set_up();
    w.command("UMAX", "/desk", "");
    const auto offered = w.labels(w.ack["blocks"]);
    for (const char* label : {"New ticket", "Due soon or late", "Digest now", "Service levels"})
        CHECK(std::ranges::count(offered, label) == 1);
    CHECK(std::ranges::count(offered, "Queue") == 0);
    w.command("UMIA", "/desk", "");
    CHECK(std::ranges::count(w.labels(w.ack["blocks"]), "Digest now") == 0);
}

TEST_CASE("who asked reads the receipt's words for a state in their lists, an agent the process's own",
          "[kernel][home]")
{
    World w;
    w.command("UMIA", "/ticket", "A chair");
    w.command("UMIA", "/ticket", "mine");
    CHECK_THAT(w.ack.dump(), Contains("Received · P4"));
    w.press("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Take it");
    open_home(w, "UMIA");
    CHECK_THAT(w.homes.at("UMIA").dump(-1, ' ', false), Contains("Being worked on · P4"));
    w.command("UANA", "/desk", "queue");
    CHECK_THAT(w.ack.dump(-1, ' ', false), Contains("In fulfilment · P4"));
}
