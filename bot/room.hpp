#pragma once
#include "bot/catch_up.hpp"
#include "bot/clockwork.hpp"
#include "bot/dispatcher.hpp"
#include "bot/outbox_pump.hpp"
#include "bot/roster.hpp"
#include "bot/second_try.hpp"
#include "slack/net/socket_mode.hpp"

namespace deskbell::bot {

/// What exists once we know who we are in the workspace.
struct Room {
    Room(boost::asio::any_io_executor io, StoreBridge& store, SlackPort& slack, kernel::Desk the_desk,
         const RunClock& clock, Metrics& metrics)
        : desk(std::move(the_desk)),
          bridge(store),
          dispatcher(io, store, slack, desk, metrics, [this] { wake(); }),
          pump(io, store, slack, desk, clock, metrics),
          clockwork(io, store, desk, clock, metrics, [this] { pump.wake(); }),
          roster(io, store, slack, desk, [this] { pump.wake(); }),
          catch_up(io, store, slack, desk, dispatcher, clock, metrics),
          second_try(io, store, desk, metrics, [this] { wake(); })
    {
    }

    /// Something was committed: there may be rows to send and timers to mind.
    void wake()
    {
        pump.wake();
        clockwork.wake();
    }

    kernel::Desk desk;
    StoreBridge& bridge;
    Dispatcher dispatcher;
    OutboxPump pump;
    Clockwork clockwork;
    Roster roster;
    CatchUp catch_up;
    SecondTry second_try;
    std::unique_ptr<slack::SocketMode> sockets;
};

}  // namespace deskbell::bot
