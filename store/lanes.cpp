#include "store/lanes.hpp"

#include <map>
#include <set>
#include <string>

namespace deskbell::store {

namespace {

// is_post: the order of posts in a lane is the order in which people read them.
//          Files (files.*) never overtake a post and never hold one back: words matter more than pictures.
// is_ready: the messages whose timestamps the call needs have been posted.
// root_comes: the thread's root is still going to be posted by an older row. Older, so that no two rows can
// wait
//             for each other; a root that was parked or never queued holds back nobody but its own replies.
constexpr std::string_view kWaiting = R"sql(
    SELECT o.id, o.lane, o.not_before, o.attempts, o.message,
           CASE WHEN o.method LIKE 'chat.post%' THEN 1 ELSE 0 END AS is_post,
           CASE WHEN (o.thread IS NULL OR root.ts IS NOT NULL)
                 AND (o.method NOT IN ('chat.update', 'chat.delete') OR own.ts IS NOT NULL)
                THEN 1 ELSE 0 END AS is_ready,
           CASE WHEN o.thread IS NOT NULL AND root.ts IS NULL
                 AND EXISTS (SELECT 1 FROM outbox AS p WHERE p.message = o.thread AND p.id < o.id
                             AND p.method LIKE 'chat.post%' AND p.state IN ('waiting', 'leased'))
                THEN 1 ELSE 0 END AS root_comes
    FROM outbox AS o
    LEFT JOIN message AS own ON own.id = o.message
    LEFT JOIN message AS root ON root.id = o.thread
    WHERE o.state = 'waiting' ORDER BY o.id)sql";

/// What the older rows of a lane mean for the younger ones.
struct Lane {
    bool is_closed = false;                ///< taken, under way, or a post must not be overtaken
    std::set<std::int64_t> held_messages;  ///< calls about these keep their order
};

struct Row {
    explicit Row(const Statement& s)
        : candidate{s.integer(0), from_unix(s.integer(2))},
          lane(s.text(1)),
          has_failed(s.integer(3) > 0),
          message(s.integer(4)),
          is_post(s.integer(5) != 0),
          is_ready(s.integer(6) != 0),
          root_comes(s.integer(7) != 0)
    {
    }
    Candidate candidate;
    std::string lane;
    bool has_failed;
    std::int64_t message;
    bool is_post, is_ready, root_comes;
};

using Lanes = std::map<std::string, Lane, std::less<>>;

Lanes leased_lanes(Connection& db)
{
    Lanes out;
    const auto row = db.query("SELECT DISTINCT lane FROM outbox WHERE state = 'leased'");
    while (row->step()) out[row->text(0)].is_closed = true;
    return out;
}

/// A row that is tried again keeps its place; one that is planned for later has none before its time.
void hold(Lane& lane, const Row& row)
{
    if (!row.has_failed)
        return;
    if (row.is_post)
        lane.is_closed = true;
    else if (row.message != 0)
        lane.held_messages.insert(row.message);
}

}  // namespace

void walk_lanes(Connection& db, const std::function<Verdict(const Candidate&)>& judge)
{
    Lanes lanes = leased_lanes(db);
    const auto statement = db.prepare(kWaiting);
    while (statement->step()) {
        const Row row(*statement);
        Lane& lane = lanes[row.lane];
        if (lane.is_closed || lane.held_messages.contains(row.message))
            continue;
        if (!row.is_ready) {
            lane.is_closed = row.is_post && row.root_comes;
            continue;
        }
        switch (judge(row.candidate)) {
            case Verdict::take:
                lane.is_closed = true;
                break;
            case Verdict::pass:
                hold(lane, row);
                break;
            case Verdict::stop:
                return;
        }
    }
}

}  // namespace deskbell::store
