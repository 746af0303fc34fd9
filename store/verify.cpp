#include "store/anchor.hpp"
#include "store/event_log.hpp"
#include "store/indexing.hpp"
#include "store/knowledge.hpp"
#include "store/projection.hpp"
#include "store/records.hpp"
#include "store/surveys.hpp"

#include <array>

namespace deskbell::store {

namespace {

constexpr std::size_t kFaultBound = 100;  // more tell nothing new
constexpr int kPage = 500;                // rows in memory at a time
constexpr std::int64_t kEntryBound = 100'000;
constexpr std::string_view kCounterPrefix = "record:";
constexpr std::string_view kDeskLogName = "the desk's log";

using Progress = std::function<void(std::int64_t, std::int64_t)>;

/// A column that must name a row of another table when it is set.
struct Reference {
    std::string_view table, column, target;
};

constexpr std::array kReferences{
    Reference{"event", "record_id", "record"},
    Reference{"comment", "record_id", "record"},
    Reference{"comment", "message", "message"},
    Reference{"message", "record_id", "record"},
    Reference{"message", "twin", "message"},
    Reference{"link", "from_id", "record"},
    Reference{"link", "to_id", "record"},
    Reference{"outbox", "message", "message"},
    Reference{"outbox", "thread", "message"},
    Reference{"outbox", "awaits", "outbox"},
    Reference{"timer", "record_id", "record"},
    Reference{"clock", "record_id", "record"},
    Reference{"notice", "record_id", "record"},
    Reference{"notice", "escalation_id", "escalation"},
    Reference{"digest", "subscription", "subscription"},
    Reference{"approval", "record_id", "record"},
    Reference{"approval_seat", "approval_id", "approval"},
    Reference{"approval_seat", "record_id", "record"},
    Reference{"approval_copy", "seat_id", "approval_seat"},
    Reference{"approval_copy", "message", "message"},
    Reference{"unfinished", "record_id", "record"},
    Reference{"offer", "record_id", "record"},
    Reference{"offer", "message", "message"},
    Reference{"handover", "giver_message", "message"},
    Reference{"handover", "taker_message", "message"},
    Reference{"handover_item", "handover", "handover"},
    Reference{"handover_item", "record_id", "record"},
    Reference{"form_opened", "record_id", "record"},
    Reference{"survey", "record_id", "record"},
    Reference{"survey", "message", "message"},
    Reference{"survey", "anonymous_id", "anonymous_rating"},
    Reference{"follow_up", "survey_id", "survey"},
    Reference{"follow_up", "record_id", "record"},
    Reference{"follow_up_copy", "follow_up_id", "follow_up"},
    Reference{"follow_up_copy", "message", "message"},
    Reference{"batch", "message", "message"},
    Reference{"batch_item", "batch_id", "batch"},
    Reference{"batch_item", "record_id", "record"},
    Reference{"knowledge_version", "entry_id", "knowledge"},
    Reference{"self_served", "entry_id", "knowledge"},
    Reference{"self_served", "record_id", "record"},
    Reference{"me_too", "record_id", "record"},
};

std::string name_of(const Record& r)
{
    return "record " + std::to_string(r.id) + " (" + r.process + "-" + std::to_string(r.number) + ")";
}

/// One run over one snapshot of the database.
class Verification {
public:
    Verification(Connection& db, const Progress& progress) : db_(db), progress_(progress)
    {
        report_.records = Records(db).count();
        report_.events = EventLog(db).count();
        total_ = report_.events + EventLog(db, kDeskLog).count();
    }

    VerifyReport run()
    {
        check_records();
        report_.head = check_anchors(kRecordLog);
        const std::string desk_log(kDeskLogName);
        check_readably(desk_log, [&] { check_chain(kDeskLog, 0, desk_log, [](const Event&) {}); });
        report_.desk_head = check_anchors(kDeskLog);
        check_knowledge();
        check_numbers();
        check_references();
        check_outbox();
        return std::move(report_);
    }

private:
    void fault(std::string sentence)
    {
        if (report_.faults.size() < kFaultBound)
            report_.faults.push_back(std::move(sentence));
    }

    std::vector<std::int64_t> records_after(std::int64_t last)
    {
        std::vector<std::int64_t> out;
        const auto row = db_.query("SELECT id FROM record WHERE id > ?1 ORDER BY id LIMIT ?2", last, kPage);
        while (row->step()) out.push_back(row->integer(0));
        return out;
    }

    void check_records()
    {
        for (auto ids = records_after(0); !ids.empty(); ids = records_after(ids.back())) {
            for (const std::int64_t id : ids)
                check_readably("record " + std::to_string(id), [&] { check_record(id); });
        }
    }

    void check_readably(const std::string& name, const std::function<void()>& check)
    {
        try {
            check();
        } catch (const DatabaseError&) {
            throw;
        } catch (const std::exception& e) {
            fault(name + " cannot be read: " + e.what());
        }
    }

    void check_record(std::int64_t id)
    {
        const Record stored = *Records(db_).find(id);
        Record rebuilt;
        rebuilt.id = id;
        rebuilt.process = stored.process;
        rebuilt.number = stored.number;
        check_chain(kRecordLog, id, name_of(stored), [&](const Event& event) { apply(rebuilt, event); });

        if (rebuilt.version == 0)
            fault(name_of(stored) + " has no events");
        else if (rebuilt.version != stored.version)
            fault(name_of(stored) + " is at version " + std::to_string(stored.version) +
                  " but its events end at " + std::to_string(rebuilt.version));
        else if (rebuilt.attributes != stored.attributes)
            fault(name_of(stored) + " differs from what its events say");
        else if (!is_faithful(db_, rebuilt))
            fault(name_of(stored) + " has columns that differ from its attributes");
        else if (!is_rated_as(rebuilt))
            fault(name_of(stored) + " was rated otherwise than its survey says");
        else if (db_.text_index().find(Indexed::records, id) != indexed_text(rebuilt))
            fault(name_of(stored) + " is searched by other words than its own");
        check_parent(stored);
    }

    /// The newest answer about the record, by its events and by its survey.
    bool is_rated_as(const Record& rebuilt)
    {
        const auto survey = Surveys(db_).latest_answer(rebuilt.id);
        return rebuilt.at("rating") == (survey ? std::to_string(survey->score) : "");
    }

    /// The link by which a parent finds its children stands exactly where the child names a parent.
    void check_parent(const Record& child)
    {
        const auto link =
            db_.query("SELECT COUNT(*) FROM link WHERE from_id = ?1 AND type = ?2", child.id, attr::kParent);
        link->step();
        if (link->integer(0) != (child.has(attr::kParent) ? 1 : 0))
            fault(name_of(child) + " has another link to its parent than its events say");
    }

    /// Checks the chain of one record's events, and gives them to `visit` in sequence on the way.
    void check_chain(const LogTables& tables, std::int64_t record_id, const std::string& name,
                     const std::function<void(const Event&)>& visit)
    {
        const EventLog log(db_, tables);
        std::string previous, account, accounted;
        std::int64_t expected = 1;
        for (auto page = log.of(record_id, 0, kPage); !page.empty();
             page = log.of(record_id, page.back().sequence, kPage)) {
            for (const Event& event : page) {
                const std::string which = "event " + std::to_string(event.sequence) + " of " + name;
                if (event.sequence != expected)
                    fault("before " + which + " something is missing");
                if (event.previous_hash != previous)
                    fault(which + " does not continue the one before it");
                if (event.hash != hash_of(event))
                    fault(which + " was changed after it had been written");
                if (event.is_erased())
                    account = account_of(account, event);
                if (event.kind == kErasedKind)
                    accounted = event.text;
                visit(event);
                previous = event.hash;
                expected = event.sequence + 1;
            }
            done_ += static_cast<std::int64_t>(page.size());
            if (progress_)
                progress_(done_, total_);
        }
        if (account != accounted)
            fault("what stands in the place of erased words of " + name + " is not what its erasure left");
    }

    /// Returns the newest link.
    std::string check_anchors(const LogTables& tables)
    {
        const std::string events(tables.events), anchors(tables.anchors);
        const bool is_desks = tables.events == kDeskLog.events;
        const std::string whose = is_desks ? " of " + std::string(kDeskLogName) : "";
        const std::string chain = is_desks ? "its chain" : "the chain over all records";
        std::string previous;
        std::int64_t last = 0;
        for (bool more = true; more;) {
            const auto row =
                db_.query("SELECT a.id, a.hash, e.hash FROM " + anchors + " AS a LEFT JOIN " + events +
                              " AS e ON e.id = a.id WHERE a.id > ?1 ORDER BY a.id LIMIT ?2",
                          last, kPage);
            for (more = false; row->step(); more = true) {
                last = row->integer(0);
                const std::string which = "the event with id " + std::to_string(last) + whose;
                if (row->is_null(2))
                    fault(which + " was removed");
                else if (row->text(1) != anchor_of(previous, last, row->text(2)))
                    fault(chain + " is broken at " + which);
                previous = row->text(1);
            }
        }
        const auto loose = db_.query("SELECT id FROM " + events + " AS e WHERE NOT EXISTS (SELECT 1 FROM " +
                                         anchors + " AS a WHERE a.id = e.id) ORDER BY id LIMIT ?1",
                                     kPage);
        while (loose->step())
            fault("the event with id " + std::to_string(loose->integer(0)) + whose + " is not in " + chain);
        return previous;
    }

    void check_knowledge()
    {
        const auto row = db_.query(
            "SELECT k.id, (SELECT COUNT(*) FROM knowledge_version AS v WHERE v.entry_id = k.id) - k.version"
            " FROM knowledge AS k ORDER BY k.id LIMIT ?1",
            kEntryBound);
        while (row->step()) {
            const auto entry = Knowledge(db_).find(row->integer(0));
            const std::string name = "knowledge entry " + std::to_string(row->integer(0));
            if (row->integer(1) != 0)
                fault("of " + name + " a version is missing");
            if (entry && db_.text_index().find(Indexed::entries, entry->id) != indexed_text(*entry))
                fault(name + " is searched by other words than its own");
        }
    }

    // Numbers have no gaps, so a counter that is ahead of the records shows that one was taken out.
    void check_numbers()
    {
        const auto row = db_.query(
            "SELECT c.name, c.value, (SELECT COUNT(*) FROM record AS r"
            " WHERE r.process = substr(c.name, ?1) AND r.number <= c.value)"
            " FROM counter AS c ORDER BY c.name LIMIT ?2",
            static_cast<std::int64_t>(kCounterPrefix.size()) + 1, kPage);
        while (row->step())
            if (row->integer(1) != row->integer(2))
                fault("of the " + std::to_string(row->integer(1)) + " numbers of " +
                      row->text(0).substr(kCounterPrefix.size()) + ", only " +
                      std::to_string(row->integer(2)) + " have a record");
    }

    void check_references()
    {
        for (const auto& [table, column, target] : kReferences) {
            std::string sql = "SELECT COUNT(*) FROM ";
            sql.append(table)
                .append(" AS a WHERE a.")
                .append(column)
                .append(" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ");
            sql.append(target).append(" AS b WHERE b.id = a.").append(column).append(")");
            const auto row = db_.prepare(sql);
            row->step();
            if (row->integer(0) != 0)
                fault(std::to_string(row->integer(0)) + " rows of " + std::string(table) + " name a " +
                      std::string(target) + " that does not exist");
        }
    }

    // A call that waits for a message which nothing is going to post would wait for ever.
    void check_outbox()
    {
        const auto row = db_.query(
            "SELECT o.id, m.id FROM outbox AS o JOIN message AS m"
            " ON m.id = o.thread OR (m.id = o.message AND o.method IN ('chat.update', 'chat.delete'))"
            " WHERE o.state = 'waiting' AND m.ts IS NULL AND NOT EXISTS (SELECT 1 FROM outbox AS p"
            " WHERE p.message = m.id AND p.method LIKE 'chat.post%' AND p.state <> 'done')"
            " ORDER BY o.id, m.id LIMIT ?1",
            kPage);
        while (row->step())
            fault("call " + std::to_string(row->integer(0)) + " of the outbox waits for message " +
                  std::to_string(row->integer(1)) + ", which nothing is going to post");
    }

    Connection& db_;
    const Progress& progress_;
    VerifyReport report_;
    std::int64_t done_ = 0, total_ = 0;
};

}  // namespace

VerifyReport verify(Connection& db, const Progress& progress) { return Verification(db, progress).run(); }

}  // namespace deskbell::store
