// Doors that cannot ask for everything, and threads that were there before their ticket.
#include "handlers/kernel/intake/doors.hpp"
#include "handlers/kernel/intake/thread_copy.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kRoomHelp = "CROOMHELP";

constexpr kernel::Field kFields[] = {
    {.name = "room", .label = "Which room?", .at_creation = kernel::Asked::required, .max_length = 20},
    {.name = "size", .label = "Size", .at_creation = kernel::Asked::required, .initial = "small"},
};
constexpr kernel::State kStates[] = {{"new", "New", Category::fresh}, {"done", "Done", Category::closed}};
constexpr kernel::Transition kSteps[] = {{.from = "new", .action = "end", .to = "done", .label = "End"}};
constexpr kernel::Process kMoving{.key = "moving",
                                  .prefix = "MOV",
                                  .title = "Move",
                                  .plural = "Moves",
                                  .purpose = "something has to be carried",
                                  .clauses = "8.6.2",
                                  .fields = kFields,
                                  .states = kStates,
                                  .transitions = kSteps,
                                  .door_label = "Carry something",
                                  .door_order = 1,
                                  .takes_untyped = true};

/// A desk whose plain requests need a room.
struct Moving : World {
    Moving()
    {
        desk =
            std::make_unique<kernel::Desk>(std::vector<const kernel::Process*>{&kMoving}, settings,
                                           kernel::Self{"UBOT", "BBOT", "T1", "A1", "https://t.slack.com/"});
    }
    std::int64_t count()
    {
        store::Unit unit(*db, now);
        return unit.records.count();
    }
    Posted question()
    {
        REQUIRE_FALSE(whispers.empty());
        return whispers.back();
    }
};

Json reply(const std::string& ts, const std::string& user, const std::string& text, const std::string& root)
{
    return {{"ts", ts}, {"user", user}, {"text", text}, {"thread_ts", root}};
}

std::string stamp(std::int64_t second) { return std::to_string(1'790'000'100 + second) + ".000100"; }

/// A thread of UMIA with replies of others, before anybody made it a ticket.
std::string thread_of(World& w, int replies)
{
    w.write("UMIA", World::kHelp, "The printer eats paper");
    const std::string root = w.messages.back().ts;
    Json messages = Json::array(
        {{{"ts", root}, {"user", "UMIA"}, {"text", "The printer eats paper"}, {"thread_ts", root}}});
    for (int i = 1; i <= replies; ++i)
        messages.push_back(reply(stamp(i), i % 2 == 0 ? "UMIA" : "UJON", "reply " + std::to_string(i), root));
    w.threads[std::string(World::kHelp) + root] = messages;
    return root;
}

/// Where each of the replies stands in the agents' channel, in the order of the posts.
std::vector<int> copied(const World& w)
{
    std::vector<int> out;
    for (const Posted& post : w.all(World::kTriage, "reply "))
        for (std::size_t at = post.text.find("reply "); at != std::string::npos;
             at = post.text.find("reply ", at + 1))
            out.push_back(std::stoi(post.text.substr(at + 6)));
    return out;
}

}  // namespace

TEST_CASE("a message whose form needs more asks its author, who finishes it", "[kernel][unfinished]")
{
    Moving w;
    w.write("UMIA", kRoomHelp, "My desk\nIt is heavy");
    const std::string root = w.messages.front().ts;
    CHECK(w.count() == 0);
    CHECK_THAT(w.question().text, Catch::Contains("Which room?"));
    CHECK(w.question().channel == "CROOMHELP UMIA");
    w.press("UJON", w.question(), "Finish your request");
    CHECK_THAT(w.refused, Catch::Contains("Only whoever made this request"));
    const Posted question = w.whispers[w.whispers.size() - 2];
    w.press("UMIA", question, "Finish your request");
    w.submit("UMIA", {{"Which room?", "4.12"}, {"Size", "large"}});
    const Record record = w.record("MOV-1");
    CHECK(record.at("title") == "My desk");
    CHECK(record.at("details") == "My desk\nIt is heavy");
    CHECK(record.at("room") == "4.12");
    CHECK(record.at("source_ts") == root);
    CHECK_FALSE(record.has("details_missing"));
    w.now += 31min;
    w.fire_timers();
    CHECK(w.count() == 1);
    w.press("UMIA", question, "Finish your request");
    CHECK_THAT(w.refused, Catch::Contains("complete already: it is MOV-1"));
}

TEST_CASE("after half an hour it is a ticket as it is, and the form still completes it",
          "[kernel][unfinished]")
{
    Moving w;
    w.write("UMIA", kRoomHelp, "My desk");
    const Posted question = w.question();
    w.now += 29min;
    w.fire_timers();
    CHECK(w.count() == 0);
    w.now += 2min;
    w.fire_timers();
    CHECK(w.record("MOV-1").at("details_missing") == "yes");
    CHECK_THAT(w.message(World::kRooms, "MOV-1").blocks.dump(),
               Catch::Contains("Details missing: Which room?"));
    w.press("UMIA", question, "Finish your request");
    const Json form = w.modal;
    w.submit("UMIA", {{"Which room?", "a room with a name that is too long"}});
    CHECK(w.ack["errors"].contains("room"));
    w.modal = form;
    w.submit("UMIA", {{"Which room?", "4.12"}});
    CHECK(w.record("MOV-1").at("room") == "4.12");
    CHECK_FALSE(w.record("MOV-1").has("details_missing"));
    CHECK(w.message(World::kRooms, "MOV-1").blocks.dump().find("Details missing") == std::string::npos);
    CHECK(w.count() == 1);
}

TEST_CASE("the ticket sign asks whoever set it, and the second one is told that it waits",
          "[kernel][unfinished]")
{
    Moving w;
    w.write("UMIA", World::kHelp, "My desk");
    const std::string root = w.messages.back().ts;
    w.threads[std::string(World::kHelp) + root] =
        Json::array({{{"ts", root}, {"user", "UMIA"}, {"text", "My desk"}}});
    w.react("UANA", "ticket", World::kHelp, root);
    CHECK(w.question().channel == "CHELP UANA");
    const Posted question = w.question();
    w.react("UBEN", "ticket", World::kHelp, root);
    CHECK_THAT(w.question().text, Catch::Contains("is asked for what is missing"));
    w.press("UANA", question, "Finish your request");
    w.submit("UANA", {{"Which room?", "4.12"}});
    CHECK(w.record("MOV-1").at("requester") == "UMIA");
    CHECK(w.record("MOV-1").at("created_by") == "UANA");
}

TEST_CASE("a command opens the form with its words", "[kernel][unfinished]")
{
    Moving w;
    w.command("UMIA", "/ticket", "my desk");
    w.submit("UMIA", {{"Which room?", "4.12"}});
    CHECK(w.record("MOV-1").at("title") == "my desk");
}

TEST_CASE("an edit of the message reaches the request that waits, a deletion withdraws it",
          "[kernel][unfinished][edits]")
{
    Moving w;
    w.write("UMIA", kRoomHelp, "My desk");
    slack::MessageEvent event;
    event.kind = slack::MessageEvent::Kind::changed;
    event.message.channel = kRoomHelp;
    event.message.user = "UMIA";
    event.message.ts = w.messages.front().ts;
    event.message.text = "My two desks";
    w.send(event);
    CHECK(w.count() == 0);
    w.write("UJON", kRoomHelp, "My lamp");
    const std::string lamp = w.messages.back().ts;
    event = {};
    event.kind = slack::MessageEvent::Kind::deleted;
    event.message.channel = kRoomHelp;
    event.message.ts = lamp;
    w.send(event);
    w.now += 31min;
    w.fire_timers();
    CHECK(w.count() == 1);
    CHECK(w.record("MOV-1").at("title") == "My two desks");
}

TEST_CASE("a thread that was there before its ticket is copied in order, with names", "[kernel][thread]")
{
    World w;
    const std::string root = thread_of(w, 3);
    w.react("UANA", "ticket", World::kHelp, root);
    CHECK(copied(w) == std::vector<int>{1, 2, 3});
    const Posted& first = w.message(World::kTriage, "reply 1");
    CHECK(first.thread_ts == w.message(World::kTriage, "REQ-1").ts);
    CHECK_THAT(first.blocks.dump(), Catch::Contains("JON") && Catch::Contains("from the thread"));
    store::Unit unit(*w.db, w.now);
    const auto comments = unit.comments.of(w.record("REQ-1").id, false);
    REQUIRE(comments.size() == 3);
    CHECK(comments[0].author == "UJON");
    CHECK(comments[2].text == "reply 3");
    CHECK_FALSE(w.record("REQ-1").has("first_response_at"));
}

TEST_CASE("an edit of what was copied is shown, and its event is not taken for a new word",
          "[kernel][thread][edits]")
{
    World w;
    const std::string root = thread_of(w, 1);
    w.react("UANA", "ticket", World::kHelp, root);
    slack::MessageEvent event;
    event.message.channel = World::kHelp;
    event.message.user = "UJON";
    event.message.ts = stamp(1);
    event.message.thread_ts = root;
    event.message.text = "reply 1";
    w.send(event);
    CHECK(copied(w) == std::vector<int>{1});
    event.kind = slack::MessageEvent::Kind::changed;
    event.message.text = "reply 7";
    w.send(event);
    CHECK(copied(w).front() == 7);
}

TEST_CASE("a long thread is read page by page and put together, up to a bound", "[kernel][thread]")
{
    World w;
    const std::string root = thread_of(w, 0);
    const std::string name = std::string(World::kHelp) + root;
    Json first = w.threads[name], second = w.threads[name];
    for (int i = 1; i <= 100; ++i)
        first.push_back(reply(stamp(i), "UJON", "reply " + std::to_string(i), root));
    for (int i = 101; i <= 200; ++i)
        second.push_back(reply(stamp(i), "UMIA", "reply " + std::to_string(i), root));
    w.threads[name] = {{"messages", first}, {"next_cursor", "two"}};
    w.threads[name + "two"] = {{"messages", second}, {"next_cursor", "three"}};
    w.react("UANA", "ticket", World::kHelp, root);
    std::vector<int> all;
    for (int i = 1; i <= kernel::kCopiedMost; ++i) all.push_back(i);
    CHECK(copied(w) == all);
    CHECK(w.all(World::kTriage, "reply ").size() < 15);
    CHECK(w.all(World::kTriage, "longer than what is copied").size() == 1);
}

TEST_CASE("what was put together from a long thread stays, and a line says what became of it",
          "[kernel][thread][edits]")
{
    World w;
    const std::string root = thread_of(w, 30);
    w.react("UANA", "ticket", World::kHelp, root);
    REQUIRE(w.all(World::kTriage, "reply ").size() < 15);
    slack::MessageEvent event;
    event.message.channel = World::kHelp;
    event.message.user = "UJON";
    event.message.ts = stamp(1);
    event.message.thread_ts = root;
    event.kind = slack::MessageEvent::Kind::changed;
    event.message.text = "reply 1 was wrong";
    w.send(event);
    CHECK(w.all(World::kTriage, "now: was wrong").size() == 1);
    event.kind = slack::MessageEvent::Kind::deleted;
    w.send(event);
    CHECK(w.all(World::kTriage, "deleted a message that was copied").size() == 1);
}

TEST_CASE("replies on short pages are copied one by one, so that an edit is shown", "[kernel][thread][edits]")
{
    World w;
    const std::string root = thread_of(w, 0);
    const std::string name = std::string(World::kHelp) + root;
    Json first = w.threads[name], second = w.threads[name];
    first.push_back(reply(stamp(1), "UJON", "reply 1", root));
    second.push_back(reply(stamp(2), "UJON", "reply 2", root));
    w.threads[name] = {{"messages", first}, {"next_cursor", "two"}};
    w.threads[name + "two"] = second;
    w.react("UANA", "ticket", World::kHelp, root);
    REQUIRE(copied(w) == std::vector<int>{1, 2});
    slack::MessageEvent event;
    event.kind = slack::MessageEvent::Kind::changed;
    event.message.channel = World::kHelp;
    event.message.user = "UJON";
    event.message.ts = stamp(1);
    event.message.thread_ts = root;
    event.message.text = "reply 7";
    w.send(event);
    CHECK(copied(w) == std::vector<int>{7, 2});
}

TEST_CASE("the message shortcut copies the thread too", "[kernel][thread]")
{
    World w;
    const std::string root = thread_of(w, 2);
    slack::MessageShortcut shortcut;
    shortcut.actor.user = "UANA";
    shortcut.actor.team = "T1";
    shortcut.callback_id = "ticket_from_message";
    shortcut.message.channel = World::kHelp;
    shortcut.message.user = "UMIA";
    shortcut.message.text = "The printer eats paper";
    shortcut.message.ts = root;
    w.send(shortcut);
    w.submit("UANA", {{"Inbox", "IT help"}});
    CHECK(w.record("INC-1").at("source_ts") == root);
    CHECK(copied(w) == std::vector<int>{1, 2});
}

TEST_CASE("the sign on a reply raises a ticket for the root and quotes the reply", "[kernel][thread]")
{
    World w;
    const std::string root = thread_of(w, 2);
    w.threads[std::string(World::kHelp) + stamp(2)] = w.threads[std::string(World::kHelp) + root];
    w.react("UANA", "ticket", World::kHelp, stamp(2));
    CHECK(w.record("REQ-1").at("source_ts") == root);
    CHECK(w.record("REQ-1").at("requester") == "UMIA");
    CHECK_THAT(w.record("REQ-1").at("details"), Catch::Contains("The message with the ticket sign: reply 2"));
    w.react("UBEN", "ticket", World::kHelp, stamp(1));
    CHECK_THAT(w.whispers.back().text, Catch::Contains("already has the ticket REQ-1"));
}
