#include "handlers/incident/classification.hpp"

#include "handlers/domain/text.hpp"

namespace deskbell::incident {

namespace {

struct Rule {
    std::string_view word;  ///< lower case
    Classification proposes;
};

// Services and categories of the default pack; more telling words come first.
constexpr std::array kRules{
    Rule{"phish", {"Information security", "security"}},
    Rule{"virus", {"Information security", "security"}},
    Rule{"stolen", {"Information security", "security"}},
    Rule{"password", {"Identity & access", "access"}},
    Rule{"log in", {"Identity & access", "access"}},
    Rule{"login", {"Identity & access", "access"}},
    Rule{"sign in", {"Identity & access", "access"}},
    Rule{"mfa", {"Identity & access", "access"}},
    Rule{"vpn", {"Network, Wi-Fi & VPN", "network"}},
    Rule{"wifi", {"Network, Wi-Fi & VPN", "network"}},
    Rule{"wi-fi", {"Network, Wi-Fi & VPN", "network"}},
    Rule{"internet", {"Network, Wi-Fi & VPN", "network"}},
    Rule{"network", {"Network, Wi-Fi & VPN", "network"}},
    Rule{"print", {"Printing", "hardware"}},
    Rule{"mail", {"Email & calendar", "communication"}},
    Rule{"calendar", {"Email & calendar", "communication"}},
    Rule{"slack", {"Collaboration: Slack, video", "communication"}},
    Rule{"video", {"Collaboration: Slack, video", "communication"}},
    Rule{"laptop", {"Workplace devices", "hardware"}},
    Rule{"monitor", {"Workplace devices", "hardware"}},
    Rule{"keyboard", {"Workplace devices", "hardware"}},
    Rule{"mouse", {"Workplace devices", "hardware"}},
    Rule{"backup", {"File storage & backup", "data"}},
    Rule{"file", {"File storage & backup", "data"}},
    Rule{"database", {"Hosting & databases", "infrastructure"}},
    Rule{"server", {"Hosting & databases", "infrastructure"}},
    Rule{"install", {"Software & licences", "software"}},
    Rule{"licence", {"Software & licences", "software"}},
    Rule{"crash", {"Software & licences", "software"}},
    Rule{"error", {"Business applications", "application"}},
};

}  // namespace

Classification classify(std::string_view text)
{
    const std::string all = lower(text);
    const auto it =
        std::ranges::find_if(kRules, [&](const Rule& r) { return all.find(r.word) != std::string::npos; });
    return it == kRules.end() ? Classification{"General", "other"} : it->proposes;
}

}  // namespace deskbell::incident
