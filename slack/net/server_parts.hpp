#pragma once
#include "slack/net/server.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <vector>

namespace deskbell::slack {

/// Something that holds a TCP connection and can be told to let go of it.
class ServerPart {
public:
    virtual ~ServerPart() = default;
    virtual void cut() = 0;
};

/// What the connections of one server share. Outlives them; emptied by `Server::stop`.
struct ServerShared {
    boost::asio::any_io_executor executor;
    Server::Handlers handlers;
    std::vector<std::weak_ptr<ServerPart>> parts;
    bool stopped = false;

    /// False when there are too many connections already.
    bool admit(const std::shared_ptr<ServerPart>& part);
};

/// Serves HTTP on an accepted connection until either side ends it, or it becomes a WebSocket.
void serve_http(std::shared_ptr<ServerShared> shared, boost::asio::ip::tcp::socket socket);

}  // namespace deskbell::slack
