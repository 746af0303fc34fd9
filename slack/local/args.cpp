#include "slack/local/args.hpp"

#include "handlers/domain/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace deskbell::slack::local {

namespace {

int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

std::string unescaped(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
        if (text[i] == '%' && high >= 0 && low >= 0) {
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::string quoted_value(std::string_view header, std::string_view name)
{
    const std::string key = " " + std::string(name) + "=\"";
    const auto at = header.find(key);
    if (at == std::string_view::npos)
        return {};
    const auto from = at + key.size();
    return std::string(header.substr(from, header.find('"', from) - from));
}

}  // namespace

std::map<std::string, std::string> form_values(std::string_view text)
{
    std::map<std::string, std::string> out;
    for (const auto& pair : split(text, '&')) {
        const auto equals = pair.find('=');
        if (!pair.empty())
            out[unescaped(pair.substr(0, equals))] =
                equals == std::string::npos ? "" : unescaped(pair.substr(equals + 1));
    }
    return out;
}

std::map<std::string, std::string> multipart_values(std::string_view body, std::string_view content_type)
{
    std::map<std::string, std::string> out;
    const auto at = content_type.find("boundary=");
    if (at == std::string_view::npos)
        return out;
    std::string mark(content_type.substr(at + 9));
    std::erase(mark, '"');
    mark = "--" + mark.substr(0, mark.find(';'));
    auto begin = body.find(mark);
    while (begin != std::string_view::npos) {
        const auto next = body.find(mark, begin + mark.size());
        if (next == std::string_view::npos)
            break;
        const auto part = body.substr(begin + mark.size(), next - begin - mark.size());
        const auto gap = part.find("\r\n\r\n");
        if (gap != std::string_view::npos && part.size() >= gap + 6)
            out[quoted_value(part.substr(0, gap), "name")] =
                std::string(part.substr(gap + 4, part.size() - gap - 6));
        begin = next;
    }
    return out;
}

std::string arg(const Json& args, const char* key)
{
    if (!args.is_object() || !args.contains(key) || args[key].is_null())
        return {};
    return args[key].is_string() ? args[key].get<std::string>() : dumped(args[key]);
}

bool flag(const Json& args, const char* key, bool otherwise)
{
    const std::string text = arg(args, key);
    return text.empty() ? otherwise : text == "true" || text == "1";
}

int number(const Json& args, const char* key, int otherwise)
{
    const std::string text = arg(args, key);
    int out = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

std::vector<std::string> list(const Json& args, const char* key)
{
    std::vector<std::string> out;
    if (args.contains(key) && args[key].is_array()) {
        for (const auto& one : args[key])
            if (one.is_string())
                out.push_back(one.get<std::string>());
        return out;
    }
    for (const auto& piece : split(arg(args, key), ','))
        if (const auto word = trimmed(piece); !word.empty())
            out.push_back(word);
    return out;
}

Nested nested(const Json& args, const char* key)
{
    Nested out;
    if (!args.is_object() || !args.contains(key) || args[key].is_null())
        return out;
    const Json& given = args[key];
    if (!given.is_string()) {
        out.value = doc(given);
        return out;
    }
    if (given.get_ref<const std::string&>().empty())
        return out;
    Json parsed = Json::parse(given.get_ref<const std::string&>(), nullptr, false);
    out.is_broken = parsed.is_discarded();
    if (!out.is_broken)
        out.value = doc(std::move(parsed));
    return out;
}

Json refusal(std::string_view code) { return {{"ok", false}, {"error", std::string(code)}}; }

Page page_of(std::size_t all, const Json& args, int limit_default, int limit_max)
{
    Page out;
    const int limit = number(args, "limit", 0) == 0 ? limit_default : number(args, "limit", limit_default);
    if (limit < 1)
        out.error = "invalid_limit";
    const std::string cursor = arg(args, "cursor");
    constexpr std::string_view prefix = "next:";  // base64 in Slack; clients must not look inside
    if (!cursor.empty()) {
        const auto [end, bad] = std::from_chars(cursor.data() + std::min(cursor.size(), prefix.size()),
                                                cursor.data() + cursor.size(), out.from);
        if (!cursor.starts_with(prefix) || bad != std::errc{} || end != cursor.data() + cursor.size() ||
            out.from > all)
            out.error = "invalid_cursor";
    }
    if (!out.error.empty())
        return out;
    out.to = std::min(all, out.from + static_cast<std::size_t>(std::min(limit, limit_max)));
    if (out.to < all)
        out.next_cursor = std::string(prefix) + std::to_string(out.to);
    return out;
}

}  // namespace deskbell::slack::local
