#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell {

/// Length as Slack most likely counts it: UTF-16 code units. `text` should be UTF-8.
std::size_t utf16_length(std::string_view text);

/// `text` if it fits in `limit` UTF-16 units, else cut between characters and ended with "…".
std::string shortened(std::string_view text, std::size_t limit);

/// Valid UTF-8 without control characters except newline and tab; bad bytes become U+FFFD.
std::string cleaned(std::string_view text);

/// Without white space at both ends (ASCII, NBSP and zero-width space).
std::string trimmed(std::string_view text);

/// ASCII letters in lower case, everything else as it is. For commands and keys.
std::string lower(std::string_view text);

/// The words of `text`: pieces between white space.
std::vector<std::string> words(std::string_view text);

/// A word of a search, or a "phrase in quotes".
struct SearchTerm {
    std::string text;
    bool is_phrase = false;
};
/// What is searched for; curly quotes, as telephones type them, are quotes.
std::vector<SearchTerm> search_terms(std::string_view text);

/// The pieces between `separator`; empty pieces are kept.
std::vector<std::string> split(std::string_view text, char separator);

std::string joined(const std::vector<std::string>& pieces, std::string_view separator);

/// "1 ticket", "2 tickets": English plural by adding s unless `plural` is given.
std::string counted(std::size_t n, std::string_view singular, std::string_view plural = {});

/// The nearest of `candidates` by edit distance, or "" when none is closer than 3 edits.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace deskbell
