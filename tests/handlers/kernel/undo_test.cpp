#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;

namespace {

constexpr auto kTriage = World::kTriage;

/// A ticket of Mia's in an inbox whose answers can be taken back for ten seconds.
struct Desk : World {
    Desk()
    {
        settings.inboxes[0].undo_seconds = 10;
        settings.roles["lead"] = {"ULEA"};
        set_up();
        store::Unit unit(*db, now);
        unit.directory.join(kTriage, "ULEA");
        command("UMIA", "/ticket", "help me please");
    }

    Posted card() const { return message(kTriage, "REQ-1 help me"); }
    Posted whisper(const std::string& words) const
    {
        for (auto it = whispers.rbegin(); it != whispers.rend(); ++it)
            if (it->blocks.dump().find(words) != std::string::npos)
                return *it;
        FAIL("nothing whispered with \"" << words << "\"");
        return {};
    }
    void answer_by_form(const std::string& user, const std::string& words)
    {
        press(user, card(), "Reply");
        submit(user, {{"Reply", words}});
    }
    void type(const std::string& user, const std::string& words) { write(user, kTriage, words, card().ts); }
    std::size_t got(const std::string& words) const { return all("DUMIA", words).size(); }
    void wait()
    {
        now += std::chrono::seconds{11};
        fire_timers();
    }
    void remove(const Posted& written)
    {
        slack::MessageEvent event;
        event.kind = slack::MessageEvent::Kind::deleted;
        event.message.channel = written.channel;
        event.message.ts = written.ts;
        event.previous = event.message;
        send(event);
    }
};

}  // namespace

TEST_CASE("an answer goes out after the undo time and counts from when it was said", "[kernel][undo]")
{
    Desk w;
    SECTION("from the form") { w.answer_by_form("UANA", "On my way"); }
    SECTION("typed with >>") { w.type("UANA", "&gt;&gt; On my way"); }
    CHECK(w.got("On my way") == 0);
    CHECK_FALSE(w.record("REQ-1").has("first_response_at"));
    CHECK_THAT(w.whisper("Undo").text, Catch::Contains("Goes to MIA in 10 s"));
    CHECK(w.whisper("Undo").channel == std::string(kTriage) + " UANA");
    const UtcTime said = w.now;
    w.wait();
    CHECK(w.got("On my way") == 1);
    CHECK(w.record("REQ-1").time("first_response_at") <= said);
    w.wait();
    CHECK(w.got("On my way") == 1);
}

TEST_CASE("Undo keeps an answer from going out, and Edit brings its words back into the form",
          "[kernel][undo]")
{
    Desk w;
    w.type("UANA", "&gt;&gt; Wrong ticket");
    w.press("UANA", w.whisper("Undo"), "Undo");
    w.wait();
    CHECK(w.got("Wrong ticket") == 0);
    CHECK_FALSE(w.record("REQ-1").has("first_response_at"));
    CHECK_THAT(w.whisper("Taken back").blocks.dump(), Catch::Contains("Wrong ticket"));
    w.press("UANA", w.whisper("Taken back"), "Edit");
    REQUIRE(w.modal.is_object());
    CHECK_THAT(w.modal.dump(), Catch::Contains("Wrong ticket"));
    w.submit("UANA", {{"Reply", "Right ticket"}});
    w.wait();
    CHECK(w.got("Right ticket") == 1);
}

TEST_CASE("Send now sends at once, and then it is too late to undo", "[kernel][undo]")
{
    Desk w;
    w.answer_by_form("UANA", "On my way");
    const Posted offer = w.whisper("Undo");
    w.press("UANA", offer, "Send now");
    CHECK(w.got("On my way") == 1);
    w.press("UANA", offer, "Undo");
    CHECK_THAT(w.refused, Catch::Contains("Too late"));
    w.wait();
    CHECK(w.got("On my way") == 1);
}

TEST_CASE("only the author of an answer and the lead can take it back", "[kernel][undo]")
{
    Desk w;
    w.answer_by_form("UANA", "On my way");
    const Posted offer = w.whisper("Undo");
    for (const char* label : {"Undo", "Send now"}) {
        for (const char* user : {"UBEN", "UMIA"}) {
            w.press(user, offer, label);
            CHECK_THAT(w.refused, Catch::Contains("Only who wrote this answer"));
        }
        w.press("UEVE", offer, label);  // for somebody who may not see the ticket there is no answer either
        CHECK_THAT(w.refused, Catch::Contains("Too late"));
    }
    w.press("ULEA", offer, "Undo");
    w.wait();
    CHECK(w.got("On my way") == 0);
}

TEST_CASE("an answer goes out before what its author says next, and before the ticket ends", "[kernel][undo]")
{
    Desk w;
    w.type("UANA", "&gt;&gt; first words");
    w.type("UANA", "&gt;&gt; second words");
    CHECK(w.got("first words") == 1);
    CHECK(w.got("second words") == 0);
    w.press("UANA", w.card(), "Resolve");
    w.submit("UANA", {{"Resolution", "third words"}});
    REQUIRE(w.got("third words") == 1);
    const auto at = [&](const char* words) { return w.all("DUMIA", words).front().ts; };
    CHECK(at("first words") < at("second words"));
    CHECK(at("second words") < at("third words"));
    w.wait();
    CHECK(w.got("second words") == 1);
}

TEST_CASE("a message that is edited or deleted within the undo time changes or stops its answer",
          "[kernel][undo]")
{
    Desk w;
    w.type("UANA", "&gt;&gt; tomorow");
    const Posted typed = w.message(kTriage, "tomorow");
    SECTION("edited")
    {
        w.edit(typed, "UANA", "&gt;&gt; tomorrow");
        w.wait();
        CHECK(w.got("tomorrow") == 1);
        CHECK(w.got("tomorow") == 0);
    }
    SECTION("made a note")
    {
        w.edit(typed, "UANA", "between us: tomorrow");
        w.wait();
        CHECK(w.got("tomorrow") == 0);
        w.edit(typed, "UANA", "&gt;&gt; tomorrow, again");
        w.wait();
        CHECK(w.got("tomorrow") == 0);  // a note stays one
    }
    SECTION("deleted")
    {
        w.remove(typed);
        w.wait();
        CHECK(w.got("tomorow") == 0);
        CHECK_THAT(w.whisper("you deleted your message").blocks.dump(), Catch::Contains("tomorow"));
    }
    SECTION("edited after it went out")
    {
        w.wait();
        w.edit(typed, "UANA", "&gt;&gt; tomorrow");
        CHECK(w.got("tomorrow") == 1);
    }
}

TEST_CASE("with plain = public a plain message is an answer, and a lock or // makes it a note",
          "[kernel][undo]")
{
    Desk w;
    w.settings.inboxes[0].is_plain_public = true;
    w.settings.inboxes[0].undo_seconds = 0;
    w.set_up();
    w.type("UANA", "plain words");
    CHECK(w.got("plain words") == 1);
    for (const char* sign : {":lock: ", "🔒", "// "}) w.type("UANA", std::string(sign) + "among us");
    CHECK(w.got("among us") == 0);
}

TEST_CASE("a colleague who opens the form hears that an answer is on its way", "[kernel][undo]")
{
    Desk w;
    w.answer_by_form("UANA", "On my way");
    w.press("UBEN", w.card(), "Reply");
    CHECK_THAT(w.modal.dump(), Catch::Contains("An answer of ANA goes out in a moment"));
}
