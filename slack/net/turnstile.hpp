#pragma once
#include "slack/net/signal.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <list>

namespace deskbell::slack {

/// Lets at most `most` coroutines through at a time, in the order in which they came, and wakes every sleeper
/// when it closes. Use from one executor; the turnstile outlives who waits at it.
class Turnstile {
public:
    Turnstile(boost::asio::any_io_executor executor, int most) : executor_(std::move(executor)), free_(most)
    {
    }

    /// True: the caller is in and must `leave`. False: closed.
    boost::asio::awaitable<bool> enter();
    void leave();

    /// Sleeps until the time, or less when it closes.
    boost::asio::awaitable<void> sleep_until(std::chrono::steady_clock::time_point limit);

    void close();
    bool is_closed() const { return is_closed_; }

private:
    struct Waiter {
        explicit Waiter(const boost::asio::any_io_executor& executor) : signal(executor) {}
        Signal signal;
        bool is_in = false;
    };
    boost::asio::any_io_executor executor_;
    int free_;
    bool is_closed_ = false;
    std::list<Waiter> queue_;
    std::list<Waiter> sleepers_;
};

}  // namespace deskbell::slack
