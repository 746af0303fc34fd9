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

/// A name as it is kept; a fault when it cannot be one.
std::optional<NameFault> read_name(std::string_view written, std::string& name)
{
    name = trimmed(cleaned(written));
    const std::size_t length = utf16_length(name);
    if (length >= 1 && length <= InboxNames::kLengthMost)
        return std::nullopt;
    return NameFault{"has " + std::to_string(length) + " characters.",
                     "Write 1 to " + std::to_string(InboxNames::kLengthMost) + "."};
}

/// A list of names, in which the desk's own words may stand as words or as people read them.
NameList read_list(const std::vector<std::string>& written, std::span<const NamedWord> words)
{
    NameList out;
    if (written.empty() || written.size() > InboxNames::kMost)
        out.faults.push_back({"has " + std::to_string(written.size()) + " entries.",
                              "Write 1 to " + std::to_string(InboxNames::kMost) + ", or leave it out."});
    for (std::size_t i = 0; i < written.size(); ++i) {
        std::string name;
        auto fault = read_name(written[i], name);
        const NamedWord* known = find_word(words, name);
        const std::string stored(known == nullptr ? std::string_view(name) : known->word);
        const bool is_double = std::ranges::any_of(
            out.names, [&](const std::string& other) { return lower(other) == lower(stored); });
        if (!fault && is_double)
            fault = NameFault{"\"" + name + "\" stands in the list already.", "Write it once."};
        if (!fault && name.starts_with(':'))
            fault = NameFault{"\"" + name + "\" begins with a colon.", "Begin with a letter or a digit."};
        if (fault) {
            fault->entry = i;
            out.faults.push_back(*std::move(fault));
        } else {
            out.names.push_back(stored);
        }
    }
    return out;
}

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

NameList read_hold_reasons(const std::vector<std::string>& written)
{
    NameList out = read_list(written, kHoldReasons);
    if (std::erase(out.names, kHeldForApproval) > 0)
        out.faults.push_back({"has \"" + std::string(kHeldForApproval) + "\", which only the program sets.",
                              "Leave it out: who needs an approval asks for it with \"Ask for approval\"."});
    return out;
}

NameList read_causes(const std::vector<std::string>& written)
{
    NameList out = read_list(written, kCommonCauses);
    std::vector<std::string> missing;
    for (const NamedWord& common : kCommonCauses)
        if (std::ranges::find(out.names, common.word) == out.names.end())
            missing.push_back("\"" + std::string(common.word) + "\"");
    if (!missing.empty())
        out.faults.push_back({"has no " + joined(missing, ", ") + ".",
                              "Add " + std::string(missing.size() == 1 ? "it" : "them") +
                                  ": every inbox can say these, so that reports compare."});
    return out;
}

std::optional<NameFault> name_state(InboxNames& names, Category category, std::string_view written)
{
    std::string name;
    if (auto fault = read_name(written, name))
        return fault;
    const auto other = std::ranges::find_if(
        names.states, [&](const auto& entry) { return lower(entry.second) == lower(name); });
    if (other != names.states.end())
        return NameFault{"\"" + name + "\" is what " + std::string(to_text(other->first)) + " is called.",
                         "Give each its own name, or people cannot tell them apart."};
    names.states[category] = name;
    return std::nullopt;
}

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
