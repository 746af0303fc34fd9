#pragma once
#include "bot/on_store.hpp"
#include "bot/slack_port.hpp"
#include "handlers/kernel/desk.hpp"
#include "slack/net/signal.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace deskbell::bot {

/// Reads from Slack who is an agent and who is in a user group, and after each connection how the channels
/// are, because events about it can be lost. Use from the I/O thread.
class Roster {
public:
    static constexpr std::chrono::hours kEvery{4};
    /// Reconnects come in bursts; one reading serves them all.
    static constexpr std::chrono::seconds kAtMostEvery{60};
    /// Members of one channel: pages times their size.
    static constexpr int kPagesMost = 20;
    static constexpr int kPageSize = 200;

    Roster(boost::asio::any_io_executor io, StoreBridge& store, SlackPort& slack, const kernel::Desk& desk,
           std::function<void()> on_commit);

    void start();
    /// A connection is ready again: what happened meanwhile may have been missed.
    void refresh();
    void stop();
    /// True once every channel was read.
    bool is_read() const { return read_.has_value(); }

private:
    boost::asio::awaitable<void> run();
    boost::asio::awaitable<bool> read_all();
    boost::asio::awaitable<void> look_at_channels();
    boost::asio::awaitable<std::optional<std::vector<std::string>>> members_of(std::string channel);
    boost::asio::awaitable<std::optional<std::vector<std::string>>> members_of_group(std::string group);
    boost::asio::awaitable<bool> keep(std::string place, std::vector<std::string> users);
    boost::asio::awaitable<std::vector<std::string>> places();
    /// Logs it once for each reason; an empty one means that the place could be read.
    void note_reading(const std::string& place, const std::string& what, const std::string& error);

    boost::asio::any_io_executor io_;
    StoreBridge& store_;
    SlackPort& slack_;
    const kernel::Desk& desk_;
    std::function<void()> on_commit_;
    slack::Signal signal_;
    std::optional<std::chrono::steady_clock::time_point> read_;
    std::map<std::string, std::string> told_;  ///< why a place could not be read, as the log has it already
    bool is_wanted_ = true;
    bool may_have_missed_ = true;  ///< what became of the channels
    bool is_stopped_ = false;
};

}  // namespace deskbell::bot
