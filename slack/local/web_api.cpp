#include "slack/local/web_api.hpp"

#include "slack/local/api.hpp"
#include "slack/local/args.hpp"
#include "slack/local/scopes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace deskbell::slack::local {

namespace {

/// Posts per channel: one a second, with a short burst. Source: docs.slack.dev/apis/web-api/rate-limits; the
/// size of the burst is not published.
constexpr int kPostsPerMinute = 60;
constexpr int kPostBurst = 4;
constexpr std::string_view kPrefix = "/api/";

const Method* find_method(std::string_view name)
{
    for (const auto rows : {message_methods(), conversation_methods(), people_methods(), view_methods(),
                            file_methods(), reaction_methods()})
        if (const auto it = std::ranges::find(rows, name, &Method::name); it != rows.end())
            return &*it;
    return nullptr;
}

std::string header(const ServerRequest& request, const char* name)
{
    const auto it = request.headers.find(name);
    return it == request.headers.end() ? std::string() : it->second;
}

/// The arguments of a call: query, then body. A JSON body counts only for methods that take one.
Json arguments_of(const ServerRequest& request, bool takes_json)
{
    Json out = Json::object();
    for (auto& [key, value] : form_values(request.query)) out[key] = value;
    const std::string type = header(request, "content-type");
    if (type.starts_with("application/json")) {
        Json body = Json::parse(request.body, nullptr, false);
        if (takes_json && body.is_object())
            out.update(body);
        else if (takes_json && !request.body.empty())
            out["!broken"] = body.is_discarded() ? "invalid_json" : "json_not_object";
        return out;
    }
    const auto values =
        type.starts_with("multipart/") ? multipart_values(request.body, type) : form_values(request.body);
    for (const auto& [key, value] : values) out[key] = value;
    return out;
}

std::string token_of(const ServerRequest& request, const Json& args)
{
    const std::string authorization = header(request, "authorization");
    constexpr std::string_view bearer = "Bearer ";
    return authorization.starts_with(bearer) ? authorization.substr(bearer.size()) : arg(args, "token");
}

std::string token_error(const std::string& method, const std::string& token)
{
    if (method == "api.test")
        return {};
    if (token.empty())
        return "not_authed";
    const bool is_app = token.starts_with("xapp-"), is_bot = token.starts_with("xoxb-");
    if (!is_app && !is_bot)
        return "invalid_auth";
    const bool needs_app = method == "apps.connections.open";
    return needs_app == is_app || (is_app && method == "auth.test") ? "" : "not_allowed_token_type";
}

ServerResponse json_response(const Json& body)
{
    ServerResponse out;
    out.content_type = "application/json; charset=utf-8";
    out.body = dumped(body);
    out.headers["X-Slack-Req-Id"] = Workspace::uuid();
    return out;
}

ServerResponse limited(int wait)
{
    ServerResponse out = json_response(refusal("ratelimited"));
    out.status = 429;
    out.headers["Retry-After"] = std::to_string(wait);
    return out;
}

}  // namespace

Channel* visible_channel(Workspace& ws, const std::string& id)
{
    Channel* c = ws.channel(id);
    return c && (!c->is_private() || ws.bot_is_in(*c)) ? c : nullptr;
}

Json success() { return {{"ok", true}}; }

Json invalid_arguments(const Complaints& complaints)
{
    Json out = refusal("invalid_arguments");
    for (const auto& c : complaints)
        out["response_metadata"]["messages"].push_back(
            "[ERROR] " + c.what + (c.pointer.empty() ? "" : " [json-pointer:" + c.pointer + "]"));
    return out;
}

Json invalid_blocks(const Complaints& complaints)
{
    Json out = invalid_arguments(complaints);
    out["error"] = "invalid_blocks";
    for (const auto& c : complaints) out["errors"].push_back(c.what + " [json-pointer:" + c.pointer + "]");
    return out;
}

WebApi::WebApi(Workspace& ws, Ledger& ledger, Faults& faults, bool rate_limits,
               std::function<std::string()> open_link)
    : ws_(ws), ledger_(ledger), faults_(faults), rate_limits_(rate_limits), open_link_(std::move(open_link))
{
}

std::chrono::milliseconds WebApi::delay_of(const ServerRequest& request)
{
    const auto fault = faults_.take("slow", request.path.substr(kPrefix.size()));
    return fault ? fault->wait : std::chrono::milliseconds{0};
}

int WebApi::wait_of(const std::string& name, const Json& args, Instant now)
{
    if (!rate_limits_)
        return 0;
    if (name == "chat.postMessage")
        return limit_.take(name + " " + arg(args, "channel"), kPostsPerMinute, kPostBurst, now);
    const Method* method = find_method(name);
    if (!method || method->per_minute == 0)
        return 0;
    return limit_.take(name, method->per_minute, method->per_minute, now);
}

Json WebApi::result_of(const std::string& name, const Json& args, const std::string& token, Instant now)
{
    if (const auto error = token_error(name, token); !error.empty())
        return refusal(error);
    if (const auto fault = faults_.take("api_error", name))
        return refusal(fault->error);
    if (args.contains("!broken"))
        return refusal(arg(args, "!broken"));
    if (name == "apps.connections.open") {
        Json out = success();
        out["url"] = open_link_();
        return out;
    }
    const Method* method = find_method(name);
    if (!method) {
        Json out = refusal("unknown_method");
        out["req_method"] = name;
        return out;
    }
    if (const auto scope = scope_of_call(ws_, method->scope, args); !ws_.grants(scope))
        return missing_scope(ws_, scope);
    return method->run(ws_, args, now);
}

ServerResponse WebApi::answer(const ServerRequest& request, Instant now)
{
    const std::string name = request.path.substr(kPrefix.size());
    const Method* method = find_method(name);
    Json args = arguments_of(request, name == "apps.connections.open" || (method && method->takes_json));
    const std::string token = token_of(request, args);
    args.erase("token");

    if (const auto fault = faults_.take("http_status", name)) {
        ServerResponse out = fault->status == 429 ? json_response(refusal("ratelimited")) : ServerResponse();
        out.status = fault->status;
        if (fault->status != 429)
            out.body = "<html><body>injected fault</body></html>";
        if (fault->retry_after > 0)
            out.headers["Retry-After"] = std::to_string(fault->retry_after);
        ledger_.add(name, doc(std::move(args)), doc({{"http_status", fault->status}}), now);
        return out;
    }
    if (const int wait = wait_of(name, args, now); wait > 0) {
        ledger_.add(name, doc(std::move(args)), doc({{"http_status", 429}, {"retry_after", wait}}), now);
        return limited(wait);
    }
    const Json result = result_of(name, args, token, now);
    ServerResponse out = json_response(result);
    out.headers["X-OAuth-Scopes"] = granted_scopes(ws_);
    if (faults_.take("lose_reply", name))
        out.status = 0;
    Json noted = result;
    if (out.status == 0)
        noted["reply_lost"] = true;
    ledger_.add(name, doc(std::move(args)), doc(std::move(noted)), now);
    return out;
}

}  // namespace deskbell::slack::local
