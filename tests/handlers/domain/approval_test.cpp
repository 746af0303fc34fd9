#include "handlers/domain/approval.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace std::chrono_literals;

namespace {

UtcTime at(const char* text) { return *parse_rfc3339(text); }

}  // namespace

TEST_CASE("the answers of several people become one decision", "[approval]")
{
    using enum ApprovalRule;
    struct Case {
        ApprovalRule rule;
        std::size_t asked, approved, rejected;
        Decision decided;
    };
    for (const Case& c : {
             Case{any, 3, 0, 0, Decision::open},
             Case{any, 3, 1, 0, Decision::approved},
             Case{any, 3, 0, 1, Decision::rejected},
             Case{all, 3, 2, 0, Decision::open},
             Case{all, 3, 3, 0, Decision::approved},
             Case{all, 3, 2, 1, Decision::rejected},
             Case{sequence, 2, 1, 0, Decision::open},
             Case{sequence, 2, 0, 1, Decision::rejected},
             Case{majority, 1, 1, 0, Decision::approved},
             Case{majority, 2, 1, 0, Decision::open},
             Case{majority, 2, 1, 1, Decision::rejected},
             Case{majority, 5, 2, 2, Decision::open},
             Case{majority, 5, 3, 2, Decision::approved},
             Case{majority, 5, 2, 3, Decision::rejected},
         }) {
        INFO(to_text(c.rule) << " " << c.asked << " " << c.approved << " " << c.rejected);
        CHECK(decision(c.rule, c.asked, c.approved, c.rejected) == c.decided);
    }
}

TEST_CASE("every rule reads back as itself", "[approval]")
{
    for (const char* word : {"any", "all", "majority", "sequence"})
        CHECK(to_text(*parse_approval_rule(word)) == word);
    CHECK_FALSE(parse_approval_rule("most"));
}

TEST_CASE("a working day later is the same time of day on the next working day", "[approval]")
{
    Calendar be = weekdays("be", "Europe/Berlin", 9h, 17h);
    // Monday 10:00 -> Tuesday; Friday -> Monday, over a holiday -> Tuesday.
    CHECK(working_days_later(be, at("2026-11-23T09:00:00Z"), 1) == at("2026-11-24T09:00:00Z"));
    CHECK(working_days_later(be, at("2026-11-27T09:00:00Z"), 1) == at("2026-11-30T09:00:00Z"));
    CHECK(working_days_later(be, at("2026-11-27T09:00:00Z"), 3) == at("2026-12-02T09:00:00Z"));
    be.holidays.insert(*parse_date("2026-11-30"));
    CHECK(working_days_later(be, at("2026-11-27T09:00:00Z"), 1) == at("2026-12-01T09:00:00Z"));
    // In the evening and at the weekend it begins with the next opening.
    CHECK(working_days_later(be, at("2026-11-23T20:00:00Z"), 1) == at("2026-11-25T08:00:00Z"));
    CHECK(working_days_later(be, at("2026-11-21T12:00:00Z"), 1) == at("2026-11-24T08:00:00Z"));
    // The wall clock counts where the clocks change: Friday 10:00 summer time to Monday 10:00 winter time.
    CHECK(working_days_later(be, at("2026-10-23T08:00:00Z"), 1) == at("2026-10-26T09:00:00Z"));
    CHECK(working_days_later(always_open(), at("2026-11-28T03:00:00Z"), 1) == at("2026-11-29T03:00:00Z"));
}
