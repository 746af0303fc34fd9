#pragma once
#include "handlers/domain/record.hpp"
#include "store/connection.hpp"
#include "store/event_hash.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace deskbell::store {

/// What happened to one record, as reports read it.
struct History {
    std::int64_t record_id = 0;
    std::string process;
    std::int64_t number = 0;
    std::vector<Event> events;
};

/// Where a log is kept.
struct LogTables {
    std::string_view events, anchors;
};
inline constexpr LogTables kRecordLog{"event", "anchor"};
/// What people did to the desk as a whole; its record id is 0.
inline constexpr LogTables kDeskLog{"desk_event", "desk_anchor"};

/// An append-only log. Each record's events form a hash chain; an anchor chains them over all records.
class EventLog {
public:
    explicit EventLog(Connection& db, const LogTables& tables = kRecordLog) : db_(db), tables_(tables) {}

    /// Fills in id, sequence and both hashes, and stores the event. The caller applies it to the projection.
    void append(Event& event);
    /// Events of one record in sequence, from `after` on; at most `limit`.
    std::vector<Event> of(std::int64_t record_id, std::int64_t after = 0, int limit = 1000) const;
    /// Puts other words and people in the place of those that the event was written with; attributes and
    /// plain values must be as they were. The caller accounts for it with an event of kErasedKind whose text
    /// is `account`, in the same transaction.
    void erase(Event event);
    /// The digest over all erased events of a record as they stand now; "" without one.
    std::string account(std::int64_t record_id) const;
    std::int64_t count() const;
    /// True when an event of this kind, with these changes, by this actor happened at or after `since`.
    bool has(std::string_view kind, const std::vector<Change>& changes, std::string_view actor,
             UtcTime since) const;
    /// Id of the newest event, 0 without one: what is in the log up to there never changes.
    std::int64_t head() const;
    /// The link of the chain over all records that covers everything up to this event; "" for 0.
    std::string anchor(std::int64_t event_id) const;
    /// The history of every record up to the event `head`, record by record in the order of their ids.
    /// Events come without their text and hashes, in sequence.
    void replay(std::int64_t head, const std::function<void(const History&)>& visit) const;
    /// The same of one record; nothing when it has no event up to there.
    std::optional<History> history(std::int64_t record_id, std::int64_t head) const;

private:
    Connection& db_;
    LogTables tables_;
};

/// What `deskbell verify` found. Empty `faults` is a clean bill.
struct VerifyReport {
    std::int64_t records = 0;
    std::int64_t events = 0;
    std::vector<std::string> faults;  ///< a sentence each, at most 100
    /// Newest link of the chain over all records. Noted elsewhere, it shows later whether history was
    /// rewritten.
    std::string head;
    std::string desk_head;  ///< the same of the desk's own log; "" while that is empty
};

/// Recomputes every hash and the anchor chain, rebuilds every projection from its events and compares,
/// and checks numbers, foreign keys and the outbox. `progress(done, total)`, in events, is called now and
/// then.
VerifyReport verify(Connection& db, const std::function<void(std::int64_t, std::int64_t)>& progress);

}  // namespace deskbell::store
