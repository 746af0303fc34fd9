#pragma once
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

/// Reads everything. With faults: prints all of them on stderr and returns nothing.
/// `config_file` is the --config of the command line, "" for the environment's.
std::optional<Surroundings> read_surroundings(const std::string& config_file, Needs needs);

}  // namespace deskbell::bot
