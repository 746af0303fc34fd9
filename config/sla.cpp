#include "config/table.hpp"
#include "handlers/domain/tags.hpp"
#include "handlers/domain/text.hpp"

#include <algorithm>

namespace deskbell::config {

namespace {

template <Metric M>
void read_goal(const Place& place, Policy& policy)
{
    const auto text = place.text("a goal such as \"15m\", \"4h\", \"EOBD+1\" or \"none\"");
    if (!text)
        return;
    if (lower(*text) == "none") {
        policy.goal(M) = {};
        return;
    }
    if (const auto goal = parse_goal(*text))
        policy.goal(M) = *goal;
    else
        place.fault(goal.error().detail(), "");
}

template <std::set<std::string> Policy::*Member>
void read_pauses(const Place& place, Policy& policy)
{
    (policy.*Member).clear();
    // Inboxes have reasons of their own: check_pauses() looks whether there is such a one.
    for (const Place& element : place.elements("[\"requester\", \"scheduled\"]"))
        if (const auto text = element.text("a hold reason such as \"requester\"")) {
            const NamedWord* known = find_word(kHoldReasons, trimmed(*text));
            (policy.*Member).insert(known == nullptr ? trimmed(*text) : std::string(known->word));
        }
}

void read_calendar(const Place& place, Policy& policy)
{
    if (auto name = place.text("the name of a calendar, such as \"24x7\""))
        policy.calendar = *name;
}

void read_attainment(const Place& place, Policy& policy)
{
    policy.attainment = place.whole(1, 100).value_or(policy.attainment);
}

void read_priority_change(const Place& place, Policy& policy)
{
    static const std::vector<std::string> kWords{"retroactive", "restart", "prorata"};
    if (const auto word = read_word(place, kWords))
        policy.on_change = static_cast<OnChange>(std::ranges::find(kWords, *word) - kWords.begin());
}

void read_reopen(const Place& place, Policy& policy)
{
    if (const auto word = read_word(place, {"continue", "new-cycle"}))
        policy.on_reopen = *word == "continue" ? OnReopen::resume : OnReopen::new_cycle;
}

void read_name(const Place& place, Policy& policy)
{
    const auto name = place.text("a name that people read, such as \"VIP\"");
    if (name && (name->empty() || utf16_length(*name) > kLevelNameMost))
        place.fault("has " + std::to_string(utf16_length(*name)) + " characters.",
                    "Write 1 to " + std::to_string(kLevelNameMost) + ".");
    else if (name)
        policy.name = *name;
}

/// The values that one filter accepts, under the filter's own name.
template <std::size_t Filter>
void read_filter(const Place& place, Policy& policy)
{
    const std::string name(kPolicyFilters[Filter]);
    const std::vector<Place> values = place.one_or_more("\"it\" or [\"it\", \"hr\"]");
    if (values.size() > kFilterValuesMost || (values.empty() && place.node.is_array()))
        place.fault("accepts " + std::to_string(values.size()) + " values.",
                    "Write 1 to " + std::to_string(kFilterValuesMost) + ", or leave it out to accept any.");
    auto& accepted = policy.filter[name];
    for (const Place& value : values) {
        const auto word =
            name == "priority" ? read_word(value, {"P1", "P2", "P3", "P4"}) : value.text("\"it\"");
        if (word && word->empty())
            value.fault("is empty.", "Write a value, or leave it out to accept any.");
        else if (word && name == "tag" && !is_tag(*word))
            value.fault("\"" + *word + "\" cannot be a tag.",
                        "Write it as it stands on tickets: small letters, digits, - _ or a dot.");
        else if (word)
            accepted.insert(*word);
    }
}

constexpr Key<Policy> kPromiseKeys[] = {
    {"response", read_goal<Metric::response>},
    {"next_response", read_goal<Metric::next_response>},
    {"update", read_goal<Metric::update>},
    {"resolution", read_goal<Metric::resolution>},
    {"fulfilment", read_goal<Metric::fulfilment>},
    {"ola", read_goal<Metric::ola>},
    {"uc", read_goal<Metric::uc>},
    {"calendar", read_calendar},
    {"attainment", read_attainment},
    {"priority_change", read_priority_change},
    {"reopen", read_reopen},
    {"pauses", read_pauses<&Policy::pauses>},
    {"ola_pauses", read_pauses<&Policy::ola_pauses>},
};

constexpr Key<Policy> kFilterKeys[] = {
    {"name", read_name},
    {kPolicyFilters[0], read_filter<0>},
    {kPolicyFilters[1], read_filter<1>},
    {kPolicyFilters[2], read_filter<2>},
    {kPolicyFilters[3], read_filter<3>},
    {kPolicyFilters[4], read_filter<4>},
    {kPolicyFilters[5], read_filter<5>},
    {kPolicyFilters[6], read_filter<6>},
};

/// The keys of a [[sla.policy]]: whom it is for, and what is promised.
std::vector<Key<Policy>> policy_keys()
{
    std::vector<Key<Policy>> keys(std::begin(kFilterKeys), std::end(kFilterKeys));
    keys.insert(keys.end(), std::begin(kPromiseKeys), std::end(kPromiseKeys));
    return keys;
}

/// [sla.P1]: changes single promises of the pack's row.
template <Priority P>
void read_priority(const Place& place, Config& config)
{
    const auto* table = place.table("[" + place.key + "] on a line of its own");
    if (!table)
        return;
    Policy& policy = *std::ranges::find(config.settings.levels.policies, to_text(P), &Policy::name);
    read_keys<Policy>(place, *table, kPromiseKeys, policy);
}

/// Each [[sla.policy]], also one with faults: check_levels() finds them by their position.
void read_policies(const Place& place, Config& config)
{
    const std::string_view example = "[[sla.policy]] on a line of its own, once per policy";
    auto& policies = config.settings.levels.policies;
    static const std::vector<Key<Policy>> kKeys = policy_keys();
    for (const Place& element : place.elements(example)) {
        const auto* table = element.table(example);
        if (policies.size() == kPoliciesMost) {
            element.fault("is more than the " + std::to_string(kPoliciesMost) +
                              " policies that one desk can hold, P1 to P4 among them.",
                          "Remove some.");
            return;
        }
        Policy& policy = policies.emplace_back();
        if (table)
            read_keys<Policy>(element, *table, kKeys, policy);
    }
}

constexpr Key<Config> kSlaKeys[] = {
    {"P1", read_priority<Priority::p1>}, {"P2", read_priority<Priority::p2>},
    {"P3", read_priority<Priority::p3>}, {"P4", read_priority<Priority::p4>},
    {"policy", read_policies},
};

}  // namespace

void read_sla(const Place& place, Config& config)
{
    if (const auto* table = place.table("[sla.P1] on a line of its own"))
        read_keys<Config>(place, *table, kSlaKeys, config);
}

}  // namespace deskbell::config
