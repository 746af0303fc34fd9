#include "bot/commands.hpp"
#include "bot/introduction.hpp"
#include "bot/surroundings.hpp"
#include "handlers/domain/text.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <exception>
#include <iostream>
#include <optional>

namespace deskbell::bot {

namespace asio = boost::asio;

namespace {

ExitCode exit_for(const Error& error)
{
    std::cerr << error.detail() << "\n";
    return error.code() == Errc::unavailable ? kUnreachable : kUsage;
}

/// Asks Slack everything that can be asked, and says all of it at once.
asio::awaitable<ExitCode> ask(SlackPort& slack, Settings settings)
{
    const Result<Introduced> who = co_await introduce(slack);
    if (!who)
        co_return exit_for(who.error());
    std::cout << "bot token: " << who->self.user << " in " << who->team_name << "\n";
    const Result<void> app = co_await check_app_token(slack);
    if (!app)
        co_return exit_for(app.error());
    std::cout << "app token: opens connections\n";

    const kernel::Desk desk(all_processes(), settings, who->self);
    std::vector<Finding> findings = missing_scopes(who->scopes, desk.scopes());
    const std::vector<Finding> channels = co_await inspect_channels(slack, settings);
    findings.insert(findings.end(), channels.begin(), channels.end());
    for (const Finding& finding : findings) std::cerr << finding.text << "\n";
    const bool is_good = std::ranges::all_of(findings, &Finding::is_choice);
    co_return is_good ? kGood : kCheckFailed;
}

}  // namespace

ExitCode check(const CheckOptions& options)
{
    const auto surroundings =
        read_surroundings(options.config_file, {.config = true, .tokens = !options.is_offline});
    if (!surroundings)
        return kUsage;
    print_warnings(surroundings->config);
    const Settings& settings = surroundings->config.settings;
    std::cout << "configuration: good, " << counted(settings.inboxes.size(), "inbox", "inboxes") << "\n";
    for (const InboxSettings& inbox : settings.inboxes)
        if (const std::string names = to_text(inbox.names); !names.empty())
            std::cout << "names of inbox " << inbox.key << ": " << names << "\n";
    for (std::size_t i = 0; i < settings.routing.size(); ++i)
        std::cout << "routing " << i + 1 << " \"" << settings.routing[i].name
                  << "\": " << to_text(settings.routing[i]) << "\n";
    for (const FormDefinition& form : settings.forms)
        std::cout << "form " << form.key << " of inbox " << form.inbox << ": "
                  << counted(form.fields.size(), "question") << ", at most " << blocks_at_most(form) << " of "
                  << kFormBlocksMost << " blocks\n";
    if (options.is_offline)
        return kGood;

    asio::io_context io(1);
    Metrics metrics;
    slack::WebClient web(io.get_executor(), surroundings->endpoint());
    WebSlack slack(web, metrics);
    std::optional<ExitCode> exit_code;
    std::exception_ptr trouble;
    auto ended = [&](std::exception_ptr exception, ExitCode code) {
        trouble = exception;
        exit_code = code;
        web.stop();
        io.stop();
    };
    asio::co_spawn(io, ask(slack, settings), ended);
    io.run();
    if (trouble)
        std::rethrow_exception(trouble);
    return exit_code.value_or(kUnreachable);
}

}  // namespace deskbell::bot
