#pragma once
#include "slack/wire/blocks.hpp"

#include <string>
#include <string_view>

namespace deskbell::slack {

/// Text without markup, "" when it is blank. `emoji` turns :ticket: into a picture: for what is read, not
/// typed over.
std::string plain_text_object(std::string_view text, std::size_t limit, bool emoji);

/// Text with markup, "" when it is blank. Always verbatim: Slack then makes no mentions or links of its own.
std::string mrkdwn_object(std::string_view mrkdwn, std::size_t limit);

/// One option of a menu, "" when it cannot be shown: no value, or a value that Slack would refuse.
/// A blank label shows the value.
std::string option_object(const Choice& choice);

}  // namespace deskbell::slack
