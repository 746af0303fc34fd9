#pragma once
#include "slack/local/faults.hpp"
#include "slack/local/ledger.hpp"
#include "slack/local/web_api.hpp"
#include "slack/local/workspace.hpp"

#include <nlohmann/json_fwd.hpp>

#include <deque>
#include <string>
#include <vector>

namespace deskbell::slack::local {

/// A fixed instant; tests add to it.
inline constexpr Instant kStart{std::chrono::seconds{1'800'000'000}};

/// A workspace with its Web API, without any network. Time stands still unless a test moves it.
struct Office {
    explicit Office(bool rate_limits = false);

    /// A call with a JSON body, as the bot.
    Json call(const std::string& method, const Json& args);
    ServerResponse raw(ServerRequest request);
    static ServerRequest request(const std::string& method, const std::string& type, const std::string& body,
                                 const std::string& token = "xoxb-test");
    /// The inner events that wait for the app, oldest first; they are taken.
    std::vector<Json> events();
    /// A post of the bot in #help-it; returns its ts.
    std::string posted(const std::string& text = "hello");

    Instant now = kStart;
    Workspace ws;
    Ledger ledger;
    Faults faults;
    WebApi api;
};

/// A socket whose other side is the test.
struct FakeSocket : ServerSocket {
    void send(std::string text) override { sent.push_back(std::move(text)); }
    void send_binary(std::string bytes) override { binary.push_back(std::move(bytes)); }
    void ping(std::string payload) override { pings.push_back(std::move(payload)); }
    void close() override;
    void drop() override;
    bool was_fragmented() const override { return fragmented; }

    /// The frames since the last call, as JSON.
    std::vector<Json> frames();
    /// The client's message.
    void says(const Json& message);

    std::deque<std::string> sent;
    std::vector<std::string> binary, pings;
    bool fragmented = false, is_closed = false, is_dropped = false;
};

/// A modal with one required input "title" and one optional number "count".
Json form_view();
/// {"type":"plain_text","text":text}
Json plain_text(const std::string& text);
/// A message with a button and a menu.
Json button_blocks();

}  // namespace deskbell::slack::local
