#include "bot/command_line.hpp"

#include "bot/clock.hpp"
#include "bot/commands.hpp"
#include "bot/version.hpp"
#include "handlers/domain/text.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

namespace deskbell::bot {

namespace {

constexpr const char* kEnvironmentHelp =
    "Environment: SLACK_APP_TOKEN, SLACK_BOT_TOKEN (or *_FILE, or systemd credentials), SLACK_API_URL,\n"
    "DESKBELL_CONFIG, DESKBELL_DATABASE, DESKBELL_LOG (error|warn|info|debug), DESKBELL_LOG_FORMAT "
    "(text|json),\n"
    "HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE.\n"
    "Exit codes: 0 good, 1 the check failed, 2 wrong usage or configuration, 3 outside world not reachable.";

/// What the words on the command line fill in.
struct Words {
    RunOptions run;
    DemoOptions demo;
    WorkspaceOptions workspace;
    CheckOptions check;
    bool is_smallest_manifest = false;
    std::string backup_target;
    RestoreOptions restore;
    SlaOptions sla;
    WhatIfOptions what_if;
    std::string holiday_file;
    RoutingOptions routing;
    DigestOptions digest;
    OutboxOptions outbox;
    PoisonedOptions poisoned;
    ExportOptions export_data;
    EraseOptions erase;
};

using Chosen = std::function<ExitCode()>;

/// A command with its help; `act` becomes the choice when the command is named.
CLI::App* command(CLI::App& app, Chosen& chosen, const char* name, const char* help, const char* footer,
                  Chosen act)
{
    CLI::App* sub = app.add_subcommand(name, help);
    sub->footer(footer);
    sub->callback([&chosen, act = std::move(act)] { chosen = act; });
    return sub;
}

void add_service_commands(CLI::App& app, Chosen& chosen, Words& words)
{
    CLI::App* run_command = command(
        app, chosen, "run", "Run the bot",
        "Example:\n  SLACK_APP_TOKEN=xapp-... SLACK_BOT_TOKEN=xoxb-... deskbell run --config deskbell.toml",
        [&words] { return run(words.run); });
    run_command->add_option("--config", words.run.config_file, "Configuration file (TOML)");

    CLI::App* demo_command =
        command(app, chosen, "demo", "Run the bot in a workspace on this machine, to try it in the browser",
                "Data: ./deskbell-demo/. Examples:\n  deskbell demo\n  deskbell demo --fresh --speed 60\n"
                "With --speed 60 one second is a minute of service time.",
                [&words] { return demo(words.demo); });
    demo_command->add_option("--port", words.demo.port, "Port of the page; 0 takes any free one")
        ->capture_default_str();
    demo_command->add_flag("--fresh", words.demo.is_fresh, "Throw the data of earlier runs away");
    demo_command->add_option("--speed", words.demo.speed, "How much faster than real time deadlines run")
        ->check(CLI::Range(1, SpeedClock::kSpeedMax))
        ->capture_default_str();

    CLI::App* workspace_command = command(
        app, chosen, "workspace", "Run the local workspace alone, for other Slack clients and tests",
        "Example:\n  deskbell workspace --port 8065", [&words] { return workspace(words.workspace); });
    workspace_command->add_option("--port", words.workspace.port, "Port; 0 takes any free one")
        ->capture_default_str();
}

void add_setup_commands(CLI::App& app, Chosen& chosen, Words& words)
{
    CLI::App* check_command =
        command(app, chosen, "check", "Say everything that is wrong with the configuration",
                "Examples:\n  deskbell check --config deskbell.toml --offline\n  deskbell check",
                [&words] { return check(words.check); });
    check_command->add_option("--config", words.check.config_file, "Configuration file (TOML)");
    check_command->add_flag("--offline", words.check.is_offline,
                            "Do not ask Slack about tokens, scopes and channels");
    CLI::App* routing =
        command(app, chosen, "routing", "Say which routing rule a new ticket would meet",
                "Nothing is raised. Example:\n  deskbell routing \"my payslip is wrong\" --process request",
                [&words] { return routing_test(words.routing); });
    RoutingOptions& ticket = words.routing;
    routing->add_option("words", ticket.words, "Title and details")->required();
    routing->add_option("--config", ticket.config_file, "Configuration file (TOML)");
    routing->add_option("--inbox", ticket.inbox, "Where it comes in; else the inbox of the channel");
    routing->add_option("--channel", ticket.channel, "Id of the channel in which it is raised");
    routing->add_option("--process", ticket.process, "incident, request");
    routing->add_option("--category", ticket.category, "Category of an incident");
    routing->add_option("--priority", ticket.priority, "P1 to P4, as it would be without a rule");
    routing
        ->add_option("--requester", ticket.requester,
                     "Member id of who asks, or the id of one of their user groups; may be repeated")
        ->allow_extra_args(false);
    command(app, chosen, "manifest", "Print the Slack app manifest (JSON) for what this build handles",
            "Example:\n  deskbell manifest > manifest.json",
            [&words] { return manifest(words.is_smallest_manifest); })
        ->add_flag("--smallest", words.is_smallest_manifest,
                   "Ask for no optional scope: nothing is read that people write; the log says what is off");
}

void add_database_commands(CLI::App& app, Chosen& chosen, Words& words)
{
    command(app, chosen, "verify", "Check the database: hash chain, projections, foreign keys, outbox",
            "Example:\n  DESKBELL_DATABASE=/var/lib/deskbell/deskbell.db deskbell verify",
            [] { return verify(); });
    CLI::App* backup_command =
        command(app, chosen, "backup", "Copy the database to a new file while the bot runs",
                "Example:\n  deskbell backup /backup/deskbell-monday.db",
                [&words] { return backup(words.backup_target); });
    backup_command->add_option("file", words.backup_target, "File to write; must not exist")->required();
    CLI::App* restore_command =
        command(app, chosen, "restore", "Put a backup in the place of the database, after verifying it",
                "Stop the bot first. Example:\n  deskbell restore /backup/deskbell-monday.db --force",
                [&words] { return restore(words.restore); });
    restore_command->add_option("file", words.restore.source, "Backup to restore")->required();
    restore_command->add_flag("--force", words.restore.is_forced,
                              "Replace a database that exists; it is kept beside it");
}

/// The options that both questions have.
void add_question(CLI::App& sub, SlaOptions& sla)
{
    sub.add_option("--config", sla.config_file, "Configuration file (TOML); else the built-in calendars");
    sub.add_option("--calendar", sla.calendar, "Name of the calendar")->required();
    sub.add_option("--start", sla.start, "When the clock starts")->required();
    sub.add_option("--pause", sla.pauses, "A pause as BEGIN/END; may be repeated")->allow_extra_args(false);
    sub.add_flag("--json", sla.as_json, "One JSON object instead of a line for people");
}

void add_level_commands(CLI::App& app, Chosen& chosen, Words& words)
{
    CLI::App* sla = app.add_subcommand("sla", "Ask when something is due, or how much open time has passed");
    sla->require_subcommand(1);
    sla->footer(
        "Times: 2026-11-23T09:00 on the calendar's wall clock, or RFC 3339 such as 2026-11-23T09:00:00Z.");
    CLI::App* due =
        command(*sla, chosen, "due", "The instant at which a target is due",
                "Example:\n  deskbell sla due --calendar business --start 2026-11-20T16:00 --target 4h",
                [&words] { return sla_due(words.sla); });
    add_question(*due, words.sla);
    due->add_option("--target", words.sla.target, "Open time such as 90m, 4h or 1h30m; or EOBD+1")
        ->required();
    CLI::App* elapsed =
        command(*sla, chosen, "elapsed", "The open time between two instants",
                "Example:\n  deskbell sla elapsed --calendar business --start 2026-11-20T16:00"
                " --end 2026-11-23T12:00",
                [&words] { return sla_elapsed(words.sla); });
    add_question(*elapsed, words.sla);
    elapsed->add_option("--end", words.sla.end, "Until when")->required();

    CLI::App* what_if_command = command(
        *sla, chosen, "what-if", "Replay the past against the targets and calendars of another configuration",
        "Nothing is changed; it may run beside the bot. Example:\n"
        "  deskbell sla what-if --config new.toml --period last-quarter",
        [&words] { return what_if(words.what_if); });
    what_if_command->add_option("--config", words.what_if.config_file, "The proposed configuration (TOML)")
        ->required();
    what_if_command
        ->add_option("--period", words.what_if.period,
                     "2026-W48, 2026-11, 2026-Q4, last-month, last-quarter ...")
        ->capture_default_str();
    what_if_command->add_flag("--json", words.what_if.as_json, "One JSON object instead of lines for people");

    CLI::App* holidays_command =
        command(app, chosen, "holidays", "Review an iCalendar file: which of its dates are days off",
                "Writes FILE.reviewed for you to edit; run it again when the file has changed. Example:\n"
                "  deskbell holidays holidays.ics",
                [&words] { return holidays(words.holiday_file); });
    holidays_command->add_option("file", words.holiday_file, "iCalendar file (.ics)")->required();
}

void add_report_commands(CLI::App& app, Chosen& chosen, Words& words)
{
    CLI::App* sub =
        command(app, chosen, "digest", "Render a digest without sending it, or check one that was sent",
                "May run beside the bot. Periods: 2026-W48, 2026-11, 2026-Q4, 2026, 2026-11-23, "
                "2026-11-23/2026-11-30,\n"
                "yesterday, this-week, last-week, last-month, last-quarter. Examples:\n"
                "  deskbell digest --for U0OMAR --period last-week\n"
                "  deskbell digest --for \"Omar Haddad\" --period 2026-W47 --out week47.md\n"
                "  deskbell digest --recompute 12",
                [&words] { return digest(words.digest); });
    sub->add_option("--config", words.digest.config_file, "Configuration file (TOML)");
    CLI::Option* user = sub->add_option("--for", words.digest.user, "Whose: a Slack user id or a name");
    sub->add_option("--period", words.digest.period, "What it is about")->capture_default_str();
    sub->add_option("--out", words.digest.out, "File to write (.txt, .md, .json, .csv); else text on stdout");
    sub->add_option("--recompute", words.digest.recompute,
                    "Number of a sent digest: does the log still give it?")
        ->excludes(user);
}

/// A command that does something by itself and has commands below it.
CLI::App* group(CLI::App& app, Chosen& chosen, const char* name, const char* help, const char* footer,
                Chosen act)
{
    CLI::App* sub = app.add_subcommand(name, help);
    sub->footer(footer);
    sub->require_subcommand(0, 1);
    sub->fallthrough();
    // CLI11 calls it after that of the command below.
    sub->callback([&chosen, sub, act = std::move(act)] {
        if (sub->get_subcommands().empty())
            chosen = act;
    });
    return sub;
}

void add_outbox_commands(CLI::App& app, Chosen& chosen, Words& words)
{
    CLI::App* outbox =
        group(app, chosen, "outbox", "List what cannot be delivered to Slack, and why",
              "May run beside the bot, which notices within 30 s. The texts of messages are never shown.\n"
              "Examples:\n  deskbell outbox\n  deskbell outbox retry 12\n  deskbell outbox retry --all\n"
              "  deskbell outbox drop 12",
              [&words] { return outbox_list(words.outbox); });
    outbox->add_flag("--json", words.outbox.as_json, "One JSON object instead of lines for people");
    CLI::App* retry = command(*outbox, chosen, "retry", "Deliver a parked call, and what waits for it",
                              "Mend the cause first. A post whose fate is unknown is looked for in Slack"
                              " before it is sent again.",
                              [&words] { return outbox_retry(words.outbox); });
    CLI::Option* id = retry->add_option("id", words.outbox.id, "Number of the call");
    retry->add_flag("--all", words.outbox.is_all, "Everything that is parked")->excludes(id);
    command(*outbox, chosen, "drop", "Give a parked call up for good, and what waits for it",
            "Its words are forgotten. The ticket keeps them.", [&words] { return outbox_drop(words.outbox); })
        ->add_option("id", words.outbox.id, "Number of the call")
        ->required();
}

void add_poisoned_commands(CLI::App& app, Chosen& chosen, Words& words)
{
    CLI::App* poisoned =
        group(app, chosen, "poisoned", "List the deliveries from Slack that no handler could deal with",
              "They were acknowledged and are kept 30 days, 200 at most. May run beside the bot. Examples:\n"
              "  deskbell poisoned\n  deskbell poisoned show 4F7A2C\n  deskbell poisoned retry 4F7A2C",
              [&words] { return poisoned_list(words.poisoned); });
    poisoned->add_flag("--json", words.poisoned.as_json, "One JSON object instead of lines for people");
    command(*poisoned, chosen, "show", "Print what Slack delivered",
            "ATTENTION: it may hold private words of people. Secrets are blanked.",
            [&words] { return poisoned_show(words.poisoned); })
        ->add_option("reference", words.poisoned.reference, "What the person and the log were told")
        ->required();
    command(*poisoned, chosen, "retry", "Hand a delivery to its handler once more, after an upgrade",
            "The running bot does it within 30 s, or the next one at its start; never twice.",
            [&words] { return poisoned_retry(words.poisoned); })
        ->add_option("reference", words.poisoned.reference, "What the person and the log were told")
        ->required();
}

void add_privacy_commands(CLI::App& app, Chosen& chosen, Words& words)
{
    ExportOptions& data = words.export_data;
    CLI::App* sub =
        command(app, chosen, "export", "Write the records of a process as CSV or JSON Lines, with a manifest",
                "May run beside the bot. Beside FILE comes FILE.manifest.json (filter, time, rows, SHA-256); "
                "without --out\nthe data goes to stdout and the manifest to stderr. Both files are private "
                "(0600). Examples:\n"
                "  deskbell export --process incident --format csv --out incidents.csv\n"
                "  deskbell export --process change --from 2026-11-01T00:00 --to 2026-12-01T00:00 --format "
                "jsonl --with events,comments",
                [&data] { return export_data(data); });
    sub->add_option("--config", data.config_file, "Configuration file (TOML)");
    sub->add_option("--process", data.process, "Key of the process, such as incident")->required();
    sub->add_option("--from", data.from, "Raised at or after: RFC 3339, or local time 2026-11-23T09:00");
    sub->add_option("--to", data.to, "Raised before; now when left out");
    sub->add_option(
        "--filter", data.filter,
        "Only those of a search, as /desk find takes it: \"inbox:it priority:P1 from:<@U012ABCDEF>\"");
    sub->add_option("--format", data.format, "csv or jsonl")->capture_default_str();
    sub->add_option("--out", data.out, "File to write, whole or not at all");
    sub->add_option("--with", data.with, "With jsonl: events, comments, or both joined by a comma");
    sub->add_flag("--sensitive", data.has_sensitive, "Also fields that are declared sensitive");

    CLI::App* erase_command =
        command(app, chosen, "erase", "Replace a person by a pseudonym and empty what they wrote",
                "It cannot be taken back. May run beside the bot, and again after a crash. Counts, times and "
                "the hash chain\nstay. Examples:\n  deskbell erase --user U012ABCDEF\n"
                "  deskbell erase --user U012ABCDEF --name \"Danny\" --yes",
                [&words] { return erase(words.erase); });
    erase_command->add_option("--config", words.erase.config_file, "Configuration file (TOML)");
    erase_command->add_option("--user", words.erase.user, "Slack user id")->required();
    erase_command
        ->add_option("--name", words.erase.names, "What else they are called in texts; may be repeated")
        ->allow_extra_args(false);
    erase_command->add_flag("--yes", words.erase.is_sure, "Do not ask");
}

/// A first word that is no command, said by its name: CLI11 alone would only ask for "a subcommand".
bool is_unknown_command(const CLI::App& app, int argc, char** argv)
{
    if (argc < 2 || argv[1][0] == '-')
        return false;
    std::vector<std::string> known;
    for (const CLI::App* sub : app.get_subcommands(nullptr)) known.push_back(sub->get_name());
    if (std::ranges::find(known, argv[1]) != known.end())
        return false;
    const std::string near = nearest(argv[1], known);
    std::cerr << "There is no command \"" << cleaned(shortened(argv[1], 40)) << "\". "
              << (near.empty() ? "Known are: " + joined(known, ", ") + "." : "Did you mean \"" + near + "\"?")
              << "\n";
    return true;
}

}  // namespace

int run_command_line(int argc, char** argv)
{
    Words words;
    Chosen chosen;
    CLI::App app{"Deskbell: a service desk that lives in Slack", "deskbell"};
    app.set_version_flag("--version", "deskbell " + std::string(version()));
    app.footer(kEnvironmentHelp);
    app.require_subcommand(1);
    add_service_commands(app, chosen, words);
    add_setup_commands(app, chosen, words);
    add_database_commands(app, chosen, words);
    add_level_commands(app, chosen, words);
    add_report_commands(app, chosen, words);
    add_outbox_commands(app, chosen, words);
    add_poisoned_commands(app, chosen, words);
    add_privacy_commands(app, chosen, words);
    if (is_unknown_command(app, argc, argv))
        return kUsage;
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return app.exit(e) == 0 ? kGood : kUsage;
    }
    try {
        return chosen();
    } catch (const std::exception& e) {
        std::cerr << "deskbell: " << slack::redacted(e.what()) << "\n";
        return kCheckFailed;
    }
}

}  // namespace deskbell::bot
