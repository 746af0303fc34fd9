// Entries of knowledge, their versions, and the index that finds them.
#include "store/event_log.hpp"
#include "store/text_query.hpp"
#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::store;

namespace {

KnowledgeEntry entry(std::string title, std::string inbox = "it")
{
    KnowledgeEntry out;
    out.kind = "article";
    out.inbox = std::move(inbox);
    out.title = std::move(title);
    out.text = "Press the button";
    out.owner = "U1";
    return out;
}

std::string titles(const KnowledgePage& page)
{
    std::string out;
    for (const KnowledgeEntry& e : page.entries) out += (out.empty() ? "" : " ") + e.title;
    return out;
}

KnowledgeFilter of_inbox(std::string inbox)
{
    KnowledgeFilter filter;
    filter.inboxes = {std::move(inbox)};
    return filter;
}

}  // namespace

TEST_CASE("each save of an entry keeps the version before it", "[store][conformance]")
{
    Fresh fresh;
    auto vpn = entry("VPN");
    fresh.unit.knowledge.add(vpn, "U1", at(0));
    vpn.text = "Press the other button";
    fresh.unit.knowledge.save(vpn, "U2", at(60));
    const auto versions = fresh.unit.knowledge.versions(vpn.id, 10);
    REQUIRE(versions.size() == 2);
    CHECK(versions[0].changed_by == "U2");
    CHECK(versions[1].changed_at == at(0));
    CHECK(fresh.unit.knowledge.find(vpn.id)->text == "Press the other button");
    CHECK(verify(fresh.db(), {}).faults.empty());
    fresh.db().execute("DELETE FROM knowledge_version WHERE version = 1");
    CHECK(verify(fresh.db(), {}).faults.front() == "of knowledge entry 1 a version is missing");
}

TEST_CASE("an inbox has its own entries and those for every inbox, the most used first",
          "[store][conformance]")
{
    Fresh fresh;
    for (auto e : {entry("a"), entry("b", ""), entry("c", "hr")}) fresh.unit.knowledge.add(e, "U1", at(0));
    CHECK(titles(fresh.unit.knowledge.list(of_inbox("it"))) == "a b");
    fresh.unit.knowledge.count_use(2);
    CHECK(titles(fresh.unit.knowledge.list(of_inbox("it"))) == "b a");
    CHECK(titles(fresh.unit.knowledge.list(of_inbox("hr"))) == "b c");
}

TEST_CASE("an entry is live on the day of its review and not after it; a retired one is in no list",
          "[store][conformance]")
{
    Fresh fresh;
    auto e = entry("a");
    e.review_on = "2026-11-23";
    fresh.unit.knowledge.add(e, "U1", at(0));
    auto filter = of_inbox("it");
    filter.live_on = "2026-11-23";
    CHECK(titles(fresh.unit.knowledge.list(filter)) == "a");
    filter.live_on = "2026-11-24";
    CHECK(titles(fresh.unit.knowledge.list(filter)).empty());
    e.is_retired = true;
    fresh.unit.knowledge.save(e, "U1", at(0));
    CHECK(titles(fresh.unit.knowledge.list(of_inbox("it"))).empty());
    auto found = of_inbox("it");
    found.words = every_word("button");
    CHECK(fresh.unit.knowledge.list(found).total == 0);
}

TEST_CASE("somebody whom a suggestion was enough is counted once", "[store][conformance]")
{
    Fresh fresh;
    auto e = entry("a");
    fresh.unit.knowledge.add(e, "U1", at(0));
    CHECK(fresh.unit.knowledge.note_self_served("form:V1", "it", e.id, 0, at(5)));
    CHECK_FALSE(fresh.unit.knowledge.note_self_served("form:V1", "it", e.id, 0, at(6)));
    CHECK(fresh.unit.knowledge.find(e.id)->helped == 1);
    CHECK(fresh.unit.knowledge.count_self_served("it", at(0), at(5)) == 0);
    CHECK(fresh.unit.knowledge.count_self_served("it", at(0), at(6)) == 1);
    CHECK(fresh.unit.knowledge.count_self_served("hr", at(0), at(6)) == 0);
}

TEST_CASE("verify finds an index that says something else than the record", "[store][conformance]")
{
    Fresh fresh;
    const Record record = raise(fresh.unit, "incident", {{"title", "VPN"}});
    CHECK(verify(fresh.db(), {}).faults.empty());
    fresh.db().text_index().put(Indexed::records, record.id, {"Printer", ""});
    CHECK(verify(fresh.db(), {}).faults.front() ==
          "record 1 (incident-1) is searched by other words than its own");
}

TEST_CASE("words that were replaced are found no more, and a compact index finds the rest",
          "[store][conformance]")
{
    Fresh fresh;
    auto e = entry("Ask Mia");
    fresh.unit.knowledge.add(e, "U1", at(0));
    fresh.db().execute("UPDATE knowledge SET title = 'Ask ERASED-1'");
    fresh.unit.knowledge.index_again();
    auto filter = of_inbox("it");
    filter.words = every_word("mia");
    CHECK(fresh.unit.knowledge.list(filter).total == 0);
    filter.words = every_word("ask");
    CHECK(fresh.unit.knowledge.list(filter).total == 1);
}
