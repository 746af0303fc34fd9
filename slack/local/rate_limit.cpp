#include "slack/local/rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace deskbell::slack::local {

int RateLimit::take(const std::string& key, int per_minute, int burst, Instant now)
{
    if (buckets_.size() >= kKeysMax)
        buckets_.clear();  // forgetting is generous, never unjust
    const double per_second = per_minute / 60.0;
    auto& bucket = buckets_.try_emplace(key, Bucket{static_cast<double>(burst), now}).first->second;
    const double passed = std::chrono::duration<double>(now - bucket.at).count();
    bucket.tokens = std::min<double>(burst, bucket.tokens + std::max(0.0, passed) * per_second);
    bucket.at = now;
    if (bucket.tokens >= 1.0) {
        bucket.tokens -= 1.0;
        return 0;
    }
    return std::max(1, static_cast<int>(std::ceil((1.0 - bucket.tokens) / per_second)));
}

}  // namespace deskbell::slack::local
