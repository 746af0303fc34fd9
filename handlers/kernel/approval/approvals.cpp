#include "handlers/kernel/approval/approvals.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/approval/approval_card.hpp"
#include "handlers/kernel/approval/approval_timers.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicks.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/transition.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

using slack::escaped;

bool is_party(const Record& record, std::string_view user)
{
    return record.at(attr::kRequester) == user || record.at(attr::kCreatedBy) == user;
}

ApprovalRule rule_of(const store::Approval& approval)
{
    return parse_approval_rule(approval.rule).value_or(ApprovalRule::all);
}

/// Beside a field Slack shows plain text: a mention would stay a raw id there, and an escaped name escaped.
std::string plain_name(const store::Unit& unit, const std::string& user)
{
    const std::string name = name_of(unit, user);
    return name.empty() ? "Somebody whom you chose" : name;
}

/// Why this person cannot be asked, or "".
std::string fault_of(const Desk& desk, const Record& record, const std::string& user, const store::Unit& unit)
{
    if (is_party(record, user))
        return plain_name(unit, user) + " asked for " + desk.number_of(record) +
               " or raised it, so somebody else has to approve it.";
    const auto person = unit.directory.person(user);
    if (user == desk.self().user || (person && person->is_bot))
        return "A program cannot decide. Please choose people.";
    if (person && person->is_deleted)
        return plain_name(unit, user) + " is deactivated in Slack and cannot answer. Please choose somebody else.";
    if (person && person->is_external)
        return plain_name(unit, user) + " belongs to another organisation. Please choose somebody of your own.";
    return {};
}

Result<void> may_start(const Desk& desk, const Record& record, const ApprovalRequest& asked,
                       const store::Unit& unit)
{
    if (unit.approvals.pending(record.id))
        return Error(Errc::conflict, desk.number_of(record) +
                                         " waits for an approval already. Withdraw that one first (More, "
                                         "Withdraw approval…).");
    if (!is_open(parse_category(record.at(attr::kCategory)).value_or(Category::fresh)))
        return Error(Errc::conflict,
                     desk.number_of(record) + " is not open any more, so there is nothing to approve.");
    if (asked.approvers.empty() || asked.approvers.size() > kApproversMost)
        return Error(Errc::invalid_input, "Please choose 1 to " + std::to_string(kApproversMost) + " people.",
                     "approvers");
    for (const std::string& user : asked.approvers)
        if (const std::string fault = fault_of(desk, record, user, unit); !fault.empty())
            return Error(Errc::invalid_input, fault, "approvers");
    if (trimmed(asked.purpose).empty())
        return Error(Errc::invalid_input, "Please write what is to be approved.", "purpose");
    return {};
}

/// In a sequence the next one, else everybody who was not asked yet.
void ask_next(const Desk& desk, const Record& record, const store::Approval& approval, store::Unit& unit)
{
    std::vector<store::ApprovalSeat> asked;
    for (store::ApprovalSeat seat : unit.approvals.seats(approval.id)) {
        if (seat.state != "waiting")
            continue;
        unit.approvals.ask(seat.id, unit.now);
        seat.state = "asked";
        seat.asked_at = unit.now;
        asked.push_back(seat);
        if (rule_of(approval) == ApprovalRule::sequence)
            break;
    }
    // Only now, because each card says who else is asked.
    for (const store::ApprovalSeat& seat : asked) send_cards(desk, record, approval, seat, "", unit);
    arm_reminders(desk, record, approval, unit);
}

std::string key_of(const store::Approval& approval, std::string_view what)
{
    return "approval:" + std::to_string(approval.id) + ":" + std::string(what);
}

/// A rejection leaves it to the agents what happens next: cancelling is one click.
void tell_agents_outcome(const Desk& desk, const Record& record, const store::Approval& approval,
                         store::Unit& unit)
{
    const auto card = unit.messages.find(record.id, "card");
    if (!card)
        return;
    const std::string number = desk.number_of(record);
    const bool is_rejected = approval.state == "rejected";
    Saying saying;
    saying.text = number + ": " + outcome_of(approval, Names::for_agents(record, unit), unit);
    saying.blocks.section(saying.text);
    if (is_rejected && desk.process_of(record).transition(record, "cancel") != nullptr) {
        saying.blocks.context({"You can cancel it, ask anew (More, Approval…) or go on another way."});
        saying.blocks.actions("approval_rejected", {slack::button(std::string(kStepPrefix) + "cancel",
                                                                  "Cancel " + number + "…", number)});
    }
    post(unit, {0, record.id, "notice", card->channel, "", 0}, saying, card->id, key_of(approval, "settled"));
}

void tell_requester_outcome(const Desk& desk, const Record& record, const store::Approval& approval,
                            const Act& act, store::Unit& unit)
{
    const std::string next = approval.state == "rejected"
                                 ? "The team decides what happens next, and tells you."
                                 : "The team goes on.";
    const Names name = Names::for_requester(desk.settings(), record, unit);
    tell_requester(desk, record,
                   desk.number_of(record) + ": " + outcome_of(approval, name, unit) + "\n" + next, act, unit);
}

/// What the program does with the record now.
Result<void> move_on(const Desk& desk, Record& record, const store::Approval& approval, const Act& act,
                     store::Unit& unit)
{
    const Act by_rule{"system", act.source, act.at, "approval " + approval.state};
    if (approval.holds)
        if (auto done = perform(desk, record, kGoOn, {}, by_rule, unit); !done)
            return done;
    const std::string& step = approval.state == "approved"   ? approval.then_approved
                              : approval.state == "rejected" ? approval.then_rejected
                                                             : std::string();
    return step.empty() ? Result<void>() : perform(desk, record, step, {}, by_rule, unit);
}

Result<void> finish(const Desk& desk, Record& record, store::Approval approval, const Act& act,
                    store::Unit& unit)
{
    if (auto ended = end_approval(desk, record, approval, act, unit); !ended)
        return ended;
    if (auto moved = move_on(desk, record, approval, act, unit); !moved)
        return moved;
    tell_requester_outcome(desk, record, approval, act, unit);
    tell_agents_outcome(desk, record, approval, unit);
    redraw(desk, record, unit);
    return {};
}

/// "as Ben's stand-in", for the log and for people.
std::string in_place_of(const store::ApprovalSeat& seat, std::string_view user)
{
    return seat.approver == user ? std::string() : "in place of " + seat.approver;
}

}  // namespace

std::string approvers_of(const store::Approval& approval, const Names& name, const store::Unit& unit)
{
    std::vector<std::string> names;
    for (const store::ApprovalSeat& seat : unit.approvals.seats(approval.id))
        names.push_back(name(seat.approver));
    if (names.size() == 1)
        return names.front();
    const ApprovalRule rule = rule_of(approval);
    const std::string how = rule == ApprovalRule::any        ? "the first answer decides"
                            : rule == ApprovalRule::all      ? "all of them have to approve"
                            : rule == ApprovalRule::majority ? "more than half have to approve"
                                                             : "one after the other";
    const std::string last = names.back();
    names.pop_back();
    return joined(names, ", ") + " and " + last + " (" + how + ")";
}

Result<std::int64_t> start_approval(const Desk& desk, Record& record, const ApprovalRequest& request,
                                    const Act& act, store::Unit& unit)
{
    ApprovalRequest asked = request;
    asked.approvers.clear();
    for (const std::string& user : request.approvers)
        if (std::ranges::find(asked.approvers, user) == asked.approvers.end())
            asked.approvers.push_back(user);
    if (auto may = may_start(desk, record, asked, unit); !may)
        return may.error();
    store::Approval approval;
    approval.record_id = record.id;
    approval.name = asked.name;
    approval.rule = to_text(asked.rule);
    approval.purpose = trimmed(asked.purpose);
    approval.cost = asked.cost;
    approval.asked_by = act.actor;
    approval.asked_at = unit.now;
    approval.holds = desk.process_of(record).transition(record, kAwaitApproval) != nullptr;
    approval.came_from = standing_of(record);
    approval.then_approved = asked.then_approved;
    approval.then_rejected = asked.then_rejected;
    approval.id = unit.approvals.insert(approval);
    store::ApprovalSeat seat;
    seat.approval_id = approval.id;
    seat.record_id = record.id;
    for (const std::string& user : asked.approvers) {
        seat.approver = user;
        unit.approvals.insert(seat);
        ++seat.position;
        get_to_know(unit, user);
    }
    write(unit, record, act, "approval_asked",
          changes_to(record, {{"approval_state", "pending"},
                              {"approval_name", approval.name},
                              {"approval_rule", approval.rule},
                              {"approvers", joined(asked.approvers, ",")},
                              {std::string(attr::kApprovalSince), rfc3339(unit.now)}}),
          approval.purpose + (approval.cost.empty() ? "" : "\n" + approval.cost));
    const Names for_agents = Names::for_agents(record, unit);
    const Names for_requester = Names::for_requester(desk.settings(), record, unit);
    // Before the step: what that tells goes under the same key while nothing else has happened.
    tell_requester(desk, record,
                   for_requester(act.actor) + " asked " + approvers_of(approval, for_requester, unit) +
                       " to approve " + desk.number_of(record) + ". You hear the result here.",
                   act, unit);
    tell_agents(record,
                ":ballot_box_with_ballot: *" + for_agents(act.actor) + "* asked " +
                    approvers_of(approval, for_agents, unit) +
                    " to approve: " + escaped(shortened(approval.purpose, 300)),
                key_of(approval, "asked"), unit);
    if (approval.holds)
        if (auto held = perform(desk, record, kAwaitApproval, {}, act, unit); !held)
            return held.error();
    ask_next(desk, record, approval, unit);
    redraw(desk, record, unit);
    return approval.id;
}

Result<void> end_approval(const Desk& desk, Record& record, store::Approval& approval, const Act& act,
                          store::Unit& unit)
{
    approval.settled_by = act.actor;
    approval.settled_at = act.at;
    if (!unit.approvals.settle(approval))
        return Error(Errc::conflict, "This approval is decided already. Open " + desk.number_of(record) +
                                         " again to see how.");
    cancel_reminders(approval, unit);
    write(unit, record, act, "approval_" + approval.state,
          changes_to(record, {{"approval_state", approval.state}, {std::string(attr::kApprovalSince), ""}}),
          approval.reason);
    redraw_cards(desk, record, approval.id, unit);
    return {};
}

Result<void> withdraw_approval(const Desk& desk, Record& record, const std::string& reason, const Act& act,
                               store::Unit& unit)
{
    auto approval = unit.approvals.pending(record.id);
    if (!approval)
        return Error(Errc::conflict, desk.number_of(record) + " does not wait for an approval (any more).");
    if (trimmed(reason).empty())
        return Error(Errc::invalid_input, "Please write why. The approvers and the requester read it.",
                     "reason");
    approval->state = "withdrawn";
    approval->reason = trimmed(reason);
    return finish(desk, record, *std::move(approval), act, unit);
}

Result<void> may_decide(const Desk& desk, const Record& record, const store::ApprovalSeat& seat,
                        std::string_view user, const store::Unit& unit)
{
    const std::string number = desk.number_of(record);
    const Names name = Names::for_reader(desk, record, user, unit);
    const auto approval = unit.approvals.find(seat.approval_id);
    if (approval && !approval->is_pending())
        return Error(Errc::conflict, number + " is decided already: " + outcome_of(*approval, name, unit));
    if (is_party(record, user))
        return Error(Errc::forbidden, "You asked for " + number +
                                          " or raised it, so you cannot decide about it. That is up to " +
                                          name(seat.approver) + ".");
    const auto delegation = unit.delegations.of(seat.approver, unit.now);
    const bool stands_in =
        seat.approver != user && delegation && delegation->taker == user && !record.has(attr::kPrivate);
    if (seat.approver != user && !stands_in)
        return Error(Errc::forbidden,
                     "Only " + name(seat.approver) + ", or whoever stands in for them, can decide this.");
    if (stands_in)
        for (const store::ApprovalSeat& other : unit.approvals.seats(seat.approval_id))
            if (other.approver == user)
                return Error(Errc::forbidden, "You are asked about " + number +
                                                  " yourself, so you cannot also decide for " +
                                                  name(seat.approver) + ".");
    if (seat.state == "waiting")
        return Error(Errc::conflict, "It is not your turn yet: somebody else is asked first.");
    if (seat.state != "asked")
        return Error(Errc::conflict, number + " is answered here already: " + seat.state + " by " +
                                         name(seat.decided_by) + ". The others are still asked.");
    return {};
}

Result<void> answer_approval(const Desk& desk, Record& record, const store::ApprovalSeat& seat, bool approves,
                             const std::string& reason, const Act& act, store::Unit& unit)
{
    if (auto may = may_decide(desk, record, seat, act.actor, unit); !may)
        return may;
    if (!approves && trimmed(reason).empty())
        return Error(Errc::invalid_input, "Please write why. The requester and the agents read it.",
                     "reason");
    store::ApprovalSeat decided = seat;
    decided.state = approves ? "approved" : "rejected";
    decided.decided_by = act.actor;
    decided.decided_at = act.at;
    decided.reason = trimmed(reason);
    if (!unit.approvals.answer(decided))
        return Error(Errc::conflict, "This is answered already. Open " + desk.number_of(record) + " again.");
    const std::string instead = in_place_of(seat, act.actor);
    write(unit, record, act, approves ? "approval_given" : "approval_refused", {},
          joined(instead.empty() || decided.reason.empty() ? std::vector{instead + decided.reason}
                                                           : std::vector{instead, decided.reason},
                 ": "));
    store::Approval approval = *unit.approvals.find(seat.approval_id);
    const auto seats = unit.approvals.seats(approval.id);
    const auto count = [&](std::string_view state) {
        return static_cast<std::size_t>(std::ranges::count(seats, state, &store::ApprovalSeat::state));
    };
    const Decision now = decision(rule_of(approval), seats.size(), count("approved"), count("rejected"));
    if (now != Decision::open) {
        approval.state = now == Decision::approved ? "approved" : "rejected";
        approval.reason = now == Decision::rejected ? decided.reason : "";
        return finish(desk, record, approval, act, unit);
    }
    tell_agents(record,
                ":ballot_box_with_ballot: *" + shown(unit, act.actor) + "* " + decided.state + " (" +
                    std::to_string(count("approved") + count("rejected")) + " of " +
                    std::to_string(seats.size()) + " answered)" +
                    (decided.reason.empty() ? "" : ": " + escaped(decided.reason)),
                key_of(approval, "seat:" + std::to_string(seat.id)), unit);
    if (rule_of(approval) == ApprovalRule::sequence)
        ask_next(desk, record, approval, unit);
    redraw_cards(desk, record, approval.id, unit);
    redraw(desk, record, unit);
    return {};
}

Result<void> ask_about_approval(const Desk& desk, Record& record, const store::ApprovalSeat& seat,
                                const std::string& question, const Act& act, store::Unit& unit,
                                const slack::MessageInfo* source)
{
    if (auto may = may_decide(desk, record, seat, act.actor, unit); !may)
        return may;
    unit.approvals.mark_question(seat.id);
    return approver_asks(desk, record, question, act, unit, source);
}

}  // namespace deskbell::kernel
