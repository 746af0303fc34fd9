#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace deskbell::slack {

/// What came back over HTTP; status 0 when the connection ended without an answer.
struct RawAnswer {
    int status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
};

/// One frame of a WebSocket; opcode -1 when the connection ended.
struct RawFrame {
    int opcode = -1;
    bool is_final = true;
    std::string payload;
};

/// A client that speaks HTTP and WebSocket byte by byte, so that tests can send what no library would.
/// Blocks, but never longer than kPatience; then the test fails by what it got: nothing.
class RawClient {
public:
    static constexpr std::chrono::seconds kPatience{5};

    explicit RawClient(std::uint16_t port);

    void send(const std::string& bytes);
    RawAnswer answer();
    RawAnswer request(const std::string& method, const std::string& target, const std::string& body = {},
                      const std::string& more_headers = {});
    /// Sends the upgrade; 101 makes it a WebSocket.
    int upgrade(const std::string& target, const std::string& more_headers = {});
    void send_frame(int opcode, const std::string& payload, bool is_final = true);
    /// The next frame; pings are answered and passed over.
    RawFrame frame();
    /// True when the other side ended the connection.
    bool is_ended();

private:
    bool fill(std::size_t bytes);
    bool fill_until(const std::string& mark);
    template <class Start>
    bool wait_for(Start start);
    std::string take(std::size_t bytes);

    boost::asio::io_context io_;
    boost::asio::ip::tcp::socket socket_;
    std::string host_;
    std::string buffer_;
};

}  // namespace deskbell::slack
