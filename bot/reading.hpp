#pragma once
#include "bot/catch_up.hpp"

namespace deskbell::bot {

/// One conversation on its way from Slack's history to our store.
struct CatchUp::Reading {
    explicit Reading(boost::asio::any_io_executor io) : is_handed_over(io) {}

    kernel::History history;
    UtcTime begun{};  ///< Slack's time: what was written before is in the history
    std::vector<slack::Envelope> untold;
    std::size_t stored = 0, finished = 0;
    slack::Signal is_handed_over;  ///< an envelope is finished, stored or not
};

}  // namespace deskbell::bot
