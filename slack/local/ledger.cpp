#include "slack/local/ledger.hpp"

#include <nlohmann/json.hpp>

namespace deskbell::slack::local {

void Ledger::add(const std::string& method, Doc args, Doc result, Instant at)
{
    calls_.push_back({++last_, method, std::move(args), std::move(result), at});
    if (calls_.size() > kCallsMax)
        calls_.pop_front();
}

Json Ledger::json(std::uint64_t since) const
{
    Json out = Json::array();
    for (const auto& c : calls_)
        if (c.n > since)
            out.push_back({{"n", c.n},
                           {"at", static_cast<double>(c.at.time_since_epoch().count()) / 1e6},
                           {"method", c.method},
                           {"args", value_of(c.args)},
                           {"result", value_of(c.result)}});
    return out;
}

}  // namespace deskbell::slack::local
