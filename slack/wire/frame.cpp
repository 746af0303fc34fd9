#include "slack/wire/frame.hpp"

#include "slack/wire/reading.hpp"

#include <algorithm>
#include <array>

namespace deskbell::slack {

namespace {

struct Kind {
    std::string_view type;
    Payload (*read)(const Json& payload);
};
constexpr std::array kKinds{
    Kind{"events_api", read_event},
    Kind{"slash_commands", read_command},
    Kind{"interactive", read_interaction},
};

Frame read_hello(const Json& frame)
{
    Hello hello;
    hello.num_connections = static_cast<int>(frame.number("num_connections"));
    hello.app_id = frame.at("connection_info").text("app_id");
    hello.approximate_connection_seconds =
        static_cast<int>(frame.at("debug_info").number("approximate_connection_time"));
    return hello;
}

Frame read_envelope(const Json& frame)
{
    Envelope envelope;
    envelope.id = frame.text("envelope_id");
    envelope.type = frame.text("type");
    if (envelope.id.empty())
        return BadFrame{"type \"" + envelope.type + "\" without an envelope id"};
    const Json payload = frame.at("payload");
    envelope.accepts_payload = frame.flag("accepts_response_payload");
    envelope.retry_attempt = static_cast<int>(frame.number("retry_attempt"));
    envelope.retry_reason = frame.text("retry_reason");
    envelope.event_id = payload.text("event_id");
    envelope.event_time = payload.text("event_time");
    envelope.payload = read_payload(envelope.type, payload);
    return envelope;
}

}  // namespace

Payload read_payload(std::string_view envelope_type, const Json& payload)
{
    const auto* kind = std::ranges::find(kKinds, envelope_type, &Kind::type);
    if (kind == kKinds.end())
        return UnknownPayload{std::string(envelope_type), "no such envelope is known"};
    if (!payload.is_object())
        return UnknownPayload{std::string(envelope_type), "no payload in it"};
    return kind->read(payload);
}

Payload parse_payload(std::string_view type, std::string_view json)
{
    const auto payload = Json::parse(json);
    return payload ? read_payload(type, *payload) : UnknownPayload{std::string(type), "not JSON"};
}

Frame parse_frame(std::string_view text)
{
    const auto frame = Json::parse(text);
    if (!frame)
        return BadFrame{"not JSON, or too large or too deep"};
    if (!frame->is_object())
        return BadFrame{"not a JSON object"};
    const std::string type = frame->text("type");
    if (type == "hello")
        return read_hello(*frame);
    if (type == "disconnect")
        return Disconnect{frame->text("reason")};
    Frame read = read_envelope(*frame);
    if (auto* envelope = std::get_if<Envelope>(&read))
        envelope->raw = text;
    return read;
}

}  // namespace deskbell::slack
