#pragma once
#include "slack/net/endpoint.hpp"
#include "slack/wire/call.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace deskbell::slack {

/// Slack's Web API over keep-alive HTTPS connections. One call is one try: who calls decides about retries.
/// Waits for the limiter (per method, and per channel for posts) before it sends. Use from one executor.
class WebClient {
public:
    /// Longest time one call may take, from connect to the last byte.
    static constexpr std::chrono::seconds kCallTimeout{20};
    /// Largest answer that is read; a longer one is an error.
    static constexpr std::size_t kAnswerBytesMax = 16u << 20;
    /// Connections kept open at most.
    static constexpr std::size_t kConnectionsMax = 6;

    /// Only tests give another `call_timeout`, or divide the times between calls by a `haste`.
    WebClient(boost::asio::any_io_executor executor, Endpoint endpoint,
              std::chrono::milliseconds call_timeout = kCallTimeout, int haste = 1);
    ~WebClient();

    /// Never throws and never fails as an awaitable: trouble is in the result. Parameters by value
    /// (coroutine).
    boost::asio::awaitable<CallResult> call(Call call);

    /// POSTs a JSON body to a response_url. Only https on hooks.slack.com and hooks.slack-gov.com, or the
    /// API's own host when that is loopback; anything else is refused without a connection.
    boost::asio::awaitable<CallResult> respond(std::string response_url, std::string json);

    /// POSTs the raw bytes of a file to the address that files.getUploadURLExternal named, without a token.
    /// Only https, or the API's own host when that is loopback; else it is refused without a connection.
    boost::asio::awaitable<CallResult> upload(std::string upload_url, std::string bytes);

    /// GETs the bytes of a file that Slack keeps, with the bot's token: the result is ok and its body is them.
    /// Only https on files.slack.com and files.slack-gov.com, or the API's own host when that is loopback; a
    /// token goes nowhere else. A redirection is no file: Slack sends those without files:read to its login.
    boost::asio::awaitable<CallResult> fetch(std::string file_url, std::size_t bytes_most);

    /// Makes pending calls end with "no answer" at once. Safe to call twice.
    void stop();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace deskbell::slack
