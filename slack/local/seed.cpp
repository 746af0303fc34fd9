#include "slack/local/seed.hpp"

namespace deskbell::slack::local {

using namespace std::chrono_literals;

Seed default_seed()
{
    Seed seed;
    const std::string bot = seed.app.user_id;
    seed.people = {
        {"U0ANA", "ana", "Ana Pereira", "Accountant", "Europe/Lisbon", "2a7f62", ""},
        {"U0BEN", "ben", "Ben Okafor", "Sales", "Europe/London", "b4562f", ""},
        {"U0CHLOE", "chloe", "Chloé Martin", "IT agent", "Europe/Paris", "6b4e9b", ""},
        {"U0DEV", "dev", "Dev Patel", "IT agent", "Asia/Kolkata", "1f6f9f", ""},
        {"U0EMMA", "emma", "Emma Lindqvist", "Facilities agent", "Europe/Stockholm", "a23e62", ""},
        {"U0FARAH", "farah", "Farah Haddad", "Service manager", "Europe/Berlin", "7a6a1f", "", true},
    };
    const std::vector<std::string> all{"U0ANA", "U0BEN", "U0CHLOE", "U0DEV", "U0EMMA", "U0FARAH"};
    auto all_and_bot = all;
    all_and_bot.push_back(bot);
    seed.channels = {
        {"C0GENERAL", "general", false, "Company-wide talk", all},
        {"C0HELPIT", "help-it", false, "Computers, accounts, printers: ask here", all_and_bot},
        {"C0HELPFAC", "help-facilities", false, "Desks, doors, heating: ask here", all_and_bot},
        {"C0TRIAGEIT", "triage-it", true, "IT agents only", {"U0CHLOE", "U0DEV", "U0FARAH", bot}},
        {"C0TRIAGEFAC", "triage-facilities", true, "Facilities agents only", {"U0EMMA", "U0FARAH", bot}},
    };
    seed.shortcuts = {
        {"ticket_new", "global", "New ticket", "Open the ticket form"},
        {"ticket_from_message", "message", "Create ticket", "Make a ticket from this message"},
        {"knowledge_from_message", "message", "Save as knowledge",
         "Agents: a knowledge entry from this message"},
    };
    seed.messages = {
        {"C0GENERAL", "U0FARAH",
         "Good morning, Fernwood! Need something from IT or facilities? Ask in <#C0HELPIT|help-it> or "
         "<#C0HELPFAC|help-facilities>.",
         90min},
        {"C0GENERAL", "U0BEN", "Morning! There is cake in the kitchen.", 60min},
    };
    return seed;
}

}  // namespace deskbell::slack::local
