#include "bot/second_try.hpp"

#include "bot/logging.hpp"
#include "bot/poison.hpp"
#include "slack/wire/call.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <optional>

namespace deskbell::bot {

namespace asio = boost::asio;

namespace {

/// What the reading job found: the next wish, and how many are kept.
struct Found {
    std::optional<store::PoisonedMessage> message;
    std::int64_t kept = 0;
};

/// The person waits for no ack any more: what a command answers goes to them as a direct message.
void tell_late(const slack::Envelope& envelope, const slack::Reply& reply, std::int64_t id, store::Unit& unit)
{
    const auto* command = std::get_if<slack::SlashCommand>(&envelope.payload);
    const std::string text = slack::text_at(reply.ack, "/text");
    if (command == nullptr || text.empty())
        return;
    store::Outgoing late;
    late.method = "chat.postMessage";
    late.lane = late.channel = command->actor.user;
    late.arguments["text"] = text;
    late.dedupe_key = "again:" + std::to_string(id);
    unit.outbox.add(late, unit.now);
}

/// A form that failed stays open: whoever pressed its button again later has been served.
bool was_served(const slack::Envelope& envelope, const std::vector<std::string>& keys, store::Unit& unit)
{
    return std::holds_alternative<slack::ViewSubmission>(envelope.payload) && unit.inbox.answer(keys);
}

Result<void> handle(const store::PoisonedMessage& message, const kernel::Desk& desk, store::Unit& unit)
{
    const slack::Frame frame = slack::parse_frame(message.raw);
    const auto* envelope = std::get_if<slack::Envelope>(&frame);
    if (envelope == nullptr)
        return Error(Errc::internal, "the frame cannot be read");
    if (!unit.poisoned.handled(message.id))
        return {};
    const auto keys = slack::inbox_keys(*envelope);
    if (was_served(*envelope, keys, unit))
        return {};
    const auto reply = desk.handle(*envelope, unit);
    if (!reply)
        // Its own code could say that the store is away.
        return Error(Errc::conflict, reply.error().detail());
    unit.inbox.remember(keys, slack::encode(*reply), unit.now);
    tell_late(*envelope, *reply, message.id, unit);
    return {};
}

}  // namespace

SecondTry::SecondTry(asio::any_io_executor io, StoreBridge& store, const kernel::Desk& desk, Metrics& metrics,
                     std::function<void()> on_commit)
    : io_(io), store_(store), desk_(desk), metrics_(metrics), on_commit_(std::move(on_commit)), signal_(io)
{
}

void SecondTry::start() { asio::co_spawn(io_, run(), asio::detached); }

void SecondTry::stop()
{
    is_stopped_ = true;
    signal_.notify();
}

asio::awaitable<void> SecondTry::run()
{
    while (!is_stopped_) {
        co_await look();
        if (!is_stopped_)
            co_await signal_.wait_until(std::chrono::steady_clock::now() + kLookEvery);
    }
}

asio::awaitable<void> SecondTry::look()
{
    bool goes_on = true;
    while (goes_on && !is_stopped_) goes_on = co_await next();
}

/// False when there is nothing to do, or when the database takes nothing now.
asio::awaitable<bool> SecondTry::next()
{
    auto found = std::make_shared<Found>();
    store::Work read = [found](store::Unit& unit) -> Result<void> {
        *found = {unit.poisoned.next_again(), unit.poisoned.count()};
        return {};
    };
    const Result<void> looked = co_await store_.look(std::move(read));
    if (!looked)
        co_return false;
    metrics_.set(Metric::poisoned_rows, static_cast<double>(found->kept));
    if (!found->message)
        co_return false;
    store::Work work = [this, found](store::Unit& unit) { return handle(*found->message, desk_, unit); };
    const Result<void> handled = co_await store_.write(std::move(work));
    if (handled) {
        log("info", "delivery " + found->message->reference + " was handled after all");
        on_commit_();
        co_return true;
    }
    if (handled.error().code() == Errc::unavailable)
        co_return false;
    const bool is_kept = co_await keep(*found->message, handled.error().detail());
    co_return is_kept;
}

asio::awaitable<bool> SecondTry::keep(store::PoisonedMessage message, std::string why)
{
    log("error", "delivery " + message.reference + " (" + message.kind + ") fails again: " + why);
    auto failed = std::make_shared<const store::PoisonedMessage>(std::move(message));
    store::Work work = [failed, why](store::Unit& unit) -> Result<void> {
        unit.poisoned.failed_again(failed->id, why);
        return {};
    };
    const Result<void> stored = co_await store_.write(std::move(work));
    co_return static_cast<bool>(stored);
}

}  // namespace deskbell::bot
