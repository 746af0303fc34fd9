#include "bot/clockwork.hpp"

#include "bot/logging.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <memory>
#include <utility>

namespace deskbell::bot {

namespace asio = boost::asio;
using namespace std::chrono_literals;

Clockwork::Clockwork(asio::any_io_executor io, StoreBridge& store, const kernel::Desk& desk,
                     const RunClock& clock, Metrics& metrics, std::function<void()> on_commit,
                     std::chrono::milliseconds nap)
    : io_(io),
      store_(store),
      desk_(desk),
      clock_(clock),
      metrics_(metrics),
      on_commit_(std::move(on_commit)),
      nap_(nap),
      signal_(io),
      finished_(io)
{
}

void Clockwork::start() { asio::co_spawn(io_, run(), asio::detached); }

void Clockwork::wake()
{
    is_woken_ = true;
    signal_.notify();
}

void Clockwork::stop()
{
    is_stopped_ = true;
    wake();
}

asio::awaitable<void> Clockwork::run()
{
    while (!is_stopped_) {
        is_woken_ = false;
        if (!pruned_ || clock_.now() - *pruned_ >= kPruneEvery)
            co_await prune();
        bool ran = true;
        while (ran && !is_stopped_) ran = co_await run_due();
        co_await look_ahead();
        if (is_woken_ || is_stopped_)
            continue;
        const auto until_due = next_due_ ? clock_.real_span(*next_due_ - clock_.now()) : nap_;
        co_await signal_.wait_until(std::chrono::steady_clock::now() +
                                    std::clamp<std::chrono::milliseconds>(until_due, 100ms, nap_));
    }
}

asio::awaitable<bool> Clockwork::run_due()
{
    auto due = std::make_shared<std::vector<store::Timer>>();
    store::Work work = [due](store::Unit& unit) -> Result<void> {
        *due = unit.timers.due(unit.now, kAtOnce);
        return {};
    };
    const Result<void> read = co_await store_.look(std::move(work));
    if (!read || due->empty())
        co_return false;
    is_stuck_ = false;
    bool is_reading = false;
    for (const store::Timer& timer : *due) {
        // What reads for long comes one at a time: a reading thread stays free for those who open a form.
        if (desk_.prepares(timer) && std::exchange(is_reading, true))
            continue;
        auto plan = std::make_shared<Plan>();
        plan->timer = timer;
        ++under_way_;
        asio::co_spawn(io_, run_one(std::move(plan)), asio::detached);
    }
    while (under_way_ > 0) co_await finished_.wait_until(std::chrono::steady_clock::now() + kNap);
    co_return !is_stuck_;
}

asio::awaitable<void> Clockwork::run_one(std::shared_ptr<Plan> plan)
{
    Result<void> ran = co_await prepare(plan);
    if (ran)
        ran = co_await take(plan);
    if (!ran && ran.error().code() == Errc::unavailable)
        is_stuck_ = true;
    else if (!ran)
        co_await postpone(plan->timer, ran.error());
    else if (plan->is_taken) {  // else somebody else took it, or moved it
        metrics_.count(Metric::timers, "ran");
        on_commit_();
    }
    --under_way_;
    finished_.notify();
}

asio::awaitable<Result<void>> Clockwork::prepare(std::shared_ptr<Plan> plan)
{
    if (!desk_.prepares(plan->timer)) {
        Result<void> nothing;
        co_return nothing;
    }
    store::Work work = [this, plan](store::Unit& unit) -> Result<void> {
        auto second_half = desk_.prepare(plan->timer, unit);
        if (!second_half)
            return second_half.error();
        plan->second_half = *std::move(second_half);
        return {};
    };
    Result<void> prepared = co_await store_.look(std::move(work));
    co_return prepared;
}

asio::awaitable<Result<void>> Clockwork::take(std::shared_ptr<Plan> plan)
{
    store::Work work = [this, plan](store::Unit& unit) -> Result<void> {
        plan->is_taken = unit.timers.take(plan->timer);
        if (!plan->is_taken)
            return {};
        return plan->second_half ? plan->second_half(unit) : desk_.on_timer(plan->timer, unit);
    };
    Result<void> ran = co_await store_.write(std::move(work));
    co_return ran;
}

asio::awaitable<void> Clockwork::postpone(store::Timer timer, Error why)
{
    const bool is_bug = why.code() == Errc::internal;
    const std::chrono::seconds wait = is_bug ? kAfterFailure : std::chrono::seconds(kAfterRefusal);
    metrics_.count(Metric::timers, is_bug ? "failed" : "refused");
    log(is_bug ? "error" : "warn",
        "timer " + timer.key + " runs again in " + plain_duration(wait) + ": " + why.detail());
    store::Work work = [timer, wait](store::Unit& unit) -> Result<void> {
        store::Timer later = timer;
        later.due_at = unit.now + wait;
        unit.timers.arm(later);
        return {};
    };
    const Result<void> stored = co_await store_.write(std::move(work));
    if (!stored)
        log("error", "timer " + timer.key + " could not be postponed: " + stored.error().detail());
}

asio::awaitable<void> Clockwork::look_ahead()
{
    auto due = std::make_shared<std::optional<UtcTime>>();
    store::Work work = [due](store::Unit& unit) -> Result<void> {
        *due = unit.timers.next_due();
        return {};
    };
    const Result<void> read = co_await store_.look(std::move(work));
    next_due_ = read ? *due : std::nullopt;
}

asio::awaitable<void> Clockwork::prune()
{
    pruned_ = clock_.now();
    store::Work work = [](store::Unit& unit) -> Result<void> {
        unit.inbox.prune(unit.now - store::Inbox::kKept);
        unit.outbox.prune(unit.now - kOutboxKept);
        unit.poisoned.prune(unit.now - store::Poisoned::kKept);
        unit.digests.prune(unit.now - store::Digests::kKept);
        unit.readings.prune(unit.now - store::Readings::kKept);
        return {};
    };
    const Result<void> pruned = co_await store_.write(std::move(work));
    if (!pruned)
        log("warn", "old rows could not be removed: " + pruned.error().detail());
}

}  // namespace deskbell::bot
