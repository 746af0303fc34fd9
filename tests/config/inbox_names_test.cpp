// What an inbox calls its states, hold reasons and causes.
#include "config/config.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::config;

namespace {

constexpr std::string_view kCommon =
    "\"documentation_missing\", \"user_error\", \"known_error\", \"wrong_inbox\"";

/// An inbox whose first own line is line 4.
LoadedConfig read(const std::string& lines)
{
    return read_config("[[inbox]]\nkey = \"it\"\nagent_channel = \"C0TRIAGE\"\n" + lines + "\n",
                       "deskbell.toml", Date{std::chrono::year{2026} / 11 / 24});
}

std::string causes_with(const std::string& more) { return "causes = [" + std::string(kCommon) + more + "]"; }

}  // namespace

TEST_CASE(
    "an inbox names its states, hold reasons and causes, and the desk's words may stand as people read them",
    "[config][names]")
{
    const LoadedConfig loaded = read(
        "state_names = { on_hold = \"At the supplier\" }\n"
        "hold_reasons = [\"requester\", \"waiting for a supplier\", \"Spare parts\"]\n"
        "causes = [\"Documentation missing\", \"User error\", \"Known error\", \"Wrong inbox\", \"Paper "
        "jam\"]");
    INFO(to_text(loaded.faults));
    REQUIRE(loaded.faults.empty());
    const InboxNames& names = loaded.config.settings.inboxes[0].names;
    CHECK(names.state(Category::on_hold) == "At the supplier");
    CHECK(names.state(Category::active).empty());
    CHECK(names.hold_reasons == std::vector<std::string>{"requester", "supplier", "Spare parts"});
    CHECK(names.causes.front() == "documentation_missing");
    CHECK(names.causes.back() == "Paper jam");
    CHECK_THAT(to_text(names), Catch::Contains("on_hold = At the supplier") &&
                                   Catch::Contains("Waiting for a supplier, Spare parts"));
}

TEST_CASE("without names an inbox has the desk's", "[config][names]")
{
    const LoadedConfig loaded = read("");
    REQUIRE(loaded.faults.empty());
    CHECK(to_text(loaded.config.settings.inboxes[0].names).empty());
}

TEST_CASE("a wrong name is reported with its line, its key and what to write", "[config][names]")
{
    struct Row {
        std::string lines, key, words;
    };
    std::string many = "hold_reasons = [\"a0\"";
    for (int i = 1; i <= 100; ++i) many += ", \"a" + std::to_string(i) + "\"";
    const std::vector<Row> rows{
        {"state_names = { on_holt = \"x\" }", "inbox[1].state_names.on_holt", "Did you mean \"on_hold\"?"},
        {"state_names = { new = \"Open\", active = \"open\" }", "inbox[1].state_names.new", "is called"},
        {"state_names = { new = \"\" }", "inbox[1].state_names.new", "Write 1 to 75"},
        {"state_names = [\"new\"]", "inbox[1].state_names", "must be a table"},
        {"hold_reasons = []", "inbox[1].hold_reasons", "Write 1 to 100"},
        {many + "]", "inbox[1].hold_reasons", "Write 1 to 100"},
        {"hold_reasons = [\"Parts\", \"parts\"]", "inbox[1].hold_reasons[2]", "Write it once"},
        {"hold_reasons = [\"supplier\", \"Waiting for a supplier\"]", "inbox[1].hold_reasons[2]", "once"},
        {"hold_reasons = [\"approval\"]", "inbox[1].hold_reasons", "only the program sets"},
        {"hold_reasons = [\"" + std::string(76, 'x') + "\"]", "inbox[1].hold_reasons[1]", "76 characters"},
        {"causes = [\"Paper jam\", \"user_error\"]", "inbox[1].causes", "\"documentation_missing\""},
        {causes_with(", \":odd\""), "inbox[1].causes[5]", "begins with a colon"},
    };
    for (const Row& row : rows) {
        const LoadedConfig loaded = read(row.lines);
        INFO(row.lines << "\n" << to_text(loaded.faults));
        REQUIRE(loaded.faults.size() == 1);
        const Fault& fault = loaded.faults[0];
        CHECK(fault.line == 4);
        CHECK_THAT(fault.problem + " " + fault.mend, Catch::Contains(row.words));
        CHECK_THAT(fault.key, Catch::StartsWith(row.key.substr(0, 18)));
    }
}

TEST_CASE("a policy may stand still for an inbox's own reason, and one that no inbox has is said",
          "[config][names]")
{
    const auto with = [](const std::string& pauses) {
        return read("hold_reasons = [\"Spare parts\"]\n[sla.P1]\npauses = [" + pauses + "]");
    };
    const LoadedConfig own = with("\"requester\", \"Spare parts\"");
    REQUIRE(own.faults.empty());
    CHECK(own.config.warnings.empty());
    CHECK(own.config.settings.levels.policies[0].pauses.contains("Spare parts"));

    const LoadedConfig slip = with("\"Spare part\"");
    REQUIRE(slip.faults.size() == 1);
    CHECK(slip.faults[0].line == 6);
    CHECK_THAT(slip.faults[0].mend, Catch::Contains("Did you mean \"Spare parts\"?"));

    for (const char* gone : {"\"Waiting for the moon\"", "\"change\""}) {
        const LoadedConfig loaded = with(gone);
        CHECK(loaded.faults.empty());
        REQUIRE(loaded.config.warnings.size() == 1);
        CHECK_THAT(loaded.config.warnings[0].problem,
                   Catch::Contains("no inbox of this file has the hold reason") &&
                       Catch::Contains("unless one that is set up in Slack has it"));
    }
}
