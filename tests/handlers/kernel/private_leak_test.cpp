// What stands in a private ticket is read by its people only, whatever everybody else presses, types, submits
// and opens. The rows of all features are walked, so what is added to the desk tomorrow is tried as well.
#include "confidential.hpp"
#include "handlers/kernel/digest/digest_blocks.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/lists.hpp"

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

/// What buttons carry, now and in old messages: numbers, rows of other tables, lists and figures.
std::vector<std::string> values(const World& w)
{
    std::vector<std::string> out{"INC-1", "INC-2", "REQ-1", "1",
                                 "2",     "3",     "it",    kernel::pack({{"record", "INC-1"}})};
    for (const char* name :
         {"queue", "held", "unassigned", "pressing", "decide", "mine", "followed", "incident"})
        out.push_back(kernel::to_text(kernel::ListQuery{name, "", 0}));
    for (const char* words :
         {"dispute", "promise is:private", "from:<@UJON>", "assignee:<@UANA> status:open"})
        out.push_back(kernel::to_text(kernel::ListQuery{"find", words, 0}));
    for (const std::int64_t digest : {0, 1, 2})
        for (const char* figure : {"flow.opened", "voice.low", "kept.response.all.met", "open.resolution"})
            out.push_back(kernel::to_text(kernel::FigureQuery{digest, figure, 0}));
    for (const kernel::Process* process : w.desk->processes())
        for (const kernel::Transition& row : process->transitions)
            out.push_back(std::string(row.action) + "|INC-1");
    return out;
}

}  // namespace

TEST_CASE("nothing that stands in a private ticket reaches an outsider by any button", "[kernel][privacy]")
{
    Confidential w;
    const std::int64_t before = w.record("INC-1").version;
    for (const std::string& user : kOutsiders)
        for (const kernel::Feature* feature : kernel::features()) {
            for (const kernel::Button& button : feature->buttons)
                for (const std::string& value : values(w)) {
                    const std::string name(button.name);
                    w.click(user, name.ends_with(':') || name.ends_with('_') ? name + "1" : name, value);
                    w.click(user, name, value, "home");
                }
            for (const kernel::Entry& entry : feature->entries)
                for (const char* number : {"INC-1", "INC-2"})
                    w.click(user, std::string(kernel::kMoreMenu), std::string(entry.action) + "|" + number);
        }
    CHECK(w.leak() == "");
    CHECK(w.tried() > 5000);
    CHECK(w.record("INC-1").version == before);
}

TEST_CASE("nor by any command", "[kernel][privacy]")
{
    Confidential w;
    for (const std::string& user : kOutsiders)
        for (const kernel::Feature* feature : kernel::features())
            for (const kernel::Verb& verb : feature->verbs)
                for (const char* words :
                     {"", " INC-1", " INC-1 words", " dispute", " is:private", " this-week", " it",
                      " incident", " incident 2026", " from:<@UJON> status:open"})
                    w.type(user, std::string(verb.command), std::string(verb.word) + words);
    for (const std::string& user : kOutsiders)
        for (const kernel::Process* process : w.desk->processes()) {
            w.type(user, "/desk", std::string(process->key) + " list");
            w.type(user, "/ticket", std::string(process->prefix) + "-1");
        }
    w.pass(1s);  // exports, tables and digests are made by timers
    CHECK(w.leak() == "");
    CHECK(w.tried() > 1000);
}

TEST_CASE("nor by a form that was opened by somebody who may, and none of them changes anything",
          "[kernel][privacy]")
{
    Confidential w;
    std::set<std::string> actions;
    for (const kernel::Feature* feature : kernel::features())
        for (const kernel::Entry& entry : feature->entries) actions.insert(std::string(entry.action));
    for (const kernel::Transition& row : w.desk->process("incident")->transitions)
        if (!row.asks.empty())
            actions.insert(std::string(row.action));
    for (const std::string& user : kOutsiders)
        for (const std::string& action : actions) {
            w.send_form_of("UANA", action, user);
            w.send_form_of("UJON", action, user);
        }
    CHECK(w.leak() == "");
    CHECK(w.tried() > 50);
}

TEST_CASE("nor by a message shortcut, on whatever message", "[kernel][privacy]")
{
    Confidential w;
    const std::vector<Posted> messages = w.messages;
    for (const std::string& user : kOutsiders)
        for (const kernel::Feature* feature : kernel::features())
            for (const kernel::Shortcut& shortcut : feature->shortcuts)
                if (shortcut.on_message != nullptr)
                    for (const Posted& message : messages)
                        w.use_shortcut(user, std::string(shortcut.callback), message);
    CHECK(w.leak() == "");
    CHECK(w.tried() > 100);
}

TEST_CASE("nor when they ask the same, in their Homes, in digests, or by what time brings",
          "[kernel][privacy]")
{
    Confidential w;
    for (const char* user : {"UMIA", "UEVE"}) {
        w.type(user, "/ticket", "a salary dispute, and a broken promise of a raise");
        w.command(user, "/ticket", "");
        w.submit(user, {{"What do you need?", "broken promise of a raise"}});
        w.write(user, World::kHelp, "salary dispute");
        w.react(user, "ticket", World::kHelp, w.messages.back().ts);
    }
    for (const char* to : {"UBOSS", "CTRIAGE", World::kHelp}) {
        w.command("UBOSS", "/desk", "digest this-week");
        w.press("UBOSS", {"CHELP UBOSS", "", "", "", w.ack["blocks"]}, "Subscribe…");
        w.submit("UBOSS", {{"Channel", std::string(to).starts_with("U") ? "" : to}});
    }
    for (int hours = 0; hours < 24 * 16; hours += 6) w.pass(6h);
    for (const std::string& user : kOutsiders) w.open_home(user);
    CHECK(w.leak() == "");
}

TEST_CASE("the walk finds what is shown: an insider reads the words by the same ways", "[kernel][privacy]")
{
    Confidential w;
    w.command("UAUD", "/ticket", "INC-1");
    CHECK(tells(w.ack.dump()));
    w.command("UJON", "/ticket", "mine");
    CHECK(tells(w.ack.dump()));
    w.command("UANA", "/desk", "find dispute");
    CHECK(tells(w.ack.dump()));
    CHECK(w.leak() == "");
}
