#include "slack/net/limiter.hpp"

#include <catch2/catch.hpp>

using namespace deskbell::slack;
using namespace std::chrono_literals;
using Time = Bucket::Time;

namespace {
const Time kStart = Time{} + 1000h;
}

TEST_CASE("a bucket lets its burst through at once and then one per interval")
{
    Bucket bucket(kChannelPace);
    std::vector<Time> due;
    for (int i = 0; i < 5; ++i) due.push_back(bucket.due(bucket.queue_up(kStart)));
    CHECK(due == std::vector<Time>{kStart, kStart, kStart, kStart + 1s, kStart + 2s});
}

TEST_CASE("an emptied bucket fills up again, but never beyond its burst")
{
    Bucket bucket(kChannelPace);
    for (int i = 0; i < 3; ++i) bucket.leave(bucket.queue_up(kStart));
    CHECK_FALSE(bucket.is_idle(kStart + 2s));
    CHECK(bucket.is_idle(kStart + 3s));
    const Time later = kStart + 1h;
    int at_once = 0;
    for (int i = 0; i < 10; ++i) at_once += bucket.due(bucket.queue_up(later)) == later ? 1 : 0;
    CHECK(at_once == 3);
}

TEST_CASE("a pause moves everybody who waits behind its end, one by one and in order", "[pitfall-62]")
{
    Bucket bucket(kChannelPace);
    std::vector<Bucket::Place> places;
    for (int i = 0; i < 5; ++i) places.push_back(bucket.queue_up(kStart));
    bucket.pause(kStart + 7s);
    for (int i = 0; i < 5; ++i)
        CHECK(bucket.due(places[static_cast<std::size_t>(i)]) == kStart + 7s + i * 1s);
    CHECK(bucket.due(bucket.queue_up(kStart + 8s)) == kStart + 12s);
}

TEST_CASE("after a pause a newcomer finds one token, not a full bucket")
{
    Bucket bucket(kChannelPace);
    bucket.pause(kStart + 7s);
    CHECK(bucket.due(bucket.queue_up(kStart + 7s)) == kStart + 7s);
    CHECK(bucket.due(bucket.queue_up(kStart + 7s)) == kStart + 8s);
}

TEST_CASE("a shorter pause does not end a longer one")
{
    Bucket bucket(kChannelPace);
    bucket.pause(kStart + 30s);
    bucket.pause(kStart + 5s);
    CHECK(bucket.due(bucket.queue_up(kStart)) == kStart + 30s);
}

TEST_CASE("a pause holds up its own key only, by default when Slack names no time, and never for hours",
          "[pitfall-61]")
{
    Limiter limiter;
    limiter.pause("channel C1", kChannelPace, 7s, 1s, kStart);
    limiter.pause("channel C2", kChannelPace, 0s, 1s, kStart);
    limiter.pause("channel C3", kChannelPace, 99999s, 1s, kStart);
    const auto due = [&](const char* key) {
        Bucket* bucket = limiter.enter(key, kChannelPace, kStart);
        return bucket->due(bucket->queue_up(kStart));
    };
    CHECK(due("channel C1") == kStart + 7s);
    CHECK(due("channel C2") == kStart + 1s);
    CHECK(due("channel C3") == kStart + Limiter::kPauseMost);
    CHECK(due("channel C4") == kStart);
}

TEST_CASE("a queue that runs wild is refused and leaves others alone")
{
    Limiter limiter;
    for (std::size_t i = 0; i < Limiter::kWaitingMax; ++i)
        limiter.enter("channel C1", kChannelPace, kStart)->queue_up(kStart);
    CHECK(limiter.enter("channel C1", kChannelPace, kStart) == nullptr);
    CHECK(limiter.enter("channel C2", kChannelPace, kStart) != nullptr);
}

TEST_CASE("idle buckets make room for new ones")
{
    Limiter limiter;
    for (std::size_t i = 0; i < Limiter::kBucketsMax; ++i) {
        Bucket* bucket = limiter.enter("channel " + std::to_string(i), kChannelPace, kStart);
        bucket->leave(bucket->queue_up(kStart));
    }
    CHECK(limiter.enter("one more", kChannelPace, kStart) == nullptr);
    CHECK(limiter.enter("one more", kChannelPace, kStart + 1min) != nullptr);
}

TEST_CASE(
    "methods that make something are never repeated by the client, and those with a trigger do not wait")
{
    for (const char* name : {"chat.postMessage", "chat.postEphemeral", "views.open", "views.push",
                             "views.update", "conversations.create", "never.heard.of"})
        CHECK_FALSE(method_of(name).is_repeatable);
    for (const char* name : {"chat.update", "users.info", "conversations.replies", "apps.connections.open"})
        CHECK(method_of(name).is_repeatable);
    CHECK(method_of("views.open").is_urgent);
    CHECK_FALSE(method_of("chat.postMessage").is_urgent);
    CHECK(method_of("chat.postMessage").is_post);
    CHECK(method_of("never.heard.of").pace.interval == 1200ms);
}
