#include "store/job.hpp"

#include <algorithm>
#include <array>

namespace deskbell::store {

namespace {

struct Meaning {
    DatabaseError::Kind kind;
    Errc code;
    std::string_view sentence;  ///< "" : the driver's own words, for the log
};

constexpr std::array kMeanings{
    Meaning{DatabaseError::Kind::busy, Errc::unavailable,
            "The desk's database is busy. Nothing was changed; please try again in a minute."},
    Meaning{DatabaseError::Kind::full, Errc::unavailable,
            "The desk's disk is full. Nothing was changed; please tell the operator and try again later."},
    Meaning{DatabaseError::Kind::io, Errc::unavailable,
            "The desk's disk does not answer as it should. Nothing was changed; please tell the operator."},
    Meaning{DatabaseError::Kind::read_only, Errc::unavailable,
            "The desk's database cannot be written. Nothing was changed; please tell the operator."},
    Meaning{DatabaseError::Kind::damaged, Errc::internal, ""},
    Meaning{DatabaseError::Kind::constraint, Errc::internal, ""},
    Meaning{DatabaseError::Kind::other, Errc::internal, ""},
};

}  // namespace

Error to_error(const DatabaseError& failure)
{
    const auto& meaning = *std::ranges::find(kMeanings, failure.kind(), &Meaning::kind);
    return Error(meaning.code, meaning.sentence.empty() ? failure.what() : std::string(meaning.sentence));
}

Result<void> attempt(const Job& job, Unit& unit)
{
    try {
        return job.work(unit);
    } catch (const DatabaseError& e) {
        return to_error(e);
    } catch (const std::exception& e) {
        return Error(Errc::internal, e.what());
    } catch (...) {
        return Error(Errc::internal, "something that is not an exception was thrown");
    }
}

void tell(const Job& job, Result<void> outcome) noexcept
{
    try {
        job.done(std::move(outcome));
    } catch (...) {
        // The work is decided and nobody is left to hear this; the jobs behind it must not suffer.
    }
}

bool JobQueue::push(Job job)
{
    {
        const std::lock_guard lock(mutex_);
        if (is_closed_ || waiting_.size() >= bound_)
            return false;
        waiting_.push_back(std::move(job));
    }
    changed_.notify_one();
    return true;
}

std::vector<Job> JobQueue::take(std::size_t most)
{
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_closed_ || !waiting_.empty(); });
    const auto last = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(most, waiting_.size()));
    std::vector<Job> out(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(last));
    waiting_.erase(waiting_.begin(), last);
    return out;
}

void JobQueue::close()
{
    {
        const std::lock_guard lock(mutex_);
        is_closed_ = true;
    }
    changed_.notify_all();
}

}  // namespace deskbell::store
