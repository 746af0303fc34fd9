#include "bot/commands.hpp"
#include "bot/logging.hpp"
#include "bot/service.hpp"
#include "bot/signals.hpp"
#include "bot/surroundings.hpp"
#include "bot/version.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <boost/asio/io_context.hpp>

#include <iostream>

namespace deskbell::bot {

namespace asio = boost::asio;

namespace {

/// The health page, or null when it is switched off. Without it where it was wished for the bot does not
/// start: a watchdog would take it for dead.
Result<std::unique_ptr<Health>> open_health(asio::io_context& io, const config::ListenAddress& address,
                                            Service& service)
{
    if (address.host.empty())
        return std::unique_ptr<Health>();
    auto health = Health::listen(io.get_executor(), address, service.health());
    if (health)
        log("info", "health page on http://" + address.host + ":" + std::to_string((*health)->port()));
    return health;
}

}  // namespace

ExitCode run(const RunOptions& options)
{
    const auto surroundings = read_surroundings(options.config_file, {.config = true, .tokens = true});
    if (!surroundings)
        return kUsage;
    start_logging(surroundings->environment.log_level, surroundings->environment.log_as_json);
    for (const config::Fault& warning : surroundings->config.warnings) log("warn", to_text(warning));
    log("info", "deskbell " + std::string(version()) + ", database " + surroundings->environment.database);

    const SystemClock clock;
    auto store = store::open_sqlite_store(surroundings->environment.database, clock);
    if (!store) {
        std::cerr << "DESKBELL_DATABASE: " << store.error().detail() << "\n";
        // A full disk or another holder can pass: systemd tries again. What only a person mends ends with 2.
        return store.error().code() == Errc::unavailable ? kUnreachable : kUsage;
    }

    asio::io_context io(1);
    Metrics metrics;
    ExitCode exit_code = kGood;
    Service service(io.get_executor(), {**store, clock, metrics}, surroundings->endpoint(),
                    surroundings->config.settings, [&](ExitCode code, const std::string& why) {
                        std::cerr << why << "\n";
                        exit_code = code;
                        io.stop();
                    });
    auto health = open_health(io, surroundings->config.listen, service);
    if (!health) {
        std::cerr << health.error().detail() << "\n";
        return kUsage;
    }
    Signals signals(io, [&] {
        log("info", "stopping; a second signal ends at once");
        service.stop([&] { io.stop(); });
    });
    service.start();
    io.run();
    if (*health)
        (*health)->stop();
    (*store)->stop();
    log("info", "stopped");
    return exit_code;
}

}  // namespace deskbell::bot
