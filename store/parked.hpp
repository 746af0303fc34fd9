#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"
#include "store/outbox.hpp"

#include <string>
#include <vector>

namespace deskbell::store {

/// A call that cannot be delivered as things are, as the operator may see it: no texts, no addresses.
struct ParkedCall {
    std::int64_t id = 0;
    UtcTime since{};
    std::string method;
    std::string channel;
    std::int64_t record_id = 0;  ///< the record it is about; 0 when nobody knows
    int attempts = 0;
    std::string last_error;
    std::int64_t awaits = 0;         ///< the parked call that it waits for; 0 when Slack refused it itself
    bool is_leader_dropped = false;  ///< that one will never be delivered
};

/// What must happen before a new call can be delivered, when that is not going to happen by itself.
struct Obstacle {
    std::int64_t leader = 0;  ///< parked or dropped call that posts the message it needs; 0 for none
    bool is_dropped = false;
};

/// What cannot be delivered, until the operator retries or drops it. A post takes along what waits for it:
/// replies in its thread, changes of its text. They keep their ids, and with them their order.
class Parked {
public:
    /// Shown at once; who has more has one cause for most of them.
    static constexpr int kListMost = 500;

    explicit Parked(Connection& db) : db_(db) {}

    /// Parks a call and what waits for it. Returns how many waited.
    int park(std::int64_t id, std::string_view error, UtcTime now);
    /// Oldest first.
    std::vector<ParkedCall> list(int limit = kListMost) const;
    /// The call and what was parked with it wait again; returns their ids. What a newer call has made
    /// needless is not sent any more. The last error stays: it says when a post must be looked for before it
    /// is sent.
    /// @errors not_found  no parked call has this id
    ///         conflict   it waits for another parked call: retry that one
    Result<std::vector<std::int64_t>> retry(std::int64_t id, UtcTime now);
    /// The same for all.
    std::vector<std::int64_t> retry_all(UtcTime now);
    /// Gives the call up, and what was parked with it; returns their ids. Their contents are forgotten.
    /// @errors not_found  no parked call has this id
    Result<std::vector<std::int64_t>> drop(std::int64_t id, UtcTime now);
    /// What stands in the way of a call that is to be added.
    Obstacle obstacle(const Outgoing& outgoing) const;
    /// A redraw was delivered: older ones of the same thing are needless.
    void supersede(std::int64_t delivered, UtcTime now);

private:
    std::int64_t leader_of(std::int64_t id) const;
    void wait_again(std::int64_t id, UtcTime now);
    template <class Next>
    std::vector<std::int64_t> with_followers(std::int64_t id, Next&& next);

    Connection& db_;
};

}  // namespace deskbell::store
