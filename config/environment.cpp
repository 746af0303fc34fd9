#include "config/environment.hpp"

#include "config/tokens.hpp"
#include "handlers/domain/text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string_view>

namespace deskbell::config {

namespace {

constexpr std::size_t kSmallFileMax = 64u << 10;

/// A variable that is taken as it is.
struct Plain {
    const char* name;
    std::string Environment::*member;
};
constexpr Plain kPlain[] = {
    {"DESKBELL_CONFIG", &Environment::config_file}, {"DESKBELL_DATABASE", &Environment::database},
    {"https_proxy", &Environment::proxy},           {"HTTPS_PROXY", &Environment::proxy},
    {"no_proxy", &Environment::no_proxy},           {"NO_PROXY", &Environment::no_proxy},
    {"SSL_CERT_FILE", &Environment::ca_file},
};

std::string_view host_of(std::string_view url)
{
    url.remove_prefix(url.find("://") + 3);
    if (url.starts_with('['))
        return url.substr(0, url.find(']') + 1);
    return url.substr(0, url.find_first_of(":/?#"));
}

bool is_loopback(std::string_view host)
{
    const bool is_v4 = host.starts_with("127.") && std::ranges::all_of(host, [](unsigned char c) {
        return std::isdigit(c) || c == '.';
    });
    return is_v4 || host == "localhost" || host == "[::1]";
}

void read_api_url(const Getenv& variable, LoadedEnvironment& loaded)
{
    const auto given = variable("SLACK_API_URL");
    if (!given || given->empty())
        return;
    std::string url = trimmed(*given);
    const bool is_plain = url.starts_with("http://");
    const auto fault = [&](std::string problem, std::string mend) {
        loaded.faults.push_back({"environment", 0, "SLACK_API_URL", std::move(problem), std::move(mend)});
    };
    if ((!is_plain && !url.starts_with("https://")) || host_of(url).empty())
        return fault("is not an address.", "Write https://slack.com/api/ or leave it out.");
    if (url.find('@') != std::string::npos)
        return fault("holds a user name or password.",
                     "Write the address alone; the tokens go with each call.");
    if (is_plain && !is_loopback(host_of(url)))
        return fault("uses http:// to another machine: the tokens would travel unprotected.",
                     "Write https://, or an address on this machine such as http://127.0.0.1:8065/api/.");
    if (!url.ends_with('/'))
        url += '/';
    loaded.environment.api_url = url;
}

/// A variable with few possible words.
std::string read_word(const char* name, const std::vector<std::string>& words, const std::string& otherwise,
                      const Getenv& variable, std::vector<Fault>& faults)
{
    const auto given = variable(name);
    if (!given || given->empty())
        return otherwise;
    std::string word = lower(trimmed(*given));
    if (std::ranges::find(words, word) != words.end())
        return word;
    faults.push_back({"environment", 0, name, "\"" + cleaned(shortened(*given, 40)) + "\" is not known.",
                      "Write one of: " + joined(words, ", ") + "."});
    return otherwise;
}

}  // namespace

LoadedEnvironment read_environment(const Getenv& variable, const ReadFile& file)
{
    LoadedEnvironment loaded;
    Environment& environment = loaded.environment;
    for (const Plain& row : kPlain)
        if (auto value = variable(row.name); value && !value->empty())
            environment.*row.member = *value;
    environment.app_token = read_token("SLACK_APP_TOKEN", variable, file, loaded.faults);
    environment.bot_token = read_token("SLACK_BOT_TOKEN", variable, file, loaded.faults);
    read_api_url(variable, loaded);
    environment.log_level =
        read_word("DESKBELL_LOG", {"error", "warn", "info", "debug"}, "info", variable, loaded.faults);
    environment.log_as_json =
        read_word("DESKBELL_LOG_FORMAT", {"text", "json"}, "text", variable, loaded.faults) == "json";
    return loaded;
}

std::optional<std::string> process_variable(const std::string& name)
{
    const char* value = std::getenv(name.c_str());
    if (!value)
        return std::nullopt;
    return std::string(value);
}

std::optional<std::string> small_file(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    std::string text(kSmallFileMax, '\0');
    if (!in.is_open())
        return std::nullopt;
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad())
        return std::nullopt;
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

}  // namespace deskbell::config
