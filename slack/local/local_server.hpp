#pragma once
#include "handlers/domain/error.hpp"
#include "slack/local/seed.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace deskbell::slack::local {

/// How a local workspace is started.
struct LocalOptions {
    std::uint16_t port = 0;  ///< 0: any free one
    std::string state_file;  ///< "" keeps everything in memory; else read at start and written on change
    Seed seed = default_seed();
    bool rate_limits = true;   ///< false: never 429
    double time_factor = 1.0;  ///< events are redelivered after 1, 60 and 300 s divided by this
    std::chrono::milliseconds ack_deadline{3000};  ///< Slack's is 3 s; tests shorten it
};

/// A workspace on this machine: Slack's Web API and Socket Mode for an app, and a page for the people.
/// Listens on 127.0.0.1 only. All functions, and the destructor, on `executor`, which must not run in
/// parallel (one thread, or a strand).
class LocalServer {
public:
    /// @errors unavailable: the port is taken; invalid_input: the state file cannot be read
    static Result<std::unique_ptr<LocalServer>> start(boost::asio::any_io_executor executor,
                                                      LocalOptions options);
    ~LocalServer();

    std::uint16_t port() const;
    /// "http://127.0.0.1:8065", to be opened in a browser.
    std::string url() const;
    /// "http://127.0.0.1:8065/api/", for SLACK_API_URL.
    std::string api_url() const;
    /// Writes the state, closes every connection. Safe to call twice.
    void stop();

private:
    struct Impl;
    explicit LocalServer(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> impl_;
};

}  // namespace deskbell::slack::local
