#pragma once
#include "slack/net/byte_stream.hpp"
#include "slack/net/socket_times.hpp"
#include "slack/net/web_socket.hpp"
#include "slack/wire/frame.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace deskbell::slack {

class Link;

/// Whoever holds links and wants to know what they bring. Called on the link's executor.
class LinkOwner {
public:
    virtual ~LinkOwner() = default;
    virtual void on_frame(Link& link, Frame frame) = 0;
    virtual void on_healthy(Link& link) = 0;
    /// Called once; the link is dead. `why` is for the log.
    virtual void on_end(Link& link, const std::string& why) = 0;
};

/// One Socket Mode connection from the upgrade to its end: reads all the time, pings when it is quiet, and
/// destroys TCP when nothing at all arrives any more. What the frames mean is the owner's affair, who also
/// sets `state`.
class Link : public std::enable_shared_from_this<Link> {
public:
    using Time = std::chrono::steady_clock::time_point;
    enum class State : std::uint8_t {
        opening,  ///< no hello yet
        ready,
        retiring,  ///< was told to go; still delivers
        closing,   ///< we sent a close frame
        ended,
    };

    /// `number` tells links apart in the log.
    Link(std::shared_ptr<ByteStream> stream, SocketTimes times, std::weak_ptr<LinkOwner> owner, int number);

    /// On a connected stream, within `times.step`.
    boost::asio::awaitable<Result<void>> upgrade(std::string host, std::string target);
    /// Starts reading and watching. The link lives until the connection ends.
    void start();

    /// False when the connection is gone, or about to.
    bool send(std::string frame);
    /// Close frame; TCP ends at once when the answer is there, at the latest after `times.close`.
    void close();
    /// TCP ends now, behind a close frame if the line still takes one.
    void drop(const std::string& why);

    int number() const { return number_; }
    bool is_serving() const { return state == State::ready || state == State::retiring; }
    std::chrono::milliseconds lived(Time now) const;

    State state = State::opening;
    std::optional<Time> ready_since;
    std::optional<Time> let_go_at;  ///< a retiring link is closed then; unset while it has no replacement
    bool is_accounted = false;      ///< its end is no news for the policy

private:
    static boost::asio::awaitable<void> read(std::shared_ptr<Link> self);
    static boost::asio::awaitable<void> watch(std::shared_ptr<Link> self);
    Time look_after(Time now);
    void end(const std::string& why);

    std::shared_ptr<ByteStream> stream_;
    SocketTimes times_;
    std::weak_ptr<LinkOwner> owner_;
    WebSocket socket_;
    boost::asio::steady_timer tick_;
    boost::asio::steady_timer closing_;
    Time last_ping_{};
    std::string why_;  // set by drop(), which knows better than the failed read
    int number_;
    bool was_healthy_ = false;
};

}  // namespace deskbell::slack
