#pragma once
#include "handlers/kernel/thread/catch_up.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace deskbell::bot {

/// Which threads are read next: after a gap each of them once, some at a time, so that channels, where new
/// requests come, are never far from their turn. Remembered while the program runs: a start is a gap.
class ThreadTurns {
public:
    using Time = std::chrono::steady_clock::time_point;
    /// Slack answers some 50 calls a minute for threads: this many take four minutes.
    static constexpr std::size_t kAtOnce = 200;

    /// What was said before `at` may not have reached us.
    void may_have_missed(Time at) { gap_ = at; }
    /// Leaves in the list what is no thread, and the threads whose turn it is: not read since the gap, read
    /// longest ago first. Forgets threads that are not listed.
    void choose(std::vector<kernel::Conversation>& all);
    /// The thread was read to its end, as it stood at `begun`.
    void was_read(const kernel::Conversation& thread, Time begun);
    /// Threads that were left out by the last choice and are still to be read.
    std::size_t left() const { return left_; }

private:
    Time read_at(const kernel::Conversation& thread) const;

    std::map<std::string, Time> read_;  ///< channel and thread -> begin of the last reading
    Time gap_{};
    std::size_t left_ = 0;
};

}  // namespace deskbell::bot
