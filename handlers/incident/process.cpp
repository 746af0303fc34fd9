#include "handlers/incident/classification.hpp"
#include "handlers/kernel/approval/approvals.hpp"
#include "handlers/kernel/assignment/moves.hpp"
#include "handlers/kernel/merge.hpp"
#include "handlers/kernel/ticket_rows.hpp"

/// Incident (ISO/IEC 20000-1:2018, 8.6.1): something that worked does not. Restore it first, explain it
/// later.
namespace deskbell::incident {

using namespace kernel;

namespace {

constexpr std::array kResolutionCodes{
    Option{"fixed", "Fixed"},
    Option{"workaround", "Workaround"},
    Option{"known_error", "Known error"},
    Option{"fixed_by_change", "Fixed by a change"},
    Option{"user_guidance", "User guidance"},
    Option{"duplicate", "Duplicate"},
    Option{"no_fault_found", "No fault found"},
    Option{"self_resolved", "Went away by itself"},
    Option{"not_an_incident", "Not an incident"},
    Option{"no_answer", "No answer from the requester"},
};
constexpr std::array kCauses{
    Option{"change", "Change"},
    Option{"configuration", "Configuration"},
    Option{"capacity", "Capacity"},
    Option{"hardware_fault", "Hardware fault"},
    Option{"software_defect", "Software defect"},
    Option{"supplier", "Supplier"},
    Option{"human_error", "Human error"},
    Option{"process_gap", "Process gap"},
    Option{"security_attack", "Security attack"},
    Option{"external_event", "External event"},
    kCommonCauseOptions[0],
    kCommonCauseOptions[1],
    kCommonCauseOptions[2],
    kCommonCauseOptions[3],
    Option{"unknown", "Unknown"},
};

constexpr Field kFields[] = {
    kImpactField,
    kUrgencyField,
    {.name = "service", .label = "Service", .max_length = 100},
    {.name = "fault_category", .label = "Category", .type = FieldType::one_of, .options = kFaultCategories},
    kPriorityField,
    kPriorityReasonField,
    kHoldReasonField,
    kHoldMessageField,
    kHoldUntilField,
    kPromisedField,
    kPromiseReasonField,
    {.name = "resolution_note",
     .label = "Resolution",
     .type = FieldType::long_text,
     .help = "The requester reads this."},
    {.name = "resolution_code",
     .label = "Code",
     .type = FieldType::one_of,
     .initial = "fixed",
     .options = kResolutionCodes,
     .agents_only = true},
    {.name = "cause_code",
     .label = "Cause",
     .type = FieldType::one_of,
     .initial = "unknown",
     .options = kCauses,
     .agents_only = true},
    kCancelField,
    kDuplicateField,
    kCountsFromField,
    kAssignField,
    kReopenCountField,
};

constexpr State kStates[] = {
    {"new", "New", Category::fresh},           {"in_progress", "In progress", Category::active},
    {"pending", "On hold", Category::on_hold}, {"resolved", "Resolved", Category::resolved},
    {"closed", "Closed", Category::closed},    {"cancelled", "Cancelled", Category::void_},
};

constexpr std::array kClassifyAsks{AskedField{"service"}, AskedField{"fault_category"}};
constexpr std::array kResolveAsks{AskedField{"resolution_note"}, AskedField{"resolution_code"},
                                  AskedField{"cause_code"}};

void on_create(Step& step)
{
    const Classification guess = classify(step.value(attr::kTitle) + " " + step.value("details"));
    step.values["service"] = guess.service;
    step.values["fault_category"] = guess.category;
    set_priority(step);
}

Result<void> is_classified(const Step& step)
{
    for (const std::string_view name : {"service", "fault_category", "impact", "urgency"})
        if (step.value(name).empty())
            return Error(Errc::conflict,
                         "Please classify it first (More, Classify…): service, category, impact and urgency "
                         "must be set.");
    return {};
}

Result<void> may_assign_classified(const Step& step)
{
    auto classified = is_classified(step);
    return classified ? may_assign(step) : classified;
}

Result<void> has_cause(const Step& step)
{
    if (step.value("cause_code").empty())
        return Error(Errc::conflict, "An agent has to name the cause before it can be closed.");
    return {};
}

void solved_by_requester(Step& step)
{
    step.values["resolution_code"] = "self_resolved";
    step.values["resolution_note"] = "The requester says that it is solved.";
    step.values["cause_code"] = "unknown";
}

void end_unanswered(Step& step)
{
    step.values["resolution_code"] = "no_answer";
    step.values["resolution_note"] = "We had no answer to our question.";
    step.values["cause_code"] = "unknown";
    resume(step);
}

constexpr std::string_view kOpen = "new|in_progress|pending";

constexpr Transition kTransitions[] = {
    take_step("new", "in_progress", is_classified),
    take_over_step("in_progress|pending"),
    {.from = kOpen,
     .action = "resolve",
     .to = "resolved",
     .label = "Resolve",
     .place = Place::button,
     .asks = kResolveAsks,
     .effect = solve,
     .tells_requester = "{who} solved {number}:\n{resolution_note}"},
    resume_step("pending", "in_progress"),
    assign_step("new", "in_progress", may_assign_classified),
    assign_step("in_progress|pending", "="),
    priority_step(kOpen),
    {.from = kOpen, .action = "classify", .to = "=", .label = "Classify…", .asks = kClassifyAsks},
    promise_step(kOpen),
    hold_step("new|in_progress", "pending"),
    await_step("in_progress", "pending"),
    no_answer_step("pending", "resolved", end_unanswered,
                   "We had no answer, so {number} is taken as solved."),
    duplicate_step(kOpen),
    await_approval_step(kOpen, "pending"),
    go_on_step("pending", "in_progress"),
    not_a_request_step(kOpen, "cancelled"),
    request_again_step("cancelled", "new"),
    move_step(kOpen, "new"),
    cancel_step("new|in_progress", "cancelled"),
    withdraw_step("new", "cancelled"),
    solved_step(kOpen, "resolved", solved_by_requester),
    reopen_step("resolved", "in_progress"),
    confirm_step("resolved", "closed", has_cause),
};
static_assert(is_sound(kStates, kTransitions),
              "an incident's life has an unknown, unreachable or ambiguous step");

}  // namespace

extern const Process kProcess;
const Process kProcess{
    .key = "incident",
    .prefix = "INC",
    .title = "Incident",
    .plural = "Incidents",
    .purpose = "something that worked does not work any more",
    .clauses = "8.6.1",
    .fields = kFields,
    .states = kStates,
    .transitions = kTransitions,
    .door_label = "Something is broken",
    .door_order = 1,
    .on_create = on_create,
};

}  // namespace deskbell::incident
