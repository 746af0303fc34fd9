#include "bot/recording.hpp"

#include "bot/logging.hpp"
#include "bot/parked_reason.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/attach.hpp"

#include <memory>

namespace deskbell::bot {

namespace asio = boost::asio;

namespace {

Result<void> apply(const Recording& recording, int& followers, const kernel::Desk& desk, store::Unit& unit)
{
    const store::Outgoing& row = recording.row;
    switch (recording.verdict.next) {
        case Verdict::Next::again:
            unit.outbox.retry(row.id, unit.now + recording.wait, recording.error);
            return {};
        case Verdict::Next::park:
            followers = unit.outbox.park(row.id, recording.error, unit.now);
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

std::string name_of(const store::Outgoing& row)
{
    return "outbox row " + std::to_string(row.id) + " (" + row.method + " " + row.channel + ")";
}

}  // namespace

asio::awaitable<int> write_down(StoreBridge& store, const kernel::Desk& desk, Recording recording)
{
    auto shared = std::make_shared<const Recording>(std::move(recording));
    auto followers = std::make_shared<int>(0);
    store::Work work = [shared, followers, &desk](store::Unit& unit) -> Result<void> {
        return apply(*shared, *followers, desk, unit);
    };
    const Result<void> stored = co_await store.write(std::move(work));
    if (stored)
        co_return *followers;
    // With the database away the row stays leased; its outcome is looked up when the lease ends.
    log("error", shared->row.method + ": the result could not be stored: " + stored.error().detail());
    if (stored.error().code() == Errc::unavailable)
        co_return 0;
    store::Work park = [shared, followers, why = stored.error().detail()](store::Unit& unit) -> Result<void> {
        *followers =
            unit.outbox.park(shared->row.id, std::string(kAnswerNotUnderstood) + ": " + why, unit.now);
        return {};
    };
    const Result<void> parked = co_await store.write(std::move(park));
    if (!parked)
        log("error", "outbox row " + std::to_string(shared->row.id) +
                         " could not be parked: " + parked.error().detail());
    co_return *followers;
}

std::string parked_line(const Noted& noted)
{
    std::string out = name_of(noted.row) + " cannot be delivered: " +
                      to_text(reason_of(noted.row.method, noted.error, noted.row.id));
    if (noted.followers > 0)
        out += ". Parked with it: " + counted(static_cast<std::size_t>(noted.followers), "call") +
               " that must come after it";
    return out;
}

void note(Metrics& metrics, const Noted& noted)
{
    const std::string what = name_of(noted.row);
    const bool is_credential = noted.result.error_class == slack::ErrorClass::credential;
    switch (noted.verdict.next) {
        case Verdict::Next::done:
            metrics.count(Metric::outbox_results, noted.is_adopted ? "adopted" : "sent");
            if (noted.is_adopted)
                log("info", what + ": the post had gone through");
            return;
        case Verdict::Next::again:
            metrics.count(Metric::outbox_results, "retried");
            log(is_credential ? "error" : "warn", what + ": " + noted.result.error + ", again in " +
                                                      std::to_string(noted.verdict.wait.count()) + " ms");
            return;
        case Verdict::Next::park:
            metrics.count(Metric::outbox_results, "parked", {},
                          static_cast<std::uint64_t>(noted.followers) + 1);
            log("error", parked_line(noted));
            return;
    }
}

}  // namespace deskbell::bot
