#include "config/table.hpp"
#include "handlers/domain/text.hpp"

#include <algorithm>
#include <array>

/// What an inbox calls its states, hold reasons and causes.
namespace deskbell::config {

namespace {

constexpr std::array kCategories{Category::fresh,   Category::active,   Category::waiting_requester,
                                 Category::on_hold, Category::resolved, Category::closed,
                                 Category::void_};

/// A name that people read; a fault and nothing when it cannot be one.
std::optional<std::string> read_own_name(const Place& place, std::string_view example)
{
    auto name = place.text(example);
    if (!name)
        return name;
    *name = trimmed(cleaned(*name));
    const std::size_t length = utf16_length(*name);
    if (length >= 1 && length <= InboxNames::kLengthMost)
        return name;
    place.fault("has " + std::to_string(length) + " characters.",
                "Write 1 to " + std::to_string(InboxNames::kLengthMost) + ".");
    return std::nullopt;
}

/// A list of names, in which the desk's own words may stand as words or as people read them.
std::vector<std::string> read_list(const Place& place, std::span<const NamedWord> words,
                                   const std::string& example)
{
    std::vector<std::string> out;
    const std::vector<Place> elements = place.elements(example);
    if (place.node.is_array() && (elements.empty() || elements.size() > InboxNames::kMost))
        place.fault("has " + std::to_string(elements.size()) + " entries.",
                    "Write 1 to " + std::to_string(InboxNames::kMost) + ", or leave it out.");
    for (const Place& element : elements) {
        const auto name = read_own_name(element, "a text such as \"Waiting for spare parts\"");
        if (!name)
            continue;
        const NamedWord* known = find_word(words, *name);
        const std::string stored(known == nullptr ? std::string_view(*name) : known->word);
        const bool is_double =
            std::ranges::any_of(out, [&](const std::string& other) { return lower(other) == lower(stored); });
        if (is_double)
            element.fault("\"" + *name + "\" stands in the list already.", "Write it once.");
        else if (name->starts_with(':'))
            element.fault("\"" + *name + "\" begins with a colon.", "Begin with a letter or a digit.");
        else
            out.push_back(stored);
    }
    return out;
}

}  // namespace

void read_hold_reasons(const Place& place, InboxSettings& inbox)
{
    inbox.names.hold_reasons =
        read_list(place, kHoldReasons, "[\"requester\", \"supplier\", \"Waiting for spare parts\"]");
    if (std::erase(inbox.names.hold_reasons, kHeldForApproval) > 0)
        place.fault("has \"" + std::string(kHeldForApproval) + "\", which only the program sets.",
                    "Leave it out: who needs an approval asks for it with \"Ask for approval\".");
}

void read_causes(const Place& place, InboxSettings& inbox)
{
    const std::vector<std::string> causes =
        read_list(place, kCommonCauses, "[\"documentation_missing\", \"Paper jam\"]");
    inbox.names.causes = causes;
    std::vector<std::string> missing;
    for (const NamedWord& common : kCommonCauses)
        if (std::ranges::find(causes, common.word) == causes.end())
            missing.push_back("\"" + std::string(common.word) + "\"");
    if (place.node.is_array() && !missing.empty())
        place.fault("has no " + joined(missing, ", ") + ".",
                    "Add " + std::string(missing.size() == 1 ? "it" : "them") +
                        ": every inbox can say these, so that reports compare.");
}

void read_state_names(const Place& place, InboxSettings& inbox)
{
    const std::string example = "state_names = { on_hold = \"At the supplier\" }";
    const auto* table = place.table(example);
    if (!table)
        return;
    std::vector<std::string> known;
    for (const Category category : kCategories) known.emplace_back(to_text(category));
    for (const auto& [key, node] : *table) {
        const Place at{place.reading, node, place.key + "." + std::string(key.str())};
        const auto category = parse_category(key.str());
        if (!category) {
            unknown_key(at, key.str(), known);
            continue;
        }
        const auto name = read_own_name(at, "a name such as \"At the supplier\"");
        if (!name)
            continue;
        const auto other = std::ranges::find_if(
            inbox.names.states, [&](const auto& entry) { return lower(entry.second) == lower(*name); });
        if (other != inbox.names.states.end())
            at.fault("\"" + *name + "\" is what " + std::string(to_text(other->first)) + " is called.",
                     "Give each its own name, or people cannot tell them apart.");
        else
            inbox.names.states[*category] = *name;
    }
}

}  // namespace deskbell::config
