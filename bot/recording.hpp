#pragma once
#include "bot/metrics.hpp"
#include "bot/on_store.hpp"
#include "bot/retry_policy.hpp"
#include "handlers/kernel/desk.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>

namespace deskbell::bot {

/// What the database is to know of a try to deliver an outbox row.
struct Recording {
    store::Outgoing row;
    slack::CallResult result;
    Verdict verdict;
    std::string channel;  ///< where a post is now; with `ts`
    std::string ts;
    std::string error;
    Attributes next_arguments;     ///< not empty: the row goes on with files.completeUploadExternal
    std::chrono::seconds wait{0};  ///< program time before the next try
};

/// Writes it down in one job, together with what the desk makes of the answer. A desk that cannot digest the
/// answer parks the row: asking again would give the same answer.
boost::asio::awaitable<void> write_down(StoreBridge& store, const kernel::Desk& desk, Recording recording);

/// Counts it, and logs what the operator should know.
void note(Metrics& metrics, const store::Outgoing& row, const slack::CallResult& result,
          const Verdict& verdict, bool is_adopted);

}  // namespace deskbell::bot
