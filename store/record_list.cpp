#include "handlers/domain/text.hpp"
#include "store/projection.hpp"
#include "store/record_walk.hpp"
#include "store/records.hpp"
#include "store/text_query.hpp"
#include "store/where.hpp"

#include <algorithm>

namespace deskbell::store {

namespace {

constexpr int kPageBound = 200;

/// What is not private and waits for the answer of one of these.
std::string awaited_by(Where& where, const std::vector<std::string>& approvers)
{
    return "(private = 0 AND id IN (SELECT record_id FROM approval_seat WHERE state = 'asked' AND " +
           where.one_of("approver", approvers) + "))";
}

/// Taking the person out changes the list exactly if they are in it. LIKE would ignore case.
std::string lists_follower(Where& where, const std::string& user)
{
    return "replace(followers, " + where.value("," + user + ",") + ", '') <> followers";
}

void require_visible(Where& where, const Visibility& visible)
{
    if (visible.everything)
        return;
    std::vector<std::string> reasons;
    if (!visible.user.empty()) {
        const std::string user = where.value(visible.user);
        reasons.push_back("requester = " + user + " OR created_by = " + user + " OR assignee = " + user);
        reasons.push_back(lists_follower(where, visible.user));
        reasons.push_back(
            "id IN (SELECT record_id FROM approval_seat WHERE state <> 'withdrawn' AND"
            " (approver = " +
            user + " OR decided_by = " + user + "))");
    }
    if (!visible.stands_in_for.empty())
        reasons.push_back(awaited_by(where, visible.stands_in_for));
    if (!visible.inboxes.empty())
        reasons.push_back(where.one_of("inbox", visible.inboxes));
    if (!visible.processes.empty())
        reasons.push_back(where.one_of("process", visible.processes));
    where.require(reasons.empty() ? "1 = 0" : "(" + joined(reasons, " OR ") + ")");
}

/// What waits for the answer of the person, or of somebody for whom they stand in.
void require_awaited(Where& where, const Visibility& visible)
{
    std::string awaited = "id IN (SELECT record_id FROM approval_seat WHERE state = 'asked' AND approver = " +
                          where.value(visible.user) + ")";
    if (!visible.stands_in_for.empty())
        awaited += " OR " + awaited_by(where, visible.stands_in_for);
    where.require("(" + awaited + ")");
}

Where where_of(const RecordFilter& filter)
{
    Where where;
    require_visible(where, filter.visible);
    where.require_one_of("process", filter.processes);
    where.require_one_of("category", filter.categories);
    where.require_one_of("inbox", filter.inboxes);
    if (!filter.requester.empty())
        where.require("requester = " + where.value(filter.requester));
    if (!filter.assignee.empty())
        where.require("assignee = " + where.value(filter.assignee == "-" ? "" : filter.assignee));
    where.require_one_of("priority", filter.priorities);
    if (!filter.follower.empty())
        where.require(lists_follower(where, filter.follower));
    for (const std::string& tag : filter.tags)
        where.require("replace(tags, " + where.value("," + tag + ",") + ", '') <> tags");
    if (filter.is_private)
        where.require("private = 1");
    if (filter.raised_from)
        where.require("created_at >= " + std::to_string(to_unix(*filter.raised_from)));
    if (filter.raised_before)
        where.require("created_at < " + std::to_string(to_unix(*filter.raised_before)));
    if (filter.changed_from)
        where.require("updated_at >= " + std::to_string(to_unix(*filter.changed_from)));
    if (filter.due_before)
        where.require("due < " + std::to_string(to_unix(*filter.due_before)));
    if (filter.is_known_issue)
        where.require("private = 0 AND attributes LIKE '%\"known_issue\":\"_%'");
    if (filter.awaits_decision)
        require_awaited(where, filter.visible);
    return where;
}

std::string order_sql(RecordFilter::Order order)
{
    using enum RecordFilter::Order;
    switch (order) {
        case due:
            return " ORDER BY due, id";
        case newest:
            return " ORDER BY id DESC";
        case oldest:
            return " ORDER BY id";
    }
    return " ORDER BY id";
}

/// The words that the records are to have; nothing when they are not asked for by words.
std::optional<TextQuery> sought(const RecordFilter& filter)
{
    if (!filter.alike.empty())
        return filter.is_loosely ? any_word(filter.alike) : alike(filter.alike);
    if (!trimmed(filter.words).empty())
        return every_word(filter.words);
    return std::nullopt;
}

/// What a filter selects, as SQL.
class Selection {
public:
    Selection(Connection& db, const RecordFilter& filter)
        : db_(db), query_(sought(filter)), where_(where_of(filter))
    {
        if (query_ && !query_->empty())
            join_ =
                " JOIN (" +
                db.text_index().hits_sql(Indexed::records, where_.value(db.text_index().written(*query_))) +
                ") AS found ON found.hit = record.id";
    }

    /// Words were asked for, and none of them is one.
    bool is_empty() const { return query_ && query_->empty(); }
    bool has_words() const { return query_.has_value(); }
    Where& where() { return where_; }
    std::unique_ptr<Statement> select(std::string_view columns, const std::string& end) const
    {
        return db_.prepare(std::string(columns) + join_ + where_.sql() + end);
    }

private:
    Connection& db_;
    std::optional<TextQuery> query_;
    Where where_;
    std::string join_;
};

}  // namespace

RecordPage Records::list(const RecordFilter& filter) const
{
    Selection selection(db_, filter);
    if (selection.is_empty())
        return {};
    RecordPage page;
    page.total = RecordWalk(db_, filter).count();
    const std::string order =
        selection.has_words() ? " ORDER BY found.score, id DESC" : order_sql(filter.order);
    const auto row = selection.select(kRecordSelect, order + selection.where().page_sql());
    const int last = selection.where().bind(*row);
    row->bind(last + 1, std::int64_t{std::clamp(filter.limit, 1, kPageBound)});
    row->bind(last + 2, std::int64_t{std::max(filter.offset, 0)});
    while (row->step()) page.records.push_back(record_of(*row));
    return page;
}

std::int64_t RecordWalk::count() const
{
    Selection selection(db_, filter_);
    if (selection.is_empty())
        return 0;
    const auto row = selection.select("SELECT COUNT(*) FROM record", "");
    selection.where().bind(*row);
    row->step();
    return row->integer(0);
}

std::vector<Record> RecordWalk::next(std::int64_t after, int limit) const
{
    Selection selection(db_, filter_);
    std::vector<Record> out;
    if (selection.is_empty())
        return out;
    selection.where().require("record.id > " + std::to_string(after));
    const auto row = selection.select(kRecordSelect, " ORDER BY record.id LIMIT " + std::to_string(limit));
    selection.where().bind(*row);
    while (row->step()) out.push_back(record_of(*row));
    return out;
}

}  // namespace deskbell::store
