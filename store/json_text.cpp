#include "store/json_text.hpp"

#include <nlohmann/json.hpp>

namespace deskbell::store {

using nlohmann::json;

std::string to_json(const Attributes& attributes)
{
    json out = json::object();
    for (const auto& [name, value] : attributes) out[name] = value;
    return out.dump();
}

Attributes attributes_from(std::string_view text)
{
    Attributes out;
    const json parsed = json::parse(text);
    for (const auto& [name, value] : parsed.items()) out.emplace(name, value.get<std::string>());
    return out;
}

std::string to_json(const std::vector<Change>& changes)
{
    json out = json::array();
    for (const Change& c : changes) out.push_back(json::array({c.attribute, c.before, c.after}));
    return out.dump();
}

std::vector<Change> changes_from(std::string_view text)
{
    std::vector<Change> out;
    for (const json& c : json::parse(text))
        out.push_back({c.at(0).get<std::string>(), c.at(1).get<std::string>(), c.at(2).get<std::string>()});
    return out;
}

}  // namespace deskbell::store
