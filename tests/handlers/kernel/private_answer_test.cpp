// Who may not see a ticket does not learn that there is one: by every door they are answered as for a number
// that was never given. The rows of all features are walked, as in private_leak_test.cpp.
#include "confidential.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"

using namespace deskbell;
using namespace deskbell::test;

namespace {

/// What names INC-1 and what names nothing, otherwise alike.
struct Pair {
    std::string there, absent;
};
const Pair kNumber{"INC-1", "INC-7001"};

Pair around(const std::string& before, const Pair& pair, const std::string& after = "")
{
    return {before + pair.there + after, before + pair.absent + after};
}

/// Every digit is the same one: numbers and times differ, words do not.
std::string without_digits(const std::string& text)
{
    std::string out;
    for (const char c : text)
        if (c < '0' || c > '9')
            out += c;
        else if (!out.ends_with('#'))
            out += '#';
    return out;
}

/// Listens to what one person is answered, wherever it stands.
class Listening : public Confidential {
public:
    /// Notes it when the answer tells the two apart. Then what is absent is tried once more: some acts, like
    /// asking for one's own erasure, are answered otherwise the second time.
    template <class Act>
    void compare(const std::string& user, const std::string& by, const Pair& pair, Act act)
    {
        const std::string before = heard(user, [&] { act(pair.absent); });
        const std::string there = heard(user, [&] { act(pair.there); });
        ++compared_;
        if (there == before)
            return;
        if (const std::string after = heard(user, [&] { act(pair.absent); }); there != after)
            differences_ += user + " by " + by + ": " + there + "\n     instead of: " + after + "\n";
    }

    const std::string& differences() const { return differences_; }
    int compared() const { return compared_; }

private:
    template <class Act>
    std::string heard(const std::string& user, Act act)
    {
        const std::size_t whispered = whispers.size(), posted = messages.size();
        act();
        std::string out = refused + ack.dump() + modal.dump();
        for (std::size_t i = whispered; i < whispers.size(); ++i)
            out += whispers[i].text + whispers[i].blocks.dump();
        for (std::size_t i = posted; i < messages.size(); ++i)
            if (messages[i].channel == "D" + user)
                out += messages[i].text;
        return without_digits(out);
    }

    std::string differences_;
    int compared_ = 0;
};

/// What buttons and forms carry of a ticket, or of a row that belongs to it.
std::vector<Pair> carried(const World& w)
{
    std::vector<Pair> out{kNumber,
                          {"INC-2", "INC-7002"},
                          {"1", "7001"},
                          {"1|3", "7001|3"},
                          {"1|INC-1", "7001|INC-7001"},
                          {kernel::pack({{"record", "INC-1"}, {"message", "1"}}),
                           kernel::pack({{"record", "INC-7001"}, {"message", "7001"}})},
                          {kernel::pack({{"into", "INC-1"}, {"from", "INC-2"}}),
                           kernel::pack({{"into", "INC-7001"}, {"from", "INC-7002"}})}};
    for (const kernel::Transition& row : w.desk->process("incident")->transitions)
        out.push_back(around(std::string(row.action) + "|", kNumber));
    return out;
}

/// What a form carries that was opened for the ticket, or for a row of it.
Pair metadata()
{
    const auto packed = [](const std::string& number, const std::string& row) {
        return kernel::pack({{"record", number},
                             {"seat", row},
                             {"task", row},
                             {"survey", row},
                             {"ticket", number},
                             {"before", ""}});
    };
    return {packed("INC-1", "1"), packed("INC-7001", "7001")};
}

std::string full_name(std::string_view name)
{
    return std::string(name) + (name.ends_with(':') || name.ends_with('_') ? "reply" : "");
}

}  // namespace

TEST_CASE("an outsider is answered by every button as if the private ticket were not there",
          "[kernel][privacy]")
{
    Listening w;
    for (const char* user : {"UCHLOE", "UFAY", "UEVE"})
        for (const kernel::Feature* feature : kernel::features()) {
            for (const kernel::Button& button : feature->buttons)
                for (const Pair& pair : carried(w))
                    for (const char* place : {"", "modal"}) {
                        const std::string name = full_name(button.name);
                        w.compare(user, name + " " + pair.there, pair,
                                  [&](const std::string& value) { w.click(user, name, value, place); });
                    }
            for (const kernel::Entry& entry : feature->entries)
                w.compare(
                    user, std::string(entry.action), around(std::string(entry.action) + "|", kNumber),
                    [&](const std::string& value) { w.click(user, std::string(kernel::kMoreMenu), value); });
        }
    CHECK(w.differences() == "");
    CHECK(w.compared() > 3000);
    w.click("UEVE", "open", "INC-1");
    CHECK(w.refused == "There is no INC-1 that you may see.");
}

TEST_CASE("nor does a form tell, submitted or drawn anew", "[kernel][privacy]")
{
    Listening w;
    for (const std::string& user : kOutsiders)
        for (const kernel::Feature* feature : kernel::features())
            for (const kernel::Form& form : feature->forms) {
                const std::string callback = full_name(form.callback);
                w.compare(user, callback, metadata(),
                          [&](const std::string& carried) { w.send_form(user, callback, carried); });
                if (form.redraw != nullptr)
                    w.compare(user, callback + " drawn anew", metadata(),
                              [&](const std::string& carried) { w.change_form(user, callback, carried); });
            }
    CHECK(w.differences() == "");
    CHECK(w.compared() > 100);
}

TEST_CASE("nor does a form of a ticket of their own in which they name it", "[kernel][privacy]")
{
    Listening w;
    w.command("UCHLOE", "/ticket", "chairs", "CROOMHELP");
    std::set<std::string> actions;
    for (const kernel::Feature* feature : kernel::features())
        for (const kernel::Entry& entry : feature->entries) actions.insert(std::string(entry.action));
    for (const kernel::Transition& row : w.desk->process("request")->transitions)
        actions.insert(std::string(row.action));
    for (const auto& [user, own] : {std::pair("UMIA", "REQ-1"), std::pair("UCHLOE", "REQ-2")})
        for (const std::string& action : actions)
            w.compare(user, action + " of " + own, kNumber, [&, user = user, own = own](const auto& number) {
                if (w.open_form_of(user, action, own))
                    w.send_open_form(user, number);
            });
    CHECK(w.differences() == "");
}

TEST_CASE("nor does a command", "[kernel][privacy]")
{
    Listening w;
    for (const std::string& user : kOutsiders)
        for (const kernel::Feature* feature : kernel::features())
            for (const kernel::Verb& verb : feature->verbs)
                for (const char* after : {"", " words", " <@UEVE>"}) {
                    const std::string name(verb.command);
                    w.compare(user, name + " " + std::string(verb.word),
                              around(std::string(verb.word) + " ", kNumber, after),
                              [&](const std::string& text) { w.type(user, name, text); });
                    w.compare(user, name, around("", kNumber, after),
                              [&](const std::string& text) { w.type(user, name, text); });
                }
    CHECK(w.differences() == "");
}

TEST_CASE("whoever may see a ticket and may not do something reads who may", "[kernel][privacy]")
{
    Listening w;
    w.click("UAUD", "reply", "INC-1");
    CHECK_THAT(w.refused, Catch::Contains("Only the agents of its inbox can answer INC-1"));
    w.click("UFOL", "add_details", "INC-1");
    CHECK_THAT(w.refused, Catch::Contains("Only the person who asked can add details"));
}

TEST_CASE("a message that became a private ticket is named to nobody who may not see it", "[kernel][privacy]")
{
    World w;
    w.write("UMIA", World::kHelp, "my pay slip is wrong");
    const Posted source = w.messages.back();
    const auto shortcut = [&](const std::string& user) {
        slack::MessageShortcut out;
        out.actor.user = user;
        out.actor.trigger = "shortcut of " + user + std::to_string(to_unix(w.now));
        out.callback_id = "ticket_from_message";
        out.message.channel = source.channel;
        out.message.ts = source.ts;
        out.message.text = source.text;
        out.message.user = "UMIA";
        w.send(out);
    };
    shortcut("UEVE");
    const Json open_at_eve = w.modal;
    shortcut("UMIA");
    w.submit("UMIA", {{"Type", "I need something"}, {"Private", "yes"}});
    REQUIRE(w.record("REQ-1").has("private"));
    const std::string none =
        "This conversation cannot become a ticket. You can raise what you need with `/ticket`.";
    shortcut("UEVE");
    CHECK(w.refused == none);
    w.modal = open_at_eve;
    w.submit("UEVE", {});
    CHECK(w.refused == none);
    CHECK(w.ack["errors"] ==
          Json{{"title", none}});  // it belongs to no field: it stands at the top of the form
    w.react("UEVE", "ticket", World::kHelp, source.ts);
    CHECK_THAT(w.ack.dump() + (w.whispers.empty() ? "" : w.whispers.back().text), !Catch::Contains("REQ-1"));
    shortcut("UMIA");
    CHECK_THAT(w.refused, Catch::Contains("already has the ticket REQ-1"));
}
