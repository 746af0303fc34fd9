#include "bot/on_store.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <optional>

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

StoreBridge::StoreBridge(asio::any_io_executor io, store::Store& store, Watch watch)
    : io_(std::move(io)), store_(store), watch_(std::move(watch))
{
}

void StoreBridge::submit(store::Work work, store::Done done)
{
    hand_over(&store::Store::submit, true, std::move(work), std::move(done));
}

void StoreBridge::read(store::Work work, store::Done done)
{
    hand_over(&store::Store::read, false, std::move(work), std::move(done));
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

void StoreBridge::hand_over(Queue queue, bool writes, store::Work work, store::Done done)
{
    const auto queued = std::chrono::steady_clock::now();
    auto shared_done = std::make_shared<store::Done>(std::move(done));
    store::Done back = [this, writes, queued, shared_done](Result<void> result) {
        auto ended = [this, writes, queued, shared_done, result = std::move(result)]() mutable {
            watch_.on_job(std::chrono::steady_clock::now() - queued);
            note(result, writes);
            (*shared_done)(std::move(result));
        };
        asio::post(io_, std::move(ended));
    };
    if ((store_.*queue)(std::move(work), std::move(back)))
        return;
    watch_.on_busy();
    auto refuse = [shared_done] { (*shared_done)(Error(Errc::unavailable, std::string(kBusy))); };
    asio::post(io_, std::move(refuse));
}

asio::awaitable<Result<void>> StoreBridge::wait_for(Queue queue, bool writes, store::Work work)
{
    auto wait = std::make_shared<Wait>(io_);
    store::Done done = [wait](Result<void> result) {
        wait->result = std::move(result);
        wait->timer.cancel();
    };
    hand_over(queue, writes, std::move(work), std::move(done));
    while (!wait->result) {
        boost::system::error_code ec;
        co_await wait->timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    }
    Result<void> result = std::move(*wait->result);
    co_return result;
}

}  // namespace deskbell::bot
