#pragma once
#include "slack/wire/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace deskbell::test {

/// What Slack would refuse about these blocks (a JSON array), one sentence each; empty when it would take
/// them. Written from Slack's documentation, independently of the builder.
std::vector<std::string> refused(std::string_view blocks_json, std::size_t max_blocks);

/// Characters of all texts of the blocks together, in UTF-16 units.
std::size_t text_total(std::string_view blocks_json);

}  // namespace deskbell::test
