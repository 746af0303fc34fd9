#pragma once
#include "handlers/domain/record.hpp"
#include "store/connection.hpp"

#include <optional>
#include <string>
#include <vector>

namespace deskbell::store {

/// One call to Slack that must happen after the commit, exactly once in effect.
struct Outgoing {
    std::int64_t id = 0;
    std::string method;        ///< "chat.postMessage", or "response_url"
    std::string lane;          ///< rows of a lane go out one after the other: a channel, or a method
    std::string channel;       ///< channel id, or a user id whose direct message is opened first; "" for none
    Attributes arguments;      ///< the rest of the call; nested values are JSON texts
    std::string dedupe_key;    ///< at most one row with this key, ever; "" for none
    std::string coalesce_key;  ///< a newer row replaces a waiting one with this key; "" for none
    std::int64_t message = 0;  ///< Message row: a post fills in its ts, an update waits for it and targets it
    std::int64_t thread = 0;   ///< Message row whose ts becomes thread_ts; the row waits until it has one
    std::string then;          ///< what the answer is for: "" or "directory:U1"; see bot/outbox_pump
    UtcTime not_before{};
    int attempts = 0;
    std::string last_error;
};

/// The waiting calls, in lanes. A row is waiting, leased (a call is under way), done or parked.
class Outbox {
public:
    /// A leased row that is older than this was interrupted: its outcome is looked up before it is sent
    /// again.
    static constexpr std::chrono::seconds kLease{60};

    explicit Outbox(Connection& db) : db_(db) {}

    /// False when the dedupe key was already used: nothing is added. What needs a message that cannot be
    /// posted is parked with it at once.
    bool add(const Outgoing& outgoing, UtcTime now);
    /// Leases the first due row of each lane that has no leased row, oldest first, at most `limit`.
    /// Rows whose `message` (for an update) or `thread` has no ts yet are passed over. Nothing overtakes a
    /// post that is tried again or whose thread's root is still going to be posted.
    std::vector<Outgoing> claim(UtcTime now, int limit);
    /// Rows left leased by a program that died: to be checked by message metadata.
    std::vector<Outgoing> interrupted(UtcTime now, int limit) const;
    void done(std::int64_t id, UtcTime now);
    /// A call under way was the first of two steps: the row goes on with another call, so it keeps its place
    /// in the lane, and the first step is never done without the second being queued.
    void go_on(std::int64_t id, std::string_view method, const Attributes& arguments, UtcTime now);
    void retry(std::int64_t id, UtcTime not_before, std::string_view error);
    /// Can never be delivered: kept for the operator (see Parked), with what waits for it. Returns how many
    /// waited.
    int park(std::int64_t id, std::string_view error, UtcTime now);
    /// When the earliest waiting row becomes due. Rows that other rows hold back are left out: claim again
    /// after each `done`. Nothing when no row waits for the time alone.
    std::optional<UtcTime> next_due() const;

    struct Counts {
        std::int64_t waiting = 0, leased = 0, parked = 0;
    };
    Counts counts() const;
    /// Removes rows that are done since before `before`. Returns how many.
    std::int64_t prune(UtcTime before);

private:
    Connection& db_;
};

}  // namespace deskbell::store
