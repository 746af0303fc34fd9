#pragma once
#include "bot/catch_up.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace deskbell::bot {

/// One conversation on its way from Slack's history to our store, in windows of which one at a time is in
/// memory, the oldest first. Slack shows a thread from its beginning, but a channel from its end: there the
/// borders are looked for first, and then the windows are read between them.
struct CatchUp::Reading {
    explicit Reading(boost::asio::any_io_executor io) : is_handed_over(io) {}

    kernel::History history;  ///< of this window
    UtcTime begun{};          ///< Slack's time: what was written before is in the history
    std::chrono::steady_clock::time_point started;  ///< the same moment as this machine counts it
    std::vector<slack::Envelope> untold;
    std::size_t stored = 0, finished = 0;
    slack::Signal is_handed_over;  ///< an envelope is finished, stored or not

    std::string read_to;               ///< ts; where the last window ended
    std::vector<std::string> borders;  ///< ts; where windows of a channel end, the oldest last
    std::string cursor;                ///< Slack's; where the next page begins
    std::size_t messages = 0;          ///< in the windows before this one
    bool is_over = false;              ///< nothing is left, or Slack does not let us

    bool is_thread() const { return !history.where.thread_ts.empty(); }
    /// The call for the next page of this window.
    slack::Call page() const;
    /// Adds what a page shows, without what the window before had.
    void take(const slack::CallResult& page);
    /// True when the window is full and the channel goes on further back.
    bool goes_further_back() const { return !is_thread() && !cursor.empty(); }
    /// Lets this window end where the full one begins. False when it has no beginning.
    bool set_border();
    /// Up to when everything is known once this window is stored.
    UtcTime whole_to() const;
    /// Goes on to the next window.
    void advance();
};

}  // namespace deskbell::bot
