#include "handlers/domain/tags.hpp"

#include "handlers/domain/text.hpp"

#include <algorithm>
#include <cctype>

namespace deskbell {

namespace {

/// Bytes above ASCII belong to letters of other alphabets.
bool is_of_tag(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) || (c & 0x80) != 0 || c == '-' || c == '_' || c == '.';
}

}  // namespace

Result<std::string> parse_tag(std::string_view text)
{
    std::string tag = lower(trimmed(text));
    if (tag.starts_with('#'))
        tag.erase(0, 1);
    if (tag.empty())
        return Error(Errc::invalid_input, "A tag has at least one letter or digit.");
    if (utf16_length(tag) > kTagMost)
        return Error(Errc::invalid_input, "The tag \"" + shortened(tag, kTagMost) +
                                              "\" is too long: a tag has at most " +
                                              std::to_string(kTagMost) + " characters.");
    if (!std::ranges::all_of(tag, is_of_tag))
        return Error(
            Errc::invalid_input,
            "\"" + tag + "\" cannot be a tag: write letters, digits, - _ or a dot, like vpn-client.");
    return tag;
}

bool is_tag(std::string_view text)
{
    const auto tag = parse_tag(text);
    return tag && *tag == text;
}

Result<std::vector<std::string>> parse_tags(std::string_view text)
{
    std::string words(text);
    std::ranges::replace_if(
        words, [](char c) { return c == ' ' || c == '\n' || c == '\t'; }, ',');
    std::vector<std::string> out;
    for (const std::string& word : split(words, ',')) {
        if (word.empty())
            continue;
        auto tag = parse_tag(word);
        if (!tag)
            return tag.error();
        out.push_back(*std::move(tag));
    }
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    if (out.size() > kTagsMost)
        return Error(Errc::invalid_input, "A ticket has at most " + std::to_string(kTagsMost) +
                                              " tags; these would be " + std::to_string(out.size()) + ".");
    return out;
}

std::vector<std::string> tags_in_list(std::string_view list)
{
    std::vector<std::string> out;
    for (std::string& word : split(list, ','))
        if (!word.empty() && std::ranges::all_of(word, is_of_tag))
            out.push_back(std::move(word));
    return out;
}

std::vector<std::string> tags_of(const Record& record) { return tags_in_list(record.at(attr::kTags)); }

}  // namespace deskbell
