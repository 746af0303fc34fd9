#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::store {

/// A point of the escalation ladder that a clock has reached.
struct Escalation {
    std::int64_t id = 0;
    std::int64_t record_id = 0;
    std::string metric;
    std::int64_t cycle = 1;
    std::int64_t point = 0;  ///< percent of the target
    std::string terms;       ///< policy and goal under which it was reached
    UtcTime fired_at{};
};

/// What one audience is to read about an escalation.
struct Notice {
    std::int64_t id = 0;
    std::int64_t escalation_id = 0;
    std::string audience;    ///< a channel or user id
    bool in_thread = false;  ///< alone it goes under the record's card
    UtcTime not_before{};
    Escalation escalation;  ///< filled in when read
};

/// Who has been told what about deadlines, and who does not want to hear more.
class Notices {
public:
    explicit Notices(Connection& db) : db_(db) {}

    /// False when this point was reached before under these terms: then nobody is told again, ever.
    bool reach(Escalation& escalation);
    /// True when this or a higher point was reached before under these terms.
    bool is_reached(const Escalation& escalation) const;
    /// True when exactly this point was reached under these terms.
    bool was_told(const Escalation& escalation) const;
    void add(const Notice& notice);
    /// What waits for an audience and may go out at `now`, the highest point first; at most `limit`.
    std::vector<Notice> waiting(std::string_view audience, UtcTime now, int limit) const;
    std::int64_t count_waiting(std::string_view audience, UtcTime now) const;
    /// When the audience's earliest notice may go out.
    std::optional<UtcTime> next(std::string_view audience) const;
    /// The audience has been told, or need not be told any more.
    void sent(std::string_view audience, UtcTime now);
    /// A clock stopped, stands still or is cancelled: what was not told yet is not told.
    void drop(std::int64_t record_id, std::string_view metric, std::int64_t cycle);
    std::optional<UtcTime> last_sent(std::string_view audience) const;
    std::optional<UtcTime> last_sent(std::string_view audience, std::int64_t record_id) const;

    /// Until then the audience hears nothing more about the record.
    void mute(std::int64_t record_id, std::string_view audience, UtcTime until);
    void unmute(std::int64_t record_id, std::string_view audience);
    std::optional<UtcTime> muted_until(std::int64_t record_id, std::string_view audience) const;

private:
    Connection& db_;
};

}  // namespace deskbell::store
