#pragma once
#include "bot/clock.hpp"
#include "bot/dispatcher.hpp"
#include "bot/metrics.hpp"
#include "bot/on_store.hpp"
#include "bot/slack_port.hpp"
#include "bot/thread_turns.hpp"
#include "handlers/kernel/thread/catch_up.hpp"
#include "slack/net/signal.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <vector>

namespace deskbell::bot {

/// Reads Slack's histories after every connection, and now and then in between, and hands what no event told
/// us to the dispatcher: the same path, with the same keys, so that nothing has an effect twice. Use from the
/// I/O thread.
class CatchUp {
public:
    /// Also without a new connection: a line may look well and deliver nothing.
    static constexpr std::chrono::minutes kEvery{30};
    /// Connections come in bursts; one reading serves them all.
    static constexpr std::chrono::seconds kAtMostEvery{20};
    static constexpr int kPageSize = 200;  ///< messages; Slack's advice
    static constexpr int kPagesMost = 50;  ///< of one window: 10,000 messages are in memory at once
    /// Windows of a channel that are laid out at once, 2,000,000 messages; more follow when these are read.
    static constexpr std::size_t kBordersMost = 200;
    /// Of one page: half an hour's reading should not begin again for a moment's trouble.
    static constexpr int kTriesMost = 5;

    /// What is found leads to threads that are read as well, at once; after so many rounds these wait.
    static constexpr int kRoundsMost = 3;

    /// Pages of the list of conversations with one person.
    static constexpr int kListPagesMost = kernel::kDirectKnownMost / kPageSize;

    /// How often is read. Only tests are in a greater hurry.
    struct Pace {
        std::chrono::milliseconds every = kEvery;
        std::chrono::milliseconds at_most_every = kAtMostEvery;
        std::chrono::milliseconds before_retry{2000};
    };

    CatchUp(boost::asio::any_io_executor io, StoreBridge& store, SlackPort& slack, const kernel::Desk& desk,
            Dispatcher& dispatcher, const RunClock& clock, Metrics& metrics);
    CatchUp(boost::asio::any_io_executor io, StoreBridge& store, SlackPort& slack, const kernel::Desk& desk,
            Dispatcher& dispatcher, const RunClock& clock, Metrics& metrics, Pace pace);

    void start();
    /// A connection is ready: what happened before may have been missed.
    void wake();
    void stop();

private:
    struct Reading;
    using Handle = std::shared_ptr<Reading>;

    boost::asio::awaitable<void> run();
    boost::asio::awaitable<bool> read_to_the_end();
    boost::asio::awaitable<bool> read_all();
    boost::asio::awaitable<bool> list_directs(std::shared_ptr<std::vector<std::string>> directs);
    boost::asio::awaitable<bool> read_in_turns(std::vector<kernel::Conversation> all);
    boost::asio::awaitable<bool> read_window(Handle reading);
    boost::asio::awaitable<bool> fetch(Handle reading);
    boost::asio::awaitable<bool> fetch_pages(Handle reading);
    boost::asio::awaitable<slack::CallResult> ask(slack::Call call);
    boost::asio::awaitable<bool> compare(Handle reading);
    boost::asio::awaitable<void> hand_over(Handle reading);
    boost::asio::awaitable<bool> write_down(Handle reading);
    boost::asio::awaitable<void> reconcile_days();
    boost::asio::awaitable<void> reconcile_day(Handle day);

    boost::asio::any_io_executor io_;
    StoreBridge& store_;
    SlackPort& slack_;
    const kernel::Desk& desk_;
    Dispatcher& dispatcher_;
    const RunClock& clock_;
    Metrics& metrics_;
    const Pace pace_;
    slack::Signal signal_;
    ThreadTurns turns_;
    bool is_wanted_ = false;
    bool has_found_ = false;  ///< something, in this reading
    bool may_list_ = true;    ///< false once Slack refused the list of direct messages
    bool is_stopped_ = false;
};

}  // namespace deskbell::bot
