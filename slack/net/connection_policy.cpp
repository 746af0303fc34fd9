#include "slack/net/connection_policy.hpp"

#include <algorithm>
#include <array>

namespace deskbell::slack {

namespace {

/// A connection that is told to go sooner than this after hello is no routine: back off as after a loss.
constexpr std::chrono::milliseconds kRoutineLife{1000};
/// Added to a wait that Slack named, so that several programs do not come back at once.
constexpr double kNamedWaitSpreadMilliseconds = 1000;

/// Source: docs.slack.dev/reference/methods/apps.connections.open, and what clients met in the field
/// (gravitational/teleport#67148: missing ones mean a silent endless loop).
constexpr auto kFatalErrors = std::to_array<std::string_view>({
    "access_denied",
    "accesslimited",
    "account_inactive",
    "ekm_access_denied",
    "enterprise_is_restricted",
    "forbidden_team",
    "invalid_auth",
    "missing_args",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "org_login_required",
    "team_access_not_granted",
    "team_disabled",
    "token_expired",
    "token_revoked",
    "two_factor_setup_required",
    "user_removed_from_team",
});
static_assert(std::ranges::is_sorted(kFatalErrors));

enum class Pause { none, back_off, too_many, fatal };

/// What a disconnect frame means. Reasons that are not listed are routine, like refresh_requested.
struct Reason {
    std::string_view name;
    Farewell farewell;
    Pause pause;
    std::string_view trouble;
};
constexpr std::array kReasons{
    Reason{"warning", Farewell::retire, Pause::none, ""},
    Reason{"refresh_requested", Farewell::retire, Pause::none, ""},
    Reason{"too_many_websockets", Farewell::close, Pause::too_many,
           "Slack counts too many connections for this app (more than 10): end other programs that use its"
           " app-level token; forgotten connections vanish by themselves"},
    Reason{"link_disabled", Farewell::close, Pause::fatal,
           "Socket Mode is switched off: turn it on in the app's settings at api.slack.com/apps"},
};
constexpr Reason kRoutine{"", Farewell::retire, Pause::none, ""};

}  // namespace

bool is_fatal_open_error(std::string_view error) { return std::ranges::binary_search(kFatalErrors, error); }

ConnectionPolicy::ConnectionPolicy(SocketTimes times, std::function<double()> chance)
    : times_(times), chance_(std::move(chance)), backoff_(times.backoff_first, times.backoff_most)
{
}

void ConnectionPolicy::wait(Millis least, double spread, Time now)
{
    not_before_ = std::max(not_before_, now + least + Millis{static_cast<Millis::rep>(spread * chance_())});
}

void ConnectionPolicy::back_off(Time now) { wait(backoff_.next(chance_()), 0, now); }

void ConnectionPolicy::say(std::string trouble, bool is_fatal)
{
    trouble_ = std::move(trouble);
    is_fatal_ = is_fatal;
}

void ConnectionPolicy::refused(const CallResult& answer, Time now)
{
    if (answer.error_class == ErrorClass::rate_limited) {
        say("Slack limits apps.connections.open: waiting as long as it asks", false);
        wait(answer.retry_after, kNamedWaitSpreadMilliseconds, now);
    } else if (is_fatal_open_error(answer.error)) {
        say("Slack refuses the app-level token (" + answer.error +
                "): check SLACK_APP_TOKEN and its scope connections:write",
            true);
        wait(times_.fatal_retry, 0, now);
    } else {
        say("apps.connections.open: " + answer.error, false);
        back_off(now);
    }
}

void ConnectionPolicy::failed(const std::string& why, Time now)
{
    say(why, false);
    back_off(now);
}

// Unless the last connections were well for a while, the next one (the second of two, for example) waits,
// too: a server that lets everybody in and drops them at once must not be visited at full speed.
void ConnectionPolicy::connected(Time now)
{
    must_make_room_ = false;
    say("", false);
    if (!backoff_.is_fresh())
        wait(times_.backoff_first, 0, now);
}

void ConnectionPolicy::lost(const std::string& why, Millis lived, Time now)
{
    say("connection lost: " + why, false);
    if (lived >= times_.healthy)
        backoff_.reset();
    back_off(now);
}

Farewell ConnectionPolicy::told_to_go(std::string_view reason, std::optional<Millis> lived, Time now)
{
    const auto it = std::ranges::find(kReasons, reason, &Reason::name);
    const Reason& known = it == kReasons.end() ? kRoutine : *it;
    if (known.pause == Pause::fatal) {
        say(std::string(known.trouble), true);
        wait(times_.fatal_retry, 0, now);
    } else if (known.pause == Pause::too_many) {
        say(std::string(known.trouble), false);
        must_make_room_ = true;
        wait(times_.too_many_retry, static_cast<double>(times_.too_many_retry.count()) / 2, now);
    } else if (!lived || *lived < std::min(kRoutineLife, times_.healthy)) {
        say("Slack ended the connection: " + std::string(reason), false);
        back_off(now);
    }
    return lived ? known.farewell : Farewell::close;
}

}  // namespace deskbell::slack
