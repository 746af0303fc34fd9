// What was set up in Slack is taken back there; an agents' channel that became public is noticed.
#include "world.hpp"

#include "store/event_log.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using Catch::Contains;

namespace {

/// In the place of the configuration's reader: a form with this key for the People team.
FormReading read_form(std::string_view text)
{
    FormReading out;
    out.form.key = text;
    out.form.inbox = "people-team";
    out.form.name = "The form " + out.form.key;
    out.form.fields = {{.name = "what", .label = "Which letter?", .is_required = true}};
    return out;
}

/// "People team" with UDORA as its agent, and CASK where people ask.
World with_inbox()
{
    World w;
    w.settings.form_reader = read_form;
    w.set_up();
    w.admins = {"UADA"};
    w.members["CNEW"] = {"UDORA", "UBOT"};
    w.send(slack::MembershipEvent{true, "UBOT", "CNEW", "UADA", true});
    w.press("UADA", w.whispers.back(), "Agents of a new inbox…");
    w.submit("UADA", {{"Name", "People team"}, {"Calendar", "business"}});
    w.send(slack::MembershipEvent{true, "UBOT", "CASK", "UADA", false});
    w.press_menu("UADA", w.whispers.back(), "Requests of an inbox", "People team");
    return w;
}

void write_form(World& w, const std::string& text)
{
    w.command("UADA", "/desk", "forms");
    w.press("UADA", {"CHELP UADA", "", "", "", w.ack["blocks"]}, "New form…");
    w.submit("UADA", {{"The form", text}});
    w.submit("UADA", {});
    CHECK(w.refused.empty());
}

void ask_to_remove(World& w, const std::string& user)
{
    w.command("UADA", "/desk", "inboxes");
    w.press_menu(user, {"CHELP " + user, "", "", "", w.ack["blocks"]}, "Remove an inbox", "People team");
}

}  // namespace

TEST_CASE("an inbox that is removed hands its open tickets over, and its channels take no more",
          "[kernel][setup]")
{
    World w = with_inbox();
    w.command("UMIA", "/ticket", "a reference letter", "CASK");
    w.command("UMIA", "/ticket", "a holiday", "CASK");
    w.press("UDORA", w.message("CNEW", "REQ-2"), "Resolve");
    w.submit("UDORA", {{"Resolution", "Enjoy it"}});
    ask_to_remove(w, "UADA");
    CHECK_THAT(w.modal.dump(), Contains("1 open ticket"));
    w.submit("UADA", {{"Its open tickets go to", "IT help"}});
    CHECK(w.refused.empty());
    CHECK(w.record("REQ-1").at("inbox") == "it");
    CHECK(w.record("REQ-2").at("inbox") == "people-team");
    CHECK_FALSE(w.all(World::kTriage, "a reference letter").empty());
    CHECK_FALSE(w.all("CASK", "takes no requests any more").empty());
    w.command("UDORA", "/desk", "queue");
    CHECK_THAT(w.refused, Contains("The queue is for agents"));
    w.command("UMIA", "/ticket", "something new", "CASK");
    CHECK(w.record("REQ-3").at("inbox") == "it");
    CHECK(store::verify(*w.db, {}).faults.empty());
}

TEST_CASE("a new inbox with the name of a removed one does not read its tickets", "[kernel][setup]")
{
    World w = with_inbox();
    w.command("UMIA", "/ticket", "secret of mine", "CASK");
    ask_to_remove(w, "UADA");
    w.submit("UADA", {{"Its open tickets go to", "IT help"}});
    w.press("UANA", w.message(World::kTriage, "secret of mine"), "Resolve");
    w.submit("UANA", {{"Resolution", "Done"}});
    // One that stayed behind, as closed ones do.
    store::Unit unit(*w.db, w.now);
    Record old = w.record("REQ-1");
    kernel::write(unit, old, {"system", "cli", w.now, "test"}, "changed",
                  kernel::changes_to(old, {{"inbox", "people-team"}}));
    w.members["COTHER"] = {"UEVE", "UBOT"};
    w.send(slack::MembershipEvent{true, "UBOT", "COTHER", "UADA", true});
    w.press("UADA", w.whispers.back(), "Agents of a new inbox…");
    w.submit("UADA", {{"Name", "People team"}, {"Calendar", "business"}});
    w.command("UEVE", "/desk", "find secret");
    CHECK_THAT(w.ack.dump(), !Contains("secret of mine"));
    CHECK_THAT(w.ack.dump(), Contains("* · 0"));
}

TEST_CASE("only administrators remove, also from an old list or form", "[kernel][setup]")
{
    World w = with_inbox();
    w.command("UDORA", "/desk", "inboxes");
    CHECK_THAT(w.ack.dump(), !Contains("Remove an inbox"));
    ask_to_remove(w, "UDORA");
    CHECK_THAT(w.refused, Contains("Only administrators"));
    ask_to_remove(w, "UADA");
    w.submit("UDORA", {});
    CHECK(w.ack.dump().find("Only administrators") != std::string::npos);
    w.command("UDORA", "/desk", "queue");
    CHECK(w.refused.empty());
}

TEST_CASE("the forms of a removed inbox are offered no more, and come back with an inbox of its key",
          "[kernel][setup][form]")
{
    World w = with_inbox();
    const auto forms = [&w] {
        w.command("UADA", "/desk", "forms");
        return w.ack.dump();
    };
    write_form(w, "letters");
    write_form(w, "praise");
    CHECK_THAT(forms(), Contains("The form letters") && Contains("The form praise"));
    w.command("UMIA", "/ticket", "", "CASK");
    CHECK_THAT(w.modal.dump(), Contains("Which letter?"));

    ask_to_remove(w, "UADA");
    CHECK_THAT(w.modal.dump(), Contains("2 forms rest until there is an inbox with the key `people-team`"));
    w.submit("UADA", {});
    CHECK_THAT(forms(), !Contains("The form letters"));
    w.command("UMIA", "/ticket", "", "CASK");
    CHECK_THAT(w.modal.dump(), !Contains("Which letter?"));

    // In the file now.
    w.settings.inboxes.push_back({"people-team", "People team", "CNEW", {"CASK"}});
    w.set_up();
    CHECK_THAT(forms(), Contains("The form letters") && Contains("The form praise"));
    w.command("UMIA", "/ticket", "", "CASK");
    CHECK_THAT(w.modal.dump(), Contains("Which letter?"));
}

TEST_CASE("a form that rests leaves its key to a new one", "[kernel][setup][form]")
{
    World w = with_inbox();
    write_form(w, "letters");
    ask_to_remove(w, "UADA");
    w.submit("UADA", {});
    w.settings.form_reader = [](std::string_view text) {
        FormReading out = read_form(text);
        out.form.inbox = "rooms";
        return out;
    };
    w.set_up();
    write_form(w, "letters");
    w.settings.inboxes.push_back({"people-team", "People team", "CNEW", {"CASK"}});
    w.set_up();
    w.command("UADA", "/desk", "forms");
    CHECK_THAT(w.ack.dump(), Contains("The form letters") && Contains("Facilities · 1 question"));
    w.command("UMIA", "/ticket", "", "CASK");
    CHECK_THAT(w.modal.dump(), !Contains("Which letter?"));
}

TEST_CASE("without a place for its open tickets an inbox stays", "[kernel][setup]")
{
    World w = with_inbox();
    w.command("UMIA", "/ticket", "a reference letter", "CASK");
    ask_to_remove(w, "UADA");
    w.submit("UADA", {});
    CHECK(w.ack["errors"].contains("move_into"));
    CHECK(w.record("REQ-1").at("inbox") == "people-team");
}

TEST_CASE("a channel where people ask is taken back, from its note or with /desk inboxes there",
          "[kernel][setup]")
{
    World w = with_inbox();
    w.press("UMIA", w.message("CASK", "connected this channel"), "Take back…");
    CHECK_THAT(w.refused, Contains("Only administrators"));
    w.command("UADA", "/desk", "inboxes", "CASK");
    w.press("UADA", {"CASK UADA", "", "", "", w.ack["blocks"]}, "Take no more requests here…");
    w.submit("UADA", {});
    CHECK_FALSE(w.all("CASK", "takes no requests any more").empty());
    w.command("UMIA", "/ticket", "something else", "CASK");
    CHECK(w.record("REQ-1").at("inbox") == "it");
    w.press("UADA", w.message("CASK", "connected this channel"), "Take back…");
    CHECK_THAT(w.refused, Contains("no requests any more"));
}

TEST_CASE("an agents' channel that was made public is noticed by the event, once a day", "[kernel][setup]")
{
    World w = with_inbox();
    slack::MessageEvent event;
    event.message.channel = "CNEW";
    event.message.user = "UADA";
    event.message.subtype = "channel_convert_to_public";
    event.message.ts = "1790000000.000900";
    w.send(event);
    CHECK(w.all("CNEW", "This channel is public").size() == 1);
    event.message.ts = "1790000000.000901";
    w.send(event);
    CHECK(w.all("CNEW", "This channel is public").size() == 1);
    event.message.channel = "CASK";
    w.send(event);
    CHECK(w.all("CASK", "This channel is public").empty());
}

TEST_CASE("an agents' channel that was made public while the desk was away is noticed when it comes back",
          "[kernel][setup]")
{
    World w = with_inbox();
    w.public_channels = {"CNEW", "CASK"};
    w.come_back();
    w.come_back();
    CHECK(w.all("CASK", "This channel is public").empty());
    CHECK(w.all("CNEW", "This channel is public").size() == 1);
}

TEST_CASE("a routing rule sends to an inbox that was set up in Slack", "[kernel][setup][routing]")
{
    World w = with_inbox();
    RoutingRule rule;
    rule.name = "Letters";
    rule.when["words"] = {"letter"};
    rule.inbox = "people-team";
    w.settings.routing = {rule};
    w.set_up();
    w.command("UMIA", "/ticket", "a reference letter");
    CHECK(w.record("REQ-1").at("inbox") == "people-team");
}
