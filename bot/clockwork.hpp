#pragma once
#include "bot/clock.hpp"
#include "bot/metrics.hpp"
#include "bot/on_store.hpp"
#include "handlers/kernel/desk.hpp"
#include "slack/net/signal.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace deskbell::bot {

/// Runs timers when they are due. What takes long is worked out on a reading thread first; then taking
/// exactly that timer and what it causes are one short transaction, so none is lost and none runs twice. Also
/// throws away what is past keeping. Use from the I/O thread.
class Clockwork {
public:
    /// Timers under way at the same time: they share a commit, and who presses a button waits for no more
    /// than these.
    static constexpr int kAtOnce = 16;
    /// Longest sleep: a clock that was set by hand, or another instance's timer, is noticed this late.
    static constexpr std::chrono::seconds kNap{30};
    /// A timer whose function fails runs again after this; the others go on meanwhile.
    static constexpr std::chrono::seconds kAfterFailure{300};
    /// The same when the rules refuse its step, until a person has mended what is missing.
    static constexpr std::chrono::hours kAfterRefusal{6};
    /// Delivered outbox rows stay this long for those who look back.
    static constexpr std::chrono::hours kOutboxKept{24 * 7};
    static constexpr std::chrono::hours kPruneEvery{24};

    Clockwork(boost::asio::any_io_executor io, StoreBridge& store, const kernel::Desk& desk,
              const RunClock& clock, Metrics& metrics, std::function<void()> on_commit,
              std::chrono::milliseconds nap = kNap);

    void start();
    /// A timer may have been armed.
    void wake();
    /// Ends after the timer that runs now.
    void stop();

private:
    /// A timer that is due, and what was worked out for it before it is taken.
    struct Plan {
        store::Timer timer;
        kernel::Writes second_half;  ///< empty: on_timer does everything
        bool is_taken = false;
    };
    boost::asio::awaitable<void> run();
    boost::asio::awaitable<bool> run_due();
    boost::asio::awaitable<void> run_one(std::shared_ptr<Plan> plan);
    boost::asio::awaitable<Result<void>> prepare(std::shared_ptr<Plan> plan);
    boost::asio::awaitable<Result<void>> take(std::shared_ptr<Plan> plan);
    boost::asio::awaitable<void> postpone(store::Timer timer, Error why);
    boost::asio::awaitable<void> look_ahead();
    boost::asio::awaitable<void> prune();

    boost::asio::any_io_executor io_;
    StoreBridge& store_;
    const kernel::Desk& desk_;
    const RunClock& clock_;
    Metrics& metrics_;
    std::function<void()> on_commit_;
    const std::chrono::milliseconds nap_;
    slack::Signal signal_;
    slack::Signal finished_;  ///< a timer of this round is through
    int under_way_ = 0;
    bool is_stuck_ = false;  ///< the database took nothing: no hurry
    std::optional<UtcTime> next_due_;
    std::optional<UtcTime> pruned_;
    bool is_woken_ = false;
    bool is_stopped_ = false;
};

}  // namespace deskbell::bot
