#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace deskbell::store {

/// Who gets a digest, of what, and when.
struct Subscription {
    std::int64_t id = 0;
    std::string owner;    ///< Slack user id: whose sight it has
    std::string target;   ///< the user or channel that gets it
    std::string inboxes;  ///< keys joined by ","; "": all that the owner may count
    std::string cadence;  ///< daily, weekly, monthly
    std::int64_t minute_of_day = 0;
    std::string timezone;  ///< IANA; of the time of day and of the periods
    std::int64_t day = 0;  ///< weekly: 1 Monday .. 7 Sunday; monthly: 1 .. 28; daily: 0
    std::optional<UtcTime> paused_until;
    bool is_active = true;  ///< false: unsubscribed; the row stays, so that no default comes back
};

/// Subscriptions are changed, never removed.
class Subscriptions {
public:
    explicit Subscriptions(Connection& db) : db_(db) {}
    /// Gives it its id.
    void insert(Subscription& subscription, UtcTime now);
    void save(const Subscription& subscription);
    std::optional<Subscription> find(std::int64_t id) const;
    /// All that the person ever had, oldest first, the ended ones too; at most `limit`.
    std::vector<Subscription> of(std::string_view owner, int limit = 50) const;
    /// All that are active, oldest first, after this id; at most `limit`.
    std::vector<Subscription> active(std::int64_t after, int limit = 200) const;

private:
    Connection& db_;
};

/// A digest as it was sent: what it was computed from, and its numbers.
struct Digest {
    std::int64_t id = 0;
    std::int64_t subscription = 0;  ///< 0: asked for by hand
    std::string reader;             ///< user or channel
    std::string period;             ///< its key
    std::string timezone;           ///< of the period
    std::string filter;             ///< JSON: which records count
    UtcTime as_of{};
    std::int64_t head = 0;    ///< id of the last event that counts
    std::int64_t levels = 0;  ///< id of the last version of the service levels that counts
    std::string zone_data;    ///< version of the time zone database
    std::string numbers;      ///< JSON
    std::string hash;         ///< SHA-256 of `numbers`
    bool is_delayed = false;
    UtcTime sent_at{};
};

/// What was sent, and that it was sent.
class Digests {
public:
    /// A year with all four quarters, and time to look at the last one.
    static constexpr std::chrono::days kKept{400};

    explicit Digests(Connection& db) : db_(db) {}
    /// Gives it its id. False when this subscription already had one for this period: nothing is stored.
    bool insert(Digest& digest);
    std::optional<Digest> find(std::int64_t id) const;
    /// Whether the subscription had one for the period.
    bool has(std::int64_t subscription, std::string_view period) const;
    /// Forgets those that were sent before then. Returns how many.
    std::int64_t prune(UtcTime before);

private:
    Connection& db_;
};

}  // namespace deskbell::store
