#pragma once
#include "slack/local/json.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace deskbell::slack::local {

enum class Surface { message, modal, home };

/// Something that Slack would refuse, and where it stands.
struct Complaint {
    std::string what;     ///< "must be less than 3001 characters"
    std::string pointer;  ///< "/blocks/0/text/text"
};
using Complaints = std::vector<Complaint>;

/// What a check knows while it walks through one message or view.
struct BlockWalk {
    Surface surface;
    Complaints& out;
    std::set<std::string> block_ids;
    std::size_t focused = 0;     ///< elements with focus_on_load; one is allowed
    std::size_t text_total = 0;  ///< characters of all blocks together
    bool has_input = false;
};

/// Checks an array of blocks against Block Kit's limits.
/// Source: docs.slack.dev/reference/block-kit, and Slack's published types for the lengths.
void check_blocks(const Json& blocks, const std::string& pointer, BlockWalk& walk);

/// Checks a modal or Home as given to views.open, push, update and publish, or in a response_action.
void check_view(const Json& view, const std::string& pointer, Complaints& out);

/// Checks one interactive element. `place` is "accessory", "actions" or "input".
void check_element(const Json& element, const std::string& place, const std::string& pointer,
                   BlockWalk& walk);

/// Characters of all blocks of a message, above which Slack answers msg_blocks_too_long.
/// Source: slackapi/bolt-js#2509 and #2867 (observed, between 12,000 and 13,200).
inline constexpr std::size_t kBlocksTextMax = 13'000;

// Parts of the walk that blocks and elements share.

/// A text object under `key`: present if required, of 1 .. `max` characters, plain_text if `plain`.
void check_text_object(const Json& parent, const char* key, std::size_t max, bool plain, bool required,
                       const std::string& pointer, BlockWalk& walk);
/// A string under `key`, of 1 .. `max` characters.
void check_string(const Json& parent, const char* key, std::size_t max, bool required,
                  const std::string& pointer, BlockWalk& walk);

}  // namespace deskbell::slack::local
