#include "bot/parked_reason.hpp"

#include "bot/recording.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::bot;

TEST_CASE("a parked call says why and what to do, whatever Slack said", "[bot][parked]")
{
    struct Row {
        std::string error, why, advice;
    };
    const auto row = GENERATE(values<Row>({
        {"is_archived", "the channel is archived", "outbox retry 7"},
        {"not_in_channel", "the bot is not in the channel", "Invite"},
        {"user_not_found", "account is gone", "outbox drop 7"},
        {"missing_scope: files:write", "the app lacks the scope files:write", "install it again"},
        {"missing_scope", "the app lacks a scope", "install it again"},
        {"thread_gone", "its thread was deleted", "outbox drop 7"},
        {"the thread is gone; the post was removed again", "its thread was deleted", "outbox drop 7"},
        {"restricted_action_read_only_channel", "settings do not allow it", "outbox retry 7"},
        {"team_access_not_granted", "settings do not allow it", "outbox retry 7"},
        {"invalid_blocks", "does not understand the call", "report the code"},
        {"connection reset by peer", "no usable answer", "outbox retry 7"},
        {"http_503", "no usable answer", "outbox retry 7"},
        {"outcome unknown since 2026-11-23T09:00:00Z: is_archived", "the channel is archived", "retry 7"},
        {"", "no usable answer", "outbox retry 7"},
    }));
    CAPTURE(row.error);
    const ParkedReason reason = reason_of("chat.postMessage", row.error, 7);
    CHECK(reason.why.find(row.why) != std::string::npos);
    CHECK(reason.advice.find(row.advice) != std::string::npos);
}

TEST_CASE("what the desk could not digest is named without repeating it: it may hold words of people",
          "[bot][parked]")
{
    const auto reason = reason_of("users.info", "answer_not_understood: near \"my secret\"", 7);
    CHECK(to_text(reason).find("secret") == std::string::npos);
    CHECK(reason.code == "answer_not_understood");
}

TEST_CASE("a call that waits for another says so", "[bot][parked]")
{
    store::ParkedCall call;
    call.id = 8;
    call.awaits = 7;
    call.method = "chat.postMessage";
    CHECK(to_text(reason_of(call)) ==
          "its thread's first message could not be posted. It comes with that one: see call 7");
    call.method = "chat.update";
    call.is_leader_dropped = true;
    CHECK(to_text(reason_of(call)) ==
          "the message that it changes was dropped. It cannot be delivered any more: deskbell outbox drop 8");
}

TEST_CASE("the log says of a parked call what the operator should do", "[bot][parked]")
{
    store::Outgoing row;
    row.id = 7;
    row.method = "chat.postMessage";
    row.channel = "C1";
    row.arguments["text"] = "private";
    const slack::CallResult result;
    const Verdict verdict;
    CHECK(parked_line({row, result, verdict, "is_archived", false, 2}) ==
          "outbox row 7 (chat.postMessage C1) cannot be delivered: the channel is archived (is_archived). "
          "Unarchive it, then: deskbell outbox retry 7. Parked with it: 2 calls that must come after it");
}
