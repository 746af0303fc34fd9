#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <chrono>
#include <functional>
#include <optional>

namespace deskbell::bot {

/// Turns SIGTERM and SIGINT into a polite end; the second of them ends the program at once.
class Signals {
public:
    /// Supervisors tell the process and then its whole group: the echo is not a second wish.
    static constexpr std::chrono::milliseconds kEcho{300};

    Signals(boost::asio::io_context& io, std::function<void()> on_stop);
    void cancel() { set_.cancel(); }

private:
    void wait();

    boost::asio::signal_set set_;
    std::function<void()> on_stop_;
    std::optional<std::chrono::steady_clock::time_point> first_;
};

}  // namespace deskbell::bot
