#pragma once
#include "slack/wire/json.hpp"
#include "slack/wire/payload.hpp"

#include <optional>

namespace deskbell::slack {

// How the parts of a delivery are read. None of these throws; what is missing stays empty.

Payload read_payload(std::string_view envelope_type, const Json& payload);

Payload read_command(const Json& payload);
Payload read_interaction(const Json& payload);
Payload read_event(const Json& payload);

/// The value of one element, from `actions[]` or `state.values`: every kind of element has its own member for
/// it.
Value read_value(const Json& element);
/// The values of a `state` object by block_id.
Values read_values(const Json& state);

MessageInfo read_message(const Json& message);

}  // namespace deskbell::slack
