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
        const auto now = std::chrono::steady_clock::now();
        if (first_ && now - *first_ > kEcho)
            std::_Exit(128 + signal);
        if (!first_) {
            first_ = now;
            on_stop_();
        }
        wait();
    });
}

}  // namespace deskbell::bot
