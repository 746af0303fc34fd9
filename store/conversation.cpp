#include "store/conversation.hpp"

#include <algorithm>

namespace deskbell::store {

namespace {

constexpr std::string_view kSelect = "SELECT id, record_id, role, channel, ts, twin FROM message";

std::optional<Message> first_of(const std::unique_ptr<Statement>& row)
{
    if (!row->step())
        return std::nullopt;
    Message m;
    m.id = row->integer(0);
    m.record_id = row->integer(1);
    m.role = row->text(2);
    m.channel = row->text(3);
    m.ts = row->text(4);
    m.twin = row->integer(5);
    return m;
}

}  // namespace

std::int64_t Comments::insert(const Comment& comment)
{
    const auto row = db_.query(
        "INSERT INTO comment (record_id, author, visibility, text, written_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id",
        comment.record_id, comment.author, comment.visibility, comment.text, to_unix(comment.at));
    row->step();
    return row->integer(0);
}

std::vector<Comment> Comments::of(std::int64_t record_id, bool with_notes, int limit) const
{
    const auto row = db_.query(
        "SELECT id, record_id, author, visibility, text, written_at FROM comment"
        " WHERE record_id = ?1 AND (?2 = 1 OR visibility = 'public')"
        " ORDER BY id DESC LIMIT ?3",
        record_id, with_notes, limit);
    std::vector<Comment> out;
    while (row->step())
        out.push_back({row->integer(0), row->integer(1), row->text(2), row->text(3), row->text(4),
                       from_unix(row->integer(5))});
    std::ranges::reverse(out);
    return out;
}

// NULLIF: 0 and "" mean "none" to us, NULL to foreign keys and to "is it posted?".
std::int64_t Messages::insert(const Message& message)
{
    const auto row = db_.query(
        "INSERT INTO message (record_id, role, channel, ts, twin)"
        " VALUES (NULLIF(?1, 0), ?2, ?3, NULLIF(?4, ''), NULLIF(?5, 0)) RETURNING id",
        message.record_id, message.role, message.channel, message.ts, message.twin);
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

void Messages::posted(std::int64_t id, std::string_view channel, std::string_view ts)
{
    db_.run("UPDATE message SET channel = ?2, ts = ?3 WHERE id = ?1", id, channel, ts);
}

}  // namespace deskbell::store
