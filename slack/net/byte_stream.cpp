#include "slack/net/byte_stream.hpp"

#include <boost/asio/steady_timer.hpp>

#include <sys/socket.h>

#include <cerrno>

namespace deskbell::slack {

namespace asio = boost::asio;
using boost::system::error_code;

ByteStream::ByteStream(asio::any_io_executor executor) : executor_(std::move(executor)), socket_(executor_) {}

ByteStream::Tls& ByteStream::start_tls(asio::ssl::context& context) { return tls_.emplace(socket_, context); }

void ByteStream::read_some(asio::mutable_buffer into, Done done)
{
    auto read = [self = shared_from_this(), done = std::move(done)](error_code ec, std::size_t n) mutable {
        if (n > 0)
            self->last_heard_ = std::chrono::steady_clock::now();
        std::move(done)(ec, n);
    };
    if (tls_)
        tls_->async_read_some(into, std::move(read));
    else
        socket_.async_read_some(into, std::move(read));
}

void ByteStream::write_some(asio::const_buffer from, Done done)
{
    auto written = [self = shared_from_this(), done = std::move(done)](error_code ec, std::size_t n) mutable {
        std::move(done)(ec, n);
    };
    if (tls_)
        tls_->async_write_some(from, std::move(written));
    else
        socket_.async_write_some(from, std::move(written));
}

void ByteStream::close() noexcept
{
    is_closed_ = true;
    error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
}

void ByteStream::abort() noexcept
{
    is_closed_ = true;
    error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
}

bool ByteStream::is_stale()
{
    if (is_closed_ || !socket_.is_open())
        return true;
    char byte = 0;
    const auto n = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return !(n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK));
}

/// Shared with the timer's handler: it may already be queued when the step ends, and must then do nothing.
struct Deadline::State {
    explicit State(const asio::any_io_executor& executor) : timer(executor) {}
    asio::steady_timer timer;
    bool is_over = false;
    bool has_expired = false;
};

Deadline::Deadline(const std::shared_ptr<ByteStream>& stream, std::chrono::milliseconds limit)
    : state_(std::make_shared<State>(stream->executor()))
{
    state_->timer.expires_after(limit);
    state_->timer.async_wait([state = state_, weak = std::weak_ptr(stream)](error_code ec) {
        if (ec || state->is_over)
            return;
        state->has_expired = true;
        if (const auto live = weak.lock())
            live->abort();
    });
}

Deadline::~Deadline()
{
    state_->is_over = true;
    state_->timer.cancel();
}

bool Deadline::has_expired() const { return state_->has_expired; }

}  // namespace deskbell::slack
