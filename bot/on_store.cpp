#include "bot/on_store.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <utility>

namespace deskbell::bot {

namespace asio = boost::asio;

namespace {

/// What a waiting coroutine and the job's end share. The timer never fires: cancelling it is the wake-up.
struct Wait {
    explicit Wait(const asio::any_io_executor& executor)
        : timer(executor, asio::steady_timer::time_point::max())
    {
    }
    asio::steady_timer timer;
    std::optional<Result<void>> result;
};

}  // namespace

/// A job between the threads. Whoever comes first decides: the store begins it, or the I/O thread gives it
/// up.
struct StoreBridge::Waiting {
    Waiting(const asio::any_io_executor& io, store::Done then) : done(std::move(then)), timer(io) {}

    bool begin()
    {
        Fate expected = Fate::open;
        return fate.compare_exchange_strong(expected, Fate::begun) || expected == Fate::begun;
    }
    bool give_up()
    {
        Fate expected = Fate::open;
        return fate.compare_exchange_strong(expected, Fate::given_up);
    }

    enum class Fate { open, begun, given_up };
    std::atomic<Fate> fate{Fate::open};
    store::Done done;
    asio::steady_timer timer;
    const std::chrono::steady_clock::time_point queued = std::chrono::steady_clock::now();
};

StoreBridge::StoreBridge(asio::any_io_executor io, store::Store& store, Watch watch)
    : io_(std::move(io)), store_(store), watch_(std::move(watch))
{
}

void StoreBridge::submit(store::Work work, store::Done done, Patience patience)
{
    hand_over(&store::Store::submit, true, std::move(work), std::move(done), patience);
}

void StoreBridge::read(store::Work work, store::Done done, Patience patience)
{
    hand_over(&store::Store::read, false, std::move(work), std::move(done), patience);
}

asio::awaitable<Result<void>> StoreBridge::write(store::Work work)
{
    return wait_for(&store::Store::submit, true, std::move(work));
}

asio::awaitable<Result<void>> StoreBridge::look(store::Work work)
{
    return wait_for(&store::Store::read, false, std::move(work));
}

void StoreBridge::note(const Result<void>& result, bool writes)
{
    const bool is_away = !result && result.error().code() == Errc::unavailable;
    if (is_away)
        trouble_ = result.error().detail();
    else if (writes)
        trouble_.clear();  // a read can go well while the disk is full
}

void StoreBridge::hand_over(Queue queue, bool writes, store::Work work, store::Done done, Patience patience)
{
    auto job = std::make_shared<Waiting>(io_, std::move(done));
    store::Work unless_given_up = [job, work = std::move(work)](store::Unit& unit) -> Result<void> {
        return job->begin() ? work(unit) : Result<void>();
    };
    store::Done back = [this, writes, job](Result<void> result) {
        auto ended = [this, writes, job, result = std::move(result)]() mutable {
            if (!job->begin())
                return;  // given up, and told so
            job->timer.cancel();
            watch_.on_job(std::chrono::steady_clock::now() - job->queued);
            note(result, writes);
            job->done(std::move(result));
        };
        asio::post(io_, std::move(ended));
    };
    if ((store_.*queue)(std::move(unless_given_up), std::move(back))) {
        if (patience)
            lose_patience(job, *patience);
        return;
    }
    watch_.on_busy();
    auto refuse = [job] { job->done(Error(Errc::unavailable, std::string(kBusy))); };
    asio::post(io_, std::move(refuse));
}

void StoreBridge::lose_patience(const std::shared_ptr<Waiting>& job, std::chrono::milliseconds patience)
{
    job->timer.expires_after(patience);
    job->timer.async_wait([this, job](boost::system::error_code ec) {
        if (ec || !job->give_up())
            return;
        watch_.on_busy();
        job->done(Error(Errc::unavailable, std::string(kBusy)));
    });
}

asio::awaitable<Result<void>> StoreBridge::wait_for(Queue queue, bool writes, store::Work work)
{
    auto wait = std::make_shared<Wait>(io_);
    store::Done done = [wait](Result<void> result) {
        wait->result = std::move(result);
        wait->timer.cancel();
    };
    hand_over(queue, writes, std::move(work), std::move(done), std::nullopt);
    while (!wait->result) {
        boost::system::error_code ec;
        co_await wait->timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    }
    Result<void> result = std::move(*wait->result);
    co_return result;
}

}  // namespace deskbell::bot
