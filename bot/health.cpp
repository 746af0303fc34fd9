#include "bot/health.hpp"

#include <nlohmann/json.hpp>

namespace deskbell::bot {

namespace {

/// 200 when there is nothing to say, else 503 with the reasons.
slack::ServerResponse verdict(const std::vector<std::string>& reasons)
{
    nlohmann::ordered_json body{{"status", reasons.empty() ? "ok" : "unavailable"}};
    if (!reasons.empty())
        body["reasons"] = reasons;
    slack::ServerResponse response;
    response.status = reasons.empty() ? 200 : 503;
    response.content_type = "application/json";
    response.body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
    return response;
}

slack::ServerResponse metrics_page(std::string text)
{
    slack::ServerResponse response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = std::move(text);
    return response;
}

slack::ServerResponse refusal(int status, std::string text)
{
    slack::ServerResponse response;
    response.status = status;
    response.body = std::move(text);
    return response;
}

struct Page {
    std::string_view path;
    slack::ServerResponse (*answer)(const HealthSource&);
};
constexpr Page kPages[] = {
    {"/healthz", [](const HealthSource& source) { return verdict(source.sick()); }},
    {"/readyz", [](const HealthSource& source) { return verdict(source.not_ready()); }},
    {"/metrics", [](const HealthSource& source) { return metrics_page(source.metrics()); }},
};

}  // namespace

slack::ServerResponse health_answer(const std::string& method, const std::string& path,
                                    const HealthSource& source)
{
    for (const Page& page : kPages) {
        if (page.path != path)
            continue;
        if (method != "GET" && method != "HEAD")
            return refusal(405, "Only GET.\n");
        return page.answer(source);
    }
    return refusal(404, "Here are /healthz, /readyz and /metrics.\n");
}

Result<std::unique_ptr<Health>> Health::listen(boost::asio::any_io_executor io,
                                               const config::ListenAddress& address, HealthSource source)
{
    slack::Server::Handlers handlers;
    handlers.on_request = [source = std::move(source)](slack::ServerRequest request,
                                                       std::function<void(slack::ServerResponse)> answer) {
        answer(health_answer(request.method, request.path, source));
    };
    auto server = slack::Server::listen(std::move(io), address.host, address.port, std::move(handlers));
    if (!server)
        return Error(server.error().code(),
                     "The health page cannot be served: " + server.error().detail() +
                         " Set [http] listen to another address, or to \"\" to go without.");
    return std::unique_ptr<Health>(new Health(*std::move(server)));
}

}  // namespace deskbell::bot
