#include "store/anchor.hpp"
#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::store;

namespace {

std::vector<std::string> faults(Fresh& fresh) { return verify(fresh.db(), nullptr).faults; }

bool mention(const std::vector<std::string>& faults, std::string_view words)
{
    for (const std::string& fault : faults)
        if (fault.find(words) != std::string::npos)
            return true;
    return false;
}

/// Takes the words out of the record's first event, accounts for it and brings the record along.
void erase_title(Fresh& fresh, Record& record)
{
    Event event = fresh.unit.events.of(record.id).front();
    for (Change& change : event.changes)
        if (change.attribute == "title")
            change.after = "[erased]";
    event.actor = "ERASED-1";
    fresh.unit.events.erase(event);
    record.attributes["title"] = "[erased]";

    Event account;
    account.record_id = record.id;
    account.actor = "system";
    account.kind = kErasedKind;
    account.text = fresh.unit.events.account(record.id);
    fresh.unit.events.append(account);
    apply(record, account);
    fresh.unit.records.save(record);
}

/// The event as versions before seals wrote it. It must be the newest of all.
void make_old(Fresh& fresh, Event event)
{
    event.format = kOpen;
    event.salt.clear();
    event.hash = hash_of(event);
    fresh.db().run("UPDATE event SET format = 1, salt = '', hash = ?2 WHERE id = ?1", event.id, event.hash);
    fresh.db().run("UPDATE anchor SET hash = ?2 WHERE id = ?1", event.id,
                   anchor_of(fresh.unit.events.anchor(event.id - 1), event.id, event.hash));
}

}  // namespace

TEST_CASE("words can be taken out of an event and the chain is still sound", "[store][conformance]")
{
    Fresh fresh;
    Record record = raise(fresh.unit, "incident", {{"title", "secret"}, {"state", "new"}});
    alter(fresh.unit, record, {{"state", "active"}});
    const std::string hash = fresh.unit.events.of(record.id).front().hash;
    const std::string salt = fresh.unit.events.of(record.id).front().salt;
    REQUIRE(salt.size() == 32);
    erase_title(fresh, record);
    CHECK(faults(fresh) == std::vector<std::string>{});
    const Event erased = fresh.unit.events.of(record.id).front();
    CHECK(erased.hash == hash);
    CHECK(erased.is_erased());
    CHECK(erased.actor == "ERASED-1");
    // With the salt the words could be guessed from the seal.
    CHECK(erased.salt.empty());
    CHECK_FALSE(fresh.unit.events.of(record.id).back().is_erased());
}

TEST_CASE("the same words under the same circumstances have another hash each time", "[store]")
{
    Fresh fresh;
    const Record one = raise(fresh.unit, "incident", {{"title", "same"}});
    Event event = fresh.unit.events.of(one.id).front();
    const std::string hash = hash_of(event);
    event.salt = std::string(32, '0');
    CHECK(hash_of(event) != hash);
}

TEST_CASE("an event from before seals can be erased too", "[store][conformance]")
{
    Fresh fresh;
    Record record = raise(fresh.unit, "incident", {{"title", "secret"}, {"state", "new"}});
    make_old(fresh, fresh.unit.events.of(record.id).front());
    REQUIRE(faults(fresh) == std::vector<std::string>{});
    erase_title(fresh, record);
    CHECK(faults(fresh) == std::vector<std::string>{});
}

TEST_CASE("erasing cannot change what happened", "[store]")
{
    Fresh fresh;
    Record record = raise(fresh.unit, "incident", {{"title", "x"}, {"state", "new"}});
    using Edit = void (*)(Event&);
    const Edit edit = GENERATE(Edit([](Event& e) { e.changes.front().after = "closed"; }),
                               Edit([](Event& e) { e.changes.pop_back(); }),
                               Edit([](Event& e) { e.changes.front().attribute = "priority"; }));
    Event event = fresh.unit.events.of(record.id).front();
    edit(event);
    CHECK_THROWS_AS(fresh.unit.events.erase(event), std::logic_error);
    CHECK(faults(fresh) == std::vector<std::string>{});
}

TEST_CASE("verify notices what was done under the pretext of an erasure", "[store][conformance]")
{
    struct Tampering {
        const char* what;
        const char* sql;
        const char* fault;
    };
    const auto t = GENERATE(
        Tampering{"other words in the place of erased ones", "UPDATE event SET actor = 'U9' WHERE id = 1",
                  "is not what its erasure left"},
        Tampering{"a state changed in an erased event",
                  "UPDATE event SET changes = replace(changes, '\"new\"', '\"old\"') WHERE id = 1",
                  "was changed after it had been written"},
        Tampering{"another seal", "UPDATE event SET seal = 'ff' WHERE id = 1",
                  "was changed after it had been written"},
        Tampering{"an event that nobody erased, with a seal",
                  "UPDATE event SET seal = 'unsalted', format = 1, salt = '', text = 'x' WHERE id = 2",
                  "is not what its erasure left"});
    Fresh fresh;
    Record record = raise(fresh.unit, "incident", {{"state", "new"}, {"title", "secret"}});
    alter(fresh.unit, record, {{"state", "active"}});
    erase_title(fresh, record);
    fresh.db().execute(t.sql);
    INFO(t.what);
    CHECK(mention(faults(fresh), t.fault));
}

TEST_CASE("a pseudonym belongs to one digest for ever", "[store][conformance]")
{
    Fresh fresh;
    CHECK(fresh.unit.erasures.begin("a", at(0)).pseudonym() == "ERASED-1");
    CHECK(fresh.unit.erasures.begin("b", at(0)).pseudonym() == "ERASED-2");
    fresh.unit.erasures.count(1, 3);
    fresh.unit.erasures.finish(1, at(5));
    const auto again = fresh.unit.erasures.begin("a", at(9));
    CHECK(again.pseudonym() == "ERASED-1");
    CHECK(again.records == 3);
    CHECK(again.finished == at(5));
}

TEST_CASE("every column that holds texts is looked through, and none of hashes and events", "[store]")
{
    Fresh fresh;
    std::vector<std::string> names;
    for (const TextColumn& c : fresh.unit.erasures.other_columns()) names.push_back(c.table + "." + c.name);
    const auto has = [&](const char* name) { return std::ranges::find(names, name) != names.end(); };
    for (const char* name : {"message.channel", "outbox.arguments", "inbox.key", "poisoned.raw",
                             "digest.numbers", "subscription.owner", "outbox_key.key", "timer.key"})
        CHECK(has(name));
    for (const char* name : {"event.text", "anchor.hash", "record.title", "migration.id"})
        CHECK_FALSE(has(name));
}

TEST_CASE("a value that may be there only once goes when its replacement is there already", "[store]")
{
    Fresh fresh;
    fresh.db().execute("INSERT INTO outbox_key (key) VALUES ('person:U1'), ('person:ERASED-1')");
    fresh.unit.erasures.replace({"outbox_key", "key"}, "person:U1", "person:ERASED-1");
    const auto row = fresh.db().prepare("SELECT COUNT(*) FROM outbox_key");
    row->step();
    CHECK(row->integer(0) == 1);
}
