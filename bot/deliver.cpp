#include "bot/logging.hpp"
#include "bot/lost_post.hpp"
#include "bot/outbox_pump.hpp"
#include "bot/parked_reason.hpp"
#include "bot/recording.hpp"
#include "handlers/kernel/attach.hpp"

#include <algorithm>
#include <array>

namespace deskbell::bot {

namespace asio = boost::asio;

namespace {

/// Refusals of chat.postEphemeral after which the person can still be reached elsewhere.
constexpr std::array<std::string_view, 6> kNotThere{"channel_not_found",   "not_in_channel",
                                                    "user_not_in_channel", "is_archived",
                                                    "restricted_action",   "messages_tab_disabled"};

constexpr std::string_view kDelete = "chat.delete";
constexpr const char* kTakenOut = "_This was taken out of the channel._";

std::string argument(const Delivery& delivery, std::string_view name)
{
    const auto it = delivery.row.arguments.find(name);
    return it == delivery.row.arguments.end() ? std::string() : it->second;
}

/// The search cannot say anything until it works; other refusals mean that it never will.
bool may_find_later(const slack::CallResult& result)
{
    return result.error_class == slack::ErrorClass::try_again ||
           result.error_class == slack::ErrorClass::rate_limited ||
           result.error_class == slack::ErrorClass::credential;
}

/// Whoever knew the thread's root deleted it.
bool is_thread_gone(const slack::CallResult& result)
{
    return result.error == "thread_not_found" || result.error == "message_not_found";
}

/// From when on an earlier try may have posted; nothing when there was none, or when nobody knows.
std::optional<UtcTime> earliest_post(const Delivery& delivery, const RunClock& clock)
{
    if (const auto sent = first_unknown(delivery.row.last_error))
        return *sent > UtcTime{} ? sent : std::nullopt;
    if (delivery.row.not_before > UtcTime{})
        return clock.real_time(delivery.row.not_before);
    return std::nullopt;
}

/// Since when a post may be in Slack without our knowing. Kept until the row is done, whatever happens after
/// it: a search may be refused as well, and a row that the operator retries must be looked for.
std::optional<UtcTime> unknown_since(const Delivery& delivery, const RunClock& clock)
{
    if (!shows_a_message(delivery.row.method))
        return std::nullopt;
    if (const auto before = first_unknown(delivery.row.last_error))
        return before;
    if (delivery.is_interrupted && is_post(delivery.row.method))
        return earliest_post(delivery, clock).value_or(UtcTime{});
    return std::nullopt;
}

}  // namespace

OutboxPump::Outcome OutboxPump::outcome_of(const Delivery& delivery, slack::CallResult result)
{
    Outcome outcome;
    const double dice = std::uniform_real_distribution<double>(0, 1)(dice_);
    outcome.verdict = judge(delivery.row.method, result, delivery.row.attempts, dice);
    outcome.sent = clock_.real_time(clock_.now());
    outcome.result = std::move(result);
    // Whoever asked a question hears of the refusal too: it is the answer, and nothing was lost.
    if (outcome.verdict.next == Verdict::Next::park && !delivery.row.then.empty())
        outcome.verdict.next = Verdict::Next::done;
    return outcome;
}

asio::awaitable<OutboxPump::Outcome> OutboxPump::attempt(Handle delivery)
{
    if (delivery->row.method == "response_url") {
        slack::CallResult result =
            co_await slack_.respond(argument(*delivery, "url"), argument(*delivery, "json"));
        Outcome outcome = outcome_of(*delivery, std::move(result));
        co_return outcome;
    }
    if (delivery->row.method == kernel::kUploadMethod) {
        Outcome outcome = co_await attempt_upload(delivery);
        co_return outcome;
    }
    std::string channel = channel_of(*delivery);
    if (const std::string user = user_to_open(*delivery); !user.empty()) {
        slack::CallResult opened = co_await open_direct_message(user);
        channel = opened.at("/channel/id");
        if (!opened.ok) {
            Outcome outcome = outcome_of(*delivery, std::move(opened));
            outcome.verdict.is_outcome_unknown = false;  // only the door did not open, nothing was posted
            co_return outcome;
        }
    }
    if (is_post(delivery->row.method)) {
        Outcome outcome = co_await attempt_post(delivery, std::move(channel));
        co_return outcome;
    }
    if (delivery->row.method == kernel::kCompleteMethod) {
        Outcome outcome = co_await attempt_completion(delivery, std::move(channel));
        co_return outcome;
    }
    if (delivery->row.method == kDelete) {
        slack::Call call = call_for(*delivery, channel);
        slack::CallResult removed = co_await remove(std::move(call));
        Outcome outcome = outcome_of(*delivery, std::move(removed));
        co_return outcome;
    }
    slack::Call call = call_for(*delivery, channel);
    slack::CallResult result = co_await slack_.call(std::move(call));
    const bool is_whisper = delivery->row.method == "chat.postEphemeral";
    if (is_whisper && std::ranges::find(kNotThere, result.error) != kNotThere.end())
        result = co_await whisper_elsewhere(delivery);
    Outcome outcome = outcome_of(*delivery, std::move(result));
    co_return outcome;
}

asio::awaitable<std::optional<OutboxPump::Outcome>> OutboxPump::look_for(Handle delivery, std::string channel)
{
    Sought sought;
    sought.channel = channel;
    sought.thread_ts = thread_of(*delivery);
    sought.key = metadata_key_of(delivery->row);
    sought.author = desk_.self().bot;
    sought.sent_after = earliest_post(*delivery, clock_);
    Sought outside = sought;
    outside.thread_ts.clear();
    const bool has_thread = !sought.thread_ts.empty();
    Found found = co_await find_post(slack_, std::move(sought));
    if (has_thread && is_thread_gone(found.result)) {
        found = co_await find_post(slack_, std::move(outside));
        if (!found.ts.empty()) {
            Outcome stray = co_await take_back(delivery, channel, found.ts);
            co_return std::optional<Outcome>(std::move(stray));
        }
    }
    // The program that died may have sent it a moment ago.
    if (found.ts.empty() && found.result.ok && delivery->is_interrupted)
        found.result = slack::no_answer("the history may not show it yet");
    std::optional<Outcome> outcome;
    if (!found.ts.empty()) {
        outcome = outcome_of(*delivery, std::move(found.result));
        outcome->channel = channel;
        outcome->ts = found.ts;
        outcome->is_adopted = true;
    } else if (!found.result.ok && may_find_later(found.result)) {
        outcome = outcome_of(*delivery, std::move(found.result));
        outcome->verdict.is_outcome_unknown =
            true;  // as before: a limit on the search does not settle the post
    }
    co_return outcome;
}

asio::awaitable<OutboxPump::Outcome> OutboxPump::attempt_post(Handle delivery, std::string channel)
{
    if (delivery->is_interrupted || first_unknown(delivery->row.last_error)) {
        std::optional<Outcome> settled = co_await look_for(delivery, channel);
        if (settled) {
            Outcome outcome = std::move(*settled);
            co_return outcome;
        }
    }
    slack::Call call = call_for(*delivery, channel);
    slack::CallResult result = co_await post_as_named(std::move(call));
    Outcome outcome = outcome_of(*delivery, std::move(result));
    if (!outcome.result.ok)
        co_return outcome;
    outcome.channel = outcome.result.at("/channel");
    outcome.ts = outcome.result.at("/ts");
    // Slack posts to the channel when a thread's root was deleted meanwhile: words for one person, read by
    // all.
    const std::string thread = thread_of(*delivery);
    if (!thread.empty() && outcome.result.at("/message/thread_ts") != thread) {
        Outcome stray = co_await take_back(delivery, outcome.channel, outcome.ts);
        co_return stray;
    }
    co_return outcome;
}

/// Without the scope for it a post stands under the desk's own name: its words say who speaks. Only the
/// operator hears of it, once.
asio::awaitable<slack::CallResult> OutboxPump::post_as_named(slack::Call call)
{
    slack::Call plain = call;
    const bool is_named = plain.arguments.erase("username") + plain.arguments.erase("icon_url") > 0;
    if (is_named && may_customize_) {
        slack::CallResult result = co_await slack_.call(std::move(call));
        if (result.error != "missing_scope")
            co_return result;
        log("warn",
            "answers stand under the desk's own name: the app has no chat:write.customize. Add the scope, "
            "install the app again and restart.");
        may_customize_ = false;
    }
    slack::CallResult result = co_await slack_.call(std::move(plain));
    co_return result;
}

/// Slack deletes no message that stands under another name, also not for the app that posted it there: its
/// words go.
asio::awaitable<slack::CallResult> OutboxPump::remove(slack::Call call)
{
    slack::Call emptied(std::string("chat.update"), call.arguments);
    slack::CallResult result = co_await slack_.call(std::move(call));
    if (result.error != "cant_delete_message")
        co_return result;
    emptied.arguments["text"] = kTakenOut;
    emptied.arguments["blocks"] = "[]";
    slack::CallResult changed = co_await slack_.call(std::move(emptied));
    co_return changed;
}

asio::awaitable<slack::CallResult> OutboxPump::open_direct_message(std::string user)
{
    slack::Call open("conversations.open", {{"users", user}});
    slack::CallResult result = co_await slack_.call(std::move(open));
    if (!result.ok)
        co_return result;
    store::Work work = [user, channel = result.at("/channel/id")](store::Unit& unit) -> Result<void> {
        unit.directory.set_dm_channel(user, channel);
        return {};
    };
    const Result<void> stored = co_await store_.write(std::move(work));
    if (!stored)
        log("warn", "a direct message channel could not be remembered: " + stored.error().detail());
    co_return result;
}

asio::awaitable<slack::CallResult> OutboxPump::whisper_elsewhere(Handle delivery)
{
    if (std::string url = argument(*delivery, "fallback_response_url"); !url.empty()) {
        slack::CallResult result =
            co_await slack_.respond(std::move(url), private_answer(delivery->row.arguments));
        if (result.ok)
            co_return result;
    }
    slack::CallResult opened = co_await open_direct_message(argument(*delivery, "user"));
    if (!opened.ok)
        co_return opened;
    Delivery direct;
    direct.row = delivery->row;
    direct.row.method = "chat.postMessage";
    direct.row.arguments.erase("user");
    direct.row.arguments.erase("thread_ts");
    slack::Call call = call_for(direct, opened.at("/channel/id"));
    slack::CallResult result = co_await slack_.call(std::move(call));
    co_return result;
}

/// Removes a post that stands outside its thread. As long as Slack does not do that the row stays open: then
/// the post is looked for and removed again.
asio::awaitable<OutboxPump::Outcome> OutboxPump::take_back(Handle delivery, std::string channel,
                                                           std::string ts)
{
    slack::Call call("chat.delete", {{"channel", channel}, {"ts", ts}});
    slack::CallResult result = co_await slack_.call(std::move(call));
    const bool is_open = !result.ok && may_find_later(result);
    if (!result.ok)
        log(is_open ? "warn" : "error",
            "a post outside its thread could not be removed: " + channel + " " + ts + " " + result.error);
    Outcome outcome = outcome_of(*delivery, std::move(result));
    if (is_open) {
        outcome.verdict.is_outcome_unknown = true;
        co_return outcome;
    }
    outcome.verdict.next = Verdict::Next::park;
    outcome.result.error = kThreadGone;
    outcome.channel = channel;
    co_return outcome;
}

asio::awaitable<void> OutboxPump::record(Handle delivery, std::shared_ptr<const Outcome> outcome)
{
    Recording recording;
    recording.row = delivery->row;
    recording.result = outcome->result;
    recording.verdict = outcome->verdict;
    recording.channel = outcome->channel;
    recording.ts = outcome->ts;
    recording.error = outcome->result.error;
    recording.next_arguments = outcome->next_arguments;
    if (!outcome->result.needed.empty())
        recording.error += ": " + outcome->result.needed;
    const auto unknown = unknown_since(*delivery, clock_);
    if (unknown || outcome->verdict.is_outcome_unknown)
        recording.error = unknown_outcome(unknown.value_or(outcome->sent), recording.error);
    recording.wait = clock_.program_span(outcome->verdict.wait);
    const std::string error = recording.error;
    const Parking parking = co_await write_down(store_, desk_, std::move(recording));
    if (outcome->next_arguments.empty())
        note(metrics_,
             {delivery->row, outcome->result, outcome->verdict, error, outcome->is_adopted, parking});
}

}  // namespace deskbell::bot
