#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/digest/digest_figures.hpp"
#include "handlers/kernel/digest/digest_text.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::kernel;
using namespace std::chrono_literals;

namespace {

using Ids = std::vector<std::int64_t>;

/// An instant of November 2026 on the wall in Berlin (UTC+1): "23 09:30".
UtcTime nov(const char* day_and_time)
{
    const std::string text = day_and_time;
    return *parse_rfc3339("2026-11-" + text.substr(0, 2) + "T" + text.substr(3) + ":00+01:00");
}

const Process& incident()
{
    for (const Process* process : all_processes())
        if (process->key == "incident")
            return *process;
    throw std::logic_error("no incidents in this build");
}

/// P1: answer in 1 h, solution in 4 h; P3: 4 h and 16 h; Mon to Fri 9 to 17.
std::vector<LevelsVersion> levels()
{
    ServiceLevels out;
    out.calendars["be"] = weekdays("be", "Europe/Berlin", 9h, 17h);
    for (const auto& [name, response, resolution] : {std::tuple{"P1", 1h, 4h}, std::tuple{"P3", 4h, 16h}}) {
        Policy policy;
        policy.name = name;
        policy.filter["priority"] = {name};
        policy.goal(Metric::response).span = response;
        policy.goal(Metric::resolution).span = resolution;
        policy.calendar = "be";
        out.policies.push_back(policy);
    }
    out.inbox_calendars["it"] = "be";
    return {{1, UtcTime{}, std::make_shared<const ServiceLevels>(out)}};
}

/// What happens to one ticket, told in a line per event.
struct Tale {
    store::History history;
    Record record;

    Tale(std::int64_t id, const char* at, const char* priority, const char* inbox = "it")
    {
        history.record_id = id;
        history.process = "incident";
        history.number = id;
        add(at, "UMIA", "created",
            {{"requester", "UMIA"},
             {"category", "new"},
             {"priority", priority},
             {"inbox", inbox},
             {"reported_via", "/ticket"}});
    }
    Tale& add(const char* at, const char* actor, const char* kind, const Attributes& values)
    {
        Event event;
        event.sequence = static_cast<std::int64_t>(history.events.size()) + 1;
        event.occurred_at = event.recorded_at = nov(at);
        event.actor = actor;
        event.kind = kind;
        for (const auto& [name, value] : values)
            if (const auto made = change(record, name, value))
                event.changes.push_back(*made);
        apply(record, event);
        history.events.push_back(event);
        return *this;
    }
    Tale& answered(const char* at)
    {
        return add(at, "UANA", "reply", {{"assignee", "UANA"}, {"category", "active"}});
    }
    Tale& solved(const char* at, const char* cause = "hardware_fault")
    {
        return add(at, "UANA", "resolve", {{"category", "resolved"}, {"cause_code", cause}});
    }
    Tale& by_requester(const char* at, const char* kind, const char* category)
    {
        return add(at, "UMIA", kind, {{"category", category}});
    }
    Tale& lowered(const char* at, const char* priority)
    {
        return add(at, "UANA", "priority", {{"priority", priority}});
    }
};

DigestBasis basis(const char* period, UtcTime as_of)
{
    DigestBasis out;
    out.period = *parse_period(period, "Europe/Berlin", as_of);
    out.scope.is_everything = true;
    out.as_of = as_of;
    out.levels = 1;
    return out;
}

Numbers count(const std::vector<Tale>& tales, const DigestBasis& b)
{
    DigestCount counting(b, levels());
    for (const Tale& tale : tales)
        counting.take(life_of(incident(), tale.history, levels(), b.as_of, counting.clocks_since()));
    return counting.numbers();
}

/// Seven tickets around Monday, 23 November.
std::vector<Tale> monday()
{
    std::vector<Tale> out;
    out.push_back(Tale(1, "23 09:00", "P1").answered("23 09:30").lowered("23 14:00", "P3"));
    out.push_back(Tale(2, "20 10:00", "P3")
                      .answered("20 11:00")
                      .solved("23 10:00")
                      .by_requester("23 10:30", "confirm", "closed"));
    out.push_back(Tale(3, "23 09:00", "P3"));
    out.push_back(Tale(4, "23 12:00", "P3"));
    out.push_back(
        Tale(5, "23 09:00", "P1")
            .add("23 10:00", "UANA", "cancel", {{"category", "void"}, {"cancel_reason", "mistake"}}));
    out.push_back(Tale(6, "19 09:00", "P3")
                      .answered("19 09:10")
                      .solved("19 12:00")
                      .by_requester("23 09:30", "reopen", "active"));
    out.push_back(Tale(7, "23 11:00", ""));
    return out;
}

}  // namespace

TEST_CASE("the figures of a Monday are those that a hand counts", "[kernel][digest]")
{
    const Numbers n = count(monday(), basis("2026-W48", nov("23 15:00")));
    // 3 had no answer by 13:00.
    CHECK(n.records("decide.late") == Ids{3});
    // 4 must be answered by Monday 16:00; 6 has used 3 h + 5.5 h of 16 h and is due on Tuesday at 14:30.
    // 1 is due on Tuesday at 17:00, when the day ends and not before.
    CHECK(n.records("decide.soon") == Ids{4, 6});
    // 4 has used 3 h of 4 h.
    CHECK(n.records("decide.unassigned") == Ids{3, 4});
    CHECK(n.records("kept.response.P1.met") == Ids{1});
    CHECK(n.records("kept.response.P3.missed") == Ids{3});
    CHECK(n.records("kept.response.all.met") == Ids{1});
    // 2 took 7 h on Friday and 1 h on Monday.
    CHECK(n.records("kept.resolution.P3.met") == Ids{2});
    CHECK(n.records("kept.resolution.all.missed").empty());
    CHECK(n.records("flow.opened") == Ids{1, 3, 4, 7});
    CHECK(n.records("flow.solved") == Ids{2});
    CHECK(n.records("flow.reopened") == Ids{6});
    CHECK(n.records("flow.backlog") == Ids{1, 3, 4, 6, 7});
    // Ages in hours: 6, 6, 3, 102, 4.
    CHECK(n.value("flow.backlog.median_age_s") == 6 * 3600);
    CHECK(n.derived.at("flow.backlog.median_age_s").of == "flow.backlog");
    CHECK(n.records("age.0") == Ids{1, 3, 4, 7});
    CHECK(n.records("age.2") == Ids{6});
    CHECK(n.records("cause.hardware_fault") == Ids{2});
    CHECK(n.records("form.incident./ticket") == Ids{1, 3, 4, 7});
    CHECK(n.records("voice.confirmed") == Ids{2});
    CHECK(n.records("voice.refused") == Ids{6});
    CHECK(n.records("quality.excluded.mistake") == Ids{5});
    CHECK(n.records("quality.no_priority") == Ids{7});
    CHECK(n.value("goal.resolution") == 95);
}

TEST_CASE("solved the first time is what was never reopened until the period's end, and each reopening counts",
          "[kernel][digest]")
{
    std::vector<Tale> tales;
    tales.push_back(Tale(1, "16 09:00", "P3").solved("16 12:00"));
    tales.push_back(Tale(2, "16 09:00", "P3")
                        .solved("16 12:00")
                        .by_requester("17 09:00", "reopen", "active")
                        .solved("17 10:00")
                        .by_requester("17 11:00", "reopen", "active")
                        .solved("18 10:00"));
    // Lasted when the week ended, and was reopened in the next one.
    tales.push_back(Tale(3, "20 09:00", "P3")
                        .solved("20 12:00")
                        .by_requester("23 09:00", "reopen", "active")
                        .solved("23 10:00"));
    const Numbers week = count(tales, basis("2026-W47", nov("24 12:00")));
    CHECK(week.records("flow.first_time") == Ids{1, 3});
    CHECK(week.records("flow.not_first_time") == Ids{2});
    CHECK(week.records("flow.reopened") == Ids{2});
    CHECK(week.value("flow.reopenings") == 2);
    CHECK(week.derived.at("flow.reopenings").of == "flow.reopened");
    const Numbers next = count(tales, basis("2026-W48", nov("29 23:59")));
    CHECK(next.records("flow.first_time").empty());
    CHECK(next.records("flow.not_first_time") == Ids{3});
    CHECK(next.records("before.flow.first_time") == Ids{1, 3});
    CHECK(next.value("before.flow.reopenings") == 2);
}

TEST_CASE("a digest that an older program sent is compared by what that program counted", "[kernel][digest]")
{
    Numbers now = count(monday(), basis("2026-W48", nov("23 15:00")));
    REQUIRE(now.count("flow.first_time") == 1);
    now.derived["voice.anonymous.count.it"] = {4, ""};
    now.derived["voice.anonymous.sum.it"] = {16, ""};
    CHECK(kernel::format_of(to_json(now)) == 2);
    CHECK(kernel::format_of("damaged") == 0);
    Numbers before = now;
    kernel::reduce_to(1, before);
    CHECK(before.count("flow.first_time") == 0);
    CHECK(before.value("voice.anonymous.count.it") == 0);
    CHECK(before.value("voice.anonymous.sum.it") == 0);
    CHECK(before.records("flow.solved") == now.records("flow.solved"));
    kernel::reduce_to(2, now);
    CHECK(now.count("flow.first_time") == 1);
}

TEST_CASE("a promise that was broken stays broken in the gross verdict when the terms are lowered later",
          "[kernel][digest]")
{
    const auto tale = Tale(1, "23 09:00", "P1").answered("23 09:30").lowered("23 14:00", "P3");
    const Numbers during = count({tale}, basis("2026-11-23", nov("23 15:00")));
    CHECK(during.records("gross.resolution.P1.missed") == Ids{1});
    CHECK(during.records("gross.resolution.all.missed") == Ids{1});
    CHECK(during.records("kept.resolution.all.missed").empty());
    CHECK(during.records("kept.resolution.all.met").empty());
    auto done = tale;
    done.solved("24 11:00");
    const Numbers after = count({done}, basis("2026-W48", nov("27 15:00")));
    CHECK(after.records("kept.resolution.P3.met") == Ids{1});
    CHECK(after.records("gross.resolution.P1.missed") == Ids{1});
    CHECK(after.records("gross.resolution.all.met").empty());
}

TEST_CASE("what became late through a later change counts when it changed, and is named as such",
          "[kernel][digest]")
{
    // P3 since Thursday; on Monday it becomes P1, whose 4 h were over on Thursday at 13:00.
    const auto tale = Tale(1, "19 09:00", "P3").answered("19 09:30").lowered("23 10:00", "P1");
    const Numbers before = count({tale}, basis("2026-W47", nov("23 15:00")));
    CHECK(before.records("kept.resolution.all.missed").empty());
    const Numbers now = count({tale}, basis("2026-W48", nov("23 15:00")));
    CHECK(now.records("kept.resolution.P1.missed") == Ids{1});
    CHECK(now.records("quality.retroactive") == Ids{1});
}

TEST_CASE("each clock counts in one period only, the open one when it became late", "[kernel][digest]")
{
    const auto tale = Tale(1, "20 09:00", "P1").answered("20 09:30").solved("23 10:00");
    const Numbers first = count({tale}, basis("2026-W47", nov("23 15:00")));
    const Numbers second = count({tale}, basis("2026-W48", nov("23 15:00")));
    CHECK(first.records("kept.resolution.P1.missed") == Ids{1});
    CHECK(second.records("kept.resolution.all.missed").empty());
    CHECK(second.records("before.kept.resolution.P1.missed")
              .empty());  // Friday is later in its week than Monday 15:00
    const Numbers whole = count({tale}, basis("2026-W48", nov("30 15:00")));
    CHECK(whole.records("before.kept.resolution.P1.missed") == Ids{1});
    CHECK(whole.records("before.flow.opened") == Ids{1});
}

TEST_CASE("a period that is not over is compared with as much of the one before", "[kernel][digest]")
{
    std::vector<Tale> tales;
    tales.push_back(Tale(1, "16 10:00", "P3"));
    tales.push_back(Tale(2, "16 16:00", "P3"));
    const Numbers n = count(tales, basis("2026-W48", nov("23 15:00")));
    CHECK(n.records("before.flow.opened") == Ids{1});
    CHECK(n.records("before.flow.backlog") == Ids{1});
    CHECK(count(tales, basis("2026-W48", nov("30 09:00"))).records("before.flow.opened") == Ids{1, 2});
}

TEST_CASE("only the inboxes that are asked for count", "[kernel][digest]")
{
    std::vector<Tale> tales = monday();
    tales.push_back(Tale(8, "23 09:00", "P1", "rooms"));
    DigestBasis b = basis("2026-W48", nov("23 15:00"));
    b.scope.only = {"rooms"};
    CHECK(count(tales, b).records("flow.opened") == Ids{8});
    b.scope = {false, {"it"}, {}, {}};
    CHECK(count(tales, b).records("flow.opened") == Ids{1, 3, 4, 7});
    b.scope = {false, {}, {"request"}, {}};
    CHECK(count(tales, b).records("flow.opened").empty());
}

TEST_CASE("the charts have thirteen weeks, and a week without a verdict is a gap", "[kernel][digest]")
{
    const Numbers n = count(monday(), basis("2026-W48", nov("23 15:00")));
    REQUIRE(n.weeks.size() == 13);
    CHECK(n.weeks.front().week == "2026-W36");
    CHECK(n.weeks.back() == ChartWeek{"2026-W48", 1, 0, 4, 1});
    CHECK(n.weeks[11] == ChartWeek{"2026-W47", 0, 0, 2, 1});
}

TEST_CASE("numbers come back from their text as they were, and what differs is named", "[kernel][digest]")
{
    const Numbers n = count(monday(), basis("2026-W48", nov("23 15:00")));
    CHECK(numbers_from(to_json(n)) == n);
    CHECK(differences(n, n).empty());
    Numbers other = n;
    other.figures["flow.opened"].push_back(9);
    REQUIRE(differences(n, other).size() == 1);
    CHECK(differences(n, other).front() == "flow.opened: 4 was sent, 5 follows from the log");
    CHECK_THROWS(numbers_from("{}"));
}

TEST_CASE("a share of few is told as such, and never rounded up", "[kernel][digest]")
{
    CHECK(share_text(3, 1) == "3 of 4");
    CHECK(share_text(19, 0) == "19 of 19");
    CHECK(share_text(19, 1) == "19 of 20 (95 %)");
    CHECK(share_text(999, 1) == "999 of 1000 (99 %)");
}

TEST_CASE("an approval that waits for more than a working day needs a decision",
          "[kernel][digest][approvals]")
{
    const auto asked = [](std::int64_t id, const char* at) {
        return Tale(id, at, "P3")
            .add(at, "UANA", "approval_asked",
                 {{"category", "on_hold"}, {"approval_since", rfc3339(nov(at))}});
    };
    std::vector<Tale> tales{asked(1, "20 10:00"), asked(2, "20 14:00"), asked(3, "19 09:00")};
    tales[2].add("20 09:00", "UBEN", "approval_approved", {{"category", "active"}, {"approval_since", ""}});
    // Friday 10:00 to Monday 10:00 is one working day.
    CHECK(count(tales, basis("2026-11-23", nov("23 10:00"))).records("decide.approvals").empty());
    CHECK(count(tales, basis("2026-11-23", nov("23 10:01"))).records("decide.approvals") == Ids{1});
    CHECK(count(tales, basis("2026-11-23", nov("23 16:00"))).records("decide.approvals") == Ids{1, 2});
    tales[0].add("23 12:00", "UMIA", "withdraw", {{"category", "void"}});
    CHECK(count(tales, basis("2026-11-23", nov("23 16:00"))).records("decide.approvals") == Ids{2});
}

TEST_CASE("a moved ticket counts for the inbox that it left and for the one that it came to",
          "[kernel][digest]")
{
    std::vector<Tale> tales;
    tales.push_back(Tale(1, "23 09:00", "P3").add("23 10:00", "UANA", "move", {{"inbox", "rooms"}}));
    tales.push_back(Tale(2, "23 09:00", "P3")
                        .add("23 10:00", "UANA", "move", {{"inbox", "rooms"}})
                        .add("23 11:00", "UCHLOE", "move", {{"inbox", "it"}}));
    tales.push_back(Tale(3, "19 09:00", "P3").add("19 10:00", "UANA", "move", {{"inbox", "rooms"}}));
    DigestBasis b = basis("2026-11-23", nov("23 18:00"));
    b.scope = {};
    b.scope.inboxes = {"it"};
    Numbers numbers = count(tales, b);
    CHECK(numbers.figures["flow.moved_out"] == Ids{1, 2});
    CHECK(numbers.figures["flow.moved_in"] == Ids{2});
    CHECK(numbers.figures["flow.opened"] == Ids{2});
    b.scope.inboxes = {"rooms"};
    numbers = count(tales, b);
    CHECK(numbers.figures["flow.moved_in"] == Ids{1, 2});
    CHECK(numbers.figures["flow.moved_out"] == Ids{2});
}
