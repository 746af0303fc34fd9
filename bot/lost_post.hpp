#pragma once
#include "bot/slack_port.hpp"
#include "handlers/domain/time.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace deskbell::bot {

/// Margin for two clocks that differ, ours and Slack's.
inline constexpr std::chrono::seconds kLookBack{5};
/// Pages of history that are read at most; beyond 1,000 newer messages a post counts as not there.
inline constexpr int kLookPagesMost = 5;
inline constexpr int kLookPageSize = 200;

/// Where a post may be, if it went through.
struct Sought {
    std::string channel;
    std::string thread_ts;  ///< "" for the top level
    std::string key;        ///< of its metadata
    std::optional<UtcTime> sent_after;  ///< nothing: as far back as the pages go
};

/// What the search found out. `result` is the last call; when that is not ok, nothing is known.
struct Found {
    slack::CallResult result;
    std::string ts;         ///< "" when the post is not there
    std::string thread_ts;  ///< of the message found
};

/// Looks for a post of ours by its metadata key.
boost::asio::awaitable<Found> find_post(SlackPort& slack, Sought sought);

}  // namespace deskbell::bot
