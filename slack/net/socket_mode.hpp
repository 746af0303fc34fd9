#pragma once
#include "slack/net/socket_times.hpp"
#include "slack/net/web_client.hpp"
#include "slack/wire/frame.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace deskbell::slack {

/// What the operator may know of the connections. A copy; taken on the client's executor.
struct SocketStatus {
    int wanted = 0;
    int ready = 0;  ///< past hello
    int counted_by_slack =
        0;  ///< num_connections of the last hello; more than `ready` means strangers or ghosts
    std::uint64_t connects = 0, disconnects = 0, envelopes = 0, bad_frames = 0, open_calls = 0;
    std::string app_id;
    std::string trouble;    ///< why it is not connected, in words; "" when all is well
    bool is_fatal = false;  ///< the trouble will not pass by itself
};

/// Sends an ack frame on the connection that its envelope came in on; false when that connection is gone
/// (Slack will deliver again). May be called once, on the client's executor.
using Acknowledge = std::function<bool(std::string frame)>;

/// Holds several Socket Mode connections and hands over what comes in. Use from one executor.
class SocketMode {
public:
    struct Handlers {
        std::function<void(Envelope, Acknowledge)> on_envelope;
        std::function<void()> on_ready;  ///< each time a connection is past hello
        std::function<void(std::string_view level, std::string text)> on_log;  ///< info, warn, error
    };

    SocketMode(boost::asio::any_io_executor executor, WebClient& web, Endpoint endpoint, int connections,
               Handlers handlers, SocketTimes times = {});
    ~SocketMode();

    void start();
    /// Sends close frames, waits for them as long as `times.close`, then drops everything. Calls `done` once.
    void stop(std::function<void()> done);
    SocketStatus status() const;

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace deskbell::slack
