#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <functional>

namespace deskbell::bot {

/// Turns SIGTERM and SIGINT into a polite end; the second of them ends the program at once.
class Signals {
public:
    Signals(boost::asio::io_context& io, std::function<void()> on_stop);
    void cancel() { set_.cancel(); }

private:
    void wait();

    boost::asio::signal_set set_;
    std::function<void()> on_stop_;
    bool is_second_ = false;
};

}  // namespace deskbell::bot
