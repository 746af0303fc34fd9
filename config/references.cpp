#include "config/table.hpp"
#include "handlers/domain/text.hpp"

#include <map>
#include <set>

namespace deskbell::config {

namespace {

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
    at("calendar", [&](const Place& name) { check_calendar_name(name, config); });
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
}

}  // namespace deskbell::config
