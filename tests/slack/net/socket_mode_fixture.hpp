#pragma once
#include "fake_slack.hpp"
#include "slack/net/socket_mode.hpp"
#include "slack/wire/reply.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace deskbell::slack::test {

/// Short enough for tests, with the proportions of the real ones.
inline SocketTimes short_times()
{
    using namespace std::chrono_literals;
    SocketTimes times;
    times.step = 300ms;
    times.silence = 500ms;
    times.ping = 100ms;
    times.close = 100ms;
    times.backoff_first = 10ms;
    times.backoff_most = 80ms;
    times.healthy = 200ms;
    times.fatal_retry = 600ms;
    times.too_many_retry = 300ms;
    times.retire = 400ms;
    return times;
}

/// A client against a FakeSlack. Acks every envelope as soon as it comes, unless told otherwise.
class SocketModeFixture {
public:
    explicit SocketModeFixture(int connections = 1, SocketTimes times = short_times(),
                               std::shared_ptr<boost::asio::ssl::context> tls = nullptr,
                               std::string name = "127.0.0.1")
        : slack(io, std::move(tls), std::move(name)), wanted_(connections), times_(times)
    {
    }
    SocketModeFixture(const SocketModeFixture&) = delete;
    SocketModeFixture& operator=(const SocketModeFixture&) = delete;
    ~SocketModeFixture()
    {
        client.reset();
        web.reset();
        run_for(io, std::chrono::milliseconds(5));
    }

    void start() { start(slack.endpoint()); }
    void start(const Endpoint& endpoint)
    {
        web = std::make_unique<WebClient>(io.get_executor(), endpoint, call_timeout, haste);
        SocketMode::Handlers handlers;
        handlers.on_envelope = [this](Envelope envelope, Acknowledge acknowledge) {
            envelopes.push_back(envelope.id);
            if (on_envelope)
                on_envelope(envelope, acknowledge);
            else
                (void)acknowledge(ack_frame(envelope.id, "", false));
        };
        handlers.on_ready = [this] { ++ready_calls; };
        handlers.on_log = [this](std::string_view level, std::string text) {
            log.push_back(std::string(level) + ": " + text);
        };
        client = std::make_unique<SocketMode>(io.get_executor(), *web, endpoint, wanted_, std::move(handlers),
                                              times_);
        client->start();
    }
    bool until(const std::function<bool()>& holds, std::chrono::milliseconds bound = std::chrono::seconds(10))
    {
        return run_until(io, holds, bound);
    }
    bool until_ready()
    {
        return until([this] { return client->status().ready == wanted_; });
    }
    /// Long enough that a refresh counts as routine.
    bool until_healthy()
    {
        run_for(io, times_.healthy + std::chrono::milliseconds(20));
        return client->status().ready == wanted_;
    }
    bool stop()
    {
        bool is_stopped = false;
        client->stop([&] { is_stopped = true; });
        return until([&] { return is_stopped; }, std::chrono::seconds(3));
    }
    bool has_logged(std::string_view part) const { return logged(part) > 0; }
    /// How many lines hold this.
    int logged(std::string_view part) const
    {
        return static_cast<int>(std::ranges::count_if(
            log, [&](const std::string& line) { return line.find(part) != std::string::npos; }));
    }

    boost::asio::io_context io;
    FakeSlack slack;
    std::unique_ptr<WebClient> web;
    std::unique_ptr<SocketMode> client;
    std::function<void(const Envelope&, Acknowledge)> on_envelope;
    std::vector<std::string> envelopes;
    std::vector<std::string> log;
    int ready_calls = 0;
    std::chrono::milliseconds call_timeout{300};
    int haste = 1;  ///< of the Web API client; more than 1 for tests that connect more than thirty times

private:
    int wanted_;
    SocketTimes times_;
};

inline std::unique_ptr<FakeAnswer> answer(int status, std::string body = {}, std::string headers = {})
{
    auto out = std::make_unique<FakeAnswer>();
    out->status = status;
    out->body = std::move(body);
    out->headers = std::move(headers);
    return out;
}

inline std::unique_ptr<FakeAnswer> silence()
{
    auto out = std::make_unique<FakeAnswer>();
    out->is_silent = true;
    return out;
}

inline std::unique_ptr<FakeAnswer> raw(std::string bytes)
{
    auto out = std::make_unique<FakeAnswer>();
    out->raw = std::move(bytes);
    return out;
}

}  // namespace deskbell::slack::test
