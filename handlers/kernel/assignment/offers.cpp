#include "handlers/kernel/assignment/offers.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/assignment/assigning.hpp"
#include "handlers/kernel/assignment/eligible.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/lists.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kOverTimer = "offer_over";
constexpr int kOffersOfOne = 200;  ///< that one person is asked about at a time; the rest runs out by itself

std::string over_key(const Record& record)
{
    return std::string(kOverTimer) + ":" + std::to_string(record.id);
}

Act by_rule(const store::Unit& unit, std::string rule)
{
    return {"system", "timer", unit.now, std::move(rule)};
}

std::vector<std::string> asked_of(const store::Offer& offer)
{
    return offer.asked.empty() ? std::vector<std::string>{} : split(offer.asked, ',');
}

/// What becomes of the card in the direct message once it is answered or over.
void close_card(const Desk& desk, const Record& record, const store::Offer& offer, const std::string& words,
                store::Unit& unit)
{
    Saying saying;
    saying.text = desk.number_of(record) + ": " + words;
    saying.blocks.section(desk.number_of(record) + "-offer", saying.text,
                          slack::button("open", "Open", desk.number_of(record)));
    edit(unit, offer.message, saying);
}

std::int64_t ask_person(const Desk& desk, const Record& record, const std::string& user, UtcTime until,
                        store::Unit& unit)
{
    const std::string number = desk.number_of(record);
    Saying saying;
    saying.text = number + " is offered to you. Will you take it?";
    saying.blocks.section(":raising_hand: " + saying.text);
    add_row(desk, saying.blocks, "offer", record, user, unit);
    saying.blocks.context(
        {"Until " + slack::date(until, desk.settings().timezone) + "; then the next colleague is asked."});
    saying.blocks.actions("offer-answer",
                          {slack::button("offer_accept", "Accept", number, slack::Style::primary),
                           slack::button("offer_pass", "Pass", number)});
    return post(unit, {0, 0, "offer", user, "", 0}, saying, 0,
                "offer:" + std::to_string(record.id) + ":" + std::to_string(record.version));
}

/// All were asked: the team hears it, in the channel, because nobody else is going to be.
void nobody_took_it(const Desk& desk, Record& record, const store::Offer& offer, store::Unit& unit)
{
    unit.offers.remove(record.id);
    unit.timers.cancel(over_key(record));
    write(unit, record, by_rule(unit, "offer in turn"), "offers_ended", {}, offer.asked);
    std::vector<std::string> names;
    for (const std::string& user : asked_of(offer)) names.push_back(shown(unit, user));
    Saying saying;
    saying.text = desk.number_of(record) + " was offered to " + joined(names, ", ") +
                  ", and nobody accepted it. It is unassigned.";
    saying.blocks.section(":wave: " + saying.text);
    add_row(desk, saying.blocks, "unaccepted", record, "", unit);
    const InboxSettings& inbox = *desk.settings().inbox(record.at(attr::kInbox));
    post(unit, {0, 0, "notice", inbox.agent_channel, "", 0}, saying, 0,
         "unaccepted:" + std::to_string(record.id) + ":" + std::to_string(record.version));
}

/// The person said no, or nothing: on to the next.
void pass(const Desk& desk, Record& record, const store::Offer& offer, const Act& act,
          const std::string& words, store::Unit& unit)
{
    close_card(desk, record, offer, words, unit);
    write(unit, record, act, "offer_passed", {}, offer.user);
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    if (inbox != nullptr)
        offer_next(desk, record, agents_of(desk, *inbox, record.at(attr::kRequester), unit), unit);
}

/// The offer behind a button, while it is the presser's to answer.
Result<store::Offer> offer_to(const Desk& desk, const Record& record, const Act& act, const store::Unit& unit)
{
    const auto offer = unit.offers.find(record.id);
    if (!offer)
        return Error(Errc::conflict,
                     desk.number_of(record) + " is not on offer any more. Open it to see who has it.");
    if (offer->user != act.actor)
        return Error(Errc::forbidden, desk.number_of(record) + " is offered to " + shown(unit, offer->user) +
                                          " now, so only they can answer. You can open it and take it.");
    return *offer;
}

Answer answer(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    auto record = record_of(desk, click.value.text, act.actor, unit);
    if (!record)
        return record.error();
    const auto offer = offer_to(desk, *record, act, unit);
    if (!offer)
        return offer.error();
    if (click.action_id == "offer_accept") {
        unit.offers.remove(record->id);
        unit.timers.cancel(over_key(*record));
        close_card(desk, *record, *offer, "you have it. Thank you.", unit);
        give(desk, *record, act.actor, act, "assigned", "accepted", unit);
    } else {
        pass(desk, *record, *offer, act, "you passed. The next colleague is asked.", unit);
    }
    return slack::Reply::nothing();
}

Result<void> offer_over(const Desk& desk, const store::Timer& timer, store::Unit& unit)
{
    auto record = unit.records.find(timer.record_id);
    const auto offer = unit.offers.find(timer.record_id);
    if (record && offer)
        pass(desk, *record, *offer, by_rule(unit, "offer in turn"),
             "the time to answer is over. The next colleague is asked.", unit);
    return {};
}

constexpr std::array kButtons{Button{"offer_accept", false, answer}, Button{"offer_pass", false, answer}};
constexpr std::array kRoutines{Routine{kOverTimer, offer_over}};

}  // namespace

void offer_next(const Desk& desk, Record& record, const std::vector<std::string>& people, store::Unit& unit)
{
    const InboxSettings& inbox = *desk.settings().inbox(record.at(attr::kInbox));
    store::Offer offer = unit.offers.find(record.id).value_or(store::Offer{record.id, "", 0, ""});
    const auto asked = asked_of(offer);
    auto left = fit_of(desk, inbox, people, unit);
    std::erase_if(left,
                  [&](const std::string& user) { return std::ranges::find(asked, user) != asked.end(); });
    if (left.empty() && asked.empty())
        return wait_for_somebody(desk, record, people, unit);
    if (left.empty())
        return nobody_took_it(desk, record, offer, unit);
    offer.user = next_after(left, unit.duty.last_turn(inbox.key));
    offer.asked += (asked.empty() ? "" : ",") + offer.user;
    unit.duty.set_turn(inbox.key, offer.user);
    write(unit, record, by_rule(unit, "offer in turn"), "offered",
          changes_to(record, {{std::string(kFreeFrom), ""}}), offer.user);
    const UtcTime until = after_open_time(desk, inbox, offer.user, inbox.offer_for, unit);
    offer.message = ask_person(desk, record, offer.user, until, unit);
    unit.offers.save(offer);
    unit.timers.arm({0, over_key(record), std::string(kOverTimer), record.id, until});
}

void end_offer(const Desk& desk, const Record& record, store::Unit& unit)
{
    const auto offer = unit.offers.find(record.id);
    if (!offer)
        return;
    unit.offers.remove(record.id);
    unit.timers.cancel(over_key(record));
    close_card(desk, record, *offer,
               record.has(attr::kAssignee) ? shown(unit, record.at(attr::kAssignee)) + " has it now."
                                           : "it is not on offer any more.",
               unit);
}

void pass_offers_of(const Desk& desk, std::string_view user, store::Unit& unit)
{
    for (const store::Offer& offer : unit.offers.of(user, kOffersOfOne))
        if (auto record = unit.records.find(offer.record_id))
            pass(desk, *record, offer, by_rule(unit, "no agent any more"),
                 "you are not there to answer. The next colleague is asked.", unit);
}

extern const Feature kOffers;
const Feature kOffers{.key = "offers", .buttons = kButtons, .routines = kRoutines};

}  // namespace deskbell::kernel
