#include "world.hpp"

#include "handlers/kernel/authority.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;

namespace {

/// A ticket of Mia's, raised by a message that everybody reads, answered once and followed by Eve.
struct Open : World {
    Open()
    {
        settings.inboxes[0].auto_create = true;
        set_up();
        write("UMIA", kHelp, "My badge does not open the door");
        root = all(kHelp, "My badge").front().ts;
        write("UANA", kTriage, "&gt;&gt; Which door is it?", card().ts);
        press("UEVE", receipt(), "Follow");
    }
    Posted card() const { return message(kTriage, "REQ-1 My badge"); }
    Posted receipt() const { return all(kHelp, "REQ-1").front(); }
    void make_private(const std::string& user, const std::string& staying)
    {
        choose(user, user == "UMIA" ? receipt() : card(), "Make private…");
        form = modal.is_object() ? modal.dump() : "";
        if (modal.is_object())
            submit(user, {{"Who may go on following it?", staying}});
    }

    std::string root, form;
};

/// A private ticket of Mia's that Ana has.
struct Closed : World {
    Closed()
    {
        command("UMIA", "/ticket", "");
        submit("UMIA", {{"What do you need?", "private matter"}, {"Private", "yes"}});
        press("UANA", card(), "Take it");
    }
    Posted card() const { return message(kTriage, "private matter"); }
    Posted question() const { return message("DUMIA", "may become public"); }
};

}  // namespace

TEST_CASE("made private, a ticket goes on in direct messages, and its thread keeps one line of ours",
          "[kernel][privacy]")
{
    Open w;
    const char* by = GENERATE("UMIA", "UANA");
    w.make_private(by, "");
    INFO(by << ": " << w.refused);
    CHECK_THAT(w.form, Catch::Contains("The request and 1 message in <#CHELP>") && Catch::Contains("EVE"));
    CHECK(w.record("REQ-1").has("private"));
    CHECK_FALSE(w.record("REQ-1").has("followers"));
    const auto ours = w.all(World::kHelp, "REQ-1");
    REQUIRE(ours.size() == 1);
    CHECK(ours[0].text == "REQ-1 has moved to a private conversation.");
    CHECK_THAT(ours[0].blocks.dump(), !Catch::Contains("badge"));
    CHECK(w.all(World::kHelp, "Which door").empty());
    CHECK_THAT(w.message("DUMIA", "What was said so far").blocks.dump(),
               Catch::Contains("Which door is it?"));

    w.write("UANA", World::kTriage, "&gt;&gt; You can come by", w.card().ts);
    CHECK(w.all(World::kHelp, "come by").empty());
    const Posted told = w.message("DUMIA", "come by");
    CHECK(told.thread_ts == w.all("DUMIA", "My badge").front().ts);
    w.write("UMIA", "DUMIA", "The one in the cellar", told.thread_ts, "im");
    CHECK(w.message(World::kTriage, "in the cellar").thread_ts == w.card().ts);
    CHECK_THAT(w.card().blocks.dump(), Catch::Contains(":lock:"));
}

TEST_CASE("only who may stay goes on following what became private", "[kernel][privacy]")
{
    Open w;
    w.press("UDAN", w.receipt(), "Follow");
    w.make_private("UMIA", "UDAN,UFAY");
    CHECK(w.record("REQ-1").at("followers") == "UDAN");  // nobody is added by this form
    w.command("UEVE", "/ticket", "REQ-1");
    CHECK_THAT(w.ack.dump(), !Catch::Contains("badge"));
    w.command("UDAN", "/ticket", "REQ-1");
    CHECK_THAT(w.ack.dump(), Catch::Contains("badge"));
}

TEST_CASE("strangers and followers cannot make a ticket private, and nobody does it twice",
          "[kernel][privacy]")
{
    Open w;
    const Posted receipt = w.receipt();
    for (const char* user : {"UEVE", "UDAN"}) {
        w.choose(user, receipt, "Make private…");
        CHECK_FALSE(w.refused.empty());
        CHECK_FALSE(w.modal.is_object());
    }
    w.choose("UMIA", receipt, "Make private…");
    const Json form = w.modal;
    w.submit("UMIA", {});
    w.modal = form;
    w.submit("UMIA", {});
    CHECK_THAT(w.refused, Catch::Contains("private already"));
}

TEST_CASE("a private ticket becomes public only when its requester agrees", "[kernel][privacy]")
{
    Closed w;
    w.choose("UANA", w.card(), "Make public…");
    CHECK(w.record("INC-1").has("private"));
    for (const char* user : {"UANA", "UEVE"}) {
        w.press(user, w.question(), "Yes, make it public");
        CHECK_FALSE(w.refused.empty());
        CHECK(w.record("INC-1").has("private"));
    }
    const Posted question = w.question();
    SECTION("yes")
    {
        w.press("UMIA", question, "Yes, make it public");
        CHECK_FALSE(w.record("INC-1").has("private"));
        CHECK_FALSE(w.message(World::kTriage, "is public now").text.empty());
    }
    SECTION("no, and asked again")
    {
        w.press("UMIA", question, "No, keep it private");
        CHECK(w.record("INC-1").has("private"));
        w.press("UMIA", question, "Yes, make it public");
        CHECK_THAT(w.refused, Catch::Contains("Nobody asks"));
        w.choose("UANA", w.card(), "Make public…");
        w.press("UMIA", w.question(), "Yes, make it public");
        CHECK_FALSE(w.record("INC-1").has("private"));
    }
}

TEST_CASE("the requester of a private ticket reads who follows it, and colleagues add nobody",
          "[kernel][privacy]")
{
    Closed w;
    w.choose("UMIA", w.message("DUMIA", "private matter"), "Followers…");
    w.submit("UMIA", {{"Who follows it?", "UEVE"}});
    CHECK_THAT(w.message("DUMIA", "private matter").blocks.dump(), Catch::Contains("Followed by <@UEVE>"));
    w.choose("UBEN", w.card(), "Followers…");
    CHECK_THAT(w.refused, Catch::Contains("private: only who asked and who has it"));
    w.choose("UANA", w.card(), "Followers…");
    CHECK(w.modal.is_object());
}

TEST_CASE("what an agent notes by command from the requester's thread stays with the agents",
          "[kernel][privacy]")
{
    Open w;
    w.settings.inboxes[0].mode = InboxSettings::Mode::same_channel;
    w.set_up();
    w.command("UANA", "/ticket", "note REQ-1 the reader is broken again");
    CHECK_THAT(w.ack.dump(), Catch::Contains("Noted on REQ-1"));
    CHECK(w.message(World::kTriage, "the reader is broken").thread_ts == w.card().ts);
    CHECK(w.all(World::kHelp, "the reader is broken").empty());
    w.command("UMIA", "/ticket", "note REQ-1 hello");
    CHECK_THAT(w.refused, Catch::Contains("Only the agents"));
    w.command("UEVE", "/ticket", "note INC-7 hello");
    CHECK_THAT(w.refused, Catch::Contains("There is no INC-7"));
    w.command("UMIA", "/ticket", "note taking app please");
    CHECK(w.record("REQ-2").at("title") == "note taking app please");
}

TEST_CASE("every way to read a record gives everybody what they may see, and nobody else anything",
          "[kernel][privacy]")
{
    Open w;
    w.make_private("UMIA", "");
    w.settings.inboxes[0].auto_create = false;
    w.command("UJON", "/ticket", "an open matter");
    const char* user = GENERATE("UMIA", "UJON", "UANA", "UCHLOE", "UEVE", "UAUD", "UDAN");
    INFO(user);
    store::Unit unit(*w.db, w.now);
    const auto reads = [&](const char* number, const char* words) {
        const bool may = kernel::may_see(*w.desk, w.record(number), user, unit);
        const auto shows = [&] { return (w.ack.dump() + w.modal.dump()).find(words) != std::string::npos; };
        w.command(user, "/ticket", number);
        CHECK(shows() == may);
        w.command(user, "/desk", number);
        CHECK(shows() == may);
        for (const char* list : {"find matter", "find badge"}) {
            w.command(user, "/ticket", list);
            CHECK((!shows() || may));
        }
        for (const char* action :
             {"open", "history", "reply", "note", "followers", "make_private", "add_details"}) {
            slack::BlockAction click;
            click.actor.user = user;
            click.action_id = action;
            click.action_ts = std::string(action) + number;
            click.value.text = number;
            w.send(click);
            INFO(action);
            CHECK((!shows() || may));
            CHECK((may || w.refused.find(words) == std::string::npos));
        }
        w.send(slack::HomeOpened{user, "home", std::string("D") + user});
        CHECK((w.homes[user].dump().find(words) == std::string::npos || may));
    };
    reads("REQ-1", "badge");
    reads("REQ-2", "an open matter");
}
