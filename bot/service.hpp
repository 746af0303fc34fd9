#pragma once
#include "bot/clock.hpp"
#include "bot/exit_code.hpp"
#include "bot/health.hpp"
#include "bot/introduction.hpp"
#include "bot/metrics.hpp"
#include "bot/on_store.hpp"
#include "bot/slack_port.hpp"
#include "config/config.hpp"
#include "slack/net/endpoint.hpp"
#include "slack/net/signal.hpp"
#include "store/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace deskbell::bot {

struct Room;

/// Told from the I/O thread when the bot must not go on: what to exit with, and why.
using OnFatal = std::function<void(ExitCode, std::string)>;

/// The bot between a workspace and a database: connects, keeps everything going, ends in order.
/// Use from the I/O thread; the store, the clock and the metrics must outlive it.
class Service {
public:
    static constexpr int kSockets = 2;  ///< one takes over while the other is renewed
    static constexpr std::chrono::seconds kProbeEvery{15};

    /// How long the connections wait for the first reading of the agent channels.
    static constexpr std::chrono::milliseconds kReadMembers{10'000};

    // How long the end may take, step by step; together below the 5 s of a polite stop.
    static constexpr std::chrono::milliseconds kFinishJobs{1500};
    static constexpr std::chrono::milliseconds kCloseSockets{2200};
    static constexpr std::chrono::milliseconds kFinishCalls{500};

    struct Parts {
        store::Store& store;
        const RunClock& clock;
        Metrics& metrics;
    };

    Service(boost::asio::any_io_executor io, Parts parts, slack::Endpoint endpoint, Settings settings,
            OnFatal on_fatal);
    ~Service();

    /// Runs after we know who we are and before the first delivery is taken; null for nothing.
    std::function<boost::asio::awaitable<void>(Room&)> before_deliveries;
    /// Called once, when the first connection is ready.
    std::function<void()> on_first_ready;

    void start();
    /// Takes nothing more, finishes what was accepted, closes the connections; then `done`.
    void stop(std::function<void()> done);

    /// For the health page.
    HealthSource health();

private:
    boost::asio::awaitable<void> run();
    boost::asio::awaitable<bool> get_introduced();
    /// New service levels come into force before anybody can ask.
    boost::asio::awaitable<void> adopt();
    /// A database that takes nothing at the start: people are told, instead of left without an answer.
    void refuse_meanwhile(const Error& why);
    boost::asio::awaitable<bool> inspect();
    boost::asio::awaitable<void> settle_scopes();
    boost::asio::awaitable<void> subscribe_managers();
    boost::asio::awaitable<void> monitor();
    boost::asio::awaitable<void> probe();
    boost::asio::awaitable<void> end(std::function<void()> done);
    boost::asio::awaitable<void> until(std::function<bool()> is_true, std::chrono::milliseconds limit);
    boost::asio::awaitable<void> pause(std::chrono::milliseconds span);
    void open_room();
    void watch_sockets();
    std::vector<std::string> not_ready() const;
    void gather();

    boost::asio::any_io_executor io_;
    Parts parts_;
    slack::Endpoint endpoint_;
    Settings settings_;
    OnFatal on_fatal_;
    slack::WebClient web_;
    WebSlack slack_;
    StoreBridge bridge_;
    slack::Signal news_;  ///< wakes whoever waits here, at the end
    Introduced introduced_;
    std::unique_ptr<Room> room_;
    std::string trouble_ = "Not yet connected to Slack.";
    bool was_ready_ = false;
    bool is_stopping_ = false;
    bool is_refusing_ = false;  ///< connected, but nothing is taken until the start is through
};

}  // namespace deskbell::bot
