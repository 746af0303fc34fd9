#pragma once
#include <string>
#include <string_view>

namespace deskbell::bot {

/// Sets the log up once: lines on stderr, as text or as one JSON object each. `level` is error, warn, info or
/// debug.
void start_logging(const std::string& level, bool as_json);

/// Writes a line. Tokens and the like are blanked, control characters removed. Safe from any thread.
void log(std::string_view level, std::string_view text);

/// One line of the log as a JSON object: {"time":…,"level":…,"message":…}.
std::string json_line(std::string_view time, std::string_view level, std::string_view text);

}  // namespace deskbell::bot
