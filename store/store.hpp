#pragma once
#include "handlers/domain/error.hpp"
#include "store/unit.hpp"

#include <chrono>
#include <cstddef>
#include <functional>

namespace deskbell::store {

/// What a job does inside its transaction. An Error or an exception takes back all of its effects.
using Work = std::function<Result<void>(Unit&)>;

/// Called exactly once per accepted job: after the commit, or with the reason why nothing was stored.
/// Runs on a thread of the store; hand over and return.
using Done = std::function<void(Result<void>)>;

/// The database and its threads. `submit` and `read` may be called from any thread.
class Store {
public:
    /// Jobs that may wait; beyond it `submit` and `read` say no and the person hears "busy, try again".
    static constexpr std::size_t kQueueBound = 4096;
    /// Jobs in one commit.
    static constexpr std::size_t kBatchBound = 256;
    /// A commit that has taken this long takes no more jobs: whoever is done waits for those behind.
    static constexpr std::chrono::milliseconds kBatchTime{50};

    virtual ~Store() = default;
    /// Queues a job. False when the queue is full or the store is stopping: nothing will be called.
    [[nodiscard]] virtual bool submit(Work work, Done done) = 0;
    /// The same for a job that only reads, over one snapshot. One that takes long holds up no other.
    [[nodiscard]] virtual bool read(Work work, Done done) = 0;
    /// Finishes what was accepted, then ends the threads. Idempotent.
    virtual void stop() = 0;
};

}  // namespace deskbell::store
