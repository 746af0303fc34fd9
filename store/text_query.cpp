#include "store/text_query.hpp"

#include "handlers/domain/text.hpp"

#include <algorithm>
#include <array>

namespace deskbell::store {

namespace {

constexpr std::size_t kWordBound = 20;    // words of one search; the rest is ignored
constexpr std::size_t kTellingBound = 8;  // words that say something; their pairs grow with the square
constexpr std::size_t kTellingLeast = 3;  // bytes; shorter words are in every text

// What people write around the words that say something. Sorted.
constexpr std::array<std::string_view, 64> kFillers{
    "aber", "again",  "all",   "also", "and",  "any",   "are",  "auf",  "bei",     "bitte", "but",
    "can",  "cannot", "das",   "dem",  "den",  "der",   "die",  "does", "doesn't", "don't", "ein",
    "eine", "for",    "from",  "geht", "get",  "had",   "has",  "hat",  "have",    "hello", "help",
    "how",  "ich",    "ist",   "kann", "mein", "meine", "mit",  "need", "nicht",   "not",   "off",
    "our",  "please", "since", "that", "the",  "there", "this", "und",  "von",     "was",   "what",
    "when", "why",    "wie",   "will", "with", "won't", "you",  "your", "zum"};
static_assert(std::ranges::is_sorted(kFillers));

bool is_ascii_sign(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z');
}

/// U+2000 to U+206F: dashes, quotation marks, dots. An index has no words for them.
bool is_sign_at(std::string_view text, std::size_t at)
{
    return text.substr(at, 2) == "\xE2\x80" || text.substr(at, 2) == "\xE2\x81";
}

/// Whether an index can have something for this word: a letter or a digit.
bool says_anything(std::string_view word)
{
    for (std::size_t at = 0; at < word.size(); ++at) {
        if (is_sign_at(word, at))
            at += 2;
        else if (!is_ascii_sign(word[at]))
            return true;
    }
    return false;
}

std::vector<std::string> searched_words(std::string_view text)
{
    std::vector<std::string> out = words(lower(cleaned(text)));
    std::erase_if(out, [](const std::string& word) { return !says_anything(word); });
    return out;
}

std::vector<std::string> telling_words(std::string_view text)
{
    std::vector<std::string> out;
    for (std::string& word : searched_words(text)) {
        while (!word.empty() && is_ascii_sign(word.back())) word.pop_back();
        if (out.size() < kTellingBound && word.size() >= kTellingLeast &&
            !std::ranges::binary_search(kFillers, std::string_view(word)) &&
            std::ranges::find(out, word) == out.end())
            out.push_back(std::move(word));
    }
    return out;
}

}  // namespace

TextQuery every_word(std::string_view text)
{
    std::vector<std::string> wanted;  // a phrase in quotes is one of them, with its blanks
    for (SearchTerm& term : search_terms(lower(cleaned(text))))
        if (says_anything(term.text))
            wanted.push_back(std::move(term.text));
    wanted.resize(std::min(wanted.size(), kWordBound));
    return wanted.empty() ? TextQuery() : TextQuery{{std::move(wanted)}};
}

TextQuery alike(std::string_view text)
{
    const auto telling = telling_words(text);
    if (telling.size() < 2)
        return any_word(text);
    TextQuery out;
    for (std::size_t i = 0; i < telling.size(); ++i)
        for (std::size_t j = i + 1; j < telling.size(); ++j)
            out.alternatives.push_back({telling[i], telling[j]});
    return out;
}

TextQuery any_word(std::string_view text)
{
    TextQuery out;
    for (const std::string& word : telling_words(text)) out.alternatives.push_back({word});
    return out;
}

}  // namespace deskbell::store
