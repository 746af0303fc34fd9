// A person who is erased is nowhere in the database any more, and the log can still be checked.
#include "handlers/domain/text.hpp"
#include "handlers/kernel/evidence/erase_steps.hpp"
#include "store/event_log.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

/// Steps over the world's database, each in a transaction; the one with number `fails_at` is taken back.
kernel::ErasureSteps steps_of(World& w, int fails_at = -1)
{
    const auto taken = std::make_shared<int>(0);
    const auto run = [&w, fails_at, taken](const kernel::ErasureSteps::Act& act) -> Result<void> {
        w.db->execute("BEGIN");
        store::Unit unit(*w.db, w.now);
        act(unit);
        const bool fails = (*taken)++ == fails_at;
        w.db->execute(fails ? "ROLLBACK" : "COMMIT");
        return fails ? Result<void>(Error(Errc::unavailable, "The disk is full.")) : Result<void>();
    };
    return {run, run};
}

kernel::ErasureReport erase(World& w, const std::string& user)
{
    const auto done = kernel::erase_person(*w.desk, {user, "keyed " + user.substr(1, 1), {}}, steps_of(w));
    REQUIRE(done);
    return *done;
}

/// Where the database says one of these words, in whatever case: "table.column: value".
std::vector<std::string> places(World& w, const std::vector<std::string>& words)
{
    std::vector<std::string> out;
    for (const store::TextColumn& column : w.db->text_columns()) {
        const auto row = w.db->prepare("SELECT " + column.name + " FROM " + column.table);
        while (row->step())
            for (const std::string& word : words)
                if (lower(row->text(0)).find(lower(word)) != std::string::npos)
                    out.push_back(column.table + "." + column.name + ": " + row->text(0));
    }
    return out;
}

std::vector<std::string> faults(World& w) { return store::verify(*w.db, nullptr).faults; }

/// Everything that people may do, in any order; UMIA's words hold "miasword", all others' do not.
class Days {
public:
    Days(World& w, unsigned seed) : w_(w), random_(seed) {}

    void pass(int acts)
    {
        w_.command("UMIA", "/ticket", "miasword the first");
        w_.command("UNOA", "/ticket", "a chair, ask Mia Moss (<@UMIA>) about it");
        for (int i = 0; i < acts; ++i) act();
    }

private:
    std::string one_of(std::vector<std::string> all) { return all[random_() % all.size()]; }
    std::string number() { return "REQ-" + std::to_string(1 + random_() % raised_); }

    void act()
    {
        const std::string who = one_of({"UMIA", "UNOA", "UANA"});
        const std::string said = who == "UMIA" ? "miasword " + std::to_string(++said_)
                                               : "Mia Moss or <@UMIA> said so " + std::to_string(++said_);
        const std::string number = this->number();
        switch (random_() % 7) {
            case 0:
                w_.command(who, "/ticket", said);
                ++raised_;
                break;
            case 1:
                if (const auto shown = w_.all(World::kTriage, number + " "); !shown.empty())
                    w_.write("UANA", World::kTriage, ">> to mia moss: well " + std::to_string(++said_),
                             shown.front().ts);
                break;
            case 2:
                if (const auto shown = w_.all(World::kTriage, number + " "); !shown.empty())
                    w_.write("UANA", World::kTriage, "note about Mia Moss " + std::to_string(++said_),
                             shown.front().ts);
                break;
            case 3:
                if (const auto mine = w_.all("DUMIA", "Add details"); !mine.empty()) {
                    w_.press("UMIA", mine.front(), "Add details");
                    if (!w_.modal.is_null())
                        w_.submit("UMIA", {{"Details", "miasword in a form"}});
                }
                break;
            case 4:
                if (const auto mine = w_.all("DUMIA", "REQ-"); !mine.empty())
                    w_.write("UMIA", "DUMIA", said + " miasword", mine.front().ts, "im");
                break;
            case 5:
                react_to("miasword in the channel " + std::to_string(++said_));
                break;
            default:
                if (const auto shown = w_.all(World::kTriage, number + " "); !shown.empty())
                    for (const std::string& label : w_.labels(shown.front().blocks))
                        if (label == "Take it")
                            return w_.press("UANA", shown.front(), "Take it");
        }
    }

    void react_to(const std::string& text)
    {
        w_.write("UMIA", World::kHelp, text);
        const std::string root = w_.messages.back().ts;
        w_.threads[std::string(World::kHelp) + root] =
            Json::array({{{"ts", root}, {"user", "UMIA"}, {"text", text}}});
        w_.react("UANA", "ticket", World::kHelp, root);
        ++raised_;
    }

    World& w_;
    std::mt19937 random_;
    unsigned raised_ = 2;
    int said_ = 0;
};

/// Mia is known by a name of two words, and by the channel of her direct messages.
void introduce(World& w)
{
    store::Unit unit(*w.db, w.now);
    unit.directory.save({"UMIA", "Mia Moss", "Europe/Berlin", "DUMIA"});
}

}  // namespace

TEST_CASE("after an erasure no table says the person's id, name or words, and the log is sound",
          "[kernel][erase]")
{
    const unsigned seed = GENERATE(range(1u, 13u));
    World w;
    introduce(w);
    Days(w, seed).pass(40);
    {
        store::Unit unit(*w.db, w.now);
        unit.poisoned.keep(
            {0, "REF1", w.now, "message", "a bug", R"({"user":"UMIA","text":"miasword"})", 36});
        unit.notices.mute(1, "UMIA", w.now + 1h);
        w.db->execute(
            "INSERT INTO approval (record_id, name, rule, purpose, cost, asked_by, asked_at, holds, "
            "came_from,"
            " then_approved, then_rejected, state) VALUES (1, '', 'any', 'miasword', '', 'UANA', 0, 0, '{}', "
            "'',"
            " '', 'withdrawn');"
            "INSERT INTO approval_seat (approval_id, record_id, position, approver, state, reason)"
            " VALUES (1, 1, 1, 'UMIA', 'rejected', 'miasword')");
    }
    const std::vector<std::string> traces{"UMIA", "Mia Moss", "miasword"};
    REQUIRE_FALSE(places(w, traces).empty());
    store::Unit before(*w.db, w.now);
    const auto records = before.records.count();

    INFO("seed " << seed);
    const auto report = erase(w, "UMIA");
    CHECK(places(w, traces) == std::vector<std::string>{});
    CHECK(faults(w) == std::vector<std::string>{});
    CHECK(report.pseudonym == "ERASED-1");
    CHECK(report.records > 0);
    CHECK(w.record("REQ-1").at("requester") == "ERASED-1");
    CHECK(w.record("REQ-1").at("title") == "[erased]");
    CHECK(w.record("REQ-2").at("title") == "a chair, ask ERASED-1 (@ERASED-1) about it");
    store::Unit after(*w.db, w.now);
    CHECK(after.records.count() == records);
    CHECK(after.events.of(1).front().occurred_at == w.record("REQ-1").time("received_at"));
}

TEST_CASE("an erasure that broke off anywhere is finished by the next one, under the same pseudonym",
          "[kernel][erase]")
{
    const int step = GENERATE(range(0, 12));
    World w;
    introduce(w);
    Days(w, 5).pass(25);
    const kernel::ErasureOrder order{"UMIA", "keyed", {}};
    const auto broken = kernel::erase_person(*w.desk, order, steps_of(w, step));
    REQUIRE_FALSE(broken);
    CHECK(faults(w) == std::vector<std::string>{});
    const auto done = kernel::erase_person(*w.desk, order, steps_of(w));
    REQUIRE(done);
    CHECK(done->pseudonym == "ERASED-1");
    CHECK(places(w, {"UMIA", "Mia Moss", "miasword"}) == std::vector<std::string>{});
    CHECK(faults(w) == std::vector<std::string>{});
}

TEST_CASE("who is erased again is the same pseudonym, others are other ones, and neighbours stay",
          "[kernel][erase]")
{
    World w;
    w.command("UMIA", "/ticket", "one thing");
    w.command("UMIA2", "/ticket", "two things");
    CHECK(erase(w, "UMIA").pseudonym == "ERASED-1");
    CHECK(w.record("REQ-2").at("requester") == "UMIA2");
    CHECK(w.record("REQ-2").at("title") == "two things");
    w.command("UMIA", "/ticket", "three things");
    CHECK(erase(w, "UMIA").pseudonym == "ERASED-1");
    CHECK(w.record("REQ-3").at("requester") == "ERASED-1");
    const auto again = erase(w, "UMIA");
    CHECK(again.records == 0);
    CHECK(again.others.empty());
    CHECK(erase(w, "UNOA").pseudonym == "ERASED-2");
    CHECK(faults(w) == std::vector<std::string>{});
}

TEST_CASE("an erased agent's tickets go on, and what is said in them reaches their requesters",
          "[kernel][erase]")
{
    World w;
    w.command("UMIA", "/ticket", "the printer");
    w.press("UANA", w.message(World::kTriage, "REQ-1"), "Take it");
    w.press("UANA", w.message(World::kTriage, "REQ-1 the printer"), "Reply");
    w.submit("UANA", {{"Reply", "anasword"}});
    erase(w, "UANA");
    w.send(slack::UnknownPayload{});  // delivers what the erasure queued
    CHECK(w.record("REQ-1").at("assignee") == "ERASED-1");
    CHECK(w.record("REQ-1").at("title") == "the printer");
    CHECK(w.record("REQ-1").at("requester") == "UMIA");
    CHECK_FALSE(w.all(World::kTriage, "ERASED-1").empty());
    w.press("UBEN", w.message(World::kTriage, "REQ-1 the printer"), "Resolve");
    w.submit("UBEN", {{"Resolution", "It prints"}});
    CHECK_FALSE(w.all("DUMIA", "It prints").empty());
    CHECK(faults(w) == std::vector<std::string>{});
}

TEST_CASE("the agents' card and copies stop showing what was erased, and nothing goes to the person",
          "[kernel][erase]")
{
    World w;
    introduce(w);
    w.command("UMIA", "/ticket", "a miasword");
    w.write("UMIA", "DUMIA", "more miasword", w.all("DUMIA", "REQ-1").front().ts, "im");
    REQUIRE(w.all(World::kTriage, "miasword").size() == 2);
    erase(w, "UMIA");
    const std::size_t told = w.all("DUMIA", "").size();
    w.send(slack::UnknownPayload{});
    CHECK(w.all(World::kTriage, "miasword").empty());
    CHECK_FALSE(w.all(World::kTriage, "REQ-1 [erased]").empty());
    w.press("UANA", w.message(World::kTriage, "REQ-1 [erased]"), "Resolve");
    w.submit("UANA", {{"Resolution", "Nobody needs it"}});
    CHECK(w.refused.empty());
    CHECK(w.all("DUMIA", "").size() == told);
    CHECK(w.all("ERASED-1", "").empty());
}

TEST_CASE("words that were not delivered yet are not delivered any more", "[kernel][erase]")
{
    World w;
    introduce(w);
    w.command("UMIA", "/ticket", "a miasword");
    w.write("UMIA", "DUMIA", "more miasword", w.all("DUMIA", "REQ-1").front().ts, "im");
    // As if the program had died before the copy went out, with another one to the person behind it.
    w.db->execute(
        "UPDATE outbox SET state = 'waiting', arguments = '{\"text\":\"more miasword\"}' WHERE id ="
        " (SELECT MAX(o.id) FROM outbox AS o JOIN message AS m ON m.id = o.message AND m.role = 'copy')");
    erase(w, "UMIA");
    CHECK(places(w, {"miasword"}) == std::vector<std::string>{});
    CHECK(faults(w) == std::vector<std::string>{});
}

TEST_CASE("what was erased does not come back when Slack tells of its messages again", "[kernel][erase]")
{
    World w;
    introduce(w);
    w.write("UMIA", World::kHelp, "miasword in the channel");
    const std::string root = w.messages.back().ts;
    w.threads[std::string(World::kHelp) + root] =
        Json::array({{{"ts", root}, {"user", "UMIA"}, {"text", "miasword in the channel"}}});
    w.react("UANA", "ticket", World::kHelp, root);
    w.write("UMIA", World::kHelp, "miasword in the thread", root);
    const std::string reply = w.all(World::kHelp, "in the thread").front().ts;
    REQUIRE(w.record("REQ-1").at("title") == "miasword in the channel");
    erase(w, "UMIA");
    w.now += 1h;
    for (const std::string& ts : {root, reply}) {
        slack::MessageEvent edit;
        edit.kind = slack::MessageEvent::Kind::changed;
        edit.message.channel = World::kHelp;
        edit.message.user = "UMIA";
        edit.message.ts = ts;
        edit.message.thread_ts = root;
        edit.message.text = "miasword, edited";
        w.send(edit);
    }
    w.db->execute("DELETE FROM inbox");
    CHECK(places(w, {"miasword"}) == std::vector<std::string>{});
    CHECK(w.record("REQ-1").at("title") == "[erased]");
}

TEST_CASE("whoever is erased is found by no search, and what the team wrote down stays without the name",
          "[kernel][erasure]")
{
    World w;
    w.command("UMIA", "/ticket", "miasword the first");
    {
        store::Unit unit(*w.db, w.now);
        unit.directory.save({"UMIA", "Mia Moss", "Europe/Berlin", "", false, false, false, false});
        store::KnowledgeEntry entry;
        entry.kind = "article";
        entry.title = "Label printers";
        entry.text = "Ask Mia Moss for the blue key";
        entry.owner = "UMIA";
        unit.knowledge.add(entry, "UMIA", w.now);
    }
    erase(w, "UMIA");
    store::Unit unit(*w.db, w.now);
    store::RecordFilter filter;
    filter.visible.everything = true;
    filter.words = "miasword";
    CHECK(unit.records.list(filter).total == 0);
    CHECK(unit.knowledge.find(1)->text == "Ask ERASED-1 for the blue key");
    CHECK(unit.knowledge.find(1)->owner == "ERASED-1");
    CHECK(w.db->text_index().find(store::Indexed::entries, 1).body.find("Mia") == std::string::npos);
    CHECK(faults(w).empty());
}
