#include "config/table.hpp"
#include "handlers/domain/text.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace deskbell::config {

namespace {

/// Calendars that exist without being written down. Source: the default data pack.
constexpr std::string_view kBuiltIn[] = {"24x7", "business", "extended"};

void check_calendar(const Place& place, const Config& config)
{
    const auto* text = place.node.as_string();
    if (!text)
        return;
    std::vector<std::string> known(std::begin(kBuiltIn), std::end(kBuiltIn));
    for (const auto& [name, calendar] : config.calendars)
        known.push_back(name);
    const std::string name = trimmed(text->get());
    if (std::ranges::find(known, name) != known.end())
        return;
    const std::string near = nearest(name, known);
    place.fault("there is no calendar \"" + name + "\".",
                near.empty() ? "Add [calendar." + name + "], or name one of: " + joined(known, ", ") + "."
                             : "Did you mean \"" + near + "\"?");
}

/// Who uses a channel, for the sentence that says so.
using Uses = std::map<std::string, std::string, std::less<>>;

void claim_channel(const Place& place, Uses& uses)
{
    const auto* id = place.node.as_string();
    if (!id || id->get().empty())
        return;
    const auto [it, is_new] = uses.emplace(trimmed(id->get()), place.key);
    if (!is_new)
        place.fault("the channel " + it->first + " is already " + it->second + ".",
                    "A channel belongs to one inbox, either to ask in or to answer in: name another one.");
}

void check_inbox(const Place& place, const toml::table& inbox, std::set<std::string>& keys, Uses& uses,
                 const Config& config)
{
    const auto at = [&](std::string_view name, const auto& check) {
        if (const toml::node* node = inbox.get(name))
            check(Place{place.reading, *node, place.key + "." + std::string(name)});
    };
    at("key", [&](const Place& key) {
        const auto* text = key.node.as_string();
        if (text && !keys.insert(text->get()).second)
            key.fault("\"" + text->get() + "\" is the key of another inbox.", "Give each inbox its own key.");
    });
    at("agent_channel", [&](const Place& channel) { claim_channel(channel, uses); });
    at("request_channels", [&](const Place& list) {
        const auto* channels = list.node.as_array();
        for (std::size_t i = 0; channels && i < channels->size(); ++i)
            claim_channel(Place{list.reading, (*channels)[i], list.key + "[" + std::to_string(i + 1) + "]"},
                          uses);
    });
    at("calendar", [&](const Place& name) { check_calendar(name, config); });
}

}  // namespace

void check_references(Reading& reading, const toml::table& root)
{
    const Config& config = reading.loaded.config;
    std::set<std::string> keys;
    Uses uses;
    if (const auto* inboxes = root["inbox"].as_array())
        for (std::size_t i = 0; i < inboxes->size(); ++i)
            if (const auto* inbox = (*inboxes)[i].as_table())
                check_inbox(Place{reading, *inbox, "inbox[" + std::to_string(i + 1) + "]"}, *inbox, keys,
                            uses, config);
    if (const auto* sla = root["sla"].as_table())
        for (const auto& [name, node] : *sla)
            if (const auto* table = node.as_table())
                if (const toml::node* calendar = table->get("calendar"))
                    check_calendar(Place{reading, *calendar, "sla." + std::string(name.str()) + ".calendar"},
                                   config);
}

}  // namespace deskbell::config
