#pragma once
#include "slack/net/byte_stream.hpp"
#include "slack/net/endpoint.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::slack::test {

/// Runs the loop until the condition holds, or says that it did not within the bound.
bool run_until(boost::asio::io_context& io, const std::function<bool()>& holds,
               std::chrono::milliseconds bound = std::chrono::seconds(10));
/// Runs the loop for a while: only for "and nothing else happens".
void run_for(boost::asio::io_context& io, std::chrono::milliseconds time);

/// The server's end of one TCP (or TLS) connection, bytes only.
struct Peer : std::enable_shared_from_this<Peer> {
    explicit Peer(std::shared_ptr<ByteStream> bytes) : stream(std::move(bytes)) {}
    void start();  ///< begins to read
    void write(std::string bytes);
    void close() { stream->close(); }
    void reset() { stream->abort(); }

    std::shared_ptr<ByteStream> stream;
    std::string inbox;  ///< received and not yet taken
    std::function<void(Peer&)> on_data;
    bool is_over = false;  ///< the other side ended it, or we did
    bool reads = true;

private:
    void read();
    void pump();
    std::array<char, 65536> buffer_{};
    std::deque<std::string> outbox_;
    bool is_writing_ = false;
};

/// Accepts connections on 127.0.0.1 and hands them over as they are.
class RawServer {
public:
    RawServer(boost::asio::io_context& io, std::function<void(std::shared_ptr<Peer>)> on_peer,
              std::shared_ptr<boost::asio::ssl::context> tls = nullptr);
    ~RawServer();
    std::uint16_t port() const { return port_; }
    int accepted() const { return static_cast<int>(peers.size()); }
    int open() const;
    std::vector<std::shared_ptr<Peer>> peers;

private:
    void accept();
    boost::asio::io_context& io_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::function<void(std::shared_ptr<Peer>)> on_peer_;
    std::shared_ptr<boost::asio::ssl::context> tls_;
    std::uint16_t port_ = 0;
};

struct HttpCall {
    std::string line;  ///< "POST /api/auth.test HTTP/1.1"
    std::string target;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
    std::string method() const;  ///< the Web API method
};

/// One WebSocket frame as the client sent it.
struct ClientFrame {
    bool is_last = false;
    int opcode = 0;
    bool is_masked = false;
    std::string payload;
};

/// The server's end of one WebSocket.
struct FakeSocket {
    std::shared_ptr<Peer> peer;
    std::string target;
    std::vector<ClientFrame> frames;
    bool answers_pings = true;
    bool answers_close = true;
    bool is_over() const { return peer->is_over; }

    void send(std::string_view text) { frame(1, text); }
    void frame(int opcode, std::string_view payload, bool is_last = true);
    void hello(int num_connections = 1);
    void disconnect(std::string_view reason);
    void envelope(std::string_view id);
    void close(int code = 1000);
    int count(int opcode) const;
    bool has_ack(std::string_view id) const;
};

struct FakeAnswer {
    int status = 200;
    std::string headers;  ///< further ones, each ended by \r\n
    std::string body;
    std::string raw;         ///< instead of all of the above, bytes to write
    bool cuts = false;       ///< TCP ends afterwards (at once when raw is empty and status 0)
    bool is_silent = false;  ///< no answer at all
};

/// Web API and Socket Mode at the level of bytes, so that a test can do what no honest server does.
class FakeSlack {
public:
    explicit FakeSlack(boost::asio::io_context& io, std::shared_ptr<boost::asio::ssl::context> tls = nullptr,
                       std::string name = "127.0.0.1");
    Endpoint endpoint() const;
    std::string url(std::string_view scheme_http_or_ws, std::string_view target) const;

    int opens() const { return count("apps.connections.open"); }
    int count(std::string_view method) const;
    FakeSocket& newest() { return *sockets.back(); }
    int open_sockets() const;
    /// Drops what is over: for tests that go on for so long that the server's own memory would be seen.
    void forget();

    /// The port of the sockets' addresses, when they lead through a relay; 0 for this server's own.
    std::uint16_t socket_port = 0;

    /// Overrides the answer of a method; nothing falls back to {"ok":true} and to a fresh address.
    std::function<std::unique_ptr<FakeAnswer>(const HttpCall&)> on_call;
    /// Overrides the upgrade's answer, for example with another status. Null means 101.
    std::function<std::unique_ptr<FakeAnswer>(const HttpCall&)> on_upgrade;
    std::function<void(FakeSocket&)> on_socket;  ///< just upgraded; default: hello
    std::vector<HttpCall> calls;
    std::vector<std::shared_ptr<FakeSocket>> sockets;
    std::vector<std::string> used_tickets;
    RawServer server;

private:
    void on_peer(const std::shared_ptr<Peer>& peer);
    void on_bytes(Peer& peer);
    void answer(Peer& peer, const HttpCall& call);
    void upgrade(Peer& peer, const HttpCall& call);
    std::string name_;
    bool has_tls_;
    int tickets_ = 0;
};

}  // namespace deskbell::slack::test
