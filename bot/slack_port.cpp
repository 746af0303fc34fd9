#include "bot/slack_port.hpp"

#include "bot/logging.hpp"

#include <array>

namespace deskbell::bot {

namespace asio = boost::asio;

std::string_view to_text(slack::ErrorClass error_class)
{
    static constexpr std::array<std::string_view, 8> kWords{"ok",           "already_done", "try_again",
                                                            "rate_limited", "credential",   "configuration",
                                                            "target_gone",  "our_bug"};
    return kWords.at(static_cast<std::size_t>(error_class));
}

void WebSlack::note(const std::string& method, const slack::CallResult& result)
{
    metrics_.count(Metric::calls, method, to_text(result.error_class));
    if (!result.ok)
        log("debug", method + ": " + result.error +
                         (result.request_id.empty() ? "" : ", request " + result.request_id));
}

asio::awaitable<slack::CallResult> WebSlack::call(slack::Call call)
{
    const std::string method = call.method;
    slack::CallResult result = co_await web_.call(std::move(call));
    note(method, result);
    co_return result;
}

asio::awaitable<slack::CallResult> WebSlack::respond(std::string response_url, std::string json)
{
    slack::CallResult result = co_await web_.respond(std::move(response_url), std::move(json));
    note("response_url", result);
    co_return result;
}

asio::awaitable<slack::CallResult> WebSlack::upload(std::string upload_url, std::string bytes)
{
    slack::CallResult result = co_await web_.upload(std::move(upload_url), std::move(bytes));
    note("upload_url", result);
    co_return result;
}

asio::awaitable<slack::CallResult> WebSlack::fetch(std::string file_url, std::size_t bytes_most)
{
    slack::CallResult result = co_await web_.fetch(std::move(file_url), bytes_most);
    note("file", result);
    co_return result;
}

}  // namespace deskbell::bot
