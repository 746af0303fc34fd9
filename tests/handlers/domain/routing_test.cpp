// Routing rules and rotas: pure decisions about a new ticket.
#include "handlers/domain/routing.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;

namespace {

RoutingFacts about(const std::string& text)
{
    RoutingFacts facts;
    facts.text = text;
    facts.requester = {"UMIA", "S0HR"};
    facts.process = "request";
    facts.inbox = "it";
    return facts;
}

RoutingRule rule(const std::string& name, std::vector<std::string> words)
{
    RoutingRule out;
    out.name = name;
    out.when["words"] = std::move(words);
    return out;
}

Date day(const char* text) { return *parse_date(text); }

}  // namespace

TEST_CASE("a word matches where it stands by itself, in whatever case", "[routing]")
{
    const RoutingRule vpn = rule("vpn", {"vpn", "remote access"});
    CHECK(matches(vpn, about("The VPN-Client hangs")));
    CHECK(matches(vpn, about("No Remote Access since today")));
    CHECK_FALSE(matches(vpn, about("vpnx and myvpn")));
    CHECK(matches(rule("street", {"straße"}), about("Die straße")));
    CHECK_FALSE(matches(rule("str", {"str"}), about("Die straße")));
    CHECK(matches(rule("c", {"c++"}), about("install c++, please")));
}

TEST_CASE("the first rule that matches wins, and every condition must hold", "[routing]")
{
    std::vector<RoutingRule> rules{rule("payroll", {"payslip"}), rule("any", {"payslip", "printer"})};
    rules[0].when["requester"] = {"S0BOSS"};
    CHECK(first_match(rules, about("my payslip"))->name == "any");
    rules[0].when["requester"] = {"S0HR"};
    CHECK(first_match(rules, about("my payslip"))->name == "payroll");
    CHECK(first_match(rules, about("hello")) == nullptr);
    rules.push_back({"rest", {}, "it"});
    CHECK(first_match(rules, about("hello"))->name == "rest");
}

TEST_CASE("a rota gives each person their days, also before its first one", "[routing]")
{
    const Rota rota{{"UANA", "UBEN", "UCLEO"}, day("2026-01-05"), 7};
    CHECK(on_duty(rota, day("2026-01-05")) == "UANA");
    CHECK(on_duty(rota, day("2026-01-11")) == "UANA");
    CHECK(on_duty(rota, day("2026-01-12")) == "UBEN");
    CHECK(on_duty(rota, day("2026-01-26")) == "UANA");
    CHECK(on_duty(rota, day("2026-01-04")) == "UCLEO");
    CHECK(on_duty(rota, day("2025-12-29")) == "UCLEO");
    CHECK(on_duty(rota, day("2025-12-28")) == "UBEN");
    CHECK(on_duty({}, day("2026-01-05")).empty());
}

TEST_CASE("a way to assign is read, and a slip of the pen named", "[routing]")
{
    CHECK(parse_assigning("fixed:U0ANA")->person == "U0ANA");
    CHECK(to_text(*parse_assigning("fixed:U0ANA")) == "fixed:U0ANA");
    for (const char* word : {"none", "least_loaded", "round_robin", "rota", "offer"})
        CHECK(to_text(*parse_assigning(word)) == word);
    CHECK_THAT(parse_assigning("roundrobin").error().detail(), Catch::Contains("round_robin"));
    CHECK_THAT(parse_assigning("fixed:ana").error().detail(), Catch::Contains("member id"));
}
