#include "store/records.hpp"

#include "handlers/domain/state.hpp"
#include "handlers/domain/tags.hpp"
#include "store/indexing.hpp"
#include "store/json_text.hpp"
#include "store/projection.hpp"

#include <algorithm>
#include <array>

namespace deskbell::store {

namespace {

// Everything but the id, in the order in which `bind_row` binds it.
constexpr std::array<std::string_view, 22> kColumns{
    "process",    "number",         "version",   "created_at", "updated_at",   "attributes",
    "title",      "state",          "category",  "priority",   "inbox",        "requester",
    "created_by", "assignee",       "private",   "followers",  "response_due", "resolution_due",
    "due",        "source_channel", "source_ts", "tags"};
constexpr int kIdParameter = static_cast<int>(kColumns.size()) + 1;

// Sorts after every promise.
constexpr UtcTime kNever = from_unix(253'402'300'799);  // 9999-12-31T23:59:59Z

// `between` joins the pieces; each piece is the column, `is`, and its parameter.
std::string each_column(std::string_view is, std::string_view between)
{
    std::string out;
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
        out += out.empty() ? "" : between;
        out += std::string(kColumns[i]) + std::string(is) + "?" + std::to_string(i + 1);
    }
    return out;
}

std::string insert_sql()
{
    std::string names, values;
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
        names += (i == 0 ? "" : ", ") + std::string(kColumns[i]);
        values += (i == 0 ? "?" : ", ?") + std::to_string(i + 1);
    }
    return "INSERT INTO record (" + names + ") VALUES (" + values + ") RETURNING id";
}

/// The promise that counts now; none once it is solved, or while its clock stands still. Records from before
/// clocks had calendars carry no nearest promise: first answer until there is one, then solution.
UtcTime open_due(const Record& record)
{
    const auto category = parse_category(record.at(attr::kCategory));
    if (category && !is_open(*category))
        return kNever;
    if (const auto next = record.time(attr::kNextDue))
        return *next;
    const auto resolution = record.time(attr::kResolutionDue).value_or(kNever);
    return record.has(attr::kFirstResponseAt) ? resolution
                                              : record.time(attr::kResponseDue).value_or(resolution);
}

void bind_time(Statement& s, int parameter, std::optional<UtcTime> t)
{
    t ? s.bind(parameter, to_unix(*t)) : s.bind_null(parameter);
}

void bind_optional(Statement& s, int parameter, std::string_view text)
{
    text.empty() ? s.bind_null(parameter) : s.bind(parameter, text);
}

void bind_row(Statement& s, const Record& r)
{
    s.bind(1, r.process);
    s.bind(2, r.number);
    s.bind(3, r.version);
    s.bind(4, to_unix(r.created_at));
    s.bind(5, to_unix(r.updated_at));
    s.bind(6, to_json(r.attributes));
    int parameter = 6;
    for (const auto name : {attr::kTitle, attr::kState, attr::kCategory, attr::kPriority, attr::kInbox,
                            attr::kRequester, attr::kCreatedBy, attr::kAssignee})
        s.bind(++parameter, r.at(name));
    s.bind(15, std::int64_t{r.has(attr::kPrivate)});
    s.bind(16, "," + r.at(attr::kFollowers) + ",");
    bind_time(s, 17, r.time(attr::kResponseDue));
    bind_time(s, 18, r.time(attr::kResolutionDue));
    s.bind(19, to_unix(open_due(r)));
    bind_optional(s, 20, r.at(attr::kSourceChannel));
    bind_optional(s, 21, r.at(attr::kSourceTs));
    s.bind(22, "," + r.at(attr::kTags) + ",");
}

std::optional<Record> first_of(const std::unique_ptr<Statement>& statement)
{
    return statement->step() ? std::optional(record_of(*statement)) : std::nullopt;
}

std::vector<Record> all_of(const std::unique_ptr<Statement>& statement)
{
    std::vector<Record> out;
    while (statement->step()) out.push_back(record_of(*statement));
    return out;
}

std::vector<std::int64_t> ids_of(const std::unique_ptr<Statement>& statement)
{
    std::vector<std::int64_t> out;
    while (statement->step()) out.push_back(statement->integer(0));
    return out;
}

std::int64_t next_number(Connection& db, const std::string& process)
{
    const auto row = db.query(
        "INSERT INTO counter (name, value) VALUES (?1, 1)"
        " ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value",
        "record:" + process);
    row->step();
    return row->integer(0);
}

}  // namespace

Record record_of(const Statement& s)
{
    Record r;
    r.id = s.integer(0);
    r.process = s.text(1);
    r.number = s.integer(2);
    r.version = s.integer(3);
    r.created_at = from_unix(s.integer(4));
    r.updated_at = from_unix(s.integer(5));
    r.attributes = attributes_from(s.text(6));
    return r;
}

bool is_faithful(Connection& db, const Record& record)
{
    static const std::string kSql = "SELECT 1 FROM record WHERE " +
                                    each_column(" IS NOT DISTINCT FROM ", " AND ") + " AND id = ?" +
                                    std::to_string(kIdParameter);
    const auto row = db.prepare(kSql);
    bind_row(*row, record);
    row->bind(kIdParameter, record.id);
    return row->step();
}

void Records::insert(Record& record)
{
    static const std::string kSql = insert_sql();
    record.number = next_number(db_, record.process);
    const auto row = db_.prepare(kSql);
    bind_row(*row, record);
    row->step();
    record.id = row->integer(0);
}

void Records::save(const Record& record)
{
    static const std::string kSql =
        "UPDATE record SET " + each_column(" = ", ", ") + " WHERE id = ?" + std::to_string(kIdParameter);
    const auto row = db_.prepare(kSql);
    bind_row(*row, record);
    row->bind(kIdParameter, record.id);
    row->step();
    if (db_.changes() != 1)
        throw DatabaseError(DatabaseError::Kind::other, "there is no record " + std::to_string(record.id));
    db_.text_index().put(Indexed::records, record.id, indexed_text(record));
}

std::optional<Record> Records::find(std::int64_t id) const
{
    return first_of(db_.query(std::string(kRecordSelect) + " WHERE id = ?1", id));
}

std::optional<Record> Records::find(std::string_view process, std::int64_t number) const
{
    return first_of(
        db_.query(std::string(kRecordSelect) + " WHERE process = ?1 AND number = ?2", process, number));
}

std::optional<Record> Records::find_source(std::string_view channel, std::string_view root_ts) const
{
    return first_of(db_.query(std::string(kRecordSelect) + " WHERE source_channel = ?1 AND source_ts = ?2",
                              channel, root_ts));
}

std::optional<Record> Records::find_twin(std::string_view requester, std::string_view title,
                                         UtcTime since) const
{
    return first_of(db_.query(std::string(kRecordSelect) +
                                  " WHERE requester = ?1 AND title = ?2 AND created_at >= ?3"
                                  " ORDER BY id DESC LIMIT 1",
                              requester, title, to_unix(since)));
}

std::vector<std::int64_t> Records::open_ids(std::int64_t after, int limit) const
{
    return ids_of(
        db_.query("SELECT id FROM record WHERE category NOT IN ('resolved', 'closed', 'void') AND id > ?1"
                  " ORDER BY id LIMIT ?2",
                  after, limit));
}

std::vector<std::int64_t> Records::ids_after(std::int64_t after, int limit) const
{
    return ids_of(db_.query("SELECT id FROM record WHERE id > ?1 ORDER BY id LIMIT ?2", after, limit));
}

std::vector<Record> Records::asked_by(std::string_view user, std::int64_t after, int limit) const
{
    return all_of(db_.query(std::string(kRecordSelect) +
                                " WHERE (requester = ?1 OR created_by = ?1) AND id > ?2 ORDER BY id LIMIT ?3",
                            user, after, limit));
}

std::vector<std::string> Records::tags_in(std::string_view inbox, std::size_t most) const
{
    // Tickets share few different lists; those that were used last are enough for a menu.
    constexpr int kListsRead = 500;
    const auto row = db_.query(
        "SELECT tags FROM record WHERE inbox = ?1 AND private = 0 AND tags <> ',,' GROUP BY tags"
        " ORDER BY MAX(updated_at) DESC, tags LIMIT ?2",
        inbox, kListsRead);
    std::vector<std::string> out;
    while (row->step())
        for (std::string& tag : tags_in_list(row->text(0)))
            if (out.size() < most && std::ranges::find(out, tag) == out.end())
                out.push_back(std::move(tag));
    return out;
}

std::int64_t Records::count() const
{
    const auto row = db_.query("SELECT COUNT(*) FROM record");
    row->step();
    return row->integer(0);
}

}  // namespace deskbell::store
