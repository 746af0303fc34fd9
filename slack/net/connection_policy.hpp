#pragma once
#include "slack/net/backoff.hpp"
#include "slack/net/socket_times.hpp"
#include "slack/wire/call.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace deskbell::slack {

/// What to do with a connection that Slack told to go.
enum class Farewell {
    retire,  ///< it may deliver until it closes; open a replacement now
    close,   ///< it is of no use: close it
};

/// Decides when the next connection may be opened, and says why it takes so long. One for all connections of
/// the program, because Slack counts them together. Pure: time and chance come in.
class ConnectionPolicy {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Millis = std::chrono::milliseconds;

    /// `chance` gives numbers from [0, 1).
    ConnectionPolicy(SocketTimes times, std::function<double()> chance);

    Time not_before() const { return not_before_; }
    /// Slack counts too many connections: those that were told to go must be gone before the next attempt.
    bool must_make_room() const { return must_make_room_; }
    /// Why there is no connection, in words for the operator.
    const std::string& trouble() const { return trouble_; }
    bool is_fatal() const { return is_fatal_; }

    /// `apps.connections.open` was answered with an error, or not at all.
    void refused(const CallResult& answer, Time now);
    /// It got an address, but no hello.
    void failed(const std::string& why, Time now);
    /// Hello.
    void connected(Time now);
    /// A connection ended that nobody had told to go.
    void lost(const std::string& why, Millis lived, Time now);
    /// A disconnect frame; `lived` is empty before hello.
    Farewell told_to_go(std::string_view reason, std::optional<Millis> lived, Time now);
    /// A connection has been well for `times.healthy`.
    void healthy() { backoff_.reset(); }

private:
    void wait(Millis least, double spread, Time now);
    void back_off(Time now);
    void say(std::string trouble, bool is_fatal);

    SocketTimes times_;
    std::function<double()> chance_;
    Backoff backoff_;
    Time not_before_{};
    bool must_make_room_ = false;
    std::string trouble_ = "connecting";
    bool is_fatal_ = false;
};

/// True for the answers to apps.connections.open that will not pass by themselves.
bool is_fatal_open_error(std::string_view error);

}  // namespace deskbell::slack
