#include "slack/net/turnstile.hpp"

namespace deskbell::slack {

namespace asio = boost::asio;

asio::awaitable<bool> Turnstile::enter()
{
    if (is_closed_)
        co_return false;
    if (free_ > 0) {
        --free_;
        co_return true;
    }
    const auto me = queue_.emplace(queue_.end(), executor_);
    while (!me->is_in && !is_closed_)
        co_await me->signal.wait_until(std::chrono::steady_clock::time_point::max());
    const bool is_in = me->is_in;
    queue_.erase(me);
    if (is_in && is_closed_)
        ++free_;
    co_return is_in && !is_closed_;
}

// Hands the place over instead of freeing it, so that a newcomer cannot overtake the queue.
void Turnstile::leave()
{
    for (Waiter& waiter : queue_)
        if (!waiter.is_in) {
            waiter.is_in = true;
            waiter.signal.notify();
            return;
        }
    ++free_;
}

asio::awaitable<void> Turnstile::sleep_until(std::chrono::steady_clock::time_point limit)
{
    if (is_closed_)
        co_return;
    const auto me = sleepers_.emplace(sleepers_.end(), executor_);
    co_await me->signal.wait_until(limit);
    sleepers_.erase(me);
}

void Turnstile::close()
{
    is_closed_ = true;
    for (auto* list : {&queue_, &sleepers_})
        for (Waiter& waiter : *list) waiter.signal.notify();
}

}  // namespace deskbell::slack
