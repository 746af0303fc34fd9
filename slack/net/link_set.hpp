#pragma once
#include "slack/net/link.hpp"

#include <chrono>
#include <memory>
#include <vector>

namespace deskbell::slack {

/// The connections that we hold, and which of them have to go.
class LinkSet {
public:
    using Time = Link::Time;

    void add(std::shared_ptr<Link> link) { links_.push_back(std::move(link)); }
    void remove(const Link& link);
    int count(Link::State state) const;
    int size() const { return static_cast<int>(links_.size()); }
    bool empty() const { return links_.empty(); }

    /// Lets those that were replaced go when `grace` is over; returns when to look again. As long as fewer
    /// than `wanted` are ready, nobody is let go.
    Time settle_retired(int wanted, std::chrono::milliseconds grace, Time now);

    /// True when an old connection must be gone before the next one is opened. Slack allows ten per app and
    /// forgets dead ones late, so even a storm of refreshes may not pile them up.
    bool needs_room(int wanted, bool slack_says_so) const;
    /// Closes the oldest retiring connection unless one is closing already; all of them when Slack says that
    /// there are too many.
    void make_room(bool slack_says_so);

    void close_all();
    /// Ends all at once and forgets them.
    void drop_all();

private:
    std::vector<std::shared_ptr<Link>> links_;  // oldest first
};

}  // namespace deskbell::slack
