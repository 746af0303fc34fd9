#include "slack/net/server.hpp"

#include "slack/net/server_parts.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>

namespace deskbell::slack {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

/// Pause after a failed accept (no descriptors left, for example): trying again at once would spin.
constexpr std::chrono::milliseconds kAcceptPause{100};

Error cannot_listen(const std::string& host, std::uint16_t port, const error_code& ec)
{
    return Error(Errc::unavailable, "Cannot listen on " + host + ":" + std::to_string(port) + " (" +
                                        ec.message() +
                                        "). Choose another port, or end the program that uses this one.");
}

}  // namespace

bool ServerShared::admit(const std::shared_ptr<ServerPart>& part)
{
    std::erase_if(parts, [](const auto& p) { return p.expired(); });
    if (stopped || parts.size() >= Server::kConnectionsMax)
        return false;
    parts.push_back(part);
    return true;
}

struct Server::Impl : std::enable_shared_from_this<Server::Impl> {
    explicit Impl(asio::any_io_executor executor)
        : shared(std::make_shared<ServerShared>()), acceptor(executor), pause(executor)
    {
        shared->executor = executor;
    }

    void accept()
    {
        acceptor.async_accept([self = shared_from_this()](error_code ec, tcp::socket socket) {
            if (self->shared->stopped || ec == asio::error::operation_aborted)
                return;
            if (ec) {
                self->pause.expires_after(kAcceptPause);
                self->pause.async_wait([self](error_code wait_ec) {
                    if (!wait_ec)
                        self->accept();
                });
                return;
            }
            serve_http(self->shared, std::move(socket));
            self->accept();
        });
    }

    std::shared_ptr<ServerShared> shared;
    tcp::acceptor acceptor;
    asio::steady_timer pause;
    std::uint16_t port = 0;
};

Result<std::unique_ptr<Server>> Server::listen(asio::any_io_executor executor, const std::string& host,
                                               std::uint16_t port, Handlers handlers)
{
    auto impl = std::make_shared<Impl>(executor);
    impl->shared->handlers = std::move(handlers);
    error_code ec;
    const auto address = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, ec);
    if (ec)
        return cannot_listen(host, port, ec);
    const tcp::endpoint endpoint(address, port);
    auto& acceptor = impl->acceptor;
    if (acceptor.open(endpoint.protocol(), ec); ec)
        return cannot_listen(host, port, ec);
    acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
    if (acceptor.bind(endpoint, ec); ec)
        return cannot_listen(host, port, ec);
    if (acceptor.listen(asio::socket_base::max_listen_connections, ec); ec)
        return cannot_listen(host, port, ec);
    impl->port = acceptor.local_endpoint().port();
    impl->accept();
    return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() { stop(); }

std::uint16_t Server::port() const { return impl_->port; }

void Server::stop()
{
    auto shared = impl_->shared;
    if (shared->stopped)
        return;
    shared->stopped = true;
    error_code ignored;
    impl_->acceptor.close(ignored);
    impl_->pause.cancel();
    const auto parts = std::move(shared->parts);
    for (const auto& weak : parts)
        if (const auto part = weak.lock())
            part->cut();
    shared->handlers = {};
}

}  // namespace deskbell::slack
