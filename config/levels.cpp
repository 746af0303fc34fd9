#include "config/table.hpp"
#include "handlers/domain/text.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace deskbell::config {

namespace {

/// The rows of the default pack: they come before the policies of the file.
constexpr std::string_view kPackNames[] = {"P1", "P2", "P3", "P4"};
constexpr std::size_t kPackRows = std::size(kPackNames);

/// True when something under `key` has been reported already: what follows from it is not worth a line.
bool has_fault(const Reading& reading, const std::string& key)
{
    return std::ranges::any_of(reading.loaded.faults, [&](const Fault& f) {
        return f.key == key || f.key.starts_with(key + ".") || f.key.starts_with(key + "[");
    });
}

void check_open(const Place& place, const Calendar& calendar)
{
    Reading& reading = place.reading;
    if (!has_fault(reading, place.key) && !next_opening(calendar, UtcTime{reading.today}))
        place.fault("has no open time in the " + std::to_string(kOpensWithin.count()) + " days from " +
                        deskbell::to_text(reading.today) + " on.",
                    "Give at least one day a stretch of time: hours = { mon = [\"09:00-17:00\"] }.");
}

/// Places of one table's values by key, for checks that come after reading.
template <class Check>
void at(const Place& place, const toml::table& table, std::string_view name, const Check& check)
{
    if (const toml::node* node = table.get(name))
        check(Place{place.reading, *node, place.key + "." + std::string(name)});
}

void check_inbox_names(const Place& place, const Config& config)
{
    std::vector<std::string> known;
    for (const InboxSettings& inbox : config.settings.inboxes) known.push_back(inbox.key);
    for (const Place& value : place.one_or_more("\"it\"")) {
        const auto* text = value.node.as_string();
        if (!text || std::ranges::find(known, trimmed(text->get())) != known.end())
            continue;
        const std::string near = nearest(text->get(), known);
        value.fault("there is no inbox \"" + text->get() + "\".",
                    !near.empty()   ? "Did you mean \"" + near + "\"?"
                    : known.empty() ? "Add an [[inbox]] with that key."
                                    : "Name one of: " + joined(known, ", ") + ".");
    }
}

bool has_goal(const Policy& policy)
{
    return std::ranges::any_of(policy.goals, [](const Goal& goal) { return goal.is_set(); });
}

/// A policy of the file by its place; the pack's rows come before the file's.
struct Written {
    Place place;
    const toml::table& table;
    const Policy& policy;
    std::size_t index;
};

void check_policy(const Written& written, const Config& config, std::map<std::string, std::string>& names)
{
    const Place& place = written.place;
    if (!written.table.contains("name"))
        place.fault("has no name.", "Add name = \"…\": people read it beside the deadline.");
    else if (const auto [it, is_new] = names.emplace(written.policy.name, place.key);
             !is_new && !written.policy.name.empty())
        at(place, written.table, "name", [&, &other = it->second](const Place& name) {
            name.fault("\"" + written.policy.name + "\" is the name of " + other + ".",
                       "Give each policy its own name.");
        });
    if (!has_fault(place.reading, place.key) && !has_goal(written.policy))
        place.fault("promises nothing.", "Add a goal, such as resolution = \"4h\".");
    at(place, written.table, "calendar", [&](const Place& name) { check_calendar_name(name, config); });
    at(place, written.table, "inbox", [&](const Place& names_of) { check_inbox_names(names_of, config); });
}

/// Reports each earlier policy with which this one ties. Policies with faults of their own are left out: a
/// filter may be missing because its key is misspelt.
void check_ties(const Written& written, const std::set<std::size_t>& broken, const Config& config)
{
    const auto& all = config.settings.levels.policies;
    for (std::size_t i = 0; i < written.index; ++i) {
        if (broken.contains(i) || !ties(all[i], written.policy))
            continue;
        written.place.fault("\"" + written.policy.name + "\" and \"" + all[i].name +
                                "\" are equally specific and can both meet the same record.",
                            i < kPackRows
                                ? "Change [sla." + all[i].name + "] instead, or add a filter."
                                : "Add a filter to one of them, or part the values that they accept.");
    }
}

std::vector<Written> written_policies(Reading& reading, const toml::table& sla)
{
    std::vector<Written> out;
    const auto* array = sla["policy"].as_array();
    const auto& all = reading.loaded.config.settings.levels.policies;
    for (std::size_t i = 0; array && i < array->size() && kPackRows + i < all.size(); ++i)
        if (const auto* table = (*array)[i].as_table())
            out.push_back({Place{reading, *table, "sla.policy[" + std::to_string(i + 1) + "]"}, *table,
                           all[kPackRows + i], kPackRows + i});
    return out;
}

/// What the supplier and the group may take together must fit into what the requester is promised.
/// Source: ISO/IEC 20000-1:2018, 8.3.3 and 8.3.4: agreements with suppliers and groups support the SLA.
void warn_about_sum(const Policy& policy, const std::string& file, std::vector<Fault>& warnings)
{
    const auto inside = policy.goal(Metric::uc).span + policy.goal(Metric::ola).span;
    const auto promised = policy.goal(Metric::resolution).span;
    if (promised.count() > 0 && policy.goal(Metric::uc).is_set() && inside > promised)
        warnings.push_back({file, 0, "policy \"" + policy.name + "\"",
                            "promises a solution in " + working_duration(promised) +
                                ", but supplier and group may take " + working_duration(inside) +
                                " together.",
                            "Agree a shorter time with one of them, or promise a later solution."});
}

void check_sla(Reading& reading, const toml::table& sla)
{
    const Config& config = reading.loaded.config;
    for (const Policy& policy : config.settings.levels.policies)
        warn_about_sum(policy, reading.file, reading.loaded.config.warnings);
    std::map<std::string, std::string> names;  // policy -> where it is written
    for (const std::string_view row : kPackNames) {
        names.emplace(row, "[sla." + std::string(row) + "]");
        if (const auto* table = sla[row].as_table())
            at(Place{reading, *table, "sla." + std::string(row)}, *table, "calendar",
               [&](const Place& name) { check_calendar_name(name, config); });
    }
    const std::vector<Written> all = written_policies(reading, sla);
    for (const Written& written : all) check_policy(written, config, names);
    std::set<std::size_t> broken;
    for (const Written& written : all)
        if (has_fault(reading, written.place.key))
            broken.insert(written.index);
    for (const Written& written : all)
        if (!broken.contains(written.index))
            check_ties(written, broken, config);
}

}  // namespace

void check_calendar_name(const Place& place, const Config& config)
{
    const auto* text = place.node.as_string();
    const std::string name = text ? trimmed(text->get()) : "";
    const auto& calendars = config.settings.levels.calendars;
    if (!text || calendars.contains(name))
        return;
    std::vector<std::string> known;
    for (const auto& [key, calendar] : calendars) known.push_back(key);
    const std::string near = nearest(name, known);
    place.fault("there is no calendar \"" + name + "\".",
                near.empty() ? "Add [calendar." + name + "], or name one of: " + joined(known, ", ") + "."
                             : "Did you mean \"" + near + "\"?");
}

void check_levels(Reading& reading, const toml::table& root)
{
    const ServiceLevels& levels = reading.loaded.config.settings.levels;
    if (const auto* calendars = root["calendar"].as_table())
        for (const auto& [name, node] : *calendars)
            if (const Calendar* calendar = levels.calendar(name.str()))
                check_open(Place{reading, node, "calendar." + std::string(name.str())}, *calendar);
    if (const auto* sla = root["sla"].as_table())
        check_sla(reading, *sla);
}

}  // namespace deskbell::config
