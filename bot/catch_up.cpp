#include "bot/logging.hpp"
#include "bot/reading.hpp"
#include "handlers/domain/text.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <string_view>

namespace deskbell::bot {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

namespace {

/// The thread's root was deleted before anybody had replied: then Slack knows no such thread.
bool is_gone(const kernel::Conversation& where, std::string_view error)
{
    return !where.thread_ts.empty() && (error == "thread_not_found" || error == "message_not_found");
}

/// Nothing that another try would mend: the bot is not there, or the channel is not any more.
bool is_closed_to_us(const slack::CallResult& result)
{
    return result.error_class == slack::ErrorClass::target_gone ||
           result.error_class == slack::ErrorClass::configuration;
}

/// Another try may well succeed; after a refusal for speed the limiter makes it wait.
bool is_passing(const slack::CallResult& result)
{
    return result.error_class == slack::ErrorClass::rate_limited ||
           result.error_class == slack::ErrorClass::try_again;
}

}  // namespace

CatchUp::CatchUp(asio::any_io_executor io, StoreBridge& store, SlackPort& slack, const kernel::Desk& desk,
                 Dispatcher& dispatcher, const RunClock& clock, Metrics& metrics)
    : CatchUp(io, store, slack, desk, dispatcher, clock, metrics, Pace{})
{
}

CatchUp::CatchUp(asio::any_io_executor io, StoreBridge& store, SlackPort& slack, const kernel::Desk& desk,
                 Dispatcher& dispatcher, const RunClock& clock, Metrics& metrics, Pace pace)
    : io_(io),
      store_(store),
      slack_(slack),
      desk_(desk),
      dispatcher_(dispatcher),
      clock_(clock),
      metrics_(metrics),
      pace_(pace),
      signal_(io)
{
}

void CatchUp::start() { asio::co_spawn(io_, run(), asio::detached); }

void CatchUp::wake()
{
    turns_.may_have_missed(Clock::now());
    is_wanted_ = true;
    signal_.notify();
}

void CatchUp::stop()
{
    is_stopped_ = true;
    signal_.notify();
}

asio::awaitable<void> CatchUp::run()
{
    Clock::time_point due = Clock::time_point::max(), earliest{};
    while (!is_stopped_) {
        const auto now = Clock::now();
        if (now >= due)
            turns_.may_have_missed(now);
        if ((is_wanted_ && now >= earliest) || now >= due) {
            is_wanted_ = false;
            const bool is_whole = co_await read_to_the_end();
            // Behind the reading: what it found is handled by then.
            if (is_whole && !is_stopped_)
                co_await reconcile_days();
            is_wanted_ = is_wanted_ || !is_whole || has_found_ || turns_.left() > 0;
            // Slack's limits are pause enough between threads that are left.
            const bool goes_on = is_whole && turns_.left() > 0;
            earliest = goes_on ? Clock::now() : Clock::now() + pace_.at_most_every;
            due = Clock::now() + pace_.every;
        }
        if (!is_stopped_)
            co_await signal_.wait_until(is_wanted_ ? std::max(earliest, Clock::now()) : due);
    }
}

// A ticket that was found has a thread of which nobody knew, in which more may have been said.
asio::awaitable<bool> CatchUp::read_to_the_end()
{
    bool is_whole = false;
    has_found_ = true;
    for (int round = 0; round < kRoundsMost && has_found_ && !is_stopped_; ++round) {
        has_found_ = false;
        is_whole = co_await read_all();
    }
    co_return is_whole;
}

asio::awaitable<bool> CatchUp::read_all()
{
    auto directs = std::make_shared<std::vector<std::string>>();
    const bool is_whole = co_await list_directs(directs);
    auto all = std::make_shared<std::vector<kernel::Conversation>>();
    store::Work work = [this, directs, all,
                        now = clock_.real_time(clock_.now())](store::Unit& unit) -> Result<void> {
        *all = kernel::conversations_to_read(desk_.as_of(unit), *directs, now, unit);
        return {};
    };
    const Result<void> listed = co_await store_.look(std::move(work));
    if (!listed)
        co_return false;  // an empty list would look as if every thread were gone
    turns_.choose(*all);
    const bool is_read = co_await read_in_turns(std::move(*all));
    const bool is_all = is_whole && is_read;
    co_return is_all;
}

// The bot's own list, as far as it goes: without it the conversations that we know are read all the same.
// False when it should be tried again.
asio::awaitable<bool> CatchUp::list_directs(std::shared_ptr<std::vector<std::string>> directs)
{
    slack::Call page("users.conversations", {{"types", "im"}, {"limit", std::to_string(kPageSize)}});
    for (int i = 0; i < kListPagesMost && may_list_; ++i) {
        slack::Call call = page;
        const slack::CallResult result = co_await ask(std::move(call));
        if (!result.ok) {
            may_list_ = !is_closed_to_us(result);
            log("warn", "direct messages of people who never wrote before cannot be looked for: " +
                            result.error + (result.needed.empty() ? "" : ", needs " + result.needed));
            co_return !may_list_;
        }
        for (const std::string& channel : result.objects("/channels"))
            directs->push_back(slack::text_at(channel, "/id"));
        page.arguments["cursor"] = result.at("/response_metadata/next_cursor");
        if (page.arguments["cursor"].empty())
            break;
    }
    co_return true;
}

// A window of each in turn, so that a long gap holds nobody up.
asio::awaitable<bool> CatchUp::read_in_turns(std::vector<kernel::Conversation> all)
{
    std::vector<Handle> open;
    for (kernel::Conversation& where : all) {
        auto reading = std::make_shared<Reading>(io_);
        reading->history.where = std::move(where);
        open.push_back(std::move(reading));
    }
    bool is_whole = true;
    while (!open.empty() && !is_stopped_) {
        for (std::size_t i = 0; i < open.size() && !is_stopped_; ++i) {
            const bool is_read = co_await read_window(open[i]);
            open[i]->is_over = open[i]->is_over || !is_read;
            is_whole = is_whole && is_read;
        }
        std::erase_if(open, [](const Handle& reading) { return reading->is_over; });
    }
    co_return is_whole;
}

// False when it should be tried again.
asio::awaitable<bool> CatchUp::read_window(Handle reading)
{
    const kernel::Conversation& where = reading->history.where;
    if (reading->messages == 0) {
        reading->begun = clock_.real_time(clock_.now());
        reading->started = Clock::now();
    }
    // What was there before the desk came is none of its business.
    const bool is_new = !reading->is_thread() && !where.from;
    if (!is_new) {
        const bool is_fetched = co_await fetch(reading);
        if (!is_fetched)
            co_return false;
        const bool is_compared = co_await compare(reading);
        if (!is_compared)
            co_return false;
        co_await hand_over(reading);
    }
    const bool is_written = co_await write_down(reading);
    const UtcTime known_to = reading->whole_to();
    reading->advance();
    if (is_written && reading->is_over && reading->is_thread())
        turns_.was_read(where, reading->started);
    if (is_written && (!reading->is_over || reading->messages > kPagesMost * kPageSize))
        log("info",
            "read " + counted(reading->messages, "message") + " of " + where.channel +
                (reading->is_thread() ? ", thread " + where.thread_ts
                                      : ", up to " + wall_clock(known_to, desk_.settings().timezone)));
    co_return is_written;
}

// The oldest window that was not read yet.
asio::awaitable<bool> CatchUp::fetch(Handle reading)
{
    bool is_fetched = co_await fetch_pages(reading);
    while (is_fetched && reading->goes_further_back() && !is_stopped_) {
        if (reading->borders.empty())
            log("info", "more than " + std::to_string(kPagesMost * kPageSize) + " messages of " +
                            reading->history.where.channel + " are to be read; looking for the oldest");
        if (!reading->set_border()) {
            log("error", "the history of " + reading->history.where.channel + " does not end");
            co_return false;
        }
        is_fetched = co_await fetch_pages(reading);
    }
    co_return is_fetched && !reading->goes_further_back();
}

asio::awaitable<bool> CatchUp::fetch_pages(Handle reading)
{
    kernel::History& history = reading->history;
    // Of half a thread nobody knows what is not there.
    history.is_whole = !reading->is_thread() || reading->messages == 0;
    for (int i = 0; i < kPagesMost; ++i) {
        slack::Call call = reading->page();
        const slack::CallResult result = co_await ask(std::move(call));
        if (!result.ok)
            reading->cursor.clear();
        if (is_gone(history.where, result.error))
            co_return true;
        if (!result.ok) {
            history.is_whole = false;
            reading->is_over = is_closed_to_us(result);
            log("warn", "the history of " + history.where.channel + " could not be read: " + result.error);
            co_return reading->is_over;
        }
        reading->take(result);
        if (reading->cursor.empty())
            co_return true;
    }
    history.is_whole = history.is_whole && !reading->is_thread();
    co_return true;
}

asio::awaitable<slack::CallResult> CatchUp::ask(slack::Call call)
{
    slack::CallResult result;
    for (int i = 0; i < kTriesMost && !is_stopped_; ++i) {
        slack::Call again = call;
        result = co_await slack_.call(std::move(again));
        if (!is_passing(result))
            break;
        if (result.error_class == slack::ErrorClass::try_again)
            co_await signal_.wait_until(Clock::now() + pace_.before_retry);
    }
    co_return result;
}

asio::awaitable<bool> CatchUp::compare(Handle reading)
{
    store::Work work = [this, reading](store::Unit& unit) -> Result<void> {
        reading->untold = kernel::untold(desk_.as_of(unit), reading->history, unit);
        return {};
    };
    const Result<void> compared = co_await store_.look(std::move(work));
    co_return static_cast<bool>(compared);
}

// One after the other: in the order in which they happened, and without filling the queue that people wait
// in.
asio::awaitable<void> CatchUp::hand_over(Handle reading)
{
    for (std::size_t i = 0; i < reading->untold.size(); ++i) {
        slack::Envelope envelope = reading->untold[i];
        // Called when it is stored, and let go in any case.
        std::shared_ptr<void> end(nullptr, [reading](void*) {
            ++reading->finished;
            reading->is_handed_over.notify();
        });
        slack::Acknowledge acknowledge = [reading, end](const std::string&) {
            ++reading->stored;
            return true;
        };
        end.reset();
        dispatcher_.take(std::move(envelope), std::move(acknowledge));
        while (reading->finished <= i) co_await reading->is_handed_over.wait_until(Clock::time_point::max());
        if (reading->stored <= i)
            co_return;  // the desk is busy or stops: what is left is found again
    }
}

asio::awaitable<bool> CatchUp::write_down(Handle reading)
{
    const bool is_all = reading->stored == reading->untold.size();
    const bool is_channel = !reading->is_thread() && reading->history.is_whole && is_all;
    reading->untold.resize(reading->stored);
    if (!is_channel && reading->untold.empty())
        co_return is_all;
    has_found_ = has_found_ || !reading->untold.empty();
    store::Work work = [reading, is_channel](store::Unit& unit) -> Result<void> {
        for (const slack::Envelope& envelope : reading->untold)
            unit.readings.add(kernel::recovery_of(envelope.payload), unit.now);
        if (is_channel)
            unit.readings.set_whole_to(reading->history.where.channel, reading->whole_to());
        return {};
    };
    const Result<void> stored = co_await store_.write(std::move(work));
    if (!stored)
        co_return false;
    for (const slack::Envelope& envelope : reading->untold)
        metrics_.count(Metric::recovered, kernel::recovery_of(envelope.payload).kind);
    if (!reading->untold.empty())
        log("warn", counted(reading->untold.size(), "thing") + " that happened in " +
                        reading->history.where.channel + " had not reached us and came from its history");
    co_return is_all;
}

}  // namespace deskbell::bot
