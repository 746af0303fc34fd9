#pragma once
#include "slack/local/faults.hpp"
#include "slack/local/ledger.hpp"
#include "slack/local/rate_limit.hpp"
#include "slack/local/workspace.hpp"
#include "slack/net/server.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace deskbell::slack::local {

/// The Web API as a whole: arguments, tokens, faults, rate limits, method, ledger.
class WebApi {
public:
    /// `open_link` makes the address of a new socket for apps.connections.open.
    WebApi(Workspace& ws, Ledger& ledger, Faults& faults, bool rate_limits,
           std::function<std::string()> open_link);

    /// How long an ordered fault makes this call wait. Takes the fault.
    std::chrono::milliseconds delay_of(const ServerRequest& request);
    ServerResponse answer(const ServerRequest& request, Instant now);

private:
    Json result_of(const std::string& method, const Json& args, const std::string& token, Instant now);
    int wait_of(const std::string& method, const Json& args, Instant now);

    Workspace& ws_;
    Ledger& ledger_;
    Faults& faults_;
    bool rate_limits_;
    std::function<std::string()> open_link_;
    RateLimit limit_;
};

}  // namespace deskbell::slack::local
