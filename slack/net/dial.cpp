#include "slack/net/dial.hpp"

#include "slack/net/signal.hpp"
#include "slack/net/trust.hpp"

#include <netinet/tcp.h>
#include <openssl/x509v3.h>
#include <boost/asio/connect.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace deskbell::slack {

namespace asio = boost::asio;
using asio::redirect_error;
using asio::use_awaitable;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using std::chrono::milliseconds;

namespace {

/// Longest answer of a proxy that is read.
constexpr std::size_t kProxyAnswerBytesMax = 16 * 1024;
/// Data that nobody confirms for so long means a dead line; the kernel then ends the connection.
constexpr unsigned kUnconfirmedMilliseconds = 45'000;

Error failed(const std::string& what, const error_code& ec, const Deadline& deadline)
{
    return Error(Errc::unavailable, what + (deadline.has_expired() ? ": timed out" : ": " + ec.message()));
}

/// The name server's answer, shared with the lookup, which cannot be interrupted and may outlive us.
struct Lookup {
    explicit Lookup(const asio::any_io_executor& executor) : resolver(executor), done(executor) {}
    tcp::resolver resolver;
    Signal done;
    bool is_answered = false;
    error_code ec;
    tcp::resolver::results_type found;
};

asio::awaitable<Result<tcp::resolver::results_type>> resolve(std::shared_ptr<ByteStream> stream,
                                                             std::string host, std::string port,
                                                             milliseconds step)
{
    auto lookup = std::make_shared<Lookup>(stream->executor());
    lookup->resolver.async_resolve(host, port, [lookup](error_code ec, tcp::resolver::results_type found) {
        lookup->is_answered = true;
        lookup->ec = ec;
        lookup->found = std::move(found);
        lookup->done.notify();
    });
    const Deadline deadline(stream, step);
    while (!lookup->is_answered && !stream->is_closed()) {
        // Looks up now and then: the deadline, or whoever wants to stop, closes the stream.
        const auto nap = std::chrono::steady_clock::now() + milliseconds(100);
        co_await lookup->done.wait_until(nap);
    }
    if (!lookup->is_answered || stream->is_closed())
        co_return Error(Errc::unavailable, "looking up " + host + ": timed out or stopped");
    if (lookup->ec)
        co_return Error(Errc::unavailable, "looking up " + host + ": " + lookup->ec.message());
    co_return lookup->found;
}

/// Small packets leave at once; a peer that vanished is noticed by the kernel as well.
void set_options(tcp::socket& socket)
{
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.set_option(asio::socket_base::keep_alive(true), ignored);
    using UserTimeout = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_USER_TIMEOUT>;
    socket.set_option(UserTimeout(static_cast<int>(kUnconfirmedMilliseconds)), ignored);
}

asio::awaitable<Result<void>> connect_tcp(std::shared_ptr<ByteStream> stream, std::string host,
                                          std::string port, milliseconds step)
{
    const auto found = co_await resolve(stream, host, port, step);
    if (!found)
        co_return found.error();
    const Deadline deadline(stream, step);
    error_code ec;
    co_await asio::async_connect(stream->socket(), *found, redirect_error(use_awaitable, ec));
    if (ec || stream->is_closed()) {
        stream->abort();
        co_return failed("connecting to " + host + ":" + port, ec, deadline);
    }
    set_options(stream->socket());
    co_return Result<void>{};
}

asio::awaitable<Result<void>> open_tunnel(std::shared_ptr<ByteStream> stream, Proxy proxy, Url url,
                                          milliseconds step)
{
    const Deadline deadline(stream, step);
    error_code ec;
    const std::string request = connect_request(proxy, url.host, url.port);
    co_await asio::async_write(stream->socket(), asio::buffer(request), redirect_error(use_awaitable, ec));
    std::string answer;
    if (!ec) {
        auto buffer = asio::dynamic_buffer(answer, kProxyAnswerBytesMax);
        co_await asio::async_read_until(stream->socket(), buffer, "\r\n\r\n",
                                        redirect_error(use_awaitable, ec));
    }
    if (ec)
        co_return failed("asking the proxy " + proxy.host + ":" + proxy.port + " for a tunnel", ec, deadline);
    co_return read_connect_answer(answer);
}

/// SNI, and the name that the certificate must bear. Addresses get no SNI (RFC 6066, 3).
bool expect_name(SSL* ssl, const std::string& host)
{
    error_code not_an_address;
    (void)asio::ip::make_address(host, not_an_address);
    if (!not_an_address)
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
    return SSL_set_tlsext_host_name(ssl, host.c_str()) == 1 && SSL_set1_host(ssl, host.c_str()) == 1;
}

asio::awaitable<Result<void>> secure(std::shared_ptr<ByteStream> stream,
                                     std::shared_ptr<asio::ssl::context> trust, std::string host,
                                     milliseconds step)
{
    const Deadline deadline(stream, step);
    ByteStream::Tls& tls = stream->start_tls(*trust);
    SSL* const ssl = tls.native_handle();
    if (!expect_name(ssl, host))
        co_return Error(Errc::internal, "OpenSSL does not take the host name " + host);
    error_code ec;
    co_await tls.async_handshake(asio::ssl::stream_base::client, redirect_error(use_awaitable, ec));
    if (!ec && !stream->is_closed())
        co_return Result<void>{};
    if (const long verdict = SSL_get_verify_result(ssl); verdict != X509_V_OK)
        co_return Error(Errc::unavailable, "the certificate of " + host +
                                               " is refused: " + X509_verify_cert_error_string(verdict) +
                                               ". Behind an inspecting proxy set SSL_CERT_FILE to its CA.");
    co_return failed("TLS handshake with " + host, ec, deadline);
}

}  // namespace

Dialer::Dialer(const Endpoint& endpoint) : no_proxy_(endpoint.no_proxy), ca_file_(endpoint.ca_file)
{
    auto proxy = parse_proxy(endpoint.proxy);
    if (proxy)
        proxy_ = std::move(*proxy);
    else
        trouble_ = proxy.error();
}

// The system's certificates take a while to read, and the local workspace never needs them.
Result<void> Dialer::load_trust()
{
    if (trust_)
        return {};
    auto trust = make_trust(ca_file_);
    if (!trust)
        return trust.error();
    trust_ = std::move(*trust);
    return {};
}

// HTTPS_PROXY is about encrypted addresses only, so the local workspace never goes through it.
bool Dialer::uses_proxy(const Url& url) const
{
    return proxy_ && url.is_secure() && !bypasses_proxy(url.host, no_proxy_);
}

asio::awaitable<Result<void>> Dialer::connect(std::shared_ptr<ByteStream> stream, Url url, milliseconds step)
{
    if (trouble_)
        co_return *trouble_;
    if (!url.is_secure() && !url.is_loopback())
        co_return Error(Errc::invalid_input, url.scheme + ":// is accepted on this machine only; use https");

    if (url.is_secure())
        if (const auto loaded = load_trust(); !loaded)
            co_return loaded.error();

    const bool by_proxy = uses_proxy(url);
    std::string host = by_proxy ? proxy_->host : url.host;
    std::string port = by_proxy ? proxy_->port : url.port;
    auto done = co_await connect_tcp(stream, std::move(host), std::move(port), step);
    if (done && by_proxy) {
        Proxy proxy = *proxy_;
        done = co_await open_tunnel(stream, std::move(proxy), url, step);
    }
    if (done && url.is_secure())
        done = co_await secure(stream, trust_, url.host, step);
    if (!done)
        stream->abort();
    co_return done;
}

}  // namespace deskbell::slack
