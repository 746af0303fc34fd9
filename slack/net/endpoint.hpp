#pragma once
#include "handlers/domain/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace deskbell::slack {

/// How we reach the outside world: addresses, tokens, proxy, trust. Read once at start.
struct Endpoint {
    std::string api_url = "https://slack.com/api/";  ///< http:// is accepted on loopback only
    std::string app_token;
    std::string bot_token;
    std::string proxy;     ///< "http://user:password@host:port" for CONNECT, "" for none
    std::string no_proxy;  ///< hosts and domains that bypass the proxy, separated by commas
    std::string ca_file;   ///< extra trust (PEM), "" for the system's
};

/// The parts of an http(s) or ws(s) address.
struct Url {
    std::string scheme;
    std::string host;
    std::string port;    ///< the scheme's own when the address names none
    std::string target;  ///< path and query, "/" at least
    bool is_secure() const { return scheme == "https" || scheme == "wss"; }
    bool is_loopback() const;  ///< 127.0.0.0/8, ::1, localhost
    /// Host and port as the Host header wants them: brackets around IPv6, no port when it is the scheme's
    /// own.
    std::string authority() const;
};

/// Errors: invalid_input, with the reason and without the address when it may hold secrets.
Result<Url> parse_url(std::string_view text);

/// True when `host` is listed in a NO_PROXY value ("*", "example.com", ".example.com", "127.0.0.1").
bool bypasses_proxy(std::string_view host, std::string_view no_proxy);

}  // namespace deskbell::slack
