#include "handlers/kernel/clock/levels.hpp"

#include "store/sha256.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace deskbell::kernel {

namespace {

using Json = nlohmann::json;  // objects are sorted by name: equal levels give equal text

constexpr std::string_view kChanges[] = {"retroactive", "restart", "prorata"};

Json json_of(const std::vector<Window>& windows)
{
    Json out = Json::array();
    for (const Window& w : windows) out.push_back({w.from.count(), w.to.count()});
    return out;
}

std::vector<Window> windows_from(const Json& json)
{
    std::vector<Window> out;
    for (const Json& w : json)
        out.push_back({std::chrono::minutes{w.at(0).get<int>()}, std::chrono::minutes{w.at(1).get<int>()}});
    return out;
}

Json json_of(const Calendar& calendar)
{
    Json out{{"timezone", calendar.timezone}, {"follows_requester", calendar.follows_requester}};
    out["hours"] = Json::array();
    for (const auto& day : calendar.hours) out["hours"].push_back(json_of(day));
    out["holidays"] = Json::array();
    for (const Date date : calendar.holidays) out["holidays"].push_back(deskbell::to_text(date));
    out["exceptions"] = Json::object();
    for (const auto& [date, windows] : calendar.exceptions)
        out["exceptions"][deskbell::to_text(date)] = json_of(windows);
    return out;
}

Date date_from(const std::string& text)
{
    const auto date = parse_date(text);
    if (!date)
        throw std::runtime_error(date.error().detail());
    return *date;
}

Calendar calendar_from(const std::string& name, const Json& json)
{
    Calendar out;
    out.name = name;
    out.timezone = json.at("timezone");
    out.follows_requester = json.at("follows_requester");
    for (std::size_t day = 0; day < out.hours.size(); ++day)
        out.hours[day] = windows_from(json.at("hours").at(day));
    for (const Json& date : json.at("holidays")) out.holidays.insert(date_from(date));
    for (const auto& [date, windows] : json.at("exceptions").items())
        out.exceptions[date_from(date)] = windows_from(windows);
    return out;
}

Json json_of(const Policy& policy)
{
    Json goals = Json::object();
    for (std::size_t m = 0; m < kMetrics; ++m)
        if (policy.goals[m].is_set())
            goals[std::string(to_text(static_cast<Metric>(m)))] = to_text(policy.goals[m]);
    Json filter = Json::object();
    for (const auto& [name, values] : policy.filter) filter[name] = values;
    return {{"name", policy.name},
            {"filter", filter},
            {"goals", goals},
            {"calendar", policy.calendar},
            {"attainment", policy.attainment},
            {"on_change", kChanges[static_cast<std::size_t>(policy.on_change)]},
            {"new_cycle", policy.on_reopen == OnReopen::new_cycle},
            {"pauses", policy.pauses},
            {"ola_pauses", policy.ola_pauses}};
}

Policy policy_from(const Json& json)
{
    Policy out;
    out.name = json.at("name");
    for (const auto& [name, values] : json.at("filter").items())
        out.filter[name] = values.get<std::set<std::string>>();
    for (const auto& [word, text] : json.at("goals").items()) {
        const auto metric = parse_metric(word);
        const auto goal = parse_goal(text.get<std::string>());
        if (!metric || !goal)
            throw std::runtime_error("unknown goal " + word);
        out.goal(*metric) = *goal;
    }
    out.calendar = json.at("calendar");
    out.attainment = json.at("attainment");
    const auto change = std::ranges::find(kChanges, json.at("on_change").get<std::string>());
    out.on_change = static_cast<OnChange>(change - std::begin(kChanges));
    out.on_reopen = json.at("new_cycle").get<bool>() ? OnReopen::new_cycle : OnReopen::resume;
    out.pauses = json.at("pauses").get<std::set<std::string>>();
    out.ola_pauses = json.at("ola_pauses").get<std::set<std::string>>();
    return out;
}

}  // namespace

std::string to_json(const ServiceLevels& levels)
{
    Json calendars = Json::object(), policies = Json::array();
    for (const auto& [name, calendar] : levels.calendars) calendars[name] = json_of(calendar);
    for (const Policy& policy : levels.policies) policies.push_back(json_of(policy));
    Json out{{"calendars", calendars},
             {"policies", policies},
             {"inbox_calendars", levels.inbox_calendars},
             {"zone_data", levels.zone_data}};
    return out.dump();
}

ServiceLevels levels_from(std::string_view text)
{
    const Json json = Json::parse(text);
    ServiceLevels out;
    for (const auto& [name, calendar] : json.at("calendars").items())
        out.calendars[name] = calendar_from(name, calendar);
    for (const Json& policy : json.at("policies")) out.policies.push_back(policy_from(policy));
    for (const auto& [inbox, calendar] : json.at("inbox_calendars").items())
        out.inbox_calendars[inbox] = calendar.get<std::string>();
    out.zone_data = json.at("zone_data");
    return out;
}

std::shared_ptr<const ServiceLevels> LevelsCache::find(const std::string& hash)
{
    const std::lock_guard lock(mutex_);
    const auto it = known_.find(hash);
    return it == known_.end() ? nullptr : it->second;
}

std::shared_ptr<const ServiceLevels> LevelsCache::keep(const std::string& hash, const std::string& json)
{
    auto levels = std::make_shared<const ServiceLevels>(levels_from(json));
    const std::lock_guard lock(mutex_);
    return known_.emplace(hash, std::move(levels)).first->second;
}

std::vector<LevelsVersion> versions_in(LevelsCache& cache, const store::Unit& unit)
{
    std::vector<LevelsVersion> out;
    for (const store::StoredLevels& stored : unit.levels.all()) {
        auto levels = cache.find(stored.hash);
        if (levels == nullptr)
            levels = cache.keep(stored.hash, unit.levels.body(stored.id));
        out.push_back({stored.id, stored.from, std::move(levels)});
    }
    return out;
}

bool adopt_levels(const ServiceLevels& levels, store::Unit& unit)
{
    store::StoredLevels fresh;
    fresh.from = unit.now;
    fresh.body = to_json(levels);
    fresh.hash = store::sha256_hex(fresh.body);
    const auto known = unit.levels.all();
    if (!known.empty() && known.back().hash == fresh.hash)
        return false;
    unit.levels.insert(fresh);
    return true;
}

}  // namespace deskbell::kernel
