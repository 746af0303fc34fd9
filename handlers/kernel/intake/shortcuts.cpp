#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/intake/intake.hpp"
#include "handlers/kernel/intake/new_ticket.hpp"
#include "handlers/kernel/people.hpp"

#include <array>

/// Slack's shortcuts that lead to the form New ticket.
namespace deskbell::kernel {

namespace {

Answer new_ticket(const Desk& desk, const slack::GlobalShortcut& shortcut, store::Unit& unit)
{
    const std::string& user = shortcut.actor.user;
    return slack::Reply::open(new_ticket_form(desk, {{}, "", "", user}, user, unit));
}

/// For whoever wrote the message; a program's message is a request of the person who chose it.
Answer from_message(const Desk& desk, const slack::MessageShortcut& shortcut, store::Unit& unit)
{
    const slack::MessageInfo& message = shortcut.message;
    const std::string& user = shortcut.actor.user;
    if (const auto known = unit.records.find_source(message.channel, message.root_ts()))
        return Error(Errc::conflict, has_ticket(desk, *known, user, unit));
    const std::string author = message.bot_id.empty() && !message.user.empty() ? message.user : user;
    NewTicketDraft draft{title_and_details(readable(unit, message.text)), message.channel, message.root_ts(),
                         author};
    return slack::Reply::open(new_ticket_form(desk, draft, user, unit));
}

constexpr std::array kShortcutRows{
    Shortcut{.callback = "ticket_new",
             .name = "New ticket",
             .description = "Open the form New ticket",
             .on_desk = new_ticket},
    Shortcut{.callback = "ticket_from_message",
             .name = "Create ticket",
             .description = "Create a ticket from this message",
             .on_message = from_message},
};

}  // namespace

extern const Feature kShortcuts;
const Feature kShortcuts{.key = "shortcuts", .shortcuts = kShortcutRows};

}  // namespace deskbell::kernel
