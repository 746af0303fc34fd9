#include "store/pauses.hpp"
#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>
#include <set>

using namespace deskbell;
using namespace deskbell::store;

namespace {

Outgoing post(std::string_view lane, std::string_view text)
{
    Outgoing o = call("chat.postMessage", lane);
    o.arguments = {{"text", std::string(text)}};
    return o;
}

std::int64_t unposted(Fresh& fresh, std::string_view channel)
{
    return fresh.unit.messages.insert({0, 0, "card", std::string(channel), "", 0});
}

/// The texts of what can be sent now; each call is left under way.
std::string claimed(Fresh& fresh, UtcTime now = at(0), int limit = 100)
{
    std::string out;
    for (const Outgoing& o : fresh.unit.outbox.claim(now, limit))
        out += (out.empty() ? "" : " ") + (o.arguments.contains("text") ? o.arguments.at("text") : o.method);
    return out;
}

/// The only row that can be sent now.
Outgoing claim_one(Fresh& fresh, UtcTime now = at(0))
{
    const auto rows = fresh.unit.outbox.claim(now, 100);
    REQUIRE(rows.size() == 1);
    return rows.front();
}

}  // namespace

TEST_CASE("a call comes out of the outbox as it went in", "[store][conformance]")
{
    Fresh fresh;
    Outgoing o = call("chat.update", "lane", 0, 0);
    o.message = fresh.unit.messages.insert({0, 0, "card", "C1", "1.1", 0});
    o.thread = fresh.unit.messages.insert({0, 0, "source", "C1", "1.0", 0});
    o.channel = "C1";
    o.arguments = {{"blocks", "[{\"type\":\"divider\"}]"}, {"text", "ä"}};
    o.dedupe_key = "d";
    o.coalesce_key = "c";
    o.then = "directory:U1";
    o.not_before = at(-5);
    CHECK(fresh.unit.outbox.add(o, at(0)));

    const Outgoing got = claim_one(fresh);
    CHECK(got.method == o.method);
    CHECK(got.lane == o.lane);
    CHECK(got.channel == o.channel);
    CHECK(got.arguments == o.arguments);
    CHECK(got.dedupe_key == o.dedupe_key);
    CHECK(got.coalesce_key == o.coalesce_key);
    CHECK(got.message == o.message);
    CHECK(got.thread == o.thread);
    CHECK(got.then == o.then);
    CHECK(got.not_before == o.not_before);
    CHECK(got.attempts == 0);
}

TEST_CASE("a lane sends one call after the other, lanes do not wait for each other", "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    for (const auto* text : {"a1", "a2"}) outbox.add(post("A", text), at(0));
    outbox.add(post("B", "b1"), at(0));

    const auto first = outbox.claim(at(0), 10);
    REQUIRE(first.size() == 2);
    CHECK(first[0].arguments.at("text") == "a1");
    CHECK(first[1].arguments.at("text") == "b1");
    CHECK(claimed(fresh).empty());

    outbox.done(first[0].id, at(1));
    CHECK(claimed(fresh) == "a2");
}

TEST_CASE("a limited claim takes the oldest", "[store][conformance]")
{
    Fresh fresh;
    for (const auto* lane : {"C", "A", "B"}) fresh.unit.outbox.add(post(lane, lane), at(0));
    CHECK(claimed(fresh, at(0), 2) == "C A");
    CHECK(claimed(fresh, at(0), 0).empty());
    CHECK(claimed(fresh, at(0), 2) == "B");
}

TEST_CASE("a dedupe key works once for ever", "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    Outgoing digest = post("U1", "digest");
    digest.dedupe_key = "digest:2026-W48:U1";
    CHECK(outbox.add(digest, at(0)));
    CHECK_FALSE(outbox.add(digest, at(0)));
    outbox.done(claim_one(fresh).id, at(1));
    CHECK_FALSE(outbox.add(digest, at(2)));
    CHECK(outbox.prune(at(2)) == 1);
    CHECK_FALSE(outbox.add(digest, at(3)));
    CHECK(outbox.counts().waiting == 0);
}

TEST_CASE("newer content takes the place of a waiting call", "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    Outgoing first = post("L", "old");
    first.coalesce_key = "k";
    outbox.add(first, at(0));
    outbox.add(post("L", "between"), at(0));
    Outgoing second = post("L", "new");
    second.coalesce_key = "k";
    CHECK(outbox.add(second, at(0)));

    CHECK(outbox.counts().waiting == 2);
    const Outgoing sent = claim_one(fresh);
    CHECK(sent.arguments.at("text") == "new");
    outbox.done(sent.id, at(0));
    CHECK(claimed(fresh) == "between");
}

TEST_CASE("content that arrives during the call is sent after it", "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    Outgoing view = call("views.publish", "home:U1");
    view.coalesce_key = "home:U1";
    view.arguments = {{"text", "one"}};
    outbox.add(view, at(0));
    const Outgoing under_way = claim_one(fresh);
    view.arguments = {{"text", "two"}};
    outbox.add(view, at(0));
    CHECK(claimed(fresh).empty());

    SECTION("when the call succeeds")
    {
        outbox.done(under_way.id, at(1));
        CHECK(claimed(fresh) == "two");
    }
    SECTION("instead of the old one when the call fails, and not before its pause is over")
    {
        outbox.retry(under_way.id, at(30), "ratelimited");
        CHECK(outbox.counts().waiting == 1);
        CHECK(claimed(fresh, at(29)).empty());
        CHECK(claimed(fresh, at(30)) == "two");
    }
}

TEST_CASE("newer content does not shorten the pause after a failure", "[store][conformance]")
{
    Fresh fresh;
    Outgoing view = call("views.publish", "home:U1");
    view.coalesce_key = "home:U1";
    fresh.unit.outbox.add(view, at(0));
    fresh.unit.outbox.retry(claim_one(fresh).id, at(30), "ratelimited");
    fresh.unit.outbox.add(view, at(0));
    CHECK(claimed(fresh, at(29)).empty());
    CHECK(claim_one(fresh, at(30)).attempts == 1);
}

TEST_CASE("when the clock is set back, pauses are shortened by as much and nothing else moves",
          "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    outbox.add(call("chat.postMessage", "C1"), at(0));
    outbox.add(call("chat.postMessage", "C2"), at(0));
    const std::int64_t first = outbox.claim(at(0), 1).front().id;
    outbox.retry(first, at(30), "ratelimited");
    shorten_pauses(fresh.db(), at(-3600), std::chrono::seconds{3600});
    CHECK(outbox.claim(at(-3600), 10).size() == 1);  // that of C2, which had no pause
    CHECK(outbox.claim(at(-3571), 10).empty());
    const auto again = outbox.claim(at(-3570), 10);
    REQUIRE(again.size() == 1);
    CHECK(again.front().id == first);
}

TEST_CASE("a call can be planned for later without holding anything back", "[store][conformance]")
{
    Fresh fresh;
    Outgoing later = post("L", "later");
    later.not_before = at(100);
    fresh.unit.outbox.add(later, at(0));
    fresh.unit.outbox.add(post("L", "now"), at(0));
    const Outgoing now = claim_one(fresh);
    CHECK(now.arguments.at("text") == "now");
    fresh.unit.outbox.done(now.id, at(1));
    CHECK(fresh.unit.outbox.next_due() == at(100));
    CHECK(claimed(fresh, at(100)) == "later");
}

TEST_CASE("a post that is tried again is not overtaken", "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    outbox.add(post("L", "first"), at(0));
    outbox.add(post("L", "second"), at(0));
    const Outgoing first = claim_one(fresh);
    outbox.retry(first.id, at(10), "timeout");

    CHECK(claimed(fresh, at(9)).empty());
    CHECK(outbox.next_due() == at(10));
    const Outgoing again = claim_one(fresh, at(10));
    CHECK(again.id == first.id);
    CHECK(again.attempts == 1);
    CHECK(again.last_error == "timeout");
    outbox.done(again.id, at(11));
    CHECK(claimed(fresh, at(11)) == "second");
}

TEST_CASE("files do not overtake a post that is tried again", "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    outbox.add(post("L", "digest"), at(0));
    outbox.add(call("files.upload", "L"), at(0));
    const Outgoing digest = claim_one(fresh);
    outbox.retry(digest.id, at(10), "timeout");

    CHECK(claimed(fresh, at(9)).empty());
    outbox.done(claim_one(fresh, at(10)).id, at(10));
    CHECK(claimed(fresh, at(10)) == "files.upload");
}

TEST_CASE("files that are tried again hold back no post", "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    for (const char* step : {"files.upload", "files.completeUploadExternal"}) {
        outbox.add(call(step, "L"), at(0));
        outbox.add(post("L", "words"), at(0));
        outbox.retry(claim_one(fresh).id, at(10), "timeout");
        const Outgoing words = claim_one(fresh, at(1));
        CHECK(words.method == "chat.postMessage");
        outbox.done(words.id, at(1));
        outbox.done(claim_one(fresh, at(10)).id, at(10));
    }
}

TEST_CASE("a row that goes on with its second step keeps its place and starts anew", "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    Outgoing upload = call("files.upload", "L");
    upload.dedupe_key = "digest";
    outbox.add(upload, at(0));
    outbox.add(post("L", "later"), at(0));
    outbox.retry(claim_one(fresh).id, at(0), "timeout");
    const Outgoing first = claim_one(fresh);
    outbox.go_on(first.id, "files.completeUploadExternal", {{"files", "[]"}}, at(1));

    const Outgoing second = claim_one(fresh, at(1));
    CHECK(second.id == first.id);
    CHECK(second.method == "files.completeUploadExternal");
    CHECK(second.arguments == Attributes{{"files", "[]"}});
    CHECK(second.channel == "L");
    CHECK(second.attempts == 0);
    CHECK(second.last_error.empty());
    outbox.done(second.id, at(2));
    CHECK(claimed(fresh, at(2)) == "later");
    CHECK_FALSE(outbox.add(upload, at(3)));
}

TEST_CASE("an update waits for its post, and lets everything else pass", "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    const auto card = unposted(fresh, "L");
    // The update is the older row: the post it waits for must still get by.
    outbox.add(call("chat.update", "L", card), at(0));
    outbox.add(call("chat.postMessage", "L", card), at(0));

    const Outgoing sent = claim_one(fresh);
    CHECK(sent.method == "chat.postMessage");
    fresh.unit.messages.posted(card, "C1", "1.1");
    outbox.done(sent.id, at(0));
    CHECK(claim_one(fresh).method == "chat.update");
}

TEST_CASE("a reply waits for the root of its thread, and later posts wait behind it", "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    const auto root = unposted(fresh, "C1");
    outbox.add(call("chat.postMessage", "C1", root), at(0));
    Outgoing reply = post("C2", "reply");
    reply.thread = root;
    outbox.add(reply, at(0));
    outbox.add(post("C2", "later"), at(0));

    const Outgoing sent = claim_one(fresh);
    CHECK(sent.message == root);
    fresh.unit.messages.posted(root, "C1", "1.1");
    outbox.done(sent.id, at(0));
    const Outgoing next = claim_one(fresh);
    CHECK(next.arguments.at("text") == "reply");
    CHECK(next.thread == root);
    outbox.done(next.id, at(0));
    CHECK(claimed(fresh) == "later");
}

TEST_CASE("a root that cannot be posted holds back its own replies only", "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    const auto root = unposted(fresh, "C1");
    outbox.add(call("chat.postMessage", "C1", root), at(0));
    Outgoing reply = post("C1", "reply");
    reply.thread = root;
    outbox.add(reply, at(0));
    outbox.add(post("C1", "other ticket"), at(0));

    CHECK(outbox.park(claim_one(fresh).id, "invalid_blocks", at(0)) == 1);
    CHECK(claimed(fresh) == "other ticket");
    CHECK(outbox.counts().parked == 2);
    CHECK(outbox.counts().waiting == 0);
    CHECK_FALSE(outbox.next_due());
}

TEST_CASE("a reply that is older than its root does not hold the root back", "[store][conformance]")
{
    Fresh fresh;
    const auto root = unposted(fresh, "L");
    fresh.unit.outbox.add(call("chat.postMessage", "L", 0, root), at(0));
    fresh.unit.outbox.add(call("chat.postMessage", "L", root), at(0));
    CHECK(claim_one(fresh).message == root);
}

TEST_CASE("calls about one message keep their order, others pass", "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    const auto card = fresh.unit.messages.insert({0, 0, "card", "L", "1.1", 0});
    outbox.add(call("chat.update", "L", card), at(0));
    outbox.add(call("chat.delete", "L", card), at(0));
    outbox.add(post("L", "unrelated"), at(0));
    outbox.retry(claim_one(fresh).id, at(10), "timeout");

    const Outgoing passing = claim_one(fresh);
    CHECK(passing.arguments.at("text") == "unrelated");
    outbox.done(passing.id, at(1));
    CHECK(claimed(fresh, at(9)).empty());
    CHECK(claimed(fresh, at(10)) == "chat.update");
}

TEST_CASE("a call that was under way too long is shown as interrupted, and its lane waits",
          "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    outbox.add(post("L", "one"), at(0));
    outbox.add(post("L", "two"), at(0));
    const Outgoing leased = claim_one(fresh, at(0));
    CHECK(outbox.interrupted(at(59), 10).empty());
    const auto found = outbox.interrupted(at(60), 10);
    REQUIRE(found.size() == 1);
    CHECK(found.front().id == leased.id);
    CHECK(claimed(fresh, at(60)).empty());
    CHECK(outbox.counts().leased == 1);
    CHECK_FALSE(outbox.next_due());

    outbox.done(leased.id, at(61));
    CHECK(outbox.interrupted(at(120), 10).empty());
    CHECK(claimed(fresh, at(61)) == "two");
}

TEST_CASE("the next due time is that of the earliest call that nothing else holds back",
          "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    CHECK_FALSE(outbox.next_due());
    Outgoing later = post("A", "x");
    later.not_before = at(50);
    outbox.add(later, at(0));
    later.lane = "B";
    later.not_before = at(40);
    outbox.add(later, at(0));
    CHECK(outbox.next_due() == at(40));
}

TEST_CASE("pruning removes what is done, and only that", "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    for (const auto* lane : {"A", "B", "C", "D"}) outbox.add(post(lane, lane), at(0));
    const auto rows = outbox.claim(at(0), 3);
    outbox.done(rows[0].id, at(10));
    outbox.done(rows[1].id, at(20));
    outbox.park(rows[2].id, "no", at(10));
    CHECK(outbox.prune(at(20)) == 1);
    CHECK(outbox.prune(at(21)) == 1);
    CHECK(outbox.counts().parked == 1);
    CHECK(outbox.counts().waiting == 1);
}

TEST_CASE("the id of a call is never given twice", "[store][conformance]")
{
    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    outbox.add(post("A", "x"), at(0));
    const auto first = claim_one(fresh).id;
    outbox.done(first, at(0));
    outbox.prune(at(1));
    outbox.add(post("A", "x"), at(0));
    CHECK(claim_one(fresh).id > first);
}

TEST_CASE("whatever fails on the way, every call is sent, and posts in the order of their lane",
          "[store][conformance]")
{
    const auto seed = GENERATE(range(1U, 21U));
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto chance = [&](unsigned percent) { return random() % 100 < percent; };
    const auto lane = [&] { return std::string(1, static_cast<char>('A' + random() % 3)); };

    Fresh fresh;
    Outbox& outbox = fresh.unit.outbox;
    fresh.db().execute("BEGIN");
    std::vector<std::int64_t> messages;
    for (int i = 0; i < 60; ++i) {
        Outgoing o = call("chat.postMessage", lane());
        if (!messages.empty() && chance(40)) {
            o.thread = messages[random() % messages.size()];
        } else if (!messages.empty() && chance(50)) {
            o.method = "chat.update";
            o.message = messages[random() % messages.size()];
        }
        if (o.message == 0)
            messages.push_back(o.message = unposted(fresh, o.lane));
        outbox.add(o, at(0));
    }

    std::map<std::string, std::int64_t> last_post;
    int sent = 0;
    for (int now = 0; now < 2000 && sent < 60; ++now) {
        std::set<std::string> lanes;
        for (const Outgoing& o : outbox.claim(at(now), 10)) {
            CHECK(lanes.insert(o.lane).second);
            if (chance(30)) {
                outbox.retry(o.id, at(now + static_cast<int>(random() % 20)), "timeout");
                continue;
            }
            if (o.method == "chat.postMessage") {
                CHECK(o.id > last_post[o.lane]);
                last_post[o.lane] = o.id;
                fresh.unit.messages.posted(o.message, o.lane, std::to_string(o.id));
            }
            if (o.thread != 0)
                CHECK_FALSE(fresh.unit.messages.find(o.thread)->ts.empty());
            outbox.done(o.id, at(now));
            ++sent;
        }
    }
    CHECK(sent == 60);
    fresh.db().execute("COMMIT");
}
