#include "store/event_log.hpp"

#include "store/anchor.hpp"
#include "store/json_text.hpp"
#include "store/sha256.hpp"

#include <stdexcept>

namespace deskbell::store {

namespace {

/// The columns that say what happened, which come first in both selects below.
Event happening_of(const Statement& s)
{
    Event e;
    e.id = s.integer(0);
    e.record_id = s.integer(1);
    e.sequence = s.integer(2);
    e.occurred_at = from_unix(s.integer(3));
    e.recorded_at = from_unix(s.integer(4));
    e.actor = s.text(5);
    e.source = s.text(6);
    e.rule = s.text(7);
    e.kind = s.text(8);
    e.changes = changes_from(s.text(9));
    return e;
}

Event event_of(const Statement& s)
{
    Event e = happening_of(s);
    e.text = s.text(10);
    e.previous_hash = s.text(11);
    e.hash = s.text(12);
    e.format = s.integer(13);
    e.salt = s.text(14);
    e.seal = s.text(15);
    return e;
}

constexpr std::string_view kColumns =
    "id, record_id, sequence, occurred_at, recorded_at, actor, source, rule, kind, changes, text,"
    " previous_hash, hash, format, salt, seal";

constexpr std::string_view kHistorySelect =
    "SELECT e.id, e.record_id, e.sequence, e.occurred_at, e.recorded_at, e.actor, e.source, e.rule, e.kind,"
    " e.changes, r.process, r.number FROM record AS r JOIN event AS e ON e.record_id = r.id";

/// Adds the row's event; the first one says which record it is.
void add_to(History& history, const Statement& s)
{
    if (history.events.empty()) {
        history.record_id = s.integer(1);
        history.process = s.text(10);
        history.number = s.integer(11);
    }
    history.events.push_back(happening_of(s));
}

/// "SELECT ... FROM event" and what follows.
std::string select(std::string_view table, std::string_view rest)
{
    return "SELECT " + std::string(kColumns) + " FROM " + std::string(table) + std::string(rest);
}

void insert_event(Connection& db, std::string_view table, Event& event)
{
    const auto row =
        db.query("INSERT INTO " + std::string(table) +
                     " (record_id, sequence, occurred_at, recorded_at, actor, source, rule,"
                     " kind, changes, text, previous_hash, hash, format, salt)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) RETURNING id",
                 event.record_id, event.sequence, to_unix(event.occurred_at), to_unix(event.recorded_at),
                 event.actor, event.source, event.rule, event.kind, to_json(event.changes), event.text,
                 event.previous_hash, event.hash, event.format, event.salt);
    row->step();
    event.id = row->integer(0);
}

void insert_anchor(Connection& db, std::string_view table, const Event& event)
{
    const auto newest = db.query("SELECT hash FROM " + std::string(table) + " ORDER BY id DESC LIMIT 1");
    const std::string previous = newest->step() ? newest->text(0) : "";
    db.run("INSERT INTO " + std::string(table) + " (id, hash) VALUES (?1, ?2)", event.id,
           anchor_of(previous, event.id, event.hash));
}

}  // namespace

std::string anchor_of(std::string_view previous_anchor, std::int64_t event_id, std::string_view event_hash)
{
    return sha256_hex(
        Canonical{}.add("deskbell anchor 1").add(previous_anchor).add(event_id).add(event_hash).bytes());
}

void EventLog::append(Event& event)
{
    const auto last = db_.query("SELECT sequence, hash FROM " + std::string(tables_.events) +
                                    " WHERE record_id = ?1 ORDER BY sequence DESC LIMIT 1",
                                event.record_id);
    const bool has_last = last->step();
    event.sequence = has_last ? last->integer(0) + 1 : 1;
    event.previous_hash = has_last ? last->text(1) : "";
    event.format = kSealed;
    event.salt = random_hex();
    event.hash = hash_of(event);
    insert_event(db_, tables_.events, event);
    insert_anchor(db_, tables_.anchors, event);
}

std::vector<Event> EventLog::of(std::int64_t record_id, std::int64_t after, int limit) const
{
    const auto row = db_.query(
        select(tables_.events, " WHERE record_id = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3"),
        record_id, after, limit);
    std::vector<Event> out;
    while (row->step()) out.push_back(event_of(*row));
    return out;
}

void EventLog::erase(Event event)
{
    auto written = of(event.record_id, event.sequence - 1, 1);
    if (written.empty() || written.front().id != event.id)
        throw std::logic_error("an event that is not in the log cannot be erased");
    seal(written.front());
    event.salt = written.front().salt;
    event.seal = written.front().seal;
    if (hash_of(event) != event.hash)
        throw std::logic_error("erasing must leave what happened as it is");
    db_.run("UPDATE " + std::string(tables_.events) +
                " SET actor = ?2, changes = ?3, text = ?4, salt = ?5, seal = ?6 WHERE id = ?1",
            event.id, event.actor, to_json(event.changes), event.text, event.salt, event.seal);
}

std::string EventLog::account(std::int64_t record_id) const
{
    const auto row = db_.query(
        select(tables_.events, " WHERE record_id = ?1 AND seal <> '' ORDER BY sequence"), record_id);
    std::string out;
    while (row->step()) out = account_of(out, event_of(*row));
    return out;
}

std::int64_t EventLog::count() const
{
    const auto row = db_.query("SELECT COUNT(*) FROM " + std::string(tables_.events));
    row->step();
    return row->integer(0);
}

bool EventLog::has(std::string_view kind, const std::vector<Change>& changes, std::string_view actor,
                   UtcTime since) const
{
    const auto row = db_.query("SELECT 1 FROM " + std::string(tables_.events) +
                                   " WHERE actor = ?1 AND kind = ?2 AND occurred_at >= ?3 AND changes = ?4"
                                   " LIMIT 1",
                               actor, kind, to_unix(since), to_json(changes));
    return row->step();
}

std::int64_t EventLog::head() const
{
    const auto row = db_.query("SELECT id FROM " + std::string(tables_.events) + " ORDER BY id DESC LIMIT 1");
    return row->step() ? row->integer(0) : 0;
}

std::string EventLog::anchor(std::int64_t event_id) const
{
    const auto row =
        db_.query("SELECT hash FROM " + std::string(tables_.anchors) + " WHERE id = ?1", event_id);
    return row->step() ? row->text(0) : std::string();
}

void EventLog::replay(std::int64_t head, const std::function<void(const History&)>& visit) const
{
    const auto row =
        db_.query(std::string(kHistorySelect) + " WHERE e.id <= ?1 ORDER BY r.id, e.sequence", head);
    History history;
    while (row->step()) {
        if (!history.events.empty() && history.record_id != row->integer(1)) {
            visit(history);
            history.events.clear();
        }
        add_to(history, *row);
    }
    if (!history.events.empty())
        visit(history);
}

std::optional<History> EventLog::history(std::int64_t record_id, std::int64_t head) const
{
    const auto row = db_.query(
        std::string(kHistorySelect) + " WHERE r.id = ?1 AND e.id <= ?2 ORDER BY e.sequence", record_id, head);
    History history;
    while (row->step()) add_to(history, *row);
    return history.events.empty() ? std::nullopt : std::optional(std::move(history));
}

}  // namespace deskbell::store
