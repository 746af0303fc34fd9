#include "bot/outbox_pump.hpp"

#include "bot/logging.hpp"
#include "store/pauses.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <memory>
#include <utility>

namespace deskbell::bot {

namespace asio = boost::asio;
using namespace std::chrono_literals;

OutboxPump::OutboxPump(asio::any_io_executor io, StoreBridge& store, SlackPort& slack,
                       const kernel::Desk& desk, const RunClock& clock, Metrics& metrics)
    : io_(io),
      store_(store),
      slack_(slack),
      desk_(desk),
      clock_(clock),
      metrics_(metrics),
      signal_(io),
      dice_(std::random_device{}())
{
}

void OutboxPump::start() { asio::co_spawn(io_, run(), asio::detached); }

void OutboxPump::wake()
{
    is_woken_ = true;
    is_quiet_ = false;
    signal_.notify();
}

void OutboxPump::stop()
{
    is_stopped_ = true;
    wake();
}

slack::Signal::Time OutboxPump::wake_at() const
{
    const auto now = std::chrono::steady_clock::now();
    const bool has_free_hand = std::cmp_less(in_hand_.size(), kUnderWayMost);
    if (!next_due_ || !has_free_hand)
        return now + kNap;  // the next free hand wakes us
    const auto until_due = clock_.real_span(*next_due_ - clock_.now());
    return now + std::clamp<std::chrono::milliseconds>(until_due, kPause, kNap);
}

asio::awaitable<void> OutboxPump::run()
{
    while (!is_stopped_) {
        is_woken_ = false;
        if (std::cmp_less(in_hand_.size(), kUnderWayMost))
            co_await claim();
        // What was committed during the claim is not to be slept over.
        if (!is_woken_ && !is_stopped_)
            co_await signal_.wait_until(wake_at());
    }
}

asio::awaitable<void> OutboxPump::claim()
{
    /// Filled in by the job, read after its commit.
    struct Claimed {
        std::vector<Delivery> deliveries;
        std::optional<UtcTime> next_due;
    };
    auto claimed = std::make_shared<Claimed>();
    const int limit = kUnderWayMost - static_cast<int>(in_hand_.size());
    // At the first look every lease is left from a program that ended; later only those that are too old.
    const std::chrono::seconds ahead = is_first_look_ ? store::Outbox::kLease : std::chrono::seconds{0};
    set_back_ += std::max(-steps_.since_last_look(), 0s);
    store::Work work = [claimed, limit, ahead, set_back = set_back_,
                        busy = in_hand_](store::Unit& unit) -> Result<void> {
        *claimed = {};
        if (set_back > 0s)
            store::shorten_pauses(unit.db, unit.now, set_back);
        for (store::Outgoing& row : unit.outbox.interrupted(unit.now + ahead, limit))
            if (!busy.contains(row.id))
                claimed->deliveries.push_back(look_up(std::move(row), true, unit));
        for (store::Outgoing& row :
             unit.outbox.claim(unit.now, limit - static_cast<int>(claimed->deliveries.size())))
            claimed->deliveries.push_back(look_up(std::move(row), false, unit));
        claimed->next_due = unit.outbox.next_due();
        return {};
    };
    const Result<void> stored = co_await store_.write(std::move(work));
    if (!stored) {
        if (!std::exchange(is_store_away_, true))  // a full disk would also get a line per second
            log("warn", "the outbox could not be read: " + stored.error().detail());
        next_due_ = clock_.now() + clock_.program_span(std::chrono::seconds{1});
        co_return;
    }
    set_back_ = 0s;
    is_first_look_ = false;
    is_store_away_ = false;
    next_due_ = claimed->next_due;
    is_quiet_ = claimed->deliveries.empty() && (!next_due_ || *next_due_ > clock_.now());
    for (Delivery& delivery : claimed->deliveries) {
        in_hand_.insert(delivery.row.id);
        auto handle = std::make_shared<const Delivery>(std::move(delivery));
        asio::co_spawn(io_, deliver(std::move(handle)), asio::detached);
    }
}

asio::awaitable<void> OutboxPump::deliver(Handle delivery)
{
    Outcome outcome = co_await attempt(delivery);
    auto shared = std::make_shared<const Outcome>(std::move(outcome));
    co_await record(delivery, std::move(shared));
    in_hand_.erase(delivery->row.id);
    wake();
}

}  // namespace deskbell::bot
