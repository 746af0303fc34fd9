#include "bot/service.hpp"

#include "bot/logging.hpp"
#include "bot/refusal_text.hpp"
#include "bot/retry_policy.hpp"
#include "bot/room.hpp"
#include "handlers/kernel/digest/digest_post.hpp"
#include "handlers/kernel/setup/troubles.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>

namespace deskbell::bot {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

Service::Service(asio::any_io_executor io, Parts parts, slack::Endpoint endpoint, Settings settings,
                 OnFatal on_fatal)
    : io_(io),
      parts_(parts),
      endpoint_(std::move(endpoint)),
      settings_(std::move(settings)),
      on_fatal_(std::move(on_fatal)),
      web_(io, endpoint_),
      slack_(web_, parts.metrics),
      bridge_(io, parts.store,
              StoreBridge::Watch{[this](auto span) { parts_.metrics.observe(Metric::job_seconds, span); },
                                 [this] { parts_.metrics.count(Metric::busy); }}),
      news_(io)
{
}

Service::~Service() = default;

void Service::start()
{
    asio::co_spawn(io_, run(), asio::detached);
    asio::co_spawn(io_, monitor(), asio::detached);
}

asio::awaitable<void> Service::pause(std::chrono::milliseconds span)
{
    asio::steady_timer timer(io_, span);
    boost::system::error_code ec;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
}

asio::awaitable<void> Service::run()
{
    const bool is_known = co_await get_introduced();
    if (!is_known)
        co_return;
    open_room();
    co_await adopt();
    const bool may_go_on = co_await inspect();
    if (!may_go_on || is_stopping_)
        co_return;
    room_->pump.start();
    room_->roster.start();
    room_->clockwork.start();
    room_->catch_up.start();
    room_->second_try.start();
    // Nobody is an agent before the members are read: a click that comes earlier would be refused wrongly.
    std::function<bool()> has_members = [this] { return room_->roster.is_read() || is_stopping_; };
    co_await until(std::move(has_members), kReadMembers);
    if (before_deliveries)
        co_await before_deliveries(*room_);
    co_await subscribe_managers();
    if (is_stopping_)
        co_return;
    if (std::exchange(is_refusing_, false))
        room_->dispatcher.reopen();
    else
        room_->sockets->start();
}

asio::awaitable<void> Service::subscribe_managers()
{
    store::Work work = [this](store::Unit& unit) -> Result<void> {
        kernel::ensure_subscriptions(room_->desk.as_of(unit), unit);
        return {};
    };
    const Result<void> stored = co_await bridge_.write(std::move(work));
    if (stored)
        room_->wake();
    else
        log("warn", "the managers' digests could not be arranged, the next start tries again: " +
                        stored.error().detail());
}

asio::awaitable<bool> Service::get_introduced()
{
    for (int attempt = 0; !is_stopping_; ++attempt) {
        Result<Introduced> introduced = co_await introduce(slack_);
        if (introduced) {
            introduced_ = *std::move(introduced);
            trouble_ = "Not yet connected to Slack.";
            log("info", "this is " + introduced_.self.user + " in the workspace " + introduced_.team_name);
            co_return true;
        }
        trouble_ = introduced.error().detail();
        if (introduced.error().code() == Errc::forbidden) {
            on_fatal_(kUsage, trouble_);
            co_return false;
        }
        const auto wait = std::min<std::chrono::milliseconds>(backoff(attempt, 0.5), 60s);
        log("warn", trouble_ + " Trying again in " + std::to_string(wait.count()) + " ms.");
        co_await news_.wait_until(Clock::now() + wait);
    }
    co_return false;
}

asio::awaitable<void> Service::adopt()
{
    for (int attempt = 0; !is_stopping_; ++attempt) {
        store::Work work = [this](store::Unit& unit) -> Result<void> {
            room_->desk.adopt(unit);
            return {};
        };
        const Result<void> stored = co_await bridge_.write(std::move(work));
        if (stored)
            co_return;
        log("error", "the service levels could not be stored: " + stored.error().detail());
        refuse_meanwhile(stored.error());
        const auto wait = std::min<std::chrono::milliseconds>(backoff(attempt, 0.5), kProbeEvery);
        co_await news_.wait_until(Clock::now() + wait);
    }
}

void Service::refuse_meanwhile(const Error& why)
{
    if (std::exchange(is_refusing_, true))
        return;
    room_->dispatcher.close(for_people(why));
    room_->sockets->start();
}

asio::awaitable<bool> Service::inspect()
{
    std::vector<Finding> findings = missing_scopes(introduced_.scopes, room_->desk.scopes());
    const std::vector<Finding> more = co_await inspect_channels(slack_, settings_);
    findings.insert(findings.end(), more.begin(), more.end());
    for (const Finding& finding : findings) {
        if (finding.is_fatal) {
            on_fatal_(kUsage, finding.text);
            co_return false;
        }
        log("warn", finding.text);
    }
    co_await settle_scopes();
    co_return true;
}

asio::awaitable<void> Service::settle_scopes()
{
    store::Work work = [this](store::Unit& unit) -> Result<void> {
        const auto missing = scopes_lacking(introduced_.scopes, room_->desk.scopes());
        kernel::settle_scopes(room_->desk.as_of(unit), missing, unit);
        return {};
    };
    const Result<void> stored = co_await bridge_.write(std::move(work));
    if (!stored)
        log("warn", "nobody could be told in Slack what is off: " + stored.error().detail());
}

void Service::open_room()
{
    kernel::Desk desk(all_processes(), settings_, introduced_.self);
    room_ = std::make_unique<Room>(io_, bridge_, slack_, std::move(desk), parts_.clock, parts_.metrics);
    slack::SocketMode::Handlers handlers;
    handlers.on_envelope = [this](slack::Envelope envelope, slack::Acknowledge acknowledge) {
        room_->dispatcher.take(std::move(envelope), std::move(acknowledge));
    };
    handlers.on_ready = [this] {
        room_->roster.refresh();
        room_->catch_up.wake();
    };
    handlers.on_log = [](std::string_view level, std::string text) { log(level, text); };
    room_->sockets = std::make_unique<slack::SocketMode>(io_, web_, endpoint_, kSockets, std::move(handlers));
}

void Service::watch_sockets()
{
    if (!room_ || was_ready_)
        return;
    const slack::SocketStatus status = room_->sockets->status();
    if (status.ready > 0) {
        was_ready_ = true;
        if (on_first_ready)
            on_first_ready();
    } else if (status.is_fatal) {
        // Later a refused token may be a mishap of the administrator's: then the bot stays and waits.
        on_fatal_(kUsage,
                  "Slack refuses the connection: " + status.trouble +
                      " Check SLACK_APP_TOKEN (xapp-…, scope"
                      " connections:write) and that Socket Mode is switched on in the app's settings.");
    }
}

asio::awaitable<void> Service::monitor()
{
    Clock::time_point next_probe = Clock::now();
    while (!is_stopping_) {
        watch_sockets();
        if (Clock::now() >= next_probe) {
            next_probe = Clock::now() + kProbeEvery;
            co_await probe();
        }
        co_await pause(was_ready_ ? 1000ms : 100ms);
    }
}

asio::awaitable<void> Service::probe()
{
    struct Found {
        store::Outbox::Counts outbox;
        std::vector<store::SettledRatings> ratings;
    };
    auto found = std::make_shared<Found>();
    // A demo whose clock runs ahead would take every pause between two probes for an absence.
    const bool is_real_time = parts_.clock.real_span(kProbeEvery) == kProbeEvery;
    const bool is_connected = is_real_time && room_ && room_->sockets->status().ready > 0;
    // Armed and taken back in one transaction: pages are written even when nothing changes.
    store::Work work = [found, is_connected](store::Unit& unit) -> Result<void> {
        if (is_connected)
            unit.presence.seen(unit.now);
        store::Timer probe;
        probe.key = "probe";
        probe.kind = "probe";
        probe.due_at = unit.now + std::chrono::hours(24);
        unit.timers.arm(probe);
        unit.timers.cancel(probe.key);
        *found = {unit.outbox.counts(), unit.surveys.settled()};
        return {};
    };
    const Result<void> stored = co_await bridge_.write(std::move(work));
    parts_.metrics.set(Metric::store_up, stored ? 1 : 0);
    if (!stored) {
        log("error", "the database does not take anything: " + stored.error().detail());
        co_return;
    }
    parts_.metrics.set(Metric::outbox_rows, static_cast<double>(found->outbox.waiting), "waiting");
    parts_.metrics.set(Metric::outbox_rows, static_cast<double>(found->outbox.leased), "leased");
    parts_.metrics.set(Metric::outbox_rows, static_cast<double>(found->outbox.parked), "parked");
    for (const auto& [score, count] : found->ratings)
        parts_.metrics.set(Metric::ratings, static_cast<double>(count),
                           score == 0 ? "anonymous" : std::to_string(score));
}

void Service::stop(std::function<void()> done)
{
    is_stopping_ = true;
    news_.notify();
    asio::co_spawn(io_, end(std::move(done)), asio::detached);
}

asio::awaitable<void> Service::until(std::function<bool()> is_true, std::chrono::milliseconds limit)
{
    const auto give_up = Clock::now() + limit;
    while (!is_true() && Clock::now() < give_up) co_await pause(20ms);
}

asio::awaitable<void> Service::end(std::function<void()> done)
{
    if (room_) {
        room_->dispatcher.close();
        room_->clockwork.stop();
        room_->roster.stop();
        room_->catch_up.stop();
        room_->second_try.stop();
        room_->pump.stop();
        // The connections stay open for the acks of what was accepted.
        std::function<bool()> answered = [this] { return room_->dispatcher.under_way() == 0; };
        co_await until(std::move(answered), kFinishJobs);
        auto is_closed = std::make_shared<bool>(false);
        room_->sockets->stop([is_closed] { *is_closed = true; });
        std::function<bool()> closed = [is_closed] { return *is_closed; };
        co_await until(std::move(closed), kCloseSockets);
    }
    web_.stop();
    if (room_) {
        // Calls that end now without an answer are written down as such, and looked up at the next start.
        std::function<bool()> recorded = [this] { return room_->pump.under_way() == 0; };
        co_await until(std::move(recorded), kFinishCalls);
    }
    done();
}

std::vector<std::string> Service::not_ready() const
{
    std::vector<std::string> reasons;
    if (!bridge_.trouble().empty())
        reasons.push_back("database: " + bridge_.trouble());
    else if (is_refusing_)
        reasons.push_back("database: it works again, the start goes on");
    if (is_stopping_)
        reasons.push_back("stopping");
    const slack::SocketStatus status = room_ ? room_->sockets->status() : slack::SocketStatus{};
    if (!room_)
        reasons.push_back("slack: " + trouble_);
    else if (status.ready == 0)
        reasons.push_back("slack: " + (status.trouble.empty() ? trouble_ : status.trouble));
    return reasons;
}

void Service::gather()
{
    if (!room_)
        return;
    const slack::SocketStatus status = room_->sockets->status();
    Metrics& metrics = parts_.metrics;
    metrics.set(Metric::sockets, status.wanted, "wanted");
    metrics.set(Metric::sockets, status.ready, "ready");
    metrics.set(Metric::sockets, status.counted_by_slack, "counted_by_slack");
    metrics.set(Metric::socket_connects, static_cast<double>(status.connects));
    metrics.set(Metric::socket_disconnects, static_cast<double>(status.disconnects));
    metrics.set(Metric::bad_frames, static_cast<double>(status.bad_frames));
}

HealthSource Service::health()
{
    HealthSource source;
    source.sick = [this] {
        const std::string& trouble = bridge_.trouble();
        return trouble.empty() ? std::vector<std::string>{}
                               : std::vector<std::string>{"database: " + trouble};
    };
    source.not_ready = [this] { return not_ready(); };
    source.metrics = [this] {
        gather();
        return parts_.metrics.text();
    };
    return source;
}

}  // namespace deskbell::bot
