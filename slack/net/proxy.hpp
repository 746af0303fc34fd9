#pragma once
#include "handlers/domain/error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace deskbell::slack {

/// A proxy that opens tunnels (HTTP CONNECT).
struct Proxy {
    std::string host;
    std::string port;
    std::string credentials;  ///< "Basic ..." for Proxy-Authorization, "" when it asks for none
};

/// Reads "http://user:password@host:port" or "host:port"; nothing for "".
/// Errors: invalid_input without the text, which may hold a password.
Result<std::optional<Proxy>> parse_proxy(std::string_view text);

/// The request that asks a proxy for a tunnel to host:port.
std::string connect_request(const Proxy& proxy, std::string_view host, std::string_view port);

/// Whether the proxy's answer (up to the blank line) grants the tunnel; the error says what to do.
Result<void> read_connect_answer(std::string_view head);

/// RFC 4648 with padding.
std::string base64(std::string_view bytes);

}  // namespace deskbell::slack
