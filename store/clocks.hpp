#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace deskbell::store {

/// A version of the service levels, as it was in force from an instant on. Never changed once written.
struct StoredLevels {
    std::int64_t id = 0;
    UtcTime from{};
    std::string hash;  ///< SHA-256 of `body`
    std::string body;
};

class Levels {
public:
    explicit Levels(Connection& db) : db_(db) {}
    void insert(const StoredLevels& levels);
    /// Oldest first, without the bodies.
    std::vector<StoredLevels> all() const;
    std::string body(std::int64_t id) const;

private:
    Connection& db_;
};

/// A clock of a record as it followed from the record's last event: facts that stay true until the next one.
/// What passes by itself (time used, being late) is reckoned from them by whoever reads.
struct ClockRow {
    std::int64_t record_id = 0;
    std::string metric;  ///< stored word of Metric
    std::int64_t cycle = 1;
    std::string subject;
    std::string status;  ///< running, paused, met, breached, cancelled
    std::string policy;
    std::int64_t target = 0;  ///< seconds of open time
    UtcTime started_at{};
    std::optional<UtcTime> due_at;     ///< nothing while it is paused
    std::optional<UtcTime> warned_at;  ///< when three quarters of the target are used, as things stand
    std::optional<UtcTime> stopped_at;
    std::optional<UtcTime> first_breached_at;  ///< by the record's last event
    bool operator==(const ClockRow&) const = default;
};

/// A clock that has not stopped, with what is needed to tell whose it is.
struct OpenClock {
    std::int64_t record_id = 0;
    std::string process, inbox, priority, metric;
    bool is_paused = false;
    std::optional<UtcTime> due_at, warned_at;
};

/// The projection table `clock`: what lists, digests and the ladder look up. The truth is the event log.
class Clocks {
public:
    explicit Clocks(Connection& db) : db_(db) {}
    /// The record has exactly these clocks from now on.
    void replace(std::int64_t record_id, const std::vector<ClockRow>& rows);
    /// By metric and cycle.
    std::vector<ClockRow> of(std::int64_t record_id) const;
    /// All clocks that have not stopped, by record.
    std::vector<OpenClock> open() const;

private:
    Connection& db_;
};

}  // namespace deskbell::store
