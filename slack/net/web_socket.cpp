#include "slack/net/web_socket.hpp"

#include "slack/net/beast_stream.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <deque>

namespace deskbell::slack {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using asio::redirect_error;
using asio::use_awaitable;
using boost::system::error_code;

struct WebSocket::Impl : std::enable_shared_from_this<WebSocket::Impl> {
    enum class Kind { text, ping, close };
    struct Item {
        Kind kind;
        std::string text;
    };

    explicit Impl(std::shared_ptr<ByteStream> stream) : ws(std::move(stream))
    {
        using Base = websocket::stream_base;
        // Whoever holds this socket has the timers; Beast's would keep the io_context alive after the end.
        ws.set_option(Base::timeout{Base::none(), Base::none(), false});
        ws.set_option(Base::decorator([](websocket::request_type& request) {
            request.set(beast::http::field::user_agent, "Deskbell/0.1");
        }));
        ws.read_message_max(kMessageBytesMax);
        ws.auto_fragment(false);
        ws.text(true);
    }

    bool push(Kind kind, std::string text)
    {
        if (is_closing || queued_bytes + text.size() > kQueueBytesMax)
            return false;
        is_closing = kind == Kind::close;
        queued_bytes += text.size();
        queue.push_back({kind, std::move(text)});
        pump();
        return true;
    }

    void pump()
    {
        if (is_writing || queue.empty())
            return;
        is_writing = true;
        auto done = [self = shared_from_this()](error_code ec, std::size_t = 0) {
            self->is_writing = false;
            self->queued_bytes -= self->queue.front().text.size();
            self->queue.pop_front();
            if (ec)
                self->is_closing = true;  // the reader will see the end, too
            else
                self->pump();
        };
        const Item& next = queue.front();
        if (next.kind == Kind::text)
            ws.async_write(asio::buffer(next.text), std::move(done));
        else if (next.kind == Kind::ping)
            ws.async_ping({}, std::move(done));
        else
            ws.async_close(websocket::close_code::normal, std::move(done));
    }

    websocket::stream<BeastStream, false> ws;  // false: permessage-deflate is not even compiled in
    beast::flat_buffer buffer{kMessageBytesMax};
    std::deque<Item> queue;
    std::size_t queued_bytes = 0;
    bool is_writing = false;
    bool is_closing = false;
};

WebSocket::WebSocket(std::shared_ptr<ByteStream> stream) : impl_(std::make_shared<Impl>(std::move(stream))) {}
WebSocket::~WebSocket() = default;

asio::awaitable<Result<void>> WebSocket::upgrade(std::string host, std::string target)
{
    const auto impl = impl_;
    error_code ec;
    websocket::response_type response;
    co_await impl->ws.async_handshake(response, host, target, redirect_error(use_awaitable, ec));
    if (!ec)
        co_return Result<void>{};
    if (ec == websocket::error::upgrade_declined)
        co_return Error(Errc::unavailable, "the upgrade was answered with status " +
                                               std::to_string(response.result_int()) + " instead of 101");
    co_return Error(Errc::unavailable, "upgrade: " + ec.message());
}

asio::awaitable<WebSocketMessage> WebSocket::read()
{
    const auto impl = impl_;
    error_code ec;
    impl->buffer.clear();
    co_await impl->ws.async_read(impl->buffer, redirect_error(use_awaitable, ec));
    WebSocketMessage message;
    message.is_end = static_cast<bool>(ec);
    if (ec == websocket::error::closed)
        message.text = "closed by the other side (" + std::to_string(impl->ws.reason().code) + ")";
    else if (ec)
        message.text = ec.message();
    else
        message.text = beast::buffers_to_string(impl->buffer.data());
    message.is_text = !ec && impl->ws.got_text();
    co_return message;
}

bool WebSocket::send(std::string text) { return impl_->push(Impl::Kind::text, std::move(text)); }
void WebSocket::ping() { (void)impl_->push(Impl::Kind::ping, {}); }
void WebSocket::close() { (void)impl_->push(Impl::Kind::close, {}); }

}  // namespace deskbell::slack
