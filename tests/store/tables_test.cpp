#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::store;

TEST_CASE("comments come oldest first, the last of them, and notes only to agents", "[store][conformance]")
{
    Fresh fresh;
    const auto record = raise(fresh.unit, "incident", {}).id;
    Comments& comments = fresh.unit.comments;
    comments.insert({0, record, "U1", "public", "one", at(1)});
    comments.insert({0, record, "U2", "note", "two", at(2)});
    comments.insert({0, record, "U1", "public", "three", at(3)});

    const auto all = comments.of(record, true);
    REQUIRE(all.size() == 3);
    CHECK(all[1].text == "two");
    CHECK(all[1].author == "U2");
    CHECK(all[1].visibility == "note");
    CHECK(all[1].at == at(2));

    const auto shown = comments.of(record, false);
    REQUIRE(shown.size() == 2);
    CHECK(shown[0].text == "one");
    CHECK(shown[1].text == "three");

    const auto last = comments.of(record, true, 2);
    REQUIRE(last.size() == 2);
    CHECK(last[0].text == "two");
}

TEST_CASE("a comment is public or a note, and belongs to a record", "[store][conformance]")
{
    Fresh fresh;
    const auto record = raise(fresh.unit, "incident", {}).id;
    CHECK_THROWS_AS(fresh.unit.comments.insert({0, record, "U1", "secret", "x", at(0)}), DatabaseError);
    CHECK_THROWS_AS(fresh.unit.comments.insert({0, 99, "U1", "public", "x", at(0)}), DatabaseError);
}

TEST_CASE("a message is found by its row, its place in Slack, and its role", "[store][conformance]")
{
    Fresh fresh;
    const auto record = raise(fresh.unit, "incident", {}).id;
    Messages& messages = fresh.unit.messages;
    const auto source = messages.insert({0, record, "source", "C1", "1.1", 0});
    messages.insert({0, record, "card", "C2", "", 0});
    const auto card = messages.insert({0, record, "card", "C3", "", source});

    CHECK(messages.find("C1", "1.1")->id == source);
    CHECK(messages.find(record, "card")->id == card);
    CHECK(messages.find(card)->twin == source);
    CHECK(messages.find(card)->ts.empty());
    CHECK_FALSE(messages.find("C3", ""));
    CHECK_FALSE(messages.find(record, "receipt"));
    CHECK_FALSE(messages.find(card + 1));

    messages.posted(card, "D3", "2.2");
    CHECK(messages.find("D3", "2.2")->id == card);
    CHECK(messages.find(card)->role == "card");
}

TEST_CASE("a message need not be about a record", "[store][conformance]")
{
    Fresh fresh;
    const auto id = fresh.unit.messages.insert({0, 0, "notice", "U1", "", 0});
    CHECK(fresh.unit.messages.find(id)->record_id == 0);
}

TEST_CASE("a link is made once per direction and type, and seen from both ends", "[store][conformance]")
{
    Fresh fresh;
    const auto a = raise(fresh.unit, "incident", {}).id;
    const auto b = raise(fresh.unit, "problem", {}).id;
    Links& links = fresh.unit.links;
    CHECK(links.insert({a, b, "caused_by"}, at(0)));
    CHECK_FALSE(links.insert({a, b, "caused_by"}, at(1)));
    CHECK(links.insert({a, b, "related_to"}, at(1)));
    CHECK(links.insert({b, a, "caused_by"}, at(1)));

    CHECK(links.of(a).size() == 3);
    CHECK(links.of(b).size() == 3);
    CHECK(links.of(b, 1).front().type == "caused_by");
    CHECK(links.of(b, 1).front().from == a);
    CHECK_THROWS_AS(links.insert({a, 99, "related_to"}, at(0)), DatabaseError);
}

TEST_CASE("a delivery is recognised by any of its keys, and answered as the first time",
          "[store][conformance]")
{
    Fresh fresh;
    Inbox& inbox = fresh.unit.inbox;
    CHECK_FALSE(inbox.answer({"envelope:1", "trigger:1"}));
    inbox.remember({"envelope:1", "trigger:1"}, "REQ-1", at(0));
    CHECK(inbox.answer({"envelope:2", "trigger:1"}) == "REQ-1");

    inbox.remember({"envelope:2", "trigger:1"}, "something else", at(5));
    CHECK(inbox.answer({"trigger:1"}) == "REQ-1");
    CHECK(inbox.answer({"envelope:2"}) == "something else");
    CHECK_FALSE(inbox.answer({}));

    CHECK(inbox.prune(at(5)) == 2);
    CHECK_FALSE(inbox.answer({"trigger:1"}));
    CHECK(inbox.answer({"envelope:2"}));
}

TEST_CASE("a due timer goes to one caller, soonest first", "[store][conformance]")
{
    Fresh fresh;
    Timers& timers = fresh.unit.timers;
    CHECK_FALSE(timers.next_due());
    timers.arm({0, "late", "close", 0, at(30)});
    timers.arm({0, "second", "warn", 0, at(20)});
    timers.arm({0, "first", "close", 0, at(10)});
    CHECK(timers.next_due() == at(10));

    CHECK(timers.due(at(9), 10).empty());
    const auto due = timers.due(at(20), 10);
    REQUIRE(due.size() == 2);
    CHECK(due[0].key == "first");
    CHECK(due[1].key == "second");
    CHECK(due[1].kind == "warn");
    CHECK(due[1].due_at == at(20));
    for (const Timer& timer : due) CHECK(timers.take(timer));
    for (const Timer& timer : due) CHECK_FALSE(timers.take(timer));
    CHECK(timers.next_due() == at(30));
}

TEST_CASE("a limited look leaves the later timers for the next, and a sooner timer stays when asked to",
          "[store][conformance]")
{
    Fresh fresh;
    Timers& timers = fresh.unit.timers;
    for (int i = 5; i > 0; --i) timers.arm({0, "t" + std::to_string(i), "x", 0, at(i)});
    CHECK(timers.due(at(9), 2).back().key == "t2");
    timers.arm_sooner({0, "t1", "x", 0, at(8)});
    CHECK(timers.next_due() == at(1));
    timers.arm_sooner({0, "t5", "x", 0, at(0)});
    CHECK(timers.due(at(9), 1).front().key == "t5");
}

TEST_CASE("arming a timer again moves it, and a cancelled one never fires", "[store][conformance]")
{
    Fresh fresh;
    const auto record = raise(fresh.unit, "incident", {}).id;
    Timers& timers = fresh.unit.timers;
    timers.arm({0, "close:1", "close", record, at(10)});
    timers.arm({0, "close:1", "close", record, at(50)});
    CHECK(timers.due(at(20), 10).empty());
    CHECK(timers.next_due() == at(50));
    timers.cancel("close:1");
    CHECK_FALSE(timers.next_due());
    timers.arm({0, "close:1", "close", record, at(60)});
    CHECK(timers.due(at(60), 1).front().record_id == record);
}

TEST_CASE("a person is kept as read last, but a known direct message channel is not forgotten",
          "[store][conformance]")
{
    Fresh fresh;
    Directory& directory = fresh.unit.directory;
    CHECK_FALSE(directory.person("U1"));
    directory.set_dm_channel("U1", "D1");
    CHECK(directory.person("U1")->name.empty());

    directory.save({"U1", "Ana", "Europe/Berlin", "", false, true, true});
    const auto ana = directory.person("U1");
    REQUIRE(ana);
    CHECK(ana->name == "Ana");
    CHECK(ana->timezone == "Europe/Berlin");
    CHECK(ana->dm_channel == "D1");
    CHECK_FALSE(ana->is_bot);
    CHECK(ana->is_deleted);
    CHECK(ana->is_external);

    directory.save({"U1", "Ana", "Europe/Berlin", "D2", true, false, false});
    CHECK(directory.person("U1")->dm_channel == "D2");
    CHECK(directory.person("U1")->is_bot);
    directory.set_dm_channel("U1", "D3");
    CHECK(directory.person("U1")->dm_channel == "D3");
}

TEST_CASE("membership follows joins, leaves and a full re-read", "[store][conformance]")
{
    Fresh fresh;
    Directory& directory = fresh.unit.directory;
    directory.join("C1", "U2");
    directory.join("C1", "U1");
    directory.join("C1", "U1");
    directory.join("C2", "U1");
    CHECK(directory.members("C1") == std::vector<std::string>{"U1", "U2"});
    CHECK(directory.channels_of("U1") == std::vector<std::string>{"C1", "C2"});

    directory.leave("C1", "U1");
    CHECK_FALSE(directory.is_member("C1", "U1"));
    CHECK(directory.is_member("C2", "U1"));

    directory.set_members("C1", {"U3", "U4", "U3"});
    CHECK(directory.members("C1") == std::vector<std::string>{"U3", "U4"});
    CHECK(directory.is_member("C2", "U1"));
}
