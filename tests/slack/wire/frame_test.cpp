#include "slack/wire/frame.hpp"

#include <catch2/catch.hpp>

#include "slack/wire/json.hpp"

using namespace deskbell;
using namespace deskbell::slack;

namespace {

Envelope envelope_of(const std::string& text)
{
    const Frame frame = parse_frame(text);
    REQUIRE(std::holds_alternative<Envelope>(frame));
    return std::get<Envelope>(frame);
}

}  // namespace

TEST_CASE("what is no delivery is a bad frame and nothing worse", "[wire][frame][pitfall-47]")
{
    const std::string text =
        GENERATE(as<std::string>{}, "", "   ", "Unexpected server response", "[]", "42", "null", "\"hello\"",
                 "{", "{\"type\":\"hello\"", "{\"type\":5}", "{}", "{\"type\":\"hello\"}}",
                 "{\"type\":\"events_api\"}", "{\"type\":null,\"envelope_id\":null}",
                 "{\"type\":\"interactive\",\"envelope_id\":[]}", "{\"type\":\"hello\",\"x\":1e999}",
                 "{\"type\":\"hello\",\"x\":\"\xC3\x28\"}", "{\"type\":\"hello\",\"x\":\"\xED\xA0\x80\"}",
                 "{\"type\":\"hello\",\"x\":\"\\ud83d\"}", "\xFF\xFE\x00\x01");
    CAPTURE(text);
    const Frame frame = parse_frame(text);
    REQUIRE(std::holds_alternative<BadFrame>(frame));
    CHECK_FALSE(std::get<BadFrame>(frame).why.empty());
}

TEST_CASE("a frame may be cut off at any byte", "[wire][frame]")
{
    const std::string whole =
        R"({"envelope_id":"e1","type":"slash_commands","accepts_response_payload":true,)"
        R"("payload":{"command":"/ticket","text":"Drucker brennt 🔥","user_id":"U1"}})";
    REQUIRE(std::holds_alternative<Envelope>(parse_frame(whole)));
    for (std::size_t n = 0; n < whole.size(); ++n)
        CHECK(std::holds_alternative<BadFrame>(parse_frame(whole.substr(0, n))));
}

TEST_CASE("nesting is read up to its bound and refused beyond", "[wire][frame]")
{
    const auto nested = [](std::size_t levels) {
        return R"({"type":"future","envelope_id":"e1","payload":)" + std::string(levels, '[') +
               std::string(levels, ']') + "}";
    };
    CHECK(std::holds_alternative<Envelope>(parse_frame(nested(kJsonDepthMax - 1))));
    CHECK(std::holds_alternative<BadFrame>(parse_frame(nested(kJsonDepthMax))));
    CHECK(std::holds_alternative<BadFrame>(parse_frame(nested(1'000'000))));
    CHECK(std::holds_alternative<BadFrame>(parse_frame(std::string(1'000'000, '{'))));
}

TEST_CASE("brackets inside texts are not nesting", "[wire][frame]")
{
    const std::string brackets = std::string(500, '[') + R"(\")" + std::string(500, '{');
    const Envelope e =
        envelope_of(R"({"type":"slash_commands","envelope_id":"e1","payload":{"command":"/desk","text":")" +
                    brackets + "\"}}");
    CHECK(std::get<SlashCommand>(e.payload).text.size() == 1001);
}

TEST_CASE("a frame of more than a mebibyte is read", "[wire][frame]")
{
    const std::string text(3u << 20, 'x');
    const Envelope e =
        envelope_of(R"({"type":"slash_commands","envelope_id":"e1","payload":{"command":"/desk","text":")" +
                    text + "\"}}");
    CHECK(std::get<SlashCommand>(e.payload).text == text);
}

TEST_CASE("a frame above the byte bound is refused", "[wire][frame]")
{
    const std::string frame = R"({"type":"hello","x":")" + std::string(kJsonBytesMax, 'x') + "\"}";
    CHECK(std::holds_alternative<BadFrame>(parse_frame(frame)));
}

TEST_CASE("hello tells the connections and the app", "[wire][frame]")
{
    const Frame frame =
        parse_frame(R"({"type":"hello","num_connections":2,"connection_info":{"app_id":"A0DESK"},
        "debug_info":{"host":"applink-1","started":"2026-01-05 08:00:00.1","approximate_connection_time":18060}})");
    REQUIRE(std::holds_alternative<Hello>(frame));
    const Hello& hello = std::get<Hello>(frame);
    CHECK(hello.num_connections == 2);
    CHECK(hello.app_id == "A0DESK");
    CHECK(hello.approximate_connection_seconds == 18060);
}

TEST_CASE("hello may carry nothing but its type", "[wire][frame]")
{
    const Frame frame = parse_frame(R"({"type":"hello","debug_info":null})");
    REQUIRE(std::holds_alternative<Hello>(frame));
    CHECK(std::get<Hello>(frame).num_connections == 0);
    CHECK(std::get<Hello>(frame).app_id.empty());
}

TEST_CASE("a disconnect tells its reason, whatever it is", "[wire][frame]")
{
    const std::string reason = GENERATE(as<std::string>{}, "warning", "refresh_requested", "link_disabled",
                                        "too_many_websockets", "yet_unknown");
    const Frame frame = parse_frame(R"({"type":"disconnect","reason":")" + reason +
                                    R"(","debug_info":{"host":"applink-4"}})");
    REQUIRE(std::holds_alternative<Disconnect>(frame));
    CHECK(std::get<Disconnect>(frame).reason == reason);
}

TEST_CASE("an envelope keeps what is needed to acknowledge and to recognise it", "[wire][frame]")
{
    const Envelope e =
        envelope_of(R"({"envelope_id":"6f1c-11","type":"events_api","accepts_response_payload":false,
        "retry_attempt":2,"retry_reason":"timeout","payload":{"type":"event_callback","team_id":"T0DESK","api_app_id":"A0DESK",
        "event_id":"Ev0A1","event_time":1764579600,"event":{"type":"message","channel":"C0HELP","user":"U0ANA",
        "text":"Hallo","ts":"1764579600.000100","channel_type":"channel","event_ts":"1764579600.000100"}}})");
    CHECK(e.id == "6f1c-11");
    CHECK(e.type == "events_api");
    CHECK_FALSE(e.accepts_payload);
    CHECK(e.retry_attempt == 2);
    CHECK(e.retry_reason == "timeout");
    CHECK(e.event_id == "Ev0A1");
    CHECK(e.event_time == "1764579600");
    CHECK(std::holds_alternative<MessageEvent>(e.payload));
}

TEST_CASE("an envelope that we do not understand can still be acknowledged", "[wire][frame][pitfall-46]")
{
    const std::string rest = GENERATE(
        as<std::string>{}, R"("type":"telepathy","payload":{"a":1})", R"("type":5)", R"("payload":{})",
        R"("type":"interactive","payload":null)", R"("type":"interactive","payload":[1,2])",
        R"("type":"interactive","payload":{"type":"dialog_submission"})",
        R"("type":"interactive","payload":{"type":"block_actions","actions":[]})",
        R"("type":"interactive","payload":{"type":"block_actions","actions":"x"})",
        R"("type":"slash_commands","payload":{"text":"no command"})",
        R"("type":"events_api","payload":{"type":"event_callback","event":{"type":"emoji_changed"}})",
        R"("type":"events_api","payload":{"type":"event_callback","event":"x"})");
    CAPTURE(rest);
    const Envelope e = envelope_of(R"({"envelope_id":"e-9",)" + rest + "}");
    CHECK(e.id == "e-9");
    REQUIRE(std::holds_alternative<UnknownPayload>(e.payload));
    CHECK_FALSE(std::get<UnknownPayload>(e.payload).why.empty());
}

TEST_CASE("members of another kind than expected read as empty", "[wire][frame]")
{
    const std::string junk =
        GENERATE(as<std::string>{}, "null", "7", "true", "\"x\"", "[]", "[{}]", "{}", "{\"id\":{}}");
    const std::string type = GENERATE(as<std::string>{}, "block_actions", "view_submission", "view_closed",
                                      "shortcut", "message_action", "block_suggestion");
    std::string payload = R"({"type":")" + type + "\"";
    for (const char* member :
         {"user", "team", "view", "state", "channel", "message", "container", "trigger_id", "action_ts"})
        payload += std::string(",\"") + member + "\":" + junk;
    payload += R"(,"actions":[{"action_id":"a","selected_option":)" + junk + R"(,"selected_options":)" +
               junk + R"(,"rich_text_value":)" + junk + R"(,"files":)" + junk + "}]}";
    const Payload read = parse_payload("interactive", payload);
    CHECK_FALSE(std::holds_alternative<UnknownPayload>(read));
    CHECK(actor_of(read).empty());
}

TEST_CASE("a payload that is not JSON is unknown", "[wire][frame]")
{
    const Payload payload = parse_payload("interactive", "payload=%7B%7D");
    REQUIRE(std::holds_alternative<UnknownPayload>(payload));
    CHECK(std::get<UnknownPayload>(payload).type == "interactive");
}

TEST_CASE("no changed byte makes the parser throw or lose an envelope that still is one", "[wire][frame]")
{
    const std::string whole =
        R"({"envelope_id":"e1","type":"interactive","accepts_response_payload":true,"payload":)"
        R"({"type":"block_actions","user":{"id":"U1","team_id":"T1"},"team":null,"view":{"id":"V1",)"
        R"("state":{"values":{"a":{"a":{"type":"multi_users_select","selected_users":["U1"]}}}}},)"
        R"("actions":[{"action_id":"a","action_ts":"1764579600.1","value":"\u00fc"}]}})";
    std::size_t envelopes = 0, bad = 0;
    for (std::size_t i = 0; i < whole.size(); ++i)
        for (const char c : {'\0', '"', '{', '}', '[', ']', ',', ':', '\\', '9', '\xC3', '\xFF'}) {
            std::string text = whole;
            text[i] = c;
            const Frame frame = parse_frame(text);
            if (const auto* envelope = std::get_if<Envelope>(&frame)) {
                ++envelopes;
                CHECK_FALSE(inbox_keys(*envelope).empty());
                occurred_at(envelope->payload);
                actor_of(envelope->payload);
            } else {
                ++bad;
            }
        }
    CHECK(envelopes > 500);
    CHECK(bad > 500);
}
