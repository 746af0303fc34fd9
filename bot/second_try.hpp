#pragma once
#include "bot/metrics.hpp"
#include "bot/on_store.hpp"
#include "handlers/kernel/desk.hpp"
#include "slack/net/signal.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace deskbell::bot {

/// Hands a kept delivery to the desk once more when the operator asked for it (`deskbell poisoned retry`).
/// Taking it and what its handler does are one transaction, so that it happens once; when the handler fails
/// again it is kept as before. Use from the I/O thread.
class SecondTry {
public:
    /// How late a wish of the operator's is noticed.
    static constexpr std::chrono::seconds kLookEvery{15};

    SecondTry(boost::asio::any_io_executor io, StoreBridge& store, const kernel::Desk& desk, Metrics& metrics,
              std::function<void()> on_commit);

    void start();
    void stop();
    /// Deals with all that are asked for now.
    boost::asio::awaitable<void> look();

private:
    boost::asio::awaitable<void> run();
    boost::asio::awaitable<bool> next();
    boost::asio::awaitable<bool> keep(store::PoisonedMessage message, std::string why);

    boost::asio::any_io_executor io_;
    StoreBridge& store_;
    const kernel::Desk& desk_;
    Metrics& metrics_;
    std::function<void()> on_commit_;
    slack::Signal signal_;
    bool is_stopped_ = false;
};

}  // namespace deskbell::bot
