#include "bot/demo_company.hpp"

#include "config/config.hpp"
#include "config/zone_data.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace deskbell::bot {

using namespace std::chrono_literals;

namespace {

constexpr std::string_view kMia = "U0MIA", kJonas = "U0JONAS", kAna = "U0ANA", kBen = "U0BEN",
                           kChloe = "U0CHLOE", kOmar = "U0OMAR";
constexpr std::string_view kHelpIt = "C0HELPIT", kHelpFacilities = "C0HELPFAC", kTriageIt = "C0TRIAGEIT",
                           kTriageFacilities = "C0TRIAGEFAC";

constexpr std::array kTickets{
    DemoTicket{"My laptop does not wake up after the weekend", "The light is on, the screen stays black.",
               kMia, kHelpIt, "incident", "it", "4", "2", false, 74h},
    DemoTicket{"VPN drops every few minutes at home", "Since the last update of the client.", kJonas, kHelpIt,
               "incident", "it", "4", "3", false, 50h},
    DemoTicket{"Access to the sales dashboard", "I take over the northern region from Monday on.", kMia, "",
               "request", "it", "", "", false, 30h},
    DemoTicket{"The printer on the second floor prints blank pages", "", kJonas, kHelpIt, "incident", "it",
               "2", "3", false, 26h},
    DemoTicket{"The heating in the meeting room stays cold", "Room 2.14, all day yesterday.", kMia,
               kHelpFacilities, "incident", "facilities", "3", "3", false, 20h},
    DemoTicket{"A monitor for the home office", "27 inches, with USB-C if there is one.", kMia, "", "request",
               "it", "", "", false, 5h},
    DemoTicket{"My payslip went to somebody else's mailbox", "It shows my address and account.", kJonas, "",
               "incident", "it", "4", "2", true, 4h},
    DemoTicket{"A second key for the bicycle cellar", "", kJonas, kHelpFacilities, "request", "facilities",
               "", "", false, 3h},
    DemoTicket{"Mail to customers comes back", "Three answers since this morning: mailbox not found.", kOmar,
               "", "incident", "it", "2", "2", false, 40min},
};

using What = DemoStep::What;
constexpr std::array kSteps{
    DemoStep{0, What::take, kAna, 73h + 40min},
    DemoStep{0, What::reply, kAna, 73h,
             "Please keep the power button pressed for 20 seconds and start it again. I come by at ten."},
    DemoStep{0, What::resolve, kAna, 70h, "The firmware was old. It is updated, and sleep works again."},
    DemoStep{0, What::confirm, kMia, 69h},
    DemoStep{1, What::take, kBen, 49h},
    DemoStep{1, What::note, kBen, 48h,
             "Same pattern as last month: client 5.2. The supplier has a fix in test."},
    DemoStep{1, What::hold_supplier, kBen, 47h,
             "The supplier tests a new client. We tell you as soon as it is there."},
    DemoStep{2, What::take, kAna, 29h},
    DemoStep{2, What::hold_requester, kAna, 28h,
             "Do you need to see the old figures too, or only from Monday on?"},
    DemoStep{3, What::take, kBen, 25h},
    DemoStep{3, What::resolve, kBen, 22h,
             "A new toner is in, and there is a spare one in the cupboard beside it."},
    DemoStep{4, What::take, kChloe, 19h},
    DemoStep{
        4, What::reply, kChloe, 18h,
        "The valve is stuck. The plumber comes tomorrow morning; until then there is a heater in the room."},
    DemoStep{6, What::take, kAna, 3h + 30min},
    DemoStep{6, What::note, kAna, 3h,
             "Two people with the same name. Asked payroll to send it again and to recall the mail."},
};

/// Commands and shortcuts of the page, from the manifest: what the app is installed with.
void add_app_surface(slack::local::Seed& seed, const std::string& manifest)
{
    const auto json = nlohmann::json::parse(manifest);
    for (const auto& command : json.at("features").at("slash_commands"))
        seed.commands.push_back(
            {command.at("command"), command.value("description", ""), command.value("usage_hint", "")});
    seed.shortcuts.clear();
    for (const auto& shortcut : json.at("features").at("shortcuts"))
        seed.shortcuts.push_back({shortcut.at("callback_id"), shortcut.at("type"), shortcut.at("name"),
                                  shortcut.value("description", "")});
}

std::vector<std::string> with(std::initializer_list<std::string_view> people, const std::string& bot)
{
    std::vector<std::string> members(people.begin(), people.end());
    members.push_back(bot);
    return members;
}

InboxSettings inbox(std::string_view key, std::string_view name, std::string_view agents,
                    std::string_view requests)
{
    InboxSettings inbox;
    inbox.key = key;
    inbox.name = name;
    inbox.agent_channel = agents;
    inbox.request_channels = {std::string(requests)};
    return inbox;
}

}  // namespace

std::span<const DemoTicket> demo_tickets() { return kTickets; }
std::span<const DemoStep> demo_steps() { return kSteps; }

slack::local::Seed demo_seed(const std::string& manifest)
{
    slack::local::Seed seed;
    const std::string bot = seed.app.user_id;
    seed.people = {
        {std::string(kMia), "mia", "Mia Sørensen", "Employee, sales", "Europe/Copenhagen", "2a7f62", ""},
        {std::string(kJonas), "jonas", "Jonas Weber", "Employee, accounting", "Europe/Berlin", "b4562f", ""},
        {std::string(kAna), "ana", "Ana Pereira", "IT agent", "Europe/Lisbon", "6b4e9b", ""},
        {std::string(kBen), "ben", "Ben Okafor", "IT agent", "Europe/London", "1f6f9f", ""},
        {std::string(kChloe), "chloe", "Chloé Martin", "Facilities agent", "Europe/Paris", "a23e62", ""},
        {std::string(kOmar), "omar", "Omar Haddad", "Service manager", "Europe/Berlin", "7a6a1f", "", true},
    };
    const auto all = with({kMia, kJonas, kAna, kBen, kChloe, kOmar}, bot);
    seed.channels = {
        {"C0GENERAL", "general", false, "Company-wide talk", all},
        {std::string(kHelpIt), "help-it", false, "Computers, accounts, printers: ask here", all},
        {std::string(kHelpFacilities), "help-facilities", false, "Desks, doors, heating: ask here", all},
        {std::string(kTriageIt), "triage-it", true, "IT agents only", with({kAna, kBen}, bot)},
        {std::string(kTriageFacilities), "triage-facilities", true, "Facilities agents only",
         with({kChloe}, bot)},
    };
    seed.messages = {
        {"C0GENERAL", std::string(kOmar),
         "Good morning, Fernwood! Need something from IT or facilities? Ask in <#C0HELPIT|help-it> or "
         "<#C0HELPFAC|help-facilities>, or type /ticket anywhere.",
         75h}};
    for (const DemoTicket& ticket : kTickets)
        if (!ticket.channel.empty())
            seed.messages.push_back({std::string(ticket.channel), std::string(ticket.requester),
                                     std::string(ticket.title), ticket.age});
    add_app_surface(seed, manifest);
    return seed;
}

Settings demo_settings()
{
    Settings settings;
    settings.timezone = "Europe/Berlin";
    settings.levels = default_service_levels(settings.timezone);
    settings.levels.zone_data = config::zone_data_version();
    settings.inboxes = {inbox("it", "IT help", kTriageIt, kHelpIt),
                        inbox("facilities", "Facilities", kTriageFacilities, kHelpFacilities)};
    // One team has names of its own, so that both can be seen.
    InboxNames& names = settings.inboxes.back().names;
    names.states = {{Category::on_hold, "At the supplier"}};
    names.hold_reasons = {"requester", "supplier", "scheduled", "Waiting for spare parts"};
    names.causes = {"documentation_missing", "user_error", "known_error", "wrong_inbox", "Worn out"};
    settings.form_reader = config::default_config().settings.form_reader;
    // The manager owns every process and so sees what happens in all inboxes, without being an agent.
    settings.roles["manager"] = {std::string(kOmar)};
    for (const kernel::Process* process : all_processes())
        settings.roles["owner:" + std::string(process->key)] = {std::string(kOmar)};
    return settings;
}

}  // namespace deskbell::bot
