#include "slack/local/local_impl.hpp"

#include "slack/local/args.hpp"
#include "slack/local/files.hpp"
#include "slack/local/person_view.hpp"
#include "slack/local/response_url.hpp"
#include "slack/local/routes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace deskbell::slack::local {

namespace asio = boost::asio;

namespace {

/// Commands or shortcuts that an app may register.
constexpr std::size_t kOffersMax = 100;

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
        return answer(
            text_response(403, "This workspace answers only to programs and pages on this machine.\n"));
    if (request.path.starts_with("/api/"))
        return on_api(request, answer);
    if (request.path == "/_local/act" && request.method == "POST")
        return on_act(request, answer);
    const auto route = std::ranges::find_if(routes, [&](const auto& r) {
        return r.method == request.method && request.path.starts_with(r.prefix);
    });
    if (route == routes.end())
        return answer(request.method == "GET" ? page_response(request.path)
                                              : text_response(404, "not found\n"));
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
    if (query_value(request, "ledger") == "no")
        return json_response(out);
    const std::string since = query_value(request, "since");
    out["ledger"] = {{"calls", ledger.json(std::strtoull(since.c_str(), nullptr, 10))},
                     {"envelopes", hub.envelopes_json()}};
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
            put(ws.commands,
                SeedCommand{text_of(c, "command"), text_of(c, "description"), text_of(c, "usage_hint")},
                &SeedCommand::command);
    for (const auto& s : given.value("shortcuts", Json::array()))
        if (ws.shortcuts.size() < kOffersMax && !text_of(s, "callback_id").empty())
            put(ws.shortcuts,
                SeedShortcut{text_of(s, "callback_id"), text_of(s, "type"), text_of(s, "name"),
                             text_of(s, "description")},
                &SeedShortcut::callback_id);
    if (given.contains("without_scopes")) {
        const auto without = given["without_scopes"].get<std::vector<std::string>>();
        ws.withheld = {without.begin(), without.end()};
    }
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
    ledger.add("response_url", doc(body.is_discarded() ? Json() : body),
               doc({{"status", used.status}, {"text", used.text}}), now);
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
    const int status = store_upload(ws, id, std::move(content));
    return text_response(status, status == 200   ? "OK - " + std::to_string(size)
                                 : status == 400 ? "not the length that was announced"
                                                 : "no such upload");
}

ServerResponse LocalServer::Impl::on_file(const ServerRequest& request)
{
    const auto from = request.path.find('/', 1) + 1;
    const auto it = ws.files.find(request.path.substr(from, request.path.find('/', from) - from));
    if (it == ws.files.end())
        return text_response(404, "not found\n");
    const auto token = request.headers.find("authorization");
    const bool is_app = token != request.headers.end() && token->second.starts_with("Bearer xoxb-");
    if (!is_app && !may_fetch(ws, it->second, query_value(request, "as")))
        return text_response(403, "Only people who see a message with this file may fetch it.\n");
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

}  // namespace deskbell::slack::local
