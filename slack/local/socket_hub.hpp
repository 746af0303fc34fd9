#pragma once
#include "slack/local/workspace.hpp"
#include "slack/net/server.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace deskbell::slack::local {

/// The times of the Socket Mode side. Sources: platform facts of Slack, "Acks", "Redelivery", "hello".
struct HubTimes {
    std::chrono::milliseconds ack{3'000};
    std::array<std::chrono::milliseconds, 3> retries{std::chrono::seconds{1}, std::chrono::seconds{60},
                                                     std::chrono::seconds{300}};
    std::chrono::milliseconds ping{10'000};
    std::chrono::milliseconds life{18'060'000};
    std::chrono::milliseconds debug_life{360'000};  ///< with &debug_reconnects=true
    std::chrono::milliseconds notice{10'000};       ///< between a warning and the end of the socket
};

/// How a delivery ended.
enum class Outcome { acked, no_socket, timeout, lost };

/// The app's sockets: tickets, hello, envelopes in turn, acks, redelivery of events, and trouble on demand.
class SocketHub {
public:
    static constexpr std::size_t kSocketsMax = 10;        ///< of one app; source: Slack, "Using Socket Mode"
    static constexpr std::size_t kAckBytesBelow = 20480;  ///< longer acks vanish; source: slack-go/slack#1196
    static constexpr std::size_t kEnvelopesMax = 5'000;   ///< kept for the ledger
    static constexpr std::size_t kTicketsMax = 100;

    /// `payload` of the ack, null when it had none.
    using OnAck = std::function<void(Outcome, const Json& payload)>;

    SocketHub(boost::asio::any_io_executor executor, std::string app_id, HubTimes times);
    ~SocketHub();

    /// The query of a fresh socket address: a ticket for one use.
    std::string new_link();
    /// 0 when the request carries a good ticket (which is used up), else 404.
    int refusal_of(const ServerRequest& request);
    void accept(const ServerRequest& request, std::shared_ptr<ServerSocket> socket);

    /// An event: delivered again after each miss, as often as there are retry times.
    void send_event(Doc payload);
    /// A person's act: one try, and `done` hears how it went.
    void send(const std::string& type, Doc payload, bool accepts_payload, OnAck done);
    /// Notes in the ledger why the app's answer to the last delivery of this payload was of no use.
    void note_problem(const Doc& payload, const std::string& problem);

    std::size_t connected() const;
    /// Sockets and envelopes, for the ledger.
    Json sockets_json() const;
    Json envelopes_json() const;

    /// A fault of sockets from its JSON form; it happens at once. False when the kind is none of these.
    bool strike(const Json& order);

    std::function<void()> on_change;  ///< a socket came or went
    void stop();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace deskbell::slack::local
