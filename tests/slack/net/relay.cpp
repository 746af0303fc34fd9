#include "relay.hpp"

#include <boost/asio/write.hpp>

#include <poll.h>

#include <algorithm>
#include <array>

namespace deskbell::slack::test {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

/// One connection through the relay. Lives as long as something is pending on it.
struct Relay::Line : std::enable_shared_from_this<Relay::Line> {
    struct End {
        explicit End(asio::io_context& io) : socket(io) {}
        tcp::socket socket;
        std::array<char, 64 * 1024> bytes{};
        bool is_held = false;       ///< nothing more is read from here
        bool is_swallowed = false;  ///< what is read from here goes nowhere
    };

    Line(asio::io_context& io, const Relay& owner) : client(io), server(io), chunk(owner.chunk) {}

    void start()
    {
        carry(client, server, client.bytes.size());
        carry(server, client, std::min(chunk, server.bytes.size()));
    }

    void carry(End& from, End& to, std::size_t most)
    {
        if (from.is_held)
            return;
        from.socket.async_read_some(asio::buffer(from.bytes, most), [self = shared_from_this(), &from, &to,
                                                                     most](error_code ec, std::size_t n) {
            if (ec && !from.is_swallowed && !from.is_held)
                self->pass_end(to, ec);
            if (ec || from.is_held)
                return;
            if (from.is_swallowed)
                return self->carry(from, to, most);
            asio::async_write(to.socket, asio::buffer(from.bytes, n),
                              [self, &from, &to, most](error_code failed, std::size_t) {
                                  if (!failed)
                                      self->carry(from, to, most);
                              });
        });
    }

    void pass_end(End& to, error_code why)
    {
        if (why != asio::error::eof)
            return reset(to);
        error_code ignored;
        to.socket.shutdown(tcp::socket::shutdown_send, ignored);
    }

    static void reset(End& end)
    {
        error_code ignored;
        end.socket.set_option(asio::socket_base::linger(true, 0), ignored);
        end.socket.close(ignored);
    }

    bool is_open()
    {
        if (!client.socket.is_open())
            return false;
        pollfd asked{client.socket.native_handle(), POLLRDHUP, 0};
        return ::poll(&asked, 1, 0) == 0;
    }

    End client, server;
    std::size_t chunk;
};

Relay::Relay(asio::io_context& io, std::uint16_t server_port)
    : io_(io),
      acceptor_(io, {asio::ip::make_address("127.0.0.1"), 0}),
      server_(asio::ip::make_address("127.0.0.1"), server_port),
      port_(acceptor_.local_endpoint().port())
{
    accept();
}

Relay::~Relay() { reset(); }

void Relay::accept()
{
    auto line = std::make_shared<Line>(io_, *this);
    acceptor_.async_accept(line->client.socket, [this, line](error_code ec) {
        if (ec)
            return;
        lines_.push_back(line);
        line->chunk = chunk;
        error_code failed;
        line->client.socket.set_option(tcp::no_delay(true), failed);
        line->server.socket.connect(server_, failed);
        if (failed)
            Line::reset(line->client);
        else
            line->start();
        accept();
    });
}

int Relay::open() const
{
    return static_cast<int>(std::ranges::count_if(lines_, [](const auto& line) { return line->is_open(); }));
}

void Relay::swallow_to_client()
{
    for (const auto& line : lines_) line->server.is_swallowed = true;
}

void Relay::swallow_all()
{
    for (const auto& line : lines_) line->client.is_swallowed = line->server.is_swallowed = true;
}

void Relay::hold()
{
    for (const auto& line : lines_) line->client.is_held = true;
}

void Relay::reset()
{
    for (const auto& line : lines_) {
        Line::reset(line->client);
        Line::reset(line->server);
    }
}

}  // namespace deskbell::slack::test
