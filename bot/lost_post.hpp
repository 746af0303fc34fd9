#pragma once
#include "bot/slack_port.hpp"
#include "handlers/domain/time.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace deskbell::bot {

/// Margin for two clocks that differ, ours and Slack's: the same as that of the catch-up. A post that the
/// search overlooks would be made again.
inline constexpr std::chrono::minutes kLookBack{10};
/// Messages of a history that are read at most; beyond so many newer ones a post counts as not there.
inline constexpr int kLookMessagesMost = 1000;
/// Pages may be smaller than asked for, even empty, and there are more of them all the same.
inline constexpr int kLookPagesMost = 100;
inline constexpr int kLookPageSize = 200;

/// Where a post may be, if it went through.
struct Sought {
    std::string channel;
    std::string thread_ts;              ///< "" for the top level
    std::string key;                    ///< of its metadata
    std::string author;                 ///< our own bot id
    std::optional<UtcTime> sent_after;  ///< nothing: as far back as the pages go
};

/// What the search found out. `result` is the last call; when that is not ok, nothing is known. Nor is it
/// when posts of ours were shown without the metadata that all of them carry: then `result` is "no answer".
struct Found {
    slack::CallResult result;
    std::string ts;         ///< "" when the post is not there
    std::string thread_ts;  ///< of the message found
};

/// Looks for a post of ours by its metadata key.
boost::asio::awaitable<Found> find_post(SlackPort& slack, Sought sought);

}  // namespace deskbell::bot
