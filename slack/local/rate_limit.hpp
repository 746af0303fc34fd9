#pragma once
#include "slack/local/workspace.hpp"

#include <map>
#include <string>

namespace deskbell::slack::local {

/// Token buckets, one per key ("method" or "method in channel").
class RateLimit {
public:
    static constexpr std::size_t kKeysMax = 5'000;

    /// Seconds to wait, 0 when the call may go through now. `burst` calls at once, `per_minute` in the long
    /// run.
    int take(const std::string& key, int per_minute, int burst, Instant now);

private:
    struct Bucket {
        double tokens;
        Instant at;
    };
    std::map<std::string, Bucket> buckets_;
};

}  // namespace deskbell::slack::local
