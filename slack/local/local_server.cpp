#include "slack/local/local_impl.hpp"

#include "slack/local/persist.hpp"

#include <algorithm>
#include <utility>

namespace deskbell::slack::local {

namespace asio = boost::asio;

namespace {

/// Changes within this time are written together.
constexpr std::chrono::milliseconds kSavePause{1'000};

HubTimes times_from(const LocalOptions& options)
{
    HubTimes out;
    out.ack = options.ack_deadline;
    for (auto& retry : out.retries)
        retry = std::chrono::milliseconds{static_cast<std::int64_t>(static_cast<double>(retry.count()) /
                                                                    std::max(options.time_factor, 0.001))};
    return out;
}

}  // namespace

Instant system_now()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

LocalServer::Impl::Impl(asio::any_io_executor e, LocalOptions o)
    : executor(e),
      options(std::move(o)),
      ws(options.seed, system_now()),
      hub(e, ws.app.app_id, times_from(options)),
      live(e, [this] { return ws.version; }),
      api(ws, ledger, faults, options.rate_limits, [this] { return link(); }),
      acts(ws, hub, system_now, [this] { settle(); }),
      save_timer(e)
{
    hub.on_change = [this] {
        ws.touch_all();
        settle();
    };
}

std::string LocalServer::Impl::link()
{
    return "ws://127.0.0.1:" + std::to_string(server->port()) + "/link/?" + hub.new_link();
}

/// Delivers what an act or call has caused: events to the app, news to the pages, the state to disk.
void LocalServer::Impl::settle()
{
    if (is_settling || stopped)
        return;
    is_settling = true;
    for (const auto& event : std::exchange(ws.events, {})) hub.send_event(event);
    is_settling = false;
    const auto people = std::exchange(ws.changed_for, {});
    if (people.empty())
        return;
    live.changed(people);
    save_later();
}

void LocalServer::Impl::save_later()
{
    if (options.state_file.empty() || save_pending)
        return;
    save_pending = true;
    save_timer.expires_after(kSavePause);
    save_timer.async_wait([weak = weak_from_this()](boost::system::error_code ec) {
        if (const auto self = weak.lock(); self && !ec)
            self->save();
    });
}

void LocalServer::Impl::save()
{
    save_pending = false;
    if (const auto saved = save_state(ws, options.state_file); !saved)
        for (const auto& p : ws.people) live.toast(p.id, saved.error().detail());
}

LocalServer::LocalServer(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

LocalServer::~LocalServer() { stop(); }

Result<std::unique_ptr<LocalServer>> LocalServer::start(asio::any_io_executor executor, LocalOptions options)
{
    auto impl = std::make_shared<Impl>(executor, std::move(options));
    if (!impl->options.state_file.empty())
        if (auto loaded = load_state(impl->ws, impl->options.state_file); !loaded)
            return loaded.error();
    Server::Handlers handlers;
    handlers.on_request = [weak = std::weak_ptr(impl)](ServerRequest request, Impl::Answer answer) {
        const auto self = weak.lock();
        if (!self)
            return;
        try {
            self->on_request(std::move(request), answer);
        } catch (const std::exception& e) {
            ServerResponse failed;
            failed.status = 500;
            failed.body = std::string("This request broke something: ") + e.what() + "\n";
            answer(std::move(failed));
        }
    };
    handlers.on_socket = [weak = std::weak_ptr(impl)](const ServerRequest& request,
                                                      std::shared_ptr<ServerSocket> socket) {
        const auto self = weak.lock();
        return self && self->on_socket(request, std::move(socket));
    };
    handlers.refuse_socket = [weak = std::weak_ptr(impl)](const ServerRequest& request) {
        const auto self = weak.lock();
        return self ? self->refuse_socket(request) : 503;
    };
    auto server = Server::listen(executor, "127.0.0.1", impl->options.port, std::move(handlers));
    if (!server)
        return server.error();
    impl->server = std::move(*server);
    impl->ws.base_url = "http://127.0.0.1:" + std::to_string(impl->server->port());
    return std::unique_ptr<LocalServer>(new LocalServer(std::move(impl)));
}

std::uint16_t LocalServer::port() const { return impl_->server->port(); }

std::string LocalServer::url() const { return impl_->ws.base_url; }

std::string LocalServer::api_url() const { return url() + "/api/"; }

void LocalServer::stop()
{
    if (impl_->stopped)
        return;
    impl_->stopped = true;
    impl_->save_timer.cancel();
    if (!impl_->options.state_file.empty())
        impl_->save();
    impl_->hub.stop();
    impl_->live.stop();
    impl_->server->stop();
}

}  // namespace deskbell::slack::local
