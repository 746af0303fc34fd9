#pragma once
#include "store/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace deskbell::bot {

/// What a person hears when the queue is full, or does not move.
inline constexpr std::string_view kBusy = "The desk is very busy right now. Please try again in a minute.";

/// The one bridge from the I/O thread to the store's threads and back. It notices whether the database works,
/// because every job passes here. Use from the I/O thread.
class StoreBridge {
public:
    struct Watch {
        std::function<void(std::chrono::duration<double>)> on_job;  ///< time from queueing to commit
        std::function<void()> on_busy;  ///< the queue was full or closed, or a job waited too long
    };

    StoreBridge(boost::asio::any_io_executor io, store::Store& store, Watch watch);

    using Patience = std::optional<std::chrono::milliseconds>;

    /// Queues a job that writes; `done` runs on the I/O thread, also when the queue is full (unavailable).
    /// With `patience`, a job that has not begun by then never does: `done` hears kBusy (unavailable). One
    /// that has begun is waited for.
    void submit(store::Work work, store::Done done, Patience patience = std::nullopt);
    /// The same for a job that only reads.
    void read(store::Work work, store::Done done, Patience patience = std::nullopt);

    /// For coroutines: resumes with the job's result. Name the job before passing it on (g++ 12).
    boost::asio::awaitable<Result<void>> write(store::Work work);
    boost::asio::awaitable<Result<void>> look(store::Work work);

    /// Why the last job could not be stored; "" when all is well.
    const std::string& trouble() const { return trouble_; }

private:
    using Queue = bool (store::Store::*)(store::Work, store::Done);
    struct Waiting;
    void hand_over(Queue queue, bool writes, store::Work work, store::Done done, Patience patience);
    void lose_patience(const std::shared_ptr<Waiting>& job, std::chrono::milliseconds patience);
    boost::asio::awaitable<Result<void>> wait_for(Queue queue, bool writes, store::Work work);
    void note(const Result<void>& result, bool writes);

    boost::asio::any_io_executor io_;
    store::Store& store_;
    Watch watch_;
    std::string trouble_;
};

}  // namespace deskbell::bot
