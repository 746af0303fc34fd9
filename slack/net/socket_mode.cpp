#include "slack/net/socket_mode.hpp"

#include "slack/net/connection_policy.hpp"
#include "slack/net/dial.hpp"
#include "slack/net/link_set.hpp"
#include "slack/net/signal.hpp"
#include "slack/wire/mrkdwn.hpp"
#include "slack/wire/reply.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <exception>
#include <random>
#include <utility>
#include <vector>

namespace deskbell::slack {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using State = Link::State;

namespace {

/// Chance for the back-off; quality does not matter, difference between processes does.
std::function<double()> dice()
{
    return [engine = std::mt19937_64(std::random_device{}())]() mutable {
        return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
    };
}

/// The address that apps.connections.open gave, if we may go there.
Result<Url> socket_address(const std::string& text)
{
    auto url = parse_url(text);
    if (!url)
        return Error(Errc::unavailable, "the socket's address: " + url.error().detail());
    if (url->scheme != "wss" && !(url->scheme == "ws" && url->is_loopback()))
        return Error(Errc::unavailable, "the socket's address is not encrypted (wss://)");
    return url;
}

}  // namespace

struct SocketMode::Impl : LinkOwner, std::enable_shared_from_this<SocketMode::Impl> {
    Impl(asio::any_io_executor ex, WebClient& client, Endpoint where, int connections, Handlers to,
         SocketTimes t)
        : executor(ex),
          web(&client),
          endpoint(std::move(where)),
          dialer(endpoint),
          handlers(std::move(to)),
          times(t),
          policy(t, dice()),
          signal(ex)
    {
        status.wanted = connections;
    }

    using Self = std::shared_ptr<Impl>;
    static asio::awaitable<void> supervise(Self self, std::uint64_t run);
    static asio::awaitable<void> attempt(Self self, std::uint64_t run);
    static asio::awaitable<void> ask(Self self, std::shared_ptr<std::optional<CallResult>> answer);
    static asio::awaitable<std::shared_ptr<CallResult>> ask_for_address(Self self, std::uint64_t run);
    static asio::awaitable<Result<std::shared_ptr<Link>>> open_link(Self self, std::uint64_t run, Url url);

    void on_frame(Link& link, Frame frame) override;
    void on_healthy(Link&) override { policy.healthy(); }
    void on_end(Link& link, const std::string& why) override;
    void on_hello(Link& link, const Hello& hello);
    void on_disconnect(Link& link, const Disconnect& disconnect);
    void on_envelope(Link& link, Envelope envelope);
    void on_bad_frame(const BadFrame& frame);

    void guarded(std::string_view what, const std::function<void()>& call);
    void finish_stop();
    void abandon();
    void log(std::string_view level, const std::string& text) const;
    bool is_current(std::uint64_t number) const { return is_running && number == run; }

    asio::any_io_executor executor;
    WebClient* web;  // not touched once the run is over
    Endpoint endpoint;
    Dialer dialer;
    Handlers handlers;
    SocketTimes times;
    ConnectionPolicy policy;
    Signal signal;  // wakes the supervisor
    SocketStatus status;
    LinkSet links;
    std::shared_ptr<ByteStream> dialing;
    std::vector<std::function<void()>> on_stopped;
    std::uint64_t run = 0;  // counts starts, so that what belongs to an earlier one ends itself
    int links_made = 0;
    bool is_running = false;
};

// The one place that opens connections: one attempt at a time, from the address to hello, whatever went wrong
// and however many failures were reported meanwhile.
asio::awaitable<void> SocketMode::Impl::supervise(Self self, std::uint64_t run)
{
    while (self->is_current(run)) {
        const auto now = Clock::now();
        const auto next_retired = self->links.settle_retired(self->status.wanted, self->times.retire, now);
        if (self->links.count(State::ready) >= self->status.wanted) {
            co_await self->signal.wait_until(next_retired);
        } else if (now < self->policy.not_before()) {
            co_await self->signal.wait_until(std::min(next_retired, self->policy.not_before()));
        } else if (self->links.needs_room(self->status.wanted, self->policy.must_make_room())) {
            self->links.make_room(self->policy.must_make_room());
            co_await self->signal.wait_until(now + self->times.close);
        } else {
            co_await attempt(self, run);
        }
    }
}

asio::awaitable<void> SocketMode::Impl::ask(Self self, std::shared_ptr<std::optional<CallResult>> answer)
{
    Call call;
    call.method = "apps.connections.open";
    call.with_app_token = true;
    CallResult result = co_await self->web->call(std::move(call));
    answer->emplace(std::move(result));
    self->signal.notify();
}

// A run that was stopped does not wait for the answer, which may take as long as the client allows.
asio::awaitable<std::shared_ptr<CallResult>> SocketMode::Impl::ask_for_address(Self self, std::uint64_t run)
{
    auto answer = std::make_shared<std::optional<CallResult>>();
    ++self->status.open_calls;
    auto asking = ask(self, answer);
    asio::co_spawn(self->executor, std::move(asking), asio::detached);
    while (self->is_current(run) && !*answer) co_await self->signal.wait_until(Clock::time_point::max());
    co_return *answer ? std::make_shared<CallResult>(std::move(**answer)) : nullptr;
}

asio::awaitable<Result<std::shared_ptr<Link>>> SocketMode::Impl::open_link(Self self, std::uint64_t run,
                                                                           Url url)
{
    const auto stream = std::make_shared<ByteStream>(self->executor);
    self->dialing = stream;
    auto done = co_await self->dialer.connect(stream, url, self->times.step);
    auto link = std::make_shared<Link>(stream, self->times, self->weak_from_this(), ++self->links_made);
    if (done)
        done = co_await link->upgrade(url.authority(), url.target);
    if (self->dialing == stream)
        self->dialing = nullptr;
    if (!done)
        co_return done.error();
    if (!self->is_current(run)) {
        stream->abort();
        co_return Error(Errc::unavailable, "stopped");
    }
    co_return link;
}

asio::awaitable<void> SocketMode::Impl::attempt(Self self, std::uint64_t run)
{
    const auto answer = co_await ask_for_address(self, run);
    if (!self->is_current(run) || !answer)
        co_return;
    if (!answer->ok) {
        self->policy.refused(*answer, Clock::now());
        self->log(self->policy.is_fatal() ? "error" : "warn", self->policy.trouble());
        co_return;
    }
    auto url = socket_address(answer->at("/url"));
    if (!url) {
        self->policy.failed(url.error().detail(), Clock::now());
        self->log("warn", self->policy.trouble());
        co_return;
    }
    auto opened = co_await open_link(self, run, std::move(*url));
    if (!self->is_current(run))
        co_return;
    if (!opened) {
        self->policy.failed(redacted(opened.error().detail()), Clock::now());
        self->log("warn", self->policy.trouble());
        co_return;
    }
    const auto link = *opened;
    self->links.add(link);
    link->start();
    const auto limit = Clock::now() + self->times.step;
    while (self->is_current(run) && link->state == State::opening && Clock::now() < limit)
        co_await self->signal.wait_until(limit);
    if (link->state == State::opening)
        link->drop("no hello within " + std::to_string(self->times.step.count()) + " ms");
    while (self->is_current(run) &&
           (link->state == State::opening || (link->state == State::closing && !link->ready_since)))
        co_await self->signal.wait_until(Clock::time_point::max());
}

void SocketMode::Impl::on_frame(Link& link, Frame frame)
{
    if (auto* hello = std::get_if<Hello>(&frame))
        on_hello(link, *hello);
    else if (auto* disconnect = std::get_if<Disconnect>(&frame))
        on_disconnect(link, *disconnect);
    else if (auto* envelope = std::get_if<Envelope>(&frame))
        on_envelope(link, std::move(*envelope));
    else
        on_bad_frame(std::get<BadFrame>(frame));
}

void SocketMode::Impl::on_hello(Link& link, const Hello& hello)
{
    if (link.state != State::opening)
        return;
    link.state = State::ready;
    link.ready_since = Clock::now();
    policy.connected(*link.ready_since);
    ++status.connects;
    status.counted_by_slack = hello.num_connections;
    if (!hello.app_id.empty())
        status.app_id = hello.app_id;
    log("info", "connection " + std::to_string(link.number()) + " is ready");
    const int ours = links.size();
    if (hello.num_connections > ours)
        log("warn", "Slack counts " + std::to_string(hello.num_connections) +
                        " connections of this app, we hold " + std::to_string(ours) +
                        ": another program uses the same app-level token and gets a share of"
                        " all events, or dead connections are not yet forgotten");
    signal.notify();
    const auto tell = handlers.on_ready;  // a copy: the handler may end this object
    if (tell)
        guarded("on_ready", tell);
}

void SocketMode::Impl::on_disconnect(Link& link, const Disconnect& disconnect)
{
    if (link.state == State::retiring || link.state == State::closing)
        return;
    const auto now = Clock::now();
    const auto lived = link.ready_since ? std::optional(link.lived(now)) : std::nullopt;
    const Farewell farewell = policy.told_to_go(disconnect.reason, lived, now);
    link.is_accounted = true;
    log(farewell == Farewell::retire ? "info"
        : policy.is_fatal()          ? "error"
                                     : "warn",
        "connection " + std::to_string(link.number()) + ": Slack says " + disconnect.reason +
            (farewell == Farewell::retire ? ", opening another one" : ". " + policy.trouble()));
    if (farewell == Farewell::retire)
        link.state = State::retiring;
    else
        link.close();
    signal.notify();
}

void SocketMode::Impl::on_envelope(Link& link, Envelope envelope)
{
    ++status.envelopes;
    auto acknowledge = [weak = link.weak_from_this(), me = weak_from_this(),
                        is_used = false](std::string frame) mutable {
        const auto live = weak.lock();
        if (std::exchange(is_used, true) || !live)
            return false;
        if (frame.size() >= kAckBytesBelow) {
            if (const auto impl = me.lock())
                impl->log("error", "an ack of " + std::to_string(frame.size()) +
                                       " bytes was not sent: Slack would drop it");
            return false;
        }
        return live->send(std::move(frame));
    };
    const auto take = handlers.on_envelope;  // a copy: the handler may end this object
    if (take)
        guarded("on_envelope", [&] { take(std::move(envelope), std::move(acknowledge)); });
}

// A handler that throws is a bug; it must not cost the connection.
void SocketMode::Impl::guarded(std::string_view what, const std::function<void()>& call)
{
    try {
        call();
    } catch (const std::exception& e) {
        log("error", std::string(what) + " failed: " + e.what());
    }
}

void SocketMode::Impl::on_bad_frame(const BadFrame& frame)
{
    ++status.bad_frames;
    log("warn", "ignored a frame: " + frame.why);
}

void SocketMode::Impl::on_end(Link& link, const std::string& why)
{
    const auto now = Clock::now();
    if (link.ready_since)
        ++status.disconnects;
    if (!link.is_accounted && is_running) {
        if (link.ready_since)
            policy.lost(why, link.lived(now), now);
        else
            policy.failed(why, now);
        log("warn", "connection " + std::to_string(link.number()) + " ended: " + why);
    }
    links.remove(link);
    signal.notify();
    if (!is_running && links.empty())
        finish_stop();
}

void SocketMode::Impl::finish_stop()
{
    for (auto& done : std::exchange(on_stopped, {})) asio::post(executor, std::move(done));
}

// The object goes away: nobody is called any more, and everything ends by itself.
void SocketMode::Impl::abandon()
{
    is_running = false;
    handlers = {};
    on_stopped.clear();
    signal.notify();
    if (dialing)
        dialing->abort();
    links.drop_all();
}

void SocketMode::Impl::log(std::string_view level, const std::string& text) const
{
    if (handlers.on_log)
        handlers.on_log(level, redacted(text));
}

SocketMode::SocketMode(asio::any_io_executor executor, WebClient& web, Endpoint endpoint, int connections,
                       Handlers handlers, SocketTimes times)
    : impl_(
          std::make_shared<Impl>(executor, web, std::move(endpoint), connections, std::move(handlers), times))
{
}

SocketMode::~SocketMode() { impl_->abandon(); }

void SocketMode::start()
{
    if (impl_->is_running)
        return;
    impl_->is_running = true;
    impl_->policy = ConnectionPolicy(impl_->times, dice());
    auto supervisor = Impl::supervise(impl_, ++impl_->run);
    asio::co_spawn(impl_->executor, std::move(supervisor), asio::detached);
}

void SocketMode::stop(std::function<void()> done)
{
    impl_->is_running = false;
    if (done)
        impl_->on_stopped.push_back(std::move(done));
    impl_->signal.notify();
    if (impl_->dialing)
        impl_->dialing->abort();
    impl_->links.close_all();
    if (impl_->links.empty())
        impl_->finish_stop();
}

SocketStatus SocketMode::status() const
{
    SocketStatus out = impl_->status;
    out.ready = impl_->links.count(State::ready);
    if (out.ready < out.wanted) {
        out.trouble = impl_->is_running ? impl_->policy.trouble() : "stopped";
        out.is_fatal = impl_->policy.is_fatal();
    }
    return out;
}

}  // namespace deskbell::slack
