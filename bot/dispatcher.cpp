#include "bot/dispatcher.hpp"

#include "bot/logging.hpp"
#include "bot/poison.hpp"
#include "bot/refusal_text.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <optional>

namespace deskbell::bot {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

/// One delivery on its way from the envelope to the ack. Written by the job, read after its commit.
struct Dispatcher::Delivered {
    slack::Envelope envelope;
    slack::Acknowledge acknowledge;
    std::vector<std::string> keys;
    Clock::time_point taken = Clock::now();
    slack::Reply reply;
    bool is_repeat = false;
    bool has_written = false;
    std::set<store::Sighting> shown{};  ///< by something that only read: still to be written down
    std::optional<Error> refused;       ///< by the desk; without it a failed job is the store's failure

    /// An event has nobody who waits for the answer, and comes again when it is not acknowledged.
    bool is_event() const { return envelope.type == "events_api"; }
    std::chrono::milliseconds patience() const { return is_event() ? kLate : kPatience; }
    /// A form comes back with the same key after its input was refused: its refusal is not remembered.
    bool is_form() const { return std::holds_alternative<slack::ViewSubmission>(envelope.payload); }

    const slack::Actor* actor() const
    {
        return std::visit(
            [](const auto& payload) -> const slack::Actor* {
                if constexpr (requires { payload.actor; })
                    return &payload.actor;
                else
                    return nullptr;
            },
            envelope.payload);
    }
};

Dispatcher::Dispatcher(asio::any_io_executor io, StoreBridge& store, SlackPort& slack,
                       const kernel::Desk& desk, Metrics& metrics, std::function<void()> on_commit)
    : io_(std::move(io)),
      store_(store),
      slack_(slack),
      desk_(desk),
      metrics_(metrics),
      on_commit_(std::move(on_commit))
{
}

void Dispatcher::take(slack::Envelope envelope, slack::Acknowledge acknowledge)
{
    metrics_.count(Metric::envelopes, kind_of(envelope.payload));
    auto delivered = std::make_shared<Delivered>();
    delivered->keys = slack::inbox_keys(envelope);
    delivered->envelope = std::move(envelope);
    delivered->acknowledge = std::move(acknowledge);
    ++under_way_;
    if (const auto* unknown = std::get_if<slack::UnknownPayload>(&delivered->envelope.payload))
        // An app may hear of events that it has no use for; what else is unknown may be something that Slack
        // changed.
        log(delivered->is_event() ? "debug" : "warn",
            "payload of an unknown kind: " + unknown->type + " " + unknown->why);
    if (closed_)
        return refuse_without_store(delivered, *closed_, "");

    const bool only_reads = desk_.only_reads(delivered->envelope.payload);
    store::Done done = [this, delivered, only_reads](Result<void> result) {
        delivered->has_written = result && !only_reads;
        if (result) {
            answer(delivered);
            if (only_reads)
                note_reading(delivered);
        } else
            refuse(delivered, delivered->refused.value_or(result.error()));
    };
    if (only_reads)
        store_.read(work_of(delivered, true), std::move(done), delivered->patience());
    else
        store_.submit(work_of(delivered, false), std::move(done), delivered->patience());
}

void Dispatcher::note_reading(const Handle& delivered)
{
    if (!desk_.is_noted(delivered->envelope.payload, delivered->shown))
        return;
    store::Work work = [this, delivered](store::Unit& unit) -> Result<void> {
        desk_.note_reading(delivered->envelope, delivered->shown, unit);
        return {};
    };
    store::Done done = [this, delivered](Result<void> result) {
        --under_way_;
        if (result)
            return;
        if (delivered->shown.empty())
            log("debug", "an opened form was not noted: " + result.error().detail());
        for (const store::Sighting& sighting : delivered->shown)
            log("error",
                sighting.reader + " read tickets of the inbox \"" + sighting.inbox +
                    "\" by office, which the log of the desk could not take: " + result.error().detail());
    };
    ++under_way_;
    store_.submit(std::move(work), std::move(done));
}

store::Work Dispatcher::work_of(const Handle& delivered, bool only_reads)
{
    return [this, delivered, only_reads](store::Unit& unit) -> Result<void> {
        if (!only_reads)
            if (const auto stored = unit.inbox.answer(delivered->keys)) {
                delivered->reply = slack::decode_reply(*stored);
                delivered->is_repeat = true;
                return {};
            }
        auto reply = desk_.handle(delivered->envelope, unit);
        if (!reply) {
            delivered->refused = reply.error();
            return Error(Errc::conflict,
                         "refused by the desk");  // its own code would say that the store is away
        }
        delivered->reply = *std::move(reply);
        if (only_reads)
            delivered->shown = unit.sightings;
        else
            unit.inbox.remember(delivered->keys, slack::encode(delivered->reply), unit.now);
        return {};
    };
}

void Dispatcher::refuse(const Handle& delivered, const Error& error)
{
    metrics_.count(Metric::handler_errors, to_text(error.code()));
    const bool is_poisoned = error.code() == Errc::internal;
    const bool is_store_away = error.code() == Errc::unavailable && !delivered->refused;
    const bool is_busy = is_store_away && error.detail() == kBusy;
    const std::string reference = is_poisoned || (is_store_away && !is_busy) ? new_reference() : "";
    const std::string kind(kind_of(delivered->envelope.payload));
    if (is_busy) {
        if (const auto line = busy_.refused(kind, Clock::now()))
            log("warn", *line);
    } else {
        log(is_poisoned || is_store_away ? "error" : "debug",
            kind + " refused: " + std::string(to_text(error.code())) + " " + error.detail() +
                (reference.empty() ? "" : ", reference " + reference));
    }
    if (is_store_away)
        return refuse_without_store(delivered, for_people(error), reference);

    store::Work work = [this, delivered, error, reference, is_poisoned](store::Unit& unit) -> Result<void> {
        delivered->reply = desk_.refuse(delivered->envelope, error, reference, unit);
        if (!delivered->is_form())
            unit.inbox.remember(delivered->keys, slack::encode(delivered->reply), unit.now);
        if (is_poisoned)
            unit.poisoned.keep(poison_of(delivered->envelope, error, reference, unit.now));
        return {};
    };
    store::Done done = [this, delivered, error, reference, is_poisoned](Result<void> result) {
        delivered->has_written = static_cast<bool>(result);
        if (result && is_poisoned)
            metrics_.count(Metric::poisoned, kind_of(delivered->envelope.payload));
        if (result)
            return answer(delivered);
        log("error", "a refusal could not be stored: " + result.error().detail() +
                         (reference.empty() ? "" : ", reference " + reference));
        if (result.error().code() != Errc::unavailable)
            return refuse_without_store(delivered, error, reference);
        delivered->refused.reset();  // now it is the store's failure: an event comes again
        refuse_without_store(delivered, for_people(result.error()), reference);
    };
    store_.submit(std::move(work), std::move(done), delivered->patience());
}

void Dispatcher::refuse_without_store(const Handle& delivered, const Error& error,
                                      const std::string& reference)
{
    if (delivered->is_event() && error.code() == Errc::unavailable && !delivered->refused) {
        metrics_.count(Metric::acks, "withheld");
        return finish(delivered);
    }
    delivered->reply = desk_.refuse_without_store(delivered->envelope, error, reference);
    answer(delivered);
}

void Dispatcher::answer(const Handle& delivered)
{
    if (delivered->is_repeat)
        metrics_.count(Metric::duplicates);
    const slack::Envelope& envelope = delivered->envelope;
    bool left_out = false;
    std::string frame =
        slack::ack_frame(envelope.id, delivered->reply.ack, envelope.accepts_payload, &left_out);
    const bool is_sent = delivered->acknowledge(std::move(frame));
    const auto span = Clock::now() - delivered->taken;
    metrics_.observe(Metric::ack_seconds, span);
    metrics_.count(Metric::acks, !is_sent ? "lost" : span > kLate ? "late" : "sent");
    if (delivered->has_written)
        on_commit_();
    if (const auto* event = std::get_if<slack::WorkspaceEvent>(&envelope.payload);
        event && !delivered->is_repeat)
        log("warn", "Slack tells: " + event->type + " " + event->channel);
    if (left_out && !delivered->is_repeat)
        send_late(delivered);
    // A view is shown once: a repeated delivery carries a trigger that was used or is too old.
    if (!delivered->reply.view.empty() && !delivered->is_repeat)
        show_view(delivered);
    finish(delivered);
}

void Dispatcher::finish(const Handle& delivered)
{
    --under_way_;
    delivered->acknowledge = nullptr;
}

void Dispatcher::send_late(const Handle& delivered)
{
    const slack::Actor* actor = delivered->actor();
    if (!actor || actor->response_url.empty()) {
        log("error", "an answer to " + std::string(kind_of(delivered->envelope.payload)) +
                         " did not fit into its ack");
        return;
    }
    asio::co_spawn(io_, respond(actor->response_url, delivered->reply.ack), asio::detached);
}

asio::awaitable<void> Dispatcher::respond(std::string url, std::string json)
{
    ++under_way_;
    const slack::CallResult result = co_await slack_.respond(std::move(url), std::move(json));
    if (!result.ok)
        log("warn", "an answer could not be sent through its response_url: " + result.error);
    --under_way_;
}

void Dispatcher::show_view(const Handle& delivered) { asio::co_spawn(io_, show(delivered), asio::detached); }

asio::awaitable<void> Dispatcher::show(Handle delivered)
{
    ++under_way_;
    const slack::Reply& reply = delivered->reply;
    const slack::Actor* actor = delivered->actor();
    slack::Call call(reply.view_method, {{"view", reply.view}});
    if (reply.view_method == "views.update") {
        call.arguments["view_id"] = reply.view_id;
        if (!reply.view_hash.empty())
            call.arguments["hash"] = reply.view_hash;
    } else if (actor) {
        call.arguments["trigger_id"] = actor->trigger;
    }
    const slack::CallResult result = co_await slack_.call(std::move(call));
    metrics_.count(Metric::views, result.ok ? "shown" : to_text(result.error_class));
    if (!result.ok)
        log("warn", reply.view_method + " failed: " + result.error);
    // views.update: the person closed the form or it changed meanwhile; nothing to tell.
    if (!result.ok && actor && reply.view_method != "views.update") {
        store::Work work = [hint = form_hint(*actor)](store::Unit& unit) -> Result<void> {
            unit.outbox.add(hint, unit.now);
            return {};
        };
        const Result<void> stored = co_await store_.write(std::move(work));
        if (!stored)
            log("warn", "the hint about a form could not be stored: " + stored.error().detail());
        on_commit_();
    }
    --under_way_;
}

}  // namespace deskbell::bot
