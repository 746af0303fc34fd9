#pragma once
#include "handlers/domain/error.hpp"
#include "slack/net/byte_stream.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace deskbell::slack {

/// What `WebSocket::read` brought. After `is_end` nothing more comes.
struct WebSocketMessage {
    bool is_end = false;
    bool is_text = false;
    std::string text;  ///< the message, or why it ended
};

/// One WebSocket over a connected stream. Pings are answered while a read is pending, so keep one pending.
/// What is written is queued and leaves in order; messages are never fragmented (Slack does not put them
/// together) and never compressed. Use from one executor.
class WebSocket {
public:
    static constexpr std::size_t kMessageBytesMax = 4u << 20;
    /// More waiting than this means that the other side does not read: `send` then refuses.
    static constexpr std::size_t kQueueBytesMax = 4u << 20;

    explicit WebSocket(std::shared_ptr<ByteStream> stream);
    ~WebSocket();

    /// `target` goes out byte for byte. Errors: unavailable, with the status when it was not 101.
    boost::asio::awaitable<Result<void>> upgrade(std::string host, std::string target);
    boost::asio::awaitable<WebSocketMessage> read();

    bool send(std::string text);  ///< false when it is closing or the queue is full
    void ping();
    void close();  ///< a close frame behind what is queued; the pending read ends when the other side answers

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace deskbell::slack
