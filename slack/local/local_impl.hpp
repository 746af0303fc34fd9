#pragma once
#include "slack/local/acts.hpp"
#include "slack/local/faults.hpp"
#include "slack/local/ledger.hpp"
#include "slack/local/live.hpp"
#include "slack/local/local_server.hpp"
#include "slack/local/socket_hub.hpp"
#include "slack/local/web_api.hpp"
#include "slack/net/server.hpp"

#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <string>

namespace deskbell::slack::local {

/// The wall clock of the machine: the one place where the workspace reads it.
Instant system_now();

/// The parts of a local workspace and the requests that they answer. Included by local_*.cpp alone.
struct LocalServer::Impl : std::enable_shared_from_this<LocalServer::Impl> {
    using Answer = std::function<void(ServerResponse)>;

    Impl(boost::asio::any_io_executor e, LocalOptions o);

    boost::asio::any_io_executor executor;
    LocalOptions options;
    Workspace ws;
    Ledger ledger;
    Faults faults;
    SocketHub hub;
    Live live;
    WebApi api;
    Acts acts;
    std::unique_ptr<Server> server;
    boost::asio::steady_timer save_timer;
    bool save_pending = false, stopped = false, is_settling = false;
    std::string link();

    /// Delivers what an act or call has caused: events to the app, news to the pages, the state to disk.
    void settle();
    void save_later();
    void save();
    void on_request(ServerRequest request, Answer answer);
    void on_api(const ServerRequest& request, const Answer& answer);
    void on_act(const ServerRequest& request, const Answer& answer);
    ServerResponse on_state(const ServerRequest& request);
    ServerResponse on_view(const ServerRequest& request);
    ServerResponse on_fault(const ServerRequest& request);
    ServerResponse on_app(const ServerRequest& request);
    ServerResponse on_response_url(const ServerRequest& request);
    ServerResponse on_upload(const ServerRequest& request);
    ServerResponse on_file(const ServerRequest& request);
    ServerResponse on_avatar(const ServerRequest& request);
    int refuse_socket(const ServerRequest& request);
    bool on_socket(const ServerRequest& request, std::shared_ptr<ServerSocket> socket);
};

}  // namespace deskbell::slack::local
