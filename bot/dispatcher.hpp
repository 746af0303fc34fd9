#pragma once
#include "bot/busy_notice.hpp"
#include "bot/metrics.hpp"
#include "bot/on_store.hpp"
#include "bot/refusal_text.hpp"
#include "bot/slack_port.hpp"
#include "handlers/kernel/desk.hpp"
#include "slack/net/socket_mode.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace deskbell::bot {

/// From an envelope to its acknowledgement: one job in the store, commit, then ack. Use from the I/O thread.
///
/// Commands, clicks and forms are always acknowledged, if need be with a sentence that says what went wrong.
/// What makes its handler fail with a bug is acknowledged too, and kept (see store::Poisoned).
/// An event that could not be stored because the database is away is *not* acknowledged: nobody waits for its
/// answer, and Slack delivers it again. A slow commit is never overtaken by its ack: what Slack hears is
/// true.
class Dispatcher {
public:
    /// An ack later than this is counted as late. Slack gives up at 3 s.
    static constexpr std::chrono::milliseconds kLate{2500};
    /// A person whose job has not begun by then hears "busy, try again", and it never begins: an answer that
    /// does not turn out wrong. What remains of a second is for who began just before: the job, those in its
    /// commit (Store::kBatchTime), and the crowd that is answered at once. An event waits for kLate, and is
    /// left for Slack to deliver again.
    static constexpr std::chrono::milliseconds kPatience{600};

    /// `on_commit` is called when something was stored that others may wait for: the pump, the clockwork.
    Dispatcher(boost::asio::any_io_executor io, StoreBridge& store, SlackPort& slack,
               const kernel::Desk& desk, Metrics& metrics, std::function<void()> on_commit);

    /// Takes over one delivery.
    void take(slack::Envelope envelope, slack::Acknowledge acknowledge);

    /// From now on people hear `why`; events stay unacknowledged. What was taken is finished.
    void close(Error why = restarting()) { closed_ = std::move(why); }
    /// Takes everything again.
    void reopen() { closed_.reset(); }
    /// Deliveries and views that are under way.
    std::size_t under_way() const { return under_way_; }

private:
    struct Delivered;
    using Handle = std::shared_ptr<Delivered>;

    store::Work work_of(const Handle& delivered, bool only_reads);
    /// After the ack: the desk notes what was opened. When there is too much to do it is left out.
    void note_reading(const Handle& delivered);
    void refuse(const Handle& delivered, const Error& error);
    void refuse_without_store(const Handle& delivered, const Error& error, const std::string& reference);
    void answer(const Handle& delivered);
    void finish(const Handle& delivered);
    void show_view(const Handle& delivered);
    boost::asio::awaitable<void> show(Handle delivered);
    void send_late(const Handle& delivered);
    boost::asio::awaitable<void> respond(std::string url, std::string json);

    boost::asio::any_io_executor io_;
    StoreBridge& store_;
    SlackPort& slack_;
    const kernel::Desk& desk_;
    Metrics& metrics_;
    std::function<void()> on_commit_;
    std::optional<Error> closed_;
    std::size_t under_way_ = 0;
    BusyNotice busy_;
};

}  // namespace deskbell::bot
