// A day of a request channel, counted: every message is a ticket or has a reason why not.
#include "handlers/kernel/thread/reconcile.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kRoomHelp = "CROOMHELP";

slack::MessageInfo said(const std::string& ts, const std::string& user, const std::string& text)
{
    slack::MessageInfo out;
    out.channel = kRoomHelp;
    out.channel_type = "channel";
    out.user = user;
    out.ts = ts;
    out.text = text;
    return out;
}

/// A day before the one on which the world stands, 21 September 2026.
kernel::History yesterday_with(const World& w, std::vector<slack::MessageInfo> messages)
{
    const UtcTime midnight = *parse_rfc3339("2026-09-20T00:00:00Z");
    REQUIRE(w.now > midnight + 24h);
    return {{kRoomHelp, "", midnight, midnight + 24h}, std::move(messages), true};
}

}  // namespace

TEST_CASE("each message of a day is a ticket, has a reason, or is named as unexplained",
          "[kernel][reconcile]")
{
    World w;
    w.write("UMIA", kRoomHelp, "The heating is cold");
    auto bot = said("1789900000.000004", "", "a notice");
    bot.bot_id = "BOTHER";
    store::Unit unit(*w.db, w.now);
    const kernel::History first =
        yesterday_with(w, {said(w.messages.front().ts, "UMIA", "The heating is cold"),
                           said("1789900000.000001", "UMIA", "The door is stuck")});
    const kernel::History second =
        yesterday_with(w, {said("1789900000.000002", "UMIA", ":mega: Cake in the kitchen"),
                           said("1789900000.000003", "UCHLOE", "We are off on Friday"), bot});
    kernel::Account account = kernel::account_of(*w.desk, first.where);
    for (const kernel::History& part : {first, second}) kernel::reconcile(*w.desk, part, account, unit);
    CHECK(account.counts.day == "2026-09-20");
    CHECK(account.counts.tickets == 1);
    CHECK(account.counts.explained == 3);
    CHECK(account.counts.unexplained == 1);
    CHECK(account.counts.seen() == 5);
    CHECK(account.unexplained == std::vector<std::string>{"1789900000.000001"});
    CHECK(account.counts.reasons ==
          Attributes{{"by an agent", "1"}, {"marked as news", "1"}, {"no message of a person", "1"}});
}

TEST_CASE("a day is counted once, also some days later, and only where it was watched from its beginning",
          "[kernel][reconcile]")
{
    World w;
    store::Unit unit(*w.db, w.now);
    const auto days = [&](UtcTime now) {
        std::vector<std::string> out;
        for (const kernel::Conversation& day : kernel::days_to_reconcile(*w.desk, now, unit))
            out.push_back(day.channel + " " + rfc3339(*day.from) + " " + rfc3339(*day.to));
        return out;
    };
    CHECK(days(w.now).empty());
    unit.readings.set_whole_to(kRoomHelp, *parse_rfc3339("2026-09-20T08:00:00Z"));
    CHECK(days(*parse_rfc3339("2026-09-21T01:00:00Z")).empty());
    const UtcTime next = *parse_rfc3339("2026-09-22T01:00:00Z");
    CHECK(days(next) == std::vector<std::string>{"CROOMHELP 2026-09-20T22:00:00Z 2026-09-21T22:00:00Z"});
    unit.readings.add(store::Reconciliation{kRoomHelp, "2026-09-21", 1, 2, 0}, {}, next);
    CHECK(days(next).empty());
    unit.readings.add(store::Reconciliation{kRoomHelp, "2026-09-21", 7, 7, 7}, {"1.2"}, next);
    CHECK(unit.readings.reconciled(next, next + 1s).seen() == 3);
    CHECK(unit.readings.unexplained(next, next + 1s, 10).empty());
    CHECK(unit.readings.reconciled(next + 1s, next + 2s).seen() == 0);
    CHECK(days(next + 48h) ==
          std::vector<std::string>{"CROOMHELP 2026-09-21T22:00:00Z 2026-09-22T22:00:00Z",
                                   "CROOMHELP 2026-09-22T22:00:00Z 2026-09-23T22:00:00Z"});
    CHECK(days(next + 60 * 24h).size() == kernel::kDaysBack);
}
