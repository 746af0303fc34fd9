// A real CONNECT proxy: tinyproxy with Basic authentication.
#include "certificates.hpp"
#include "socket_mode_fixture.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <catch2/catch.hpp>

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

using namespace deskbell::slack;
using namespace deskbell::slack::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

/// A tinyproxy of its own that lets only ana in, and what it logged.
class Tinyproxy {
public:
    explicit Tinyproxy(asio::io_context& io) : port_(free_port(io))
    {
        std::string pattern = (fs::temp_directory_path() / "deskbell-proxy-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        std::ofstream(folder_ / "conf")
            << "Port " << port_ << "\nListen 127.0.0.1\nTimeout 60\nAllow 127.0.0.1\n"
            << "BasicAuth ana pass7\nLogLevel Connect\nLogFile \"" << (folder_ / "log").string() << "\"\n";
        const std::string conf = (folder_ / "conf").string();
        child_ = ::fork();
        if (child_ == 0) {
            ::execlp("tinyproxy", "tinyproxy", "-d", "-c", conf.c_str(), nullptr);
            ::_exit(127);
        }
        REQUIRE(run_until(io, [&] { return is_listening(io); }));
    }
    Tinyproxy(const Tinyproxy&) = delete;
    Tinyproxy& operator=(const Tinyproxy&) = delete;
    ~Tinyproxy()
    {
        ::kill(child_, SIGTERM);
        ::waitpid(child_, nullptr, 0);
        fs::remove_all(folder_);
    }

    std::string address(const std::string& credentials) const
    {
        return "http://" + credentials + "127.0.0.1:" + std::to_string(port_);
    }
    /// CONNECT requests that were let in; a request's line is written when its head was read.
    int tunnels(const std::string& to) const
    {
        std::ostringstream text;
        text << std::ifstream(folder_ / "log").rdbuf();
        const std::string all = text.str(), line = "CONNECT " + to + " HTTP/1.1";
        int count = 0;
        for (auto at = all.find(line); at != std::string::npos; at = all.find(line, at + 1)) ++count;
        return count;
    }

private:
    static std::uint16_t free_port(asio::io_context& io)
    {
        asio::ip::tcp::acceptor taken(io, {asio::ip::make_address("127.0.0.1"), 0});
        return taken.local_endpoint().port();
    }
    bool is_listening(asio::io_context& io) const
    {
        asio::ip::tcp::socket socket(io);
        boost::system::error_code ec;
        socket.connect({asio::ip::make_address("127.0.0.1"), port_}, ec);
        return !ec;
    }

    std::uint16_t port_;
    fs::path folder_;
    pid_t child_ = -1;
};

using Slot = std::shared_ptr<std::optional<CallResult>>;

asio::awaitable<void> fill(asio::awaitable<CallResult> what, Slot slot)
{
    CallResult result = co_await std::move(what);
    slot->emplace(std::move(result));
}

CallResult finish(SocketModeFixture& it, asio::awaitable<CallResult> what)
{
    auto slot = std::make_shared<std::optional<CallResult>>();
    auto filling = fill(std::move(what), slot);
    asio::co_spawn(it.io, std::move(filling), asio::detached);
    REQUIRE(it.until([&] { return slot->has_value(); }));
    return **slot;
}

SocketTimes patient_times()
{
    SocketTimes times = short_times();
    times.step = 5s;
    return times;
}

}  // namespace

TEST_CASE("address, calls, files and socket all go through a real proxy with its password",
          "[pitfall-58][pitfall-59]")
{
    // slackapi/python-slack-sdk#948, #952: the socket went around it; slack-go/slack#824: so did files
    const Authority authority;
    SocketModeFixture it(1, patient_times(), authority.server("localhost"), "localhost");
    it.call_timeout = 5s;
    const Tinyproxy proxy(it.io);
    Endpoint endpoint = it.slack.endpoint();
    endpoint.ca_file = authority.file();
    endpoint.proxy = proxy.address("ana:p%61ss7@");
    it.start(endpoint);
    REQUIRE(it.until_ready());
    it.slack.newest().envelope("tunnel");
    CHECK(it.until([&] { return it.slack.newest().has_ack("tunnel"); }));

    Call ask("users.info", {{"user", "U1"}});
    CHECK(finish(it, it.web->call(std::move(ask))).ok);
    const std::string bytes(100'000, 'x');
    CHECK(finish(it, it.web->upload(it.slack.url("http", "/upload/v1/F1"), bytes)).ok);
    CHECK(it.slack.calls.back().body == bytes);

    // Each connection that the server has came out of a tunnel, the socket's among them.
    const std::string where = "localhost:" + std::to_string(it.slack.server.port());
    CHECK(it.slack.server.accepted() >= 2);
    CHECK(it.until([&] { return proxy.tunnels(where) == it.slack.server.accepted(); }));
}

TEST_CASE("a wrong password, or none, is reported as what it is, and nothing goes around the proxy",
          "[pitfall-58]")
{
    const std::string credentials = GENERATE("ana:hunter2@", "");
    const Authority authority;
    SocketModeFixture it(1, patient_times(), authority.server("localhost"), "localhost");
    it.call_timeout = 5s;
    const Tinyproxy proxy(it.io);
    Endpoint endpoint = it.slack.endpoint();
    endpoint.ca_file = authority.file();
    endpoint.proxy = proxy.address(credentials);
    it.start(endpoint);
    CHECK(it.until([&] { return !it.client->status().trouble.empty() && it.has_logged("the proxy"); }));
    INFO(it.log.back());
    CHECK(it.has_logged("HTTPS_PROXY"));
    CHECK_FALSE(it.has_logged("hunter2"));
    CHECK(it.slack.server.accepted() == 0);
}
