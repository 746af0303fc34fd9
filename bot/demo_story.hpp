#pragma once
#include "bot/clock.hpp"
#include "bot/demo_company.hpp"
#include "bot/room.hpp"

#include <boost/asio/awaitable.hpp>

namespace deskbell::bot {

/// Tells the demo's past once: every ticket and step goes through the desk as if its person had pressed the
/// button at that time, so that events, cards and threads are real. Each step is marked in its own
/// transaction: what a crash left untold is told at the next start. The clock is set back meanwhile, and
/// right afterwards.
boost::asio::awaitable<void> tell_story(Room& room, SlackPort& slack, SpeedClock& clock);

/// A past step as the envelope that Slack would have sent. `number` is the ticket's, "INC-1".
slack::Envelope raising(const DemoTicket& ticket, const std::string& root_ts, const std::string& id);
slack::Envelope stepping(const DemoStep& step, const std::string& number, const std::string& id);

}  // namespace deskbell::bot
