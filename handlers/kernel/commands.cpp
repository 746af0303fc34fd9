#include "handlers/kernel/commands.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/digest/digest_home.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/intake/doors.hpp"
#include "handlers/kernel/intake/new_record.hpp"
#include "handlers/kernel/intake/new_ticket.hpp"
#include "handlers/kernel/lists.hpp"
#include "handlers/kernel/say.hpp"
#include "handlers/kernel/search.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::array kCommands{
    CommandDeclaration{"/ticket", "Ask for help and find your tickets",
                       "[what you need | mine | find words | REQ-12 | help]"},
    CommandDeclaration{"/desk", "Work on tickets and processes",
                       "[queue | REQ-12 | find words | digest | sla | improvement new | help]"},
};

Words words_of(const std::string& text)
{
    const std::string all = trimmed(text);
    const std::size_t end = std::min(all.find_first_of(" \n\t"), all.size());
    return {lower(all.substr(0, end)), trimmed(all.substr(end))};
}

Answer list(const Desk& desk, const slack::SlashCommand& command, const Words& said, const Act&,
            store::Unit& unit)
{
    if (said.first == "queue" && inboxes_of(desk, command.actor.user, unit).empty())
        return Error(Errc::forbidden,
                     "The queue is for agents: the members of an inbox's agent channel. Your own tickets are "
                     "under `/ticket mine`.");
    return list_reply(desk, {said.first, "", 0}, command.actor.user, unit);
}

Answer find(const Desk& desk, const slack::SlashCommand& command, const Words& said, const Act&,
            store::Unit& unit)
{
    if (said.rest.empty())
        return Error(Errc::invalid_input, "Please add what to look for, for example `" + command.command +
                                              " find vpn status:open`.");
    if (const auto search = read_search(desk, said.rest, command.actor.user, unit); !search)
        return search.error();
    return list_reply(desk, {"find", said.rest, 0}, command.actor.user, unit);
}

std::vector<const Verb*> verbs_of(std::string_view command)
{
    std::vector<const Verb*> out;
    for (const Feature* feature : features())
        for (const Verb& verb : feature->verbs)
            if (verb.command == command)
                out.push_back(&verb);
    return out;
}

Answer help(const Desk& desk, const slack::SlashCommand& command, const Words&, const Act&, store::Unit&)
{
    std::string text =
        command.command == "/ticket"
            ? "*/ticket* opens the form New ticket.\n*/ticket printer on fire* creates a ticket at "
              "once.\n*/ticket REQ-12* shows one.\n"
            : "*/desk* opens the console.\n*/desk REQ-12* shows a record and what you may do with it.\n";
    for (const Verb* verb : verbs_of(command.command))
        text += "*" + std::string(verb->command) + " " + std::string(verb->usage) +
                "*: " + std::string(verb->does) + "\n";
    if (command.command == "/desk")
        for (const Process* process : desk.processes())
            text += "*/desk " + std::string(process->key) +
                    " new* or *list*: " + slack::escaped(process->purpose) + "\n";
    slack::Blocks blocks;
    add_text(blocks, text);
    blocks.context(
        {"You can also react to a message with :ticket:, use the message shortcut Create ticket, or write to "
         "me directly."});
    return slack::Reply::message(text, blocks);
}

const Verb* verb_of(const slack::SlashCommand& command, const Words& said)
{
    // "mine", "queue" and "help" stand alone: "help me with the printer" is a request, not a cry for this
    // text.
    const auto verbs = verbs_of(command.command);
    const auto it = std::ranges::find_if(
        verbs, [&](const Verb* v) { return v->word == said.first && (said.rest.empty() || v->takes_words); });
    return it == verbs.end() ? nullptr : *it;
}

Result<slack::Reply> show(const Desk& desk, const RecordNumber& number, std::string_view user,
                          store::Unit& unit)
{
    const auto record = named_record(desk, number, user, unit);
    if (!record)
        return record.error();
    const Saying said = card_for(desk, *record, unit, user);
    return slack::Reply::message(said.text, said.blocks);
}

std::string welcome_to_console(std::size_t inboxes, bool oversees_all)
{
    if (oversees_all)
        return "*Deskbell* · you see how the desk keeps its promises, and what is at risk.";
    if (inboxes > 0)
        return "*Deskbell* · you are an agent of " + counted(inboxes, "inbox", "inboxes") + ".";
    return "*Deskbell* · raise tickets, follow your own, and work with these processes.";
}

slack::Element list_button(std::string_view name, std::string_view label)
{
    return slack::button("list:" + std::string(name), std::string(label),
                         to_text(ListQuery{std::string(name), "", 0}));
}

slack::Reply console(const Desk& desk, std::string_view user, const store::Unit& unit)
{
    slack::Blocks blocks;
    const auto inboxes = inboxes_of(desk, user, unit);
    const bool oversees_all = oversees(desk, user, unit);
    blocks.section(welcome_to_console(inboxes.size(), oversees_all));
    std::vector<slack::Element> buttons{slack::button("new_ticket", "New ticket", "", slack::Style::primary)};
    if (!inboxes.empty()) {
        buttons.push_back(list_button("queue", "Queue"));
        buttons.push_back(list_button("held", "Assigned to me"));
        buttons.push_back(list_button("unassigned", "Unassigned"));
    }
    if (oversees_all) {
        buttons.push_back(list_button("pressing", "Due soon or late"));
        buttons.push_back(slack::button("digest_now", "Digest now"));
        buttons.push_back(slack::button("sla_now", "Service levels"));
        buttons.push_back(slack::button("desk_log", "Log of the desk"));
    }
    blocks.actions("console", buttons);
    for (const Process* process : desk.processes())
        if (!process->is_ticket())
            blocks.section(process->key,
                           "*" + slack::escaped(process->plural) + "*: " + slack::escaped(process->purpose),
                           slack::button("list:" + std::string(process->key), "List",
                                         to_text(ListQuery{std::string(process->key), "", 0})));
    blocks.context({"`/desk help` lists every command."});
    return slack::Reply::message("Deskbell", blocks);
}

/// `/desk improvement new`, `/desk incident list`.
Result<slack::Reply> on_process(const Desk& desk, const Process& process, const slack::SlashCommand& command,
                                const std::string& verb, const store::Unit& unit)
{
    if (verb == "list" || verb.empty())
        return list_reply(desk, {std::string(process.key), "", 0}, command.actor.user, unit);
    if (verb != "new")
        return Error(Errc::invalid_input, "Please write `/desk " + std::string(process.key) +
                                              " new` or `/desk " + std::string(process.key) + " list`.");
    if (process.is_ticket()) {
        NewTicketDraft draft{{{"type", std::string(process.key)}}, command.channel, "", command.actor.user};
        return slack::Reply::open(new_ticket_form(desk, draft, command.actor.user, unit));
    }
    return slack::Reply::open(new_record_form(process, {}));
}

Result<slack::Reply> on_desk(const Desk& desk, const slack::SlashCommand& command, const Words& said,
                             store::Unit& unit)
{
    if (said.first.empty())
        return console(desk, command.actor.user, unit);
    if (const Process* process = desk.process(said.first))
        return on_process(desk, *process, command, lower(said.rest), unit);
    std::vector<std::string> known;
    for (const Verb* verb : verbs_of("/desk")) known.emplace_back(verb->word);
    for (const Process* process : desk.processes()) known.emplace_back(process->key);
    if (std::ranges::find(known, said.first) != known.end())
        return Error(Errc::invalid_input,
                     "`/desk " + said.first + "` takes no words after it. `/desk help` lists every command.");
    if (const auto number = parse_number(said.rest))
        return Error(Errc::invalid_input, "I do not know `/desk " + said.first + "`. `/desk " +
                                              to_text(*number) + "` shows it with what you may do about it.");
    const std::string near = nearest(said.first, known);
    return Error(Errc::invalid_input, "I do not know `/desk " + said.first + "`." +
                                          (near.empty() ? " `/desk help` lists every command."
                                                        : " Did you mean `/desk " + near + "`?"));
}

constexpr std::array kVerbs{
    Verb{"/ticket", "mine", "mine", "your open tickets", list},
    Verb{"/ticket", "find", "find vpn status:open", kSearchHelp, find, true},
    Verb{"/desk", "queue", "queue", "open tickets of your inboxes, the most urgent first", list},
    Verb{"/desk", "find", "find vpn status:open", kSearchHelp, find, true},
};
constexpr std::array kHelpVerbs{
    Verb{"/ticket", "help", "help", "this text", help},
    Verb{"/desk", "help", "help", "this text", help},
};

}  // namespace

extern const Feature kTicketVerbs, kHelp;
const Feature kTicketVerbs{.key = "ticket_verbs", .verbs = kVerbs};
const Feature kHelp{.key = "help", .verbs = kHelpVerbs};

std::span<const CommandDeclaration> command_declarations() { return kCommands; }

bool command_only_reads(const Desk&, const slack::SlashCommand& command)
{
    const Words said = words_of(command.text);
    if (const Verb* verb = verb_of(command, said))
        return verb->only_reads;
    if (command.command != "/ticket")
        return true;
    return said.first.empty() || (said.rest.empty() && parse_number(said.first));
}

Result<slack::Reply> on_command(const Desk& desk, const slack::SlashCommand& command, const Act& act,
                                store::Unit& unit)
{
    const Words said = words_of(command.text);
    if (const Verb* verb = verb_of(command, said))
        return verb->run(desk, command, said, act, unit);
    if (const auto number = said.rest.empty() ? parse_number(said.first) : std::nullopt)
        return show(desk, *number, act.actor, unit);
    if (command.command == "/desk")
        return on_desk(desk, command, said, unit);
    if (command.command != "/ticket")
        return Error(Errc::invalid_input, "I do not know the command " + slack::escaped(command.command) +
                                              ". Try `/ticket help`.");
    if (said.first.empty())
        return slack::Reply::open(
            new_ticket_form(desk, {{}, command.channel, "", act.actor}, act.actor, unit));
    return raise_from_command(desk, command, command.text, act, unit);
}

}  // namespace deskbell::kernel
