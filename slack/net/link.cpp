#include "slack/net/link.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace deskbell::slack {

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

Link::Link(std::shared_ptr<ByteStream> stream, SocketTimes times, std::weak_ptr<LinkOwner> owner, int number)
    : stream_(std::move(stream)),
      times_(times),
      owner_(std::move(owner)),
      socket_(stream_),
      tick_(stream_->executor()),
      closing_(stream_->executor()),
      number_(number)
{
}

asio::awaitable<Result<void>> Link::upgrade(std::string host, std::string target)
{
    const auto self = shared_from_this();
    const Deadline deadline(stream_, times_.step);
    const auto done = co_await socket_.upgrade(std::move(host), std::move(target));
    if (!done)
        stream_->abort();
    if (deadline.has_expired())
        co_return Error(Errc::unavailable, "upgrade: timed out");
    co_return done;
}

void Link::start()
{
    auto reading = read(shared_from_this());
    asio::co_spawn(stream_->executor(), std::move(reading), asio::detached);
    auto watching = watch(shared_from_this());
    asio::co_spawn(stream_->executor(), std::move(watching), asio::detached);
}

asio::awaitable<void> Link::read(std::shared_ptr<Link> self)
{
    for (;;) {
        const WebSocketMessage message = co_await self->socket_.read();
        if (message.is_end) {
            self->end(message.text);
            co_return;
        }
        const auto owner = self->owner_.lock();
        if (!owner) {
            self->drop("nobody listens");
            continue;  // the next read tells the end
        }
        auto frame = message.is_text ? parse_frame(message.text) : Frame(BadFrame{"a binary frame"});
        owner->on_frame(*self, std::move(frame));
    }
}

asio::awaitable<void> Link::watch(std::shared_ptr<Link> self)
{
    while (self->state != State::ended) {
        error_code ec;
        self->tick_.expires_at(self->look_after(Clock::now()));
        co_await self->tick_.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    }
}

// Any byte from the other side is a sign of life; a late pong alone is no reason to give up
// (slackapi/bolt-js#2496).
Link::Time Link::look_after(Time now)
{
    const Time heard = stream_->last_heard();
    if (now - heard >= times_.silence) {
        drop("silent for " + std::to_string(times_.silence.count() / 1000) + " s");
        return now + times_.silence;
    }
    if (now - std::max(heard, last_ping_) >= times_.ping) {
        last_ping_ = now;
        socket_.ping();
    }
    Time next = std::min(heard + times_.silence, std::max(heard, last_ping_) + times_.ping);
    if (ready_since && !was_healthy_) {
        if (lived(now) >= times_.healthy) {
            was_healthy_ = true;
            if (const auto owner = owner_.lock())
                owner->on_healthy(*this);
        } else {
            next = std::min(next, *ready_since + times_.healthy);
        }
    }
    return next;
}

bool Link::send(std::string frame) { return is_serving() && socket_.send(std::move(frame)); }

void Link::close()
{
    if (state == State::closing || state == State::ended)
        return;
    state = State::closing;
    socket_.close();
    closing_.expires_after(times_.close);
    closing_.async_wait([weak = weak_from_this()](error_code ec) {
        if (const auto self = weak.lock(); self && !ec)
            self->drop("closed by us; the other side did not answer");
    });
}

// A line may be dead in one direction only. Without a close frame Slack would go on to count this connection
// and give it a share of the events (slackapi/python-slack-sdk#1940); it leaves now or never.
void Link::drop(const std::string& why)
{
    if (why_.empty())
        why_ = why;
    socket_.close();
    stream_->abort();
}

void Link::end(const std::string& why)
{
    if (state == State::ended)
        return;
    const State before = state;
    state = State::ended;
    stream_->abort();
    tick_.cancel();
    closing_.cancel();
    if (before == State::closing)
        is_accounted = true;
    if (const auto owner = owner_.lock())
        owner->on_end(*this, why_.empty() ? why : why_);
}

milliseconds Link::lived(Time now) const
{
    return ready_since ? std::chrono::duration_cast<milliseconds>(now - *ready_since) : milliseconds{0};
}

}  // namespace deskbell::slack
