#include "slack/net/server_parts.hpp"
#include "slack/net/server_socket.hpp"

#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace deskbell::slack {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

namespace {

/// A connection that says nothing for this long is closed.
constexpr std::chrono::seconds kIdleMax{120};
/// An answer that is not taken within this time is given up.
constexpr std::chrono::seconds kWriteMax{30};
constexpr std::uint32_t kHeaderBytesMax = 64 * 1024;

std::string lower_case(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return out;
}

ServerRequest read_request(const http::request<http::string_body>& message, std::string peer)
{
    ServerRequest out;
    out.method = std::string(message.method_string());
    const std::string target(message.target());
    const auto question = target.find('?');
    out.path = target.substr(0, question);
    if (question != std::string::npos)
        out.query = target.substr(question + 1);
    for (const auto& field : message)
        out.headers[lower_case({field.name_string().data(), field.name_string().size()})] =
            std::string(field.value());
    out.body = message.body();
    out.peer = std::move(peer);
    return out;
}

/// One HTTP connection: reads a request, waits for its answer, writes it, reads the next.
class HttpPart : public ServerPart, public std::enable_shared_from_this<HttpPart> {
public:
    HttpPart(std::shared_ptr<ServerShared> shared, beast::tcp_stream stream)
        : shared_(std::move(shared)), stream_(std::move(stream))
    {
        error_code ignored;
        const auto remote = stream_.socket().remote_endpoint(ignored);
        peer_ = ignored ? std::string() : remote.address().to_string();
        stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    }

    void cut() override
    {
        const auto keep = std::move(waiting_);
        stream_.close();
    }

    void read()
    {
        parser_.emplace();
        parser_->body_limit(Server::kBodyBytesMax);
        parser_->header_limit(kHeaderBytesMax);
        stream_.expires_after(kIdleMax);
        http::async_read(stream_, buffer_, *parser_,
                         [self = shared_from_this()](error_code ec, std::size_t) { self->on_read(ec); });
    }

    /// The one answer to a request that will not be read further.
    void refuse(int status, std::string text)
    {
        keep_alive_ = false;
        ServerResponse response;
        response.status = status;
        response.body = std::move(text);
        write(std::move(response));
    }

private:
    void on_read(error_code ec)
    {
        if (shared_->stopped)
            return stream_.close();
        if (ec == http::error::body_limit)
            return refuse(413, "too large");
        if (ec == http::error::header_limit)
            return refuse(431, "headers too large");
        if (ec)
            return stream_.close();
        keep_alive_ = parser_->get().keep_alive();
        version_ = parser_->get().version();
        if (beast::websocket::is_upgrade(parser_->get()))
            return upgrade();

        stream_.expires_never();
        const auto number = ++request_number_;
        auto answer = [weak = weak_from_this(), number](ServerResponse response) {
            const auto self = weak.lock();
            if (!self || self->request_number_ != number)
                return;
            ++self->request_number_;  // a second answer to the same request is ignored
            self->write(std::move(response));
        };
        waiting_ = shared_from_this();
        shared_->handlers.on_request(read_request(parser_->get(), peer_), std::move(answer));
    }

    void upgrade()
    {
        const auto request = read_request(parser_->get(), peer_);
        auto& handlers = shared_->handlers;
        const int status = !handlers.on_socket      ? 403
                           : handlers.refuse_socket ? handlers.refuse_socket(request)
                                                    : 0;
        if (status != 0)
            return refuse(status, "refused");
        auto message = parser_->release();
        auto part = std::make_shared<SocketPart>(shared_, std::move(stream_));
        if (!shared_->admit(part))
            return;
        if (!handlers.on_socket(request, part)) {
            auto back = std::make_shared<HttpPart>(shared_, part->release());
            if (shared_->admit(back))
                back->refuse(403, "refused");
            return;
        }
        part->accept(std::move(message));
    }

    void write(ServerResponse response)
    {
        const auto self = shared_from_this();
        waiting_.reset();
        if (response.status == 0 || shared_->stopped)
            return stream_.close();
        out_ = {};
        out_.version(version_);
        out_.result(static_cast<unsigned>(response.status));
        out_.set(http::field::content_type, response.content_type);
        for (const auto& [name, value] : response.headers) out_.set(name, value);
        out_.keep_alive(keep_alive_);
        out_.body() = std::move(response.body);
        out_.prepare_payload();
        stream_.expires_after(kWriteMax);
        http::async_write(stream_, out_, [self](error_code ec, std::size_t) {
            if (ec || !self->keep_alive_)
                return self->end();
            self->read();
        });
    }

    void end()
    {
        error_code ignored;
        stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
        stream_.close();
    }

    std::shared_ptr<ServerShared> shared_;
    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    http::response<http::string_body> out_;
    std::string peer_;
    std::shared_ptr<HttpPart> waiting_;  // keeps the connection alive while an answer is awaited
    std::uint64_t request_number_ = 0;
    unsigned version_ = 11;
    bool keep_alive_ = false;
};

}  // namespace

void serve_http(std::shared_ptr<ServerShared> shared, asio::ip::tcp::socket socket)
{
    const auto part = std::make_shared<HttpPart>(shared, beast::tcp_stream(std::move(socket)));
    if (shared->admit(part))
        part->read();
}

}  // namespace deskbell::slack
