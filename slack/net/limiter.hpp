#pragma once
#include "slack/net/methods.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace deskbell::slack {

/// A token bucket that gives each caller a place in the queue and the time when it may go. A pause moves
/// everybody who waits behind its end, one interval apart, so that nobody comes back in a crowd.
/// Pure: time comes in.
class Bucket {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Place = std::uint64_t;

    explicit Bucket(Pace pace) : pace_(pace) {}

    Place queue_up(Time now);
    /// When this place may go. It may become later by a pause, never earlier.
    Time due(Place place) const;
    /// The caller went, or gave up.
    void leave(Place place) { waiting_.erase(place); }
    void pause(Time until);
    bool is_paused(Time now) const { return closed_until_ > now; }

    std::size_t waiting() const { return waiting_.size(); }
    /// Nobody waits and the bucket is full again: it may be forgotten.
    bool is_idle(Time now) const { return waiting_.empty() && full_at_ <= now; }

private:
    Time take(Time earliest);

    Pace pace_;
    Time full_at_{};  // when all tokens will be back
    Time closed_until_{};
    std::map<Place, Time> waiting_;
    Place next_ = 1;
};

/// One bucket per method and one per channel that is posted to. Pure: time comes in.
class Limiter {
public:
    using Time = Bucket::Time;
    /// More callers than this in one queue are refused: something runs wild.
    static constexpr std::size_t kWaitingMax = 1000;
    /// Channels and methods that are remembered; idle ones are forgotten first.
    static constexpr std::size_t kBucketsMax = 10'000;
    /// A longer Retry-After is not believed.
    static constexpr std::chrono::seconds kPauseMost{600};

    /// The bucket of the key, made when needed; nothing when there is no room for the caller.
    Bucket* enter(const std::string& key, Pace pace, Time now);
    Bucket* find(const std::string& key);
    bool is_paused(const std::string& key, Time now);
    /// After a 429. `retry_after` of zero means that Slack named no time; `by_default` is then taken.
    void pause(const std::string& key, Pace pace, std::chrono::seconds retry_after,
               std::chrono::seconds by_default, Time now);

private:
    std::map<std::string, Bucket, std::less<>> buckets_;
};

}  // namespace deskbell::slack
