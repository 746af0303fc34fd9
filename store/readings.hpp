#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::store {

/// Something that Slack had not told us, found in a history.
struct Recovery {
    std::string kind;  ///< message, edit, deletion, reaction
    std::string channel;
    std::string ts;
};

/// Up to when we know what was written in a channel, and what was only found by reading there.
class Readings {
public:
    explicit Readings(Connection& db) : db_(db) {}
    /// Everything that was written before is known; nothing when the channel was never read.
    std::optional<UtcTime> whole_to(std::string_view channel) const;
    void set_whole_to(std::string_view channel, UtcTime to);

    void add(const Recovery& recovery, UtcTime now);
    /// Recoveries in [from, to).
    std::int64_t recovered(UtcTime from, UtcTime to) const;

private:
    Connection& db_;
};

}  // namespace deskbell::store
