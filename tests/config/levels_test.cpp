#include "config/config.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace deskbell;
using namespace deskbell::config;
using namespace std::chrono_literals;

namespace {

const Date kToday{std::chrono::year{2026} / 11 / 24};

LoadedConfig read(std::string_view text) { return read_config(text, "deskbell.toml", kToday); }

ServiceLevels good(std::string_view text)
{
    const LoadedConfig loaded = read(text);
    INFO(text << "\n--\n" << to_text(loaded.faults));
    REQUIRE(loaded.faults.empty());
    return loaded.config.settings.levels;
}

const Policy& policy(const ServiceLevels& levels, std::string_view name)
{
    const auto it = std::ranges::find(levels.policies, name, &Policy::name);
    REQUIRE(it != levels.policies.end());
    return *it;
}

/// A whole calendar, so that only the lines under test are wrong.
std::string calendar_with(const std::string& lines)
{
    return "[calendar.a]\nhours = { mon = [\"09:00-17:00\"] }\n" + lines + "\n";
}

/// A whole policy; `lines` begin in line 4.
std::string policy_with(const std::string& lines)
{
    return "[[sla.policy]]\nname = \"VIP\"\nresolution = \"2h\"\n" + lines + "\n";
}

/// One fault that a text must lead to.
struct Wrong {
    std::string text;
    int line;
    std::string key;
    std::string says;
};

void check_wrong(const Wrong& row)
{
    const LoadedConfig loaded = read(row.text);
    INFO(row.text << "\n--\n" << to_text(loaded.faults));
    const auto fault = std::ranges::find_if(loaded.faults, [&](const Fault& f) { return f.key == row.key; });
    REQUIRE(fault != loaded.faults.end());
    CHECK(fault->line == row.line);
    CHECK_THAT(to_text(*fault), Catch::Contains(row.says));
    CHECK(loaded.faults.size() == 1);  // one mistake is one line
}

}  // namespace

TEST_CASE("a calendar is read with all its keys", "[config][levels]")
{
    const ServiceLevels levels = good(R"toml(
[calendar.night]
timezone = "Asia/Kolkata"
hours = { mon = ["17:00-09:00"], tue = ["08:00-12:00", "13:00-24:00"], sun = ["00:00-24:00"] }
holidays = ["2026-12-25", "2026-12-24"]
exceptions = { "2026-12-24" = ["09:00-13:00"], "2026-12-31" = [] }
follow_requester = true
)toml");
    const Calendar& night = levels.calendars.at("night");
    CHECK(night.name == "night");
    CHECK(night.timezone == "Asia/Kolkata");
    CHECK(night.hours[1] == std::vector<Window>{{17h, 33h}});
    CHECK(night.hours[2] == std::vector<Window>{{8h, 12h}, {13h, 24h}});
    CHECK(night.hours[0] == std::vector<Window>{{0h, 24h}});
    CHECK(night.holidays == std::set<Date>{*parse_date("2026-12-24"), *parse_date("2026-12-25")});
    CHECK(night.exceptions.at(*parse_date("2026-12-24")) == std::vector<Window>{{9h, 13h}});
    CHECK(night.exceptions.at(*parse_date("2026-12-31")).empty());
    CHECK(night.follows_requester);
    CHECK(levels.calendars.size() == 4);
}

TEST_CASE("calendars without a zone have the workspace's, also the built-in ones", "[config][levels]")
{
    const ServiceLevels levels = good(calendar_with("[workspace]\ntimezone = \"Asia/Tokyo\""));
    CHECK(levels.calendars.at("a").timezone == "Asia/Tokyo");
    CHECK(levels.calendars.at("business").timezone == "Asia/Tokyo");
    CHECK(levels.calendars.at("extended").timezone == "Asia/Tokyo");
    CHECK(levels.calendars.at("24x7").timezone == "UTC");
}

TEST_CASE("a built-in calendar keeps what the file does not write", "[config][levels]")
{
    const ServiceLevels more = good("[calendar.business]\nholidays = [\"2026-12-25\"]");
    CHECK(more.calendars.at("business").hours[1] == std::vector<Window>{{9h, 17h}});
    CHECK(more.calendars.at("business").holidays.size() == 1);
    const ServiceLevels other = good("[calendar.24x7]\nhours = { sat = [\"09:00-17:00\"] }");
    CHECK(other.calendars.at("24x7").hours[6] == std::vector<Window>{{9h, 17h}});
    CHECK(other.calendars.at("24x7").hours[1].empty());
}

TEST_CASE("a calendar may live from exceptions alone, when one comes soon enough", "[config][levels]")
{
    good("[calendar.a]\nhours = {}\nexceptions = { \"2027-12-01\" = [\"09:00-13:00\"] }");
    check_wrong({"[calendar.a]\nhours = {}\nexceptions = { \"2028-01-03\" = [\"09:00-13:00\"] }", 1,
                 "calendar.a", "no open time in the 400 days from 2026-11-24"});
}

TEST_CASE("a wrong calendar is reported with its line, its key and what to write", "[config][levels]")
{
    check_wrong(GENERATE(values<Wrong>({
        {"[calendar.a]\nholidays = []", 1, "calendar.a", "has no hours"},
        {"[calendar.a]\nhours = {}", 1, "calendar.a", "no open time"},
        {"calendar = 1", 1, "calendar", "must be a table"},
        {"[calendar]\na = 1", 2, "calendar.a", "must be a table"},
        {"[calendar." + std::string(61, 'x') + "]\nhours = {}", 1, "calendar." + std::string(61, 'x'),
         "1 to 60"},
        {calendar_with("timezone = \"Europe/Berlim\""), 3, "calendar.a.timezone", "not a time zone"},
        {calendar_with("timezon = \"UTC\""), 3, "calendar.a.timezon", "Did you mean \"timezone\"?"},
        {"[calendar.a]\nhours = { mon = [\"09:00-09:00\"] }", 2, "calendar.a.hours.mon[1]", "is empty"},
        {"[calendar.a]\nhours = { mon = [\"9-17\"] }", 2, "calendar.a.hours.mon[1]", "not a stretch of time"},
        {"[calendar.a]\nhours = { mon = [\"24:00-06:00\"] }", 2, "calendar.a.hours.mon[1]", "next day"},
        {"[calendar.a]\nhours = { mon = [\"09:00-13:00\", \"12:00-17:00\"] }", 2, "calendar.a.hours.mon[2]",
         "overlaps"},
        {"[calendar.a]\nhours = { mon = [\"17:00-09:00\", \"23:00-24:00\"] }", 2, "calendar.a.hours.mon[2]",
         "overlaps"},
        {"[calendar.a]\nhours = { monday = [\"09:00-13:00\"] }", 2, "calendar.a.hours.monday",
         "mon, tue, wed"},
        {calendar_with("holidays = [\"2026-02-30\"]"), 3, "calendar.a.holidays[1]", "does not exist"},
        {calendar_with("holidays = [2026-12-25]"), 3, "calendar.a.holidays[1]", "in quotes"},
        {calendar_with("holidays = [\"2026-12-25\", \"2026-12-25\"]"), 3, "calendar.a.holidays[2]",
         "listed twice"},
        {calendar_with("exceptions = { \"24.12.\" = [] }"), 3, "calendar.a.exceptions.24.12.", "not a date"},
        {calendar_with("exceptions = { \"2026-12-24\" = [\"x\"] }"), 3, "calendar.a.exceptions.2026-12-24[1]",
         "not a stretch"},
        {calendar_with("holiday_files = [\"nowhere.ics\"]"), 3, "calendar.a.holiday_files[1]",
         "is not there"},
        {calendar_with("follow_requester = \"yes\""), 3, "calendar.a.follow_requester", "without quotes"},
    })));
}

TEST_CASE("one promise of a row of the pack may be changed and the others stay", "[config][levels]")
{
    const ServiceLevels levels = good("[sla.P2]\nresponse = \"45m\"\nupdate = \"none\"\n");
    const Policy& p2 = policy(levels, "P2");
    CHECK(p2.goal(Metric::response) == Goal{45min, -1});
    CHECK_FALSE(p2.goal(Metric::update).is_set());
    CHECK(p2.goal(Metric::resolution) == Goal{8h, -1});
    CHECK(p2.calendar == "extended");
    CHECK(levels.policies.size() == 4);
}

TEST_CASE("every key of a policy lands where it belongs", "[config][levels]")
{
    const ServiceLevels levels = good(R"toml(
[[inbox]]
key = "it"
agent_channel = "C0A"

[[sla.policy]]
name = "VIP"
customer = "acme"
service = ["mail", "vpn"]
catalog_item = "laptop"
inbox = "it"
process = ["incident"]
priority = ["P1", "P2"]
response = "10m"
next_response = "20m"
update = "1h"
resolution = "EOBD+1"
fulfilment = "16h"
ola = "1h"
uc = "3h"
calendar = "24x7"
attainment = 99
priority_change = "prorata"
reopen = "new-cycle"
pauses = ["approval"]
ola_pauses = []
)toml");
    const Policy& vip = policy(levels, "VIP");
    CHECK(vip.filter.at("customer") == std::set<std::string>{"acme"});
    CHECK(vip.filter.at("service") == std::set<std::string>{"mail", "vpn"});
    CHECK(vip.filter.at("catalog_item") == std::set<std::string>{"laptop"});
    CHECK(vip.filter.at("inbox") == std::set<std::string>{"it"});
    CHECK(vip.filter.at("process") == std::set<std::string>{"incident"});
    CHECK(vip.filter.at("priority") == std::set<std::string>{"P1", "P2"});
    CHECK(vip.goals == std::array<Goal, kMetrics>{Goal{10min, -1}, Goal{20min, -1}, Goal{1h, -1}, Goal{0s, 1},
                                                  Goal{16h, -1}, Goal{1h, -1}, Goal{3h, -1}});
    CHECK(vip.calendar == "24x7");
    CHECK(vip.attainment == 99);
    CHECK(vip.on_change == OnChange::prorata);
    CHECK(vip.on_reopen == OnReopen::new_cycle);
    CHECK(vip.pauses == std::set<std::string>{"approval"});
    CHECK(vip.ola_pauses.empty());
}

TEST_CASE("a policy of the file inherits nothing from the pack", "[config][levels]")
{
    const ServiceLevels levels = good(policy_with("process = \"incident\"\npriority = \"P1\""));
    const Policy& vip = policy(levels, "VIP");
    CHECK_FALSE(vip.goal(Metric::response).is_set());
    CHECK(vip.calendar.empty());
    CHECK(vip.on_change == OnChange::retroactive);
}

TEST_CASE("a wrong promise is reported with its line, its key and what to write", "[config][levels]")
{
    const std::string second = "process = \"a\"\n[[sla.policy]]\nname = \"Two\"\nresolution = \"1h\"\n";
    check_wrong(GENERATE_COPY(values<Wrong>({
        {"[sla.P5]\nresponse = \"15m\"", 1, "sla.P5", "Did you mean \"P1\"?"},
        {"[sla.P1]\nresponse = \"2d\"", 2, "sla.P1.response", "8h of open time, or EOBD+1"},
        {"[sla.P1]\nresponse = 15", 2, "sla.P1.response", "\"15m\""},
        {"[sla.P1]\nresolution = \"soon\"", 2, "sla.P1.resolution", "EOBD+1"},
        {"[sla.P1]\nresponze = \"15m\"", 2, "sla.P1.responze", "Did you mean \"response\"?"},
        {"[sla.P1]\ncustomer = \"acme\"", 2, "sla.P1.customer", "not a known key"},
        {"[sla.P1]\ncalendar = \"nights\"", 2, "sla.P1.calendar", "Add [calendar.nights]"},
        {"[sla.P1]\ncalendar = \"busines\"", 2, "sla.P1.calendar", "Did you mean \"business\"?"},
        {"[sla.P1]\nattainment = 0", 2, "sla.P1.attainment", "1 to 100"},
        {"[sla.P1]\nattainment = \"95\"", 2, "sla.P1.attainment", "without quotes"},
        {"[sla.P1]\npriority_change = \"restat\"", 2, "sla.P1.priority_change", "Did you mean \"restart\"?"},
        {"[sla.P1]\nreopen = \"again\"", 2, "sla.P1.reopen", "continue, new-cycle"},
        {"[sla.P1]\npauses = [\"requestor\"]", 2, "sla.P1.pauses[1]", "Did you mean \"requester\"?"},
        {"[sla.P1]\nola_pauses = \"supplier\"", 2, "sla.P1.ola_pauses", "must be a list"},
        {"[sla.policy]\nname = \"VIP\"", 1, "sla.policy", "must be a list"},
        {"[[sla.policy]]\nprocess = \"a\"\nresolution = \"1h\"", 1, "sla.policy[1]", "has no name"},
        {"[[sla.policy]]\nname = \"\"\nprocess = \"a\"\nresolution = \"1h\"", 2, "sla.policy[1].name",
         "1 to 60"},
        {"[[sla.policy]]\nname = \"VIP\"\nprocess = \"a\"", 1, "sla.policy[1]", "promises nothing"},
        {policy_with("priority = \"P7\""), 4, "sla.policy[1].priority", "P1, P2, P3, P4"},
        {policy_with("costumer = \"acme\""), 4, "sla.policy[1].costumer", "Did you mean \"customer\"?"},
        {policy_with("customer = []"), 4, "sla.policy[1].customer", "leave it out to accept any"},
        {policy_with("customer = \"\""), 4, "sla.policy[1].customer", "is empty"},
        {policy_with("customer = 5"), 4, "sla.policy[1].customer", "must be text"},
        {policy_with("inbox = [\"it\"]"), 4, "sla.policy[1].inbox[1]", "Add an [[inbox]]"},
        {policy_with("process = \"a\"\ncalendar = \"nights\""), 5, "sla.policy[1].calendar", "nights"},
        {policy_with(second + "process = \"a\""), 5, "sla.policy[2]",
         "\"Two\" and \"VIP\" are equally specific"},
        {policy_with("priority = [\"P3\"]"), 1, "sla.policy[1]", "Change [sla.P3] instead"},
        {policy_with("process = \"a\"\n[[sla.policy]]\nname = \"VIP\"\nresolution = \"1h\"\nprocess = \"b\""),
         6, "sla.policy[2].name", "is the name of sla.policy[1]"},
        {"[[sla.policy]]\nname = \"P1\"\nprocess = \"a\"\nresolution = \"1h\"", 2, "sla.policy[1].name",
         "[sla.P1]"},
    })));
}

TEST_CASE("policies and calendars without end are refused", "[config][levels]")
{
    std::string policies, calendars;
    for (std::size_t i = 0; i <= kPoliciesMost; ++i)
        policies += "[[sla.policy]]\nname = \"n" + std::to_string(i) +
                    "\"\nresponse = \"1h\"\nprocess = \"p" + std::to_string(i) + "\"\n";
    for (std::size_t i = 0; i <= kCalendarsMost; ++i)
        calendars += "[calendar.c" + std::to_string(i) + "]\nhours = { mon = [\"09:00-17:00\"] }\n";
    CHECK_THAT(to_text(read(policies).faults), Catch::Contains("more than the 200 policies"));
    CHECK_THAT(to_text(read(calendars).faults), Catch::Contains("at most 200"));
}

TEST_CASE("all mistakes about service levels are reported at once", "[config][levels]")
{
    const auto loaded = read(R"toml([calendar.a]
hours = { mon = ["09:00-09:00"] }
holidays = ["2026-02-30"]
[sla.P1]
response = "2d"
[[sla.policy]]
name = "One"
process = "incident"
response = "1h"
[[sla.policy]]
name = "Two"
process = "incident"
response = "1h"
[[sla.policy]]
name = "Three"
calendar = "nights"
)toml");
    const std::string text = to_text(loaded.faults);
    INFO(text);
    CHECK(loaded.faults.size() == 6);
    for (const char* expected :
         {"deskbell.toml:2: calendar.a.hours.mon[1]", "deskbell.toml:3: calendar.a.holidays[1]",
          "deskbell.toml:5: sla.P1.response", "deskbell.toml:10: sla.policy[2]: \"Two\" and \"One\"",
          "deskbell.toml:14: sla.policy[3]: promises nothing", "deskbell.toml:16: sla.policy[3].calendar"})
        CHECK_THAT(text, Catch::Contains(expected));
}
