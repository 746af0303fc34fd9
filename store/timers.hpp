#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <optional>
#include <string>
#include <vector>

namespace deskbell::store {

/// Something to do at an instant. `key` is unique: arming it again moves it.
struct Timer {
    std::int64_t id = 0;
    std::string key;             ///< "close:42"
    std::string kind;            ///< which function runs: "close"
    std::int64_t record_id = 0;  ///< 0 for none
    UtcTime due_at{};
};

class Timers {
public:
    explicit Timers(Connection& db) : db_(db) {}
    void arm(const Timer& timer);
    /// The same, but a timer with this key that is due sooner stays as it is.
    void arm_sooner(const Timer& timer);
    void cancel(std::string_view key);
    /// Due timers, soonest first, at most `limit`; they stay until they are taken.
    std::vector<Timer> due(UtcTime now, int limit) const;
    /// Takes exactly this timer. False when somebody else took it, or it was moved or cancelled meanwhile.
    bool take(const Timer& timer);
    std::optional<UtcTime> next_due() const;
    bool has_kind(std::string_view kind) const;

private:
    Connection& db_;
};

}  // namespace deskbell::store
