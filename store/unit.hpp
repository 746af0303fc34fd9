#pragma once
#include "handlers/domain/clock.hpp"
#include "store/approvals.hpp"
#include "store/batches.hpp"
#include "store/clocks.hpp"
#include "store/conversation.hpp"
#include "store/digests.hpp"
#include "store/directory.hpp"
#include "store/erasures.hpp"
#include "store/event_log.hpp"
#include "store/forms.hpp"
#include "store/inbox.hpp"
#include "store/knowledge.hpp"
#include "store/links.hpp"
#include "store/notices.hpp"
#include "store/outbox.hpp"
#include "store/parked.hpp"
#include "store/pending_replies.hpp"
#include "store/poisoned.hpp"
#include "store/presence.hpp"
#include "store/readings.hpp"
#include "store/records.hpp"
#include "store/routing.hpp"
#include "store/setups.hpp"
#include "store/surveys.hpp"
#include "store/timers.hpp"
#include "store/unfinished.hpp"

#include <set>
#include <string>

namespace deskbell::store {

/// Somebody was shown something of an inbox.
struct Sighting {
    std::string reader, inbox;
    auto operator<=>(const Sighting&) const = default;
};

/// One transaction: everything a handler may do to the world. Messages added to the outbox are delivered
/// after the commit, or not at all. Used by one thread; lives no longer than the job.
struct Unit {
    Unit(Connection& connection, UtcTime time, const Clock* clock = nullptr)
        : db(connection), now(time), clock_(clock)
    {
    }

    Connection& db;
    const UtcTime now;  ///< the same instant for the whole job
    /// The instant of something that Slack stamped, on the program's clock.
    UtcTime when(UtcTime world) const { return clock_ == nullptr ? world : clock_->when(world); }
    /// So much of the world's time from now, on the program's clock.
    UtcTime in(std::chrono::seconds world) const
    {
        return now + (clock_ == nullptr ? world : clock_->span(world));
    }

    Records records{db};
    EventLog events{db};
    EventLog desk_log{db, kDeskLog};
    Comments comments{db};
    Messages messages{db};
    Links links{db};
    Outbox outbox{db};
    Parked parked{db};
    Inbox inbox{db};
    Poisoned poisoned{db};
    Timers timers{db};
    Directory directory{db};
    Subscriptions subscriptions{db};
    Digests digests{db};
    Presence presence{db};
    Readings readings{db};
    Levels levels{db};
    Setups setups{db};
    Clocks clocks{db};
    Notices notices{db};
    Approvals approvals{db};
    Delegations delegations{db};
    Unfinished unfinished{db};
    Erasures erasures{db};
    Duty duty{db};
    Offers offers{db};
    Handovers handovers{db};
    OpenedForms opened_forms{db};
    Surveys surveys{db};
    AnonymousRatings anonymous_ratings{db};
    FollowUps follow_ups{db};
    Batches batches{db};
    FormVersions form_versions{db};
    Knowledge knowledge{db};
    MeToos me_toos{db};
    PendingReplies pending_replies{db};

    /// What readers were shown by office alone, for whoever writes it down: reading does not write.
    mutable std::set<Sighting> sightings{};

private:
    const Clock* clock_;
};

}  // namespace deskbell::store
