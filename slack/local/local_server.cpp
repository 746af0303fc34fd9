#include "slack/local/local_server.hpp"

#include "slack/local/acts.hpp"
#include "slack/local/args.hpp"
#include "slack/local/faults.hpp"
#include "slack/local/files.hpp"
#include "slack/local/ledger.hpp"
#include "slack/local/live.hpp"
#include "slack/local/persist.hpp"
#include "slack/local/person_view.hpp"
#include "slack/local/response_url.hpp"
#include "slack/local/routes.hpp"
#include "slack/local/socket_hub.hpp"
#include "slack/local/web_api.hpp"
#include "slack/net/server.hpp"

#include <boost/asio/steady_timer.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace deskbell::slack::local {

namespace asio = boost::asio;

namespace {

/// Changes within this time are written together.
constexpr std::chrono::milliseconds kSavePause{1'000};

Instant system_now()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

HubTimes times_from(const LocalOptions& options)
{
    HubTimes out;
    out.ack = options.ack_deadline;
    for (auto& retry : out.retries)
        retry = std::chrono::milliseconds{
            static_cast<std::int64_t>(static_cast<double>(retry.count()) / std::max(options.time_factor, 0.001))};
    return out;
}

ServerResponse text_response(int status, std::string text)
{
    ServerResponse out;
    out.status = status;
    out.body = std::move(text);
    return out;
}

ServerResponse json_response(const Json& body, int status = 200)
{
    ServerResponse out;
    out.status = status;
    out.content_type = "application/json; charset=utf-8";
    out.body = dumped(body);
    out.headers["Cache-Control"] = "no-store";
    return out;
}

std::string query_value(const ServerRequest& request, const std::string& key)
{
    const auto values = form_values(request.query);
    const auto it = values.find(key);
    return it == values.end() ? std::string() : it->second;
}

/// Adds or replaces by the member that names the entry.
template <class T, class Member>
void put(std::vector<T>& list, T entry, Member name)
{
    const auto it = std::ranges::find(list, entry.*name, name);
    if (it == list.end())
        list.push_back(std::move(entry));
    else
        *it = std::move(entry);
}

constexpr std::size_t kOffersMax = 100;

}  // namespace

struct LocalServer::Impl : std::enable_shared_from_this<LocalServer::Impl> {
    using Answer = std::function<void(ServerResponse)>;

    Impl(asio::any_io_executor e, LocalOptions o)
        : executor(e), options(std::move(o)), ws(options.seed, system_now()), hub(e, ws.app.app_id, times_from(options)),
          live(e, [this] { return ws.version; }), api(ws, ledger, faults, options.rate_limits, [this] { return link(); }),
          acts(ws, hub, system_now, [this] { settle(); }), save_timer(e)
    {
        hub.on_change = [this] {
            ws.touch_all();
            settle();
        };
    }

    asio::any_io_executor executor;
    LocalOptions options;
    Workspace ws;
    Ledger ledger;
    Faults faults;
    SocketHub hub;
    Live live;
    WebApi api;
    Acts acts;
    std::unique_ptr<Server> server;
    asio::steady_timer save_timer;
    bool save_pending = false, stopped = false, is_settling = false;

    std::string link() { return "ws://127.0.0.1:" + std::to_string(server->port()) + "/link/?" + hub.new_link(); }

    /// Delivers what an act or call has caused: events to the app, news to the pages, the state to disk.
    void settle()
    {
        if (is_settling || stopped)
            return;
        is_settling = true;
        for (const auto& event : std::exchange(ws.events, {}))
            hub.send_event(event);
        is_settling = false;
        const auto people = std::exchange(ws.changed_for, {});
        if (people.empty())
            return;
        live.changed(people);
        save_later();
    }

    void save_later()
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

    void save()
    {
        save_pending = false;
        if (const auto saved = save_state(ws, options.state_file); !saved)
            for (const auto& p : ws.people)
                live.toast(p.id, saved.error().detail());
    }

    void on_request(ServerRequest request, Answer answer);
    void on_api(const ServerRequest& request, const Answer& answer);
    void on_act(const ServerRequest& request, const Answer& answer);
    ServerResponse on_state(const ServerRequest& request);
    ServerResponse on_view(const ServerRequest& request);
    ServerResponse on_fault(const ServerRequest& request);
    ServerResponse on_app(const ServerRequest& request);
    ServerResponse on_response_url(const ServerRequest& request);
    ServerResponse on_upload(const ServerRequest& request);
    ServerResponse on_file(const ServerRequest& request);
    ServerResponse on_avatar(const ServerRequest& request);
    int refuse_socket(const ServerRequest& request);
    bool on_socket(const ServerRequest& request, std::shared_ptr<ServerSocket> socket);
};

namespace {

/// Where a request goes, by method and beginning of the path.
template <class Impl>
struct Route {
    std::string_view method, prefix;
    ServerResponse (Impl::*run)(const ServerRequest&);
};

}  // namespace

void LocalServer::Impl::on_request(ServerRequest request, Answer answer)
{
    static constexpr std::array<Route<Impl>, 11> routes{{
        {"GET", "/_local/state", &Impl::on_state},
        {"GET", "/_local/view", &Impl::on_view},
        {"POST", "/_local/fault", &Impl::on_fault},
        {"POST", "/_local/app", &Impl::on_app},
        {"POST", "/commands/", &Impl::on_response_url},
        {"POST", "/actions/", &Impl::on_response_url},
        {"POST", "/app/", &Impl::on_response_url},
        {"POST", "/upload/v1/", &Impl::on_upload},
        {"GET", "/files-pri/", &Impl::on_file},
        {"GET", "/files/", &Impl::on_file},
        {"GET", "/avatar/", &Impl::on_avatar},
    }};
    if (is_foreign(request, true))
        return answer(text_response(403, "This workspace answers only to programs and pages on this machine.\n"));
    if (request.path.starts_with("/api/"))
        return on_api(request, answer);
    if (request.path == "/_local/act" && request.method == "POST")
        return on_act(request, answer);
    const auto route = std::ranges::find_if(
        routes, [&](const auto& r) { return r.method == request.method && request.path.starts_with(r.prefix); });
    if (route == routes.end())
        return answer(request.method == "GET" ? page_response(request.path) : text_response(404, "not found\n"));
    answer((this->*route->run)(request));
    settle();
}

void LocalServer::Impl::on_api(const ServerRequest& request, const Answer& answer)
{
    const auto wait = api.delay_of(request);
    if (wait.count() == 0) {
        answer(api.answer(request, system_now()));
        return settle();
    }
    const auto timer = std::make_shared<asio::steady_timer>(executor, wait);
    timer->async_wait([weak = weak_from_this(), timer, request, answer](boost::system::error_code) {
        const auto self = weak.lock();
        if (!self || self->stopped)
            return;
        answer(self->api.answer(request, system_now()));
        self->settle();
    });
}

void LocalServer::Impl::on_act(const ServerRequest& request, const Answer& answer)
{
    const Json act = Json::parse(request.body, nullptr, false);
    if (!act.is_object())
        return answer(json_response(refusal("invalid_json"), 400));
    acts.act(act, [answer](const Json& result) { answer(json_response(result)); });
    settle();
}

ServerResponse LocalServer::Impl::on_state(const ServerRequest& request)
{
    Json out = whole_state(ws);
    out["sockets"] = hub.sockets_json();
    out["connected"] = hub.connected();
    const std::string since = query_value(request, "since");
    out["ledger"] = {{"calls", ledger.json(std::strtoull(since.c_str(), nullptr, 10))}, {"envelopes", hub.envelopes_json()}};
    return json_response(out);
}

ServerResponse LocalServer::Impl::on_view(const ServerRequest& request)
{
    const std::string as = query_value(request, "as");
    const Person* who = ws.person(as.empty() && !ws.people.empty() ? ws.people.front().id : as);
    if (!who || who->is_bot)
        return json_response(refusal("user_not_found"), 404);
    return json_response(person_view(ws, *who, hub.connected() > 0, system_now()));
}

ServerResponse LocalServer::Impl::on_fault(const ServerRequest& request)
{
    const Json order = Json::parse(request.body, nullptr, false);
    if (!order.is_object())
        return json_response(refusal("invalid_json"), 400);
    if (!faults.add(order) && !hub.strike(order))
        return json_response(refusal("unknown_fault"), 400);
    return json_response({{"ok", true}});
}

ServerResponse LocalServer::Impl::on_app(const ServerRequest& request)
{
    const Json given = Json::parse(request.body, nullptr, false);
    if (!given.is_object())
        return json_response(refusal("invalid_json"), 400);
    for (const auto& c : given.value("commands", Json::array()))
        if (ws.commands.size() < kOffersMax && !text_of(c, "command").empty())
            put(ws.commands, SeedCommand{text_of(c, "command"), text_of(c, "description"), text_of(c, "usage_hint")},
                &SeedCommand::command);
    for (const auto& s : given.value("shortcuts", Json::array()))
        if (ws.shortcuts.size() < kOffersMax && !text_of(s, "callback_id").empty())
            put(ws.shortcuts, SeedShortcut{text_of(s, "callback_id"), text_of(s, "type"), text_of(s, "name"), text_of(s, "description")},
                &SeedShortcut::callback_id);
    ws.touch_all();
    return json_response({{"ok", true}});
}

ServerResponse LocalServer::Impl::on_response_url(const ServerRequest& request)
{
    // /commands/<team>/<number>/<secret>
    const auto team = request.path.find('/', 1);
    const auto id = request.path.find('/', team + 1);
    if (id == std::string::npos)
        return text_response(404, "no_service");
    const Instant now = system_now();
    const UrlAnswer used = use_response_url(ws, request.path.substr(id + 1), request.body, now);
    const Json body = Json::parse(request.body, nullptr, false);
    ledger.add("response_url", doc(body.is_discarded() ? Json() : body), doc({{"status", used.status}, {"text", used.text}}), now);
    return text_response(used.status, used.text);
}

ServerResponse LocalServer::Impl::on_upload(const ServerRequest& request)
{
    const std::string id = request.path.substr(request.path.rfind('/') + 1);
    const auto type = request.headers.find("content-type");
    std::string content = request.body;
    if (type != request.headers.end() && type->second.starts_with("multipart/")) {
        const auto values = multipart_values(request.body, type->second);
        content = values.empty() ? std::string() : values.begin()->second;
    }
    const auto size = content.size();
    if (!store_upload(ws, id, std::move(content)))
        return text_response(404, "no such upload");
    return text_response(200, "OK - " + std::to_string(size));
}

ServerResponse LocalServer::Impl::on_file(const ServerRequest& request)
{
    const auto from = request.path.find('/', 1) + 1;
    const auto it = ws.files.find(request.path.substr(from, request.path.find('/', from) - from));
    if (it == ws.files.end())
        return text_response(404, "not found\n");
    ServerResponse out;
    out.content_type = it->second.mimetype;
    out.body = it->second.content;
    // Whatever somebody uploaded must not run as a page of this workspace.
    out.headers["Content-Disposition"] = "attachment";
    out.headers["X-Content-Type-Options"] = "nosniff";
    return out;
}

ServerResponse LocalServer::Impl::on_avatar(const ServerRequest& request)
{
    const Person* who = ws.person(request.path.substr(request.path.rfind('/') + 1));
    return who ? avatar_response(who->real_name, who->color) : text_response(404, "not found\n");
}

int LocalServer::Impl::refuse_socket(const ServerRequest& request)
{
    const bool is_link = request.path == "/link/" || request.path == "/link";
    if (is_foreign(request, !is_link))
        return 403;
    if (is_link)
        return hub.refusal_of(request);
    return request.path == "/_local/live" && ws.person(query_value(request, "as")) ? 0 : 404;
}

bool LocalServer::Impl::on_socket(const ServerRequest& request, std::shared_ptr<ServerSocket> socket)
{
    if (request.path == "/_local/live")
        return live.accept(query_value(request, "as"), std::move(socket));
    hub.accept(request, std::move(socket));
    return true;
}

LocalServer::LocalServer(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

LocalServer::~LocalServer()
{
    stop();
}

Result<std::unique_ptr<LocalServer>> LocalServer::start(asio::any_io_executor executor, LocalOptions options)
{
    auto impl = std::make_shared<Impl>(executor, std::move(options));
    if (!impl->options.state_file.empty())
        if (auto loaded = load_state(impl->ws, impl->options.state_file); !loaded)
            return loaded.error();
    Server::Handlers handlers;
    handlers.on_request = [weak = std::weak_ptr(impl)](ServerRequest request, Impl::Answer answer) {
        if (const auto self = weak.lock())
            self->on_request(std::move(request), std::move(answer));
    };
    handlers.on_socket = [weak = std::weak_ptr(impl)](const ServerRequest& request, std::shared_ptr<ServerSocket> socket) {
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

std::uint16_t LocalServer::port() const
{
    return impl_->server->port();
}

std::string LocalServer::url() const
{
    return impl_->ws.base_url;
}

std::string LocalServer::api_url() const
{
    return url() + "/api/";
}

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
