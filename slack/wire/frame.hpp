#pragma once
#include "slack/wire/payload.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace deskbell::slack {

/// First frame of a connection; only now it is usable.
struct Hello {
    int num_connections = 0;  ///< sockets that Slack counts for the app, this one included
    std::string app_id;
    int approximate_connection_seconds = 0;
};

/// The connection is about to go, or was refused.
struct Disconnect {
    std::string reason;  ///< warning, refresh_requested, link_disabled, too_many_websockets, ...
};

/// One delivery. It must be acknowledged within 3 s, whatever it holds.
struct Envelope {
    std::string id;
    std::string type;  ///< events_api, slash_commands, interactive
    bool accepts_payload = false;
    int retry_attempt = 0;
    std::string retry_reason;
    std::string event_id;  ///< of events
    std::string event_time;
    Payload payload;
    std::string raw;  ///< the frame as it came, for who keeps what nobody could handle; "" from a history
};

/// Not JSON, not an object, or of an unknown type without an envelope id: counted and ignored.
struct BadFrame {
    std::string why;
};

using Frame = std::variant<BadFrame, Hello, Disconnect, Envelope>;

/// Reads one text frame. Never throws, whatever the bytes are.
Frame parse_frame(std::string_view text);

/// Reads the `payload` object of an envelope of this type. Never throws.
Payload parse_payload(std::string_view type, std::string_view json);

/// Reads one message of conversations.history or conversations.replies. Never throws; what is no message has no
/// ts.
MessageInfo parse_message(std::string_view json, std::string_view channel);

/// The frame in which Slack would have delivered this message or reaction: for what was found in a history and has
/// none. Read with parse_frame it is the same event. "" for other payloads.
std::string event_frame(const Envelope& envelope);

/// The keys under which a delivery is remembered (see store::Inbox). Two deliveries of the same act share one:
/// event_id; view id, hash, user and what was entered; trigger; user, action_ts and action id; channel and ts of a
/// posted message (a mention comes twice, as app_mention and as message); and the envelope id always.
std::vector<std::string> inbox_keys(const Envelope& envelope);

/// When the person acted: the message's or click's own time; nothing when the payload does not say.
std::optional<UtcTime> occurred_at(const Payload& payload);

/// The person who acted; "" when nobody did.
std::string actor_of(const Payload& payload);

}  // namespace deskbell::slack
