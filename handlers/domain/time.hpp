#pragma once
#include "handlers/domain/error.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace deskbell {

/// An instant, UTC, whole seconds. The only form in which times are stored and passed.
using UtcTime = std::chrono::sys_seconds;

constexpr UtcTime from_unix(std::int64_t seconds) { return UtcTime{std::chrono::seconds{seconds}}; }
constexpr std::int64_t to_unix(UtcTime t) { return t.time_since_epoch().count(); }

/// "2026-11-23T09:00:00Z".
std::string rfc3339(UtcTime t);

/// Accepts "2026-11-23T09:00:00Z" and offsets ("+01:00"). Errors: invalid_input.
Result<UtcTime> parse_rfc3339(std::string_view text);

/// The instant of a Slack timestamp "1700000000.123456" (fraction dropped). Errors: invalid_input.
Result<UtcTime> from_slack_ts(std::string_view ts);

/// True when the system's zone data knows this IANA name ("Europe/Berlin").
bool is_zone(std::string_view name);

/// "Mon 23 Nov 10:30" on the wall clock of `zone`; falls back to UTC for an unknown zone.
std::string wall_clock(UtcTime t, std::string_view zone);

/// "14:05" on the wall clock of `zone`.
std::string wall_time(UtcTime t, std::string_view zone);

/// "45 s", "30 min", "1 h 30 min", "2 d 4 h": rounded down to the minute from one minute on.
std::string plain_duration(std::chrono::seconds span);

/// Open time for people, never in days because a working day has no fixed length: "80 h", "2 h 10 min",
/// "0 min". Rounded down to the minute.
std::string working_duration(std::chrono::seconds span);

/// Reads "45s", "90m", "4h", "1h30m"; days are refused because a working day has no fixed length.
/// Errors: invalid_input, with what to write instead.
Result<std::chrono::seconds> parse_duration(std::string_view text);

}  // namespace deskbell
