#include "slack/local/faults.hpp"

#include "slack/local/args.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace deskbell::slack::local {

bool Faults::add(const Json& order)
{
    constexpr std::array<std::string_view, 4> kinds{"api_error", "http_status", "lose_reply", "slow"};
    CallFault fault;
    fault.kind = arg(order, "kind");
    fault.method = arg(order, "method").empty() ? "*" : arg(order, "method");
    fault.error = arg(order, "error").empty() ? "internal_error" : arg(order, "error");
    if (fault.kind == "refuse_open") {
        fault.kind = "api_error";
        fault.method = "apps.connections.open";
    }
    if (std::ranges::find(kinds, fault.kind) == kinds.end() || waiting_.size() >= kFaultsMax)
        return false;
    fault.status = number(order, "status", 500);
    fault.retry_after = number(order, "retry_after", 0);
    fault.wait = std::chrono::milliseconds{std::clamp(number(order, "ms", 0), 0, 120'000)};
    fault.count = number(order, "count", 1);
    waiting_.push_back(std::move(fault));
    return true;
}

std::optional<CallFault> Faults::take(const std::string& kind, const std::string& method)
{
    const auto it = std::ranges::find_if(waiting_, [&](const CallFault& f) {
        return f.kind == kind && (f.method == "*" || f.method == method);
    });
    if (it == waiting_.end())
        return std::nullopt;
    const CallFault out = *it;
    if (--it->count <= 0)
        waiting_.erase(it);
    return out;
}

}  // namespace deskbell::slack::local
