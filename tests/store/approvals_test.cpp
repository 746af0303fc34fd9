#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::store;

namespace {

Approval approval_of(std::int64_t record)
{
    Approval out;
    out.record_id = record;
    out.rule = "all";
    out.purpose = "a laptop";
    out.asked_by = "UANA";
    out.asked_at = at(0);
    out.holds = true;
    out.came_from = {{"state", "submitted"}};
    return out;
}

std::int64_t seat_for(Unit& unit, const Approval& approval, const char* user, std::int64_t position = 1)
{
    ApprovalSeat seat;
    seat.approval_id = approval.id;
    seat.record_id = approval.record_id;
    seat.position = position;
    seat.approver = user;
    return unit.approvals.insert(seat);
}

std::string listed(Unit& unit, const Visibility& visible, bool awaits = false)
{
    RecordFilter filter;
    filter.visible = visible;
    filter.awaits_decision = awaits;
    return titles(unit.records.list(filter).records);
}

}  // namespace

TEST_CASE("an approval is kept with everything that was asked, and a record has one pending at most",
          "[store][conformance]")
{
    Fresh fresh;
    Approvals& approvals = fresh.unit.approvals;
    const auto record = raise(fresh.unit, "request", {}).id;
    Approval a = approval_of(record);
    a.name = "cab";
    a.then_approved = "approve";
    a.id = approvals.insert(a);
    const auto found = approvals.pending(record);
    REQUIRE(found);
    CHECK(found->purpose == "a laptop");
    CHECK(found->came_from == a.came_from);
    CHECK(found->then_approved == "approve");
    CHECK(found->holds);
    CHECK(approvals.latest(record, "cab")->id == a.id);
    CHECK_FALSE(approvals.latest(record, "budget"));
    CHECK_THROWS_AS(approvals.insert(approval_of(record)), DatabaseError);

    a.state = "approved";
    a.settled_by = "UBEN";
    a.settled_at = at(5);
    CHECK(approvals.settle(a));
    CHECK_FALSE(approvals.settle(a));
    CHECK_FALSE(approvals.pending(record));
    CHECK(approvals.latest(record)->settled_at == at(5));
    CHECK(approvals.insert(approval_of(record)) > a.id);
}

TEST_CASE("a seat is answered once, and ends with its approval", "[store][conformance]")
{
    Fresh fresh;
    Approvals& approvals = fresh.unit.approvals;
    Approval a = approval_of(raise(fresh.unit, "request", {}).id);
    a.id = approvals.insert(a);
    const auto second = seat_for(fresh.unit, a, "UCY", 2);
    const auto first = seat_for(fresh.unit, a, "UBEN", 1);
    CHECK(approvals.seats(a.id).front().approver == "UBEN");
    ApprovalSeat answer = *approvals.seat(first);
    answer.state = "approved";
    answer.decided_by = "UFAY";
    answer.decided_at = at(9);
    CHECK_FALSE(approvals.answer(answer));  // nobody asked yet
    approvals.ask(first, at(1));
    CHECK(approvals.answer(answer));
    CHECK_FALSE(approvals.answer(answer));
    CHECK(approvals.seat(first)->decided_at == at(9));
    CHECK(approvals.open("UCY", 10).size() == 1);
    a.state = "rejected";
    approvals.settle(a);
    CHECK(approvals.seat(first)->state == "approved");
    CHECK(approvals.seat(second)->state == "over");
    CHECK(approvals.open("UCY", 10).empty());
    CHECK(approvals.is_approver("UCY"));
    CHECK_FALSE(approvals.is_approver("UFAY"));
}

TEST_CASE("who is named sees the record until the approval is withdrawn; who stands in, while it waits",
          "[store][conformance]")
{
    Fresh fresh;
    Approvals& approvals = fresh.unit.approvals;
    for (const char* is_private : {"", "yes"}) {
        const auto record = raise(fresh.unit, "request",
                                  {{"title", *is_private ? "private" : "open"}, {"private", is_private}});
        Approval a = approval_of(record.id);
        a.id = approvals.insert(a);
        approvals.ask(seat_for(fresh.unit, a, "UBEN"), at(0));
    }
    Visibility ben, fay, eve;
    ben.user = "UBEN";
    fay.user = "UFAY";
    fay.stands_in_for = {"UBEN"};
    eve.user = "UEVE";
    CHECK(listed(fresh.unit, ben) == "private open");
    CHECK(listed(fresh.unit, fay) == "open");
    CHECK(listed(fresh.unit, eve) == "");
    CHECK(listed(fresh.unit, ben, true) == "private open");
    CHECK(listed(fresh.unit, fay, true) == "open");
    eve.everything = true;
    CHECK(listed(fresh.unit, eve, true) == "");

    Approval open = *approvals.pending(1);
    open.state = "withdrawn";
    approvals.settle(open);
    CHECK(listed(fresh.unit, ben) == "private");
    CHECK(listed(fresh.unit, fay) == "");
    CHECK_FALSE(approvals.is_named(1, "UBEN"));
    CHECK(approvals.is_named(2, "UBEN"));
    CHECK_FALSE(approvals.is_named(2, "UFAY"));
    CHECK(approvals.awaits(2, "UBEN"));
}

TEST_CASE("cards are found by their approval and by their message", "[store][conformance]")
{
    Fresh fresh;
    Approval a = approval_of(raise(fresh.unit, "request", {}).id);
    a.id = fresh.unit.approvals.insert(a);
    const auto seat = seat_for(fresh.unit, a, "UBEN");
    const auto message = fresh.unit.messages.insert({0, a.record_id, "approval", "UBEN", "", 0});
    fresh.unit.approvals.insert(ApprovalCopy{message, seat, "UBEN"});
    REQUIRE(fresh.unit.approvals.copies(a.id).size() == 1);
    CHECK(fresh.unit.approvals.copy(message)->seat_id == seat);
    CHECK_FALSE(fresh.unit.approvals.copy(message + 1));
}

TEST_CASE("a delegation holds from its first instant to before its last", "[store][conformance]")
{
    Fresh fresh;
    Delegations& d = fresh.unit.delegations;
    const auto id = d.insert({0, "UBEN", "UFAY", at(10), at(20), "away", at(0)});
    CHECK_FALSE(d.of("UBEN", at(9)));
    CHECK(d.of("UBEN", at(10))->taker == "UFAY");
    CHECK(d.of("UBEN", at(19)));
    CHECK_FALSE(d.of("UBEN", at(20)));
    CHECK(d.taken_by("UFAY", at(10)).size() == 1);
    CHECK(d.taken_by("UFAY", at(9)).empty());
    CHECK(d.around("UFAY", at(0)).size() == 1);
    CHECK(d.around("UFAY", at(20)).empty());
    CHECK(d.overlapping({0, "UBEN", "UCY", at(19), at(30), "", at(0)}));
    CHECK_FALSE(d.overlapping({0, "UBEN", "UCY", at(20), at(30), "", at(0)}));
    CHECK_FALSE(d.overlapping({0, "UCY", "UBEN", at(10), at(20), "", at(0)}));
    d.end(id, at(5));  // before it began
    CHECK_FALSE(d.of("UBEN", at(12)));
    CHECK_FALSE(d.overlapping({0, "UBEN", "UCY", at(5), at(30), "", at(0)}));
}
