#pragma once
// Only http_connection.cpp and web_socket.cpp include this: it is where Beast meets ByteStream.
#include "slack/net/byte_stream.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/role.hpp>

#include <memory>
#include <string>
#include <utility>

namespace deskbell::slack {

/// A ByteStream in the form that Beast's templates want.
class BeastStream {
public:
    using executor_type = boost::asio::any_io_executor;

    explicit BeastStream(std::shared_ptr<ByteStream> stream) : stream_(std::move(stream)) {}
    executor_type get_executor() const noexcept { return stream_->executor(); }
    ByteStream& bytes() const { return *stream_; }
    const std::shared_ptr<ByteStream>& shared() const { return stream_; }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [](auto handler, std::shared_ptr<ByteStream> stream, boost::asio::mutable_buffer into) {
                stream->read_some(into, std::move(handler));
            },
            token, stream_, first_of<boost::asio::mutable_buffer>(buffers));
    }

    /// Header and body of a message leave in one piece: several small ones would be several TLS records.
    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token)
    {
        constexpr std::size_t piece_max = 64 * 1024;
        auto piece =
            std::make_shared<std::string>(std::min(boost::asio::buffer_size(buffers), piece_max), '\0');
        boost::asio::buffer_copy(boost::asio::buffer(*piece), buffers);
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [](auto handler, std::shared_ptr<ByteStream> stream, std::shared_ptr<std::string> bytes) {
                const auto view = boost::asio::buffer(std::as_const(*bytes));
                stream->write_some(view, [handler = std::move(handler), bytes](
                                             auto ec, std::size_t n) mutable { std::move(handler)(ec, n); });
            },
            token, stream_, std::move(piece));
    }

private:
    template <class Buffer, class Buffers>
    static Buffer first_of(const Buffers& buffers)
    {
        for (auto it = boost::asio::buffer_sequence_begin(buffers);
             it != boost::asio::buffer_sequence_end(buffers); ++it)
            if (Buffer buffer(*it); buffer.size() > 0)
                return buffer;
        return {};
    }

    std::shared_ptr<ByteStream> stream_;
};

/// Beast's hooks, found by name. After the close handshake TCP ends at once: Slack would leave it open.
inline void beast_close_socket(BeastStream& stream) { stream.bytes().abort(); }
inline void teardown(boost::beast::role_type, BeastStream& stream, boost::system::error_code& ec)
{
    stream.bytes().close();
    ec = {};
}
template <class Handler>
void async_teardown(boost::beast::role_type, BeastStream& stream, Handler&& handler)
{
    stream.bytes().close();
    boost::asio::post(stream.get_executor(), [handler = std::forward<Handler>(handler)]() mutable {
        std::move(handler)(boost::system::error_code{});
    });
}

}  // namespace deskbell::slack
