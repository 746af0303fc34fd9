#pragma once
#include "slack/local/socket_hub.hpp"

#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace deskbell::slack::local {

/// Something that the app must acknowledge, and how that went.
struct Delivery : std::enable_shared_from_this<Delivery> {
    std::string type, problem;
    std::vector<std::string> ids;  ///< envelope ids, one for each attempt
    Doc payload;
    bool accepts = false, acked = false, is_event = false, is_waiting = false;
    int attempts = 0;
    int socket = 0;  ///< number of the one that it was sent on last
    SocketHub::OnAck done;
    std::unique_ptr<boost::asio::steady_timer> timer;
};

/// One connected socket of the app.
struct Link {
    int number = 0;
    std::shared_ptr<ServerSocket> socket;
    std::unique_ptr<boost::asio::steady_timer> ping, life;
    bool is_leaving = false;
};

/// Included by socket_hub.cpp and socket_delivery.cpp alone.
struct SocketHub::Impl : std::enable_shared_from_this<SocketHub::Impl> {
    Impl(boost::asio::any_io_executor e, std::string id, HubTimes t)
        : executor(std::move(e)), app_id(std::move(id)), times(t)
    {
    }

    boost::asio::any_io_executor executor;
    std::string app_id;
    HubTimes times;
    std::deque<std::string> tickets;
    std::map<int, Link> links;
    std::deque<std::shared_ptr<Delivery>> deliveries;
    int last_number = 0, turn = 0, swallow = 0, forget = 0;
    bool stopped = false;
    std::function<void()>* changed = nullptr;
    std::unique_ptr<boost::asio::steady_timer> after(std::chrono::milliseconds wait,
                                                     std::function<void()> then);
    void tell_changed();
    void hello(Link& link, std::chrono::milliseconds life);
    void add(std::shared_ptr<ServerSocket> socket, std::chrono::milliseconds life);
    void ping_later(Link& link);

    /// Announces the end of a socket, and ends it when the notice is over.
    void retire(int number, const std::string& reason);
    void gone(int number);
    Link* next_link();

    /// A timer of this attempt. It may fire in the same moment as the ack arrives, so it looks again.
    std::unique_ptr<boost::asio::steady_timer> attempt_timer(Delivery& d, std::chrono::milliseconds wait,
                                                             std::function<void(Delivery&)> then);
    void deliver(Delivery& d);
    static std::string frame(const Delivery& d);
    void missed(Delivery& d, Outcome why);
    void finish(Delivery& d, Outcome outcome, const Json& payload);
    Delivery* waiting_for(const std::string& envelope_id);
    void on_text(int number, const std::string& text);
    void keep(const std::shared_ptr<Delivery>& d);

    template <class Act>
    void each_socket(const Act& act)
    {
        std::vector<std::shared_ptr<ServerSocket>> sockets;
        for (auto& [number, link] : links) sockets.push_back(link.socket);
        for (const auto& socket : sockets) act(*socket);
    }

    bool redeliver();
};

}  // namespace deskbell::slack::local
