#pragma once
#include "config/config.hpp"
#include "handlers/domain/error.hpp"
#include "slack/net/server.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace deskbell::bot {

/// What the health page is asked about; gathered anew for each request, on the I/O thread.
struct HealthSource {
    std::function<std::vector<std::string>()> sick;  ///< why the process should be restarted; empty: healthy
    std::function<std::vector<std::string>()> not_ready;  ///< why nothing can be handled now; empty: ready
    std::function<std::string()> metrics;
};

/// The answer to one path: /healthz, /readyz, /metrics. Pure but for the source.
slack::ServerResponse health_answer(const std::string& method, const std::string& path,
                                    const HealthSource& source);

/// The health page over HTTP.
class Health {
public:
    /// @errors unavailable: the address is taken or not ours, with what to write instead
    static Result<std::unique_ptr<Health>> listen(boost::asio::any_io_executor io,
                                                  const config::ListenAddress& address, HealthSource source);
    std::uint16_t port() const { return server_->port(); }
    void stop() { server_->stop(); }

private:
    explicit Health(std::unique_ptr<slack::Server> server) : server_(std::move(server)) {}
    std::unique_ptr<slack::Server> server_;
};

}  // namespace deskbell::bot
