#pragma once
#include "handlers/domain/record.hpp"
#include "store/connection.hpp"

#include <functional>
#include <string>
#include <vector>

namespace deskbell::store {

/// The append-only log. Each record's events form a hash chain; an anchor chains them over all records.
class EventLog {
public:
    explicit EventLog(Connection& db) : db_(db) {}

    /// Fills in id, sequence and both hashes, and stores the event. The caller applies it to the projection.
    void append(Event& event);
    /// Events of one record in sequence, from `after` on; at most `limit`.
    std::vector<Event> of(std::int64_t record_id, std::int64_t after = 0, int limit = 1000) const;
    std::int64_t count() const;

private:
    Connection& db_;
};

/// SHA-256 over every field of the event but its own id and hash, lower-case hex.
std::string hash_of(const Event& event);

/// What `deskbell verify` found. Empty `faults` is a clean bill.
struct VerifyReport {
    std::int64_t records = 0;
    std::int64_t events = 0;
    std::vector<std::string> faults;  ///< a sentence each, at most 100
    /// Newest link of the chain over all records. Noted elsewhere, it shows later whether history was rewritten.
    std::string head;
};

/// Recomputes every hash and the anchor chain, rebuilds every projection from its events and compares,
/// and checks numbers, foreign keys and the outbox. `progress(done, total)`, in events, is called now and then.
VerifyReport verify(Connection& db, const std::function<void(std::int64_t, std::int64_t)>& progress);

}  // namespace deskbell::store
