// What stands in a private ticket is read by its people only, whatever everybody else presses, types, submits
// and opens. The rows of all features are walked, so what is added to the desk tomorrow is tried as well.
#include "handlers/kernel/clicks.hpp"
#include "handlers/kernel/digest/digest_blocks.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/lists.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

/// In every text of the private tickets, and typed by nobody who may not see them.
constexpr const char* kSecret = "quietword";
/// Another requester, an agent of another team, a manager, somebody who stands in for an approver, and a
/// stranger.
const std::vector<std::string> kOutsiders{"UMIA", "UCHLOE", "UBOSS", "UFAY", "UEVE"};

bool tells(const std::string& text) { return text.find(kSecret) != std::string::npos; }

/// INC-1 is private and open, INC-2 private and closed with a bad rating, REQ-1 public and a part of INC-1.
class Confidential : public World {
public:
    Confidential()
    {
        settings.roles["manager"] = {"UBOSS"};
        set_up();
        watch = [this](const store::Outgoing& call, const std::string& channel) {
            std::string all;
            for (const auto& [name, value] : call.arguments) all += value + "\n";
            const std::string reader =
                call.method == "views.publish" ? call.arguments.at("user_id") : channel;
            if (tells(all) && !is_for_insiders(reader))
                leak_ = call.method + " to " + reader + ": " + all;
        };
        command("UDAN", "/desk", "delegate");
        submit("UDAN", {{"Who decides for you?", "UFAY"}, {"Until", "2026-12-31"}, {"Why?", "away"}});
        raise_open();
        raise_closed();
        command("UMIA", "/ticket", "a chair for the payroll office");
        choose("UANA", message(kTriage, "REQ-1 "), "Parent…");
        submit("UANA", {{"Parent", "INC-1"}});
        write("UMIA", kHelp, "Is anybody there?");
    }

    /// What an outsider read or changed, and by what, or "".
    const std::string& leak() const { return leak_; }
    int tried() const { return tried_; }

    void type(const std::string& user, const std::string& name, const std::string& text)
    {
        command(user, name, text);
        check(user, name + " " + text);
    }

    void click(const std::string& user, const std::string& action, const std::string& value,
               const std::string& place = "")
    {
        slack::BlockAction click;
        click.actor.user = user;
        click.actor.trigger = "click" + std::to_string(tried_);
        click.action_id = action;
        click.action_ts = std::to_string(++now_) + ".000100";
        click.value.text = value;
        if (place.empty())
            click.channel = kHelp;
        else
            click.view = slack::ViewState{"V1", "h1", "list", value, "", "V1", place, {}};
        send(click);
        check(user, action + " " + value);
    }

    /// The form that stands open for somebody else.
    void send_form_of(const std::string& insider, const std::string& action, const std::string& user)
    {
        click_of_insider(insider, action);
        if (!modal.is_object() || !modal.contains("submit"))
            return;
        std::map<std::string, std::string> filled;
        for (const Json& block : modal["blocks"])
            if (block["type"] == "input" && block["element"]["type"] == "plain_text_input")
                filled[block["label"]["text"]] = "REQ-1";
        const std::int64_t before = record("INC-1").version;
        submit(user, filled);
        check(user, "the form of " + action);
        if (record("INC-1").version != before)
            leak_ = user + " changed it by the form of " + action;
    }

    void use_shortcut(const std::string& user, const std::string& callback, const Posted& on)
    {
        slack::MessageShortcut shortcut;
        shortcut.actor.user = user;
        shortcut.actor.trigger = "shortcut" + std::to_string(tried_);
        shortcut.callback_id = callback;
        shortcut.action_ts = std::to_string(++now_) + ".000200";
        shortcut.message.channel = on.channel;
        shortcut.message.ts = on.ts;
        shortcut.message.thread_ts = on.thread_ts;
        send(shortcut);
        check(user, callback);
    }

    void open_home(const std::string& user)
    {
        send(slack::HomeOpened{user, "home", "D" + user});
        check(user, "the Home");
    }

    void pass(std::chrono::seconds time)
    {
        now += time;
        fire_timers();
        check("", "time");
    }

private:
    static bool is_for_insiders(const std::string& channel)
    {
        static const std::vector<std::string> kOwn{"UJON", "UANA", "UBEN", "UAUD", "UFOL", "UDAN"};
        return channel == kTriage ||
               std::ranges::any_of(kOwn, [&](const std::string& user) { return channel.ends_with(user); });
    }

    void raise(const std::string& title)
    {
        command("UJON", "/ticket", "");
        submit("UJON", {{"What do you need?", title + " " + kSecret},
                        {"Details", std::string("because of ") + kSecret},
                        {"Type", "Something is broken"},
                        {"Private", "yes"}});
    }

    void raise_open()
    {
        raise("Salary dispute");
        const Posted card = message(kTriage, "Salary dispute");
        press("UANA", card, "Take it");
        write("UANA", kTriage, std::string("a note on ") + kSecret, card.ts);
        write("UANA", kTriage, std::string("&gt;&gt; an answer on ") + kSecret, card.ts);
        choose("UANA", message(kTriage, "Salary dispute"), "Followers…");
        submit("UANA", {{"Who follows it?", "UFOL"}});
        command("UANA", "/ticket", std::string("tag INC-1 ") + kSecret);
        choose("UANA", message(kTriage, "Salary dispute"), "Approval…");
        submit("UANA", {{"Who decides?", "UDAN"}, {"What is to be approved?", kSecret}});
        REQUIRE(refused.empty());
    }

    void raise_closed()
    {
        raise("Broken promise of a raise");
        press("UANA", message(kTriage, "Broken promise"), "Take it");
        press("UANA", message(kTriage, "Broken promise"), "Resolve");
        submit("UANA", {{"Resolution", std::string("settled by ") + kSecret}});
        press("UJON", message("DUJON", "settled by"), "Yes, solved");
        press("UJON", message("DUJON", "How was it?"), "😠 1");
        press("UJON", message("DUJON", "You gave"), "Add a comment");
        submit("UJON", {{"Comment", std::string("rude about ") + kSecret}});
    }

    void click_of_insider(const std::string& user, const std::string& action)
    {
        slack::BlockAction click;
        click.actor.user = user;
        click.actor.trigger = "insider" + std::to_string(tried_);
        click.action_id = kernel::kMoreMenu;
        click.action_ts = std::to_string(++now_) + ".000300";
        click.value.text = action + "|INC-1";
        click.channel = kTriage;
        send(click);
    }

    void check(const std::string& user, const std::string& by)
    {
        ++tried_;
        const std::string read = ack.dump() + modal.dump() + refused;
        if (leak_.empty() && !user.empty() && tells(read))
            leak_ = "shown to " + user + " by " + by + ": " + read;
        for (; files_seen_ < files.size(); ++files_seen_)
            if (leak_.empty() && tells(files[files_seen_].content) &&
                !is_for_insiders(files[files_seen_].channel))
                leak_ = "in a file for " + files[files_seen_].channel;
    }

    std::string leak_;
    int tried_ = 0;
    std::int64_t now_ = 1'800'000'000;
    std::size_t files_seen_ = 0;
};

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
