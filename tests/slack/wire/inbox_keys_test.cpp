#include "slack/wire/frame.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::slack;

namespace {

Envelope with(Payload payload, std::string event_id = {})
{
    Envelope e;
    e.id = "e-1";
    e.event_id = std::move(event_id);
    e.payload = std::move(payload);
    return e;
}

Actor ana()
{
    Actor actor;
    actor.user = "U0ANA";
    actor.trigger = "13.37.t";
    return actor;
}

ViewSubmission submission(std::string title)
{
    ViewSubmission s;
    s.actor = ana();
    s.view.id = "V1";
    s.view.hash = "1.abc";
    s.view.values["title"].text = std::move(title);
    return s;
}

using Keys = std::vector<std::string>;

}  // namespace

TEST_CASE("a delivery is known by its act first and by its envelope always", "[wire][inbox][pitfall-33]")
{
    SlashCommand command;
    command.actor = ana();
    CHECK(inbox_keys(with(command)) == Keys{"trigger:13.37.t", "envelope:e-1"});

    BlockAction click;
    click.actor = ana();
    click.action_id = "take";
    click.action_ts = "1764579600.5";
    CHECK(inbox_keys(with(click)) == Keys{"click:U0ANA:1764579600.5:take", "envelope:e-1"});

    HomeOpened opened;
    CHECK(inbox_keys(with(opened, "Ev1")) == Keys{"event:Ev1", "envelope:e-1"});
    CHECK(inbox_keys(with(UnknownPayload{})) == Keys{"envelope:e-1"});
}

TEST_CASE("reading along needs no key of its own", "[wire][inbox]")
{
    Suggestion suggestion;
    suggestion.actor = ana();
    CHECK(inbox_keys(with(suggestion)) == Keys{"envelope:e-1"});
    ViewClosed closed;
    closed.actor = ana();
    closed.view.id = "V1";
    closed.view.hash = "1.a";
    CHECK(inbox_keys(with(closed)) == Keys{"envelope:e-1"});
}

TEST_CASE("a key with a missing part is left out", "[wire][inbox]")
{
    BlockAction click;
    click.actor = ana();
    click.action_id = "take";
    CHECK(inbox_keys(with(click)) == Keys{"envelope:e-1"});
}

TEST_CASE("the same form sent twice is one act, a corrected form is another", "[wire][inbox]")
{
    const Keys first = inbox_keys(with(submission("Druker")));
    REQUIRE(first.size() == 2);
    CHECK(first[0].rfind("view:V1:1.abc:U0ANA:", 0) == 0);
    CHECK(inbox_keys(with(submission("Druker"))) == first);
    CHECK(inbox_keys(with(submission("Drucker")))[0] != first[0]);
}

TEST_CASE("the border between values counts", "[wire][inbox]")
{
    ViewSubmission one = submission(""), other = submission("");
    one.view.values["followers"].many = {"U1", "2"};
    other.view.values["followers"].many = {"U", "12"};
    CHECK(inbox_keys(with(one))[0] != inbox_keys(with(other))[0]);
}

TEST_CASE("a mention and its message are one act", "[wire][inbox]")
{
    MessageEvent event;
    event.message.channel = "C1";
    event.message.ts = "1764579600.000100";
    CHECK(inbox_keys(with(event, "Ev1")) ==
          Keys{"event:Ev1", "message:C1:1764579600.000100", "envelope:e-1"});
    event.kind = MessageEvent::Kind::changed;
    CHECK(inbox_keys(with(event, "Ev2")) == Keys{"event:Ev2", "envelope:e-1"});
}

TEST_CASE("the time of an act is the person's, not the delivery's", "[wire][inbox]")
{
    MessageEvent message;
    message.message.ts = "1764579600.999999";
    CHECK(occurred_at(message) == from_unix(1764579600));
    message.kind = MessageEvent::Kind::changed;
    CHECK_FALSE(occurred_at(message));

    BlockAction click;
    click.action_ts = "1764579645.582706";
    CHECK(occurred_at(click) == from_unix(1764579645));
    click.action_ts = "soon";
    CHECK_FALSE(occurred_at(click));

    ReactionEvent reaction;
    reaction.ts = "1764570000.1";
    reaction.event_ts = "1764579700.000200";
    CHECK(occurred_at(reaction) == from_unix(1764579700));

    GlobalShortcut shortcut;
    shortcut.action_ts = "1764579600.3";
    CHECK(occurred_at(shortcut) == from_unix(1764579600));
    MessageShortcut from_message;
    from_message.action_ts = "1764579601.3";
    from_message.message.ts = "1764570000.1";
    CHECK(occurred_at(from_message) == from_unix(1764579601));
    CHECK_FALSE(occurred_at(SlashCommand{}));
    CHECK_FALSE(occurred_at(ViewSubmission{}));
}

TEST_CASE("every payload with a person tells who it was", "[wire][inbox]")
{
    const auto acted = [](auto payload) {
        payload.actor.user = "U0ANA";
        return actor_of(payload);
    };
    CHECK(acted(SlashCommand{}) == "U0ANA");
    CHECK(acted(BlockAction{}) == "U0ANA");
    CHECK(acted(ViewSubmission{}) == "U0ANA");
    CHECK(acted(ViewClosed{}) == "U0ANA");
    CHECK(acted(GlobalShortcut{}) == "U0ANA");
    CHECK(acted(MessageShortcut{}) == "U0ANA");
    CHECK(acted(Suggestion{}) == "U0ANA");

    MessageEvent message;
    message.message.user = "U0BEN";
    CHECK(actor_of(message) == "U0BEN");
    ReactionEvent reaction;
    reaction.user = "U0BEN";
    reaction.item_user = "U0ANA";
    CHECK(actor_of(reaction) == "U0BEN");
    MembershipEvent membership;
    membership.user = "U0BEN";
    membership.inviter = "U0ANA";
    CHECK(actor_of(membership) == "U0BEN");
    HomeOpened opened;
    opened.user = "U0BEN";
    CHECK(actor_of(opened) == "U0BEN");
    PersonChanged person;
    person.id = "U0BEN";
    CHECK(actor_of(person).empty());
}
