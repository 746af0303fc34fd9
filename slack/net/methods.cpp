#include "slack/net/methods.hpp"

#include <algorithm>
#include <array>

namespace deskbell::slack {

namespace {

using std::chrono::milliseconds;

// Calls per minute by tier: 1: 1, 2: 20, 3: 50, 4: 100. The bursts are ours; Slack tolerates some and
// publishes none. Source: docs.slack.dev/apis/web-api/rate-limits; the tier of a method:
// docs.slack.dev/reference/methods/<method>.
constexpr Pace kTier2{milliseconds{3000}, 5};
constexpr Pace kTier3{milliseconds{1200}, 10};
constexpr Pace kTier4{milliseconds{600}, 20};
// "Special": hundreds per minute and workspace.
constexpr Pace kSpecial{milliseconds{200}, 20};
// SocketMode has a back-off of its own; this only stops what it overlooked: a storm of opens meets 429.
constexpr Pace kOpenConnection{milliseconds{1000}, 30};

constexpr bool repeatable = true, once = false, post = true, quiet = false, urgent = true, patient = false;

constexpr std::array kMethods{
    //     name                            pace             twice is once  in a channel  3 s
    Method{"apps.connections.open", kOpenConnection, repeatable, quiet, urgent},
    Method{"auth.test", kSpecial, repeatable, quiet, patient},
    Method{"bots.info", kTier3, repeatable, quiet, patient},
    Method{"chat.delete", kTier3, repeatable, quiet, patient},
    Method{"chat.getPermalink", kSpecial, repeatable, quiet, patient},
    Method{"chat.postEphemeral", kTier4, once, post, patient},
    Method{"chat.postMessage", kSpecial, once, post, patient},
    Method{"chat.update", kTier3, repeatable, quiet, patient},
    Method{"conversations.create", kTier2, once, quiet, patient},
    Method{"conversations.history", kTier3, repeatable, quiet, patient},
    Method{"conversations.info", kTier3, repeatable, quiet, patient},
    Method{"conversations.invite", kTier3, repeatable, quiet, patient},
    Method{"conversations.join", kTier3, repeatable, quiet, patient},
    Method{"conversations.list", kTier2, repeatable, quiet, patient},
    Method{"conversations.members", kTier4, repeatable, quiet, patient},
    Method{"conversations.open", kTier3, repeatable, quiet, patient},
    Method{"conversations.replies", kTier3, repeatable, quiet, patient},
    Method{"files.completeUploadExternal", kTier4, once, quiet, patient},
    Method{"files.getUploadURLExternal", kTier4, repeatable, quiet, patient},
    Method{"files.info", kTier4, repeatable, quiet, patient},
    Method{"pins.add", kTier2, repeatable, quiet, patient},
    Method{"reactions.add", kTier3, repeatable, quiet, patient},
    Method{"reactions.get", kTier3, repeatable, quiet, patient},
    Method{"reactions.remove", kTier2, repeatable, quiet, patient},
    Method{"response_url", kSpecial, once, quiet, patient},
    Method{"team.info", kTier3, repeatable, quiet, patient},
    Method{"upload_url", kTier4, repeatable, quiet, patient},
    Method{"usergroups.list", kTier2, repeatable, quiet, patient},
    Method{"usergroups.users.list", kTier2, repeatable, quiet, patient},
    Method{"users.conversations", kTier3, repeatable, quiet, patient},
    Method{"users.info", kTier4, repeatable, quiet, patient},
    Method{"users.list", kTier2, repeatable, quiet, patient},
    Method{"users.lookupByEmail", kTier3, repeatable, quiet, patient},
    Method{"views.open", kTier4, once, quiet, urgent},
    Method{"views.publish", kTier4, repeatable, quiet, patient},
    Method{"views.push", kTier4, once, quiet, urgent},
    Method{"views.update", kTier4, once, quiet, patient},
};
static_assert(std::ranges::is_sorted(kMethods, {}, &Method::name), "method_of searches by halves");

constexpr Method kUnknown{"", kTier3, once, quiet, patient};

}  // namespace

const Method& method_of(std::string_view name)
{
    const auto it = std::ranges::lower_bound(kMethods, name, {}, &Method::name);
    return it != kMethods.end() && it->name == name ? *it : kUnknown;
}

}  // namespace deskbell::slack
