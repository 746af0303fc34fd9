#include "bot/signals.hpp"

#include <signal.h>

#include <cstdlib>

namespace deskbell::bot {

Signals::Signals(boost::asio::io_context& io, std::function<void()> on_stop)
    : set_(io, SIGINT, SIGTERM), on_stop_(std::move(on_stop))
{
    ::signal(SIGPIPE, SIG_IGN);  // a log reader that went away must not end the bot
    wait();
}

void Signals::wait()
{
    set_.async_wait([this](const boost::system::error_code& ec, int signal) {
        if (ec)
            return;
        if (is_second_)
            std::_Exit(128 + signal);
        is_second_ = true;
        on_stop_();
        wait();
    });
}

}  // namespace deskbell::bot
