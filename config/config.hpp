#pragma once
#include "config/fault.hpp"
#include "config/hours.hpp"
#include "handlers/domain/settings.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::config {

/// Larger files are refused before they are parsed.
inline constexpr std::size_t kFileBytesMax = 1u << 20;
inline constexpr std::size_t kInboxesMax = 50;

/// Where the health page listens. An empty host switches it off.
struct ListenAddress {
    std::string host = "127.0.0.1";
    std::uint16_t port = 9464;
};

/// Reads "127.0.0.1:9464", "[::1]:9464", "localhost:0"; "" switches listening off.
/// Errors: invalid_input, with what to write instead.
Result<ListenAddress> parse_listen(std::string_view text);

/// A [calendar.NAME] as it was written, checked. What the deadlines are computed from.
struct CalendarSettings {
    std::string name;
    std::string timezone;
    WeekHours hours;
    std::vector<std::string> holidays;                    ///< "2026-12-25", sorted
    std::map<std::string, std::vector<Window>> exceptions;  ///< date -> hours that replace the week's
    std::vector<std::string> holiday_files;               ///< resolved against the configuration's folder
};

/// Everything the configuration file says. Without a file: the defaults.
struct Config {
    Settings settings;
    ListenAddress listen;
    std::map<std::string, CalendarSettings> calendars;
    std::map<Priority, std::string> sla_calendars;  ///< [sla.P1] calendar
};

/// What was read, and everything that is wrong with it. Use `config` only when there are no faults.
struct LoadedConfig {
    Config config;
    std::vector<Fault> faults;
};

/// Reads TOML. `file` names it in faults; paths inside are relative to its folder.
LoadedConfig read_config(std::string_view toml_text, const std::string& file);

/// Reads a file from disk; a missing or unreadable file is a fault too.
LoadedConfig load_config(const std::string& path);

}  // namespace deskbell::config
