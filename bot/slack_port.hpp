#pragma once
#include "bot/metrics.hpp"
#include "slack/net/web_client.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace deskbell::bot {

/// Slack's Web API as the bot uses it: a port, so that tests can play Slack without sockets.
/// One call is one try; trouble is in the result. Parameters by value (coroutines).
class SlackPort {
public:
    virtual ~SlackPort() = default;
    virtual boost::asio::awaitable<slack::CallResult> call(slack::Call call) = 0;
    virtual boost::asio::awaitable<slack::CallResult> respond(std::string response_url, std::string json) = 0;
    /// The bytes of a file to the address that files.getUploadURLExternal named.
    virtual boost::asio::awaitable<slack::CallResult> upload(std::string upload_url, std::string bytes) = 0;
    /// The bytes of a file that lies in Slack, as the body of the result.
    virtual boost::asio::awaitable<slack::CallResult> fetch(std::string file_url, std::size_t bytes_most) = 0;
};

/// The real one; counts what it does.
class WebSlack final : public SlackPort {
public:
    WebSlack(slack::WebClient& web, Metrics& metrics) : web_(web), metrics_(metrics) {}
    boost::asio::awaitable<slack::CallResult> call(slack::Call call) override;
    boost::asio::awaitable<slack::CallResult> respond(std::string response_url, std::string json) override;
    boost::asio::awaitable<slack::CallResult> upload(std::string upload_url, std::string bytes) override;
    boost::asio::awaitable<slack::CallResult> fetch(std::string file_url, std::size_t bytes_most) override;

private:
    void note(const std::string& method, const slack::CallResult& result);

    slack::WebClient& web_;
    Metrics& metrics_;
};

/// "ok", "already_done", "try_again" ...
std::string_view to_text(slack::ErrorClass error_class);

}  // namespace deskbell::bot
