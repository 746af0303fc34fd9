#include "bot/thread_turns.hpp"

#include <algorithm>
#include <set>

namespace deskbell::bot {

namespace {

std::string key_of(const kernel::Conversation& thread) { return thread.channel + " " + thread.thread_ts; }

}  // namespace

void ThreadTurns::choose(std::vector<kernel::Conversation>& all)
{
    const auto threads =
        std::stable_partition(all.begin(), all.end(), [](const auto& c) { return c.thread_ts.empty(); });
    std::set<std::string, std::less<>> listed;
    std::transform(threads, all.end(), std::inserter(listed, listed.end()), key_of);
    std::erase_if(read_, [&](const auto& entry) { return !listed.contains(entry.first); });

    all.erase(std::remove_if(threads, all.end(), [&](const auto& c) { return read_at(c) >= gap_; }),
              all.end());
    const auto due = static_cast<std::size_t>(all.end() - threads);
    std::stable_sort(threads, all.end(),
                     [&](const auto& a, const auto& b) { return read_at(a) < read_at(b); });
    left_ = due - std::min(due, kAtOnce);
    all.resize(all.size() - left_);
}

void ThreadTurns::was_read(const kernel::Conversation& thread, Time begun) { read_[key_of(thread)] = begun; }

ThreadTurns::Time ThreadTurns::read_at(const kernel::Conversation& thread) const
{
    const auto found = read_.find(key_of(thread));
    return found == read_.end() ? Time::min() : found->second;
}

}  // namespace deskbell::bot
