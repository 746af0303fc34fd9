#include "store/record_walk.hpp"
#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::store;

namespace {

RecordFilter everything(RecordFilter::Order order = RecordFilter::Order::oldest)
{
    RecordFilter filter;
    filter.visible.everything = true;
    filter.order = order;
    filter.limit = 200;
    return filter;
}

std::string found(Fresh& fresh, const RecordFilter& filter)
{
    return titles(fresh.unit.records.list(filter).records);
}

std::string found_words(Fresh& fresh, std::string words)
{
    auto filter = everything();
    filter.words = std::move(words);
    return found(fresh, filter);
}

}  // namespace

TEST_CASE("a person sees a record for exactly the reasons that the rule names", "[store][conformance]")
{
    // Every combination of: requester, creator, assignee, follower, agent of the inbox, owner of the process.
    const std::string me = "U1", other = "U2";
    Fresh fresh;
    std::string expected;
    for (unsigned bits = 0; bits < 64; ++bits) {
        const auto is = [bits](unsigned bit) { return (bits >> bit & 1U) != 0; };
        const std::string title = "t" + std::to_string(bits);
        raise(fresh.unit, is(5) ? "risk" : "incident",
              {{"title", title},
               {"requester", is(0) ? me : other},
               {"created_by", is(1) ? me : other},
               {"assignee", is(2) ? me : other},
               {"followers", is(3) ? "U3," + me + ",U4" : "U3,U11,U4"},
               {"inbox", is(4) ? "it" : "hr"}});
        if (bits != 0)
            expected += (expected.empty() ? "" : " ") + title;
    }
    auto filter = everything();
    filter.visible = {false, me, {"it"}, {"risk"}};
    CHECK(found(fresh, filter) == expected);

    filter.visible = {true, "", {}, {}};
    CHECK(fresh.unit.records.list(filter).total == 64);
}

TEST_CASE("somebody without a name or a reason sees nothing", "[store][conformance]")
{
    Fresh fresh;
    raise(fresh.unit, "incident", {{"title", "unowned"}});
    raise(fresh.unit, "incident", {{"title", "owned"}, {"requester", "U1"}, {"followers", "U1,U2"}});
    auto filter = everything();
    filter.visible = {};
    CHECK(fresh.unit.records.list(filter).total == 0);
    filter.visible.user = "u1";
    CHECK(fresh.unit.records.list(filter).total == 0);
}

TEST_CASE("followers are found at every place of the list", "[store][conformance]")
{
    Fresh fresh;
    const auto followers = GENERATE("U1", "U1,U2", "U2,U1", "U2,U1,U3");
    raise(fresh.unit, "incident", {{"title", "x"}, {"followers", followers}});
    auto filter = everything();
    filter.visible = {false, "U1", {}, {}};
    CHECK(fresh.unit.records.list(filter).total == 1);
}

TEST_CASE("the order by due time follows the promise that is open", "[store][conformance]")
{
    Fresh fresh;
    const auto due = [](std::int64_t seconds) { return rfc3339(at(seconds)); };
    raise(fresh.unit, "incident", {{"title", "none"}});
    raise(fresh.unit, "incident",
          {{"title", "answer-in-300"}, {"response_due", due(300)}, {"resolution_due", due(900)}});
    raise(fresh.unit, "incident",
          {{"title", "answered-solve-in-200"},
           {"response_due", due(50)},
           {"resolution_due", due(200)},
           {"first_response_at", due(10)}});
    raise(fresh.unit, "incident", {{"title", "only-solve-in-100"}, {"resolution_due", due(100)}});
    raise(fresh.unit, "incident",
          {{"title", "solved"}, {"category", "resolved"}, {"resolution_due", due(1)}});
    raise(fresh.unit, "incident", {{"title", "tie-in-300"}, {"category", "new"}, {"response_due", due(300)}});
    raise(fresh.unit, "incident",
          {{"title", "next-in-150"}, {"next_due", due(150)}, {"response_due", due(50)}});

    CHECK(found(fresh, everything(RecordFilter::Order::due)) ==
          "only-solve-in-100 next-in-150 answered-solve-in-200 answer-in-300 tie-in-300 none solved");
    auto pressing = everything(RecordFilter::Order::due);
    pressing.due_before = at(200);
    CHECK(found(fresh, pressing) == "only-solve-in-100 next-in-150");
}

TEST_CASE("a list comes in pages that say how many records there are in all", "[store][conformance]")
{
    Fresh fresh;
    for (const auto* title : {"a", "b", "c", "d", "e"}) raise(fresh.unit, "incident", {{"title", title}});
    auto filter = everything(RecordFilter::Order::newest);
    filter.limit = 2;
    CHECK(found(fresh, filter) == "e d");
    filter.offset = 4;
    CHECK(found(fresh, filter) == "a");
    CHECK(fresh.unit.records.list(filter).total == 5);
    filter.offset = 5;
    CHECK(found(fresh, filter).empty());

    filter.offset = -3;
    filter.limit = 0;
    CHECK(found(fresh, filter) == "e");
}

TEST_CASE("all that a filter selects comes by id, page by page, also what is found by words",
          "[store][conformance]")
{
    Fresh fresh;
    for (int i = 1; i <= 5; ++i)
        raise(fresh.unit, i == 3 ? "risk" : "incident",
              {{"title", (i == 2 ? "vpn t" : "t") + std::to_string(i)}, {"inbox", i == 5 ? "hr" : "it"}});
    auto filter = everything();
    filter.processes = {"incident"};
    filter.inboxes = {"it"};
    CHECK(RecordWalk(fresh.unit.db, filter).count() == 3);
    const auto first = RecordWalk(fresh.unit.db, filter).next(0, 2);
    CHECK(titles(first) == "t1 vpn t2");
    CHECK(titles(RecordWalk(fresh.unit.db, filter).next(first.back().id, 2)) == "t4");
    filter.words = "vpn";
    CHECK(titles(RecordWalk(fresh.unit.db, filter).next(0, 2)) == "vpn t2");
    CHECK(RecordWalk(fresh.unit.db, filter).count() == 1);
    filter.words = "***";
    CHECK(RecordWalk(fresh.unit.db, filter).next(0, 2).empty());
    CHECK(RecordWalk(fresh.unit.db, filter).count() == 0);
}

TEST_CASE("filters narrow a list together", "[store][conformance]")
{
    Fresh fresh;
    raise(fresh.unit, "incident",
          {{"title", "a"}, {"category", "new"}, {"inbox", "it"}, {"requester", "U1"}});
    raise(fresh.unit, "incident",
          {{"title", "b"}, {"category", "active"}, {"inbox", "it"}, {"assignee", "U9"}});
    raise(fresh.unit, "request",
          {{"title", "c"}, {"category", "closed"}, {"inbox", "hr"}, {"requester", "U1"}});

    auto filter = everything();
    filter.processes = {"incident", "risk"};
    CHECK(found(fresh, filter) == "a b");
    filter.categories = {"active", "closed"};
    CHECK(found(fresh, filter) == "b");

    filter = everything();
    filter.requester = "U1";
    CHECK(found(fresh, filter) == "a c");
    filter.inboxes = {"hr"};
    CHECK(found(fresh, filter) == "c");

    filter = everything();
    filter.assignee = "-";
    CHECK(found(fresh, filter) == "a c");
    filter.assignee = "U9";
    CHECK(found(fresh, filter) == "b");
}

TEST_CASE("words are found in number, title and details, all of them, in any order and case",
          "[store][conformance]")
{
    Fresh fresh;
    raise(fresh.unit, "incident", {{"title", "VPN-drops"}, {"details", "every morning at Nine"}});
    raise(fresh.unit, "incident", {{"title", "Vpn-slow"}, {"description", "since monday"}});

    CHECK(found_words(fresh, "vpn").find("VPN-drops") != std::string::npos);
    CHECK(found_words(fresh, "vpn").find("Vpn-slow") != std::string::npos);
    CHECK(found_words(fresh, "nine VPN") == "VPN-drops");
    CHECK(found_words(fresh, "monday") == "Vpn-slow");
    CHECK(found_words(fresh, "incident-2") == "Vpn-slow");
    CHECK(found_words(fresh, "vpn evening").empty());
    CHECK(found_words(fresh, "  ") == "VPN-drops Vpn-slow");
}

TEST_CASE("no sign has a meaning of its own in a search", "[store][conformance]")
{
    Fresh fresh;
    for (const auto* title : {"a_b", "axb", "c\\d", "cxd", "O'Neil", "say\"AND\"NEAR(now)"})
        raise(fresh.unit, "incident", {{"title", title}});
    CHECK(found_words(fresh, "a_b") == "a_b");
    CHECK(found_words(fresh, "c\\d") == "c\\d");
    CHECK(found_words(fresh, "o'neil") == "O'Neil");
    CHECK(found_words(fresh, "%_").empty());
    CHECK(found_words(fresh, "\"").empty());
    CHECK(found_words(fresh, "*").empty());
    CHECK(found_words(fresh, "\"say AND \"near(").find("NEAR") != std::string::npos);
    CHECK(found_words(fresh, "axb AND cxd").empty());
    CHECK(found_words(fresh, "axb OR cxd").empty());
    CHECK(found_words(fresh, "NOT axb").empty());
    CHECK(found_words(fresh, "title:axb").empty());
    CHECK(found_words(fresh, "^axb \u2013") == "axb");
}

TEST_CASE("a search finds the beginnings of words, whatever their case and accents", "[store][conformance]")
{
    Fresh fresh;
    raise(fresh.unit, "incident", {{"title", "Printers"}, {"details", "Der DRÜCKER streikt"}});
    auto solved = raise(fresh.unit, "incident", {{"title", "Crème"}});
    CHECK(found_words(fresh, "printer") == "Printers");
    CHECK(found_words(fresh, "rinter").empty());
    CHECK(found_words(fresh, "drucker") == "Printers");
    CHECK(found_words(fresh, "CRÉME") == "Crème");
    CHECK(found_words(fresh, "toner").empty());
    alter(fresh.unit, solved, {{"resolution_note", "Changed the toner"}});
    CHECK(found_words(fresh, "toner") == "Crème");
    alter(fresh.unit, solved, {{"resolution_note", "[erased]"}});
    CHECK(found_words(fresh, "toner").empty());
}

TEST_CASE("the best match of a search comes first", "[store][conformance]")
{
    Fresh fresh;
    raise(fresh.unit, "incident", {{"title", "in-title-vpn"}});
    for (const auto* title : {"b", "c"})
        raise(fresh.unit, "incident", {{"title", title}, {"details", "something long about the old vpn"}});
    CHECK(found_words(fresh, "vpn").starts_with("in-title-vpn "));
}

TEST_CASE("what is alike shares two words that say something", "[store][conformance]")
{
    Fresh fresh;
    raise(fresh.unit, "incident", {{"title", "vpn-drops-at-home"}});
    raise(fresh.unit, "incident", {{"title", "the-vpn-is-not-there"}});
    auto filter = everything();
    filter.alike = "My VPN drops, and please help!";
    CHECK(found(fresh, filter) == "vpn-drops-at-home");
    filter.alike = "the and please";
    CHECK(found(fresh, filter).empty());
}

TEST_CASE("a search with very many words looks at the first ones", "[store][conformance]")
{
    Fresh fresh;
    raise(fresh.unit, "incident", {{"title", "a"}});
    std::string words;
    for (int i = 0; i < 20; ++i) words += "a ";
    CHECK(found_words(fresh, words + "missing") == "a");
}

TEST_CASE("phrases in quotes are found as they stand, words anywhere", "[store][conformance]")
{
    Fresh fresh;
    raise(fresh.unit, "incident", {{"title", "a_no_internet"}, {"details", "there is no internet here"}});
    raise(fresh.unit, "incident", {{"title", "b_internet"}, {"details", "internet, oh no"}});
    CHECK(found_words(fresh, "no internet") == "a_no_internet b_internet");
    CHECK(found_words(fresh, "\"no internet\"") == "a_no_internet");
    CHECK(found_words(fresh, "\"no   internet\" here") == "a_no_internet");
    CHECK(found_words(fresh, "\"") == "");  // no word
}

TEST_CASE("lists are narrowed by follower, priority, privacy and when it was raised", "[store][conformance]")
{
    Fresh fresh;
    raise(fresh.unit, "incident", {{"title", "a"}, {"followers", "U1,U2"}, {"priority", "P1"}});
    raise(fresh.unit, "incident",
          {{"title", "b"}, {"followers", "U22"}, {"priority", "P3"}, {"private", "yes"}});
    auto filter = everything();
    filter.follower = "U2";
    CHECK(found(fresh, filter) == "a");
    filter = everything();
    filter.priorities = {"P2", "P3"};
    CHECK(found(fresh, filter) == "b");
    filter = everything();
    filter.is_private = true;
    CHECK(found(fresh, filter) == "b");
    filter = everything();
    filter.raised_from = filter.changed_from = at(0);
    CHECK(found(fresh, filter) == "a b");
    filter.raised_before = at(0);
    CHECK(found(fresh, filter) == "");
    filter = everything();
    filter.changed_from = at(1);
    CHECK(found(fresh, filter) == "");
}
