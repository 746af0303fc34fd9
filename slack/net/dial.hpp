#pragma once
#include "slack/net/byte_stream.hpp"
#include "slack/net/endpoint.hpp"
#include "slack/net/proxy.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace deskbell::slack {

/// Makes connections the way the operator wants them: through the proxy, with his trust. Use from one
/// executor.
class Dialer {
public:
    /// Trouble with the proxy's address or the CA file is reported by the first `connect`.
    explicit Dialer(const Endpoint& endpoint);

    /// Connects `stream`, which is fresh, to the host of `url`: DNS, TCP, CONNECT and TLS get `step` each.
    /// `stream->abort()` ends it early. Unencrypted addresses are refused unless they are on this machine.
    boost::asio::awaitable<Result<void>> connect(std::shared_ptr<ByteStream> stream, Url url,
                                                 std::chrono::milliseconds step);

private:
    bool uses_proxy(const Url& url) const;
    Result<void> load_trust();

    std::optional<Error> trouble_;
    std::optional<Proxy> proxy_;
    std::string no_proxy_;
    std::string ca_file_;
    std::shared_ptr<boost::asio::ssl::context> trust_;
};

}  // namespace deskbell::slack
