#pragma once
#include "handlers/domain/time.hpp"

#include <string>
#include <string_view>

namespace deskbell {

/// Reads an instant as people type it: RFC 3339 ("2026-11-23T09:00:00Z", "…+01:00", a fraction is dropped),
/// or local time on the wall of `zone` ("2026-11-23T09:00", "2026-11-23T09:00:30").
///
/// A local time that a clock change skips is the instant of the change; one that occurs twice is the first.
/// Errors: invalid_input, with what to write.
Result<UtcTime> parse_time(std::string_view text, std::string_view zone);

/// "2026-11-23T12:00:00+01:00", as the wall clock of `zone` and its offset show it.
std::string local_rfc3339(UtcTime t, std::string_view zone);

/// "Mon 23 Nov 2026 12:00:00 CET".
std::string long_wall_clock(UtcTime t, std::string_view zone);

}  // namespace deskbell
