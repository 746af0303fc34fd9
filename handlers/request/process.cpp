#include "handlers/kernel/approval/approvals.hpp"
#include "handlers/kernel/assignment/moves.hpp"
#include "handlers/kernel/merge.hpp"
#include "handlers/kernel/ticket_steps.hpp"

/// Service request (ISO/IEC 20000-1:2018, 8.6.2): somebody needs something that the service offers.
/// An agent may ask for an approval of each; catalogue items that need one, and fulfilment tasks, add rows to
/// this table in a later step.
namespace deskbell::request {

using namespace kernel;

namespace {

constexpr std::array kCauses{kCommonCauseOptions[0],
                             kCommonCauseOptions[1],
                             kCommonCauseOptions[2],
                             kCommonCauseOptions[3],
                             Option{"training", "Training needed"},
                             Option{"other", "Something else"}};

constexpr Field kFields[] = {
    // Not asked of the requester: the catalogue item gives them, "one person, can be worked around" until
    // then.
    {.name = "impact",
     .label = "How many are affected?",
     .type = FieldType::one_of,
     .initial = "4",
     .options = kImpacts},
    {.name = "urgency",
     .label = "How badly?",
     .type = FieldType::one_of,
     .initial = "3",
     .options = kUrgencies},
    kPriorityField,
    kPriorityReasonField,
    kHoldReasonField,
    kHoldMessageField,
    kHoldUntilField,
    kPromisedField,
    kPromiseReasonField,
    {.name = "fulfilment_note",
     .label = "Resolution",
     .type = FieldType::long_text,
     .help = "The requester reads this."},
    {.name = "cause_code",
     .label = "Cause",
     .type = FieldType::one_of,
     .help = "When the request could have been avoided.",
     .options = kCauses,
     .agents_only = true},
    kCancelField,
    kDuplicateField,
    kCountsFromField,
    kAssignField,
    kReopenCountField,
};

constexpr State kStates[] = {
    {"submitted", "Submitted", Category::fresh}, {"in_fulfilment", "In fulfilment", Category::active},
    {"pending", "On hold", Category::on_hold},   {"fulfilled", "Fulfilled", Category::resolved},
    {"closed", "Closed", Category::closed},      {"cancelled", "Cancelled", Category::void_},
};

constexpr std::array kCompleteAsks{AskedField{"fulfilment_note"}, AskedField{"cause_code", false}};

void solved_by_requester(Step& step)
{
    step.values["fulfilment_note"] = "The requester says that it is done.";
}

void end_unanswered(Step& step)
{
    step.values["fulfilment_note"] = "We had no answer to our question.";
    resume(step);
}

constexpr Transition kTransitions[] = {
    {.from = "submitted",
     .action = "take",
     .to = "in_fulfilment",
     .label = "Take it",
     .place = Place::primary_button,
     .effect = take,
     .tells_requester = "{who} is looking at {number} now."},
    {.from = "in_fulfilment|pending",
     .action = "take",
     .to = "=",
     .label = "Take over",
     .effect = take,
     .tells_requester = "{who} is looking at {number} now."},
    {.from = "submitted|in_fulfilment|pending",
     .action = "complete",
     .to = "fulfilled",
     .label = "Resolve",
     .place = Place::button,
     .asks = kCompleteAsks,
     .effect = resume,
     .tells_requester = "{who} completed {number}:\n{fulfilment_note}"},
    {.from = "pending",
     .action = "resume",
     .to = "in_fulfilment",
     .label = "Resume",
     .who = kAgent | kRequester | kSystem,
     .place = Place::button,
     .effect = resume,
     .fires_on = "pending_until"},
    {.from = "submitted",
     .action = "assign",
     .to = "in_fulfilment",
     .label = "Assign…",
     .asks = kAssignAsks,
     .guard = may_assign,
     .effect = assign},
    {.from = "in_fulfilment|pending",
     .action = "assign",
     .to = "=",
     .label = "Assign…",
     .asks = kAssignAsks,
     .guard = may_assign,
     .effect = assign},
    {.from = "submitted|in_fulfilment|pending",
     .action = "priority",
     .to = "=",
     .label = "Priority…",
     .asks = kPriorityAsks,
     .guard = may_set_priority,
     .effect = set_priority},
    {.from = "submitted|in_fulfilment|pending",
     .action = "promise",
     .to = "=",
     .label = "Promise a date…",
     .who = kLead,
     .asks = kPromiseAsks,
     .guard = may_promise,
     .tells_requester = "{who} promises you {number} by {promised_at}."},
    {.from = "submitted|in_fulfilment",
     .action = "hold",
     .to = "pending",
     .label = "Hold…",
     .asks = kHoldAsks,
     .guard = may_hold,
     .effect = hold,
     .tells_requester = "{who} put {number} on hold ({pending_reason}).\n{pending_message}"},
    await_step("in_fulfilment", "pending"),
    {.from = "pending",
     .action = "no_answer",
     .to = "fulfilled",
     .label = "No answer",
     .who = kSystem,
     .place = Place::hidden,
     .guard = may_end_unanswered,
     .effect = end_unanswered,
     .tells_requester = "We had no answer, so {number} is taken as done."},
    duplicate_step("submitted|in_fulfilment|pending"),
    await_approval_step("submitted|in_fulfilment|pending", "pending"),
    go_on_step("pending", "in_fulfilment"),
    not_a_request_step("submitted|in_fulfilment|pending", "cancelled"),
    request_again_step("cancelled", "submitted"),
    move_step("submitted|in_fulfilment|pending", "submitted"),
    {.from = "submitted|in_fulfilment",
     .action = "cancel",
     .to = "cancelled",
     .label = "Cancel…",
     .asks = kCancelAsks,
     .tells_requester =
         "{number} is cancelled ({cancel_reason}). If that is wrong, please raise a new ticket."},
    {.from = "submitted|in_fulfilment|pending",
     .action = "withdraw",
     .to = "cancelled",
     .label = "Withdraw",
     .who = kRequester,
     .tells_requester = "{number} is withdrawn."},
    {.from = "submitted|in_fulfilment|pending",
     .action = "solved",
     .to = "fulfilled",
     .label = "Solved – thanks",
     .who = kRequester,
     .place = Place::hidden,
     .effect = solved_by_requester},
    {.from = "fulfilled",
     .action = "reopen",
     .to = "in_fulfilment",
     .label = "Reopen",
     .who = kRequester | kAgent,
     .guard = may_reopen,
     .effect = reopen,
     .tells_requester = "{number} is open again. We look at it once more."},
    {.from = "fulfilled",
     .action = "confirm",
     .to = "closed",
     .label = "Yes, solved",
     .who = kRequester | kSystem,
     .place = Place::hidden,
     .tells_requester = "{number} is closed. Thank you.",
     .fires_after_days = kGraceDays},
};
static_assert(is_sound(kStates, kTransitions),
              "a request's life has an unknown, unreachable or ambiguous step");

}  // namespace

extern const Process kProcess;
const Process kProcess{
    .key = "request",
    .prefix = "REQ",
    .title = "Service request",
    .plural = "Service requests",
    .purpose = "somebody needs something that the service offers",
    .clauses = "8.6.2",
    .fields = kFields,
    .states = kStates,
    .transitions = kTransitions,
    .door_label = "I need something",
    .door_order = 2,
    .takes_untyped = true,
    .on_create = set_priority,
    .completion = Metric::fulfilment,
};

}  // namespace deskbell::request
