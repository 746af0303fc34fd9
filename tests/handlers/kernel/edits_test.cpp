// What happens to a message after it was written: its author changes it or takes it back.
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;
using Kind = slack::MessageEvent::Kind;

namespace {

constexpr const char* kRoomHelp = "CROOMHELP";

/// A room request of UMIA and the thread in which it is discussed.
struct Talk : World {
    Talk()
    {
        write("UMIA", kRoomHelp, "The heating in room 4 is broken");
        root = messages.front();
        card = message(kRooms, "REQ-1");
    }

    void change(const std::string& user, const Posted& message, const std::string& text,
                const std::string& before = "")
    {
        slack::MessageEvent event;
        event.kind = Kind::changed;
        event.message.channel = message.channel;
        event.message.user = user;
        event.message.ts = message.ts;
        event.message.thread_ts = message.thread_ts;
        event.message.text = text;
        event.previous = event.message;
        event.previous.text = before;
        send(event);
    }

    void remove(const Posted& message)
    {
        slack::MessageEvent event;
        event.kind = Kind::deleted;
        event.message.channel = message.channel;
        event.message.ts = message.ts;
        send(event);
    }

    /// What a person typed, as it stands in its channel.
    Posted typed(const std::string& channel, const std::string& words)
    {
        for (const Posted& m : messages)
            if (m.channel == channel && m.text == words)
                return m;
        FAIL("nobody typed: " << words);
        return {};
    }

    Posted root, card;
};

}  // namespace

TEST_CASE("an edited reply is edited on the other side too, and the history keeps both", "[kernel][edits]")
{
    Talk w;
    w.write("UMIA", kRoomHelp, "It is 15 degrees", w.root.ts);
    w.change("UMIA", w.typed(kRoomHelp, "It is 15 degrees"), "It is 12 degrees");
    CHECK(w.all(World::kRooms, "It is 15 degrees").empty());
    CHECK_THAT(w.message(World::kRooms, "It is 12 degrees").blocks.dump(), Catch::Contains("edited"));
    const auto said = [&](const std::string& kind) {
        store::Unit unit(*w.db, w.now);
        std::string text;
        for (const Event& event : unit.events.of(w.record("REQ-1").id, 0, 100))
            if (event.kind == kind)
                text = event.text;
        return text;
    };
    CHECK(said("said") == "It is 15 degrees");
    CHECK(said("edited") == "It is 12 degrees");
}

TEST_CASE("whoever answered the old words hears what is different", "[kernel][edits]")
{
    Talk w;
    w.write("UMIA", kRoomHelp, "Please come on Monday", w.root.ts);
    w.change("UMIA", w.typed(kRoomHelp, "Please come on Monday"), "Please come on Tuesday");
    CHECK(w.all(World::kRooms, "changed what they had written").empty());
    w.write("UCHLOE", World::kRooms, ">> We come on Tuesday", w.card.ts);
    w.change("UMIA", w.typed(kRoomHelp, "Please come on Monday"), "Please come on Friday");
    CHECK_THAT(w.message(World::kRooms, "changed what they had written").blocks.dump(),
               Catch::Contains("before: Tuesday") && Catch::Contains("now: Friday"));
}

TEST_CASE("a change without other words is none: Slack reports previews and replies so", "[kernel][edits]")
{
    Talk w;
    w.write("UMIA", kRoomHelp, "See https://example.com", w.root.ts);
    const auto version = w.record("REQ-1").version;
    w.change("UMIA", w.typed(kRoomHelp, "See https://example.com"), "See https://example.com");
    w.change("UMIA", w.root, "The heating in room 4 is broken", "The heating in room 4 is broken");
    CHECK(w.record("REQ-1").version == version);
}

TEST_CASE("a note stays a note however it is edited", "[kernel][edits][privacy]")
{
    Talk w;
    w.write("UCHLOE", World::kRooms, "They always complain", w.card.ts);
    w.change("UCHLOE", w.typed(World::kRooms, "They always complain"), ">> They always complain loudly");
    CHECK(w.all(kRoomHelp, "complain").empty());
    CHECK(w.all("DUMIA", "complain").empty());
}

TEST_CASE("an edited request has the new words as its title", "[kernel][edits]")
{
    Talk w;
    w.change("UMIA", w.root, "The heating in room 5 is broken", "The heating in room 4 is broken");
    CHECK(w.record("REQ-1").at("title") == "The heating in room 5 is broken");
    CHECK(w.all(World::kRooms, "REQ-1 The heating in room 5").size() == 1);
}

TEST_CASE("a deleted reply is gone on the other side", "[kernel][edits]")
{
    Talk w;
    w.write("UMIA", kRoomHelp, "My phone is 555 1234", w.root.ts);
    w.remove(w.typed(kRoomHelp, "My phone is 555 1234"));
    CHECK(w.all(World::kRooms, "555 1234").empty());
    CHECK(w.all(World::kRooms, "Message deleted by its author").size() == 1);
    w.remove(w.typed(kRoomHelp, "My phone is 555 1234"));
    CHECK(w.message(World::kRooms, "Message deleted by its author").edits == 1);
}

TEST_CASE("a request whose message is deleted is withdrawn when nobody else spoke", "[kernel][edits]")
{
    Talk w;
    w.remove(w.root);
    CHECK(w.record("REQ-1").at("category") == "void");
    CHECK_THAT(w.message(World::kRooms, "REQ-1").blocks.dump(), Catch::Contains("original deleted"));
}

TEST_CASE("a colleague's ticket sign does not keep a request whose message is deleted", "[kernel][edits]")
{
    Talk w;
    w.write("UMIA", World::kHelp, "The printer eats paper");
    const Posted printer = w.messages.back();
    w.threads[printer.channel + printer.ts] =
        Json::array({{{"ts", printer.ts}, {"user", "UMIA"}, {"text", printer.text}}});
    w.react("UNOA", "ticket", printer.channel, printer.ts);
    REQUIRE(w.record("REQ-2").at("created_by") == "UNOA");
    w.remove(printer);
    CHECK(w.record("REQ-2").at("state") == "cancelled");
}

TEST_CASE("a request that somebody answered stays when its message is deleted", "[kernel][edits]")
{
    Talk w;
    w.write("UCHLOE", World::kRooms, ">> We are on our way", w.card.ts);
    w.remove(w.root);
    CHECK(w.record("REQ-1").at("category") != "void");
    CHECK_THAT(w.message(World::kRooms, "REQ-1").blocks.dump(), Catch::Contains("original deleted"));
}

TEST_CASE("a message that was deleted before its event came does not become a ticket", "[kernel][edits]")
{
    Talk w;
    const Posted gone{kRoomHelp, "1790000500.000100", "", "Never mind"};
    w.remove(gone);
    slack::MessageEvent late;
    late.message.channel = kRoomHelp;
    late.message.user = "UMIA";
    late.message.ts = gone.ts;
    late.message.text = gone.text;
    w.send(late);
    CHECK(w.all(World::kRooms, "Never mind").empty());
}

TEST_CASE("a change that comes before its message stands for both", "[kernel][edits]")
{
    Talk w;
    const Posted early{kRoomHelp, std::to_string(to_unix(w.now)) + ".000100", "", "The lamp is broken"};
    w.change("UMIA", early, "The lamp in the hall is broken", early.text);
    slack::MessageEvent late;
    late.message.channel = kRoomHelp;
    late.message.user = "UMIA";
    late.message.ts = early.ts;
    late.message.text = early.text;
    w.send(late);
    CHECK(w.record("REQ-2").at("title") == "The lamp in the hall is broken");
    CHECK(w.all(World::kRooms, "The lamp").size() == 1);
}

TEST_CASE("an old message that is edited does not become a ticket now", "[kernel][edits]")
{
    Talk w;
    const Posted old{kRoomHelp, std::to_string(to_unix(w.now - 1h)) + ".000100", "", "Lunch?"};
    w.change("UMIA", old, "Lunch at noon?", old.text);
    CHECK(w.all(World::kRooms, "Lunch").empty());
}

TEST_CASE("a private ticket outlives the public message that its author takes away",
          "[kernel][edits][privacy]")
{
    Talk w;
    w.write("UMIA", World::kHelp, "About my salary");
    const Posted message = w.typed(World::kHelp, "About my salary");
    slack::MessageShortcut shortcut;
    shortcut.actor.user = "UMIA";
    shortcut.callback_id = "ticket_from_message";
    shortcut.message.channel = World::kHelp;
    shortcut.message.user = "UMIA";
    shortcut.message.ts = message.ts;
    shortcut.message.text = message.text;
    w.send(shortcut);
    w.submit("UMIA", {{"Private", "yes"}});
    const std::string number = w.modal["title"]["text"];
    w.change("UMIA", message, "Never mind", message.text);
    CHECK(w.record(number).at("title") == "About my salary");
    w.remove(message);
    CHECK(w.record(number).at("category") == "new");
}
