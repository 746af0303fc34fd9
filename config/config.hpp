#pragma once
#include "config/fault.hpp"
#include "handlers/domain/settings.hpp"

#include <cstddef>
#include <cstdint>
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

/// Everything the configuration file says. Without a file: the defaults.
struct Config {
    Settings settings;
    ListenAddress listen;
    std::vector<Fault> warnings;  ///< nothing is wrong, but somebody should know
};

/// What was read, and everything that is wrong with it. Use `config` only when there are no faults.
struct LoadedConfig {
    Config config;
    std::vector<Fault> faults;
};

/// Reads TOML. `file` names it in faults; paths inside are relative to its folder. A calendar that is not
/// open within kOpensWithin from `today` on is a fault.
LoadedConfig read_config(std::string_view toml_text, const std::string& file, Date today);

/// Reads a file from disk; a missing or unreadable file is a fault too.
LoadedConfig load_config(const std::string& path, Date today);

/// The defaults, for who has no file.
Config default_config();

}  // namespace deskbell::config
