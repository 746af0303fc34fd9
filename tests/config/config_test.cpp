#include "config/config.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace deskbell;
using namespace deskbell::config;
using namespace std::chrono_literals;

namespace {

const Date kToday{std::chrono::year{2026} / 11 / 24};

LoadedConfig read(std::string_view text) { return read_config(text, "deskbell.toml", kToday); }

/// A whole inbox, so that only the line under test is wrong.
std::string inbox_with(const std::string& lines)
{
    return "[[inbox]]\nkey = \"it\"\nagent_channel = \"C0TRIAGE\"\n" + lines + "\n";
}

constexpr std::string_view kExample = R"toml(
[workspace]
timezone = "Europe/Berlin"

[[inbox]]
key = "it"
name = "IT help"
agent_channel = "C0TRIAGE"
request_channels = ["C0HELP"]
auto_create = false
auto_wait = true
ratings = "anonymous"
suggest = false
undo_seconds = 20
anonymous_from = 3
plain = "public"
hide_agents = true
file_limit_mb = 5
mode = "two-channel"
calendar = "business"

[roles]
manager = ["U0MANA"]
sms_manager = ["U0SMS"]
top_mgmt = ["U0BOSS"]
auditor = ["U0AUD"]
"owner:change" = ["U0CHG"]

[managers]
U0MIA = "U0MANA"

[calendar.business]
timezone = "Europe/Berlin"
hours = { mon = ["09:00-17:00"], tue = ["09:00-12:00", "13:00-17:00"], fri = ["22:00-06:00"] }
holidays = ["2026-12-25"]
exceptions = { "2026-12-24" = ["09:00-13:00"] }

[sla.P1]
response = "15m"
resolution = "4h"
update = "30m"
calendar = "24x7"

[http]
listen = "127.0.0.1:9464"
)toml";

}  // namespace

TEST_CASE("every key of the published example is accepted and lands where it belongs", "[config]")
{
    const LoadedConfig loaded = read(kExample);
    INFO(to_text(loaded.faults));
    REQUIRE(loaded.faults.empty());
    const Config& config = loaded.config;
    CHECK(config.settings.timezone == "Europe/Berlin");
    REQUIRE(config.settings.inboxes.size() == 1);
    CHECK(config.settings.inboxes[0].name == "IT help");
    CHECK(config.settings.inboxes[0].auto_wait);
    CHECK(config.settings.inboxes[0].ratings == InboxSettings::Ratings::anonymous);
    CHECK_FALSE(config.settings.inboxes[0].suggest);
    CHECK(config.settings.inboxes[0].undo_seconds == 20);
    CHECK(config.settings.inboxes[0].anonymous_from == 3);
    CHECK(config.settings.inboxes[0].is_plain_public);
    CHECK(config.settings.inboxes[0].hides_agents);
    CHECK(config.settings.inboxes[0].file_megabytes == 5);
    CHECK(config.settings.inboxes[0].request_channels == std::vector<std::string>{"C0HELP"});
    CHECK(config.settings.roles.at("owner:change") == std::vector<std::string>{"U0CHG"});
    CHECK(config.settings.managers.at("U0MIA") == "U0MANA");
    const Policy& p1 = config.settings.levels.policies.front();
    CHECK(p1.name == "P1");
    CHECK(p1.goal(Metric::response).span == 15min);
    CHECK(p1.goal(Metric::resolution).span == 4h);
    CHECK(p1.goal(Metric::update).span == 30min);
    CHECK(config.listen.port == 9464);

    const Calendar& business = config.settings.levels.calendars.at("business");
    CHECK(business.hours[1] == std::vector<Window>{{9h, 17h}});
    CHECK(business.hours[2] == std::vector<Window>{{9h, 12h}, {13h, 17h}});
    CHECK(business.hours[5] == std::vector<Window>{{22h, 30h}});
    CHECK(business.hours[0].empty());
    CHECK(business.exceptions.at(*parse_date("2026-12-24")) == std::vector<Window>{{9h, 13h}});
}

TEST_CASE("nothing written means the defaults", "[config]")
{
    const LoadedConfig loaded = read("");
    CHECK(loaded.faults.empty());
    CHECK(loaded.config.settings.timezone == "UTC");
    CHECK(loaded.config.settings.inboxes.empty());
    CHECK(loaded.config.listen.host == "127.0.0.1");
    CHECK(loaded.config.settings.levels.policies == default_service_levels("UTC").policies);
    CHECK_FALSE(loaded.config.settings.levels.zone_data.empty());
}

TEST_CASE("one promise may be changed and the others stay the default", "[config]")
{
    const LoadedConfig loaded = read("[sla.P2]\nresponse = \"45m\"\n");
    REQUIRE(loaded.faults.empty());
    const Policy& p2 = loaded.config.settings.levels.policies[1];
    CHECK(p2.goal(Metric::response).span == 45min);
    CHECK(p2.goal(Metric::resolution) == default_service_levels("UTC").policies[1].goal(Metric::resolution));
}

TEST_CASE("a supplier who may take longer than what is promised is a warning", "[config]")
{
    const std::string text = "[sla.P1]\nresolution = \"4h\"\nola = \"1h\"\nuc = ";
    const LoadedConfig long_one = read(text + "\"3h30m\"\n"), short_one = read(text + "\"3h\"\n");
    CHECK(long_one.faults.empty());
    REQUIRE(long_one.config.warnings.size() == 1);
    CHECK(to_text(long_one.config.warnings.front()).find("4 h 30 min together") != std::string::npos);
    CHECK(short_one.config.warnings.empty());
}

TEST_CASE("each mistake is reported with its line, its key and what to write instead", "[config]")
{
    struct Row {
        std::string text;
        int line;
        std::string key;
        std::string says;
    };
    const auto row = GENERATE(values<Row>({
        {"[workspace]\ntimezon = \"UTC\"", 2, "workspace.timezon", "Did you mean \"timezone\"?"},
        {"[inboxes]\nkey = 1", 1, "inboxes", "Did you mean \"inbox\"?"},
        {"[workspace]\ntimezone = 5", 2, "workspace.timezone", "must be text"},
        {"[workspace]\ntimezone = \"Europe/Berlim\"", 2, "workspace.timezone", "not a time zone"},
        {"workspace = \"UTC\"", 1, "workspace", "must be a table"},
        {"[inbox]\nkey = \"it\"", 1, "inbox", "must be a list"},
        {"[[inbox]]\nkey = \"it\"", 1, "inbox[1]", "has no agent_channel"},
        {"[[inbox]]\nagent_channel = \"C0A\"", 1, "inbox[1]", "has no key"},
        {inbox_with("auto_create = \"yes\""), 4, "inbox[1].auto_create", "without quotes"},
        {inbox_with("retention_days = -1"), 4, "inbox[1].retention_days", "36500"},
        {inbox_with("anonymous_from = 2"), 4, "inbox[1].anonymous_from", "3"},
        {inbox_with("mode = \"both\""), 4, "inbox[1].mode", "\"two-channel\" or \"same-channel\""},
        {inbox_with("calendar = \"busines\""), 4, "inbox[1].calendar", "Did you mean \"business\"?"},
        {inbox_with("request_channels = [\"#help\"]"), 4, "inbox[1].request_channels[1]", "not a channel id"},
        {inbox_with("request_channels = [\"C0TRIAGE\"]"), 4, "inbox[1].request_channels[1]",
         "already inbox[1].agent_channel"},
        {inbox_with("[[inbox]]\nkey = \"it\"\nagent_channel = \"C0B\""), 5, "inbox[2].key", "its own key"},
        {inbox_with("[[inbox]]\nkey = \"b\"\nagent_channel = \"C0TRIAGE\""), 6, "inbox[2].agent_channel",
         "belongs to one inbox"},
        {"[[inbox]]\nkey = \"IT help\"\nagent_channel = \"C0A\"", 2, "inbox[1].key", "small letters"},
        {"[roles]\nmanger = [\"U0A\"]", 2, "roles.manger", "Did you mean \"manager\"?"},
        {"[roles]\nagent = [\"U0A\"]", 2, "roles.agent", "agent_channel"},
        {"[roles]\nmanager = [\"@omar\"]", 2, "roles.manager[1]", "Copy member ID"},
        {"[roles]\nmanager = \"U0A\"", 2, "roles.manager", "must be a list"},
        {"[managers]\nU0MIA = \"S0ALL\"", 2, "managers.U0MIA", "whose manager"},
        {"[managers]\nU0MIA = \"U0MIA\"", 2, "managers.U0MIA", "does not name two people"},
        {"[managers]\nmia = \"U0MANA\"", 2, "managers.mia", "whose manager"},
        {"[http]\nlisten = \"9464\"", 2, "http.listen", "127.0.0.1:9464"},
        {"[http]\nlisten = \"127.0.0.1:99999\"", 2, "http.listen", "not an address"},
    }));
    const LoadedConfig loaded = read(row.text);
    INFO(row.text << "\n--\n" << to_text(loaded.faults));
    const auto fault = std::ranges::find_if(loaded.faults, [&](const Fault& f) { return f.key == row.key; });
    REQUIRE(fault != loaded.faults.end());
    CHECK(fault->line == row.line);
    CHECK(fault->where == "deskbell.toml");
    CHECK(to_text(*fault).find(row.says) != std::string::npos);
    CHECK_FALSE((fault->problem + fault->mend).empty());
}

TEST_CASE("an inbox keeps everything unless it says for how many days", "[config]")
{
    CHECK(read(inbox_with("")).config.settings.inboxes.front().retention_days == std::nullopt);
    CHECK(read(inbox_with("")).config.settings.retention_days == 0);
    CHECK(read(inbox_with("retention_days = 365")).config.settings.inboxes.front().retention_days == 365);
    CHECK(read("[workspace]\nretention_days = 90").config.settings.retention_days == 90);
}

TEST_CASE("all mistakes of a file are reported at once, by line", "[config]")
{
    const auto loaded = read(R"toml([workspace]
timezone = "Mars/Base"
[[inbox]]
key = "it"
mode = "both"
[sla.P1]
response = "1 day"
[http]
listen = "nowhere"
)toml");
    CHECK(loaded.faults.size() == 5);
    const std::string text = to_text(loaded.faults);
    CHECK(text.find("deskbell.toml:2: workspace.timezone") < text.find("deskbell.toml:3: inbox[1]"));
    CHECK(text.find("deskbell.toml:7: sla.P1.response") < text.find("deskbell.toml:9: http.listen"));
}

TEST_CASE("a file that is not TOML says in which line", "[config]")
{
    const auto loaded = read("[workspace]\ntimezone = \"UTC\n");
    REQUIRE(loaded.faults.size() == 1);
    CHECK(loaded.faults[0].line == 2);
}

TEST_CASE("a file that is not there or far too large is one fault, not a crash", "[config]")
{
    CHECK(load_config("/nowhere/deskbell.toml", kToday).faults.size() == 1);
    CHECK(read(std::string(kFileBytesMax + 1, '#')).faults.size() == 1);
}

TEST_CASE("a list of faults without end is cut with a count", "[config]")
{
    const std::vector<Fault> faults(kFaultsMax + 5, Fault{"f", 1, "k", "is wrong.", ""});
    CHECK(to_text(faults).ends_with("… and 5 more.\n"));
}

TEST_CASE("an address to listen on may be IPv6, may leave the port to the system, or be off", "[config]")
{
    CHECK(parse_listen("[::1]:80")->host == "::1");
    CHECK(parse_listen("localhost:0")->port == 0);
    CHECK(parse_listen("")->host.empty());
    for (const char* bad : {":9464", "::1:80", "127.0.0.1", "127.0.0.1:", "a b:80", "127.0.0.1:80x"})
        CHECK_FALSE(parse_listen(bad));
}

TEST_CASE("a key of very many parts is refused, not followed until the stack ends", "[config]")
{
    std::string deep = "a";
    for (int i = 0; i < 400'000; ++i) deep += ".a";
    const LoadedConfig loaded = read("\n[" + deep + "]\n");
    REQUIRE(loaded.faults.size() == 1);
    CHECK(loaded.faults[0].line == 2);
    CHECK(read("emergency = \"" + std::string(100, '.') + "\"").faults[0].problem == "is not a known key.");
}
