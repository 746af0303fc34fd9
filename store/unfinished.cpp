#include "store/unfinished.hpp"

#include "store/json_text.hpp"

namespace deskbell::store {

namespace {

constexpr std::string_view kSelect =
    "SELECT id, process, inbox, requester, raiser, via, source, channel, root_ts, fields, raised_at, state,"
    " COALESCE(record_id, 0) FROM unfinished";

Draft::State state_of(std::string_view word)
{
    return word == "waiting"  ? Draft::State::waiting
           : word == "raised" ? Draft::State::raised
                              : Draft::State::withdrawn;
}

std::optional<Draft> first_of(const std::unique_ptr<Statement>& row)
{
    if (!row->step())
        return std::nullopt;
    return Draft{.id = row->integer(0),
                 .process = row->text(1),
                 .inbox = row->text(2),
                 .requester = row->text(3),
                 .raiser = row->text(4),
                 .via = row->text(5),
                 .source = row->text(6),
                 .channel = row->text(7),
                 .root_ts = row->text(8),
                 .fields = attributes_from(row->text(9)),
                 .raised_at = from_unix(row->integer(10)),
                 .state = state_of(row->text(11)),
                 .record_id = row->integer(12)};
}

}  // namespace

std::int64_t Unfinished::insert(const Draft& d)
{
    const auto row = db_.query(
        "INSERT INTO unfinished (process, inbox, requester, raiser, via, source, channel, root_ts, fields,"
        " raised_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING id",
        d.process, d.inbox, d.requester, d.raiser, d.via, d.source, d.channel, d.root_ts, to_json(d.fields),
        to_unix(d.raised_at));
    row->step();
    return row->integer(0);
}

std::optional<Draft> Unfinished::find(std::int64_t id) const
{
    return first_of(db_.query(std::string(kSelect) + " WHERE id = ?1", id));
}

std::optional<Draft> Unfinished::waiting(std::string_view channel, std::string_view root_ts) const
{
    return first_of(
        db_.query(std::string(kSelect) + " WHERE channel = ?1 AND root_ts = ?2 AND state = 'waiting'",
                  channel, root_ts));
}

void Unfinished::change(std::int64_t id, const Attributes& fields)
{
    db_.run("UPDATE unfinished SET fields = ?2 WHERE id = ?1", id, to_json(fields));
}

void Unfinished::raised(std::int64_t id, std::int64_t record_id)
{
    db_.run("UPDATE unfinished SET state = 'raised', fields = '{}', record_id = ?2 WHERE id = ?1", id,
            record_id);
}

void Unfinished::withdrawn(std::int64_t id)
{
    db_.run("UPDATE unfinished SET state = 'withdrawn', fields = '{}' WHERE id = ?1", id);
}

}  // namespace deskbell::store
