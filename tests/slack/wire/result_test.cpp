#include "slack/wire/call.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::slack;
using namespace std::chrono_literals;

namespace {

CallResult answered(int status, std::string body, std::string_view method = "chat.postMessage")
{
    return read_result(method, status, "", std::move(body));
}

CallResult refused_with(std::string_view error, std::string_view method = "chat.postMessage")
{
    return answered(200, R"({"ok":false,"error":")" + std::string(error) + "\"}", method);
}

}  // namespace

TEST_CASE("an answer that is ok has no error", "[wire][result]")
{
    const CallResult r =
        answered(200, R"({"ok":true,"channel":"C1","ts":"1.2","warning":"message_truncated"})");
    CHECK(r.ok);
    CHECK(r.http_status == 200);
    CHECK(r.error.empty());
    CHECK(r.error_class == ErrorClass::none);
    CHECK(r.at("/ts") == "1.2");
}

TEST_CASE("each error has a class that says what to do", "[wire][result]")
{
    struct Row {
        const char* error;
        ErrorClass is;
    };
    const Row row = GENERATE(
        Row{"service_unavailable", ErrorClass::try_again}, Row{"internal_error", ErrorClass::try_again},
        Row{"fatal_error", ErrorClass::try_again}, Row{"request_timeout", ErrorClass::try_again},
        Row{"team_added_to_org", ErrorClass::try_again},
        Row{"external_channel_migrating", ErrorClass::try_again},
        Row{"ratelimited", ErrorClass::rate_limited}, Row{"rate_limited", ErrorClass::rate_limited},
        Row{"invalid_auth", ErrorClass::credential}, Row{"not_authed", ErrorClass::credential},
        Row{"token_revoked", ErrorClass::credential}, Row{"token_expired", ErrorClass::credential},
        Row{"account_inactive", ErrorClass::credential}, Row{"missing_scope", ErrorClass::configuration},
        Row{"not_allowed_token_type", ErrorClass::configuration},
        Row{"no_permission", ErrorClass::configuration}, Row{"access_denied", ErrorClass::configuration},
        Row{"team_access_not_granted", ErrorClass::configuration},
        Row{"ekm_access_denied", ErrorClass::configuration},
        Row{"restricted_action", ErrorClass::configuration},
        Row{"restricted_action_read_only_channel", ErrorClass::configuration},
        Row{"slack_connect_file_upload_sharing_blocked", ErrorClass::configuration},
        Row{"file_uploads_disabled", ErrorClass::configuration},
        Row{"file_update_failed", ErrorClass::try_again}, Row{"channel_not_found", ErrorClass::target_gone},
        Row{"is_archived", ErrorClass::target_gone}, Row{"not_in_channel", ErrorClass::target_gone},
        Row{"message_not_found", ErrorClass::target_gone}, Row{"user_not_found", ErrorClass::target_gone},
        Row{"users_not_found", ErrorClass::target_gone}, Row{"cant_update_message", ErrorClass::target_gone},
        Row{"edit_window_closed", ErrorClass::target_gone}, Row{"thread_not_found", ErrorClass::target_gone},
        Row{"messages_tab_disabled", ErrorClass::target_gone},
        Row{"user_not_visible", ErrorClass::target_gone}, Row{"expired_trigger_id", ErrorClass::target_gone},
        Row{"invalid_arguments", ErrorClass::our_bug}, Row{"invalid_blocks", ErrorClass::our_bug},
        Row{"invalid_blocks_format", ErrorClass::our_bug}, Row{"msg_too_long", ErrorClass::our_bug},
        Row{"msg_blocks_too_long", ErrorClass::our_bug}, Row{"no_text", ErrorClass::our_bug},
        Row{"too_many_attachments", ErrorClass::our_bug}, Row{"view_too_large", ErrorClass::our_bug},
        Row{"metadata_too_large", ErrorClass::our_bug}, Row{"invented_tomorrow", ErrorClass::our_bug});
    CAPTURE(row.error);
    const CallResult r = refused_with(row.error);
    CHECK_FALSE(r.ok);
    CHECK(r.error == row.error);
    CHECK(r.error_class == row.is);
}

TEST_CASE("whether a wish is fulfilled already depends on the wish", "[wire][result]")
{
    CHECK(class_of("chat.delete", "message_not_found") == ErrorClass::already_done);
    CHECK(class_of("chat.update", "message_not_found") == ErrorClass::target_gone);
    CHECK(class_of("reactions.add", "already_reacted") == ErrorClass::already_done);
    CHECK(class_of("reactions.remove", "no_reaction") == ErrorClass::already_done);
    CHECK(class_of("pins.add", "already_pinned") == ErrorClass::already_done);
    CHECK(class_of("conversations.invite", "already_in_channel") == ErrorClass::already_done);
    CHECK(class_of("conversations.create", "name_taken") == ErrorClass::already_done);
    CHECK(class_of("chat.postMessage", "name_taken") == ErrorClass::our_bug);
    CHECK(class_of("chat.postMessage", "") == ErrorClass::none);
}

TEST_CASE("a missing scope is named", "[wire][result]")
{
    const CallResult r = answered(
        200, R"({"ok":false,"error":"missing_scope","needed":"chat:write","provided":"users:read"})");
    CHECK(r.error_class == ErrorClass::configuration);
    CHECK(r.needed == "chat:write");
}

TEST_CASE("after a 429 there is always a wait, never a busy loop", "[wire][result][pitfall-56][pitfall-61]")
{
    struct Row {
        const char* header;
        std::chrono::seconds wait;
    };
    const Row row = GENERATE(Row{"", 30s}, Row{"abc", 30s}, Row{"0", 1s}, Row{"1", 1s}, Row{"1.5", 2s},
                             Row{"7", 7s}, Row{" 12 ", 12s}, Row{"3600", 3600s}, Row{"3601", 3600s},
                             Row{"99999", 3600s}, Row{"99999999999999999999999", 3600s}, Row{"-5", 30s},
                             Row{"1.", 30s}, Row{"1.x", 30s}, Row{"5 s", 30s},
                             Row{"-99999999999999999999999", 30s}, Row{"Wed, 21 Oct 2026 07:28:00 GMT", 30s});
    CAPTURE(row.header);
    const CallResult r =
        read_result("chat.postMessage", 429, row.header, R"({"ok":false,"error":"ratelimited"})");
    CHECK(r.error_class == ErrorClass::rate_limited);
    CHECK(r.retry_after == row.wait);
}

TEST_CASE("a rate limit is one with any body, and also with status 200", "[wire][result]")
{
    CHECK(answered(429, "").error_class == ErrorClass::rate_limited);
    CHECK(answered(429, "").error == "http_429");
    CHECK(answered(429, "<html>slow down</html>").retry_after == 30s);
    const CallResult r = read_result("chat.postMessage", 200, "9", R"({"ok":false,"error":"rate_limited"})");
    CHECK(r.error_class == ErrorClass::rate_limited);
    CHECK(r.retry_after == 9s);
}

TEST_CASE("an outage is waited out, whatever the body says", "[wire][result]")
{
    const int status = GENERATE(500, 502, 503, 504);
    const std::string body = GENERATE(as<std::string>{}, "", "<html><h1>Bad gateway</h1></html>", "{",
                                      R"({"ok":true})", R"({"ok":false,"error":"invalid_auth"})");
    const CallResult r = answered(status, body);
    CHECK_FALSE(r.ok);
    CHECK_FALSE(r.error.empty());
    CHECK(r.error_class == ErrorClass::try_again);
    CHECK(answered(503, "").error == "http_503");
}

TEST_CASE("a success that is no answer is tried again", "[wire][result]")
{
    const std::string body =
        GENERATE(as<std::string>{}, "", " ", "<!DOCTYPE html><title>Sign in</title>", "{\"ok\":", "[]",
                 "null", "{}", R"({"ok":"yes"})", R"({"ok":false})", "okay", "\xFF\xFE");
    CAPTURE(body);
    const CallResult r = answered(200, body);
    CHECK_FALSE(r.ok);
    CHECK(r.error == "unreadable_answer");
    CHECK(r.error_class == ErrorClass::try_again);
}

TEST_CASE("response addresses and uploads answer in words", "[wire][result]")
{
    CHECK(answered(200, "ok").ok);
    CHECK(answered(200, "ok\n").ok);
    CHECK(answered(200, "OK - 1234").ok);
    CHECK_FALSE(answered(404, "ok").ok);
}

TEST_CASE("a refusal without a code is judged by its status", "[wire][result]")
{
    CHECK(answered(404, "").error_class == ErrorClass::target_gone);
    CHECK(answered(404, "").error == "http_404");
    CHECK(answered(410, "").error_class == ErrorClass::target_gone);
    CHECK(answered(401, "").error_class == ErrorClass::credential);
    CHECK(answered(403, "blocked").error_class == ErrorClass::configuration);
    CHECK(answered(407, "").error_class == ErrorClass::configuration);
    CHECK(answered(408, "").error_class == ErrorClass::try_again);
    CHECK(answered(400, "").error_class == ErrorClass::our_bug);
    CHECK(answered(302, "").error_class == ErrorClass::try_again);
    CHECK(answered(404, R"({"ok":false,"error":"used_url"})").error == "used_url");
    CHECK(answered(400, R"({"ok":false,"error":"invalid_auth"})").error_class == ErrorClass::credential);
}

TEST_CASE("no answer leaves the outcome open", "[wire][result]")
{
    const CallResult r = no_answer("connection reset by peer");
    CHECK(r.http_status == 0);
    CHECK_FALSE(r.ok);
    CHECK(r.error == "connection reset by peer");
    CHECK(r.error_class == ErrorClass::try_again);
}

TEST_CASE("an answer is read by pointers", "[wire][result]")
{
    const CallResult r =
        answered(200, R"({"ok":true,"channel":{"id":"C1","num_members":4,"is_im":false,"topic":null},
        "members":["U1","U2"],"messages":[{"ts":"1.2","text":"a"},7,{"ts":"1.3"}],"a/b":{"~c":"d"},
        "response_metadata":{"next_cursor":"abc="}})");
    CHECK(r.at("/channel/id") == "C1");
    CHECK(r.at("/channel/num_members") == "4");
    CHECK(r.at("/channel/is_im") == "false");
    CHECK(r.at("/messages/2/ts") == "1.3");
    CHECK(r.at("/response_metadata/next_cursor") == "abc=");
    CHECK(r.at("/a~1b/~0c") == "d");
    for (const char* nothing : {"", "channel", "/channel", "/channel/topic", "/channel/id/x",
                                "/messages/3/ts", "/messages/-1/ts", "/messages/x", "/members/", "//"})
        CHECK(r.at(nothing).empty());
    CHECK(r.texts("/members") == std::vector<std::string>{"U1", "U2"});
    CHECK(r.texts("/channel").empty());
    const auto messages = r.objects("/messages");
    REQUIRE(messages.size() == 2);
    CHECK(text_at(messages[0], "/text") == "a");
    CHECK(text_at(messages[1], "/ts") == "1.3");
    CHECK(answered(500, "<html>").at("/ts").empty());
}
