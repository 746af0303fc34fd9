#pragma once
#include "store/store.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

namespace deskbell::store {

/// An accepted piece of work and who waits for its outcome.
struct Job {
    Work work;
    Done done;
};

/// Runs the work. Whatever it throws becomes an Error: it ends the job, never the program.
Result<void> attempt(const Job& job, Unit& unit);

/// Hands the outcome over. A callback that throws loses only its own news.
void tell(const Job& job, Result<void> outcome) noexcept;

/// What a person hears of a database failure: what is wrong and what to do.
Error to_error(const DatabaseError& failure);

/// Jobs that wait for the threads of a store. Any thread may push and take.
class JobQueue {
public:
    explicit JobQueue(std::size_t bound) : bound_(bound) {}

    /// False when the queue is full or closed.
    bool push(Job job);
    /// Waits for work and takes the oldest jobs, at most `most`. Empty when closed and drained.
    std::vector<Job> take(std::size_t most);
    /// No more is accepted; what was accepted is still handed out.
    void close();

private:
    const std::size_t bound_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> waiting_;
    bool is_closed_ = false;
};

}  // namespace deskbell::store
