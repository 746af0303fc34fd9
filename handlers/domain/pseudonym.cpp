#include "handlers/domain/pseudonym.hpp"

#include "handlers/domain/text.hpp"

namespace deskbell {

namespace {

bool is_word_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool stands_alone(std::string_view text, std::size_t at, std::size_t size)
{
    const bool begins = at == 0 || !is_word_letter(text[at - 1]);
    const bool ends = at + size == text.size() || !is_word_letter(text[at + size]);
    return begins && ends;
}

std::string without(std::string_view text, const std::string& trace, std::string_view replacement)
{
    const std::string low = lower(text), wanted = lower(trace);
    const bool is_one_word = trace.find(' ') == std::string::npos;
    std::string out;
    std::size_t copied = 0;
    for (std::size_t at = low.find(wanted); at != std::string::npos; at = low.find(wanted, at)) {
        if (is_one_word && !stands_alone(text, at, wanted.size())) {
            ++at;
            continue;
        }
        out.append(text.substr(copied, at - copied)).append(replacement);
        at += wanted.size();
        copied = at;
    }
    return out.append(text.substr(copied));
}

}  // namespace

bool is_pseudonym(std::string_view user)
{
    return user == kErased || (user.starts_with(kErased) && user.substr(kErased.size()).starts_with('-'));
}

std::string without_traces(std::string_view text, const std::vector<std::string>& traces,
                           std::string_view replacement)
{
    std::string out(text);
    for (const std::string& trace : traces)
        if (!trace.empty())
            out = without(out, trace, replacement);
    return out;
}

}  // namespace deskbell
