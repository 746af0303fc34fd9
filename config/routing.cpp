#include "config/table.hpp"
#include "handlers/domain/tags.hpp"
#include "handlers/domain/text.hpp"

#include <algorithm>

namespace deskbell::config {

namespace {

constexpr std::string_view kRuleExample = "[[routing]] on a line of its own, once per rule";
constexpr std::string_view kAssignExample =
    "\"none\", \"fixed:U0ANA\", \"least_loaded\", \"round_robin\", \"rota\" or \"offer\"";
constexpr std::size_t kNameMost = 60;
constexpr std::size_t kAgentsMost = 1000;  ///< [agent.U…] tables

bool is_user(std::string_view id)
{
    return id.size() > 1 && id.size() <= 32 && (id.front() == 'U' || id.front() == 'W') &&
           std::ranges::all_of(id, [](unsigned char c) { return std::isdigit(c) || (c >= 'A' && c <= 'Z'); });
}

std::optional<Assigning> read_method(const Place& place)
{
    const auto text = place.text(kAssignExample);
    if (!text)
        return std::nullopt;
    const auto assigning = parse_assigning(*text);
    if (!assigning)
        place.fault(assigning.error().detail(), "");
    return assigning ? std::optional(*assigning) : std::nullopt;
}

constexpr Key<Rota> kRotaKeys[] = {
    {"people",
     [](const Place& place, Rota& rota) {
         for (const Place& element : place.elements("[\"U0ANA\", \"U0BEN\"]")) {
             const auto id = element.text("a member id, such as \"U0ANA\"");
             if (id && is_user(*id))
                 rota.people.push_back(*id);
             else if (id)
                 element.fault("\"" + *id + "\" is not a member id.",
                               "Write an id such as \"U0ANA\" (profile, ⋮, Copy member ID).");
         }
         if (rota.people.size() > kRotaMost)
             place.fault("names more than " + std::to_string(kRotaMost) + " people.", "Name fewer.");
     }},
    {"from",
     [](const Place& place, Rota& rota) {
         const auto text = place.text("the first day of the first person, \"2026-01-05\"");
         if (!text)
             return;
         if (const auto date = parse_date(*text))
             rota.from = *date;
         else
             place.fault(date.error().detail(), "");
     }},
    {"days",
     [](const Place& place, Rota& rota) { rota.days = place.whole(1, kRotaDaysMost).value_or(rota.days); }},
};

/// Before the key of an inbox that was set up in Slack: the file cannot know those, and without a mark every
/// slip of the pen would pass for one.
constexpr std::string_view kSetUpInSlack = "slack:";

std::string inbox_key(const std::string& text)
{
    return text.starts_with(kSetUpInSlack) ? text.substr(kSetUpInSlack.size()) : text;
}

template <std::size_t I>
void read_condition(const Place& place, RoutingRule& rule)
{
    std::vector<std::string>& values = rule.when[std::string(kRoutingConditions[I])];
    for (const Place& element : place.one_or_more("[\"vpn\"]")) {
        const auto text = element.text("\"vpn\"");
        if (text && text->empty())
            element.fault("is empty.", "Write a word, or remove it.");
        else if (text && kRoutingConditions[I] == "priority" && !parse_priority(*text))
            element.fault("\"" + *text + "\" is not a priority.", "Write \"P1\", \"P2\", \"P3\" or \"P4\".");
        else if (text)
            values.push_back(kRoutingConditions[I] == "inbox" ? inbox_key(*text) : *text);
    }
    if (values.size() > kRoutingValuesMost)
        place.fault("has more than " + std::to_string(kRoutingValuesMost) + " values.",
                    "Split it into several rules.");
}

constexpr Key<RoutingRule> kWhenKeys[] = {
    {kRoutingConditions[0], read_condition<0>}, {kRoutingConditions[1], read_condition<1>},
    {kRoutingConditions[2], read_condition<2>}, {kRoutingConditions[3], read_condition<3>},
    {kRoutingConditions[4], read_condition<4>}, {kRoutingConditions[5], read_condition<5>},
    {kRoutingConditions[6], read_condition<6>},
};

void read_tags(const Place& place, RoutingRule& rule)
{
    std::string all;
    for (const Place& element : place.one_or_more("[\"vpn\"]")) {
        const auto text = element.text("a tag such as \"vpn\"");
        const auto tag = text ? parse_tag(*text) : Result<std::string>(std::string());
        if (!tag)
            element.fault(tag.error().detail(), "");
        else if (text)
            all += *tag + ",";
    }
    if (auto tags = parse_tags(all))
        rule.tags = *std::move(tags);
    else
        place.fault(tags.error().detail(), "");
}

constexpr Key<RoutingRule> kThenKeys[] = {
    {"inbox",
     [](const Place& place, RoutingRule& rule) {
         rule.inbox = inbox_key(place.text("the key of an inbox, such as \"it\"").value_or(""));
     }},
    {"assign", [](const Place& place, RoutingRule& rule) { rule.assign = read_method(place); }},
    {"priority",
     [](const Place& place, RoutingRule& rule) {
         const auto text = place.text("\"P2\"");
         if (text && !parse_priority(*text))
             place.fault("\"" + *text + "\" is not a priority.", "Write \"P1\", \"P2\", \"P3\" or \"P4\".");
         else if (text)
             rule.priority = *text;
     }},
    {"tags", read_tags},
};

constexpr Key<RoutingRule> kRuleKeys[] = {
    {"name",
     [](const Place& place, RoutingRule& rule) {
         const auto name = place.text("what the card says, such as \"Payroll\"");
         if (name && (name->empty() || utf16_length(*name) > kNameMost))
             place.fault("has " + std::to_string(utf16_length(*name)) + " characters.", "Write 1 to 60.");
         else if (name)
             rule.name = *name;
     }},
    {"when",
     [](const Place& place, RoutingRule& rule) {
         if (const auto* table = place.table("{ words = [\"vpn\"] }"))
             read_keys<RoutingRule>(place, *table, kWhenKeys, rule);
     }},
    {"then",
     [](const Place& place, RoutingRule& rule) {
         if (const auto* table = place.table("{ inbox = \"it\" }"))
             read_keys<RoutingRule>(place, *table, kThenKeys, rule);
     }},
};

constexpr Key<AgentSettings> kAgentKeys[] = {
    {"calendar",
     [](const Place& place, AgentSettings& agent) {
         agent.calendar = place.text("the name of a calendar, such as \"early\"").value_or("");
     }},
    {"cap", [](const Place& place, AgentSettings& agent) { agent.cap = place.whole(1, kCapMost); }},
};

/// The key under which a value of a rule stands in the file, or null.
const toml::node* value_of(const toml::table& rule, std::string_view part, std::string_view name)
{
    const auto* table = rule[part].as_table();
    return table == nullptr ? nullptr : table->get(name);
}

void check_inbox_name(const Place& place, const Config& config)
{
    const auto* text = place.node.as_string();
    if (text == nullptr || config.settings.inbox(trimmed(text->get())) != nullptr)
        return;
    const std::string named = trimmed(text->get());
    if (named.starts_with(kSetUpInSlack) && named.size() > kSetUpInSlack.size())
        return;
    std::vector<std::string> known;
    for (const InboxSettings& inbox : config.settings.inboxes) known.push_back(inbox.key);
    const std::string near = nearest(text->get(), known);
    place.fault("there is no inbox \"" + text->get() + "\".",
                !near.empty()   ? "Did you mean \"" + near + "\"?"
                : known.empty() ? "Add an [[inbox]] with that key, or write \"slack:\" before the key of one that was"
                                  " set up in Slack."
                                : "Name one of: " + joined(known, ", ") +
                                      "; or write \"slack:\" before the key of one that was set up in Slack.");
}

void check_rule(const Place& place, const toml::table& table, const Config& config)
{
    const auto at = [&](std::string_view part, std::string_view name) {
        if (const toml::node* node = value_of(table, part, name))
            for (const Place& value :
                 Place{place.reading, *node, place.key + "." + std::string(part) + "." + std::string(name)}
                     .one_or_more("\"it\""))
                check_inbox_name(value, config);
    };
    at("when", "inbox");
    at("then", "inbox");
}

/// "rota" needs one wherever a ticket of the rule can arrive.
bool lacks_rota(const RoutingRule& rule, const Config& config)
{
    if (!rule.assign || rule.assign->method != AssignMethod::rota)
        return false;
    return std::ranges::any_of(config.settings.inboxes, [&](const InboxSettings& inbox) {
        return (rule.inbox.empty() || rule.inbox == inbox.key) && inbox.rota.people.empty();
    });
}

}  // namespace

void read_assign(const Place& place, InboxSettings& inbox)
{
    if (const auto assigning = read_method(place))
        inbox.assign = *assigning;
}

void read_rota(const Place& place, InboxSettings& inbox)
{
    const auto* table = place.table("{ people = [\"U0ANA\", \"U0BEN\"], from = \"2026-01-05\", days = 7 }");
    if (table == nullptr)
        return;
    read_keys<Rota>(place, *table, kRotaKeys, inbox.rota);
    for (const std::string_view name : {"people", "from"})
        if (!table->contains(name))
            place.fault("has no " + std::string(name) + ".",
                        "Write { people = [\"U0ANA\", \"U0BEN\"], from = \"2026-01-05\", days = 7 }.");
}

void read_routing(const Place& place, Config& config)
{
    auto& rules = config.settings.routing;
    for (const Place& element : place.elements(kRuleExample)) {
        const auto* table = element.table(kRuleExample);
        if (table == nullptr)
            continue;
        if (rules.size() == kRoutingRulesMost) {
            element.fault(
                "is more than the " + std::to_string(kRoutingRulesMost) + " rules that one desk can hold.",
                "Remove some.");
            return;
        }
        RoutingRule rule;
        rule.name = "rule " + std::to_string(rules.size() + 1);
        read_keys<RoutingRule>(element, *table, kRuleKeys, rule);
        if (!table->contains("then"))
            element.fault("decides nothing.", "Add then = { inbox = \"it\" }, assign, priority or tags.");
        if (std::ranges::find(rules, rule.name, &RoutingRule::name) != rules.end())
            element.fault("\"" + rule.name + "\" is the name of another rule.",
                          "Give each rule its own name.");
        rules.push_back(std::move(rule));
    }
}

void read_agents(const Place& place, Config& config)
{
    const auto* table = place.table("[agent.U0ANA] on a line of its own");
    if (table == nullptr)
        return;
    for (const auto& [name, node] : *table) {
        const std::string id(name.str());
        const Place at{place.reading, node, place.key + "." + id};
        if (!is_user(id)) {
            at.fault("\"" + id + "\" is not a member id.",
                     "Write [agent.U0ANA] with an id (profile, ⋮, Copy member ID).");
            continue;
        }
        if (config.settings.agents.size() == kAgentsMost)
            return at.fault(
                "is more than the " + std::to_string(kAgentsMost) + " agents that can have own hours.",
                "Remove some.");
        AgentSettings agent;
        if (const auto* own = at.table("calendar = \"early\""))
            read_keys<AgentSettings>(at, *own, kAgentKeys, agent);
        config.settings.agents[id] = agent;
    }
}

void check_routing(Reading& reading, const toml::table& root)
{
    Config& config = reading.loaded.config;
    const auto& rules = config.settings.routing;
    const auto* array = root["routing"].as_array();
    const RoutingRule* catch_all = nullptr;
    for (std::size_t i = 0; array && i < array->size() && i < rules.size(); ++i) {
        const Place place{reading, (*array)[i], "routing[" + std::to_string(i + 1) + "]"};
        if (const auto* table = (*array)[i].as_table())
            check_rule(place, *table, config);
        if (lacks_rota(rules[i], config))
            place.fault("assigns by rota, but there is an inbox without one.",
                        "Add rota = { people = [\"U0ANA\"], from = \"2026-01-05\" } to its [[inbox]].");
        if (catch_all != nullptr)
            place.fault("is never reached: \"" + catch_all->name + "\" before it takes everything.",
                        "Put the rule without conditions last.");
        if (rules[i].when.empty() && catch_all == nullptr)
            catch_all = &rules[i];
    }
    if (const auto* agents = root["agent"].as_table())
        for (const auto& [name, node] : *agents)
            if (const auto* table = node.as_table())
                if (const toml::node* calendar = table->get("calendar"))
                    check_calendar_name(
                        {reading, *calendar, "agent." + std::string(name.str()) + ".calendar"}, config);
    const auto* inboxes = root["inbox"].as_array();
    for (std::size_t i = 0; inboxes && i < inboxes->size() && i < config.settings.inboxes.size(); ++i)
        if (config.settings.inboxes[i].assign.method == AssignMethod::rota &&
            config.settings.inboxes[i].rota.people.empty())
            reading.fault((*inboxes)[i], "inbox[" + std::to_string(i + 1) + "].assign",
                          "is by rota, but there is none.",
                          "Add rota = { people = [\"U0ANA\", \"U0BEN\"], from = \"2026-01-05\", days = 7 }.");
}

}  // namespace deskbell::config
