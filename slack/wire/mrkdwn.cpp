#include "slack/wire/mrkdwn.hpp"

#include "handlers/domain/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace deskbell::slack {

namespace {

using Entity = std::pair<std::string_view, char>;
constexpr std::array<Entity, 3> kEntities{Entity{"&amp;", '&'}, Entity{"&lt;", '<'}, Entity{"&gt;", '>'}};

/// Other schemes (javascript:, file:, ...) become plain text: they are never what we want people to click.
constexpr std::array<std::string_view, 4> kLinkSchemes{"https://", "http://", "mailto:", "slack://"};

/// Longest id that Slack is known to use is 11; ids are opaque, so there is room.
constexpr std::size_t kIdMax = 32;

/// An id of Slack that begins with one of these letters.
bool is_id(std::string_view id, std::string_view kinds)
{
    const auto ok = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    return id.size() >= 2 && id.size() <= kIdMax && kinds.find(id[0]) != std::string_view::npos &&
           std::ranges::all_of(id, ok);
}

bool is_user_id(std::string_view id) { return is_id(id, "UW"); }

std::string unescaped(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto it = std::ranges::find_if(
            kEntities, [&](const Entity& e) { return text.substr(i).starts_with(e.first); });
        out += it == kEntities.end() ? text[i] : it->second;
        i += it == kEntities.end() ? 1 : it->first.size();
    }
    return out;
}

// The part after the first "|", or nothing.
std::string_view label_of(std::string_view token)
{
    const std::size_t bar = token.find('|');
    return bar == std::string_view::npos ? std::string_view{} : token.substr(bar + 1);
}

std::string with_sign(std::string_view sign, std::string_view name)
{
    return name.starts_with(sign) ? std::string(name) : std::string(sign) + std::string(name);
}

std::string plain_special(std::string_view target, std::string_view label)
{
    if (target.starts_with("date^"))
        return unescaped(label);
    if (target.starts_with("subteam^"))
        target = "group";  // its id would tell nobody anything
    return with_sign("@", unescaped(label.empty() ? target : label));
}

// What stands between < and >, in plain words.
std::string plain_token(std::string_view token, const std::function<std::string(std::string_view)>& name_of)
{
    const std::string_view label = label_of(token);
    std::string_view target = token.substr(0, token.find('|'));
    const char sign = target.empty() ? '\0' : target[0];
    if (sign == '@') {
        target.remove_prefix(1);
        const std::string name = name_of ? name_of(target) : std::string{};
        return with_sign("@", !name.empty() ? name : unescaped(label.empty() ? target : label));
    }
    if (sign == '#')
        return with_sign("#", label.empty() ? "channel" : unescaped(label));
    if (sign == '!')
        return plain_special(target.substr(1), label);
    if (!label.empty())
        return unescaped(label);
    if (target.starts_with("mailto:"))
        target.remove_prefix(7);
    return unescaped(target);
}

std::string percent_encoded(std::string_view url)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : url) {
        const auto byte = static_cast<std::uint8_t>(c);
        if (byte <= 0x20 || byte == 0x7F || c == '|' || c == '<' || c == '>' || c == '"') {
            out += '%';
            out += kHex[byte >> 4];
            out += kHex[byte & 0xF];
        } else {
            out += c;
        }
    }
    return out;
}

// Length of what must not be cut: an entity, a token, or one character.
std::size_t piece_length(std::string_view text)
{
    const char first = text[0];
    if (first == '&')
        for (const auto& [entity, c] : kEntities)
            if (text.starts_with(entity))
                return entity.size();
    if (first == '<')
        if (const std::size_t end = text.find_first_of("<>\n", 1);
            end != std::string_view::npos && text[end] == '>')
            return end + 1;
    std::size_t n = 1;
    if (static_cast<std::uint8_t>(first) >= 0xC0)
        while (n < 4 && n < text.size() && (static_cast<std::uint8_t>(text[n]) & 0xC0) == 0x80) ++n;
    return n;
}

}  // namespace

std::string escaped(std::string_view plain)
{
    std::string out;
    out.reserve(plain.size());
    for (const char c : plain) {
        const auto it = std::ranges::find(kEntities, c, &Entity::second);
        if (it == kEntities.end())
            out += c;
        else
            out += it->first;
    }
    return out;
}

std::string plain(std::string_view mrkdwn,
                  const std::function<std::string(std::string_view user_id)>& name_of)
{
    std::string out;
    while (!mrkdwn.empty()) {
        const std::size_t open = std::min(mrkdwn.find('<'), mrkdwn.size());
        out += unescaped(mrkdwn.substr(0, open));
        mrkdwn.remove_prefix(open);
        if (mrkdwn.empty())
            break;
        const std::size_t end = mrkdwn.find_first_of("<>", 1);
        if (end == std::string_view::npos || mrkdwn[end] != '>') {
            out += '<';  // no token: Slack escapes the sign itself, so this is somebody's own text
            mrkdwn.remove_prefix(1);
            continue;
        }
        out += plain_token(mrkdwn.substr(1, end - 1), name_of);
        mrkdwn.remove_prefix(end + 1);
    }
    return out;
}

std::string mentioned_user(std::string_view text)
{
    const std::string token = trimmed(text);
    if (!token.starts_with("<@") || token.find('>') != token.size() - 1)
        return {};
    const std::string_view inside = std::string_view(token).substr(2, token.size() - 3);
    const std::string_view id = inside.substr(0, inside.find('|'));
    return is_user_id(id) ? std::string(id) : std::string{};
}

std::vector<std::string> mentioned_users(std::string_view text, std::size_t limit)
{
    std::vector<std::string> out;
    for (std::size_t at = text.find("<@"); at != std::string_view::npos && out.size() < limit;
         at = text.find("<@", at + 1)) {
        const std::size_t end = text.find('>', at);
        if (end == std::string_view::npos)
            break;
        const std::string user = mentioned_user(text.substr(at, end + 1 - at));
        if (!user.empty() && std::ranges::find(out, user) == out.end())
            out.push_back(user);
    }
    return out;
}

std::string mention(std::string_view user_id)
{
    return is_user_id(user_id) ? "<@" + std::string(user_id) + ">" : escaped(user_id);
}

std::string channel_mention(std::string_view channel_id)
{
    return is_id(channel_id, "CG") ? "<#" + std::string(channel_id) + ">" : escaped(channel_id);
}

std::string link(std::string_view url, std::string_view label)
{
    std::string words = escaped(trimmed(label));
    std::ranges::replace(words, '\n', ' ');
    if (std::ranges::none_of(kLinkSchemes, [&](std::string_view scheme) { return url.starts_with(scheme); }))
        return words.empty() ? escaped(url) : words;
    const std::string target = escaped(percent_encoded(url));
    return words.empty() ? "<" + target + ">" : "<" + target + "|" + words + ">";
}

std::string date(UtcTime t, std::string_view fallback_zone)
{
    const std::string zone = is_zone(fallback_zone) ? std::string(fallback_zone) : "UTC";
    return "<!date^" + std::to_string(to_unix(t)) + "^{date_short_pretty} at {time}|" + wall_clock(t, zone) +
           " (" + zone + ")>";
}

std::string shortened_mrkdwn(std::string_view mrkdwn, std::size_t limit)
{
    if (utf16_length(mrkdwn) <= limit)
        return std::string(mrkdwn);
    if (limit == 0)
        return {};
    std::size_t end = 0, units = 0;
    while (end < mrkdwn.size()) {
        const std::size_t length = piece_length(mrkdwn.substr(end));
        const std::size_t more = utf16_length(mrkdwn.substr(end, length));
        if (units + more > limit - 1)
            break;
        units += more;
        end += length;
    }
    return std::string(mrkdwn.substr(0, end)) + "…";
}

std::string quoted(std::string_view mrkdwn)
{
    std::string out = "> ";
    for (const char c : mrkdwn) {
        out += c;
        if (c == '\n')
            out += "> ";
    }
    return out;
}

}  // namespace deskbell::slack
