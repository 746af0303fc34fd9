#pragma once
#include "bot/exit_code.hpp"
#include "config/config.hpp"
#include "config/environment.hpp"
#include "slack/net/endpoint.hpp"

#include <optional>
#include <string>

namespace deskbell::bot {

/// What a command finds around it: the environment and the configuration, both without a fault.
struct Surroundings {
    config::Environment environment;
    config::Config config;

    slack::Endpoint endpoint() const;
};

/// Which parts a command needs; what it does not need it does not complain about.
struct Needs {
    bool config = true;
    bool tokens = false;
};

/// Reads the configuration alone: neither tokens nor database matter to who only asks about it. Faults are
/// printed, as below.
std::optional<config::Config> read_configuration(const std::string& config_file);

/// Says on stderr what is not wrong with the configuration, but worth a look.
void print_warnings(const config::Config& config);

/// Reads everything. With faults: prints all of them on stderr and returns nothing.
/// `config_file` is the --config of the command line, "" for the environment's.
std::optional<Surroundings> read_surroundings(const std::string& config_file, Needs needs);

/// Says on stderr what is wrong with the usage or the configuration.
ExitCode refuse(const std::string& text);

}  // namespace deskbell::bot
