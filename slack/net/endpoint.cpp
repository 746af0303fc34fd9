#include "slack/net/endpoint.hpp"

#include "handlers/domain/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace deskbell::slack {

namespace {

constexpr std::size_t kUrlBytesMax = 8192;

struct Scheme {
    std::string_view name;
    std::string_view port;
};
constexpr std::array kSchemes{Scheme{"http", "80"}, Scheme{"https", "443"}, Scheme{"ws", "80"},
                              Scheme{"wss", "443"}};

Error refused(std::string why)
{
    return Error(Errc::invalid_input, "not a usable address: " + std::move(why));
}

bool is_plain(char c) { return c > ' ' && c < '\x7f'; }

bool is_port(std::string_view text)
{
    unsigned value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    return ec == std::errc{} && end == text.data() + text.size() && value > 0 && value <= 65535;
}

/// Splits "host", "host:port", "[::1]:port" into `url`.
Result<void> read_authority(std::string_view authority, Url& url)
{
    if (authority.find('@') != std::string_view::npos)
        return refused("it holds a user name");
    std::string_view port;
    if (authority.starts_with('[')) {
        const auto end = authority.find(']');
        if (end == std::string_view::npos)
            return refused("the bracket of the host is not closed");
        url.host = authority.substr(1, end - 1);
        port = authority.substr(end + 1);
    } else {
        const auto colon = authority.find(':');
        url.host = authority.substr(0, colon);
        port = colon == std::string_view::npos ? std::string_view{} : authority.substr(colon);
    }
    url.host = lower(url.host);
    if (url.host.empty())
        return refused("the host is missing");
    if (port.empty())
        return {};
    if (!port.starts_with(':') || !is_port(port.substr(1)))
        return refused("the port is not a number from 1 to 65535");
    url.port = port.substr(1);
    return {};
}

}  // namespace

bool Url::is_loopback() const
{
    if (host == "localhost" || host == "::1")
        return true;
    // Digits and dots only: "127.0.0.1.example.com" is somebody else's machine.
    return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
}

std::string Url::authority() const
{
    std::string out = host.find(':') == std::string::npos ? host : "[" + host + "]";
    const auto known = std::ranges::find(kSchemes, scheme, &Scheme::name);
    return known != kSchemes.end() && known->port == port ? out : out + ":" + port;
}

Result<Url> parse_url(std::string_view text)
{
    if (text.size() > kUrlBytesMax)
        return refused("longer than 8192 bytes");
    if (!std::ranges::all_of(text, is_plain))
        return refused("it holds blanks or characters that need percent encoding");
    const auto mark = text.find("://");
    if (mark == std::string_view::npos)
        return refused("it does not begin with a scheme such as https://");

    Url url;
    url.scheme = lower(text.substr(0, mark));
    const auto known = std::ranges::find(kSchemes, url.scheme, &Scheme::name);
    if (known == kSchemes.end())
        return refused("the scheme is none of http, https, ws, wss");
    url.port = known->port;

    const std::string_view rest = text.substr(mark + 3);
    const auto end = rest.find_first_of("/?#");
    if (const auto read = read_authority(rest.substr(0, end), url); !read)
        return read.error();
    const std::string_view target = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
    url.target = target.substr(0, target.find('#'));
    if (!url.target.starts_with('/'))
        url.target.insert(0, 1, '/');
    return url;
}

bool bypasses_proxy(std::string_view host, std::string_view no_proxy)
{
    const std::string wanted = lower(host);
    for (const std::string& piece : split(no_proxy, ',')) {
        std::string entry = lower(trimmed(piece));
        if (entry == "*")
            return true;
        if (entry.starts_with("."))
            entry.erase(0, 1);
        if (entry.empty())
            continue;
        if (wanted == entry || wanted.ends_with("." + entry))
            return true;
    }
    return false;
}

}  // namespace deskbell::slack
