#pragma once
#include "handlers/domain/approval.hpp"
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "handlers/kernel/thread/speaker.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Named people decide about a record, and the record waits for them. A ticket is asked about by its agents
/// (menu More); a process starts approvals of its own and lets its steps depend on them.
namespace deskbell::kernel {

/// What is asked of whom. A process names its approvals; with `name` "" it is one that an agent asked for.
struct ApprovalRequest {
    ApprovalRule rule = ApprovalRule::any;
    std::vector<std::string> approvers;  ///< Slack user ids; of a sequence in their order
    std::string purpose;                 ///< what is to be approved
    std::string cost = {};               ///< what it costs and what could go wrong
    std::string name = {};               ///< "cab"; what `has_approval` asks for
    /// The step that the program takes then, by a row that is open to kSystem; "" for none. A guard that
    /// refuses it refuses the answer that would settle the approval.
    std::string then_approved = {};
    std::string then_rejected = {};
};

/// Asks the approvers, each by a card in their direct messages. A record of a process that has
/// `await_approval_step` is on hold until it is settled; any other stays where it is, and when it leaves that
/// state the approval ends as withdrawn.
/// Returns the approval's id. Errors: invalid_input for who cannot decide (the requester, whoever raised the
/// record, programs, deactivated people); conflict when one is pending already.
Result<std::int64_t> start_approval(const Desk& desk, Record& record, const ApprovalRequest& asked,
                                    const Act& act, store::Unit& unit);

/// Ends it undecided; what people answered until then counts no more.
/// Errors: invalid_input without a reason, conflict when none is pending.
Result<void> withdraw_approval(const Desk& desk, Record& record, const std::string& reason, const Act& act,
                               store::Unit& unit);

/// Settles it as `approval.state` says and draws its cards anew; the record itself goes nowhere.
/// Errors: conflict when it was settled before.
Result<void> end_approval(const Desk& desk, Record& record, store::Approval& approval, const Act& act,
                          store::Unit& unit);

/// Whether this person may decide on this seat: its approver, or who stands in for them; never the requester
/// or whoever raised the record. Errors: forbidden, with who may; conflict when it is decided.
Result<void> may_decide(const Desk& desk, const Record& record, const store::ApprovalSeat& seat,
                        std::string_view user, const store::Unit& unit);

/// One answer. The one that settles the rule draws every card anew, lets the record go on and tells both
/// sides. Errors: as `may_decide`; invalid_input for a rejection without a reason.
Result<void> answer_approval(const Desk& desk, Record& record, const store::ApprovalSeat& seat, bool approves,
                             const std::string& reason, const Act& act, store::Unit& unit);

/// A question of an approver: the requester and the agents read it, and what they say next is copied to the
/// approver. The approval stays open.
Result<void> ask_about_approval(const Desk& desk, Record& record, const store::ApprovalSeat& seat,
                                const std::string& question, const Act& act, store::Unit& unit,
                                const slack::MessageInfo* source = nullptr);

/// For the guard of a transition that needs an approval: `return has_approval(step, "cab");`
/// Errors: conflict, with what is missing.
Result<void> has_approval(const Step& step, std::string_view name);

/// Who decides how, for the middle of a sentence: "Ben and Cy (the first answer decides)".
std::string approvers_of(const store::Approval& approval, const Names& name, const store::Unit& unit);

/// State and hold of a record: where it goes back to.
Attributes standing_of(const Record& record);

inline constexpr std::string_view kAwaitApproval = "await_approval";
inline constexpr std::string_view kGoOn = "approval_over";

/// Only together with an approval that was asked for: nobody puts a ticket on this hold by hand.
Result<void> may_await_approval(const Step& step);
void await_approval(Step& step);
/// Back to where the record was; to the step's own state after a rejection, or when somebody took it
/// meanwhile.
void go_on(Step& step);

/// The rows of a process whose records are on hold while they wait: by the first they come into the state
/// `hold`, by the second they leave it for where they were, or for `active`.
constexpr Transition await_approval_step(std::string_view from, std::string_view hold)
{
    return {.from = from,
            .action = kAwaitApproval,
            .to = hold,
            .label = "Wait for an approval",
            .who = kAgent | kOwner | kSystem,
            .place = Place::hidden,
            .guard = may_await_approval,
            .effect = await_approval};
}
constexpr Transition go_on_step(std::string_view hold, std::string_view active)
{
    return {.from = hold,
            .action = kGoOn,
            .to = active,
            .label = "Go on",
            .who = kSystem,
            .place = Place::hidden,
            .effect = go_on};
}

}  // namespace deskbell::kernel
