#include "bot/recording.hpp"

#include "bot/logging.hpp"
#include "bot/parked_reason.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/attach.hpp"
#include "handlers/kernel/setup/troubles.hpp"

#include <memory>
#include <optional>

namespace deskbell::bot {

namespace asio = boost::asio;

namespace {

/// Where the call was to show: a channel or a person.
std::string place_of(const store::Outgoing& row, const store::Unit& unit)
{
    std::string place = row.channel;
    if (const auto message = unit.messages.find(row.message != 0 ? row.message : row.thread);
        place.empty() && message)
        place = message->channel;
    const std::string person = place.starts_with('D') ? unit.directory.person_of_dm(place) : std::string();
    return person.empty() ? place : person;
}

/// What others will meet too, or nothing when only this message is concerned.
std::optional<kernel::Trouble> trouble_of(const Recording& recording, const store::Unit& unit)
{
    const ParkedReason reason = reason_of(recording.row.method, recording.error, recording.row.id);
    kernel::Trouble out{{}, reason.why, reason.mend};
    const auto user = recording.row.arguments.find("user");
    switch (reason.about) {
        case About::message:
            return std::nullopt;
        case About::channel:
            out.target = place_of(recording.row, unit);
            break;
        case About::person:
            out.target = user == recording.row.arguments.end() ? place_of(recording.row, unit) : user->second;
            break;
        case About::app:
            out.target = recording.result.needed.empty() ? reason.code : recording.result.needed;
            break;
    }
    return out.target.empty() ? std::nullopt : std::optional(out);
}

Parking park(const Recording& recording, const kernel::Desk& desk, store::Unit& unit)
{
    Parking out;
    out.followers = unit.outbox.park(recording.row.id, recording.error, unit.now);
    if (const auto trouble = trouble_of(recording, unit))
        out.is_known = !kernel::tell_trouble(desk.as_of(unit), *trouble, unit);
    return out;
}

Result<void> apply(const Recording& recording, Parking& parking, const kernel::Desk& desk, store::Unit& unit)
{
    const store::Outgoing& row = recording.row;
    switch (recording.verdict.next) {
        case Verdict::Next::again:
            unit.outbox.retry(row.id, unit.now + recording.wait, recording.error);
            return {};
        case Verdict::Next::park:
            parking = park(recording, desk, unit);
            return {};
        case Verdict::Next::done:
            if (!recording.next_arguments.empty()) {
                unit.outbox.go_on(row.id, kernel::kCompleteMethod, recording.next_arguments, unit.now);
                return {};
            }
            unit.outbox.done(row.id, unit.now);
            if (row.message != 0 && !recording.ts.empty())
                unit.messages.posted(row.message, recording.channel, recording.ts);
            if (!recording.ts.empty())
                kernel::trouble_is_over(place_of(row, unit), unit);
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

asio::awaitable<Parking> write_down(StoreBridge& store, const kernel::Desk& desk, Recording recording)
{
    auto shared = std::make_shared<const Recording>(std::move(recording));
    auto parking = std::make_shared<Parking>();
    store::Work work = [shared, parking, &desk](store::Unit& unit) -> Result<void> {
        return apply(*shared, *parking, desk, unit);
    };
    const Result<void> stored = co_await store.write(std::move(work));
    if (stored)
        co_return *parking;
    // With the database away the row stays leased; its outcome is looked up when the lease ends.
    log("error", shared->row.method + ": the result could not be stored: " + stored.error().detail());
    if (stored.error().code() == Errc::unavailable)
        co_return Parking();
    *parking = Parking();
    store::Work park = [shared, parking, why = stored.error().detail()](store::Unit& unit) -> Result<void> {
        parking->followers =
            unit.outbox.park(shared->row.id, std::string(kAnswerNotUnderstood) + ": " + why, unit.now);
        return {};
    };
    const Result<void> parked = co_await store.write(std::move(park));
    if (!parked)
        log("error", "outbox row " + std::to_string(shared->row.id) +
                         " could not be parked: " + parked.error().detail());
    co_return *parking;
}

std::string parked_line(const Noted& noted)
{
    std::string out = name_of(noted.row) + " cannot be delivered: " +
                      to_text(reason_of(noted.row.method, noted.error, noted.row.id));
    if (noted.parking.followers > 0)
        out += ". Parked with it: " + counted(static_cast<std::size_t>(noted.parking.followers), "call") +
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
                          static_cast<std::uint64_t>(noted.parking.followers) + 1);
            log(noted.parking.is_known ? "debug" : "error", parked_line(noted));
            return;
    }
}

}  // namespace deskbell::bot
