// Which clock starts, stands still and stops when: the table of ticket_clocks.hpp, and vectors that are about
// it.
#include "handlers/domain/ticket_clocks.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace deskbell;
using namespace std::chrono_literals;
using Word = ClockFact::Word;
using Status = ClockState::Status;

namespace {

/// November 2026 in Berlin: UTC+1. The 23rd is a Monday.
UtcTime nov(int day, int hour, int minute = 0, int second = 0)
{
    return *parse_rfc3339("2026-11-01T00:00:00+01:00") + std::chrono::days{day - 1} +
           std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
}

Policy policy(std::string name, std::string priority)
{
    Policy out;
    out.name = std::move(name);
    out.filter["priority"] = {std::move(priority)};
    out.calendar = "business";
    out.goal(Metric::response).span = 4h;
    out.goal(Metric::resolution).span = 8h;
    return out;
}

ServiceLevels levels()
{
    ServiceLevels out;
    out.calendars["business"] = weekdays("business", "Europe/Berlin", 9h, 17h);
    out.calendars["24x7"] = always_open();
    out.policies = {policy("P3", "P3"), policy("P1", "P1")};
    out.policies[1].goal(Metric::resolution).span = 2h;
    return out;
}

/// A record whose events are written down as they are told.
class Told {
public:
    explicit Told(ServiceLevels first = levels()) { in_force(UtcTime{}, std::move(first)); }

    Told& raised(UtcTime at, std::string priority = "P3")
    {
        return fact(at, {{"category", "", "new"},
                         {"priority", "", priority},
                         {"inbox", "", "it"},
                         {"received_at", "", rfc3339(at)}});
    }
    Told& fact(UtcTime at, std::vector<Change> changes, Word word = Word::none)
    {
        facts_.push_back({at, word, std::move(changes)});
        return *this;
    }
    Told& says(UtcTime at, Word word) { return fact(at, {}, word); }
    Told& category(UtcTime at, std::string now, std::string hold_reason = {}, Word word = Word::none)
    {
        return fact(at, {{"category", "", now}, {"pending_reason", "", hold_reason}}, word);
    }
    Told& priority(UtcTime at, std::string now) { return fact(at, {{"priority", "", now}}); }
    Told& in_force(UtcTime from, ServiceLevels next)
    {
        versions_.push_back({static_cast<std::int64_t>(versions_.size()) + 1, from,
                             std::make_shared<const ServiceLevels>(std::move(next))});
        return *this;
    }
    std::vector<TicketClock> clocks(UtcTime now) const
    {
        return ticket_clocks("incident", facts_, versions_, Metric::resolution, now);
    }
    ClockState clock(Metric metric, UtcTime now, int cycle = 1) const
    {
        for (const TicketClock& c : clocks(now))
            if (c.metric == metric && c.cycle == cycle)
                return c.state;
        FAIL("no such clock");
        return {};
    }
    long count(Metric metric, UtcTime now) const
    {
        return std::ranges::count(clocks(now), metric, &TicketClock::metric);
    }

private:
    std::vector<ClockFact> facts_;
    std::vector<LevelsVersion> versions_;
};

}  // namespace

TEST_CASE(
    "T-44: a question that puts the ticket on hold is the response, and only the resolution stands still",
    "[domain][sla]")
{
    Told t;
    t.raised(nov(23, 9)).category(nov(23, 10), "waiting_requester", "requester", Word::agent);
    CHECK(t.clock(Metric::response, nov(23, 12)).status == Status::met);
    CHECK(t.clock(Metric::response, nov(23, 12)).stopped_at == nov(23, 10));
    CHECK(t.clock(Metric::resolution, nov(23, 12)).status == Status::paused);
}

TEST_CASE("T-45: the next answer is not asked for while the first one is missing", "[domain][sla]")
{
    ServiceLevels with_next = levels();
    with_next.policies[0].goal(Metric::next_response).span = 1h;
    Told t(with_next);
    t.raised(nov(23, 10)).says(nov(23, 10, 30), Word::requester);
    CHECK(t.count(Metric::next_response, nov(23, 12)) == 0);
    CHECK(t.clock(Metric::response, nov(23, 12)).due_at == nov(23, 14));
}

TEST_CASE("T-46: when the last word is ours, nobody owes an answer", "[domain][sla]")
{
    ServiceLevels with_next = levels();
    with_next.policies[0].goal(Metric::next_response).span = 1h;
    Told t(with_next);
    t.raised(nov(23, 9))
        .says(nov(23, 10), Word::agent)
        .says(nov(23, 11), Word::requester)
        .says(nov(23, 11, 30), Word::agent);
    REQUIRE(t.count(Metric::next_response, nov(26, 12)) == 1);
    CHECK(t.clock(Metric::next_response, nov(26, 12)).status == Status::met);
    t.says(nov(26, 13), Word::requester).says(nov(26, 13, 30), Word::requester);
    REQUIRE(t.count(Metric::next_response, nov(26, 14)) == 2);
    CHECK(t.clock(Metric::next_response, nov(26, 14), 2).due_at == nov(26, 14));  // from the first of the two
}

TEST_CASE("T-48: what was merged or cancelled is cancelled, late or not", "[domain][sla]")
{
    for (const std::string original : {"", "INC-7"}) {
        Told t;
        t.raised(nov(23, 9)).fact(nov(24, 16), {{"category", "new", "void"}, {"duplicate_of", "", original}});
        for (const TicketClock& c : t.clocks(nov(26, 12))) {
            CHECK(c.state.status == Status::cancelled);
            CHECK(c.state.cancelled_because == (original.empty() ? "cancelled" : "merged"));
            CHECK_FALSE(c.state.breached_at);
        }
    }
}

TEST_CASE("what was set aside and is put back goes on, without the time in between", "[domain][sla]")
{
    Told t;
    t.raised(nov(23, 9));
    const auto due = t.clock(Metric::response, nov(23, 9)).due_at;
    REQUIRE(due);
    t.category(nov(23, 9) + 5min, "void").category(nov(24, 9) + 5min, "new");
    const ClockState response = t.clock(Metric::response, nov(24, 9) + 6min);
    CHECK(response.status == Status::running);
    CHECK(response.consumed == 6min);
    CHECK(t.clock(Metric::resolution, nov(24, 9) + 6min).consumed == 6min);
    // What was answered before stays answered.
    Told answered;
    answered.raised(nov(23, 9)).says(nov(23, 9) + 1min, Word::agent);
    answered.category(nov(23, 9) + 5min, "void").category(nov(23, 10), "new");
    CHECK(answered.clock(Metric::response, nov(23, 11)).status == Status::met);
}

TEST_CASE("T-49: a promise that is switched off cancels what runs, late or not", "[domain][sla]")
{
    ServiceLevels without = levels();
    for (Policy& p : without.policies) p.goals = {};
    Told t;
    t.raised(nov(23, 9)).in_force(nov(25, 9), without);
    CHECK(t.clock(Metric::resolution, nov(24, 12)).breached_at == nov(23, 17));
    const ClockState after = t.clock(Metric::resolution, nov(25, 9));
    CHECK(after.status == Status::cancelled);
    CHECK_FALSE(after.breached_at);
    CHECK(after.first_breached_at == nov(23, 17));
}

TEST_CASE("T-51: an OLA belongs to the group, and goes on when the group gets the ticket back",
          "[domain][sla]")
{
    ServiceLevels with_ola = levels();
    with_ola.policies[0].goal(Metric::ola).span = 4h;
    Told t(with_ola);
    t.raised(nov(23, 9));
    t.fact(nov(23, 10), {{"assignee", "", "UANA"}}).fact(nov(23, 10, 30), {{"assignee", "UANA", "UBEN"}});
    CHECK(t.clock(Metric::ola, nov(23, 11)).started_at == nov(23, 9));
    CHECK(t.clock(Metric::ola, nov(23, 11)).due_at == nov(23, 13));
    t.fact(nov(23, 11), {{"inbox", "it", "network"}}).fact(nov(23, 14), {{"inbox", "network", "it"}});
    REQUIRE(t.count(Metric::ola, nov(23, 15)) == 2);
    CHECK(t.clock(Metric::ola, nov(23, 15), 2).stopped_at == nov(23, 14));
    CHECK(t.clock(Metric::ola, nov(23, 15)).consumed == 3h);
    CHECK(t.clock(Metric::ola, nov(23, 15)).due_at == nov(23, 16));
}

TEST_CASE("a supplier's clock runs while the supplier has it, and ours does not stop for that",
          "[domain][sla]")
{
    ServiceLevels with_uc = levels();
    with_uc.policies[0].goal(Metric::uc).span = 4h;
    Told t(with_uc);
    t.raised(nov(23, 9)).category(nov(23, 10), "on_hold", "supplier").category(nov(23, 12), "active");
    CHECK(t.clock(Metric::uc, nov(23, 15)).status == Status::met);
    CHECK(t.clock(Metric::uc, nov(23, 15)).consumed == 2h);
    CHECK(t.clock(Metric::resolution, nov(23, 11)).status == Status::running);
    CHECK(t.clock(Metric::resolution, nov(23, 15)).due_at == nov(23, 17));
}

TEST_CASE("T-53: a ticket that is triaged late is held to its priority from the beginning", "[domain][sla]")
{
    Told t;
    t.raised(nov(23, 9), "").priority(nov(23, 9, 30), "P1");
    CHECK(t.clocks(nov(23, 9, 10)).empty());
    CHECK(t.clock(Metric::resolution, nov(23, 10)).started_at == nov(23, 9));
    CHECK(t.clock(Metric::resolution, nov(23, 10)).due_at == nov(23, 11));
}

TEST_CASE("T-66: what arrives late counts from when it was said", "[domain][sla]")
{
    Told in_order, late;
    in_order.raised(nov(23, 9)).category(nov(23, 10), "waiting_requester", "requester", Word::agent);
    late = in_order;
    in_order.category(nov(23, 11, 5), "active", "", Word::requester).says(nov(23, 11, 30), Word::agent);
    late.says(nov(23, 11, 30), Word::agent).category(nov(23, 11, 5), "active", "", Word::requester);
    CHECK(late.clock(Metric::resolution, nov(23, 12)).consumed == 1h + 55min);
    CHECK(late.clock(Metric::resolution, nov(23, 12)).due_at ==
          in_order.clock(Metric::resolution, nov(23, 12)).due_at);
}

TEST_CASE("T-67: the same stop twice is one stop", "[domain][sla]")
{
    Told t;
    t.raised(nov(23, 9)).category(nov(23, 11), "resolved").category(nov(23, 11), "resolved");
    CHECK(t.clock(Metric::resolution, nov(24, 9)).stopped_at == nov(23, 11));
    CHECK(t.clock(Metric::resolution, nov(24, 9)).consumed == 2h);
}

TEST_CASE("T-69: a calendar in the requester's zone falls back to its own", "[domain][sla]")
{
    ServiceLevels travelling = levels();
    travelling.calendars["business"].follows_requester = true;
    Told at_home(travelling), away(travelling);
    at_home.raised(nov(23, 8));
    away.fact(nov(23, 8), {{"category", "", "new"},
                           {"priority", "", "P3"},
                           {"received_at", "", rfc3339(nov(23, 8))},
                           {"requester_zone", "", "America/New_York"}});
    CHECK(at_home.clock(Metric::response, nov(23, 9)).due_at == nov(23, 13));
    CHECK(away.clock(Metric::response, nov(23, 9)).due_at == nov(23, 19));  // 09:00 there is 15:00 here
}

TEST_CASE("T-70: levels that change later reach open clocks only", "[domain][sla]")
{
    ServiceLevels stricter = levels();
    stricter.policies[0].goal(Metric::resolution).span = 4h;
    Told open, closed;
    open.raised(nov(23, 9)).in_force(nov(23, 12), stricter);
    closed.raised(nov(23, 9)).category(nov(23, 11), "resolved").in_force(nov(23, 12), stricter);
    CHECK(open.clock(Metric::resolution, nov(23, 12)).due_at == nov(23, 13));
    CHECK(closed.clock(Metric::resolution, nov(23, 12)).due_at == nov(23, 17));
    CHECK(closed.clock(Metric::resolution, nov(23, 12)).terms_now().version == 1);
}

TEST_CASE("a reopened ticket goes on with the levels that are in force then", "[domain][sla]")
{
    ServiceLevels stricter = levels();
    stricter.policies[0].goal(Metric::resolution).span = 4h;
    Told t;
    t.raised(nov(23, 9)).category(nov(23, 11), "resolved").in_force(nov(23, 12), stricter);
    t.category(nov(24, 9), "active");
    CHECK(t.clock(Metric::resolution, nov(24, 9)).due_at == nov(24, 11));
}

TEST_CASE("the policy restart begins anew and keeps what the old clock had used", "[domain][sla]")
{
    ServiceLevels restarting = levels();
    for (Policy& p : restarting.policies) p.on_change = OnChange::restart;
    Told t(restarting);
    t.raised(nov(23, 9)).priority(nov(23, 12), "P1");
    CHECK(t.clock(Metric::resolution, nov(23, 12)).status == Status::cancelled);
    CHECK(t.clock(Metric::resolution, nov(23, 12)).consumed == 3h);
    CHECK(t.clock(Metric::resolution, nov(23, 12), 2).due_at == nov(23, 14));
}

TEST_CASE("the policy new cycle measures what follows a reopening for itself", "[domain][sla]")
{
    ServiceLevels cycling = levels();
    for (Policy& p : cycling.policies) p.on_reopen = OnReopen::new_cycle;
    Told t(cycling);
    t.raised(nov(23, 9)).category(nov(23, 11), "resolved").category(nov(25, 10), "active");
    CHECK(t.clock(Metric::resolution, nov(25, 11)).status == Status::met);
    CHECK(t.clock(Metric::resolution, nov(25, 11), 2).due_at == nov(26, 10));
}

TEST_CASE("updates keep their own grid: a word in each interval, however many words there are",
          "[domain][sla]")
{
    ServiceLevels with_updates = levels();
    with_updates.policies[0].goal(Metric::update).span = 2h;
    Told t(with_updates);
    t.raised(nov(23, 9)).category(nov(23, 9), "active", "", Word::agent);
    t.says(nov(23, 9, 30), Word::agent).says(nov(23, 10, 59), Word::agent).says(nov(23, 13, 30), Word::agent);
    const UtcTime evening = nov(23, 18);
    REQUIRE(t.count(Metric::update, evening) == 5);  // 9-11, 11-13, 13-15, 15-17, and on to Tuesday 11
    CHECK(t.clock(Metric::update, evening, 1).status == Status::met);
    CHECK(t.clock(Metric::update, evening, 2).status == Status::breached);
    CHECK(t.clock(Metric::update, evening, 3).status == Status::met);
    CHECK(t.clock(Metric::update, nov(23, 16), 4).status == Status::running);
    CHECK(t.clock(Metric::update, evening, 4).status == Status::breached);
    t.category(nov(23, 18), "resolved");
    CHECK(t.count(Metric::update, nov(30, 9)) == 5);
    CHECK(t.clock(Metric::update, nov(30, 9), 5).status == Status::cancelled);
}

TEST_CASE("replaying the first events gives what was known then, bit for bit", "[domain][sla]")
{
    // Property (f): the state after n events is the same whether or not later ones are known.
    Told whole;
    whole.raised(nov(23, 9))
        .says(nov(23, 10), Word::agent)
        .category(nov(23, 11), "waiting_requester", "requester");
    whole.category(nov(24, 10), "active").priority(nov(24, 11), "P1").category(nov(24, 12), "resolved");
    Told first;
    first.raised(nov(23, 9))
        .says(nov(23, 10), Word::agent)
        .category(nov(23, 11), "waiting_requester", "requester");
    for (const UtcTime at : {nov(23, 9, 1), nov(23, 10), nov(23, 12), nov(24, 9, 59)}) {
        const auto a = whole.clocks(at), b = first.clocks(at);
        REQUIRE(a.size() == b.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            CHECK(a[i].state.status == b[i].state.status);
            CHECK(a[i].state.due_at == b[i].state.due_at);
            CHECK(a[i].state.consumed == b[i].state.consumed);
        }
    }
}

TEST_CASE("4.7: with the option earliest the open clocks of the original begin with the first report",
          "[domain][sla]")
{
    Told told;
    told.raised(nov(23, 11)).says(nov(23, 12), Word::agent);
    CHECK(told.clock(Metric::resolution, nov(23, 13)).due_at == nov(24, 11));
    told.fact(nov(23, 13), {{"clock_start", "", rfc3339(nov(23, 9))}});
    const ClockState resolution = told.clock(Metric::resolution, nov(23, 14));
    CHECK(resolution.started_at == nov(23, 9));
    CHECK(resolution.due_at == nov(23, 17));
    // What had stopped before stays as it was told.
    CHECK(told.clock(Metric::response, nov(23, 14)).started_at == nov(23, 11));
}

TEST_CASE("a merged report that came later than the original moves nothing", "[domain][sla]")
{
    Told told;
    told.raised(nov(23, 11)).fact(nov(23, 13), {{"clock_start", "", rfc3339(nov(23, 12))}});
    CHECK(told.clock(Metric::resolution, nov(23, 14)).started_at == nov(23, 11));
}
