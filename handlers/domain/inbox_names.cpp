#include "handlers/domain/inbox_names.hpp"

#include "handlers/domain/text.hpp"

#include <algorithm>

namespace deskbell {

std::string_view InboxNames::state(Category category) const
{
    const auto it = states.find(category);
    return it == states.end() ? std::string_view() : std::string_view(it->second);
}

namespace {

/// Labels in place of the desk's words.
std::string listed(std::string_view what, const std::vector<std::string>& names,
                   std::span<const NamedWord> words)
{
    std::vector<std::string> out;
    for (const std::string& name : names) {
        const NamedWord* known = find_word(words, name);
        out.emplace_back(known == nullptr ? std::string_view(name) : known->label);
    }
    return std::string(what) + " " + joined(out, ", ");
}

}  // namespace

std::string to_text(const InboxNames& names)
{
    std::vector<std::string> parts, states;
    for (const auto& [category, name] : names.states)
        states.push_back(std::string(to_text(category)) + " = " + name);
    if (!states.empty())
        parts.push_back("states " + joined(states, ", "));
    if (!names.hold_reasons.empty())
        parts.push_back(listed("hold reasons", names.hold_reasons, kHoldReasons));
    if (!names.causes.empty())
        parts.push_back(listed("causes", names.causes, kCommonCauses));
    return joined(parts, "; ");
}

const NamedWord* find_word(std::span<const NamedWord> known, std::string_view text)
{
    const auto it = std::ranges::find_if(
        known, [&](const NamedWord& one) { return one.word == text || lower(one.label) == lower(text); });
    return it == known.end() ? nullptr : &*it;
}

}  // namespace deskbell
