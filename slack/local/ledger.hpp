#pragma once
#include "slack/local/workspace.hpp"

#include <cstdint>
#include <deque>
#include <string>

namespace deskbell::slack::local {

/// What the app called and got, for tests and rehearsals. Tokens are not kept.
class Ledger {
public:
    static constexpr std::size_t kCallsMax = 5'000;  ///< the oldest are forgotten

    void add(const std::string& method, Doc args, Doc result, Instant at);
    /// The calls after number `since`, oldest first.
    Json json(std::uint64_t since) const;

private:
    struct Entry {
        std::uint64_t n;
        std::string method;
        Doc args, result;
        Instant at;
    };
    std::deque<Entry> calls_;
    std::uint64_t last_ = 0;
};

}  // namespace deskbell::slack::local
