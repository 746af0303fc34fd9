#include "store/erasures.hpp"

#include "store/json_text.hpp"
#include "store/sha256.hpp"

#include <algorithm>
#include <array>

namespace deskbell::store {

namespace {

// Rewritten through their events, or without any words of people: hashes, versions of the configuration.
constexpr std::array<std::string_view, 12> kElsewhere{"anchor",     "comment",   "desk_anchor",  "desk_event",
                                                      "erasure",    "event",     "form_version", "levels",
                                                      "membership", "migration", "person",       "record"};
// What has rules of its own in `forget_traffic` and `leave`: their other columns are no texts of a row's
// owner.
constexpr std::array<std::string_view, 11> kTraffic{"digest",   "inbox",  "membership", "message",
                                                    "notice",   "outbox", "outbox_key", "person",
                                                    "poisoned", "timer",  "trouble"};

// What the team knows stays when somebody who wrote it down is erased: it is the organisation's. Names in it
// are replaced.
constexpr std::array<std::string_view, 2> kTeamsOwn{"knowledge", "knowledge_version"};

// Words of people about a record, and who was asked about it, outside of its history. A table that holds some
// has a row for each column here.
struct TextAboutRecord {
    std::string_view table, name;
};
constexpr std::array kTextsAboutRecords{
    TextAboutRecord{"approval", "purpose"}, TextAboutRecord{"approval", "cost"},
    TextAboutRecord{"approval", "reason"},  TextAboutRecord{"approval_seat", "reason"},
    TextAboutRecord{"survey", "comment"},   TextAboutRecord{"survey", "user_id"},
    TextAboutRecord{"follow_up", "note"},   TextAboutRecord{"pending_reply", "text"},
};

bool is_in(const auto& names, std::string_view table)
{
    return std::ranges::find(names, table) != names.end();
}

/// "%name%" for LIKE, with its own signs made harmless.
std::string pattern_of(std::string_view trace)
{
    std::string out = "%";
    for (const char c : trace) {
        if (c == '%' || c == '_' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + "%";
}

/// "(c LIKE ?1 ESCAPE '\' OR d LIKE ?1 ...)" for these columns and all patterns from ?1 on.
std::string holds(const std::vector<std::string>& columns, std::size_t patterns)
{
    std::string out;
    for (const std::string& column : columns)
        for (std::size_t i = 1; i <= patterns; ++i)
            out += (out.empty() ? "(" : " OR ") + column + " LIKE ?" + std::to_string(i) + " ESCAPE '\\'";
    return out + ")";
}

int bind_patterns(Statement& s, const Traces& traces)
{
    int parameter = 0;
    for (const std::string& trace : traces) s.bind(++parameter, pattern_of(trace));
    return parameter;
}

std::vector<std::int64_t> ids_of(Statement& row)
{
    std::vector<std::int64_t> out;
    while (row.step()) out.push_back(row.integer(0));
    return out;
}

}  // namespace

ErasedPerson Erasures::begin(std::string_view keyed, UtcTime now)
{
    // Asked first: an insert that meets a conflict would use up a number all the same.
    constexpr std::string_view kKnown = "SELECT id, finished_at, records FROM erasure WHERE keyed = ?1";
    auto row = db_.query(kKnown, keyed);
    if (!row->step()) {
        db_.run("INSERT INTO erasure (keyed, begun_at) VALUES (?1, ?2)", keyed, to_unix(now));
        row = db_.query(kKnown, keyed);
        row->step();
    }
    return {row->integer(0), row->is_null(1) ? std::nullopt : std::optional(from_unix(row->integer(1))),
            row->integer(2)};
}

void Erasures::count(std::int64_t id, std::int64_t records)
{
    db_.run("UPDATE erasure SET records = records + ?2 WHERE id = ?1", id, records);
}

void Erasures::finish(std::int64_t id, UtcTime now)
{
    db_.run("UPDATE erasure SET finished_at = ?2 WHERE id = ?1", id, to_unix(now));
}

std::vector<std::int64_t> Erasures::records_with(const Traces& traces) const
{
    const std::size_t n = traces.size();
    const auto row =
        db_.prepare("SELECT record_id FROM event WHERE " + holds({"actor", "changes", "text"}, n) +
                    " UNION SELECT record_id FROM comment WHERE " + holds({"author", "text"}, n) +
                    " UNION SELECT id FROM record WHERE " + holds({"attributes"}, n) + " ORDER BY 1");
    bind_patterns(*row, traces);
    return ids_of(*row);
}

std::vector<TextColumn> Erasures::other_columns() const
{
    auto out = db_.text_columns();
    std::erase_if(out, [](const TextColumn& c) { return is_in(kElsewhere, c.table); });
    return out;
}

std::vector<std::string> Erasures::values_with(const TextColumn& column, const Traces& traces,
                                               std::string_view after, int limit) const
{
    const auto row = db_.prepare("SELECT DISTINCT " + column.name + " FROM " + column.table + " WHERE " +
                                 holds({column.name}, traces.size()) + " AND " + column.name + " > ?" +
                                 std::to_string(traces.size() + 1) + " ORDER BY 1 LIMIT ?" +
                                 std::to_string(traces.size() + 2));
    const int last = bind_patterns(*row, traces);
    row->bind(last + 1, after);
    row->bind(last + 2, std::int64_t{limit});
    std::vector<std::string> out;
    while (row->step()) out.push_back(row->text(0));
    return out;
}

void Erasures::replace(const TextColumn& column, std::string_view value, std::string_view replacement)
{
    const std::string where = " WHERE " + column.name + " = ?1";
    try {
        db_.run("UPDATE " + column.table + " SET " + column.name + " = ?2" + where, value, replacement);
    } catch (const DatabaseError& e) {
        if (e.kind() != DatabaseError::Kind::constraint)
            throw;
        db_.run("DELETE FROM " + column.table + where, value);
    }
    // A digest's numbers are proven by their hash; they name people by their ids.
    if (column.table == "digest" && column.name == "numbers")
        db_.run("UPDATE digest SET hash = ?2 WHERE numbers = ?1", replacement, sha256_hex(replacement));
}

void Erasures::forget_traffic(const Traces& traces, std::string_view empty_answer)
{
    db_.run("UPDATE inbox SET answer = ?1 WHERE answer <> ?1", empty_answer);
    db_.run("UPDATE outbox SET arguments = '{}' WHERE state = 'done' AND arguments <> '{}'");
    const auto poisoned = db_.prepare("UPDATE poisoned SET raw = '', error = '', state = 'handled' WHERE " +
                                      holds({"raw", "error"}, traces.size()));
    bind_patterns(*poisoned, traces);
    poisoned->step();
}

std::vector<std::int64_t> Erasures::calls_to(const Traces& traces, int limit) const
{
    std::string own;
    for (std::size_t i = 1; i <= traces.size(); ++i) own += (i == 1 ? "?" : ", ?") + std::to_string(i);
    const auto row = db_.prepare(
        "SELECT o.id FROM outbox AS o LEFT JOIN message AS m ON m.id = o.message"
        " WHERE o.state IN ('waiting', 'parked') AND o.awaits IS NULL AND (o.channel IN (" +
        own + ") OR m.channel IN (" + own + ") OR o.arguments LIKE '%\"user\":\"' || ?1 || '\"%'" +
        " OR o.arguments LIKE '%\"user_id\":\"' || ?1 || '\"%') ORDER BY o.id LIMIT ?" +
        std::to_string(traces.size() + 1));
    int parameter = 0;
    for (const std::string& trace : traces) row->bind(++parameter, trace);
    row->bind(parameter + 1, std::int64_t{limit});
    return ids_of(*row);
}

std::vector<UndeliveredPost> Erasures::undelivered(std::int64_t record_id) const
{
    const auto row = db_.query(
        "SELECT o.id, m.twin, m.role, o.arguments FROM outbox AS o JOIN message AS m ON m.id = o.message"
        " WHERE m.record_id = ?1 AND o.state <> 'done' ORDER BY o.id LIMIT ?2",
        record_id, kUndeliveredMost);
    std::vector<UndeliveredPost> out;
    while (row->step())
        out.push_back({row->integer(0), row->integer(1), row->text(2), attributes_from(row->text(3))});
    return out;
}

void Erasures::say_instead(std::int64_t call, const Attributes& arguments)
{
    db_.run("UPDATE outbox SET arguments = ?2 WHERE id = ?1", call, to_json(arguments));
}

void Erasures::leave(std::string_view user, std::string_view pseudonym)
{
    db_.run("DELETE FROM membership WHERE user_id = ?1", user);
    db_.run("UPDATE subscription SET is_active = 0 WHERE owner = ?1 OR target = ?1", user);
    db_.run("UPDATE notice SET state = 'dropped' WHERE audience = ?1 AND state = 'waiting'", user);
    db_.run("DELETE FROM mute WHERE audience = ?1", user);
    db_.run("DELETE FROM trouble WHERE target = ?1", user);
    db_.run("DELETE FROM timer WHERE key LIKE '%:' || ?1 OR key LIKE '%:' || ?1 || ':%'", user);
    db_.run("DELETE FROM person WHERE id = ?1", user);
    db_.run(
        "INSERT INTO person (id, name, timezone, dm_channel, is_bot, is_deleted, is_external)"
        " VALUES (?1, ?1, '', '', 0, 1, 0) ON CONFLICT (id) DO NOTHING",
        pseudonym);
}

void Erasures::blank_texts_about(std::int64_t record_id, std::string_view mark)
{
    for (const auto& [table, name] : kTextsAboutRecords)
        db_.run("UPDATE " + std::string(table) + " SET " + std::string(name) +
                    " = ?2 WHERE record_id = ?1 AND " + std::string(name) + " <> ''",
                record_id, mark);
}

void Erasures::blank_rows_of(const TextColumn& column, std::string_view user, std::string_view mark)
{
    if (is_in(kTraffic, column.table) || is_in(kElsewhere, column.table) || is_in(kTeamsOwn, column.table))
        return;
    for (const TextColumn& other : db_.text_columns())
        if (other.table == column.table && other.name != column.name)
            db_.run("UPDATE " + other.table + " SET " + other.name + " = ?2 WHERE " + column.name +
                        " = ?1 AND " + other.name + " LIKE '% %' AND " + other.name + " NOT LIKE '{%' AND " +
                        other.name + " NOT LIKE '[%'",
                    user, mark);
}

}  // namespace deskbell::store
