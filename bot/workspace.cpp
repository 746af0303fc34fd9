#include "bot/commands.hpp"
#include "bot/signals.hpp"
#include "slack/local/local_server.hpp"

#include <boost/asio/io_context.hpp>

#include <iostream>

namespace deskbell::bot {

ExitCode workspace(const WorkspaceOptions& options)
{
    boost::asio::io_context io(1);
    slack::local::LocalOptions local;
    local.port = options.port;
    auto server = slack::local::LocalServer::start(io.get_executor(), local);
    if (!server) {
        std::cerr << server.error().detail() << "\n";
        return kUsage;
    }
    std::cout << "Open " << (*server)->url() << "\n"
              << "A bot connects with:\n"
              << "  SLACK_API_URL=" << (*server)->api_url() << "\n"
              << "  SLACK_APP_TOKEN=xapp-local\n"
              << "  SLACK_BOT_TOKEN=xoxb-local\n"
              << "Ctrl-C stops it; nothing is kept." << std::endl;
    Signals signals(io, [&] {
        (*server)->stop();
        io.stop();
    });
    io.run();
    return kGood;
}

}  // namespace deskbell::bot
