#include "handlers/kernel/digest/digest_numbers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace deskbell::kernel {

using Json = nlohmann::json;

namespace {

/// What format 2 added, with and without "before." in front.
constexpr std::array<std::string_view, 3> kSinceTwo{"flow.first_time", "flow.not_first_time",
                                                    "flow.reopenings"};

template <class Map>
void add_keys(const Map& map, std::set<std::string>& keys)
{
    for (const auto& [key, value] : map) keys.insert(key);
}

}  // namespace

const std::vector<std::int64_t>& Numbers::records(std::string_view key) const
{
    static const std::vector<std::int64_t> kNone;
    const auto it = figures.find(key);
    return it == figures.end() ? kNone : it->second;
}

std::vector<std::pair<std::string, std::size_t>> Numbers::largest(std::string_view prefix,
                                                                  std::size_t most) const
{
    std::vector<std::pair<std::string, std::size_t>> out;
    for (auto it = figures.lower_bound(prefix); it != figures.end() && it->first.starts_with(prefix); ++it)
        out.emplace_back(it->first, it->second.size());
    std::ranges::stable_sort(out, std::greater<>(), [](const auto& entry) { return entry.second; });
    out.resize(std::min(out.size(), most));
    return out;
}

std::int64_t Numbers::value(std::string_view key) const
{
    const auto it = derived.find(key);
    return it == derived.end() ? 0 : it->second.value;
}

std::string to_json(const Numbers& numbers, int format)
{
    Json out{
        {"format", format}, {"log", numbers.log}, {"figures", Json::object()}, {"derived", Json::object()}};
    for (const auto& [key, records] : numbers.figures) out["figures"][key] = records;
    for (const auto& [key, derived] : numbers.derived)
        out["derived"][key] = {{"value", derived.value}, {"of", derived.of}};
    out["weeks"] = Json::array();
    for (const ChartWeek& week : numbers.weeks)
        out["weeks"].push_back(Json::array({week.week, week.met, week.missed, week.opened, week.solved}));
    return out.dump();
}

Numbers numbers_from(std::string_view json)
{
    try {
        const Json in = Json::parse(json);
        Numbers out;
        out.log = in.at("log").get<std::string>();
        for (const auto& [key, records] : in.at("figures").items())
            out.figures[key] = records.get<std::vector<std::int64_t>>();
        for (const auto& [key, derived] : in.at("derived").items())
            out.derived[key] = {derived.at("value").get<std::int64_t>(), derived.at("of").get<std::string>()};
        for (const Json& week : in.at("weeks"))
            out.weeks.push_back({week.at(0).get<std::string>(), week.at(1).get<std::int64_t>(),
                                 week.at(2).get<std::int64_t>(), week.at(3).get<std::int64_t>(),
                                 week.at(4).get<std::int64_t>()});
        return out;
    } catch (const Json::exception& e) {
        throw std::runtime_error(std::string("the numbers of a digest cannot be read: ") + e.what());
    }
}

int format_of(std::string_view json)
{
    const Json in = Json::parse(json, nullptr, false);
    return in.is_object() ? in.value("format", 0) : 0;
}

void reduce_to(int format, Numbers& numbers)
{
    if (format >= kNumbersFormat)
        return;
    for (const std::string_view key : kSinceTwo)
        for (const std::string& full : {std::string(key), std::string(kBefore) + std::string(key)}) {
            numbers.figures.erase(full);
            numbers.derived.erase(full);
        }
    // Nor did it hold anonymous answers where there were fewer than five.
    constexpr std::string_view kCount = "voice.anonymous.count.", kSum = "voice.anonymous.sum.";
    for (auto it = numbers.derived.lower_bound(kCount);
         it != numbers.derived.end() && it->first.starts_with(kCount);) {
        const bool is_few = it->second.value < 5;
        if (is_few)
            numbers.derived.erase(std::string(kSum) + it->first.substr(kCount.size()));
        it = is_few ? numbers.derived.erase(it) : std::next(it);
    }
}

std::vector<std::string> differences(const Numbers& before, const Numbers& after, std::size_t limit)
{
    std::vector<std::string> out;
    const auto differs = [&](const std::string& what, std::int64_t was, std::int64_t is) {
        if (out.size() < limit)
            out.push_back(what + ": " + std::to_string(was) + " was sent, " + std::to_string(is) +
                          " follows from the log" + (was == is ? " (other records)" : ""));
    };
    std::set<std::string> figures, derived;
    add_keys(before.figures, figures);
    add_keys(after.figures, figures);
    for (const std::string& key : figures)
        if (before.records(key) != after.records(key))
            differs(key, static_cast<std::int64_t>(before.count(key)),
                    static_cast<std::int64_t>(after.count(key)));
    add_keys(before.derived, derived);
    add_keys(after.derived, derived);
    for (const std::string& key : derived)
        if (before.value(key) != after.value(key))
            differs(key, before.value(key), after.value(key));
    if (before.weeks != after.weeks && out.size() < limit)
        out.push_back("the weeks of the charts differ");
    if (before.log != after.log && out.size() < limit)
        out.push_back("the chain over the events up to then is another one: run `deskbell verify`");
    return out;
}

}  // namespace deskbell::kernel
