// How it was: who is asked, what an answer does, and who reads it.
#include "handlers/kernel/evidence/erase_steps.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/ticket_steps.hpp"
#include "handlers/kernel/voice/survey.hpp"
#include "store/event_log.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

using Ratings = InboxSettings::Ratings;

struct Desk : World {
    explicit Desk(Ratings ratings = Ratings::attributed)
    {
        settings.inboxes[0].ratings = ratings;
        set_up();
    }

    /// A request of the person that UANA solves and that they confirm.
    std::string close(const std::string& user, const std::string& title)
    {
        const std::string number = solve(user, title);
        press(user, message("D" + user, "solved " + number), "Yes, solved");
        return number;
    }
    std::string solve(const std::string& user, const std::string& title)
    {
        command(user, "/ticket", title);
        const std::string number = "REQ-" + std::to_string(++raised_);
        press("UANA", message(kTriage, number + " " + title), "Take it");
        resolve(number);
        return number;
    }
    void resolve(const std::string& number)
    {
        press("UANA", message(kTriage, number + " "), "Resolve");
        submit("UANA", {{"Resolution", "done: " + number + " is solved " + number}});
    }
    Posted survey(const std::string& user = "UMIA") { return message("D" + user, "How was it?"); }
    Posted answer(const std::string& user = "UMIA") { return message("D" + user, "You gave"); }
    std::size_t asked(const std::string& user = "UMIA") { return all("D" + user, "How was it?").size(); }
    void comment(const std::string& user, const std::string& words) { submit(user, {{"Comment", words}}); }
    std::vector<std::string> faults()
    {
        return store::verify(*db, [](auto, auto) {}).faults;
    }

private:
    int raised_ = 0;
};

}  // namespace

TEST_CASE("a closed ticket asks its requester once, and one press is an answer", "[kernel][ratings]")
{
    Desk w;
    w.close("UMIA", "new chair");
    REQUIRE(w.asked() == 1);
    CHECK(w.labels(w.survey().blocks) == std::vector<std::string>{"😠 1", "🙁 2", "😐 3", "🙂 4", "😀 5"});
    w.press("UMIA", w.survey(), "🙂 4");
    CHECK(w.refused.empty());
    CHECK(w.record("REQ-1").at("rating") == "4");
    CHECK_THAT(w.answer().text, Catch::Contains("🙂 4 of 5"));
    CHECK_THAT(w.message(World::kTriage, "REQ-1 new chair").blocks.dump(-1, ' ', false),
               Catch::Contains("Rated 🙂 4 of 5"));
    CHECK(w.all(World::kTriage, "gave it").empty());
    CHECK(w.faults().empty());
}

TEST_CASE("a comment is a second step, and both can be changed for 24 hours", "[kernel][ratings]")
{
    Desk w;
    w.close("UMIA", "new chair");
    w.press("UMIA", w.survey(), "🙂 4");
    w.now += 23h;
    w.press("UMIA", w.answer(), "Add a comment");
    w.comment("UMIA", "Quick & <friendly>");
    CHECK_THAT(w.answer().blocks.dump(), Catch::Contains("Quick &amp; &lt;friendly&gt;"));
    w.press("UMIA", w.answer(), "😀 5");
    CHECK(w.record("REQ-1").at("rating") == "5");
    const Posted last = w.answer();
    w.now += 2h;
    w.press("UMIA", last, "😠 1");  // the timer has not come yet
    CHECK_THAT(w.refused, Catch::Contains("answered this already"));
    w.fire_timers();
    CHECK(w.labels(w.answer().blocks).empty());
    w.press("UMIA", last, "😠 1");
    CHECK_THAT(w.refused, Catch::Contains("answered this already"));
    CHECK(w.record("REQ-1").at("rating") == "5");
}

TEST_CASE("the question expires after 14 days and says so", "[kernel][ratings]")
{
    Desk w;
    w.close("UMIA", "new chair");
    const Posted question = w.survey();
    w.now += std::chrono::days{14} + 1h;
    w.fire_timers();
    CHECK(w.asked() == 0);
    CHECK(w.all("DUMIA", "You are no longer asked how REQ-1 was: the 14 days").size() == 1);
    w.press("UMIA", question, "🙂 4");
    CHECK_THAT(w.refused, Catch::Contains("14 days to answer are over"));
    CHECK_FALSE(w.record("REQ-1").has("rating"));
}

TEST_CASE("nobody but the requester can answer", "[kernel][ratings]")
{
    Desk w;
    w.close("UMIA", "new chair");
    for (const char* other : {"UANA", "UAUD"}) {
        w.press(other, w.survey(), "😠 1");
        CHECK_THAT(w.refused, Catch::Contains("for somebody else"));
    }
    w.press("UJON", w.survey(), "😠 1");  // to whom nothing is told of the ticket
    CHECK_THAT(w.refused, Catch::Contains("not there any more"));
    CHECK_FALSE(w.record("REQ-1").has("rating"));
}

TEST_CASE("nobody is asked twice within seven days", "[kernel][ratings]")
{
    Desk w;
    w.close("UMIA", "new chair");
    w.now += std::chrono::days{6};
    w.close("UMIA", "new table");
    CHECK(w.asked() == 1);
    w.now += std::chrono::days{1};
    w.close("UMIA", "new lamp");
    CHECK(w.asked() == 2);
}

TEST_CASE("agents of the inbox are not asked, nor is anybody about what was withdrawn or is a duplicate",
          "[kernel][ratings]")
{
    Desk w;
    w.close("UBEN", "new chair");
    CHECK(w.asked("UBEN") == 0);
    w.command("UMIA", "/ticket", "new table");
    w.choose("UMIA", w.message("DUMIA", "REQ-2"), "Withdraw");
    CHECK(w.record("REQ-2").at("category") == "void");
    w.command("UMIA", "/ticket", "new lamp");
    w.command("UJON", "/ticket", "a lamp");
    w.choose("UANA", w.message(World::kTriage, "REQ-4 a lamp"), "Duplicate of…");
    w.submit("UANA", {{"Duplicate of", "REQ-3"}});
    CHECK(w.record("REQ-4").at("category") == "void");
    CHECK(w.asked() == 0);
    CHECK(w.asked("UJON") == 0);
}

TEST_CASE("an inbox can leave it", "[kernel][ratings]")
{
    Desk w(Ratings::off);
    w.close("UMIA", "new chair");
    CHECK(w.asked() == 0);
}

TEST_CASE("a ticket that is closed silently asks as well", "[kernel][ratings]")
{
    Desk w;
    w.solve("UMIA", "new chair");
    for (int day = 0; day < 12 && w.asked() == 0; ++day) {
        w.now += 24h;
        w.fire_timers();
    }
    CHECK(w.record("REQ-1").at("category") == "closed");
    CHECK(w.asked() == 1);
}

TEST_CASE("a ticket that comes back takes its question back, and its next solution asks anew",
          "[kernel][ratings]")
{
    Desk w;
    // No process of ours reopens what is closed; one that does is the same but for this step.
    std::vector<const kernel::Process*> processes = all_processes();
    auto process = std::ranges::find_if(processes, [](const auto* p) { return p->key == "request"; });
    kernel::Process reopening = **process;
    std::vector<kernel::Transition> steps(reopening.transitions.begin(), reopening.transitions.end());
    steps.push_back({.from = "closed",
                     .action = "revive",
                     .to = "in_fulfilment",
                     .label = "Revive",
                     .place = kernel::Place::button,
                     .effect = kernel::reopen});
    reopening.transitions = steps;
    *process = &reopening;
    w.desk = std::make_unique<kernel::Desk>(processes, w.settings, w.desk->self());
    w.close("UMIA", "new chair");
    const Posted question = w.survey();
    w.press("UANA", w.message(World::kTriage, "REQ-1 new chair"), "Revive");
    REQUIRE(w.refused.empty());
    CHECK(w.asked() == 0);
    CHECK(w.all("DUMIA", "You are no longer asked how REQ-1 was: it is not closed").size() == 1);
    w.press("UMIA", question, "🙂 4");
    CHECK_THAT(w.refused, Catch::Contains("no longer asked"));
    w.now += std::chrono::days{8};
    w.resolve("REQ-1");
    w.press("UMIA", w.message("DUMIA", "solved REQ-1"), "Yes, solved");
    CHECK(w.asked() == 1);
}

TEST_CASE("a low score is a task for the team lead, until somebody says what was done", "[kernel][ratings]")
{
    Desk w;
    w.settings.roles["lead"] = {"UBEN"};
    w.set_up();
    w.close("UMIA", "new chair");
    w.press("UMIA", w.survey(), "🙁 2");
    const Posted task = w.message("DUBEN", "gave it 🙁 2 of 5");
    CHECK(w.labels(task.blocks) == std::vector<std::string>{"Open", "Done…"});
    CHECK(w.all(World::kTriage, "gave it").empty());
    w.press("UMIA", w.answer(), "Add a comment");
    w.comment("UMIA", "It squeaks");
    CHECK_THAT(w.message("DUBEN", "gave it").blocks.dump(), Catch::Contains("It squeaks"));
    w.press("UANA", task, "Done…");
    CHECK_THAT(w.refused, Catch::Contains("Only the lead"));
    w.command("UANA", "/desk", "ratings");
    CHECK(w.labels(w.ack["blocks"]) == std::vector<std::string>{"Open"});
    w.command("UBEN", "/desk", "ratings it");
    CHECK_THAT(w.ack.dump(-1, ' ', false), Catch::Contains("1 of 1 answered") &&
                                               Catch::Contains("mean 2.0 of 5") &&
                                               Catch::Contains("It squeaks"));
    w.press("UBEN", task, "Done…");
    w.submit("UBEN", {{"What was done?", "Oiled it, and said sorry"}});
    CHECK_THAT(w.message("DUBEN", "gave it").blocks.dump(), Catch::Contains("Oiled it"));
    CHECK(w.all("DUMIA", "Oiled it").empty());
    w.press("UBEN", task, "Done…");
    CHECK_THAT(w.refused, Catch::Contains("followed up already"));
    w.command("UBEN", "/desk", "ratings");
    CHECK(w.labels(w.ack["blocks"]).empty());
    CHECK(w.faults().empty());
}

TEST_CASE("without a lead the team has the task, and a better score takes it back", "[kernel][ratings]")
{
    Desk w;
    w.close("UMIA", "new chair");
    w.press("UMIA", w.survey(), "😠 1");
    const Posted task = w.message(World::kTriage, "gave it 😠 1 of 5");
    w.press("UMIA", w.answer(), "🙂 4");
    CHECK_THAT(w.message(World::kTriage, "gave it").blocks.dump(), Catch::Contains("nothing to follow up"));
    w.press("UBEN", task, "Done…");
    CHECK_THAT(w.refused, Catch::Contains("answer was changed"));
}

TEST_CASE("ratings are for agents and managers, and comments for those who may see the ticket",
          "[kernel][ratings]")
{
    Desk w;
    w.settings.roles["manager"] = {"UMANA"};
    w.set_up();
    w.close("UMIA", "new chair");
    w.press("UMIA", w.survey(), "😐 3");
    w.press("UMIA", w.answer(), "Add a comment");
    w.comment("UMIA", "So so");
    w.command("UMIA", "/desk", "ratings");
    CHECK_THAT(w.refused, Catch::Contains("managers"));
    w.command("UCHLOE", "/desk", "ratings it");
    CHECK_THAT(w.refused, Catch::Contains("You may see: rooms"));
    w.command("UMANA", "/desk", "ratings IT help");
    CHECK_THAT(w.ack.dump(), Catch::Contains("1 of 1 answered") && !Catch::Contains("So so") &&
                                 Catch::Contains("1 comment about tickets that you may not see"));
    w.command("UANA", "/desk", "ratings");
    CHECK_THAT(w.ack.dump(), Catch::Contains("So so") && !Catch::Contains("Facilities"));
}

TEST_CASE("an anonymous answer names neither person nor ticket, and is shown from five on",
          "[kernel][ratings]")
{
    Desk w(Ratings::anonymous);
    const std::vector<std::string> people{"UMIA", "UJON", "UEVE", "UDAN", "UFAY"};
    for (std::size_t i = 0; i < people.size(); ++i) {
        const std::string number = w.close(people[i], "a thing");
        w.press(people[i], w.survey(people[i]), i == 0 ? "😠 1" : "🙂 4");
        CHECK_FALSE(w.record(number).has("rating"));
        CHECK(w.all(World::kTriage, "gave it").empty());
        if (i == 0) {
            w.press("UMIA", w.message("DUMIA", "Thank you"), "Add a comment");
            w.comment("UMIA", "Rude answers");
        }
        if (i + 2 == people.size()) {
            w.now += 24h;
            w.command("UANA", "/desk", "ratings");
            CHECK_THAT(w.ack.dump(), Catch::Contains("from 5 on") && !Catch::Contains("Rude"));
        }
    }
    w.now += 24h;
    w.command("UANA", "/desk", "ratings");
    CHECK_THAT(w.ack.dump(), Catch::Contains("5 anonymous answers to 5 questions") &&
                                 Catch::Contains("mean 3.4 of 5") && Catch::Contains("Rude answers") &&
                                 !Catch::Contains("UMIA") && !Catch::Contains("REQ-"));
    w.fire_timers();
    const auto link = w.db->query(
        "SELECT COUNT(*) FROM survey WHERE score > 0 OR comment <> ''"
        " OR (state = 'settled' AND (anonymous_id IS NOT NULL OR answered_at IS NOT NULL))");
    link->step();
    CHECK(link->integer(0) == 0);
    CHECK(w.faults().empty());
}

TEST_CASE("an inbox that asks for three anonymous answers shows them from the third on, and says so",
          "[kernel][ratings]")
{
    Desk w(Ratings::anonymous);
    w.settings.inboxes[0].anonymous_from = 3;
    w.set_up();
    const std::vector<std::string> people{"UMIA", "UJON", "UEVE"};
    for (std::size_t i = 0; i < people.size(); ++i) {
        w.close(people[i], "a thing");
        CHECK_THAT(w.survey(people[i]).blocks.dump(), Catch::Contains("at least 2 other answers"));
        w.press(people[i], w.survey(people[i]), "🙂 4");
        if (i == 1) {
            w.now += 24h;
            w.command("UANA", "/desk", "ratings");
            CHECK_THAT(w.ack.dump(), Catch::Contains("from 3 on") && !Catch::Contains("mean"));
        }
    }
    w.now += 24h;
    w.command("UANA", "/desk", "ratings");
    CHECK_THAT(w.ack.dump(), Catch::Contains("3 anonymous answers to 3 questions"));
}

TEST_CASE("answers are counted for the operator once they cannot be changed, anonymous ones without a score",
          "[kernel][ratings]")
{
    Desk named(Ratings::attributed);
    named.close("UMIA", "a thing");
    named.press("UMIA", named.survey("UMIA"), "😠 1");
    {
        store::Unit unit(*named.db, named.now);
        CHECK(unit.surveys.settled().empty());
    }
    named.now += 25h;
    named.fire_timers();
    store::Unit unit(*named.db, named.now);
    const auto settled = unit.surveys.settled();
    REQUIRE(settled.size() == 1);
    CHECK(settled[0].score == 1);
    CHECK(settled[0].count == 1);

    Desk hidden(Ratings::anonymous);
    hidden.close("UMIA", "a thing");
    hidden.press("UMIA", hidden.survey("UMIA"), "😠 1");
    hidden.now += 49h;
    hidden.fire_timers();
    store::Unit other(*hidden.db, hidden.now);
    const auto counted = other.surveys.settled();
    REQUIRE(counted.size() == 1);
    CHECK(counted[0].score == 0);
}

TEST_CASE("an anonymous answer can be changed, and what counted until then stays countable",
          "[kernel][ratings]")
{
    Desk w(Ratings::anonymous);
    w.close("UMIA", "a thing");
    w.press("UMIA", w.survey(), "😠 1");
    const UtcTime first = kernel::counts_from(w.now);
    w.now = first + 1h;
    w.press("UMIA", w.message("DUMIA", "Thank you"), "😀 5");
    REQUIRE(w.refused.empty());
    store::Unit unit(*w.db, w.now);
    const auto at = [&](UtcTime t) {
        const auto found = unit.anonymous_ratings.counting("it", UtcTime{}, first + 1000h, t, 10);
        REQUIRE(found.size() == 1);
        return found.front().score;
    };
    CHECK(at(first) == 1);
    CHECK(at(first + 24h) == 5);
}

TEST_CASE("who is erased leaves no word in ratings, and scores stay", "[kernel][ratings]")
{
    Desk w;
    w.close("UMIA", "new chair");
    w.press("UMIA", w.survey(), "😠 1");
    w.press("UMIA", w.answer(), "Add a comment");
    w.comment("UMIA", "Terrible");
    const kernel::ErasureOrder order{"UMIA", "key", {}};
    const kernel::ErasureSteps steps{.write =
                                         [&](const auto& act) {
                                             store::Unit unit(*w.db, w.now);
                                             act(unit);
                                             return Result<void>();
                                         },
                                     .read =
                                         [&](const auto& act) {
                                             store::Unit unit(*w.db, w.now);
                                             act(unit);
                                             return Result<void>();
                                         }};
    REQUIRE(kernel::erase_person(*w.desk, order, steps));
    w.fire_timers();
    const Record record = w.record("REQ-1");
    CHECK(record.at("rating") == "1");
    CHECK_THAT(record.at("rating_comment"), !Catch::Contains("Terrible"));
    const auto row =
        w.db->query("SELECT COUNT(*) FROM survey WHERE comment LIKE '%Terrible%' OR user_id = 'UMIA'");
    row->step();
    CHECK(row->integer(0) == 0);
    CHECK(w.all(World::kTriage, "Terrible").empty());
    CHECK(w.faults().empty());
}

TEST_CASE("after its retention a rating has neither words nor person, and its score stays",
          "[kernel][ratings]")
{
    Desk w;
    w.settings.inboxes[0].retention_days = 30;
    w.set_up();
    w.close("UMIA", "new chair");
    w.press("UMIA", w.survey(), "😐 3");
    w.press("UMIA", w.answer(), "Add a comment");
    w.comment("UMIA", "Meh");
    for (int day = 0; day < 32; ++day) {
        w.now += 24h;
        w.fire_timers();
    }
    const Record record = w.record("REQ-1");
    CHECK(record.at("rating") == "3");
    CHECK_THAT(record.at("rating_comment"), !Catch::Contains("Meh"));
    const auto row = w.db->query("SELECT user_id || comment FROM survey");
    REQUIRE(row->step());
    CHECK_THAT(row->text(0), !Catch::Contains("UMIA") && !Catch::Contains("Meh"));
    CHECK(w.faults().empty());
}

TEST_CASE("a score that was changed by hand is found by the verification", "[kernel][ratings]")
{
    Desk w;
    w.close("UMIA", "new chair");
    w.press("UMIA", w.survey(), "😐 3");
    REQUIRE(w.faults().empty());
    w.db->run("UPDATE survey SET score = 5");
    REQUIRE(w.faults().size() == 1);
    CHECK_THAT(w.faults().front(), Catch::Contains("rated otherwise"));
}
