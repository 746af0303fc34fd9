#include "handlers/kernel/home.hpp"

#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/digest/digest_home.hpp"
#include "handlers/kernel/digest/home_figures.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/lists.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::array<std::string_view, 4> kOfAgents{"needs", "unassigned", "waiting", "snoozed"};
constexpr std::chrono::hours kGapsShown{24};
constexpr std::array<std::string_view, 3> kOfEverybody{"mine", "solved", "followed"};

/// One try at somebody's Home, with so many rows in each list.
class HomePage {
public:
    HomePage(const Desk& desk, std::string_view user, const store::Unit& unit, std::string_view pages,
             int rows)
        : desk_(desk), user_(user), unit_(unit), rows_(rows), shown_(unpack(pages))
    {
        home_.private_metadata = pages;
    }

    slack::Home make()
    {
        add_head();
        if (!inboxes_of(desk_, user_, unit_).empty())
            for (const std::string_view list : kOfAgents) add_list(list);
        if (oversees(desk_, user_, unit_)) {
            add_six_numbers(desk_, home_.blocks, user_, unit_);
            add_list("pressing");
        }
        for (const Feature* feature : features())
            if (feature->home != nullptr)
                feature->home(desk_, home_.blocks, user_, unit_);
        for (const std::string_view list : kOfEverybody) add_list(list);
        for (const Feature* feature : features())
            if (feature->home_foot != nullptr)
                feature->home_foot(desk_, home_.blocks, user_, unit_);
        home_.blocks.context(
            {"As of " + slack::date(unit_.now, desk_.settings().timezone), connection_line()});
        return std::move(home_);
    }

private:
    void add_head()
    {
        const std::string name = name_of(unit_, user_);
        home_.blocks.header(name.empty() ? "Welcome" : "Hello " + name);
        home_.blocks.section(
            "Tell us what you need or what is broken. You get a number and a promise at once, and answers "
            "arrive as messages.");
        home_.blocks.actions("home", {slack::button("new_ticket", "New ticket", "", slack::Style::primary),
                                      slack::button("home_refresh", "Refresh")});
    }

    /// Who waited for an answer learns that the desk was away. Nothing to say without an interruption.
    std::string connection_line() const
    {
        const auto gaps = unit_.presence.absences(unit_.now - kGapsShown, unit_.now);
        if (gaps.empty())
            return {};
        const bool is_over = gaps.back().to < unit_.now;
        return (is_over ? "Connected since " : "Not connected since ") +
               slack::date(is_over ? gaps.back().to : gaps.back().from, desk_.settings().timezone);
    }

    void add_list(std::string_view name)
    {
        ListQuery query = list_query(shown_[std::string(name)]);
        query.name = name;
        query.rows = rows_;
        auto page = page_of(desk_, query, user_, unit_);
        if (page.records.empty() && page.total > 0) {  // it has become shorter
            query.offset = 0;
            page = page_of(desk_, query, user_, unit_);
        }
        home_.blocks.divider();
        add_page(desk_, home_.blocks, query, page, user_, unit_);
    }

    const Desk& desk_;
    const std::string_view user_;
    const store::Unit& unit_;
    const int rows_;
    Attributes shown_;
    slack::Home home_;
};

Answer turn_page(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const bool is_home = click.view && click.view->type == "home";
    Attributes pages = unpack(is_home ? click.view->private_metadata : std::string());
    pages[list_query(click.value.text).name] = click.value.text;
    publish_home(unit, act.actor, home_of(desk, act.actor, unit, pack(pages)));
    return slack::Reply::nothing();
}

Answer refresh(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    show_home(desk, act.actor, click.view ? click.view->private_metadata : std::string(), unit);
    return slack::Reply::nothing();
}

constexpr std::array kButtons{Button{"home_page_", false, turn_page}, Button{"home_refresh", false, refresh}};

}  // namespace

slack::Home home_of(const Desk& desk, std::string_view user, const store::Unit& unit, std::string_view pages)
{
    // Slack refuses a Home with too many blocks. Who has every role and much to do sees fewer rows of each
    // list rather than no Home.
    for (int rows = kPageRows; rows > 1; --rows) {
        slack::Home home = HomePage(desk, user, unit, pages, rows).make();
        if (home.blocks.count() <= slack::kViewBlocksMax)
            return home;
    }
    return HomePage(desk, user, unit, pages, 1).make();
}

void show_home(const Desk& desk, std::string_view user, std::string_view pages, store::Unit& unit)
{
    publish_home(unit, user, home_of(desk, user, unit, pages));
    order_home_figures(desk, user, pages, unit);
}

slack::Home minimal_home(std::string_view reason)
{
    slack::Home home;
    home.blocks.section("*Your Home could not be shown.*\n" + slack::escaped(reason));
    home.blocks.section("Everything else works: `/ticket` raises a ticket, `/ticket mine` lists yours.");
    home.blocks.actions("home", {slack::button("home_refresh", "Try again")});
    return home;
}

extern const Feature kHome;
const Feature kHome{.key = "home", .buttons = kButtons};

}  // namespace deskbell::kernel
