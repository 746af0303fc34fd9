#include "store/pending_replies.hpp"

namespace deskbell::store {

namespace {

constexpr std::string_view kSelect =
    "SELECT id, record_id, author, text, source, message, files, said_at, state FROM pending_reply ";

PendingReply read(const Statement& row)
{
    PendingReply out;
    out.id = row.integer(0);
    out.record_id = row.integer(1);
    out.author = row.text(2);
    out.text = row.text(3);
    out.source = row.text(4);
    out.message = row.integer(5);
    out.files = row.text(6);
    out.said_at = from_unix(row.integer(7));
    out.is_undone = row.text(8) == "undone";
    return out;
}

std::string selecting(std::string_view which) { return std::string(kSelect) + std::string(which); }

}  // namespace

std::int64_t PendingReplies::insert(const PendingReply& reply)
{
    const auto row = db_.query(
        "INSERT INTO pending_reply (record_id, author, text, source, message, files, said_at, state)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'waiting') RETURNING id",
        reply.record_id, reply.author, reply.text, reply.source, reply.message, reply.files,
        to_unix(reply.said_at));
    row->step();
    return row->integer(0);
}

std::optional<PendingReply> PendingReplies::find(std::int64_t id) const
{
    const auto row = db_.query(selecting("WHERE id = ?1"), id);
    return row->step() ? std::optional(read(*row)) : std::nullopt;
}

std::optional<PendingReply> PendingReplies::of_message(std::int64_t message) const
{
    const auto row =
        db_.query(selecting("WHERE message = ?1 AND message <> 0 AND state = 'waiting'"), message);
    return row->step() ? std::optional(read(*row)) : std::nullopt;
}

std::vector<PendingReply> PendingReplies::waiting(std::int64_t record_id) const
{
    const auto row = db_.query(selecting("WHERE record_id = ?1 AND state = 'waiting' ORDER BY id LIMIT ?2"),
                               record_id, kWaitingMost);
    std::vector<PendingReply> out;
    while (row->step()) out.push_back(read(*row));
    return out;
}

void PendingReplies::change(std::int64_t id, std::string_view text)
{
    db_.run("UPDATE pending_reply SET text = ?2 WHERE id = ?1", id, text);
}

void PendingReplies::undo(std::int64_t id, UtcTime now)
{
    db_.run("DELETE FROM pending_reply WHERE state = 'undone' AND said_at < ?1", to_unix(now - kUndoneKept));
    db_.run("UPDATE pending_reply SET state = 'undone', files = '' WHERE id = ?1", id);
}

void PendingReplies::remove(std::int64_t id) { db_.run("DELETE FROM pending_reply WHERE id = ?1", id); }

}  // namespace deskbell::store
