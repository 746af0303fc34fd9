#pragma once
#include "handlers/domain/error.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace deskbell::slack {

/// One HTTP request that the server has read whole.
struct ServerRequest {
    std::string method;  ///< GET, POST ...
    std::string path;    ///< without the query
    std::string query;
    std::map<std::string, std::string, std::less<>> headers;  ///< names in lower case
    std::string body;
    std::string peer;  ///< address of the other side
};

/// What goes back. Status 0 cuts the connection without an answer: a fault that clients must survive.
struct ServerResponse {
    int status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body;
    std::map<std::string, std::string, std::less<>> headers;
};

/// One accepted WebSocket. All functions on the server's executor; after `on_close` it is dead.
class ServerSocket {
public:
    virtual ~ServerSocket() = default;
    virtual void send(std::string text) = 0;          ///< queued; one unfragmented text frame
    virtual void send_binary(std::string bytes) = 0;  ///< the same as a binary frame
    virtual void ping(std::string payload) = 0;
    virtual void close() = 0;  ///< close frame, then TCP
    virtual void drop() = 0;   ///< TCP gone at once, without a close frame
    /// Whether the message that `on_text` is being called with came in several frames (Slack loses those).
    virtual bool was_fragmented() const = 0;
    std::function<void(std::string text)> on_text;
    std::function<void()> on_close;
};

/// A small HTTP/1.1 and WebSocket server for loopback: the local workspace and the health endpoint.
class Server {
public:
    static constexpr std::size_t kBodyBytesMax = 4u << 20;
    static constexpr std::size_t kConnectionsMax = 512;

    struct Handlers {
        /// Answers at once, or later by calling `answer` once on the server's executor.
        std::function<void(ServerRequest, std::function<void(ServerResponse)> answer)> on_request;
        /// Null: WebSockets are refused. Returns false to refuse this one (answered 403).
        std::function<bool(const ServerRequest&, std::shared_ptr<ServerSocket>)> on_socket;
        /// Null, or asked before `on_socket`: 0 goes on, anything else is the HTTP status of the refusal.
        std::function<int(const ServerRequest&)> refuse_socket;
    };

    /// @errors unavailable when the address is in use or not ours, with what to do.
    static Result<std::unique_ptr<Server>> listen(boost::asio::any_io_executor executor,
                                                  const std::string& host, std::uint16_t port,
                                                  Handlers handlers);
    ~Server();
    std::uint16_t port() const;  ///< the real one when 0 was asked for
    void stop();

private:
    struct Impl;
    explicit Server(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> impl_;
};

}  // namespace deskbell::slack
