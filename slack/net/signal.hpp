#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>

namespace deskbell::slack {

/// Lets one coroutine sleep until a time or until somebody has news, whichever is first.
/// The sleeper looks at the state again in both cases; use from one executor, with one sleeper.
class Signal {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit Signal(const boost::asio::any_io_executor& executor) : timer_(executor) {}

    boost::asio::awaitable<void> wait_until(Time limit)
    {
        boost::system::error_code ec;
        timer_.expires_at(limit);
        co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
    }
    void notify() { timer_.cancel(); }

private:
    boost::asio::steady_timer timer_;
};

}  // namespace deskbell::slack
