// Who is away, whose turn it is, what is offered and handed over, and which forms are open.
#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::store;
using namespace std::chrono_literals;

TEST_CASE("somebody is away until they are back or the time is over", "[store][conformance]")
{
    Fresh fresh;
    Duty& duty = fresh.unit.duty;
    CHECK_FALSE(duty.away_until("UANA", at(0)));
    duty.set_away("UANA", at(100));
    duty.set_away("UANA", at(50));
    CHECK(duty.away_until("UANA", at(0)) == at(50));
    CHECK_FALSE(duty.away_until("UANA", at(50)));
    duty.set_back("UANA");
    CHECK_FALSE(duty.away_until("UANA", at(0)));
}

TEST_CASE("the turn is kept per inbox, and load counts open tickets of inboxes only", "[store][conformance]")
{
    Fresh fresh;
    Duty& duty = fresh.unit.duty;
    CHECK(duty.last_turn("it").empty());
    duty.set_turn("it", "UANA");
    duty.set_turn("it", "UBEN");
    CHECK(duty.last_turn("it") == "UBEN");
    CHECK(duty.last_turn("hr").empty());
    raise(fresh.unit, "request", {{"inbox", "it"}, {"assignee", "UANA"}, {"category", "active"}});
    raise(fresh.unit, "request", {{"inbox", "it"}, {"assignee", "UANA"}, {"category", "closed"}});
    raise(fresh.unit, "improvement", {{"assignee", "UANA"}, {"category", "active"}});
    raise(fresh.unit, "request", {{"inbox", "hr"}, {"assignee", "UBEN"}, {"category", "on_hold"}});
    CHECK(duty.open_of("UANA") == 1);
    CHECK(duty.holders("it", 10) == std::vector<std::string>{"UANA"});
}

TEST_CASE("a record has one offer at a time", "[store][conformance]")
{
    Fresh fresh;
    Offers& offers = fresh.unit.offers;
    const auto record = raise(fresh.unit, "request", {}).id;
    const auto first = fresh.unit.messages.insert({0, 0, "offer", "UANA", "", 0});
    const auto second = fresh.unit.messages.insert({0, 0, "offer", "UBEN", "", 0});
    offers.save({record, "UANA", first, "UANA"});
    offers.save({record, "UBEN", second, "UANA,UBEN"});
    CHECK(offers.find(record)->user == "UBEN");
    CHECK(offers.find(record)->message == second);
    CHECK(offers.of("UANA", 10).empty());
    CHECK(offers.of("UBEN", 10).size() == 1);
    offers.remove(record);
    CHECK_FALSE(offers.find(record));
}

TEST_CASE("an item of a hand-over is accepted once", "[store][conformance]")
{
    Fresh fresh;
    Handovers& handovers = fresh.unit.handovers;
    const auto record = raise(fresh.unit, "request", {}).id, other = raise(fresh.unit, "request", {}).id;
    const auto id = handovers.insert({0, "UANA", "UBEN", 0, 0, at(0), {{record, false}}});
    CHECK(handovers.find(id)->giver_message == 0);
    const auto message = fresh.unit.messages.insert({0, 0, "handover", "UBEN", "", 0});
    handovers.set_messages(id, message, message);
    CHECK(handovers.find(id)->taker_message == message);
    CHECK(handovers.accept(id, record));
    CHECK_FALSE(handovers.accept(id, record));
    CHECK_FALSE(handovers.accept(id, other));
    REQUIRE(handovers.find(id)->items.size() == 1);
    CHECK(handovers.find(id)->items[0].is_accepted);
    CHECK_FALSE(handovers.find(id + 1));
}

TEST_CASE("an opened form is known to the others for a while", "[store][conformance]")
{
    Fresh fresh;
    OpenedForms& forms = fresh.unit.opened_forms;
    const auto record = raise(fresh.unit, "request", {}).id;
    forms.note(record, {"UANA", "Reply", at(0)}, at(-120));
    forms.note(record, {"UANA", "Resolve", at(10)}, at(-110));
    CHECK(forms.others(record, "UANA", at(-100), 5).empty());
    const auto seen = forms.others(record, "UBEN", at(10), 5);
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].form == "Resolve");
    CHECK(forms.others(record, "UBEN", at(11), 5).empty());
    forms.note(record, {"UBEN", "Reply", at(200)}, at(80));  // forgets what is older
    CHECK(forms.others(record, "UCLEO", at(0), 5).size() == 1);
    forms.forget(record, "UBEN");
    CHECK(forms.others(record, "UCLEO", at(0), 5).empty());
}
