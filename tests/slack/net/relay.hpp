#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace deskbell::slack::test {

/// A stretch of line between the client and a server on this machine, with the faults of real lines. A fault
/// meets the connections that exist when it is ordered; later ones are whole.
class Relay {
public:
    Relay(boost::asio::io_context& io, std::uint16_t server_port);
    ~Relay();
    std::uint16_t port() const { return port_; }
    /// Connections that the client made so far.
    int made() const { return static_cast<int>(lines_.size()); }
    /// Connections that the client has not ended; asks the kernel, so that it works while nothing is read.
    int open() const;

    /// What the server sends vanishes, its end included: a NAT that forgot one way.
    void swallow_to_client();
    /// Nothing arrives anywhere, and nobody is told: a firewall that dropped an idle tunnel.
    void swallow_all();
    /// Reads nothing more from the client, so that its window closes. What the server sends still arrives.
    void hold();
    /// Ends both sides by a reset.
    void reset();

    /// Bytes that are written to the client at a time.
    std::size_t chunk = 64 * 1024;

private:
    struct Line;
    void accept();
    boost::asio::io_context& io_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::ip::tcp::endpoint server_;
    std::uint16_t port_;
    std::vector<std::shared_ptr<Line>> lines_;
};

}  // namespace deskbell::slack::test
