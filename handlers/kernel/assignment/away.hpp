#pragma once
#include "handlers/kernel/desk.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace deskbell::kernel {

/// "You are away" has no end: until the person says that they are back.
inline constexpr UtcTime kUntilBack = from_unix(253'402'300'799);  // 9999-12-31

/// When "until 2026-12-01", "until 14:00" or "until 2026-12-01 14:00" ends on the wall of `zone`; kUntilBack
/// for no words. A date ends at its beginning: that day the person is there again.
/// Errors: invalid_input, with what to write.
Result<UtcTime> parse_until(std::string_view words, std::string_view zone, UtcTime now);

}  // namespace deskbell::kernel
