#pragma once
#include "bot/clock.hpp"
#include "bot/delivery.hpp"
#include "bot/metrics.hpp"
#include "bot/on_store.hpp"
#include "bot/retry_policy.hpp"
#include "bot/slack_port.hpp"
#include "handlers/kernel/desk.hpp"
#include "slack/net/signal.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>

namespace deskbell::bot {

/// Delivers committed outbox rows to Slack, one call per lane at a time, each exactly once in effect.
/// A post whose outcome is unknown is looked for by its metadata before it is sent again, files by what
/// files.info says of them. Use from the I/O
/// thread.
class OutboxPump {
public:
    /// Calls under way at the same time. More would only wait in Slack's limits.
    static constexpr int kUnderWayMost = 16;
    /// Longest sleep without news: rows that another instance wrote are found this late.
    static constexpr std::chrono::seconds kNap{30};
    /// Shortest sleep while something is due that could not be claimed yet.
    static constexpr std::chrono::milliseconds kPause{100};

    OutboxPump(boost::asio::any_io_executor io, StoreBridge& store, SlackPort& slack,
               const kernel::Desk& desk, const RunClock& clock, Metrics& metrics);

    void start();
    /// Something was committed: look at once.
    void wake();
    /// Claims nothing more. Calls under way go on; see `under_way`.
    void stop();
    std::size_t under_way() const { return in_hand_.size(); }
    /// Nothing is under way and nothing is due now. For those who wait until all is said.
    bool is_quiet() const { return is_quiet_ && in_hand_.empty(); }

private:
    /// How one try ended, on its way into the database.
    struct Outcome {
        slack::CallResult result;
        Verdict verdict;
        UtcTime sent{};       ///< real time
        std::string channel;  ///< where a post ended up
        std::string ts;
        bool is_adopted = false;    ///< the post was found in Slack, not sent again
        Attributes next_arguments;  ///< the files are uploaded: with these they become a message
    };

    using Handle = std::shared_ptr<const Delivery>;

    boost::asio::awaitable<void> run();
    boost::asio::awaitable<void> claim();
    boost::asio::awaitable<void> deliver(Handle delivery);
    boost::asio::awaitable<Outcome> attempt(Handle delivery);
    boost::asio::awaitable<Outcome> attempt_post(Handle delivery, std::string channel);
    boost::asio::awaitable<Outcome> attempt_upload(Handle delivery);
    boost::asio::awaitable<Outcome> attempt_completion(Handle delivery, std::string channel);
    boost::asio::awaitable<std::optional<Outcome>> look_for_files(Handle delivery, std::string channel);
    boost::asio::awaitable<std::optional<Outcome>> look_for(Handle delivery, std::string channel);
    boost::asio::awaitable<slack::CallResult> open_direct_message(std::string user);
    boost::asio::awaitable<slack::CallResult> whisper_elsewhere(Handle delivery);
    boost::asio::awaitable<slack::CallResult> post_as_named(slack::Call call);
    boost::asio::awaitable<slack::CallResult> remove(slack::Call call);
    boost::asio::awaitable<Outcome> take_back(Handle delivery, std::string channel, std::string ts);
    boost::asio::awaitable<void> record(Handle delivery, std::shared_ptr<const Outcome> outcome);
    Outcome outcome_of(const Delivery& delivery, slack::CallResult result);
    slack::Signal::Time wake_at() const;

    boost::asio::any_io_executor io_;
    StoreBridge& store_;
    SlackPort& slack_;
    const kernel::Desk& desk_;
    const RunClock& clock_;
    Metrics& metrics_;
    slack::Signal signal_;
    std::set<std::int64_t> in_hand_;  ///< rows whose call is under way here: leased, but not interrupted
    std::optional<UtcTime> next_due_;
    ClockSteps steps_{clock_};
    std::chrono::seconds set_back_{0};  ///< how far the clock was set back since pauses were reckoned
    std::mt19937 dice_;
    bool is_woken_ = false;
    bool is_stopped_ = false;
    bool is_first_look_ = true;
    bool is_quiet_ = false;
    bool may_customize_ = true;   ///< the workspace lets a post stand under another name, as far as we know
    bool is_store_away_ = false;  ///< the last claim failed, and the log says so
};

}  // namespace deskbell::bot
