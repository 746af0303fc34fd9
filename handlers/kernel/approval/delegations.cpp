#include "handlers/domain/period.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/approval/approval_card.hpp"
#include "handlers/kernel/approval/approvals.hpp"
#include "handlers/kernel/digest/digest.hpp"
#include "handlers/kernel/evidence/desk_log.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/home.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

/// Somebody decides for somebody else for some days: `/desk delegate`. It ends by itself.
namespace deskbell::kernel {

namespace {

using namespace std::chrono;

constexpr std::string_view kForm = "delegate";
constexpr std::string_view kTimer = "delegation";
constexpr days kLongest{92};     // longer is no absence but another approver
constexpr days kFarthest{366};   // how far ahead it may begin
constexpr int kSeatsMost = 100;  // whose cards the stand-in gets when it begins

constexpr Field kToField{.name = "to",
                         .label = "Who decides for you?",
                         .type = FieldType::user,
                         .help = "They get your requests as well. Private tickets stay with you."};
constexpr Field kFromField{.name = "from", .label = "From", .type = FieldType::date};
constexpr Field kUntilField{
    .name = "until", .label = "Until", .type = FieldType::date, .help = "This day belongs to it."};
constexpr Field kReasonField{.name = "reason", .label = "Why?", .help = "They read it.", .max_length = 200};
constexpr std::array kInputs{&kToField, &kFromField, &kUntilField, &kReasonField};

std::string when_words(const Desk& desk, const store::Delegation& d)
{
    return "from " + slack::date(d.starts_at, desk.settings().timezone) + " until " +
           slack::date(d.ends_at - minutes{1}, desk.settings().timezone);
}

std::string line_for(const Desk& desk, const store::Delegation& d, std::string_view reader,
                     const store::Unit& unit)
{
    const std::string who = d.giver == reader ? shown(unit, d.taker) + " decides for you "
                                              : "You decide for " + shown(unit, d.giver) + " ";
    return who + when_words(desk, d) + ": " + slack::escaped(d.reason);
}

void tell(const std::string& user, const std::string& mrkdwn, store::Unit& unit)
{
    Saying saying;
    saying.text = mrkdwn;
    saying.blocks.section(mrkdwn);
    post(unit, {0, 0, "notice", user, "", 0}, saying, 0, "");
}

void arm(const store::Delegation& d, store::Unit& unit)
{
    unit.timers.arm({0, std::string(kTimer) + ":" + std::to_string(d.id), std::string(kTimer), 0,
                     d.starts_at > unit.now ? d.starts_at : d.ends_at});
}

/// What waits for the giver goes to the taker as well, and is drawn without buttons when that is over.
void show_waiting(const Desk& desk, const store::Delegation& d, store::Unit& unit)
{
    for (const store::ApprovalSeat& seat : unit.approvals.open(d.giver, kSeatsMost)) {
        const auto approval = unit.approvals.find(seat.approval_id);
        const auto record = unit.records.find(seat.record_id);
        if (!approval || !record || seat.state != "asked")
            continue;
        if (d.holds_at(unit.now) && may_decide(desk, *record, seat, d.taker, unit))
            send_card(desk, *record, *approval, seat, d.taker, "", unit);
        redraw_cards(desk, *record, approval->id, unit);
    }
}

Result<void> turn(const Desk& desk, const store::Timer& timer, store::Unit& unit)
{
    const auto found =
        unit.delegations.find(whole_number(std::string_view(timer.key).substr(timer.key.find(':') + 1)));
    if (!found)
        return {};
    show_waiting(desk, *found, unit);
    if (found->holds_at(unit.now)) {
        arm(*found, unit);
        return {};
    }
    tell(found->giver,
         "You decide yourself again: " + shown(unit, found->taker) + " no longer stands in for you.", unit);
    tell(found->taker, "You no longer decide for " + shown(unit, found->giver) + ".", unit);
    return {};
}

Answer open_form(const Desk& desk, std::string_view user, const store::Unit& unit)
{
    const Date today = date_in(zone_of(desk, user, unit), unit.now);
    slack::Modal modal;
    modal.callback_id = kForm;
    modal.title = "Delegate approvals";
    modal.submit = "Delegate";
    for (const store::Delegation& d : unit.delegations.around(user, unit.now))
        modal.blocks.context({line_for(desk, d, user, unit)});
    for (const Field* field : kInputs)
        add_input(modal.blocks, *field, true, field == &kFromField ? to_text(today) : "");
    return slack::Reply::open(modal);
}

Answer delegate(const Desk& desk, const slack::SlashCommand& command, const Words&, const Act&,
                store::Unit& unit)
{
    return open_form(desk, command.actor.user, unit);
}

Answer open_from_home(const Desk& desk, const slack::BlockAction&, const Act& act, store::Unit& unit)
{
    return open_form(desk, act.actor, unit);
}

/// The dates as they were entered, on the giver's wall. Errors: invalid_input with the field.
Result<Span> entered_span(Attributes& values, const std::string& zone, UtcTime now)
{
    const auto from = parse_date(values["from"]), until = parse_date(values["until"]);
    if (!from)
        return Error(Errc::invalid_input, from.error().detail(), "from");
    if (!until)
        return Error(Errc::invalid_input, until.error().detail(), "until");
    const Date today = date_in(zone, now);
    if (*until < today)
        return Error(Errc::invalid_input, "This day is over already.", "until");
    if (*until < *from)
        return Error(Errc::invalid_input, "It cannot end before it begins.", "until");
    if (*until - *from >= kLongest || *from - today > kFarthest)
        return Error(Errc::invalid_input,
                     "At most " + std::to_string(kLongest.count()) +
                         " days, and not more than a year ahead. If somebody else is to decide for good, "
                         "ask them instead.",
                     "until");
    const Span days_of{instant_on(*from, minutes{0}, zone), instant_on(*until + days{1}, minutes{0}, zone)};
    return Span{std::max(days_of.from, now), days_of.to};
}

Result<void> check_taker(const Desk& desk, const store::Delegation& d, const store::Unit& unit)
{
    const auto person = unit.directory.person(d.taker);
    const auto no = [](std::string why) { return Error(Errc::invalid_input, std::move(why), "to"); };
    if (d.taker == d.giver)
        return no("Please choose somebody else than yourself.");
    if (d.taker == desk.self().user || (person && person->is_bot))
        return no("Please choose a person.");
    if (person && person->is_deleted)
        return no(shown(unit, d.taker) + " is deactivated in Slack.");
    if (person && person->is_external)
        return no(shown(unit, d.taker) + " belongs to another organisation.");
    return {};
}

Answer submit(const Desk& desk, const slack::ViewSubmission& submission, const Act& act, store::Unit& unit)
{
    Attributes values;
    for (const Field* field : kInputs) {
        std::string& value = values[std::string(field->name)] = read_input(*field, submission.view.values);
        if (const std::string fault = fault_in(*field, value, true); !fault.empty())
            return Error(Errc::invalid_input, fault, std::string(field->name));
    }
    const auto span = entered_span(values, zone_of(desk, act.actor, unit), unit.now);
    if (!span)
        return span.error();
    store::Delegation wished{0, act.actor, values["to"], span->from, span->to, values["reason"], unit.now};
    if (auto good = check_taker(desk, wished, unit); !good)
        return good.error();
    if (const auto other = unit.delegations.overlapping(wished))
        return Error(Errc::conflict,
                     shown(unit, other->taker) +
                         " decides for you already in these days. End that first in "
                         "the app's Home, or choose other days.",
                     "from");
    wished.id = unit.delegations.insert(wished);
    get_to_know(unit, act.actor);
    get_to_know(unit, wished.taker);
    tell(wished.taker, ":handshake: " + line_for(desk, wished, wished.taker, unit), unit);
    tell(wished.giver,
         ":handshake: " + line_for(desk, wished, wished.giver, unit) + "\nYou can end it in my Home.", unit);
    arm(wished, unit);
    log_act(unit, act, kDelegated,
            {detail("to", wished.taker), detail("from", rfc3339(wished.starts_at)),
             detail("until", rfc3339(wished.ends_at))});
    if (wished.holds_at(unit.now))
        show_waiting(desk, wished, unit);
    publish_home(unit, act.actor, home_of(desk, act.actor, unit));
    return slack::Reply::clear();
}

Answer end(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    auto found = unit.delegations.find(whole_number(click.value.text));
    if (!found || found->ends_at <= unit.now)
        return Error(Errc::conflict, "This is over already.");
    if (found->giver != act.actor)
        return Error(Errc::forbidden, "Only " + shown(unit, found->giver) + " can end this.");
    const bool had_begun = found->starts_at <= unit.now;
    unit.delegations.end(found->id, unit.now);
    unit.timers.cancel(std::string(kTimer) + ":" + std::to_string(found->id));
    log_act(unit, act, kDelegationEnded, {detail("to", found->taker)});
    if (had_begun)
        show_waiting(desk, *unit.delegations.find(found->id), unit);
    tell(found->taker, shown(unit, found->giver) + " ended it: you no longer decide for them.", unit);
    publish_home(unit, act.actor, home_of(desk, act.actor, unit));
    return slack::Reply::nothing();
}

void home(const Desk& desk, slack::Blocks& blocks, std::string_view user, const store::Unit& unit)
{
    const auto known = unit.delegations.around(user, unit.now);
    if (known.empty() && !unit.approvals.is_approver(user))
        return;
    for (const store::Delegation& d : known) {
        const std::string text = ":handshake: " + line_for(desk, d, user, unit);
        if (d.giver == user)
            blocks.section("delegation:" + std::to_string(d.id), text,
                           slack::button("delegation_end", "End it", std::to_string(d.id)));
        else
            blocks.section(text);
    }
    blocks.actions("delegate", {slack::button("delegate", "Delegate my approvals…")});
}

constexpr std::array kButtons{Button{"delegate", true, open_from_home}, Button{"delegation_end", false, end}};
constexpr std::array kForms{Form{kForm, submit}};
constexpr std::array kVerbs{Verb{"/desk", "delegate", "delegate",
                                 "somebody else decides on approvals for you while you are away", delegate}};
constexpr std::array kRoutines{Routine{kTimer, turn}};

}  // namespace

extern const Feature kDelegations;
const Feature kDelegations{.key = "delegations",
                           .buttons = kButtons,
                           .forms = kForms,
                           .verbs = kVerbs,
                           .routines = kRoutines,
                           .home = home};

}  // namespace deskbell::kernel
