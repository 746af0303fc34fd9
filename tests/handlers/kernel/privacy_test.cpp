#include "world.hpp"

#include "handlers/kernel/authority.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace deskbell;
using namespace deskbell::test;

TEST_CASE("may_see and the lists of the database give the same answer for everybody and every record",
          "[kernel][privacy]")
{
    World w;
    w.command("UMIA", "/ticket", "public one");
    w.command("UJON", "/ticket", "");
    w.submit("UJON", {{"What do you need?", "private one"}, {"Private", "yes"}});
    w.command("UMIA", "/ticket", "for rooms", "CROOMHELP");
    w.command("UMIA", "/ticket", "for jonas");
    w.press("UANA", w.message(World::kTriage, "for jonas"), "Take it");
    w.press("UEVE", w.message("DUMIA", "public one"), "Follow");
    w.command("UEVE", "/desk", "improvement new");
    w.submit("UEVE", {{"Title", "Fewer forms"}, {"Idea", "Ask less"}});
    // A named approver, who stands in for them, and one whose approval was withdrawn.
    w.command("UDAN", "/desk", "delegate");
    w.submit("UDAN", {{"Who decides for you?", "UFAY"}, {"Until", "2026-09-30"}, {"Why?", "away"}});
    for (const char* title : {"public one", "private one"}) {
        w.choose("UANA", w.message(World::kTriage, title), "Approval…");
        w.submit("UANA", {{"Who decides?", "UDAN"}, {"What is to be approved?", "Money"}});
    }
    w.choose("UANA", w.message(World::kTriage, "for jonas"), "Approval…");
    w.submit("UANA", {{"Who decides?", "UGIL"}, {"What is to be approved?", "Time"}});
    w.choose("UANA", w.message(World::kTriage, "for jonas"), "Withdraw approval…");
    w.submit("UANA", {{"Why?", "not needed"}});

    store::Unit unit(*w.db, w.now);
    int seen = 0, hidden = 0;
    for (const char* user :
         {"UMIA", "UJON", "UANA", "UBEN", "UCHLOE", "UEVE", "UAUD", "UOMAR", "UDAN", "UFAY", "UGIL", ""}) {
        store::RecordFilter filter;
        filter.visible = kernel::visibility_of(*w.desk, user, unit);
        filter.limit = 200;
        std::vector<std::string> listed;
        for (const Record& record : unit.records.list(filter).records)
            listed.push_back(w.desk->number_of(record));
        filter.visible = store::Visibility();
        filter.visible.everything = true;
        for (const Record& record : unit.records.list(filter).records) {
            const bool may = kernel::may_see(*w.desk, record, user, unit);
            INFO(user << " and " << w.desk->number_of(record));
            CHECK(may ==
                  (std::find(listed.begin(), listed.end(), w.desk->number_of(record)) != listed.end()));
            ++(may ? seen : hidden);
        }
    }
    CHECK(seen > 10);
    CHECK(hidden > 10);
    const auto sees = [&](const char* user, const char* number) {
        return kernel::may_see(*w.desk, w.record(number), user, unit);
    };
    CHECK(sees("UDAN", "REQ-1"));
    CHECK(sees("UFAY", "REQ-1"));  // stands in for Dan
    CHECK(sees("UDAN", "INC-1"));
    CHECK_FALSE(sees("UFAY", "INC-1"));  // private: named approvers only
    CHECK_FALSE(sees("UGIL", "REQ-3"));
    CHECK_FALSE(sees("UGIL", "REQ-1"));
}

TEST_CASE("a stranger can follow a public ticket but not a private one", "[kernel][privacy]")
{
    World w;
    w.command("UJON", "/ticket", "");
    w.submit("UJON", {{"What do you need?", "private one"}, {"Private", "yes"}});
    w.press("UEVE", w.message("DUJON", "INC-1"), "Follow");
    CHECK(w.refused == "There is no INC-1 that you may see.");
    CHECK_FALSE(w.record("INC-1").has("followers"));
    w.command("UEVE", "/ticket", "find private");
    CHECK_THAT(w.ack.dump(), !Catch::Contains("private one"));
}

TEST_CASE("a note never reaches any surface of the requester, whatever happens around it",
          "[kernel][privacy]")
{
    // Random sequences of acts; every note holds a secret word that must appear in the agent channel only.
    for (unsigned seed = 1; seed <= 12; ++seed) {
        World w;
        std::mt19937 random(seed);
        w.command("UMIA", "/ticket", "help me please");
        const std::string thread = w.all("DUMIA", "REQ-1").front().ts;
        int notes = 0;
        for (int step = 0; step < 25; ++step) {
            const Posted card = w.message(World::kTriage, "REQ-1 help me");
            const std::string secret = "SECRET" + std::to_string(++notes);
            switch (random() % 6) {
                case 0:
                    w.write("UANA", World::kTriage, secret, card.ts);
                    break;
                case 1:
                    w.press("UANA", card, "Note");
                    w.submit("UANA", {{"Note", secret}});
                    break;
                case 2:
                    w.write("UANA", World::kTriage, "&gt;&gt; public words", card.ts);
                    break;
                case 3:
                    w.write("UMIA", "DUMIA", "more words", thread, "im");
                    break;
                case 4:
                    w.choose("UANA", card, "Priority…");
                    w.submit("UANA", {{"How badly?", "It can wait"}});
                    break;
                default:
                    w.command("UMIA", "/ticket", "REQ-1");
                    CHECK_THAT(w.ack.dump(), !Catch::Contains("SECRET"));
            }
        }
        CHECK(w.all("DUMIA", "SECRET").empty());
        CHECK(w.all(World::kHelp, "SECRET").empty());
        for (const Posted& whisper : w.whispers) CHECK_THAT(whisper.text, !Catch::Contains("SECRET"));
        slack::HomeOpened home{"UMIA", "home", "DUMIA"};
        w.send(home);
        CHECK_THAT(w.homes["UMIA"].dump(), !Catch::Contains("SECRET"));
    }
}

TEST_CASE("a plain message in the agents' thread is a note, and >> makes it an answer",
          "[kernel][conversation]")
{
    World w;
    w.command("UMIA", "/ticket", "help me please");
    const Posted card = w.message(World::kTriage, "REQ-1");
    w.write("UANA", World::kTriage, "I know this one", card.ts);
    CHECK(w.all("DUMIA", "I know this one").empty());
    CHECK_FALSE(w.record("REQ-1").has("first_response_at"));
    w.write("UANA", World::kTriage, "&gt;&gt; On my way", card.ts);
    CHECK(w.all("DUMIA", "On my way").size() == 1);
    CHECK(w.record("REQ-1").has("first_response_at"));
}

TEST_CASE("in same-channel mode the thread is not mirrored, and notes stay with the agents",
          "[kernel][conversation]")
{
    World w;
    w.settings.inboxes[0].mode = InboxSettings::Mode::same_channel;
    w.settings.inboxes[0].auto_create = true;
    w.desk = std::make_unique<kernel::Desk>(all_processes(), w.settings, w.desk->self());
    w.write("UMIA", World::kHelp, "The lamp flickers");
    const std::string root = w.all(World::kHelp, "The lamp flickers").front().ts;
    w.write("UANA", World::kHelp, "Since when?", root);
    w.write("UMIA", World::kHelp, "Since Monday", root);
    CHECK(w.record("REQ-1").has("first_response_at"));
    CHECK(w.all(World::kTriage, "Since").empty());
    w.write("UANA", World::kTriage, "The old ballast again", w.message(World::kTriage, "REQ-1").ts);
    CHECK(w.all(World::kHelp, "ballast").empty());
}
