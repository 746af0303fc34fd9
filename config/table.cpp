#include "config/table.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/domain/time.hpp"

#include <array>

namespace deskbell::config {

namespace {

/// How people call the types, in the order of toml::node_type.
std::string_view in_words(toml::node_type type)
{
    static constexpr std::array<std::string_view, 10> kWords{
        "nothing",  "a table",       "a list", "text",   "a whole number",
        "a number", "true or false", "a date", "a time", "a date with time"};
    return kWords.at(static_cast<std::size_t>(type));
}

}  // namespace

void Reading::fault(const toml::node& at, std::string key, std::string problem, std::string mend)
{
    loaded.faults.push_back({file, static_cast<int>(at.source().begin.line), std::move(key),
                             std::move(problem), std::move(mend)});
}

std::optional<std::string> Place::text(std::string_view example) const
{
    if (const auto* value = node.as_string())
        return trimmed(value->get());
    fault("is " + std::string(in_words(node.type())) + ", but must be text in quotes.",
          "Write " + std::string(example) + ".");
    return std::nullopt;
}

std::optional<bool> Place::flag() const
{
    if (const auto* value = node.as_boolean())
        return value->get();
    fault("is " + std::string(in_words(node.type())) + ", but must be true or false.",
          "Write true or false, without quotes.");
    return std::nullopt;
}

std::vector<Place> Place::elements(std::string_view example) const
{
    std::vector<Place> out;
    const auto* array = node.as_array();
    if (!array) {
        fault("is " + std::string(in_words(node.type())) + ", but must be a list.",
              "Write " + std::string(example) + ".");
        return out;
    }
    for (std::size_t i = 0; i < array->size(); ++i)
        out.push_back(Place{reading, (*array)[i], key + "[" + std::to_string(i + 1) + "]"});
    return out;
}

const toml::table* Place::table(std::string_view example) const
{
    if (const auto* value = node.as_table())
        return value;
    fault("is " + std::string(in_words(node.type())) + ", but must be a table.",
          "Write " + std::string(example) + ".");
    return nullptr;
}

void unknown_key(const Place& place, std::string_view name, const std::vector<std::string>& known)
{
    const std::string near = nearest(name, known);
    place.fault("is not a known key.",
                near.empty() ? "Known here: " + joined(known, ", ") + "." : "Did you mean \"" + near + "\"?");
}

std::optional<std::string> read_zone(const Place& place)
{
    auto zone = place.text("an IANA name such as \"Europe/Berlin\"");
    if (!zone || is_zone(*zone))
        return zone;
    place.fault("\"" + *zone + "\" is not a time zone that this system knows.",
                "Write an IANA name such as \"Europe/Berlin\" or \"UTC\".");
    return std::nullopt;
}

}  // namespace deskbell::config
