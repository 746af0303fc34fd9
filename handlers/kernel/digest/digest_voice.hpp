#pragma once
#include "handlers/kernel/digest/digest_text.hpp"

#include <string>
#include <vector>

/// What requesters said, beyond what the event log counts: anonymous answers, and words.
namespace deskbell::kernel {

/// Adds the anonymous answers of the period, inbox by inbox, where there are enough of them to be shown.
void add_anonymous_voice(const DigestBasis& basis, const store::Unit& unit, Numbers& numbers);

/// "3 of 4 answered how it was", "3 ratings, mean 4.3 of 5", "IT help: 7 anonymous answers, mean 4.1 of 5".
std::vector<std::string> rating_words(const Desk& desk, const Numbers& numbers, const Wording& wording);

/// What people wrote with a low rating goes below the section it belongs to, as far as there is room besides
/// the `lines` that the sections have: what needs a decision comes first. How many lines that took.
std::size_t add_low_comments(const Desk& desk, const store::Digest& digest, const Numbers& numbers,
                             const Wording& wording, const store::Unit& unit,
                             std::vector<DigestSection>& sections, std::size_t lines);

}  // namespace deskbell::kernel
