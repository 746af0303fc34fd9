#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <optional>
#include <string>
#include <vector>

namespace deskbell::store {

/// What came in and how it was answered, so that a second delivery has no second effect.
class Inbox {
public:
    /// Longer than Slack redelivers (hours) by a wide margin.
    static constexpr std::chrono::hours kKept{24 * 7};

    explicit Inbox(Connection& db) : db_(db) {}

    /// The stored answer when any of the keys was seen before.
    std::optional<std::string> answer(const std::vector<std::string>& keys) const;
    /// Marks all keys as seen, with the answer to repeat.
    void remember(const std::vector<std::string>& keys, std::string_view answer, UtcTime now);
    std::int64_t prune(UtcTime before);

private:
    Connection& db_;
};

}  // namespace deskbell::store
