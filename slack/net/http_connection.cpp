#include "slack/net/http_connection.hpp"

#include "slack/net/beast_stream.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace deskbell::slack {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::redirect_error;
using asio::use_awaitable;
using boost::system::error_code;

namespace {

/// Slack's headers take about 2 KiB; more than this is not Slack.
constexpr std::uint32_t kHeaderBytesMax = 64 * 1024;

http::request<http::string_body> to_beast(HttpRequest&& request)
{
    http::request<http::string_body> out(request.only_gets ? http::verb::get : http::verb::post,
                                         request.target, 11);
    out.set(http::field::host, request.host);
    out.set(http::field::user_agent, "Deskbell/0.1");
    if (!request.content_type.empty())
        out.set(http::field::content_type, request.content_type);
    if (!request.authorization.empty())
        out.set(http::field::authorization, request.authorization);
    out.body() = std::move(request.body);
    out.prepare_payload();
    return out;
}

HttpAnswer to_answer(http::response<http::string_body>&& response)
{
    HttpAnswer out;
    out.status = static_cast<int>(response.result_int());
    out.retry_after = std::string(response[http::field::retry_after]);
    out.scopes = std::string(response["X-OAuth-Scopes"]);
    out.request_id = std::string(response["X-Slack-Req-Id"]);
    out.content_type = std::string(response[http::field::content_type]);
    out.body = std::move(response.body());
    return out;
}

}  // namespace

struct HttpConnection::Impl {
    Impl(std::shared_ptr<ByteStream> bytes, std::size_t answer_max)
        : stream(std::move(bytes)), answer_bytes_max(answer_max)
    {
    }
    BeastStream stream;
    boost::beast::flat_buffer buffer{kHeaderBytesMax * 2};
    std::size_t answer_bytes_max;
    bool keep_alive = false;
};

HttpConnection::HttpConnection(std::shared_ptr<ByteStream> stream, std::size_t answer_bytes_max)
    : impl_(std::make_shared<Impl>(std::move(stream), answer_bytes_max))
{
}
HttpConnection::~HttpConnection() = default;

bool HttpConnection::is_reusable() { return impl_->keep_alive && !impl_->stream.bytes().is_stale(); }

asio::awaitable<HttpAnswer> HttpConnection::exchange(HttpRequest request)
{
    const auto impl = impl_;  // the coroutine may outlive this object
    impl->keep_alive = false;
    const auto started = std::chrono::steady_clock::now();
    HttpAnswer answer;
    error_code ec;

    const std::size_t most = request.answer_bytes_max == 0 ? impl->answer_bytes_max : request.answer_bytes_max;
    const auto message = to_beast(std::move(request));
    co_await http::async_write(impl->stream, message, redirect_error(use_awaitable, ec));
    if (ec) {
        answer.trouble = "sending: " + ec.message();
        answer.is_untouched = true;
        co_return answer;
    }

    http::response_parser<http::string_body> parser;
    parser.header_limit(kHeaderBytesMax);
    parser.body_limit(most);
    co_await http::async_read(impl->stream, impl->buffer, parser, redirect_error(use_awaitable, ec));
    if (ec) {
        answer.trouble = "waiting for the answer: " + ec.message();
        answer.is_too_long = ec == http::error::body_limit;
        answer.is_untouched = !impl->stream.bytes().has_heard_since(started);
        co_return answer;
    }
    impl->keep_alive = parser.get().keep_alive() && impl->buffer.size() == 0;
    answer = to_answer(parser.release());
    co_return answer;
}

const std::shared_ptr<ByteStream>& HttpConnection::stream() const { return impl_->stream.shared(); }

}  // namespace deskbell::slack
