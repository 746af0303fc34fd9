#include "handlers/domain/number.hpp"

#include <algorithm>
#include <charconv>

namespace deskbell {

namespace {

constexpr std::size_t kPrefixMost = 5;
constexpr std::size_t kDigitsMost = 9;
constexpr std::size_t kNumbersMost = 20;

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// The number that starts at `text[0]`, and how many characters it takes; 0 when none does.
std::size_t read_number(std::string_view text, RecordNumber& out)
{
    std::size_t letters = 0;
    while (letters < text.size() && is_letter(text[letters])) ++letters;
    if (letters < 2 || letters > kPrefixMost || letters >= text.size() || text[letters] != '-')
        return 0;
    std::size_t end = letters + 1;
    while (end < text.size() && is_digit(text[end])) ++end;
    const std::string_view digits = text.substr(letters + 1, end - letters - 1);
    if (digits.empty() || digits.size() > kDigitsMost || digits[0] == '0' ||
        (end < text.size() && is_letter(text[end])))
        return 0;
    out.prefix.assign(text.substr(0, letters));
    std::ranges::transform(out.prefix, out.prefix.begin(), upper);
    std::from_chars(digits.data(), digits.data() + digits.size(), out.number);
    return end;
}

}  // namespace

std::int64_t whole_number(std::string_view text)
{
    std::int64_t out = 0;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

std::string to_text(const RecordNumber& number)
{
    return number.prefix + "-" + std::to_string(number.number);
}

std::optional<RecordNumber> parse_number(std::string_view text)
{
    if (text.starts_with('#'))
        text.remove_prefix(1);
    RecordNumber number;
    if (read_number(text, number) != text.size() || text.empty())
        return std::nullopt;
    return number;
}

std::vector<RecordNumber> numbers_in(std::string_view text)
{
    std::vector<RecordNumber> out;
    for (std::size_t i = 0; i < text.size() && out.size() < kNumbersMost;) {
        const bool at_start =
            i == 0 || !(is_letter(text[i - 1]) || is_digit(text[i - 1]) || text[i - 1] == '-');
        RecordNumber number;
        const std::size_t length = at_start ? read_number(text.substr(i), number) : 0;
        if (length > 0 && std::ranges::find(out, number) == out.end())
            out.push_back(number);
        i += std::max<std::size_t>(length, 1);
    }
    return out;
}

}  // namespace deskbell
