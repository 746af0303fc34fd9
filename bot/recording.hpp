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

/// What was found when a row was parked.
struct Parking {
    int followers = 0;      ///< rows that were parked with it
    bool is_known = false;  ///< others met the same trouble before
};

/// Writes it down in one job, together with what the desk makes of the answer. A desk that cannot digest the
/// answer parks the row: asking again would give the same answer. The operators hear of a new trouble in
/// Slack.
boost::asio::awaitable<Parking> write_down(StoreBridge& store, const kernel::Desk& desk, Recording recording);

/// What became of a try, for the operator.
struct Noted {
    const store::Outgoing& row;
    const slack::CallResult& result;
    const Verdict& verdict;
    std::string error;  ///< as it was kept
    bool is_adopted = false;
    Parking parking{};
};

/// What the log says of a row that was parked: why, what to do, and what waits with it.
std::string parked_line(const Noted& noted);

/// Counts it, and logs what the operator should know and do.
void note(Metrics& metrics, const Noted& noted);

}  // namespace deskbell::bot
