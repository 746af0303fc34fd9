#include "config/table.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/domain/time.hpp"

#include <algorithm>
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

std::optional<int> Place::whole(int least, int most) const
{
    const auto* value = node.as_integer();
    if (value && value->get() >= least && value->get() <= most)
        return static_cast<int>(value->get());
    const std::string bounds = std::to_string(least) + " to " + std::to_string(most);
    if (value)
        fault("is " + std::to_string(value->get()) + ".", "Write a whole number from " + bounds + ".");
    else
        fault("is " + std::string(in_words(node.type())) + ", but must be a whole number.",
              "Write a number from " + bounds + ", without quotes.");
    return std::nullopt;
}

std::vector<Place> Place::one_or_more(std::string_view example) const
{
    return node.is_array() ? elements(example) : std::vector<Place>{*this};
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

std::optional<std::string> read_word(const Place& place, const std::vector<std::string>& known)
{
    auto word = place.text("one of: " + joined(known, ", "));
    if (!word || std::ranges::find(known, *word) != known.end())
        return word;
    const std::string near = nearest(*word, known);
    place.fault("\"" + cleaned(shortened(*word, 40)) + "\" is not known here.",
                (near.empty() ? "" : "Did you mean \"" + near + "\"? ") +
                    "Write one of: " + joined(known, ", ") + ".");
    return std::nullopt;
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
