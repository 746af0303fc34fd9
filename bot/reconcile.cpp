#include "handlers/kernel/thread/reconcile.hpp"

#include "bot/logging.hpp"
#include "bot/reading.hpp"

#include <algorithm>

namespace deskbell::bot {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kNamedMost = 20;

void report(Metrics& metrics, const kernel::Account& account)
{
    const store::Reconciliation& counts = account.counts;
    const auto count = [&](std::int64_t n, std::string_view outcome) {
        metrics.count(Metric::reconciled, outcome, {}, static_cast<std::uint64_t>(n));
    };
    count(counts.tickets, "ticket");
    count(counts.explained, "explained");
    count(counts.unexplained, "unexplained");
    std::string line = counts.day + " in " + counts.channel + ": " + std::to_string(counts.seen()) +
                       " messages, " + std::to_string(counts.tickets) + " tickets, " +
                       std::to_string(counts.unexplained) + " unexplained";
    for (std::size_t i = 0; i < std::min(account.unexplained.size(), kNamedMost); ++i)
        line += (i == 0 ? ": " : ", ") + account.unexplained[i];
    log(counts.unexplained == 0 ? "info" : "error", line);
}

}  // namespace

asio::awaitable<void> CatchUp::reconcile_days()
{
    auto days = std::make_shared<std::vector<kernel::Conversation>>();
    store::Work work = [this, days, now = clock_.real_time(clock_.now())](store::Unit& unit) -> Result<void> {
        *days = kernel::days_to_reconcile(desk_.as_of(unit), now, unit);
        return {};
    };
    const Result<void> listed = co_await store_.look(std::move(work));
    if (!listed)
        co_return;
    for (std::size_t i = 0; i < days->size() && !is_stopped_; ++i) {
        auto day = std::make_shared<Reading>(io_);
        day->history.where = (*days)[i];
        co_await reconcile_day(day);
    }
}

// Half a day proves nothing; the next round tries again.
asio::awaitable<void> CatchUp::reconcile_day(Handle day)
{
    auto account = std::make_shared<kernel::Account>(kernel::account_of(desk_, day->history.where));
    while (!day->is_over) {
        const bool is_fetched = co_await fetch(day);
        if (!is_fetched || !day->history.is_whole || is_stopped_)
            co_return;
        store::Work count = [this, day, account](store::Unit& unit) -> Result<void> {
            kernel::reconcile(desk_.as_of(unit), day->history, *account, unit);
            return {};
        };
        const Result<void> counted = co_await store_.look(std::move(count));
        if (!counted)
            co_return;
        day->advance();
    }
    store::Work work = [account](store::Unit& unit) -> Result<void> {
        unit.readings.add(account->counts, account->unexplained, unit.now);
        return {};
    };
    const Result<void> stored = co_await store_.write(std::move(work));
    if (stored)
        report(metrics_, *account);
}

}  // namespace deskbell::bot
