#pragma once
#include "config/config.hpp"

#include <toml++/toml.h>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::config {

/// What all readers share: the file's name, the faults found so far, and what is being filled in.
struct Reading {
    std::string file;
    Date today;
    LoadedConfig loaded;

    void fault(const toml::node& at, std::string key, std::string problem, std::string mend);
};

/// A place in the file: a node and the key under which people know it.
struct Place {
    Reading& reading;
    const toml::node& node;
    std::string key;

    void fault(std::string problem, std::string mend) const
    {
        reading.fault(node, key, std::move(problem), std::move(mend));
    }
    /// The value as text; a fault and nothing when it is of another type. `example` is what to write.
    std::optional<std::string> text(std::string_view example) const;
    std::optional<bool> flag() const;
    /// A whole number within the bounds; a fault and nothing when it is none or lies outside.
    std::optional<int> whole(int least, int most) const;
    /// Each element of an array of texts, at its own place.
    std::vector<Place> elements(std::string_view example) const;
    /// One text, or an array of texts.
    std::vector<Place> one_or_more(std::string_view example) const;
    const toml::table* table(std::string_view example) const;
};

/// Days of a retention: a hundred years, more is a slip of the pen.
inline constexpr int kRetentionMost = 36'500;

/// One key that a table may have, and what reads it into a `Target`. The tables of keys are the grammar.
template <class Target>
struct Key {
    std::string_view name;
    void (*read)(const Place& place, Target& target);
};

/// Reports a key that `known` does not have, with the nearest one that it does.
void unknown_key(const Place& place, std::string_view name, const std::vector<std::string>& known);

/// Reads every key of `table` with the row that names it; unknown keys are faults.
template <class Target>
void read_keys(const Place& at, const toml::table& table, std::span<const Key<Target>> keys, Target& target)
{
    for (const auto& [name, node] : table) {
        const std::string dotted =
            at.key.empty() ? std::string(name.str()) : at.key + "." + std::string(name.str());
        const Place place{at.reading, node, dotted};
        const Key<Target>* known = nullptr;
        for (const Key<Target>& key : keys)
            if (key.name == name.str())
                known = &key;
        if (known) {
            known->read(place, target);
            continue;
        }
        std::vector<std::string> names;
        for (const Key<Target>& key : keys) names.emplace_back(key.name);
        unknown_key(place, name.str(), names);
    }
}

/// Reads one of a few words; another one is a fault that names the nearest.
std::optional<std::string> read_word(const Place& place, const std::vector<std::string>& known);

/// Reads the name of a time zone.
std::optional<std::string> read_zone(const Place& place);

// The sections, each in a file of its own.
void read_inboxes(const Place& place, Config& config);
void read_roles(const Place& place, Config& config);
void read_managers(const Place& place, Config& config);
void read_assign(const Place& place, InboxSettings& inbox);
void read_rota(const Place& place, InboxSettings& inbox);
void read_hold_reasons(const Place& place, InboxSettings& inbox);
void read_causes(const Place& place, InboxSettings& inbox);
void read_state_names(const Place& place, InboxSettings& inbox);
void read_routing(const Place& place, Config& config);
void read_agents(const Place& place, Config& config);
void read_forms(const Place& place, Config& config);
void read_calendars(const Place& place, Config& config);
void read_sla(const Place& place, Config& config);
/// The holiday_files of a calendar: their days off go into it, what people should look at into the warnings.
void read_holiday_files(const Place& place, Calendar& calendar);
/// What only shows when everything is read: references between the sections.
void check_references(Reading& reading, const toml::table& root);
/// The same for calendars and policies: open time ahead, names, ties.
void check_levels(Reading& reading, const toml::table& root);
/// The same for the hold reasons that policies name: some inbox has to have them.
void check_pauses(Reading& reading, const toml::table& root);
/// The same for routing rules, own hours and rotas.
void check_routing(Reading& reading, const toml::table& root);
/// The same for forms: their inboxes, keys and defaults.
void check_forms(Reading& reading, const toml::table& root);
/// Reads the text of one form as the file has it, for who writes it in Slack.
FormReading read_form_text(std::string_view toml_text);
/// Parses TOML and hands it to `read`; what keeps it from being parsed comes back as the only fault.
LoadedConfig parse_text(std::string_view toml_text, const std::string& file,
                        const std::function<void(const toml::table& root)>& read);
/// A fault when `place` holds the name of a calendar that does not exist.
void check_calendar_name(const Place& place, const Config& config);

}  // namespace deskbell::config
