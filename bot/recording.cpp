#include "bot/recording.hpp"

#include "bot/logging.hpp"
#include "handlers/kernel/attach.hpp"

#include <memory>

namespace deskbell::bot {

namespace asio = boost::asio;

namespace {

Result<void> apply(const Recording& recording, const kernel::Desk& desk, store::Unit& unit)
{
    const store::Outgoing& row = recording.row;
    switch (recording.verdict.next) {
        case Verdict::Next::again:
            unit.outbox.retry(row.id, unit.now + recording.wait, recording.error);
            return {};
        case Verdict::Next::park:
            unit.outbox.park(row.id, recording.error, unit.now);
            return {};
        case Verdict::Next::done:
            if (!recording.next_arguments.empty()) {
                unit.outbox.go_on(row.id, kernel::kCompleteMethod, recording.next_arguments, unit.now);
                return {};
            }
            unit.outbox.done(row.id, unit.now);
            if (row.message != 0 && !recording.ts.empty())
                unit.messages.posted(row.message, recording.channel, recording.ts);
            if (!row.then.empty())
                return desk.on_answer(row, recording.result, unit);
            return {};
    }
    return {};
}

}  // namespace

asio::awaitable<void> write_down(StoreBridge& store, const kernel::Desk& desk, Recording recording)
{
    auto shared = std::make_shared<const Recording>(std::move(recording));
    store::Work work = [shared, &desk](store::Unit& unit) -> Result<void> {
        return apply(*shared, desk, unit);
    };
    const Result<void> stored = co_await store.write(std::move(work));
    if (stored)
        co_return;
    // With the database away the row stays leased; its outcome is looked up when the lease ends.
    log("error", shared->row.method + ": the result could not be stored: " + stored.error().detail());
    if (stored.error().code() == Errc::unavailable)
        co_return;
    store::Work park = [shared, why = stored.error().detail()](store::Unit& unit) -> Result<void> {
        unit.outbox.park(shared->row.id, "answer not understood: " + why, unit.now);
        return {};
    };
    const Result<void> parked = co_await store.write(std::move(park));
    if (!parked)
        log("error", "outbox row " + std::to_string(shared->row.id) +
                         " could not be parked: " + parked.error().detail());
}

void note(Metrics& metrics, const store::Outgoing& row, const slack::CallResult& result,
          const Verdict& verdict, bool is_adopted)
{
    const std::string what =
        "outbox row " + std::to_string(row.id) + " (" + row.method + " " + row.channel + ")";
    switch (verdict.next) {
        case Verdict::Next::done:
            metrics.count(Metric::outbox_results, is_adopted ? "adopted" : "sent");
            if (is_adopted)
                log("info", what + ": the post had gone through");
            return;
        case Verdict::Next::again:
            metrics.count(Metric::outbox_results, "retried");
            log(result.error_class == slack::ErrorClass::credential ? "error" : "warn",
                what + ": " + result.error + ", again in " + std::to_string(verdict.wait.count()) + " ms");
            return;
        case Verdict::Next::park:
            metrics.count(Metric::outbox_results, "parked");
            log("error", what + " cannot be delivered: " + result.error +
                             (result.needed.empty() ? "" : ", the app needs the scope " + result.needed));
            return;
    }
}

}  // namespace deskbell::bot
