#include "handlers/domain/difference.hpp"

#include "handlers/domain/text.hpp"

#include <algorithm>

namespace deskbell {

namespace {

bool is_gap(char c) { return c == ' ' || c == '\n' || c == '\t'; }

/// Bytes that both begin with, up to the end of a word.
std::size_t common_start(std::string_view a, std::string_view b)
{
    const std::size_t most = std::min(a.size(), b.size());
    std::size_t same = 0, word = 0;
    for (; same < most && a[same] == b[same]; ++same)
        if (is_gap(a[same]))
            word = same + 1;
    const bool ends_word = (same == a.size() || is_gap(a[same])) && (same == b.size() || is_gap(b[same]));
    return ends_word ? same : word;
}

/// Bytes that both end with, from the beginning of a word.
std::size_t common_end(std::string_view a, std::string_view b)
{
    const std::size_t most = std::min(a.size(), b.size());
    std::size_t same = 0, word = 0;
    for (; same < most && a[a.size() - 1 - same] == b[b.size() - 1 - same]; ++same)
        if (is_gap(a[a.size() - 1 - same]))
            word = same + 1;
    const auto begins = [&](std::string_view t) {
        return same == t.size() || is_gap(t[t.size() - 1 - same]);
    };
    return begins(a) && begins(b) ? same : word;
}

}  // namespace

Difference difference(std::string_view before, std::string_view after, std::size_t most)
{
    const std::size_t start = common_start(before, after);
    before.remove_prefix(start);
    after.remove_prefix(start);
    const std::size_t end = common_end(before, after);
    before.remove_suffix(end);
    after.remove_suffix(end);
    return {shortened(trimmed(before), most), shortened(trimmed(after), most)};
}

}  // namespace deskbell
