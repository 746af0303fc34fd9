#pragma once
#include "config/fault.hpp"
#include "handlers/domain/error.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace deskbell::config {

/// A variable's value; nothing when it is not set. Pure readers take this instead of the process environment.
using Getenv = std::function<std::optional<std::string>(const std::string& name)>;

/// The content of a file; nothing when it cannot be read. At most a few KiB: tokens live there.
using ReadFile = std::function<std::optional<std::string>(const std::string& path)>;

/// What the surroundings tell the program. Tokens are secrets: never printed, never part of a fault.
struct Environment {
    std::string app_token;  ///< "" when not given
    std::string bot_token;
    std::string api_url = "https://slack.com/api/";
    std::string config_file;  ///< "" for none
    std::string database = "./deskbell.db";
    std::string log_level = "info";  ///< error, warn, info, debug
    bool log_as_json = false;
    std::string proxy;
    std::string no_proxy;
    std::string ca_file;
};

struct LoadedEnvironment {
    Environment environment;
    std::vector<Fault> faults;
};

/// Reads all variables; tokens also from *_FILE or systemd's credentials directory.
LoadedEnvironment read_environment(const Getenv& variable, const ReadFile& file);

/// A fault for each token that is missing: for the commands that talk to Slack.
std::vector<Fault> missing_tokens(const Environment& environment);

/// The process's own environment and files.
std::optional<std::string> process_variable(const std::string& name);
std::optional<std::string> small_file(const std::string& path);

}  // namespace deskbell::config
