#pragma once
#include "bot/clock.hpp"
#include "bot/metrics.hpp"
#include "bot/on_store.hpp"
#include "bot/slack_port.hpp"
#include "handlers/kernel/desk.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <unistd.h>
#include <algorithm>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace deskbell::bot::test {

/// Slack in memory: keeps what is posted, and misbehaves when told to.
class FakeSlack final : public SlackPort {
public:
    struct Posted {
        std::string channel, ts, thread_ts, text, metadata;
    };
    /// A file, from its announcement on. `shares` is how often it was made a message.
    struct File {
        std::string name, alt_text, content, channel;
        std::size_t length = 0;
        int shares = 0;
    };
    /// What happens to the next call of a method: an answer in its place, and whether the call takes effect
    /// all the same.
    struct Fault {
        slack::CallResult answer;
        bool takes_effect = false;
    };

    std::vector<slack::Call> calls;
    std::vector<std::pair<std::string, std::string>> responses;  ///< response_url, body
    std::vector<Posted> posted;
    std::vector<std::string> deleted;
    std::vector<File> files;           ///< "F1", "F2" ...
    std::vector<std::string> uploads;  ///< addresses
    std::map<std::string, std::string> kept;  ///< bytes of what others shared, by address
    std::vector<std::string> fetched;
    bool shares_late = false;          ///< files.info does not show yet what was shared
    std::map<std::string, std::deque<Fault>> faults;
    /// Messages (JSON) by ts: of a channel, or of a thread ("C1 1700000000.000100").
    std::map<std::string, std::map<std::string, std::string>> histories;
    std::vector<std::string> directs;                ///< the bot's conversations with one person
    std::map<std::string, std::size_t> fails_after;  ///< calls of a method that go well; the others do not
    bool loses_threads = false;  ///< replies land in the channel, as when their root is gone

    std::size_t count(std::string_view method) const
    {
        return static_cast<std::size_t>(std::ranges::count(calls, method, &slack::Call::method));
    }

    boost::asio::awaitable<slack::CallResult> call(slack::Call call) override
    {
        calls.push_back(call);
        slack::CallResult result = answer(call);
        // A long history takes many calls: others have their turn in between, as with a real line.
        if (!histories.empty())
            co_await boost::asio::post(co_await boost::asio::this_coro::executor, boost::asio::use_awaitable);
        co_return result;
    }

    boost::asio::awaitable<slack::CallResult> respond(std::string url, std::string json) override
    {
        responses.emplace_back(url, json);
        slack::CallResult result = slack::read_result("response_url", 200, "", "ok");
        co_return result;
    }

    boost::asio::awaitable<slack::CallResult> upload(std::string url, std::string bytes) override
    {
        uploads.push_back(url);
        slack::Call call("upload_url", {{"file", url.substr(url.rfind('/') + 1)}, {"bytes", bytes}});
        slack::CallResult result = answer(call);
        co_return result;
    }

    boost::asio::awaitable<slack::CallResult> fetch(std::string url, std::size_t bytes_most) override
    {
        fetched.push_back(url);
        const auto it = kept.find(url);
        slack::CallResult result = slack::read_result("file", it == kept.end() ? 404 : 500, "", "");
        if (it != kept.end() && it->second.size() <= bytes_most) {
            result = slack::CallResult{};
            result.ok = true;
            result.body = it->second;
        }
        co_return result;
    }

    static slack::CallResult refusal(const std::string& method, const std::string& error)
    {
        return slack::read_result(method, 200, "", R"({"ok":false,"error":")" + error + "\"}");
    }

private:
    static std::string argument(const slack::Call& call, std::string_view name)
    {
        const auto it = call.arguments.find(name);
        return it == call.arguments.end() ? std::string() : it->second;
    }

    slack::CallResult answer(const slack::Call& call)
    {
        if (const auto it = fails_after.find(call.method);
            it != fails_after.end() && count(call.method) > it->second)
            return refusal(call.method, "internal_error");
        auto& waiting = faults[call.method];
        if (waiting.empty())
            return effect(call);
        Fault fault = std::move(waiting.front());
        waiting.pop_front();
        if (fault.takes_effect)
            effect(call);
        return fault.answer;
    }

    /// The pages of so many things, by limit; the cursor is the place of the next one.
    struct Page {
        Page(std::size_t all, const slack::Call& call)
        {
            const std::string cursor = argument(call, "cursor"), limit = argument(call, "limit");
            from = cursor.empty() ? 0 : std::stoul(cursor);
            to = std::min(all, from + (limit.empty() ? 100 : std::stoul(limit)));
            next = to < all ? std::to_string(to) : "";
        }
        std::size_t from = 0, to = 0;
        std::string next;
        std::string with(const std::string& name, const std::string& things) const
        {
            return ",\"" + name + "\":[" + things + R"(],"response_metadata":{"next_cursor":")" + next +
                   "\"}";
        }
    };

    std::string direct_page(const slack::Call& call) const
    {
        const Page page(directs.size(), call);
        std::string out;
        for (std::size_t i = page.from; i < page.to; ++i)
            out += std::string(i == page.from ? "" : ",") + R"({"id":")" + directs[i] + "\"}";
        return page.with("channels", out);
    }

    /// What Slack shows between "oldest" and "latest": a channel newest first, a thread oldest first.
    std::string history_page(const slack::Call& call)
    {
        const bool is_thread = call.method == "conversations.replies";
        const auto& known =
            histories[argument(call, "channel") + (is_thread ? " " + argument(call, "ts") : "")];
        const std::string oldest = argument(call, "oldest"), latest = argument(call, "latest");
        const bool is_inclusive = argument(call, "inclusive") == "true";
        const auto begin = is_inclusive ? known.lower_bound(oldest) : known.upper_bound(oldest);
        const auto end = latest.empty() ? known.end()
                         : is_inclusive ? known.upper_bound(latest)
                                        : known.lower_bound(latest);
        const Page page(static_cast<std::size_t>(std::distance(begin, end)), call);
        std::string out;
        const auto add = [&](const auto& from) {
            for (std::size_t i = page.from; i < page.to; ++i)
                out += (i == page.from ? "" : ",") +
                       std::next(from, static_cast<std::ptrdiff_t>(i - page.from))->second;
        };
        const auto skipped = static_cast<std::ptrdiff_t>(page.from);
        if (is_thread)
            add(std::next(begin, skipped));
        else
            add(std::make_reverse_iterator(std::prev(end, skipped)));
        return page.with("messages", out);
    }

    File& file(const std::string& id) { return files.at(std::stoul(id.substr(1)) - 1); }

    slack::CallResult effect(const slack::Call& call)
    {
        const auto good = [&](const std::string& body) {
            return slack::read_result(call.method, 200, "", "{\"ok\":true" + body + "}");
        };
        if (call.method == "chat.postMessage") {
            Posted post{argument(call, "channel"), "1700000000.00000" + std::to_string(posted.size() + 1),
                        loses_threads ? "" : argument(call, "thread_ts"), argument(call, "text"),
                        argument(call, "metadata")};
            posted.push_back(post);
            const std::string thread =
                post.thread_ts.empty() ? "" : ",\"thread_ts\":\"" + post.thread_ts + "\"";
            return good(",\"channel\":\"" + post.channel + "\",\"ts\":\"" + post.ts +
                        "\",\"message\":{\"ts\":\"" + post.ts + "\"" + thread + "}");
        }
        if (call.method == "conversations.history" || call.method == "conversations.replies") {
            if (!histories.empty())
                return good(history_page(call));
            std::string messages;
            for (const Posted& post : posted)
                messages += (messages.empty() ? "" : ",") + std::string("{\"ts\":\"") + post.ts +
                            "\",\"metadata\":" + post.metadata + "}";
            return good(",\"messages\":[" + messages + "]");
        }
        if (call.method == "users.conversations") {
            return good(direct_page(call));
        }
        if (call.method == "files.getUploadURLExternal") {
            files.push_back({argument(call, "filename"), argument(call, "alt_txt"), "", "",
                             std::stoul(argument(call, "length"))});
            const std::string id = "F" + std::to_string(files.size());
            return good(R"(,"file_id":")" + id + R"(","upload_url":"https://files.slack.com/u/)" + id + "\"");
        }
        if (call.method == "upload_url") {
            file(argument(call, "file")).content = argument(call, "bytes");
            return slack::read_result(call.method, 200, "", "OK - 1");
        }
        if (call.method == "files.completeUploadExternal") {
            for (const std::string& one : good(",\"files\":" + argument(call, "files")).objects("/files")) {
                file(slack::text_at(one, "/id")).channel = argument(call, "channel_id");
                ++file(slack::text_at(one, "/id")).shares;
            }
            return good(",\"files\":[]");
        }
        if (call.method == "files.info") {
            const File& known = file(argument(call, "file"));
            if (known.shares == 0)
                return refusal(call.method, "file_not_found");
            const std::string channel = shares_late ? "" : "\"" + known.channel + "\"";
            return good(",\"file\":{\"channels\":[" + channel + "]}");
        }
        if (call.method == "conversations.open")
            return good(",\"channel\":{\"id\":\"D" + argument(call, "users") + "\"}");
        if (call.method == "chat.delete")
            deleted.push_back(argument(call, "ts"));
        return good("");
    }
};

/// A desk over a database of its own, with Slack played in memory.
struct Harness {
    explicit Harness(Settings chosen = settings())
        : path((std::filesystem::temp_directory_path() /
                ("deskbell-bot-" + std::to_string(::getpid()) + "-" + std::to_string(++made) + ".db"))
                   .string()),
          store(*store::open_sqlite_store(path, clock)),
          bridge(io.get_executor(), *store,
                 StoreBridge::Watch{[](auto) {}, [this] { metrics.count(Metric::busy); }}),
          desk(all_processes(), std::move(chosen),
               {"U0BOT", "B0BOT", "T1", "A1", "https://example.slack.com/"})
    {
    }
    ~Harness()
    {
        store->stop();
        for (const char* suffix : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(path + suffix);
    }

    static Settings settings()
    {
        InboxSettings inbox;
        inbox.key = "it";
        inbox.name = "IT help";
        inbox.agent_channel = "C0TRIAGE";
        inbox.request_channels = {"C0HELP"};
        inbox.undo_seconds = 0;  // an answer is out at once, unless it is the subject
        Settings out;
        out.inboxes = {inbox};
        return out;
    }

    /// Runs the I/O thread until `is_true`; false when that takes longer than `limit`.
    bool until(const std::function<bool()>& is_true,
               std::chrono::milliseconds limit = std::chrono::seconds(10))
    {
        const auto end = std::chrono::steady_clock::now() + limit;
        while (!is_true() && std::chrono::steady_clock::now() < end)
            io.run_one_for(std::chrono::milliseconds(20));
        return is_true();
    }

    /// Runs a job and waits for its end.
    void in_store(std::function<void(store::Unit&)> job)
    {
        bool is_done = false;
        bridge.submit(
            [job](store::Unit& unit) -> Result<void> {
                job(unit);
                return {};
            },
            [&](Result<void> result) { is_done = static_cast<bool>(result); });
        if (!until([&] { return is_done; }))
            throw std::runtime_error("the job did not end well");
    }

    store::Outbox::Counts counts()
    {
        store::Outbox::Counts out;
        in_store([&](store::Unit& unit) { out = unit.outbox.counts(); });
        return out;
    }

    inline static int made = 0;
    std::string path;
    boost::asio::io_context io{1};
    /// Without it the context would stop for good as soon as nothing is left to do.
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard{io.get_executor()};
    SpeedClock clock{from_unix(1'800'000'000), 1};
    Metrics metrics;
    FakeSlack slack;
    std::unique_ptr<store::Store> store;
    StoreBridge bridge;
    kernel::Desk desk;
};

}  // namespace deskbell::bot::test
