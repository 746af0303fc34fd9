#include "fake_slack.hpp"

#include "slack/net/proxy.hpp"

#include <openssl/sha.h>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cctype>

namespace deskbell::slack::test {

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

bool run_until(asio::io_context& io, const std::function<bool()>& holds, std::chrono::milliseconds bound)
{
    const auto limit = Clock::now() + bound;
    while (!holds()) {
        if (Clock::now() > limit)
            return false;
        io.restart();
        io.run_one_for(std::chrono::milliseconds(20));
    }
    return true;
}

void run_for(asio::io_context& io, std::chrono::milliseconds time)
{
    const auto limit = Clock::now() + time;
    (void)run_until(
        io, [=] { return Clock::now() >= limit; }, time * 2);
}

void Peer::start() { read(); }

void Peer::read()
{
    stream->read_some(asio::buffer(buffer_), [self = shared_from_this()](error_code ec, std::size_t n) {
        if (ec) {
            self->is_over = true;
            self->stream->abort();
            return;
        }
        self->inbox.append(self->buffer_.data(), n);
        if (self->on_data)
            self->on_data(*self);
        if (self->reads)
            self->read();
    });
}

void Peer::write(std::string bytes)
{
    outbox_.push_back(std::move(bytes));
    pump();
}

void Peer::pump()
{
    if (is_writing_ || outbox_.empty())
        return;
    is_writing_ = true;
    stream->write_some(asio::buffer(outbox_.front()),
                       [self = shared_from_this()](error_code ec, std::size_t n) {
                           self->is_writing_ = false;
                           if (ec) {
                               self->is_over = true;
                               return;
                           }
                           self->outbox_.front().erase(0, n);
                           if (self->outbox_.front().empty())
                               self->outbox_.pop_front();
                           self->pump();
                       });
}

RawServer::RawServer(asio::io_context& io, std::function<void(std::shared_ptr<Peer>)> on_peer,
                     std::shared_ptr<asio::ssl::context> tls)
    : io_(io),
      acceptor_(io, {asio::ip::make_address("127.0.0.1"), 0}),
      on_peer_(std::move(on_peer)),
      tls_(std::move(tls)),
      port_(acceptor_.local_endpoint().port())
{
    accept();
}

RawServer::~RawServer()
{
    for (const auto& peer : peers) {
        peer->on_data = nullptr;
        peer->reset();
    }
}

int RawServer::open() const
{
    return static_cast<int>(std::ranges::count_if(peers, [](const auto& p) { return !p->is_over; }));
}

void RawServer::accept()
{
    auto stream = std::make_shared<ByteStream>(io_.get_executor());
    acceptor_.async_accept(stream->socket(), [this, stream](error_code ec) {
        if (ec)
            return;
        auto peer = std::make_shared<Peer>(stream);
        peers.push_back(peer);
        if (tls_) {
            auto& tls = stream->start_tls(*tls_);
            tls.async_handshake(asio::ssl::stream_base::server, [this, peer](error_code failed) {
                peer->is_over = static_cast<bool>(failed);
                if (!failed)
                    on_peer_(peer);
            });
        } else {
            on_peer_(peer);
        }
        accept();
    });
}

std::string HttpCall::method() const { return target.substr(target.rfind('/') + 1); }

void FakeSocket::frame(int opcode, std::string_view payload, bool is_last)
{
    std::string out;
    out += static_cast<char>((is_last ? 0x80 : 0) | opcode);
    const std::size_t n = payload.size();
    if (n < 126) {
        out += static_cast<char>(n);
    } else if (n < 65536) {
        out += static_cast<char>(126);
        out += static_cast<char>(n >> 8);
        out += static_cast<char>(n & 255);
    } else {
        out += static_cast<char>(127);
        for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>((n >> shift) & 255);
    }
    out.append(payload);
    peer->write(std::move(out));
}

void FakeSocket::hello(int num_connections)
{
    send(R"({"type":"hello","num_connections":)" + std::to_string(num_connections) +
         R"(,"connection_info":{"app_id":"A0FAKE"},)"
         R"("debug_info":{"host":"applink-1","approximate_connection_time":18060}})");
}

void FakeSocket::disconnect(std::string_view reason)
{
    send(R"({"type":"disconnect","reason":")" + std::string(reason) +
         R"(","debug_info":{"host":"applink-1"}})");
}

void FakeSocket::envelope(std::string_view id)
{
    send(R"({"type":"slash_commands","envelope_id":")" + std::string(id) +
         R"(","accepts_response_payload":true,"payload":{"command":"/ticket","text":"x","user_id":"U1",)"
         R"("channel_id":"C1","team_id":"T1","trigger_id":"1.2.abc"}})");
}

void FakeSocket::close(int code)
{
    frame(8, std::string{static_cast<char>(code >> 8), static_cast<char>(code & 255)});
}

int FakeSocket::count(int opcode) const
{
    return static_cast<int>(std::ranges::count(frames, opcode, &ClientFrame::opcode));
}

bool FakeSocket::has_ack(std::string_view id) const
{
    return std::ranges::any_of(frames, [&](const ClientFrame& f) {
        return f.opcode == 1 && f.payload.find(id) != std::string::npos;
    });
}

namespace {

/// Takes one whole frame off the front of `bytes`; false when it is not all there yet.
bool take_frame(std::string& bytes, ClientFrame& out)
{
    const auto at = [&](std::size_t i) {
        return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i]));
    };
    if (bytes.size() < 2)
        return false;
    out.is_last = (at(0) & 0x80) != 0;
    out.opcode = static_cast<int>(at(0) & 15);
    out.is_masked = (at(1) & 0x80) != 0;
    std::size_t length = at(1) & 127, head = 2;
    if (length >= 126) {
        const std::size_t extra = length == 126 ? 2 : 8;
        if (bytes.size() < head + extra)
            return false;
        length = 0;
        for (std::size_t i = 0; i < extra; ++i) length = length << 8 | at(head + i);
        head += extra;
    }
    const std::size_t mask = head;
    head += out.is_masked ? 4 : 0;
    if (bytes.size() < head + length)
        return false;
    out.payload = bytes.substr(head, length);
    if (out.is_masked)
        for (std::size_t i = 0; i < length; ++i)
            out.payload[i] = static_cast<char>(out.payload[i] ^ bytes[mask + i % 4]);
    bytes.erase(0, head + length);
    return true;
}

/// Takes one whole request off the front of `bytes`.
bool take_call(std::string& bytes, HttpCall& out)
{
    const auto end = bytes.find("\r\n\r\n");
    if (end == std::string::npos)
        return false;
    HttpCall call;
    std::size_t from = 0;
    while (from < end) {
        const auto stop = std::min(bytes.find("\r\n", from), end);
        const std::string line = bytes.substr(from, stop - from);
        if (from == 0) {
            call.line = line;
        } else if (const auto colon = line.find(':'); colon != std::string::npos) {
            std::string name = line.substr(0, colon);
            std::ranges::transform(name, name.begin(),
                                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            call.headers[name] = line.substr(std::min(line.size(), line.find_first_not_of(' ', colon + 1)));
        }
        from = stop + 2;
    }
    const auto blank = call.line.find(' ');
    call.target = call.line.substr(blank + 1, call.line.rfind(' ') - blank - 1);
    const auto length = call.headers.find("content-length");
    const std::size_t body = length == call.headers.end() ? 0 : std::stoul(length->second);
    if (bytes.size() < end + 4 + body)
        return false;
    call.body = bytes.substr(end + 4, body);
    bytes.erase(0, end + 4 + body);
    out = std::move(call);
    return true;
}

std::string accept_key(const std::string& key)
{
    const std::string text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char digest[SHA_DIGEST_LENGTH];
    SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
    return base64({reinterpret_cast<const char*>(digest), sizeof digest});
}

void write_answer(Peer& peer, const FakeAnswer& answer)
{
    if (answer.is_silent)
        return;
    if (!answer.raw.empty())
        peer.write(answer.raw);
    else if (answer.status != 0)
        peer.write("HTTP/1.1 " + std::to_string(answer.status) + " x\r\nContent-Length: " +
                   std::to_string(answer.body.size()) + "\r\n" + answer.headers + "\r\n" + answer.body);
    if (answer.cuts)
        asio::post(peer.stream->executor(), [p = peer.shared_from_this()] { p->close(); });
}

}  // namespace

FakeSlack::FakeSlack(asio::io_context& io, std::shared_ptr<asio::ssl::context> tls, std::string name)
    : server(
          io, [this](const std::shared_ptr<Peer>& peer) { on_peer(peer); }, tls),
      name_(std::move(name)),
      has_tls_(tls != nullptr)
{
    on_socket = [](FakeSocket& socket) { socket.hello(); };
}

std::string FakeSlack::url(std::string_view scheme, std::string_view target) const
{
    const auto port = scheme == "ws" && socket_port != 0 ? socket_port : server.port();
    return std::string(scheme) + (has_tls_ ? "s" : "") + "://" + name_ + ":" + std::to_string(port) +
           std::string(target);
}

Endpoint FakeSlack::endpoint() const
{
    Endpoint out;
    out.api_url = url("http", "/api/");
    out.app_token = "xapp-1-A0FAKE-1-secretsecret";
    out.bot_token = "xoxb-1-2-secretsecret";
    return out;
}

int FakeSlack::count(std::string_view method) const
{
    return static_cast<int>(
        std::ranges::count_if(calls, [&](const HttpCall& c) { return c.method() == method; }));
}

int FakeSlack::open_sockets() const
{
    return static_cast<int>(std::ranges::count_if(sockets, [](const auto& s) { return !s->is_over(); }));
}

void FakeSlack::forget()
{
    std::erase_if(sockets, [](const auto& socket) { return socket->is_over(); });
    std::erase_if(server.peers, [](const auto& peer) { return peer->is_over; });
    calls.clear();
    used_tickets.clear();
}

void FakeSlack::on_peer(const std::shared_ptr<Peer>& peer)
{
    peer->on_data = [this](Peer& from) { on_bytes(from); };
    peer->start();
}

void FakeSlack::on_bytes(Peer& peer)
{
    HttpCall call;
    while (take_call(peer.inbox, call)) {
        if (call.headers.contains("upgrade")) {
            upgrade(peer, call);
            return;
        }
        calls.push_back(call);
        answer(peer, call);
    }
}

void FakeSlack::answer(Peer& peer, const HttpCall& call)
{
    if (const auto scripted = on_call ? on_call(call) : nullptr) {
        write_answer(peer, *scripted);
        return;
    }
    FakeAnswer usual;
    usual.headers =
        "Content-Type: application/json\r\nX-Slack-Req-Id: req1\r\nX-OAuth-Scopes: chat:write\r\n";
    usual.body = R"({"ok":true})";
    if (call.method() == "apps.connections.open")
        usual.body = R"({"ok":true,"url":")" +
                     url("ws", "/link/?ticket=t" + std::to_string(++tickets_) + "&app_id=a%2Fb%3D~x") +
                     R"("})";
    write_answer(peer, usual);
}

void FakeSlack::upgrade(Peer& peer, const HttpCall& call)
{
    FakeAnswer refusal;
    refusal.status = 403;
    const bool is_used = std::ranges::find(used_tickets, call.target) != used_tickets.end();
    used_tickets.push_back(call.target);
    if (const auto scripted = on_upgrade ? on_upgrade(call) : nullptr) {
        write_answer(peer, *scripted);
        return;
    }
    if (is_used) {
        write_answer(peer, refusal);
        return;
    }
    auto socket = std::make_shared<FakeSocket>();
    socket->peer = peer.shared_from_this();
    socket->target = call.target;
    peer.on_data = [weak = std::weak_ptr(socket)](Peer& from) {
        const auto to = weak.lock();
        ClientFrame frame;
        while (to && take_frame(from.inbox, frame)) {
            to->frames.push_back(frame);
            if (frame.opcode == 9 && to->answers_pings)
                to->frame(10, frame.payload);
            if (frame.opcode == 8 && to->answers_close)
                to->frame(8, frame.payload);
        }
    };
    sockets.push_back(socket);
    peer.write(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " +
        accept_key(call.headers.at("sec-websocket-key")) + "\r\n\r\n");
    if (on_socket)
        on_socket(*socket);
}

}  // namespace deskbell::slack::test
