#include "handlers/domain/text.hpp"
#include "handlers/kernel/approval/approval_card.hpp"
#include "handlers/kernel/approval/approval_timers.hpp"
#include "handlers/kernel/approval/approvals.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/lists.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/conversation.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kStartForm = "approval:new", kWithdrawForm = "approval:withdraw",
                           kRejectForm = "approval:reject", kAskForm = "approval:ask";
constexpr int kSeatsOfPersonMost = 200;  // that are looked through when somebody is deactivated

constexpr std::array kRules{
    Option{"any", "Any one of them: the first answer decides"},
    Option{"all", "All of them"},
    Option{"majority", "More than half of them"},
    Option{"sequence", "One after the other, in this order"},
};
constexpr Field kApproversField{.name = "approvers",
                                .label = "Who decides?",
                                .type = FieldType::users,
                                .help = "At most 10 people. Not whoever asked for it. They see this ticket."};
constexpr Field kRuleField{.name = "rule",
                           .label = "How do several decide?",
                           .type = FieldType::one_of,
                           .initial = "any",
                           .options = kRules};
constexpr Field kPurposeField{
    .name = "purpose", .label = "What is to be approved?", .type = FieldType::long_text, .max_length = 1000};
constexpr Field kCostField{.name = "cost", .label = "Cost and risk", .max_length = 300};
constexpr Field kReasonField{
    .name = "reason", .label = "Why?", .type = FieldType::long_text, .max_length = 1000};
constexpr Field kQuestionField{
    .name = "text", .label = "Your question", .type = FieldType::long_text, .max_length = 2000};
/// The inputs of the form by which an agent asks, and whether they are required.
constexpr std::array kStartInputs{std::pair(&kApproversField, true), std::pair(&kRuleField, true),
                                  std::pair(&kPurposeField, true), std::pair(&kCostField, false)};

// --- asking for an approval, and taking that back ---------------------------------------------------------

bool is_theirs(unsigned roles) { return (roles & (kAgent | kOwner)) != 0; }

bool may_be_asked(const Desk& desk, const Record& record, unsigned roles, const store::Unit& unit)
{
    return is_theirs(roles) && desk.process_of(record).transition(record, kAwaitApproval) != nullptr &&
           !unit.approvals.pending(record.id);
}

bool may_be_withdrawn(const Desk&, const Record& record, unsigned roles, const store::Unit& unit)
{
    return is_theirs(roles) && unit.approvals.pending(record.id).has_value();
}

slack::Modal form(const Desk& desk, const Record& record, std::string_view callback, std::string_view title,
                  std::string_view submit, const std::string& seat = {})
{
    slack::Modal modal;
    modal.callback_id = callback;
    modal.title = title;
    modal.submit = submit;
    modal.private_metadata = pack({{"record", desk.number_of(record)}, {"seat", seat}});
    modal.blocks.section("*" + headline(desk, record) + "*");
    return modal;
}

Result<void> check_agent(const Desk& desk, const Record& record, const Act& act, const store::Unit& unit)
{
    if (is_theirs(roles_of(desk, record, act.actor, unit)))
        return {};
    return Error(Errc::forbidden, "Only the agents of its inbox can ask for an approval of " +
                                      desk.number_of(record) + " or withdraw it.");
}

/// The manager of whoever asked, who is chosen already in the form; "" where the configuration names none, or
/// somebody who raised it themselves.
std::string manager_of(const Desk& desk, const Record& record)
{
    const auto known = desk.settings().managers.find(record.at(attr::kRequester));
    const bool may_decide =
        known != desk.settings().managers.end() && known->second != record.at(attr::kCreatedBy);
    return may_decide ? known->second : std::string();
}

Answer open_start(const Desk& desk, const slack::BlockAction& click, Record& record, const Act& act,
                  store::Unit& unit)
{
    if (auto may = check_agent(desk, record, act, unit); !may)
        return may.error();
    if (unit.approvals.pending(record.id))
        return Error(Errc::conflict, desk.number_of(record) + " waits for an approval already.");
    slack::Modal modal = form(desk, record, kStartForm, "Approval", "Ask");
    const std::string manager = manager_of(desk, record);
    for (const auto& [field, is_required] : kStartInputs)
        add_input(modal.blocks, *field, is_required, field == &kApproversField ? manager : field->initial);
    if (!manager.empty())
        modal.blocks.context({shown(unit, manager) + " is the manager of " +
                              shown(unit, record.at(attr::kRequester)) + ", and is chosen already."});
    modal.blocks.context({record.has(attr::kPrivate)
                              ? ":lock: This ticket is private. Whom you name here can read it, but no note."
                              : "It is on hold until they have decided, and cannot be resolved before."});
    return show_modal(click, modal);
}

Answer open_withdraw(const Desk& desk, const slack::BlockAction& click, Record& record, const Act& act,
                     store::Unit& unit)
{
    if (auto may = check_agent(desk, record, act, unit); !may)
        return may.error();
    const auto approval = unit.approvals.pending(record.id);
    if (!approval)
        return Error(Errc::conflict, desk.number_of(record) + " does not wait for an approval any more.");
    slack::Modal modal = form(desk, record, kWithdrawForm, "Withdraw approval", "Withdraw");
    modal.blocks.section("It waits for " + approvers_of(*approval, Names::for_agents(record, unit), unit) +
                         ".");
    add_input(modal.blocks, kReasonField, true, "");
    return show_modal(click, modal);
}

Result<std::string> entered(const Field& field, bool is_required, const slack::ViewSubmission& submission)
{
    std::string value = read_input(field, submission.view.values);
    if (const std::string fault = fault_in(field, value, is_required); !fault.empty())
        return Error(Errc::invalid_input, fault, std::string(field.name));
    return value;
}

/// The record of a form, for one of its agents.
Result<Record> agents_record(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                             const store::Unit& unit)
{
    auto record = record_in(desk, submission.view, act.actor, unit);
    if (record)
        if (auto may = check_agent(desk, *record, act, unit); !may)
            return may.error();
    return record;
}

Answer submit_start(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                    store::Unit& unit)
{
    auto record = agents_record(desk, submission, act, unit);
    if (!record)
        return record.error();
    Attributes values;
    for (const auto& [field, is_required] : kStartInputs) {
        auto value = entered(*field, is_required, submission);
        if (!value)
            return value.error();
        values[std::string(field->name)] = *std::move(value);
    }
    ApprovalRequest asked;
    asked.rule = parse_approval_rule(values["rule"]).value_or(ApprovalRule::all);
    asked.approvers = split(values["approvers"], ',');
    asked.purpose = values["purpose"];
    asked.cost = values["cost"];
    if (auto started = start_approval(desk, *record, asked, act, unit); !started)
        return started.error();
    return slack::Reply::clear();
}

Answer submit_withdraw(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                       store::Unit& unit)
{
    auto record = agents_record(desk, submission, act, unit);
    if (!record)
        return record.error();
    const auto reason = entered(kReasonField, true, submission);
    if (!reason)
        return reason.error();
    if (auto done = withdraw_approval(desk, *record, *reason, act, unit); !done)
        return done.error();
    return slack::Reply::clear();
}

// --- deciding ---------------------------------------------------------------------------------------------

/// The seat and its record, if the person may decide there now.
struct Asked {
    store::ApprovalSeat seat;
    Record record;
};
Result<Asked> place_of(const Desk& desk, std::string_view seat_id, const Act& act, const store::Unit& unit)
{
    const auto seat = unit.approvals.seat(whole_number(seat_id));
    auto record = seat ? unit.records.find(seat->record_id) : std::nullopt;
    if (!record || !may_see(desk, *record, act.actor, unit))
        return Error(Errc::not_found, "This approval is not there any more.");
    if (auto may = may_decide(desk, *record, *seat, act.actor, unit); !may)
        return may.error();
    return Asked{*seat, *std::move(record)};
}

Answer approve(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    auto place = place_of(desk, click.value.text, act, unit);
    if (!place)
        return place.error();
    if (auto done = answer_approval(desk, place->record, place->seat, true, "", act, unit); !done)
        return done.error();
    get_to_know(unit, act.actor);
    const auto message = unit.messages.find(click.channel, click.message_ts);
    if (message && message->role == "approval")
        return slack::Reply::nothing();  // the card itself says it
    if (click.view)
        return shown_again(desk, click, place->record, unit);
    return say_to_clicker(click, "You approved " + desk.number_of(place->record) + ".", unit);
}

Answer open_words(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto place = place_of(desk, click.value.text, act, unit);
    if (!place)
        return place.error();
    const bool asks = click.action_id == "approval_ask";
    slack::Modal modal = asks ? form(desk, place->record, kAskForm, "Ask", "Ask", click.value.text)
                              : form(desk, place->record, kRejectForm, "Reject", "Reject", click.value.text);
    add_input(modal.blocks, asks ? kQuestionField : kReasonField, true, "");
    modal.blocks.context({asks ? "The requester and the agents read it. Answers come to your direct "
                                 "messages; the approval stays open."
                               : "The requester and the agents read it."});
    return show_modal(click, modal);
}

Answer submit_words(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                    store::Unit& unit)
{
    auto place = place_of(desk, unpack(submission.view.private_metadata)["seat"], act, unit);
    if (!place)
        return place.error();
    const bool asks = submission.view.callback_id == kAskForm;
    const auto words = entered(asks ? kQuestionField : kReasonField, true, submission);
    if (!words)
        return words.error();
    const auto done = asks ? ask_about_approval(desk, place->record, place->seat, *words, act, unit)
                           : answer_approval(desk, place->record, place->seat, false, *words, act, unit);
    if (!done)
        return done.error();
    return slack::Reply::clear();
}

// --- what the approval means to the record ----------------------------------------------------------------

/// A record on hold for an approval goes nowhere but to its end; another one is not resolved before.
bool bars(const Desk& desk, const Record& record, const Transition& row, const store::Unit& unit)
{
    const auto approval = unit.approvals.pending(record.id);
    if (!approval || row.to == "=" || row.action == kAwaitApproval)
        return false;
    const State* target = desk.process_of(record).state(row.to);
    const Category category = target == nullptr ? Category::fresh : target->category;
    if (category == Category::void_)
        return false;
    return approval->holds || category == Category::resolved || category == Category::closed;
}

Result<void> guard(const Desk& desk, const Transition& row, const Step& step)
{
    if (!bars(desk, step.record, row, step.unit))
        return {};
    const auto approval = step.unit.approvals.pending(step.record.id);
    const Names name = is_theirs(step.roles) ? Names::for_agents(step.record, step.unit)
                                             : Names::for_requester(step.settings, step.record, step.unit);
    const std::string what = is_theirs(step.roles) ? "Wait for the decision, or withdraw the approval first "
                                                     "(More, Withdraw approval…)."
                                                   : "You hear the decision as soon as there is one.";
    return Error(Errc::conflict, desk.number_of(step.record) + " waits for the approval of " +
                                     approvers_of(*approval, name, step.unit) +
                                     ", so it can be neither resolved nor taken off hold yet. " + what);
}

/// A record that ends, or leaves the state in which its process asked, needs no answer any more.
Result<void> follow_up(const Desk& desk, Record& record, std::string_view action, const Act& act,
                       store::Unit& unit)
{
    auto approval = unit.approvals.pending(record.id);
    if (!approval || action == kAwaitApproval)
        return {};
    const auto before = approval->came_from.find(attr::kState);
    const bool has_left =
        !approval->holds && before != approval->came_from.end() && before->second != record.at(attr::kState);
    if (!has_left && is_open(parse_category(record.at(attr::kCategory)).value_or(Category::fresh)))
        return {};
    approval->state = "withdrawn";
    approval->reason = desk.number_of(record) + " is \"" + state_label(desk, record) + "\" now";
    return end_approval(desk, record, *approval, act, unit);
}

void on_person(const Desk& desk, const store::Person& person, store::Unit& unit)
{
    if (!person.is_deleted)
        return;
    for (const store::ApprovalSeat& seat : unit.approvals.open(person.id, kSeatsOfPersonMost)) {
        const auto record = unit.records.find(seat.record_id);
        if (!record)
            continue;
        tell_agents(*record,
                    ":warning: " + shown(unit, person.id) + ", who is asked to approve " +
                        desk.number_of(*record) +
                        ", is deactivated in Slack and cannot answer. Withdraw the approval (More, Withdraw "
                        "approval…) and ask somebody else, unless the others can decide.",
                    "approval:gone:" + std::to_string(seat.id), unit);
        redraw(desk, *record, unit);
    }
}

void home(const Desk& desk, slack::Blocks& blocks, std::string_view user, const store::Unit& unit)
{
    if (!unit.approvals.is_approver(user) && unit.delegations.around(user, unit.now).empty())
        return;
    const ListQuery query{"decide", "", 0};
    blocks.divider();
    add_list(desk, blocks, query, page_of(desk, query, user, unit), user, unit, true);
}

constexpr std::array kEntries{
    Entry{"approval", "Approval…", true, may_be_asked, open_start},
    Entry{"approval_withdraw", "Withdraw approval…", true, may_be_withdrawn, open_withdraw},
};
constexpr std::array kButtons{
    Button{"approval_approve", false, approve},
    Button{"approval_reject", true, open_words},
    Button{"approval_ask", true, open_words},
};
constexpr std::array kForms{
    Form{kStartForm, submit_start},
    Form{kWithdrawForm, submit_withdraw},
    Form{kRejectForm, submit_words},
    Form{kAskForm, submit_words},
};
constexpr std::array kRoutines{Routine{kRemindTimer, remind}, Routine{kEscalateTimer, escalate_approval}};

}  // namespace

extern const Feature kApprovals;
const Feature kApprovals{.key = "approvals",
                         .buttons = kButtons,
                         .forms = kForms,
                         .entries = kEntries,
                         .routines = kRoutines,
                         .guard = guard,
                         .follow_up = follow_up,
                         .bars = bars,
                         .card_line = approval_line,
                         .home = home,
                         .on_person = on_person};

}  // namespace deskbell::kernel
