#pragma once
#include "slack/local/json.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace deskbell::slack::local {

/// A trouble that the next calls of a method meet.
struct CallFault {
    std::string kind;    ///< api_error, http_status, lose_reply, slow
    std::string method;  ///< "*" for every one
    std::string error;
    int status = 500;
    int retry_after = 0;  ///< seconds; 0 sends no header
    std::chrono::milliseconds wait{0};
    int count = 1;  ///< how many calls are left
};

/// The faults that were ordered and have not happened yet. Those of sockets happen at once, in the hub.
class Faults {
public:
    static constexpr std::size_t kFaultsMax = 100;

    /// Adds a fault of calls from its JSON form. False when the kind is none of these.
    bool add(const Json& order);
    /// Takes one use of the first fault of this kind that fits the method.
    std::optional<CallFault> take(const std::string& kind, const std::string& method);

private:
    std::vector<CallFault> waiting_;
};

}  // namespace deskbell::slack::local
