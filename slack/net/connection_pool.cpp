#include "slack/net/connection_pool.hpp"

#include <algorithm>

namespace deskbell::slack {

std::unique_ptr<HttpConnection> ConnectionPool::take(const std::string& where, Time now)
{
    std::erase_if(idle_, [now](const Idle& idle) {
        const bool is_over = now - idle.since > kIdleMost || !idle.connection->is_reusable();
        if (is_over)
            idle.connection->stream()->close();
        return is_over;
    });
    const auto it =
        std::find_if(idle_.rbegin(), idle_.rend(), [&](const Idle& idle) { return idle.where == where; });
    if (it == idle_.rend())
        return nullptr;
    auto connection = std::move(it->connection);
    idle_.erase(std::next(it).base());
    return connection;
}

void ConnectionPool::put(std::string where, std::unique_ptr<HttpConnection> connection, Time now)
{
    if (!connection->is_reusable()) {
        connection->stream()->close();
        return;
    }
    if (idle_.size() >= most_) {
        idle_.front().connection->stream()->close();
        idle_.erase(idle_.begin());
    }
    idle_.push_back({std::move(where), std::move(connection), now});
}

void ConnectionPool::clear()
{
    for (const Idle& idle : idle_) idle.connection->stream()->close();
    idle_.clear();
}

}  // namespace deskbell::slack
