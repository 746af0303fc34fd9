#include "slack/net/server_socket.hpp"

#include <boost/asio/compose.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <deque>

namespace deskbell::slack {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;
using namespace std::chrono_literals;

/// A TCP stream that lets FrameNotes read along.
class Tap {
public:
    using next_layer_type = beast::tcp_stream;
    using executor_type = beast::tcp_stream::executor_type;

    explicit Tap(beast::tcp_stream stream) : next_(std::move(stream)) {}
    executor_type get_executor() { return next_.get_executor(); }
    next_layer_type& next_layer() { return next_; }
    const next_layer_type& next_layer() const { return next_; }
    FrameNotes& notes() { return notes_; }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token)
    {
        return asio::async_compose<Token, void(error_code, std::size_t)>(
            [this, buffers, started = false](auto& self, error_code ec = {}, std::size_t size = 0) mutable {
                if (!started) {
                    started = true;
                    return next_.async_read_some(buffers, std::move(self));
                }
                note(buffers, size);
                self.complete(ec, size);
            },
            token, next_);
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token)
    {
        return next_.async_write_some(buffers, std::forward<Token>(token));
    }

private:
    template <class Buffers>
    void note(const Buffers& buffers, std::size_t size)
    {
        for (auto it = asio::buffer_sequence_begin(buffers);
             it != asio::buffer_sequence_end(buffers) && size > 0; ++it) {
            const asio::mutable_buffer piece = *it;
            const auto used = std::min(size, piece.size());
            notes_.feed(static_cast<const unsigned char*>(piece.data()), used);
            size -= used;
        }
    }

    beast::tcp_stream next_;
    FrameNotes notes_;
};

// How Beast ends a connection on a layer that it does not know.
void teardown(beast::role_type role, Tap& tap, error_code& ec)
{
    websocket::teardown(role, tap.next_layer().socket(), ec);
}

template <class Handler>
void async_teardown(beast::role_type role, Tap& tap, Handler&& handler)
{
    websocket::async_teardown(role, tap.next_layer().socket(), std::forward<Handler>(handler));
}

/// RFC 6455, section 5.5: control frames carry at most 125 bytes.
constexpr std::size_t kPingBytesMax = 125;

struct SocketPart::Impl {
    Impl(std::shared_ptr<ServerShared> s, beast::tcp_stream stream)
        : shared(std::move(s)), ws(Tap(std::move(stream)))
    {
    }

    struct Message {
        std::string bytes;
        bool is_binary = false;
    };

    std::shared_ptr<ServerShared> shared;
    websocket::stream<Tap, false> ws;  // false: no compression, Slack has none
    beast::http::request<beast::http::string_body> request;
    beast::flat_buffer buffer;
    std::deque<Message> queue;
    std::size_t queued_bytes = 0;
    std::deque<std::string> pings;
    bool is_open = false, is_writing = false, is_pinging = false, is_closing = false, is_dead = false;
    bool fragmented = false;
};

SocketPart::SocketPart(std::shared_ptr<ServerShared> shared, beast::tcp_stream stream)
    : impl_(std::make_unique<Impl>(std::move(shared), std::move(stream)))
{
}

SocketPart::~SocketPart() = default;

beast::tcp_stream SocketPart::release()
{
    on_text = nullptr;
    on_close = nullptr;
    return std::move(impl_->ws.next_layer().next_layer());
}

void SocketPart::accept(beast::http::request<beast::http::string_body> request)
{
    auto& ws = impl_->ws;
    impl_->request = std::move(request);
    beast::get_lowest_layer(ws).expires_never();  // from here on the WebSocket layer has its own deadlines
    ws.set_option(websocket::stream_base::timeout{10s, websocket::stream_base::none(), false});
    ws.read_message_max(kMessageBytesMax);
    ws.auto_fragment(false);
    ws.async_accept(impl_->request, [self = shared_from_this()](error_code ec) {
        if (ec)
            return self->ended();
        self->impl_->is_open = true;
        self->read_next();
        self->write_next();
        self->ping_next();
    });
}

void SocketPart::read_next()
{
    impl_->ws.async_read(impl_->buffer, [self = shared_from_this()](error_code ec, std::size_t) {
        auto& impl = *self->impl_;
        if (ec || impl.is_dead)
            return self->ended();
        impl.fragmented = impl.ws.next_layer().notes().take();
        std::string text = beast::buffers_to_string(impl.buffer.data());
        impl.buffer.consume(impl.buffer.size());
        if (impl.ws.got_text() && self->on_text) {
            const auto callback = self->on_text;  // a copy: the callback may replace itself
            callback(std::move(text));
        }
        self->read_next();
    });
}

void SocketPart::enqueue(std::string bytes, bool is_binary)
{
    auto& impl = *impl_;
    if (impl.is_dead || impl.is_closing)
        return;
    impl.queued_bytes += bytes.size();
    if (impl.queued_bytes > kQueueBytesMax)
        return drop();
    impl.queue.push_back({std::move(bytes), is_binary});
    write_next();
}

void SocketPart::write_next()
{
    auto& impl = *impl_;
    if (!impl.is_open || impl.is_writing || impl.is_dead)
        return;
    if (impl.queue.empty()) {
        if (impl.is_closing)
            impl.ws.async_close(websocket::close_code::normal, [self = shared_from_this()](error_code) {});
        return;
    }
    impl.is_writing = true;
    impl.ws.binary(impl.queue.front().is_binary);
    impl.ws.async_write(asio::buffer(impl.queue.front().bytes),
                        [self = shared_from_this()](error_code ec, std::size_t) {
                            auto& done = *self->impl_;
                            done.is_writing = false;
                            done.queued_bytes -= done.queue.front().bytes.size();
                            done.queue.pop_front();
                            if (!ec)
                                self->write_next();
                        });
}

void SocketPart::ping_next()
{
    auto& impl = *impl_;
    if (!impl.is_open || impl.is_pinging || impl.is_dead || impl.pings.empty())
        return;
    impl.is_pinging = true;
    const auto& text = impl.pings.front();
    const websocket::ping_data data(text.data(), std::min(text.size(), kPingBytesMax));
    impl.ws.async_ping(data, [self = shared_from_this()](error_code ec) {
        self->impl_->is_pinging = false;
        self->impl_->pings.pop_front();
        if (!ec)
            self->ping_next();
    });
}

void SocketPart::send(std::string text) { enqueue(std::move(text), false); }

void SocketPart::send_binary(std::string bytes) { enqueue(std::move(bytes), true); }

void SocketPart::ping(std::string payload)
{
    constexpr std::size_t kPingsMax = 16;  // more unsent pings tell nothing new
    if (impl_->is_dead || impl_->is_closing || impl_->pings.size() >= kPingsMax)
        return;
    impl_->pings.push_back(std::move(payload));
    ping_next();
}

void SocketPart::close()
{
    if (impl_->is_dead || impl_->is_closing)
        return;
    impl_->is_closing = true;
    write_next();
}

void SocketPart::drop() { cut(); }

void SocketPart::cut()
{
    auto& ws = impl_->ws;
    ws.set_option(websocket::stream_base::timeout{websocket::stream_base::none(),
                                                  websocket::stream_base::none(), false});
    impl_->is_dead = true;
    beast::get_lowest_layer(ws).close();
}

bool SocketPart::was_fragmented() const { return impl_->fragmented; }

void SocketPart::ended()
{
    impl_->is_dead = true;
    const auto callback = std::move(on_close);
    on_close = nullptr;
    on_text = nullptr;
    if (callback && !impl_->shared->stopped)
        callback();
}

}  // namespace deskbell::slack
