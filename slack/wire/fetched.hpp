#pragma once
#include <string_view>

namespace deskbell::slack {

/// The error of a fetch that was stopped because the file is longer than it may be. Slack does not always say
/// beforehand how long a file is.
inline constexpr std::string_view kFileTooLarge = "file_too_large";

}  // namespace deskbell::slack
