// TLS with real certificates, and a CONNECT proxy.
#include "certificates.hpp"
#include "socket_mode_fixture.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <catch2/catch.hpp>

using namespace deskbell::slack;
using namespace deskbell::slack::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

/// A CONNECT proxy that leads every tunnel to one port of this machine, whatever name was asked for.
class FakeProxy {
public:
    FakeProxy(asio::io_context& io, std::uint16_t to)
        : io_(io), to_(to), server_(io, [this](auto peer) { serve(peer); })
    {
    }
    std::uint16_t port() const { return server_.port(); }
    std::string credentials;  ///< what Proxy-Authorization must be, "" for anything
    bool is_silent = false;
    std::vector<std::string> requests;

private:
    void serve(const std::shared_ptr<Peer>& peer)
    {
        peer->on_data = [this](Peer& from) { on_head(from); };
        peer->start();
    }
    void on_head(Peer& from)
    {
        if (from.inbox.find("\r\n\r\n") == std::string::npos)
            return;
        requests.push_back(std::exchange(from.inbox, {}));
        if (is_silent)
            return;
        if (!credentials.empty() &&
            requests.back().find("Proxy-Authorization: " + credentials + "\r\n") == std::string::npos) {
            from.write("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n");
            return;
        }
        auto stream = std::make_shared<ByteStream>(io_.get_executor());
        stream->socket().connect({asio::ip::make_address("127.0.0.1"), to_});
        auto far = std::make_shared<Peer>(stream);
        tunnels_.push_back(far);
        far->on_data = [near = from.weak_from_this()](Peer& me) {
            if (const auto to = near.lock())
                to->write(std::exchange(me.inbox, {}));
        };
        from.on_data = [far = std::weak_ptr(far)](Peer& me) {
            if (const auto to = far.lock())
                to->write(std::exchange(me.inbox, {}));
        };
        far->start();
        from.write("HTTP/1.1 200 Connection established\r\n\r\n");
    }

    asio::io_context& io_;
    std::uint16_t to_;
    RawServer server_;
    std::vector<std::shared_ptr<Peer>> tunnels_;
};

}  // namespace

TEST_CASE("with the private authority's file both HTTPS and WSS work, by name and by address", "[pitfall-60]")
{
    const std::string name = GENERATE("localhost", "127.0.0.1");
    const Authority authority;
    SocketModeFixture it(1, short_times(), authority.server(name), name);
    Endpoint endpoint = it.slack.endpoint();
    REQUIRE(endpoint.api_url.starts_with("https://" + name));
    endpoint.ca_file = authority.file();
    it.start(endpoint);
    REQUIRE(it.until_ready());
    it.slack.newest().envelope("safe");
    CHECK(it.until([&] { return it.slack.newest().has_ack("safe"); }));
    CHECK(it.stop());
    CHECK(it.until([&] { return it.slack.open_sockets() == 0; }));
}

TEST_CASE("a certificate that nobody vouches for, of another host, or out of date is refused with the reason",
          "[pitfall-60]")
{
    struct Case {
        const char* name;
        bool is_trusted;
        long from, to;
        const char* reason;
    };
    const auto c = GENERATE(Case{"localhost", false, -3600, 3600, "unable to get local issuer"},
                            Case{"slack.example.com", true, -3600, 3600, "mismatch"},
                            Case{"localhost", true, -7200, -3600, "expired"},
                            Case{"localhost", true, 3600, 7200, "not yet valid"});
    const Authority authority;
    SocketModeFixture it(1, short_times(), authority.server(c.name, c.from, c.to), "localhost");
    Endpoint endpoint = it.slack.endpoint();
    if (c.is_trusted)
        endpoint.ca_file = authority.file();
    it.start(endpoint);
    INFO(c.reason);
    CHECK(it.until([&] { return it.client->status().trouble.find(c.reason) != std::string::npos; }));
    CHECK(it.client->status().trouble.find("localhost") != std::string::npos);
    CHECK(it.slack.calls.empty());
}

TEST_CASE("WSS is verified as strictly as HTTPS", "[pitfall-60]")
{
    const Authority authority;
    const Authority stranger;
    SocketModeFixture it(1, short_times(), authority.server("localhost"), "localhost");
    FakeSlack other(it.io, stranger.server("localhost"), "localhost");
    it.slack.on_call = [&](const HttpCall&) {
        return answer(200, R"({"ok":true,"url":")" + other.url("ws", "/link/?ticket=1") + "\"}");
    };
    Endpoint endpoint = it.slack.endpoint();
    endpoint.ca_file = authority.file();
    it.start(endpoint);
    CHECK(it.until([&] {
        return it.client->status().trouble.find("certificate of localhost is refused") != std::string::npos;
    }));
    CHECK(it.slack.opens() >= 1);
    CHECK(other.sockets.empty());
}

TEST_CASE("a CA file that cannot be read is named")
{
    const Authority authority;
    SocketModeFixture it(1, short_times(), authority.server("localhost"), "localhost");
    Endpoint endpoint = it.slack.endpoint();
    endpoint.ca_file = "/nonexistent/ca.pem";
    it.start(endpoint);
    CHECK(it.until(
        [&] { return it.client->status().trouble.find("/nonexistent/ca.pem") != std::string::npos; }));
    CHECK(it.slack.server.accepted() == 0);
}

TEST_CASE("a server that never says ServerHello is given up after the step's time", "[pitfall-18]")
{
    const Authority authority;
    asio::io_context io;
    RawServer mute(io, [](const std::shared_ptr<Peer>& peer) { peer->start(); });
    SocketModeFixture it(1, short_times(), authority.server("localhost"), "localhost");
    it.slack.on_call = [&](const HttpCall&) {
        return it.slack.opens() == 1 ? answer(200, R"({"ok":true,"url":"wss://localhost:)" +
                                                       std::to_string(mute.port()) + R"(/link"})")
                                     : nullptr;
    };
    Endpoint endpoint = it.slack.endpoint();
    endpoint.ca_file = authority.file();
    it.start(endpoint);
    CHECK(it.until_ready());
    CHECK(it.has_logged("TLS handshake with localhost: timed out"));
    CHECK(it.slack.opens() == 2);
}

TEST_CASE("apps.connections.open, the API and the socket all go through the proxy, with its password",
          "[pitfall-58]")
{
    // slackapi/python-slack-sdk#948: the API honoured the proxy, the socket did not
    const Authority authority;
    SocketModeFixture it(1, short_times(), authority.server("slack.test"),
                         "slack.test");  // a name only the proxy knows
    FakeProxy proxy(it.io, it.slack.server.port());
    proxy.credentials = "Basic YW5hOnBAc3M=";
    Endpoint endpoint = it.slack.endpoint();
    endpoint.ca_file = authority.file();
    endpoint.proxy = "http://ana:p%40ss@127.0.0.1:" + std::to_string(proxy.port());
    it.start(endpoint);
    REQUIRE(it.until_ready());
    REQUIRE(proxy.requests.size() == 2);
    const std::string where = "slack.test:" + std::to_string(it.slack.server.port());
    for (const std::string& request : proxy.requests) {
        CHECK(request.starts_with("CONNECT " + where + " HTTP/1.1\r\n"));
        CHECK(request.find("xapp") == std::string::npos);
    }
    it.slack.newest().envelope("tunnel");
    CHECK(it.until([&] { return it.slack.newest().has_ack("tunnel"); }));
}

TEST_CASE("a proxy that wants a password says so in words, without showing the wrong one", "[pitfall-58]")
{
    const Authority authority;
    SocketModeFixture it(1, short_times(), authority.server("slack.test"), "slack.test");
    FakeProxy proxy(it.io, it.slack.server.port());
    proxy.credentials = "Basic YW5hOnBAc3M=";
    Endpoint endpoint = it.slack.endpoint();
    endpoint.proxy = "http://ana:hunter2@127.0.0.1:" + std::to_string(proxy.port());
    it.start(endpoint);
    CHECK(it.until([&] { return it.client->status().trouble.find("407") != std::string::npos; }));
    CHECK_FALSE(it.has_logged("hunter2"));
    CHECK(it.slack.server.accepted() == 0);
}

TEST_CASE("a proxy that does not answer is given up after the time of a call")
{
    const Authority authority;
    SocketModeFixture it(1, short_times(), authority.server("slack.test"), "slack.test");
    FakeProxy proxy(it.io, it.slack.server.port());
    proxy.is_silent = true;
    Endpoint endpoint = it.slack.endpoint();
    endpoint.ca_file = authority.file();
    endpoint.proxy = "127.0.0.1:" + std::to_string(proxy.port());
    it.start(endpoint);
    REQUIRE(it.until([&] { return proxy.requests.size() == 1; }));
    proxy.is_silent = false;
    CHECK(it.until_ready());
}

TEST_CASE("hosts of NO_PROXY and unencrypted local addresses do not go through the proxy", "[pitfall-58]")
{
    const bool is_secure = GENERATE(true, false);
    const Authority authority;
    SocketModeFixture it(1, short_times(), is_secure ? authority.server("localhost") : nullptr, "localhost");
    FakeProxy proxy(it.io, it.slack.server.port());
    Endpoint endpoint = it.slack.endpoint();
    endpoint.ca_file = authority.file();
    endpoint.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
    endpoint.no_proxy = is_secure ? "example.com,localhost" : "";
    it.start(endpoint);
    CHECK(it.until_ready());
    CHECK(proxy.requests.empty());
}
