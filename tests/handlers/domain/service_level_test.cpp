#include "handlers/domain/service_level.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace std::chrono_literals;

namespace {

Policy filtered(std::string name, std::map<std::string, std::set<std::string>, std::less<>> filter)
{
    Policy policy;
    policy.name = std::move(name);
    policy.filter = std::move(filter);
    return policy;
}

Record ticket(Attributes attributes)
{
    Record record;
    record.process = "incident";
    record.attributes = std::move(attributes);
    return record;
}

std::string chosen(const ServiceLevels& levels, const Record& record)
{
    const Policy* policy = levels.policy_for(record);
    return policy == nullptr ? "" : policy->name;
}

}  // namespace

TEST_CASE("every metric has a word that reads back and a label", "[domain][levels]")
{
    for (std::size_t i = 0; i < kMetrics; ++i) {
        const auto metric = static_cast<Metric>(i);
        CHECK(parse_metric(to_text(metric)) == metric);
        CHECK_FALSE(label_of(metric).empty());
    }
    CHECK(to_text(Metric::next_response) == "next_response");
    CHECK(label_of(Metric::next_response) == "Next answer");
    CHECK_FALSE(parse_metric("speed"));
}

TEST_CASE("a goal is open time or the end of a business day", "[domain][levels]")
{
    CHECK(*parse_goal("1h30m") == Goal{90min, -1});
    for (const char* text : {"EOBD+1", "eobd+1", "Eobd+1"}) CHECK(*parse_goal(text) == Goal{0s, 1});
    CHECK(parse_goal("EOBD+0")->is_set());
    CHECK_FALSE(Goal{}.is_set());
    for (const char* text : {"45s", "90m", "4h", "1h30m", "EOBD+0", "EOBD+12"}) {
        INFO(text);
        const auto goal = parse_goal(text);
        REQUIRE(goal);
        CHECK(*parse_goal(to_text(*goal)) == *goal);
    }
    CHECK(to_text(Goal{90min, -1}) == "1h30m");
    CHECK(to_text(Goal{}) == "none");
}

TEST_CASE("what is no goal is refused with what to write", "[domain][levels]")
{
    for (const char* text :
         {"", "soon", "4", "EOBD", "EOBD+", "EOBD+-1", "EOBD+x", "EOBD+1x", "EOBD+999", "0h"}) {
        INFO(text);
        const auto goal = parse_goal(text);
        REQUIRE_FALSE(goal);
        CHECK_THAT(goal.error().detail(), Catch::Contains("4h") && Catch::Contains("EOBD+1"));
    }
    for (const char* text : {"2d", "1 day", "3 business days", "1bd", "0.5d"}) {
        INFO(text);
        const auto goal = parse_goal(text);
        REQUIRE_FALSE(goal);
        CHECK_THAT(goal.error().detail(), Catch::Contains("8h of open time, or EOBD+1"));
    }
}

TEST_CASE("the most specific policy wins, by the order of the filters", "[domain][levels]")
{
    ServiceLevels levels;
    levels.policies = {filtered("all", {}),
                       filtered("priority", {{"priority", {"P1", "P2"}}}),
                       filtered("process", {{"process", {"incident"}}}),
                       filtered("inbox", {{"inbox", {"it"}}}),
                       filtered("item", {{"catalog_item", {"laptop"}}}),
                       filtered("service", {{"service", {"mail"}}}),
                       filtered("customer", {{"customer", {"acme"}}}),
                       filtered("mail at it", {{"service", {"mail"}}, {"inbox", {"it"}}})};
    CHECK(chosen(levels, ticket({})) == "process");
    CHECK(chosen(levels, ticket({{"priority", "P1"}})) == "process");
    CHECK(chosen(levels, ticket({{"priority", "P1"}, {"inbox", "it"}})) == "inbox");
    CHECK(chosen(levels, ticket({{"inbox", "it"}, {"catalog_item", "laptop"}})) == "item");
    CHECK(chosen(levels, ticket({{"catalog_item", "laptop"}, {"service", "mail"}})) == "service");
    CHECK(chosen(levels, ticket({{"service", "mail"}, {"inbox", "it"}})) == "mail at it");
    CHECK(chosen(levels, ticket({{"service", "mail"}, {"inbox", "it"}, {"customer", "acme"}})) == "customer");
    Record request = ticket({{"priority", "P2"}});
    request.process = "request";
    CHECK(chosen(levels, request) == "priority");
    request.attributes["priority"] = "P3";
    CHECK(chosen(levels, request) == "all");
}

TEST_CASE("without a policy that matches nothing is promised", "[domain][levels]")
{
    ServiceLevels levels;
    levels.policies = {filtered("one", {{"priority", {"P1"}}, {"inbox", {"it"}}})};
    CHECK(levels.policy_for(ticket({{"priority", "P1"}})) == nullptr);
    CHECK(chosen(levels, ticket({{"priority", "P1"}, {"inbox", "it"}})) == "one");
}

TEST_CASE("policies tie when a record can pass both and neither is more specific", "[domain][levels]")
{
    ServiceLevels levels;
    const auto found = [&](Policy a, Policy b) {
        levels.policies = {filtered("other", {{"customer", {"acme"}}}), std::move(a), std::move(b)};
        return tie_in(levels);
    };
    const auto both =
        found(filtered("a", {{"priority", {"P1", "P2"}}}), filtered("b", {{"priority", {"P2"}}}));
    REQUIRE(both);
    CHECK(both->first->name == "a");
    CHECK(both->second->name == "b");
    CHECK(found(filtered("a", {}), filtered("b", {})));
    CHECK_FALSE(found(filtered("a", {{"priority", {"P1"}}}), filtered("b", {{"priority", {"P2"}}})));
    CHECK_FALSE(found(filtered("a", {{"priority", {"P1"}}}), filtered("b", {{"inbox", {"it"}}})));
    CHECK_FALSE(found(filtered("a", {{"priority", {"P1"}}, {"inbox", {"it"}}}),
                      filtered("b", {{"priority", {"P1"}}, {"inbox", {"hr"}}})));
}

TEST_CASE("the default pack promises what the data pack says", "[domain][levels]")
{
    const ServiceLevels levels = default_service_levels("Europe/Berlin");
    CHECK_FALSE(tie_in(levels));
    struct Row {
        const char *priority, *response, *update, *resolution, *calendar;
        int attainment;
    };
    for (const Row& row :
         {Row{"P1", "15m", "30m", "4h", "24x7", 95}, Row{"P2", "30m", "2h", "8h", "extended", 95},
          Row{"P3", "4h", "8h", "24h", "", 90}, Row{"P4", "8h", "24h", "80h", "", 90}}) {
        INFO(row.priority);
        const Policy* policy = levels.policy_for(ticket({{"priority", row.priority}}));
        REQUIRE(policy != nullptr);
        CHECK(to_text(policy->goal(Metric::response)) == row.response);
        CHECK(to_text(policy->goal(Metric::update)) == row.update);
        CHECK(to_text(policy->goal(Metric::resolution)) == row.resolution);
        CHECK(policy->calendar == row.calendar);
        CHECK(policy->attainment == row.attainment);
        for (const Metric metric : {Metric::next_response, Metric::fulfilment, Metric::ola, Metric::uc})
            CHECK_FALSE(policy->goal(metric).is_set());
    }
    CHECK(levels.policy_for(ticket({})) == nullptr);
    CHECK(levels.calendar("business")->timezone == "Europe/Berlin");
    CHECK(levels.calendar("extended")->hours[1] == std::vector<Window>{{7h, 19h}});
    CHECK(levels.calendar("24x7")->hours[0] == std::vector<Window>{{0h, 24h}});
    CHECK(levels.calendar("nights") == nullptr);
}
