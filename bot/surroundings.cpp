#include "bot/surroundings.hpp"

#include "bot/clock.hpp"

#include <iostream>

namespace deskbell::bot {

namespace {

void check_database(const config::Environment& environment, std::vector<config::Fault>& faults)
{
    const bool is_url = environment.database.find("://") != std::string::npos;
    if (is_url)
        faults.push_back({"environment", 0, "DESKBELL_DATABASE",
                          "names a database server, and this build has SQLite only.",
                          "Write the path of a file, such as /var/lib/deskbell/deskbell.db."});
}

Date today() { return std::chrono::floor<std::chrono::days>(SystemClock().now()); }

void append(std::vector<config::Fault>& all, const std::vector<config::Fault>& more)
{
    all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

slack::Endpoint Surroundings::endpoint() const
{
    slack::Endpoint endpoint;
    endpoint.api_url = environment.api_url;
    endpoint.app_token = environment.app_token;
    endpoint.bot_token = environment.bot_token;
    endpoint.proxy = environment.proxy;
    endpoint.no_proxy = environment.no_proxy;
    endpoint.ca_file = environment.ca_file;
    return endpoint;
}

std::optional<config::Config> read_configuration(const std::string& config_file)
{
    const std::string path =
        config_file.empty() ? config::process_variable("DESKBELL_CONFIG").value_or("") : config_file;
    if (path.empty())
        return config::default_config();
    config::LoadedConfig loaded = config::load_config(path, today());
    if (loaded.faults.empty())
        return std::move(loaded.config);
    std::cerr << config::to_text(loaded.faults);
    return std::nullopt;
}

void print_warnings(const config::Config& config) { std::cerr << config::to_text(config.warnings); }

std::optional<Surroundings> read_surroundings(const std::string& config_file, Needs needs)
{
    config::LoadedEnvironment loaded = config::read_environment(config::process_variable, config::small_file);
    std::vector<config::Fault> faults = std::move(loaded.faults);
    Surroundings surroundings{std::move(loaded.environment), config::default_config()};
    check_database(surroundings.environment, faults);
    if (needs.tokens && faults.empty())  // a wrong token would be reported as missing as well
        append(faults, config::missing_tokens(surroundings.environment));
    if (!config_file.empty())
        surroundings.environment.config_file = config_file;
    if (needs.config && !surroundings.environment.config_file.empty()) {
        config::LoadedConfig config = config::load_config(surroundings.environment.config_file, today());
        surroundings.config = std::move(config.config);
        append(faults, config.faults);
    }
    if (faults.empty())
        return surroundings;
    std::cerr << config::to_text(faults);
    return std::nullopt;
}

ExitCode refuse(const std::string& text)
{
    std::cerr << text << "\n";
    return kUsage;
}

}  // namespace deskbell::bot
