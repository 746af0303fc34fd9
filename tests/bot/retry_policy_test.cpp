#include "bot/retry_policy.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::bot;
using namespace std::chrono_literals;
using slack::ErrorClass;
using Next = Verdict::Next;

namespace {

slack::CallResult result_of(ErrorClass error_class, std::chrono::seconds retry_after = 0s)
{
    slack::CallResult result;
    result.ok = error_class == ErrorClass::none;
    result.error_class = error_class;
    result.retry_after = retry_after;
    return result;
}

}  // namespace

TEST_CASE("each class of answer has its consequence", "[bot]")
{
    struct Row {
        ErrorClass error_class;
        Next next;
        bool looked_up;  ///< when it was a post
    };
    const auto row = GENERATE(values<Row>({
        {ErrorClass::none, Next::done, false},
        {ErrorClass::already_done, Next::done, false},
        {ErrorClass::try_again, Next::again, true},
        {ErrorClass::rate_limited, Next::again, false},
        {ErrorClass::credential, Next::again, false},
        {ErrorClass::configuration, Next::park, false},
        {ErrorClass::target_gone, Next::park, false},
        {ErrorClass::our_bug, Next::park, false},
    }));
    const Verdict post = judge("chat.postMessage", result_of(row.error_class), 0, 0.5);
    CHECK(post.next == row.next);
    CHECK(post.is_outcome_unknown == row.looked_up);
    const Verdict update = judge("chat.update", result_of(row.error_class), 0, 0.5);
    CHECK(update.next == row.next);
    CHECK_FALSE(update.is_outcome_unknown);
}

TEST_CASE("after 429 the wait is at least what Slack asked for", "[bot]")
{
    for (const double dice : {0.0, 0.5, 1.0}) {
        const auto wait = judge("chat.postMessage", result_of(ErrorClass::rate_limited, 7s), 3, dice).wait;
        CHECK(wait >= 7s);
        CHECK(wait <= 8s);
    }
}

TEST_CASE("the back-off doubles, never ends, and stays below its bound", "[bot]")
{
    CHECK(backoff(0, 1.0) == 1s);
    CHECK(backoff(1, 1.0) == 2s);
    CHECK(backoff(4, 1.0) == 16s);
    CHECK(backoff(999, 1.0) == kBackoffMost);
    for (int attempts = 0; attempts < 20; ++attempts) {
        CHECK(backoff(attempts, 0.0) >= 500ms);
        CHECK(backoff(attempts, 0.0) == backoff(attempts, 1.0) / 2);
    }
}

TEST_CASE("a post whose fate is unknown is not looked for before a history shows it", "[bot]")
{
    CHECK(judge("chat.postMessage", result_of(ErrorClass::try_again), 0, 0.0).wait >= kShownLate);
    CHECK(judge("chat.update", result_of(ErrorClass::try_again), 0, 0.0).wait < kShownLate);
}

TEST_CASE("a row is parked when its tries are used up, not before", "[bot]")
{
    CHECK(judge("chat.update", result_of(ErrorClass::try_again), kAttemptsMost - 2, 0.5).next == Next::again);
    CHECK(judge("chat.update", result_of(ErrorClass::try_again), kAttemptsMost - 1, 0.5).next == Next::park);
    CHECK(judge("chat.update", result_of(ErrorClass::none), kAttemptsMost, 0.5).next == Next::done);
}

TEST_CASE("an unknown outcome is remembered with the time of the first try", "[bot]")
{
    const UtcTime sent = from_unix(1'800'000'000);
    const std::string kept = unknown_outcome(sent, "http_503");
    REQUIRE(first_unknown(kept));
    CHECK(*first_unknown(kept) == sent);
    CHECK(kept.find("http_503") != std::string::npos);
    CHECK_FALSE(first_unknown("ratelimited"));
    CHECK_FALSE(first_unknown(""));
}
