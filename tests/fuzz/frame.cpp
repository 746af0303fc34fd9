// Socket Mode frames: whatever the socket brings is a frame, and every envelope can be acknowledged and
// remembered.
#include "slack/wire/frame.hpp"
#include "slack/wire/json.hpp"
#include "slack/wire/reply.hpp"
#include "tests/fuzz/property.hpp"

#include <set>

using namespace deskbell;
using namespace deskbell::slack;
using deskbell::fuzz::require;

namespace {

/// Slack drops an ack that does not name its envelope, and one that is too large, without a word.
void check_ack(const Envelope& envelope, std::string_view payload)
{
    bool left_out = false;
    const std::string frame = ack_frame(envelope.id, payload, envelope.accepts_payload, &left_out);
    const auto ack = Json::parse(frame);
    require(ack && ack->text("envelope_id") == envelope.id, "an ack names the envelope that it answers");
    require(ack->at("payload").is_null() || frame.size() < kAckBytesBelow,
            "an ack with a payload is small enough");
    require(ack->at("payload").is_null() || envelope.accepts_payload,
            "a payload goes only where one is accepted");
    require(left_out == (ack->at("payload").is_null() && !payload.empty()), "what is left out is said");
}

void check_keys(const Envelope& envelope)
{
    const auto keys = inbox_keys(envelope);
    require(!keys.empty() && keys.back() == "envelope:" + envelope.id, "the envelope id is always a key");
    require(std::set(keys.begin(), keys.end()).size() == keys.size(), "no key stands twice");
    for (const std::string& key : keys) {
        // An id may itself end with a colon; what may not be is a kind without an id.
        require(key.find(':') + 1 < key.size(), "no key is half a key");
        require(fuzz::is_utf8(key), "a key is UTF-8");
    }
    Envelope again = envelope;
    again.id += "-again";
    again.retry_attempt = 1;
    auto others = inbox_keys(again);
    others.back() = keys.back();
    require(others == keys, "a second delivery of the same act has the same keys");
}

/// The payload alone reads as it does inside its envelope: it is stored and read again.
void check_payload(const Envelope& envelope, const Json& frame)
{
    Envelope alone = envelope;
    alone.payload = parse_payload(envelope.type, frame.at("payload").dump());
    require(alone.payload.index() == envelope.payload.index(), "a payload alone is of the same kind");
    require(inbox_keys(alone) == inbox_keys(envelope), "a payload alone has the same keys");
    require(actor_of(alone.payload) == actor_of(envelope.payload), "a payload alone has the same actor");
    require(occurred_at(alone.payload) == occurred_at(envelope.payload), "a payload alone has the same time");
}

void check_envelope(const Envelope& envelope, std::string_view text)
{
    require(!envelope.id.empty(), "an envelope has an id");
    check_keys(envelope);
    check_ack(envelope, "");
    check_ack(envelope, json_text(text));  // an answer as long and as strange as the frame itself
    check_ack(envelope, json_text(std::string(kAckBytesBelow - text.size() % 200, '.')));  // around the limit
    check_payload(envelope, *Json::parse(text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::text_of(data, size);
    const Frame frame = parse_frame(text);
    if (const auto* bad = std::get_if<BadFrame>(&frame))
        require(!bad->why.empty() && fuzz::is_utf8(bad->why), "a bad frame says why");
    else
        require(Json::parse(text).has_value(), "only JSON is a good frame");
    if (const auto* envelope = std::get_if<Envelope>(&frame))
        check_envelope(*envelope, text);
    return 0;
}
