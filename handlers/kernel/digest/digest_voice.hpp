#pragma once
#include "handlers/kernel/digest/digest_text.hpp"

#include <string>
#include <vector>

/// What requesters said, beyond what the event log counts: anonymous answers, and words.
namespace deskbell::kernel {

/// Adds the anonymous answers of the period, inbox by inbox, where there are enough of them to be shown.
void add_anonymous_voice(const DigestBasis& basis, const store::Unit& unit, Numbers& numbers);

/// "IT help: 7 anonymous answers, mean 4.1 of 5", one for each inbox that has enough.
std::vector<std::string> anonymous_voice(const Desk& desk, const Numbers& numbers, const Wording& wording);

/// What was written with the low ratings, word for word, a line each, at most `most`. Nothing that was said
/// about a private ticket whose title the reader may not read.
std::vector<std::string> low_comments(const Desk& desk, const store::Digest& digest, const Numbers& numbers,
                                      const Wording& wording, const store::Unit& unit, std::size_t most);

}  // namespace deskbell::kernel
