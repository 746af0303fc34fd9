#include "bot/commands.hpp"
#include "bot/surroundings.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/desk.hpp"

#include <algorithm>
#include <iostream>

namespace deskbell::bot {

namespace {

/// A word that is no key of an inbox or process is a slip of the pen, not a ticket that nothing matches.
bool is_known(const std::string& option, const std::string& word, const std::vector<std::string>& known)
{
    if (word.empty() || std::ranges::find(known, word) != known.end())
        return true;
    const std::string near = nearest(word, known);
    std::cerr << option << ": there is no \"" << cleaned(shortened(word, 40)) << "\". "
              << (near.empty() ? "Known are: " + joined(known, ", ") + "." : "Did you mean \"" + near + "\"?")
              << "\n";
    return false;
}

}  // namespace

ExitCode routing_test(const RoutingOptions& options)
{
    const auto config = read_configuration(options.config_file);
    if (!config)
        return kUsage;
    const Settings& settings = config->settings;
    std::vector<std::string> inboxes, processes;
    for (const InboxSettings& inbox : settings.inboxes) inboxes.push_back(inbox.key);
    for (const kernel::Process* process : all_processes()) processes.emplace_back(process->key);
    if (!is_known("--inbox", options.inbox, inboxes) || !is_known("--process", options.process, processes))
        return kUsage;
    RoutingFacts facts{options.words,   options.requester, options.category, options.priority,
                       options.channel, options.process,   options.inbox};
    if (const InboxSettings* inbox = facts.inbox.empty() ? settings.inbox_for(facts.channel) : nullptr)
        facts.inbox = inbox->key;
    const RoutingRule* rule = first_match(settings.routing, facts);
    if (rule == nullptr) {
        std::cout << "no rule matches: it stays in " << (facts.inbox.empty() ? "no inbox" : facts.inbox)
                  << "\n";
        return kCheckFailed;
    }
    std::cout << "\"" << rule->name << "\": " << to_text(*rule) << "\n";
    return kGood;
}

}  // namespace deskbell::bot
