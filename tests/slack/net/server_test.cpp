#include "slack/net/server.hpp"

#include "slack/net/server_frames.hpp"
#include "tests/slack/net/raw_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>

#include <future>
#include <thread>

using namespace deskbell::slack;
namespace asio = boost::asio;

namespace {

/// A server on its own thread, which answers with what it was asked; sockets echo, with a note about
/// fragments.
class EchoServer {
public:
    EchoServer()
    {
        Server::Handlers handlers;
        handlers.on_request = [this](ServerRequest request, std::function<void(ServerResponse)> answer) {
            if (request.path == "/never") {
                unanswered_ = answer;
                return;
            }
            ServerResponse out;
            out.status = request.path == "/cut" ? 0 : 200;
            out.headers["X-Peer"] = request.peer;
            out.body = request.method + " " + request.path + "?" + request.query + " " + request.body;
            answer(out);
            answer(out);  // the second one must not go anywhere
        };
        handlers.refuse_socket = [](const ServerRequest& request) {
            return request.path == "/gone" ? 404 : 0;
        };
        handlers.on_socket = [](const ServerRequest& request, std::shared_ptr<ServerSocket> socket) {
            if (request.path == "/forbidden")
                return false;
            ServerSocket* const raw = socket.get();
            raw->on_text = [raw](const std::string& text) {
                if (text == "close")
                    return raw->close();
                if (text == "drop")
                    return raw->drop();
                if (text == "binary")
                    return raw->send_binary("bytes");
                raw->send((raw->was_fragmented() ? "pieces:" : "whole:") + text);
            };
            raw->send("welcome");
            return true;
        };
        auto server = Server::listen(io_.get_executor(), "127.0.0.1", 0, std::move(handlers));
        REQUIRE(server);
        server_ = std::move(*server);
        port_ = server_->port();
        thread_ = std::thread([this] { io_.run(); });
    }

    ~EchoServer()
    {
        stop();
        thread_.join();
    }

    void stop()
    {
        asio::post(io_, [this] {
            unanswered_ = nullptr;
            server_->stop();
        });
    }

    std::uint16_t port() const { return port_; }

private:
    asio::io_context io_;
    std::unique_ptr<Server> server_;
    std::function<void(ServerResponse)> unanswered_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

}  // namespace

TEST_CASE("a server answers request after request on one connection", "[net][server]")
{
    EchoServer server;
    RawClient client(server.port());
    const auto first = client.request("POST", "/a?b=c", "body");
    CHECK(first.status == 200);
    CHECK(first.body == "POST /a?b=c body");
    CHECK(first.headers.at("x-peer") == "127.0.0.1");
    CHECK(client.request("GET", "/second").body == "GET /second? ");
}

TEST_CASE("requests that arrive together are answered in order", "[net][server]")
{
    EchoServer server;
    RawClient client(server.port());
    client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(client.answer().body == "GET /1? ");
    CHECK(client.answer().body == "GET /2? ");
}

TEST_CASE("a body beyond the bound is refused and the connection closed", "[net][server]")
{
    EchoServer server;
    RawClient client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(Server::kBodyBytesMax + 1) +
                "\r\n\r\n");
    CHECK(client.answer().status == 413);
    CHECK(client.is_ended());
}

TEST_CASE("what is no HTTP ends the connection and nothing else", "[net][server]")
{
    EchoServer server;
    RawClient nonsense(server.port());
    nonsense.send("\x16\x03\x01 hello\r\n\r\n");
    CHECK(nonsense.is_ended());
    CHECK(RawClient(server.port()).request("GET", "/").status == 200);
}

TEST_CASE("status 0 cuts the connection without an answer", "[net][server]")
{
    EchoServer server;
    RawClient client(server.port());
    CHECK(client.request("GET", "/cut").status == 0);
}

TEST_CASE("sockets are refused with the status that the owner says", "[net][server]")
{
    EchoServer server;
    CHECK(RawClient(server.port()).upgrade("/gone") == 404);
    CHECK(RawClient(server.port()).upgrade("/forbidden") == 403);
}

TEST_CASE("a socket sends what was queued before the upgrade was done, and echoes", "[net][server]")
{
    EchoServer server;
    RawClient client(server.port());
    REQUIRE(client.upgrade("/") == 101);
    CHECK(client.frame().payload == "welcome");
    client.send_frame(1, "hi");
    CHECK(client.frame().payload == "whole:hi");
    client.send_frame(1, "binary");
    const auto binary = client.frame();
    CHECK(binary.opcode == 2);
    CHECK(binary.payload == "bytes");
}

TEST_CASE("a long message leaves in one frame", "[net][server]")
{
    EchoServer server;
    RawClient client(server.port());
    REQUIRE(client.upgrade("/") == 101);
    client.frame();
    client.send_frame(1, std::string(300'000, 'x'));
    const auto echo = client.frame();
    CHECK(echo.is_final);
    CHECK(echo.payload.size() == 300'006);
}

TEST_CASE("a message that came in pieces is known as such, the next one is not", "[net][server]")
{
    EchoServer server;
    RawClient client(server.port());
    REQUIRE(client.upgrade("/") == 101);
    client.frame();
    client.send_frame(1, "ab", false);
    client.send_frame(9, "ping in between");
    client.send_frame(0, "cd");
    client.send_frame(1, "ef");
    CHECK(client.frame().opcode == 10);
    CHECK(client.frame().payload == "pieces:abcd");
    CHECK(client.frame().payload == "whole:ef");
}

TEST_CASE("closing sends a close frame, dropping does not", "[net][server]")
{
    EchoServer server;
    RawClient closed(server.port());
    REQUIRE(closed.upgrade("/") == 101);
    closed.frame();
    closed.send_frame(1, "close");
    CHECK(closed.frame().opcode == 8);

    RawClient dropped(server.port());
    REQUIRE(dropped.upgrade("/") == 101);
    dropped.frame();
    dropped.send_frame(1, "drop");
    CHECK(dropped.frame().opcode == -1);
}

TEST_CASE("a stopped server ends every connection, also one that waits for an answer", "[net][server]")
{
    EchoServer server;
    RawClient waiting(server.port());
    waiting.send("GET /never HTTP/1.1\r\nHost: x\r\n\r\n");
    RawClient socket(server.port());
    REQUIRE(socket.upgrade("/") == 101);
    socket.frame();
    server.stop();
    CHECK(waiting.is_ended());
    CHECK(socket.is_ended());
}

TEST_CASE("a taken port is an error that says what to do", "[net][server]")
{
    EchoServer server;
    asio::io_context io;
    const auto second = Server::listen(io.get_executor(), "127.0.0.1", server.port(), {});
    REQUIRE_FALSE(second);
    CHECK(second.error().code() == deskbell::Errc::unavailable);
    CHECK(second.error().detail().find("another port") != std::string::npos);
}

TEST_CASE("frames are noted whatever the sizes of the reads", "[net][server]")
{
    std::string bytes;
    bytes += std::string(
        "\x01\x82"
        "abcdab",
        8);  // text, not final, masked, 2 bytes
    bytes += std::string(
        "\x80\x81"
        "abcda",
        7);  // its end
    bytes += std::string(
        "\x81\xfe\x00\x7e"
        "abcd",
        8);  // text, final, 126 bytes
    bytes += std::string(126, 'x');
    for (const std::size_t step : {1u, 2u, 3u, 7u, 1000u}) {
        FrameNotes notes;
        for (std::size_t i = 0; i < bytes.size(); i += step)
            notes.feed(reinterpret_cast<const unsigned char*>(bytes.data()) + i,
                       std::min(step, bytes.size() - i));
        CHECK(notes.take());
        CHECK_FALSE(notes.take());
        CHECK_FALSE(notes.take());
    }
}
