#include "handlers/domain/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <utility>

namespace deskbell {

namespace {

/// One character of UTF-8: its bytes and what it costs in UTF-16. Bad bytes count as one.
struct Character {
    std::size_t bytes = 1;
    std::size_t units = 1;
    bool is_valid = false;
};

Character character_at(std::string_view text, std::size_t i)
{
    const auto byte = [&](std::size_t k) { return static_cast<std::uint8_t>(text[k]); };
    const std::uint8_t first = byte(i);
    if (first < 0x80)
        return {1, 1, true};
    const std::size_t length = first >= 0xC2 && first <= 0xDF   ? 2
                               : (first & 0xF0) == 0xE0         ? 3
                               : first >= 0xF0 && first <= 0xF4 ? 4
                                                                : 0;
    if (length == 0 || i + length > text.size())
        return {};
    for (std::size_t k = 1; k < length; ++k)
        if ((byte(i + k) & 0xC0) != 0x80)
            return {};
    const std::uint8_t second = byte(i + 1);
    const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool surrogate = first == 0xED && second >= 0xA0;
    const bool beyond = first == 0xF4 && second >= 0x90;
    if (overlong || surrogate || beyond)
        return {};
    return {length, length == 4 ? 2u : 1u, true};
}

// Spaces that people paste without seeing them.
constexpr std::array<std::string_view, 8> kSpaces{" ",        "\t",           "\n",           "\r",
                                                  "\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF", "\v"};

std::size_t edit_distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0u : 1u);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

}  // namespace

std::size_t utf16_length(std::string_view text)
{
    std::size_t units = 0;
    for (std::size_t i = 0; i < text.size();) {
        const Character c = character_at(text, i);
        units += c.units;
        i += c.bytes;
    }
    return units;
}

std::string shortened(std::string_view text, std::size_t limit)
{
    if (utf16_length(text) <= limit)
        return std::string(text);
    if (limit == 0)
        return {};
    std::size_t units = 0, i = 0;
    while (i < text.size()) {
        const Character c = character_at(text, i);
        if (units + c.units > limit - 1)
            break;
        units += c.units;
        i += c.bytes;
    }
    return std::string(text.substr(0, i)) + "…";
}

std::string cleaned(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const Character c = character_at(text, i);
        const auto byte = static_cast<std::uint8_t>(text[i]);
        if (!c.is_valid)
            out += "\xEF\xBF\xBD";
        else if (byte >= 0x20 ? byte != 0x7F : byte == '\n' || byte == '\t')
            out += text.substr(i, c.bytes);
        i += c.bytes;
    }
    return out;
}

std::string trimmed(std::string_view text)
{
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view space : kSpaces) {
            while (text.starts_with(space)) {
                text.remove_prefix(space.size());
                again = true;
            }
            while (text.ends_with(space)) {
                text.remove_suffix(space.size());
                again = true;
            }
        }
    }
    return std::string(text);
}

std::string lower(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(
        out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

std::vector<std::string> words(std::string_view text)
{
    std::vector<std::string> out;
    std::string word;
    for (std::size_t i = 0; i < text.size();) {
        const auto space =
            std::ranges::find_if(kSpaces, [&](auto s) { return text.substr(i).starts_with(s); });
        if (space == kSpaces.end()) {
            word += text[i++];
            continue;
        }
        i += space->size();
        if (!word.empty())
            out.push_back(std::exchange(word, {}));
    }
    if (!word.empty())
        out.push_back(std::move(word));
    return out;
}

std::vector<SearchTerm> search_terms(std::string_view text)
{
    std::string plain(text);
    for (const std::string_view curly : {"“", "”", "„"})
        for (auto at = plain.find(curly); at != std::string::npos; at = plain.find(curly))
            plain.replace(at, curly.size(), 1, '"');
    std::vector<SearchTerm> out;
    const auto pieces = split(plain, '"');
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const bool is_phrase = i % 2 == 1 && i + 1 < pieces.size();  // a quote that is not closed is none
        const auto found = words(pieces[i]);
        if (is_phrase && !found.empty())
            out.push_back({joined(found, " "), true});
        else
            for (const std::string& word : found) out.push_back({word, false});
    }
    return out;
}

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> out;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t to = std::min(text.find(separator, from), text.size());
        out.emplace_back(text.substr(from, to - from));
        from = to + 1;
    }
    return out;
}

std::string joined(const std::vector<std::string>& pieces, std::string_view separator)
{
    std::string out;
    for (const std::string& piece : pieces) {
        if (!out.empty())
            out += separator;
        out += piece;
    }
    return out;
}

std::string counted(std::size_t n, std::string_view singular, std::string_view plural)
{
    const std::string many = plural.empty() ? std::string(singular) + "s" : std::string(plural);
    return std::to_string(n) + " " + (n == 1 ? std::string(singular) : many);
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates)
{
    std::string best;
    std::size_t best_distance = 3;
    for (const std::string& candidate : candidates) {
        const std::size_t distance = edit_distance(lower(word), lower(candidate));
        if (distance < best_distance) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

}  // namespace deskbell
