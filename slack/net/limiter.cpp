#include "slack/net/limiter.hpp"

#include <algorithm>

namespace deskbell::slack {

// The bucket is kept as the time when it will be full again: each token taken pushes that time one interval
// away, and a token is there as long as it is less than a whole bucket ahead.
Bucket::Time Bucket::take(Time earliest)
{
    const Time slot = std::max({earliest, closed_until_, full_at_ - pace_.interval * (pace_.burst - 1)});
    full_at_ = std::max(full_at_, slot) + pace_.interval;
    return slot;
}

Bucket::Place Bucket::queue_up(Time now)
{
    waiting_.emplace(next_, take(now));
    return next_++;
}

Bucket::Time Bucket::due(Place place) const
{
    const auto it = waiting_.find(place);
    return it == waiting_.end() ? Time{} : it->second;
}

void Bucket::pause(Time until)
{
    closed_until_ = std::max(closed_until_, until);
    // One token at the end of the pause, not a full bucket.
    full_at_ = closed_until_ + pace_.interval * (pace_.burst - 1);
    for (auto& [place, time] : waiting_) time = take(closed_until_);
}

Bucket* Limiter::find(const std::string& key)
{
    const auto it = buckets_.find(key);
    return it == buckets_.end() ? nullptr : &it->second;
}

bool Limiter::is_paused(const std::string& key, Time now)
{
    const Bucket* bucket = find(key);
    return bucket != nullptr && bucket->is_paused(now);
}

Bucket* Limiter::enter(const std::string& key, Pace pace, Time now)
{
    if (Bucket* known = find(key))
        return known->waiting() < kWaitingMax ? known : nullptr;
    if (buckets_.size() >= kBucketsMax)
        std::erase_if(buckets_, [now](const auto& entry) { return entry.second.is_idle(now); });
    if (buckets_.size() >= kBucketsMax)
        return nullptr;
    return &buckets_.emplace(key, Bucket(pace)).first->second;
}

void Limiter::pause(const std::string& key, Pace pace, std::chrono::seconds retry_after,
                    std::chrono::seconds by_default, Time now)
{
    const auto asked = retry_after.count() > 0 ? retry_after : by_default;
    if (Bucket* bucket = enter(key, pace, now); bucket || (bucket = find(key)))
        bucket->pause(now + std::min<std::chrono::seconds>(asked, kPauseMost));
}

}  // namespace deskbell::slack
