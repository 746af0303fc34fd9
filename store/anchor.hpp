#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace deskbell::store {

/// The anchor of an event: it covers the anchor before it, and so every event ever written, of all records.
std::string anchor_of(std::string_view previous_anchor, std::int64_t event_id, std::string_view event_hash);

}  // namespace deskbell::store
