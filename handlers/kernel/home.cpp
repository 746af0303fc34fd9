#include "handlers/kernel/home.hpp"

#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/lists.hpp"
#include "handlers/kernel/people.hpp"
#include "slack/wire/mrkdwn.hpp"

namespace deskbell::kernel {

namespace {

void add_section(const Desk& desk, slack::Blocks& blocks, std::string_view list, std::string_view user,
                 const store::Unit& unit)
{
    const ListQuery query{std::string(list), "", 0};
    blocks.divider();
    add_list(desk, blocks, query, page_of(desk, query, user, unit), unit, true);
}

}  // namespace

slack::Home home_of(const Desk& desk, std::string_view user, const store::Unit& unit)
{
    slack::Home home;
    const std::string name = name_of(unit, user);
    home.blocks.header(name.empty() ? "Welcome" : "Hello " + name);
    home.blocks.section(
        "Tell us what you need or what is broken. You get a number and a promise at once, and answers arrive "
        "as messages.");
    home.blocks.actions("home", {slack::button("new_ticket", "New ticket", "", slack::Style::primary),
                                 slack::button("home_refresh", "Refresh")});
    if (!inboxes_of(desk, user, unit).empty()) {
        add_section(desk, home.blocks, "held", user, unit);
        add_section(desk, home.blocks, "unassigned", user, unit);
        add_section(desk, home.blocks, "waiting", user, unit);
    }
    for (const Feature* feature : features())
        if (feature->home != nullptr)
            feature->home(desk, home.blocks, user, unit);
    add_section(desk, home.blocks, "mine", user, unit);
    add_section(desk, home.blocks, "solved", user, unit);
    home.blocks.context({"As of " + slack::date(unit.now, desk.settings().timezone)});
    return home;
}

}  // namespace deskbell::kernel
