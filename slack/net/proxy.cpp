#include "slack/net/proxy.hpp"

#include "slack/net/endpoint.hpp"

#include <openssl/evp.h>

#include <charconv>

namespace deskbell::slack {

namespace {

/// Percent decoding; a stray "%" stays, because passwords are often pasted unencoded.
std::string percent_decoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        if (text[i] == '%' && i + 2 < text.size()) {
            const char* first = text.data() + i + 1;
            if (const auto [end, ec] = std::from_chars(first, first + 2, value, 16);
                ec == std::errc{} && end == first + 2) {
                out += static_cast<char>(value);
                i += 2;
                continue;
            }
        }
        out += text[i];
    }
    return out;
}

}  // namespace

std::string base64(std::string_view bytes)
{
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // EVP writes a NUL behind the text
    const int written =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(written));
    return out;
}

Result<std::optional<Proxy>> parse_proxy(std::string_view text)
{
    if (text.empty())
        return std::optional<Proxy>{};
    constexpr std::string_view http = "http://";
    if (text.starts_with(http))
        text.remove_prefix(http.size());
    else if (text.find("://") != std::string_view::npos)
        return Error(Errc::invalid_input, "HTTPS_PROXY must begin with http:// (a CONNECT proxy)");

    Proxy proxy;
    if (const auto at = text.rfind('@'); at != std::string_view::npos) {
        proxy.credentials = "Basic " + base64(percent_decoded(text.substr(0, at)));
        text.remove_prefix(at + 1);
    }
    const auto url = parse_url(std::string(http).append(text));
    if (!url)
        return Error(Errc::invalid_input, "HTTPS_PROXY: " + url.error().detail());
    proxy.host = url->host;
    proxy.port = url->port;
    return std::optional<Proxy>{std::move(proxy)};
}

std::string connect_request(const Proxy& proxy, std::string_view host, std::string_view port)
{
    const bool is_ipv6 = host.find(':') != std::string_view::npos;
    std::string where = is_ipv6 ? "[" + std::string(host) + "]" : std::string(host);
    where.append(":").append(port);
    std::string text = "CONNECT " + where + " HTTP/1.1\r\nHost: " + where + "\r\n";
    if (!proxy.credentials.empty())
        text += "Proxy-Authorization: " + proxy.credentials + "\r\n";
    return text + "\r\n";
}

Result<void> read_connect_answer(std::string_view head)
{
    // "HTTP/1.1 200 Connection established": three digits behind the first blank
    const auto blank = head.find(' ');
    const std::string_view status =
        head.starts_with("HTTP/1.") && blank != std::string_view::npos ? head.substr(blank + 1, 3) : "";
    if (status.size() == 3 && status.front() == '2')
        return {};
    // tinyproxy answers 407 to no password and 401 to a wrong one.
    if (status == "407" || status == "401")
        return Error(Errc::unavailable, "the proxy asks for a user name and password (" +
                                            std::string(status) +
                                            "): put them into HTTPS_PROXY as http://user:password@host:port");
    if (status.empty())
        return Error(Errc::unavailable, "the proxy did not answer in HTTP: check HTTPS_PROXY");
    return Error(Errc::unavailable, "the proxy refused the tunnel with status " + std::string(status) +
                                        ": allow *.slack.com there, or set NO_PROXY");
}

}  // namespace deskbell::slack
