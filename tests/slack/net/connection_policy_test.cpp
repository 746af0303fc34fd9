#include "slack/net/connection_policy.hpp"

#include <catch2/catch.hpp>

using namespace deskbell::slack;
using namespace std::chrono_literals;
using Time = ConnectionPolicy::Time;

namespace {

const Time kStart = Time{} + 1000h;

ConnectionPolicy policy(double chance = 0.5)
{
    return {SocketTimes{}, [chance] { return chance; }};
}

CallResult refusal(std::string error, ErrorClass is = ErrorClass::try_again, std::chrono::seconds after = 0s)
{
    CallResult out;
    out.http_status = is == ErrorClass::rate_limited ? 429 : 200;
    out.error = std::move(error);
    out.error_class = is;
    out.retry_after = after;
    return out;
}

}  // namespace

TEST_CASE("waits grow by chance up to their limit and start over after a reset")
{
    Backoff longest(1s, 60s);
    std::vector<std::chrono::milliseconds> waits;
    for (int i = 0; i < 9; ++i) waits.push_back(longest.next(1.0));
    CHECK(waits == std::vector<std::chrono::milliseconds>{1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s, 60s});
    longest.reset();
    CHECK(longest.next(1.0) == 1s);
    Backoff shortest(1s, 60s);
    CHECK(shortest.next(0.0) == 0s);
    CHECK(shortest.next(0.0) == 500ms);
    CHECK(shortest.next(0.5) == 2500ms);
}

TEST_CASE("a server that drops everybody at once is visited at most eight times in the first minute",
          "[pitfall-15]")
{
    const double chance = GENERATE(0.3, 0.5, 0.8, 1.0);
    auto it = policy(chance);
    int attempts = 0;
    for (Time now = kStart; now < kStart + 60s; now = std::max(now + 20ms, it.not_before())) {
        ++attempts;
        it.connected(now);
        it.lost("closed (1006)", 20ms, now + 20ms);
    }
    CHECK(attempts <= 8);
    CHECK(attempts >= 4);
}

TEST_CASE("only a connection that was well for a minute makes the waits short again")
{
    auto it = policy(1.0);
    for (int i = 0; i < 6; ++i) it.failed("timed out", kStart);
    const Time later = kStart + 1h;
    it.lost("reset", 59s, later);
    CHECK(it.not_before() == later + 60s);
    it.lost("reset", 60s, later + 1h);
    CHECK(it.not_before() == later + 1h + 1s);
}

TEST_CASE("a routine refresh does not wait at all")
{
    const char* reason = GENERATE("warning", "refresh_requested", "something_new");
    auto it = policy();
    it.connected(kStart);
    CHECK(it.told_to_go(reason, 5h, kStart + 5h) == Farewell::retire);
    CHECK(it.not_before() <= kStart + 5h);
    CHECK_FALSE(it.is_fatal());
}

TEST_CASE("a disconnect instead of hello is a failed attempt")
{
    auto it = policy(1.0);
    CHECK(it.told_to_go("refresh_requested", std::nullopt, kStart) == Farewell::close);
    CHECK(it.not_before() == kStart + 1s);
}

TEST_CASE("refreshes that follow hello at once are slowed down")
{
    auto it = policy(1.0);
    CHECK(it.told_to_go("warning", 5ms, kStart) == Farewell::retire);
    CHECK(it.not_before() == kStart + 1s);
    CHECK(it.told_to_go("warning", 5ms, kStart + 1s) == Farewell::retire);
    CHECK(it.not_before() == kStart + 3s);
}

TEST_CASE("too_many_websockets closes, waits half a minute or more, and asks for room", "[pitfall-28]")
{
    const bool had_hello = GENERATE(true, false);
    auto it = policy(0.5);
    const auto lived = had_hello ? std::optional(ConnectionPolicy::Millis(100)) : std::nullopt;
    CHECK(it.told_to_go("too_many_websockets", lived, kStart) == Farewell::close);
    CHECK(it.not_before() == kStart + 37500ms);
    CHECK(it.must_make_room());
    CHECK(it.trouble().find("too many") != std::string::npos);
    it.connected(kStart + 40s);
    CHECK_FALSE(it.must_make_room());
}

TEST_CASE("link_disabled leaves the hot loop and tells the operator")
{
    auto it = policy();
    CHECK(it.told_to_go("link_disabled", 1h, kStart) == Farewell::close);
    CHECK(it.not_before() == kStart + 5min);
    CHECK(it.is_fatal());
    it.connected(kStart + 6min);
    CHECK_FALSE(it.is_fatal());
    CHECK(it.trouble().empty());
}

TEST_CASE("answers that will not pass by themselves are tried once in five minutes",
          "[pitfall-55][pitfall-57]")
{
    const char* error =
        GENERATE("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired",
                 "not_allowed_token_type", "missing_scope", "no_permission", "forbidden_team", "missing_args",
                 "access_denied", "accesslimited", "user_removed_from_team", "team_disabled",
                 "two_factor_setup_required", "org_login_required", "team_access_not_granted");
    INFO(error);
    auto it = policy();
    it.refused(refusal(error, ErrorClass::credential), kStart);
    CHECK(it.is_fatal());
    CHECK(it.not_before() == kStart + 5min);
    CHECK(it.trouble().find(error) != std::string::npos);
}

TEST_CASE("answers that pass are tried again with growing waits")
{
    const char* error = GENERATE("internal_error", "fatal_error", "service_unavailable", "request_timeout",
                                 "team_added_to_org", "http_500", "http_404", "no answer");
    auto it = policy(1.0);
    it.refused(refusal(error), kStart);
    CHECK_FALSE(it.is_fatal());
    CHECK(it.not_before() == kStart + 1s);
    it.refused(refusal(error), kStart + 1s);
    CHECK(it.not_before() == kStart + 3s);
}

TEST_CASE("a rate limit is obeyed to the second, with little on top, and does not count as failure",
          "[pitfall-56]")
{
    auto it = policy(1.0);
    it.refused(refusal("ratelimited", ErrorClass::rate_limited, 7s), kStart);
    CHECK(it.not_before() == kStart + 8s);
    it.failed("later", kStart + 10s);
    CHECK(it.not_before() == kStart + 11s);
}
