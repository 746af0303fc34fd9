#include "config/table.hpp"

/// What an inbox calls its states, hold reasons and causes.
namespace deskbell::config {

namespace {

constexpr std::string_view kNameExample = "a text such as \"Waiting for spare parts\"";

std::vector<std::string> read_list(const Place& place, const std::string& example,
                                   NameList (*read)(const std::vector<std::string>&))
{
    std::vector<std::string> written;
    std::vector<Place> places;
    const std::vector<Place> elements = place.elements(example);
    for (const Place& element : elements)
        if (auto text = element.text(kNameExample)) {
            written.push_back(*std::move(text));
            places.push_back(element);
        }
    if (!place.node.is_array() || places.size() != elements.size())
        return {};
    NameList list = read(written);
    for (const NameFault& fault : list.faults)
        (fault.entry ? places[*fault.entry] : place).fault(fault.what, fault.mend);
    return std::move(list.names);
}

}  // namespace

void read_hold_reasons(const Place& place, InboxSettings& inbox)
{
    inbox.names.hold_reasons = read_list(place, "[\"requester\", \"supplier\", \"Waiting for spare parts\"]",
                                         deskbell::read_hold_reasons);
}

void read_causes(const Place& place, InboxSettings& inbox)
{
    inbox.names.causes =
        read_list(place, "[\"documentation_missing\", \"Paper jam\"]", deskbell::read_causes);
}

void read_state_names(const Place& place, InboxSettings& inbox)
{
    const std::string example = "state_names = { on_hold = \"At the supplier\" }";
    const auto* table = place.table(example);
    if (!table)
        return;
    std::vector<std::string> known;
    for (const Category category : kNamedCategories) known.emplace_back(to_text(category));
    for (const auto& [key, node] : *table) {
        const Place at{place.reading, node, place.key + "." + std::string(key.str())};
        const auto category = parse_category(key.str());
        if (!category) {
            unknown_key(at, key.str(), known);
            continue;
        }
        const auto name = at.text("a name such as \"At the supplier\"");
        const auto fault = name ? name_state(inbox.names, *category, *name) : std::nullopt;
        if (fault)
            at.fault(fault->what, fault->mend);
    }
}

}  // namespace deskbell::config
