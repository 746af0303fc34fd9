#include "config/config.hpp"

#include "config/table.hpp"
#include "config/zone_data.hpp"
#include "handlers/domain/text.hpp"

#include <fstream>
#include <sstream>

namespace deskbell::config {

namespace {

/// toml++ 3.3 descends once per dot of a key, when it reads and when it frees: enough of them exhaust the
/// stack. Together with its own bound of 256 nested values this many are far from that.
constexpr std::size_t kDotsMost = 100;

/// The first line with more dots than a key can need; 0 when there is none.
int line_of_dots(std::string_view text)
{
    std::size_t dots = 0;
    int line = 1;
    for (const char c : text) {
        dots = c == '\n' ? 0 : dots + (c == '.' ? 1 : 0);
        if (dots > kDotsMost)
            return line;
        line += c == '\n' ? 1 : 0;
    }
    return 0;
}

constexpr Key<Config> kWorkspaceKeys[] = {
    {"timezone",
     [](const Place& place, Config& config) {
         if (auto zone = read_zone(place))
             config.settings.timezone = *zone;
     }},
    {"retention_days",
     [](const Place& place, Config& config) {
         config.settings.retention_days = place.whole(0, kRetentionMost).value_or(0);
     }},
};

constexpr Key<Config> kHttpKeys[] = {
    {"listen",
     [](const Place& place, Config& config) {
         const auto text = place.text("\"127.0.0.1:9464\"");
         if (!text)
             return;
         if (auto address = parse_listen(*text))
             config.listen = *address;
         else
             place.fault(address.error().detail(), "");
     }},
};

template <std::size_t N>
void read_table(const Place& place, Config& config, const Key<Config> (&keys)[N])
{
    if (const auto* table = place.table("[" + place.key + "] on a line of its own"))
        read_keys<Config>(place, *table, keys, config);
}

constexpr Key<Config> kRootKeys[] = {
    {"workspace", [](const Place& place, Config& config) { read_table(place, config, kWorkspaceKeys); }},
    {"inbox", read_inboxes},
    {"roles", read_roles},
    {"managers", read_managers},
    {"routing", read_routing},
    {"agent", read_agents},
    {"form", read_forms},
    {"calendar", read_calendars},
    {"sla", read_sla},
    {"http", [](const Place& place, Config& config) { read_table(place, config, kHttpKeys); }},
};

void read_root(Reading& reading, const toml::table& root)
{
    // The sections are read in the order of their names, the workspace's zone last: until then "" stands for
    // it.
    Config config = default_config();
    auto& calendars = config.settings.levels.calendars;
    calendars.at("business").timezone.clear();
    calendars.at("extended").timezone.clear();
    const Place place{reading, root, ""};
    read_keys<Config>(place, root, kRootKeys, config);
    for (auto& [name, calendar] : calendars)
        if (calendar.timezone.empty())
            calendar.timezone = config.settings.timezone;
    config.warnings = std::move(reading.loaded.config.warnings);
    reading.loaded.config = std::move(config);
    check_references(reading, root);
    check_levels(reading, root);
    check_pauses(reading, root);
    check_routing(reading, root);
    check_forms(reading, root);
}

LoadedConfig only_fault(const std::string& file, int line, std::string problem, std::string mend)
{
    LoadedConfig loaded;
    loaded.faults.push_back({file, line, "", std::move(problem), std::move(mend)});
    return loaded;
}

}  // namespace

Config default_config()
{
    Config config;
    config.settings.levels.zone_data = zone_data_version();
    config.settings.form_reader = read_form_text;
    return config;
}

LoadedConfig parse_text(std::string_view toml_text, const std::string& file,
                        const std::function<void(const toml::table& root)>& read)
{
    if (toml_text.size() > kFileBytesMax)
        return only_fault(file, 0, "is larger than 1 MiB.", "Check that it is the configuration file.");
    if (const int line = line_of_dots(toml_text); line > 0)
        return only_fault(file, line, "has more than " + std::to_string(kDotsMost) + " dots.",
                          "Write fewer on one line, also in a remark.");
    try {
        read(toml::parse(toml_text, file));
        return {};
    } catch (const toml::parse_error& e) {
        return only_fault(file, static_cast<int>(e.source().begin.line),
                          "is not valid TOML: " + std::string(e.description()) + ".",
                          "Mend this line; the lines after it were not read.");
    }
}

LoadedConfig read_config(std::string_view toml_text, const std::string& file, Date today)
{
    Reading reading{file, today, {}};
    LoadedConfig unread =
        parse_text(toml_text, file, [&](const toml::table& root) { read_root(reading, root); });
    return unread.faults.empty() ? std::move(reading.loaded) : std::move(unread);
}

LoadedConfig load_config(const std::string& path, Date today)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf()))
        return only_fault(path, 0, "cannot be read.", "Check the path and that this user may read it.");
    return read_config(text.str(), path, today);
}

}  // namespace deskbell::config
