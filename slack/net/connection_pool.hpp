#pragma once
#include "slack/net/http_connection.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace deskbell::slack {

/// Idle keep-alive connections by "host:port". Use from one executor.
class ConnectionPool {
public:
    using Time = std::chrono::steady_clock::time_point;
    /// Servers and middle boxes drop idle connections; one that was unused for so long is not trusted with a
    /// post.
    static constexpr std::chrono::seconds kIdleMost{20};

    explicit ConnectionPool(std::size_t most) : most_(most) {}

    /// The connection to `where` that was used last and is still alive, or null.
    std::unique_ptr<HttpConnection> take(const std::string& where, Time now);
    /// Keeps the connection if it may be used again; the oldest one makes room.
    void put(std::string where, std::unique_ptr<HttpConnection> connection, Time now);
    void clear();

private:
    struct Idle {
        std::string where;
        std::unique_ptr<HttpConnection> connection;
        Time since;
    };
    std::size_t most_;
    std::vector<Idle> idle_;  // oldest first
};

}  // namespace deskbell::slack
