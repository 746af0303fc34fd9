#include "store/conversation.hpp"

#include <algorithm>

namespace deskbell::store {

namespace {

/// A ticket that was closed so shortly before the last change is looked after like an open one.
constexpr std::int64_t kJustClosedSeconds = 24 * 60 * 60;

constexpr std::string_view kSelect =
    "SELECT id, record_id, role, channel, ts, twin, thread_ts, COALESCE(deleted_at, 0) FROM message";
constexpr std::string_view kSelectComment =
    "SELECT id, record_id, author, visibility, text, written_at, message, COALESCE(deleted_at, 0) FROM "
    "comment";

std::optional<Message> next_message(Statement& row)
{
    if (!row.step())
        return std::nullopt;
    return Message{row.integer(0), row.integer(1), row.text(2), row.text(3),
                   row.text(4),    row.integer(5), row.text(6), row.integer(7) != 0};
}

std::optional<Message> first_of(const std::unique_ptr<Statement>& row) { return next_message(*row); }

std::vector<Message> all_of(const std::unique_ptr<Statement>& row)
{
    std::vector<Message> out;
    while (auto message = next_message(*row)) out.push_back(*std::move(message));
    return out;
}

std::optional<Comment> next_comment(Statement& row)
{
    if (!row.step())
        return std::nullopt;
    return Comment{row.integer(0), row.integer(1),     row.text(2),
                   row.text(3),    row.text(4),        from_unix(row.integer(5)),
                   row.integer(6), row.integer(7) != 0};
}

}  // namespace

std::int64_t Comments::insert(const Comment& comment)
{
    const auto row = db_.query(
        "INSERT INTO comment (record_id, author, visibility, text, written_at, message)"
        " VALUES (?1, ?2, ?3, ?4, ?5, NULLIF(?6, 0)) RETURNING id",
        comment.record_id, comment.author, comment.visibility, comment.text, to_unix(comment.at),
        comment.message);
    row->step();
    return row->integer(0);
}

std::vector<Comment> Comments::of(std::int64_t record_id, bool with_notes, int limit) const
{
    const auto row = db_.query(std::string(kSelectComment) +
                                   " WHERE record_id = ?1 AND (?2 = 1 OR visibility = 'public')"
                                   " ORDER BY id DESC LIMIT ?3",
                               record_id, with_notes, limit);
    std::vector<Comment> out;
    while (auto comment = next_comment(*row)) out.push_back(*std::move(comment));
    std::ranges::reverse(out);
    return out;
}

std::vector<Comment> Comments::with_words(std::string_view words) const
{
    const auto row = db_.query(std::string(kSelectComment) +
                                   " WHERE id > (SELECT COALESCE(MAX(id), 0) FROM comment) - ?2"
                                   " AND text LIKE '%' || ?1 || '%' ORDER BY id LIMIT ?2",
                               words, kNewest);
    std::vector<Comment> out;
    while (auto comment = next_comment(*row)) out.push_back(*std::move(comment));
    return out;
}

std::optional<Comment> Comments::of_message(std::int64_t message) const
{
    const auto row = db_.query(std::string(kSelectComment) + " WHERE message = ?1", message);
    return next_comment(*row);
}

bool Comments::others_spoke(std::int64_t record_id, std::string_view author, std::int64_t after) const
{
    const auto row = db_.query(
        "SELECT 1 FROM comment WHERE record_id = ?1 AND author <> ?2 AND id > ?3 AND visibility = 'public'"
        " LIMIT 1",
        record_id, author, after);
    return row->step();
}

void Comments::change(std::int64_t id, std::string_view text)
{
    db_.run("UPDATE comment SET text = ?2 WHERE id = ?1", id, text);
}

void Comments::mark_deleted(std::int64_t id, UtcTime now)
{
    db_.run("UPDATE comment SET deleted_at = ?2 WHERE id = ?1", id, to_unix(now));
}

std::vector<Comment> Comments::after(std::int64_t record_id, std::int64_t id, int limit) const
{
    const auto row =
        db_.query(std::string(kSelectComment) + " WHERE record_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
                  record_id, id, limit);
    std::vector<Comment> out;
    while (auto comment = next_comment(*row)) out.push_back(*std::move(comment));
    return out;
}

void Comments::erase(std::int64_t id, std::string_view author, std::string_view text)
{
    db_.run("UPDATE comment SET author = ?2, text = ?3 WHERE id = ?1", id, author, text);
}

// NULLIF: 0 and "" mean "none" to us, NULL to foreign keys and to "is it posted?".
std::int64_t Messages::insert(const Message& message)
{
    const auto row = db_.query(
        "INSERT INTO message (record_id, role, channel, ts, twin, thread_ts)"
        " VALUES (NULLIF(?1, 0), ?2, ?3, NULLIF(?4, ''), NULLIF(?5, 0), ?6) RETURNING id",
        message.record_id, message.role, message.channel, message.ts, message.twin, message.thread_ts);
    row->step();
    return row->integer(0);
}

std::optional<Message> Messages::find(std::int64_t id) const
{
    return first_of(db_.query(std::string(kSelect) + " WHERE id = ?1", id));
}

std::optional<Message> Messages::find(std::string_view channel, std::string_view ts) const
{
    return first_of(
        db_.query(std::string(kSelect) + " WHERE channel = ?1 AND ts = ?2 ORDER BY id LIMIT 1", channel, ts));
}

std::optional<Message> Messages::find(std::int64_t record_id, std::string_view role) const
{
    return first_of(
        db_.query(std::string(kSelect) + " WHERE record_id = ?1 AND role = ?2 ORDER BY id DESC LIMIT 1",
                  record_id, role));
}

std::vector<Message> Messages::ours_in(std::int64_t record_id, std::string_view channel) const
{
    return all_of(db_.query(std::string(kSelect) +
                                " WHERE record_id = ?1 AND channel = ?2 AND deleted_at IS NULL"
                                " AND role IN ('receipt', 'copy', 'notice', 'resolution')"
                                " ORDER BY id LIMIT ?3",
                            record_id, channel, kOursMost));
}

void Messages::posted(std::int64_t id, std::string_view channel, std::string_view ts)
{
    db_.run("UPDATE message SET channel = ?2, ts = ?3 WHERE id = ?1", id, channel, ts);
}

void Messages::become(std::int64_t id, std::string_view role)
{
    db_.run("UPDATE message SET role = ?2 WHERE id = ?1", id, role);
}

std::vector<Message> Messages::in_role(std::int64_t record_id, std::string_view role, std::int64_t after,
                                       int limit) const
{
    return all_of(db_.query(std::string(kSelect) +
                                " WHERE record_id = ?1 AND role = ?2 AND id > ?3 AND deleted_at IS NULL"
                                " ORDER BY id LIMIT ?4",
                            record_id, role, after, limit));
}

std::vector<Message> Messages::copies_of(std::int64_t id) const
{
    return all_of(db_.query(std::string(kSelect) + " WHERE twin = ?1 ORDER BY id LIMIT ?2", id, kCopiesMost));
}

std::vector<Message> Messages::typed_under(std::string_view channel, std::string_view thread_ts) const
{
    return all_of(db_.query(std::string(kSelect) +
                                " WHERE channel = ?1 AND thread_ts = ?2 AND thread_ts <> ''"
                                " AND deleted_at IS NULL ORDER BY id LIMIT ?3",
                            channel, thread_ts, kTypedMost));
}

void Messages::mark_deleted(std::int64_t id, UtcTime now)
{
    db_.run("UPDATE message SET deleted_at = ?2 WHERE id = ?1", id, to_unix(now));
}

std::vector<Message> Messages::open_roots(int limit) const
{
    // What was said just before a ticket was closed may be untold as well: those that changed within a day
    // before the last change of any count too. Counted back from now it would be nothing after an absence.
    // A receipt is a root only where there is no message of the requester's to reply to. Below a root that was
    // deleted people go on talking.
    return all_of(db_.query(
        "SELECT m.id, m.record_id, m.role, m.channel, m.ts, m.twin, m.thread_ts, COALESCE(m.deleted_at, 0)"
        " FROM message AS m JOIN record AS r ON r.id = m.record_id"
        " WHERE m.ts IS NOT NULL AND (r.category NOT IN ('closed', 'void')"
        " OR r.updated_at >= (SELECT MAX(updated_at) FROM record) - ?2)"
        " AND (m.role IN ('source', 'card') OR (m.role = 'receipt' AND NOT EXISTS"
        " (SELECT 1 FROM message AS s WHERE s.record_id = r.id AND s.role = 'source')))"
        " ORDER BY r.updated_at DESC, m.id LIMIT ?1",
        limit, kJustClosedSeconds));
}

}  // namespace deskbell::store
