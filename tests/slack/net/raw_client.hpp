#pragma once
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <sstream>
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

inline RawClient::RawClient(std::uint16_t port) : socket_(io_), host_("127.0.0.1:" + std::to_string(port))
{
    socket_.connect(boost::asio::ip::tcp::endpoint(boost::asio::ip::address_v4::loopback(), port));
}

template <class Start>
bool RawClient::wait_for(Start start)
{
    bool is_done = false, is_good = false;
    start([&](boost::system::error_code ec, std::size_t) {
        is_done = true;
        is_good = !ec;
    });
    io_.restart();
    io_.run_for(kPatience);
    if (!is_done) {
        socket_.close();
        io_.restart();
        io_.run();
    }
    return is_good;
}

inline bool RawClient::fill(std::size_t bytes)
{
    if (buffer_.size() >= bytes)
        return true;
    return wait_for([&](auto done) {
        boost::asio::async_read(socket_, boost::asio::dynamic_buffer(buffer_),
                                boost::asio::transfer_at_least(bytes - buffer_.size()), done);
    });
}

inline bool RawClient::fill_until(const std::string& mark)
{
    return wait_for([&](auto done) {
        boost::asio::async_read_until(socket_, boost::asio::dynamic_buffer(buffer_), mark, done);
    });
}

inline std::string RawClient::take(std::size_t bytes)
{
    std::string out = buffer_.substr(0, bytes);
    buffer_.erase(0, bytes);
    return out;
}

inline void RawClient::send(const std::string& bytes)
{
    boost::system::error_code ignored;  // a server that has gone shows in the answer
    boost::asio::write(socket_, boost::asio::buffer(bytes), ignored);
}

inline RawAnswer RawClient::answer()
{
    RawAnswer out;
    if (!fill_until("\r\n\r\n"))
        return out;
    std::istringstream head(take(buffer_.find("\r\n\r\n") + 4));
    std::string line;
    std::getline(head, line);
    out.status = std::stoi(line.substr(9, 3));
    while (std::getline(head, line) && line != "\r") {
        std::string name = line.substr(0, line.find(':'));
        std::ranges::transform(name, name.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        const auto from = std::min(line.size(), line.find(':') + 2);
        out.headers[name] = line.substr(from, line.size() - from - 1);
    }
    const auto length = out.headers.count("content-length") ? std::stoul(out.headers["content-length"]) : 0;
    if (fill(length))
        out.body = take(length);
    return out;
}

inline RawAnswer RawClient::request(const std::string& method, const std::string& target,
                                    const std::string& body, const std::string& more_headers)
{
    const std::string host = more_headers.find("Host:") == std::string::npos ? "Host: " + host_ + "\r\n" : "";
    send(method + " " + target + " HTTP/1.1\r\n" + host + more_headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    return answer();
}

inline int RawClient::upgrade(const std::string& target, const std::string& more_headers)
{
    const std::string host = more_headers.find("Host:") == std::string::npos ? "Host: " + host_ + "\r\n" : "";
    send("GET " + target + " HTTP/1.1\r\n" + host + more_headers +
         "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
         "Sec-WebSocket-Version: 13\r\n\r\n");
    return answer().status;
}

inline void RawClient::send_frame(int opcode, const std::string& payload, bool is_final)
{
    std::string out(1, static_cast<char>(opcode | (is_final ? 0x80 : 0)));
    const auto size = payload.size();
    const std::size_t extra = size < 126 ? 0 : size < 65536 ? 2 : 8;
    out += static_cast<char>(0x80 | (extra == 0 ? size : extra == 2 ? 126 : 127));
    for (std::size_t i = extra; i-- > 0;) out += static_cast<char>(size >> (8 * i));
    const std::string mask = "\x01\x02\x03\x04";
    out += mask;
    for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(payload[i] ^ mask[i % 4]);
    send(out);
}

inline RawFrame RawClient::frame()
{
    if (!fill(2))
        return {};
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(buffer_[i]); };
    RawFrame out;
    out.opcode = byte(0) & 0x0f;
    out.is_final = (byte(0) & 0x80) != 0;
    std::size_t size = byte(1) & 0x7fu;
    const std::size_t extra = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (!fill(2 + extra))
        return {};
    if (extra > 0)
        size = 0;
    for (std::size_t i = 0; i < extra; ++i) size = size << 8 | byte(2 + i);
    take(2 + extra);
    if (!fill(size))
        return {};
    out.payload = take(size);
    if (out.opcode != 9)
        return out;
    send_frame(10, out.payload);
    return frame();
}

inline bool RawClient::is_ended() { return !fill(buffer_.size() + 1); }

}  // namespace deskbell::slack
