#include "slack/net/web_client.hpp"

#include "handlers/domain/text.hpp"
#include "slack/net/connection_pool.hpp"
#include "slack/net/dial.hpp"
#include "slack/net/form.hpp"
#include "slack/net/limiter.hpp"
#include "slack/net/turnstile.hpp"
#include "slack/wire/fetched.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <exception>
#include <set>

namespace deskbell::slack {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

/// DNS, TCP, CONNECT and TLS get so long each.
constexpr milliseconds kStep{10'000};
/// Where Slack lets us answer an interaction without a token. Anything else could be an address of the
/// inside.
constexpr std::string_view kResponseHosts[] = {"hooks.slack.com", "hooks.slack-gov.com"};
/// Where Slack keeps files. Our token is shown to no other host.
constexpr std::string_view kFileHosts[] = {"files.slack.com", "files.slack-gov.com"};
/// What a 429 without a usable Retry-After means. Source: slackapi/node-slack-sdk#1421.
constexpr seconds kPostPause{1}, kMethodPause{30};

/// Refused by our own limiter: nothing was sent.
CallResult held_back(std::string_view method, milliseconds wait)
{
    const auto whole = std::chrono::ceil<seconds>(wait);
    return read_result(method, 429, std::to_string(whole.count()), R"({"ok":false,"error":"ratelimited"})");
}

/// Never sent, and sending it again will not help.
CallResult unusable(std::string why)
{
    CallResult result;
    result.http_status = 400;
    result.error = std::move(why);
    result.error_class = ErrorClass::our_bug;
    return result;
}

/// A bucket of the limiter that a call has to pass.
struct Gate {
    std::string key;
    Pace pace;
};

}  // namespace

struct WebClient::Impl {
    Impl(asio::any_io_executor ex, Endpoint where, milliseconds limit, int divisor)
        : executor(ex),
          endpoint(std::move(where)),
          call_timeout(limit),
          haste(divisor),
          dialer(endpoint),
          pool(kConnectionsMax),
          turnstile(ex, static_cast<int>(kConnectionsMax))
    {
    }

    using Self = std::shared_ptr<Impl>;
    static asio::awaitable<CallResult> call(Self self, Call call);
    static asio::awaitable<CallResult> respond(Self self, std::string address, std::string json);
    static asio::awaitable<CallResult> upload(Self self, std::string address, std::string bytes);
    static asio::awaitable<CallResult> fetch(Self self, std::string address, std::size_t bytes_most);
    static asio::awaitable<CallResult> post_to(Self self, std::string method, Url url,
                                               std::string content_type, std::string body);
    bool is_own_host(const Url& url) const;
    static asio::awaitable<milliseconds> admit(Self self, std::vector<Gate> gates, bool is_urgent);
    static asio::awaitable<CallResult> send(Self self, std::string method, Url url, HttpRequest request);
    static asio::awaitable<HttpAnswer> exchange(Self self, Url url, HttpRequest request, bool is_repeatable);
    static asio::awaitable<HttpAnswer> try_once(Self self, Url url, HttpRequest request, bool must_be_fresh,
                                                Clock::time_point limit);
    static asio::awaitable<milliseconds> pass(Self self, std::string key, Pace pace, milliseconds patience);

    asio::any_io_executor executor;
    Endpoint endpoint;
    milliseconds call_timeout;
    int haste;
    Dialer dialer;
    ConnectionPool pool;
    Limiter limiter;
    Turnstile turnstile;
    std::set<std::shared_ptr<ByteStream>> busy;  // so that stop() can end them
};

// Waits for the bucket's turn. Zero: go. Anything else: the caller would have to wait that long and shall
// not.
asio::awaitable<milliseconds> WebClient::Impl::pass(Self self, std::string key, Pace pace,
                                                    milliseconds patience)
{
    auto now = Clock::now();
    pace.interval /= self->haste;
    Bucket* const bucket = self->limiter.enter(key, pace, now);
    if (!bucket)
        co_return milliseconds(pace.interval);
    const Bucket::Place place = bucket->queue_up(now);
    milliseconds wait{0};
    while (!self->turnstile.is_closed()) {
        now = Clock::now();
        wait = std::chrono::ceil<milliseconds>(bucket->due(place) - now);
        if (wait.count() <= 0 || wait > patience)
            break;
        co_await self->turnstile.sleep_until(bucket->due(place));
    }
    bucket->leave(place);
    co_return std::max(wait, milliseconds{0});
}

// Waits until all gates let the call through and, unless it is urgent, a connection is free for it. Answers as
// `pass` does. A 429 that comes while it waits for the connection sends it back to the gates.
asio::awaitable<milliseconds> WebClient::Impl::admit(Self self, std::vector<Gate> gates, bool is_urgent)
{
    const milliseconds patience = is_urgent ? kUrgentPatience : milliseconds::max();
    while (!self->turnstile.is_closed()) {
        for (const Gate& gate : gates) {
            const milliseconds wait = co_await pass(self, gate.key, gate.pace, patience);
            if (wait.count() > 0)
                co_return wait;
        }
        if (is_urgent)
            break;
        const bool is_in = co_await self->turnstile.enter();
        const auto now = Clock::now();
        const bool may_go = std::ranges::none_of(
            gates, [&](const Gate& gate) { return self->limiter.is_paused(gate.key, now); });
        if (!is_in || may_go)
            break;
        self->turnstile.leave();
    }
    co_return milliseconds{0};
}

asio::awaitable<HttpAnswer> WebClient::Impl::try_once(Self self, Url url, HttpRequest request,
                                                      bool must_be_fresh, Clock::time_point limit)
{
    HttpAnswer answer;
    const std::string where = url.scheme + "://" + url.authority();
    auto connection = must_be_fresh ? nullptr : self->pool.take(where, Clock::now());
    const bool is_reused = connection != nullptr;
    const auto stream = is_reused ? connection->stream() : std::make_shared<ByteStream>(self->executor);
    self->busy.insert(stream);
    const auto left = std::max(milliseconds{1}, std::chrono::ceil<milliseconds>(limit - Clock::now()));
    const Deadline deadline(stream, left);

    Result<void> connected;
    if (!is_reused) {
        connected = co_await self->dialer.connect(stream, url, std::min(left, kStep));
        connection = std::make_unique<HttpConnection>(stream, kAnswerBytesMax);
    }
    if (connected)
        answer = co_await connection->exchange(std::move(request));
    else
        answer.trouble = connected.error().detail();

    self->busy.erase(stream);
    if (deadline.has_expired())
        answer.trouble = "no answer within " + std::to_string(self->call_timeout.count() / 1000) + " s";
    // Only a connection that the other side had already let go is sure not to have carried the request.
    answer.is_untouched = answer.is_untouched && is_reused && !deadline.has_expired();
    if (answer.status == 0)
        stream->abort();
    else if (!self->turnstile.is_closed())
        self->pool.put(where, std::move(connection), Clock::now());
    co_return answer;
}

asio::awaitable<HttpAnswer> WebClient::Impl::exchange(Self self, Url url, HttpRequest request,
                                                      bool is_repeatable)
{
    const auto limit = Clock::now() + self->call_timeout;
    HttpRequest copy = request;
    HttpAnswer answer = co_await try_once(self, url, std::move(copy), false, limit);
    if (answer.status == 0 && answer.is_untouched && is_repeatable && !self->turnstile.is_closed())
        answer = co_await try_once(self, url, std::move(request), true, limit);
    co_return answer;
}

// For a call that was admitted.
asio::awaitable<CallResult> WebClient::Impl::send(Self self, std::string method, Url url, HttpRequest request)
{
    const Method& known = method_of(method);
    const HttpAnswer answer =
        co_await exchange(self, std::move(url), std::move(request), known.is_repeatable);
    if (!known.is_urgent)
        self->turnstile.leave();
    if (answer.status == 0)
        co_return no_answer(redacted(answer.trouble));

    CallResult result = read_result(method, answer.status, answer.retry_after, answer.body);
    result.scopes = answer.scopes;
    result.request_id = answer.request_id;
    co_return result;
}

asio::awaitable<CallResult> WebClient::Impl::call(Self self, Call call)
{
    const auto base = parse_url(self->endpoint.api_url);
    if (!base)
        co_return unusable("SLACK_API_URL: " + base.error().detail());
    const Method& known = method_of(call.method);
    const auto channel = call.arguments.find("channel");
    const bool is_post = known.is_post && channel != call.arguments.end();
    const std::string channel_key = is_post ? "channel " + channel->second : std::string();
    std::vector<Gate> gates;
    if (is_post)
        gates.push_back({channel_key, kChannelPace});
    gates.push_back({call.method, known.pace});
    const milliseconds wait = co_await admit(self, std::move(gates), known.is_urgent);
    if (self->turnstile.is_closed())
        co_return no_answer("stopped");
    if (wait.count() > 0)
        co_return held_back(call.method, wait);

    Url url = *base;
    url.target += (url.target.ends_with('/') ? "" : "/") + call.method;
    HttpRequest request;
    request.host = url.authority();
    request.target = url.target;
    request.content_type = "application/x-www-form-urlencoded";
    request.authorization =
        "Bearer " + trimmed(call.with_app_token ? self->endpoint.app_token : self->endpoint.bot_token);
    request.body = form_encoded(call.arguments);
    const CallResult result = co_await send(self, call.method, std::move(url), std::move(request));

    if (result.error_class == ErrorClass::rate_limited)
        self->limiter.pause(is_post ? channel_key : call.method, is_post ? kChannelPace : known.pace,
                            result.retry_after, is_post ? kPostPause : kMethodPause, Clock::now());
    co_return result;
}

// True for a workspace on this machine, which names addresses on its own host.
bool WebClient::Impl::is_own_host(const Url& url) const
{
    const auto base = parse_url(endpoint.api_url);
    return base && base->is_loopback() && url.host == base->host;
}

// To an address that Slack named, without a token: whoever knows the address may use it.
asio::awaitable<CallResult> WebClient::Impl::post_to(Self self, std::string method, Url url,
                                                     std::string content_type, std::string body)
{
    const Method& known = method_of(method);
    std::vector<Gate> gates;
    gates.push_back({method, known.pace});
    const milliseconds wait = co_await admit(self, std::move(gates), known.is_urgent);
    if (self->turnstile.is_closed())
        co_return no_answer("stopped");
    if (wait.count() > 0)
        co_return held_back(method, wait);
    HttpRequest request;
    request.host = url.authority();
    request.target = url.target;
    request.content_type = std::move(content_type);
    request.body = std::move(body);
    CallResult result = co_await send(self, method, std::move(url), std::move(request));
    if (result.http_status / 100 == 2) {  // the body is a bare "ok"
        result.ok = true;
        result.error.clear();
        result.error_class = ErrorClass::none;
    }
    co_return result;
}

asio::awaitable<CallResult> WebClient::Impl::respond(Self self, std::string address, std::string json)
{
    const auto url = parse_url(address);
    if (!url)
        co_return unusable("response_url: " + url.error().detail());
    const bool is_slack =
        url->scheme == "https" && std::ranges::find(kResponseHosts, url->host) != std::end(kResponseHosts);
    if (!is_slack && !self->is_own_host(*url))
        co_return unusable("response_url: refused, it does not lead to Slack");
    Url copy = *url;
    std::string method = "response_url", type = "application/json; charset=utf-8";
    CallResult result =
        co_await post_to(self, std::move(method), std::move(copy), std::move(type), std::move(json));
    co_return result;
}

asio::awaitable<CallResult> WebClient::Impl::upload(Self self, std::string address, std::string bytes)
{
    const auto url = parse_url(address);
    if (!url)
        co_return unusable("upload_url: " + url.error().detail());
    if (url->scheme != "https" && !self->is_own_host(*url))
        co_return unusable("upload_url: refused, it is not encrypted");
    Url copy = *url;
    std::string method = "upload_url", type = "application/octet-stream";
    CallResult result =
        co_await post_to(self, std::move(method), std::move(copy), std::move(type), std::move(bytes));
    co_return result;
}

asio::awaitable<CallResult> WebClient::Impl::fetch(Self self, std::string address, std::size_t bytes_most)
{
    const auto url = parse_url(address);
    if (!url)
        co_return unusable("file: " + url.error().detail());
    const bool is_slack =
        url->scheme == "https" && std::ranges::find(kFileHosts, url->host) != std::end(kFileHosts);
    if (!is_slack && !self->is_own_host(*url))
        co_return unusable("file: refused, it does not lie at Slack");
    bool is_in = co_await self->turnstile.enter();
    if (!is_in || self->turnstile.is_closed())
        co_return no_answer("stopped");
    HttpRequest request;
    request.host = url->authority();
    request.target = url->target;
    request.authorization = "Bearer " + trimmed(self->endpoint.bot_token);
    request.only_gets = true;
    request.answer_bytes_max = bytes_most;
    Url copy = *url;
    HttpAnswer answer = co_await exchange(self, std::move(copy), std::move(request), true);
    self->turnstile.leave();
    if (answer.is_too_long)
        co_return unusable(std::string(kFileTooLarge));
    if (answer.status == 0)
        co_return no_answer(redacted(answer.trouble));
    if (answer.status != 200) {
        CallResult refused = read_result("file", answer.status, answer.retry_after, "");
        if (answer.status / 100 == 3)
            refused.error_class = ErrorClass::configuration;  // to the login: we may not have it
        co_return refused;
    }
    CallResult result;
    result.http_status = answer.status;
    result.ok = true;
    result.body = std::move(answer.body);
    co_return result;
}

WebClient::WebClient(asio::any_io_executor executor, Endpoint endpoint, milliseconds call_timeout, int haste)
    : impl_(std::make_shared<Impl>(executor, std::move(endpoint), call_timeout, haste))
{
}

WebClient::~WebClient() { stop(); }

// Not coroutines themselves: the coroutine keeps Impl, so the client may go while a call is under way.
asio::awaitable<CallResult> WebClient::call(Call call) { return Impl::call(impl_, std::move(call)); }

asio::awaitable<CallResult> WebClient::respond(std::string response_url, std::string json)
{
    return Impl::respond(impl_, std::move(response_url), std::move(json));
}

asio::awaitable<CallResult> WebClient::upload(std::string upload_url, std::string bytes)
{
    return Impl::upload(impl_, std::move(upload_url), std::move(bytes));
}

asio::awaitable<CallResult> WebClient::fetch(std::string file_url, std::size_t bytes_most)
{
    return Impl::fetch(impl_, std::move(file_url), bytes_most);
}

void WebClient::stop()
{
    impl_->turnstile.close();
    impl_->pool.clear();
    for (const auto& stream : impl_->busy) stream->abort();
}

}  // namespace deskbell::slack
