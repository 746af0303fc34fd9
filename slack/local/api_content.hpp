#pragma once
#include "slack/local/messages.hpp"

#include <string>

namespace deskbell::slack::local {

/// The content arguments of a posting call, checked as Slack checks them.
struct Content {
    Draft draft;
    bool has_text = false, has_blocks = false, has_attachments = false, has_metadata = false;
    std::string error;    ///< "" when good
    Doc refusal;          ///< the whole answer for errors that name places, else null
    std::string warning;  ///< "message_truncated"
};

/// Reads text, blocks, attachments, metadata, markdown_text, identity. A text over 40,000 characters is cut
/// with a warning when `cut` is set, else refused with msg_too_long.
Content read_content(const Json& args, bool cut);

}  // namespace deskbell::slack::local
