#pragma once
#include "handlers/kernel/digest/digest_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace deskbell::kernel {

/// What the sections of one digest are written from, and how a figure becomes words and a button.
struct SectionSource {
    const Desk& desk;
    const store::Digest& digest;
    const Numbers& numbers;
    const Wording& wording;
    const store::Unit& unit;

    std::size_t count(std::string_view key) const { return numbers.count(key); }
    /// The figure's button, if it is not zero; without a label it has the figure's own.
    void show(DigestSection& section, const std::string& key, std::string label = {}) const;
    /// The button of a number that lists messages.
    void show_messages(DigestSection& section, const std::string& key) const;
    /// The figure's words if it is not zero, and its button.
    void say(DigestSection& section, std::vector<std::string>& words, const std::string& key,
             std::string_view one, std::string_view many) const;
};

/// What is late or will be, in at most so many lines.
DigestSection decisions_section(const SectionSource& from, std::size_t lines);
/// The others have no lines when there is nothing to say.
DigestSection promises_section(const SectionSource& from, Metric metric);
DigestSection flow_section(const SectionSource& from);
DigestSection causes_section(const SectionSource& from);
DigestSection voice_section(const SectionSource& from);
DigestSection quality_section(const SectionSource& from);

}  // namespace deskbell::kernel
