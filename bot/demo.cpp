#include "bot/commands.hpp"
#include "bot/demo_story.hpp"
#include "bot/logging.hpp"
#include "bot/service.hpp"
#include "bot/signals.hpp"
#include "config/environment.hpp"
#include "slack/local/local_server.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace deskbell::bot {

namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

/// What the demo keeps in its folder. Only these are removed by --fresh.
constexpr std::array<std::string_view, 5> kFiles{"workspace.json", "deskbell.db", "deskbell.db-wal",
                                                 "deskbell.db-shm", "clock"};
/// The demo's clock may run ahead of the world's; a program that is killed forgets at most this much of it.
constexpr std::chrono::seconds kKeepClockEvery{10};
/// How long the first start waits until the past has been posted.
constexpr std::chrono::seconds kStoryMost{45};

/// Where the demo's clock stood when it was stopped: time does not run backwards between two starts.
UtcTime kept_time(const fs::path& file)
{
    const UtcTime now = SystemClock().now();
    const auto text = config::small_file(file.string());
    std::int64_t kept = 0;
    if (text)
        std::from_chars(text->data(), text->data() + text->size(), kept);
    return std::max(now, from_unix(kept));
}

void keep_time(const fs::path& file, UtcTime now)
{
    std::ofstream(file, std::ios::trunc) << to_unix(now) << "\n";
}

asio::awaitable<void> pause(std::chrono::milliseconds span)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, span);
    boost::system::error_code ec;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
}

asio::awaitable<void> keep_clock(const SpeedClock& clock, fs::path file)
{
    for (;;) {
        co_await pause(kKeepClockEvery);
        keep_time(file, clock.now());
    }
}

/// The past is told and posted before the page is opened: a newcomer finds a company, not a stream of
/// messages.
asio::awaitable<void> prepare(Room& room, SlackPort& slack, SpeedClock& clock)
{
    const auto give_up = std::chrono::steady_clock::now() + kStoryMost;
    co_await tell_story(room, slack, clock);
    while (!room.pump.is_quiet() && std::chrono::steady_clock::now() < give_up)
        co_await pause(std::chrono::milliseconds(50));
}

void greet(const std::string& url)
{
    std::cout
        << "Open " << url << "\n\n"
        << "Be somebody by the menu at the top left, and try for example:\n"
        << "  as Mia (employee), in #help-it:  /ticket The projector in room 4 stays dark\n"
        << "  as Ana (IT agent), in #triage-it:  press Take it on the new card, then Reply, then Resolve\n"
        << "  as Omar (manager), anywhere:  /desk\n"
        << "Ctrl-C stops it; the data stays in ./deskbell-demo/." << std::endl;
}

}  // namespace

ExitCode demo(const DemoOptions& options)
{
    start_logging(config::process_variable("DESKBELL_LOG").value_or("warn"), false);
    const fs::path folder = options.folder;
    fs::create_directories(folder);
    if (options.is_fresh)
        for (const std::string_view file : kFiles)
            fs::remove(folder / file);

    SpeedClock clock(kept_time(folder / "clock"), options.speed);
    auto store = store::open_sqlite_store((folder / "deskbell.db").string(), clock);
    if (!store) {
        std::cerr << (folder / "deskbell.db").string() << ": " << store.error().detail() << "\n";
        return kUsage;
    }
    asio::io_context io(1);
    const Settings settings = demo_settings();
    slack::local::LocalOptions local;
    local.port = options.port;
    local.state_file = (folder / "workspace.json").string();
    local.seed = demo_seed(kernel::Desk(all_processes(), settings, {}).manifest());
    auto server = slack::local::LocalServer::start(io.get_executor(), std::move(local));
    if (!server) {
        std::cerr << server.error().detail() << "\n";
        return kUsage;
    }

    slack::Endpoint endpoint;
    endpoint.api_url = (*server)->api_url();
    endpoint.app_token = "xapp-demo";
    endpoint.bot_token = "xoxb-demo";
    Metrics metrics;
    slack::WebClient web(io.get_executor(), endpoint);
    WebSlack slack(web, metrics);
    ExitCode exit_code = kGood;
    Service service(io.get_executor(), {**store, clock, metrics}, endpoint, settings,
                    [&](ExitCode code, const std::string& why) {
                        std::cerr << why << "\n";
                        exit_code = code;
                        io.stop();
                    });
    service.before_deliveries = [&](Room& room) { return prepare(room, slack, clock); };
    service.on_first_ready = [&] { greet((*server)->url()); };
    Signals signals(io, [&] {
        service.stop([&] {
            web.stop();
            (*server)->stop();
            io.stop();
        });
    });
    std::cout
        << "Starting. The first start tells what happened at Fernwood in the last days: a moment, please."
        << std::endl;
    service.start();
    asio::co_spawn(io, keep_clock(clock, folder / "clock"), asio::detached);
    io.run();
    (*store)->stop();
    keep_time(folder / "clock", clock.now());
    return exit_code;
}

}  // namespace deskbell::bot
