#include "store/knowledge.hpp"

#include "store/where.hpp"

#include <algorithm>

namespace deskbell::store {

namespace {

constexpr int kPageBound = 200;
constexpr std::string_view kSelect =
    "SELECT id, version, kind, inbox, title, text, phrases, owner, review_on, is_retired, used, helped"
    " FROM knowledge";

KnowledgeEntry entry_of(const Statement& s)
{
    KnowledgeEntry e;
    e.id = s.integer(0);
    e.version = s.integer(1);
    e.kind = s.text(2);
    e.inbox = s.text(3);
    e.title = s.text(4);
    e.text = s.text(5);
    e.phrases = s.text(6);
    e.owner = s.text(7);
    e.review_on = s.text(8);
    e.is_retired = s.integer(9) != 0;
    e.used = s.integer(10);
    e.helped = s.integer(11);
    return e;
}

Where where_of(const KnowledgeFilter& filter)
{
    Where where;
    where.require("is_retired = 0");
    std::vector<std::string> inboxes = filter.inboxes;
    inboxes.emplace_back();
    where.require_one_of("inbox", inboxes);
    where.require_one_of("kind", filter.kinds);
    if (!filter.live_on.empty())
        where.require("(review_on = '' OR review_on >= " + where.value(filter.live_on) + ")");
    return where;
}

}  // namespace

IndexedText indexed_text(const KnowledgeEntry& entry)
{
    return entry.is_retired ? IndexedText() : IndexedText{entry.title, entry.phrases + "\n" + entry.text};
}

void Knowledge::write_version(const KnowledgeEntry& e, std::string_view by, UtcTime now)
{
    db_.run(
        "INSERT INTO knowledge_version (entry_id, version, kind, inbox, title, text, phrases, owner,"
        " review_on, is_retired, changed_by, changed_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        e.id, e.version, e.kind, e.inbox, e.title, e.text, e.phrases, e.owner, e.review_on,
        std::int64_t{e.is_retired}, by, to_unix(now));
    db_.text_index().put(Indexed::entries, e.id, indexed_text(e));
}

void Knowledge::add(KnowledgeEntry& e, std::string_view by, UtcTime now)
{
    e.version = 1;
    const auto row = db_.query(
        "INSERT INTO knowledge (version, kind, inbox, title, text, phrases, owner, review_on)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id",
        e.version, e.kind, e.inbox, e.title, e.text, e.phrases, e.owner, e.review_on);
    row->step();
    e.id = row->integer(0);
    write_version(e, by, now);
}

void Knowledge::save(KnowledgeEntry& e, std::string_view by, UtcTime now)
{
    ++e.version;
    db_.run(
        "UPDATE knowledge SET version = ?2, kind = ?3, inbox = ?4, title = ?5, text = ?6, phrases = ?7,"
        " owner = ?8, review_on = ?9, is_retired = ?10 WHERE id = ?1",
        e.id, e.version, e.kind, e.inbox, e.title, e.text, e.phrases, e.owner, e.review_on,
        std::int64_t{e.is_retired});
    write_version(e, by, now);
}

std::optional<KnowledgeEntry> Knowledge::find(std::int64_t id) const
{
    const auto row = db_.query(std::string(kSelect) + " WHERE id = ?1", id);
    return row->step() ? std::optional(entry_of(*row)) : std::nullopt;
}

KnowledgePage Knowledge::list(const KnowledgeFilter& filter) const
{
    Where where = where_of(filter);
    const TextIndex& index = db_.text_index();
    const bool has_words = !filter.words.empty();
    const std::string join =
        has_words ? " JOIN (" + index.hits_sql(Indexed::entries, where.value(index.written(filter.words))) +
                        ") AS found ON found.hit = knowledge.id"
                  : "";
    KnowledgePage page;
    const auto count = db_.prepare("SELECT COUNT(*) FROM knowledge" + join + where.sql());
    where.bind(*count);
    count->step();
    page.total = count->integer(0);

    const auto row = db_.prepare(
        std::string(kSelect) + join + where.sql() +
        (has_words ? " ORDER BY found.score, id" : " ORDER BY used DESC, title, id") + where.page_sql());
    const int last = where.bind(*row);
    row->bind(last + 1, std::int64_t{std::clamp(filter.limit, 1, kPageBound)});
    row->bind(last + 2, std::int64_t{std::max(filter.offset, 0)});
    while (row->step()) page.entries.push_back(entry_of(*row));
    return page;
}

std::vector<KnowledgeVersion> Knowledge::versions(std::int64_t id, int limit) const
{
    const auto row = db_.query(
        "SELECT version, changed_by, changed_at, is_retired FROM knowledge_version WHERE entry_id = ?1"
        " ORDER BY version DESC LIMIT ?2",
        id, limit);
    std::vector<KnowledgeVersion> out;
    while (row->step())
        out.push_back({row->integer(0), row->text(1), from_unix(row->integer(2)), row->integer(3) != 0});
    return out;
}

void Knowledge::count_use(std::int64_t id)
{
    db_.run("UPDATE knowledge SET used = used + 1 WHERE id = ?1", id);
}

bool Knowledge::note_self_served(std::string_view once, std::string_view inbox, std::int64_t entry,
                                 std::int64_t record, UtcTime now)
{
    const auto row = db_.prepare(
        "INSERT INTO self_served (once, inbox, entry_id, record_id, at) VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT (once) DO NOTHING");
    row->bind(1, once);
    row->bind(2, inbox);
    entry == 0 ? row->bind_null(3) : row->bind(3, entry);
    record == 0 ? row->bind_null(4) : row->bind(4, record);
    row->bind(5, to_unix(now));
    row->step();
    if (db_.changes() == 0)
        return false;
    if (entry != 0)
        db_.run("UPDATE knowledge SET helped = helped + 1 WHERE id = ?1", entry);
    return true;
}

std::int64_t Knowledge::count_self_served(std::string_view inbox, UtcTime from, UtcTime to) const
{
    const auto row =
        db_.query("SELECT COUNT(*) FROM self_served WHERE (?1 = '' OR inbox = ?1) AND at >= ?2 AND at < ?3",
                  inbox, to_unix(from), to_unix(to));
    row->step();
    return row->integer(0);
}

void Knowledge::index_again()
{
    std::vector<KnowledgeEntry> page;
    std::int64_t last = 0;
    do {
        page.clear();
        const auto row =
            db_.query(std::string(kSelect) + " WHERE id > ?1 ORDER BY id LIMIT ?2", last, kPageBound);
        while (row->step()) page.push_back(entry_of(*row));
        for (const KnowledgeEntry& entry : page) {
            last = entry.id;
            db_.text_index().put(Indexed::entries, entry.id, indexed_text(entry));
        }
    } while (!page.empty());
    db_.text_index().compact();
}

bool MeToos::add(std::int64_t record, std::string_view user, UtcTime now)
{
    return db_.run(
               "INSERT INTO me_too (record_id, user_id, at) VALUES (?1, ?2, ?3)"
               " ON CONFLICT (record_id, user_id) DO NOTHING",
               record, user, to_unix(now)) != 0;
}

bool MeToos::remove(std::int64_t record, std::string_view user)
{
    return db_.run("DELETE FROM me_too WHERE record_id = ?1 AND user_id = ?2", record, user) != 0;
}

bool MeToos::has(std::int64_t record, std::string_view user) const
{
    return db_.query("SELECT 1 FROM me_too WHERE record_id = ?1 AND user_id = ?2", record, user)->step();
}

std::vector<std::string> MeToos::of(std::int64_t record, int limit) const
{
    const auto row = db_.query(
        "SELECT user_id FROM me_too WHERE record_id = ?1 ORDER BY at, user_id LIMIT ?2", record, limit);
    std::vector<std::string> out;
    while (row->step()) out.push_back(row->text(0));
    return out;
}

void MeToos::forget(std::int64_t record) { db_.run("DELETE FROM me_too WHERE record_id = ?1", record); }

}  // namespace deskbell::store
