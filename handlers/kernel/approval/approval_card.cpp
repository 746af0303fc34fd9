#include "handlers/kernel/approval/approval_card.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/approval/approvals.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/intake/answers.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

using slack::button;
using slack::escaped;

constexpr std::size_t kDetailsShown = 1200;
constexpr std::size_t kAnswerShown = 300;
constexpr std::size_t kFieldsMost = 10;  // of a section, Slack

/// What the requester answered in the form.
bool is_answer_of_form(const Field& field, const Record& record)
{
    return field.at_creation != Asked::never && !field.agents_only && field.name != "details" &&
           record.has(field.name);
}

void add_facts(const Desk& desk, const Record& record, const Names& name, const store::Unit& unit,
               slack::Blocks& blocks)
{
    blocks.section((record.has(attr::kPrivate) ? ":lock: *" : "*") + headline(desk, record) + "*");
    if (record.has("details"))
        blocks.section(slack::quoted(escaped(shortened(record.at("details"), kDetailsShown))));
    std::vector<std::string> facts{"*Requester*\n" + name(record.at(attr::kRequester))};
    if (record.at(attr::kCreatedBy) != record.at(attr::kRequester))
        facts.push_back("*Raised by*\n" + name(record.at(attr::kCreatedBy)));
    if (record.has(attr::kPriority))
        facts.push_back("*Priority*\n" + record.at(attr::kPriority));
    for (const Field& field : desk.process_of(record).fields)
        if (facts.size() < kFieldsMost && is_answer_of_form(field, record))
            facts.push_back("*" + escaped(field.label) + "*\n" +
                            escaped(shortened(label_of(desk, record, field.name), kAnswerShown)));
    // What an inbox asked decides many an approval; what is delicate stays with those who work on it.
    for (const Answered& answered : answers_of(desk, record, unit))
        if (facts.size() < kFieldsMost && !answered.field.agents_only && !answered.field.is_sensitive)
            facts.push_back("*" + escaped(shortened(answered.field.label, kAnswerShown)) + "*\n" +
                            shown_answer(desk, answered));
    blocks.fields(facts);
}

std::string question_of(const store::Approval& approval, const Names& name)
{
    return "*" + name(approval.asked_by) + "* asks for approval:\n" +
           slack::quoted(escaped(approval.purpose)) +
           (approval.cost.empty() ? "" : "\n*Cost and risk:* " + escaped(approval.cost));
}

/// What each said so far, in their order: "Ben approved · Cy is asked". Nothing while all are only asked.
std::string progress_of(const store::Approval& approval, const Names& name, const store::Unit& unit)
{
    const auto seats = unit.approvals.seats(approval.id);
    if (std::ranges::all_of(seats, [](const store::ApprovalSeat& seat) { return seat.state == "asked"; }))
        return {};
    std::vector<std::string> parts;
    for (const store::ApprovalSeat& seat : seats) {
        const bool is_given = seat.state == "approved" || seat.state == "rejected";
        const std::string instead =
            is_given && seat.decided_by != seat.approver ? " for " + name(seat.approver) : "";
        if (is_given)
            parts.push_back(name(seat.decided_by) + " " + seat.state + instead);
        else if (approval.is_pending())
            parts.push_back(name(seat.approver) + (seat.state == "asked" ? " is asked" : " is asked later"));
    }
    return joined(parts, " · ");
}

/// Asked of, how they decide, and what each said.
std::string small_print(const store::Approval& approval, const Names& name, const store::Unit& unit)
{
    const std::string who = approvers_of(approval, name, unit), said = progress_of(approval, name, unit);
    return "Asked: " + who + (said.empty() ? "" : " · " + said);
}

void add_buttons(const Desk& desk, const Record& record, const store::ApprovalSeat& seat,
                 std::string_view reader, const store::Unit& unit, slack::Blocks& blocks)
{
    if (auto may = may_decide(desk, record, seat, reader, unit); !may) {
        blocks.context({may.error().detail()});
        return;
    }
    const std::string id = std::to_string(seat.id);
    blocks.actions("approval:" + id, {button("approval_approve", "Approve", id, slack::Style::primary),
                                      button("approval_reject", "Reject…", id, slack::Style::danger),
                                      button("approval_ask", "Ask…", id)});
    const std::string instead =
        seat.approver == reader
            ? ""
            : "You decide for " + Names::for_reader(desk, record, reader, unit)(seat.approver) + ". ";
    blocks.context({instead + "Ask… puts a question to the requester and the agents."});
}

Saying card_of_seat(const Desk& desk, const Record& record, const store::Approval& approval,
                    const store::ApprovalSeat& seat, std::string_view reader, const std::string& heading,
                    const store::Unit& unit)
{
    const std::string number = desk.number_of(record);
    const Names name = Names::for_reader(desk, record, reader, unit);
    Saying out;
    if (!may_see(desk, record, reader, unit)) {  // it became private, or they stand in no longer
        out.text = number + " is not for you to decide any more" +
                   (approval.is_pending() ? "." : ": " + outcome_of(approval, name, unit));
        out.blocks.section(out.text);
        return out;
    }
    out.text = heading +
               (approval.is_pending()
                    ? number + " waits for your decision: " + escaped(shortened(record.at(attr::kTitle), 150))
                    : number + ": " + outcome_of(approval, name, unit));
    out.blocks.section(approval.is_pending() ? ":ballot_box_with_ballot: " + heading + "*" + number +
                                                   " waits for your decision*"
                                             : "*" + number + "* · " + outcome_of(approval, name, unit));
    add_facts(desk, record, name, unit, out.blocks);
    out.blocks.section(question_of(approval, name));
    out.blocks.context({small_print(approval, name, unit)});
    if (approval.is_pending())
        add_buttons(desk, record, seat, reader, unit, out.blocks);
    return out;
}

/// Who gave this answer: "Ben and Cy for Ana".
std::string names_of(const store::Approval& approval, std::string_view state, const Names& name,
                     const store::Unit& unit)
{
    std::vector<std::string> names;
    for (const store::ApprovalSeat& seat : unit.approvals.seats(approval.id))
        if (seat.state == state)
            names.push_back(name(seat.decided_by) +
                            (seat.decided_by == seat.approver ? "" : " for " + name(seat.approver)));
    return joined(names, " and ");
}

}  // namespace

std::string outcome_of(const store::Approval& approval, const Names& name, const store::Unit& unit)
{
    const std::string why = approval.reason.empty() ? "" : ": " + escaped(approval.reason);
    if (approval.state == "approved")
        return ":white_check_mark: *Approved* by " + names_of(approval, "approved", name, unit);
    if (approval.state == "rejected")
        return ":no_entry: *Rejected* by " + names_of(approval, "rejected", name, unit) + why;
    if (approval.state == "withdrawn")
        return ":leftwards_arrow_with_hook: *Approval withdrawn* by " + name(approval.settled_by) + why;
    return "waits for " + approvers_of(approval, name, unit);
}

Saying approver_view(const Desk& desk, const Record& record, std::string_view reader, const store::Unit& unit)
{
    const Names name = Names::for_reader(desk, record, reader, unit);
    Saying out;
    out.text = headline(desk, record);
    add_facts(desk, record, name, unit, out.blocks);
    const auto latest = unit.approvals.latest(record.id);
    out.blocks.context({"State: " + slack::escaped(state_label(desk, record)),
                        latest && !latest->is_pending() ? outcome_of(*latest, name, unit) : ""});
    return out;
}

void add_decision(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit,
                  slack::Blocks& blocks)
{
    const auto approval = unit.approvals.pending(record.id);
    if (!approval)
        return;
    const Names name = Names::for_reader(desk, record, user, unit);
    bool is_explained = false;
    for (const store::ApprovalSeat& seat : unit.approvals.seats(approval->id)) {
        if (!may_decide(desk, record, seat, user, unit))
            continue;
        if (!std::exchange(is_explained, true)) {
            blocks.section(question_of(*approval, name));
            blocks.context({small_print(*approval, name, unit)});
        }
        add_buttons(desk, record, seat, user, unit, blocks);
    }
}

void send_card(const Desk& desk, const Record& record, const store::Approval& approval,
               const store::ApprovalSeat& seat, const std::string& reader, const std::string& heading,
               store::Unit& unit)
{
    const std::int64_t message =
        post(unit, {0, record.id, "approval", reader, "", 0},
             card_of_seat(desk, record, approval, seat, reader, heading, unit), 0, "");
    unit.approvals.insert(store::ApprovalCopy{message, seat.id, reader});
}

void send_cards(const Desk& desk, const Record& record, const store::Approval& approval,
                const store::ApprovalSeat& seat, const std::string& heading, store::Unit& unit)
{
    send_card(desk, record, approval, seat, seat.approver, heading, unit);
    const auto delegation = unit.delegations.of(seat.approver, unit.now);
    if (delegation && may_decide(desk, record, seat, delegation->taker, unit))
        send_card(desk, record, approval, seat, delegation->taker, heading, unit);
}

void redraw_cards(const Desk& desk, const Record& record, std::int64_t approval_id, store::Unit& unit)
{
    const auto approval = unit.approvals.find(approval_id);
    if (!approval)
        return;
    for (const store::ApprovalCopy& copy : unit.approvals.copies(approval_id))
        if (const auto seat = unit.approvals.seat(copy.seat_id))
            edit(unit, copy.message, card_of_seat(desk, record, *approval, *seat, copy.reader, "", unit));
}

std::string approval_line(const Desk&, const Record& record, const store::Unit& unit)
{
    const auto approval = unit.approvals.latest(record.id);
    if (!approval)
        return {};
    const Names name = Names::for_agents(record, unit);
    if (!approval->is_pending())
        return outcome_of(*approval, name, unit);
    std::string line =
        ":ballot_box_with_ballot: Waits for an approval · " + small_print(*approval, name, unit);
    for (const store::ApprovalSeat& seat : unit.approvals.seats(approval->id)) {
        const auto person = unit.directory.person(seat.approver);
        if (person && person->is_deleted && (seat.state == "asked" || seat.state == "waiting"))
            line += " · :warning: " + name(seat.approver) + " is deactivated";
    }
    return line;
}

}  // namespace deskbell::kernel
