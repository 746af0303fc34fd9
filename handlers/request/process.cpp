#include "handlers/kernel/approval/approvals.hpp"
#include "handlers/kernel/assignment/moves.hpp"
#include "handlers/kernel/merge.hpp"
#include "handlers/kernel/ticket_rows.hpp"

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

constexpr std::string_view kOpen = "submitted|in_fulfilment|pending";

constexpr Transition kTransitions[] = {
    take_step("submitted", "in_fulfilment"),
    take_over_step("in_fulfilment|pending"),
    {.from = kOpen,
     .action = "complete",
     .to = "fulfilled",
     .label = "Resolve",
     .place = Place::button,
     .asks = kCompleteAsks,
     .effect = solve,
     .tells_requester = "{who} completed {number}:\n{fulfilment_note}"},
    resume_step("pending", "in_fulfilment"),
    assign_step("submitted", "in_fulfilment"),
    assign_step("in_fulfilment|pending", "="),
    priority_step(kOpen),
    promise_step(kOpen),
    hold_step("submitted|in_fulfilment", "pending"),
    await_step("in_fulfilment", "pending"),
    no_answer_step("pending", "fulfilled", end_unanswered, "We had no answer, so {number} is taken as done."),
    duplicate_step(kOpen),
    await_approval_step(kOpen, "pending"),
    go_on_step("pending", "in_fulfilment"),
    not_a_request_step(kOpen, "cancelled"),
    request_again_step("cancelled", "submitted"),
    move_step(kOpen, "submitted"),
    cancel_step("submitted|in_fulfilment", "cancelled"),
    withdraw_step(kOpen, "cancelled"),
    solved_step(kOpen, "fulfilled", solved_by_requester),
    reopen_step("fulfilled", "in_fulfilment"),
    confirm_step("fulfilled", "closed"),
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
