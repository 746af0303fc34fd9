#pragma once
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <chrono>
#include <memory>
#include <optional>

namespace deskbell::slack {

/// One TCP connection, plain or with TLS on top. HTTP and WebSocket are instantiated over this one type, so
/// their templates are compiled once and know nothing of TLS. Use from one executor; one read and one write
/// at a time. Pending operations keep the object alive, so it may be let go at any moment.
class ByteStream : public std::enable_shared_from_this<ByteStream> {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Done = boost::asio::any_completion_handler<void(boost::system::error_code, std::size_t)>;
    using Tls = boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>;

    explicit ByteStream(boost::asio::any_io_executor executor);

    const boost::asio::any_io_executor& executor() const { return executor_; }
    boost::asio::ip::tcp::socket& socket() { return socket_; }
    /// From now on everything goes through TLS; the caller does the handshake.
    Tls& start_tls(boost::asio::ssl::context& context);

    void read_some(boost::asio::mutable_buffer into, Done done);
    void write_some(boost::asio::const_buffer from, Done done);

    /// Ends the connection in order: what was written still reaches the other side. Safe to call twice.
    void close() noexcept;
    /// Ends it at once and lets the other side know by a reset, so that no ghost is left there. Safe to call
    /// twice.
    void abort() noexcept;
    bool is_closed() const { return is_closed_; }

    /// True when an idle connection must not be used again: the other side closed it, or said something
    /// unasked.
    bool is_stale();
    /// When the last byte arrived (or the stream was made).
    Time last_heard() const { return last_heard_; }
    bool has_heard_since(Time t) const { return last_heard_ > t; }

private:
    boost::asio::any_io_executor executor_;
    boost::asio::ip::tcp::socket socket_;
    std::optional<Tls> tls_;
    Time last_heard_ = std::chrono::steady_clock::now();
    bool is_closed_ = false;
};

/// Aborts a stream when a step takes too long. Lives as long as the step.
class Deadline {
public:
    Deadline(const std::shared_ptr<ByteStream>& stream, std::chrono::milliseconds limit);
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;
    ~Deadline();
    bool has_expired() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace deskbell::slack
