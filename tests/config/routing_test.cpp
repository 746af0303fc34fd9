// Who is given a ticket, and the routing rules, as the configuration says it.
#include "config/config.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::config;

namespace {

constexpr const char* kInboxes = R"(
[[inbox]]
key = "it"
agent_channel = "C0TRIAGE"
assign = "rota"
cap = 5
offer_minutes = 15
rota = { people = ["U0ANA", "U0BEN"], from = "2026-01-05", days = 7 }

[[inbox]]
key = "hr"
agent_channel = "C0HR"
)";

LoadedConfig read(const std::string& more)
{
    return read_config(kInboxes + more, "deskbell.toml", Date{std::chrono::days{20'600}});
}

std::string faults(const std::string& more) { return to_text(read(more).faults); }

}  // namespace

TEST_CASE("inboxes say whom they give tickets to", "[config][routing]")
{
    const LoadedConfig loaded = read("[agent.U0ANA]\ncalendar = \"24x7\"\ncap = 3\n");
    CHECK(loaded.faults.empty());
    const InboxSettings& it = loaded.config.settings.inboxes[0];
    CHECK(it.assign.method == AssignMethod::rota);
    CHECK(it.rota.people == std::vector<std::string>{"U0ANA", "U0BEN"});
    CHECK(it.cap == 5);
    CHECK(it.offer_for == std::chrono::minutes{15});
    CHECK(loaded.config.settings.inboxes[1].assign.method == AssignMethod::none);
    CHECK(loaded.config.settings.agents.at("U0ANA").cap == 3);
}

TEST_CASE("rules keep their order and their names", "[config][routing]")
{
    const LoadedConfig loaded = read(R"(
[[routing]]
name = "Payroll"
when = { words = ["payslip", "salary"], process = "request" }
then = { inbox = "hr", assign = "least_loaded", priority = "P2" }
[[routing]]
then = { assign = "fixed:U0ANA" }
)");
    CHECK(to_text(loaded.faults).empty());
    const auto& rules = loaded.config.settings.routing;
    REQUIRE(rules.size() == 2);
    CHECK(rules[0].name == "Payroll");
    CHECK(rules[0].inbox == "hr");
    CHECK(rules[0].priority == "P2");
    CHECK(rules[1].name == "rule 2");
    CHECK(to_text(rules[0]) ==
          "process request, words payslip or salary → inbox hr, assign least_loaded, priority P2");
}

TEST_CASE("what is wrong with rules is named with what to write", "[config][routing]")
{
    using Catch::Contains;
    CHECK_THAT(faults("[[routing]]\nwhen = { word = [\"a\"] }\nthen = { inbox = \"hr\" }\n"),
               Contains("words"));
    CHECK_THAT(faults("[[routing]]\nthen = { inbox = \"hrr\" }\n"), Contains("Did you mean \"hr\""));
    CHECK_THAT(faults("[[routing]]\nwhen = { inbox = [\"itt\"] }\nthen = { inbox = \"hr\" }\n"),
               Contains("Did you mean \"it\""));
    CHECK_THAT(faults("[[routing]]\nwhen = { words = [\"a\"] }\n"), Contains("decides nothing"));
    CHECK_THAT(faults("[[routing]]\nthen = { asign = \"none\" }\n"), Contains("assign"));
    CHECK_THAT(faults("[[routing]]\nthen = { assign = \"ofer\" }\n"), Contains("offer"));
    CHECK_THAT(faults("[[routing]]\nthen = { priority = \"P9\" }\n"), Contains("P4"));
    CHECK_THAT(faults("[[routing]]\nthen = { assign = \"rota\" }\n"), Contains("rota = {"));
    CHECK_THAT(faults("[[routing]]\nthen = { inbox = \"hr\" }\n[[routing]]\nthen = { inbox = \"it\" }\n"),
               Contains("never reached"));
    CHECK_THAT(faults("[[routing]]\nname = \"a\"\nwhen = { words = \"x\" }\nthen = { inbox = \"hr\" }\n"
                      "[[routing]]\nname = \"a\"\nthen = { inbox = \"hr\" }\n"),
               Contains("another rule"));
    CHECK_THAT(faults("[agent.ana]\ncap = 3\n"), Contains("member id"));
    CHECK_THAT(faults("[agent.U0ANA]\ncalendar = \"busines\"\n"), Contains("business"));
}

TEST_CASE("a rule names an inbox that was set up in Slack with a mark, so that slips are found",
          "[config][routing]")
{
    const LoadedConfig loaded =
        read("[[routing]]\nname = \"Rooms\"\nwhen = { words = [\"chair\"], inbox = \"slack:front\" }\n"
             "then = { inbox = \"slack:rooms\" }\n");
    CHECK(loaded.faults.empty());
    REQUIRE(loaded.config.settings.routing.size() == 1);
    CHECK(loaded.config.settings.routing[0].inbox == "rooms");
    CHECK(loaded.config.settings.routing[0].when.at("inbox") == std::vector<std::string>{"front"});
    CHECK_THAT(faults("[[routing]]\nname = \"Rooms\"\nthen = { inbox = \"rooms\" }\n"),
               Catch::Contains("slack:"));
    CHECK_FALSE(faults("[[routing]]\nname = \"Rooms\"\nthen = { inbox = \"slack:\" }\n").empty());
}
