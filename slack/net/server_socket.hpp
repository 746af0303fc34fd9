#pragma once
#include "slack/net/server_frames.hpp"
#include "slack/net/server_parts.hpp"

#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <memory>
#include <string>

namespace deskbell::slack {

/// One WebSocket of the server. Included by server_http.cpp alone.
class SocketPart : public ServerPart, public ServerSocket, public std::enable_shared_from_this<SocketPart> {
public:
    /// Bytes waiting to be taken by the other side; beyond them the connection is dropped.
    static constexpr std::size_t kQueueBytesMax = 16u << 20;
    static constexpr std::size_t kMessageBytesMax = 1u << 20;

    SocketPart(std::shared_ptr<ServerShared> shared, boost::beast::tcp_stream stream);
    ~SocketPart() override;

    void accept(boost::beast::http::request<boost::beast::http::string_body> request);
    /// Gives the connection back, unused: the upgrade was refused.
    boost::beast::tcp_stream release();

    void send(std::string text) override;
    void send_binary(std::string bytes) override;
    void ping(std::string payload) override;
    void close() override;
    void drop() override;
    bool was_fragmented() const override;
    void cut() override;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
    void enqueue(std::string bytes, bool is_binary);
    void write_next();
    void read_next();
    void ping_next();
    void ended();
};

}  // namespace deskbell::slack
