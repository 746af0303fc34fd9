// An inbox keeps texts and people for so many days after closing, and counts and times for ever.
#include "handlers/domain/text.hpp"
#include "store/event_log.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

/// The same world with `days` of retention in inbox "it".
void keep_for(World& w, int days)
{
    w.settings.inboxes[0].retention_days = days;
    w.desk = std::make_unique<kernel::Desk>(all_processes(), w.settings, w.desk->self());
}

void adopt(World& w)
{
    store::Unit unit(*w.db, w.now);
    w.desk->adopt(unit);
}

/// REQ-1 of UMIA with words on both sides, closed now.
void close_one(World& w)
{
    w.command("UMIA", "/ticket", "secret title");
    w.press("UANA", w.message(World::kTriage, "REQ-1"), "Take it");
    w.press("UANA", w.message(World::kTriage, "REQ-1 secret"), "Note");
    w.submit("UANA", {{"Note", "secret note"}});
    w.write("UMIA", "DUMIA", "secret reply", w.all("DUMIA", "REQ-1").front().ts, "im");
    w.write("UNOA", "DUMIA", "secret word of a bystander", w.all("DUMIA", "REQ-1").front().ts, "im");
    w.press("UANA", w.message(World::kTriage, "REQ-1 secret"), "Resolve");
    w.submit("UANA", {{"Resolution", "secret answer"}});
    w.press("UMIA", w.message("DUMIA", "secret answer"), "Yes, solved");
    REQUIRE(w.record("REQ-1").at("state") == "closed");
}

/// Rows of records, their history, their words and the index that still say "secret", or UMIA.
int kept(World& w, const std::string& word)
{
    int n = 0;
    for (const char* sql :
         {"SELECT attributes || title || requester || created_by || followers FROM record",
          "SELECT actor || changes || text FROM event", "SELECT author || text FROM comment"}) {
        const auto row = w.db->prepare(sql);
        while (row->step()) n += lower(row->text(0)).find(lower(word)) != std::string::npos ? 1 : 0;
    }
    store::Unit unit(*w.db, w.now);
    for (const std::int64_t id : unit.records.ids_after(0, 100)) {
        const store::IndexedText found = w.db->text_index().find(store::Indexed::records, id);
        n += lower(found.title + found.body).find(lower(word)) != std::string::npos ? 1 : 0;
    }
    return n;
}

}  // namespace

TEST_CASE("texts and who asked are there until the last second of the retention, and gone after it",
          "[kernel][retention]")
{
    World w;
    keep_for(w, 30);
    close_one(w);
    const Record before = w.record("REQ-1");
    const UtcTime closed = *before.time("closed_at");
    w.now = closed + std::chrono::days{30} - 1s;
    w.fire_timers();
    CHECK(kept(w, "secret") > 5);
    w.now = closed + std::chrono::days{30};
    w.fire_timers();
    CHECK(kept(w, "secret") == 0);
    CHECK(kept(w, "UMIA") == 0);
    CHECK(kept(w, "UNOA") == 0);
    const Record after = w.record("REQ-1");
    CHECK(after.at("title") == "[erased after 30 days]");
    CHECK(after.at("requester") == "ERASED");
    CHECK(after.at("assignee") == "UANA");
    for (const char* name : {"state", "category", "priority", "inbox", "closed_at", "resolved_at",
                             "first_response_at", "response_due", "reported_via"})
        CHECK(after.at(name) == before.at(name));
    CHECK(after.created_at == before.created_at);
    CHECK(w.all(World::kTriage, "secret").empty());
    CHECK_FALSE(w.all(World::kTriage, "REQ-1 [erased after 30 days]").empty());
    CHECK(w.all("DUMIA", "secret answer").empty());
    CHECK(store::verify(*w.db, nullptr).faults.empty());
}

TEST_CASE("the workspace's retention counts for an inbox that does not say, and only for that one",
          "[kernel][retention]")
{
    World w;
    w.settings.retention_days = 10;
    const bool is_kept = GENERATE(true, false);
    if (is_kept)
        keep_for(w, 0);
    w.desk = std::make_unique<kernel::Desk>(all_processes(), w.settings, w.desk->self());
    close_one(w);
    w.now += std::chrono::days{10};
    w.fire_timers();
    CHECK((kept(w, "secret") > 0) == is_kept);
}

TEST_CASE("without a retention everything stays", "[kernel][retention]")
{
    World w;
    close_one(w);
    adopt(w);
    w.now += std::chrono::days{4000};
    w.fire_timers();
    w.fire_timers();
    CHECK(kept(w, "secret") > 5);
}

TEST_CASE("a retention that is set later counts for what was closed before", "[kernel][retention]")
{
    World w;
    close_one(w);
    const UtcTime closed = *w.record("REQ-1").time("closed_at");
    keep_for(w, 10);
    adopt(w);
    w.fire_timers();
    CHECK(kept(w, "secret") > 5);
    w.now = closed + std::chrono::days{10};
    w.fire_timers();
    CHECK(kept(w, "secret") == 0);
}

TEST_CASE("a longer retention that comes in time is kept to", "[kernel][retention]")
{
    World w;
    keep_for(w, 10);
    close_one(w);
    const UtcTime closed = *w.record("REQ-1").time("closed_at");
    keep_for(w, 20);
    w.now = closed + std::chrono::days{10};
    w.fire_timers();
    CHECK(kept(w, "secret") > 5);
    w.now = closed + std::chrono::days{20};
    w.fire_timers();
    CHECK(kept(w, "secret") == 0);
}

TEST_CASE("an open ticket keeps its words however old it is", "[kernel][retention]")
{
    World w;
    keep_for(w, 1);
    w.command("UMIA", "/ticket", "secret title");
    w.now += std::chrono::days{500};
    adopt(w);
    w.fire_timers();
    w.fire_timers();
    CHECK(kept(w, "secret") > 1);
}
