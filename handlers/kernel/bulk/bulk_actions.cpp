#include "handlers/kernel/bulk/bulk_actions.hpp"

#include "handlers/kernel/bulk/children.hpp"
#include "handlers/kernel/bulk/resolving.hpp"
#include "handlers/kernel/naming.hpp"
#include "handlers/kernel/ticket_steps.hpp"
#include "handlers/kernel/transition.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kResolve = "resolve";

constexpr std::array kFields{
    kAssignField,
    Field{.name = "bulk_text",
          .label = "Resolution",
          .type = FieldType::long_text,
          .help = "Every requester reads this.",
          .max_length = kBulkTextMost},
    kHoldReasonField,
    Field{.name = "pending_message",
          .label = "Message to the requesters",
          .type = FieldType::long_text,
          .help = "They read this. Needed when you wait for them.",
          .max_length = kBulkTextMost},
    kPriorityField,
    kPriorityReasonField,
    Field{.name = attr::kParent,
          .label = "Parent",
          .help = "The number of the ticket that they are a part of, like INC-12.",
          .max_length = 20},
};
constexpr std::array kResolveAsks{AskedField{"bulk_text"}};
constexpr std::array kHoldInBulk{AskedField{"pending_reason"}, AskedField{"pending_message", false}};
constexpr std::array kPriorityInBulk{AskedField{"priority_override"}, AskedField{"priority_reason", false}};
constexpr std::array kParentAsks{AskedField{attr::kParent}};

/// A step of the record's own life.
struct OwnStep {
    std::string action;
    Attributes values;
};

OwnStep step_of(const BulkAction& action, const Desk& desk, const Record& record, const Attributes& entered)
{
    if (action.key != kResolve)
        return {std::string(action.key), entered};
    const Process& process = desk.process_of(record);
    const Transition* row = resolving_step(process, record);
    if (row == nullptr)
        return {std::string(action.key), {}};  // the step itself says why there is none
    return {std::string(row->action), resolution(desk, record, *row, entered.at("bulk_text"))};
}

/// What another inbox offers is no choice for this record.
Result<void> may_enter(const BulkAction& action, const Desk& desk, const Record& record,
                       const Attributes& entered)
{
    for (const AskedField& asked : action.asks) {
        const auto value = entered.find(asked.field);
        const std::string fault =
            fault_in(desk, record.at(attr::kInbox), bulk_field(asked.field),
                     value == entered.end() ? std::string() : value->second, asked.is_required);
        if (!fault.empty())
            return Error(Errc::invalid_input, fault, std::string(asked.field));
    }
    return {};
}

Result<void> check_step(const BulkAction& action, const Desk& desk, const Record& record,
                        const Attributes& entered, const Act& act, store::Unit& unit)
{
    if (auto fits = may_enter(action, desk, record, entered); !fits)
        return fits;
    const OwnStep step = step_of(action, desk, record, entered);
    return permitted(desk, record, step.action, step.values, act, unit);
}

Result<void> run_step(const BulkAction& action, const Desk& desk, Record& record, const Attributes& entered,
                      const Act& act, store::Unit& unit)
{
    if (auto fits = may_enter(action, desk, record, entered); !fits)
        return fits;
    OwnStep step = step_of(action, desk, record, entered);
    return perform(desk, record, step.action, std::move(step.values), act, unit);
}

Result<void> check_parent(const BulkAction&, const Desk& desk, const Record& record,
                          const Attributes& entered, const Act& act, store::Unit& unit)
{
    return may_have_parent(desk, record, entered.at(std::string(attr::kParent)), act, unit);
}

Result<void> run_parent(const BulkAction&, const Desk& desk, Record& record, const Attributes& entered,
                        const Act& act, store::Unit& unit)
{
    return set_parent(desk, record, entered.at(std::string(attr::kParent)), act, unit);
}

constexpr std::array kActions{
    BulkAction{"assign", "Assign to somebody", kAssignAsks, check_step, run_step},
    BulkAction{kResolve, "Resolve", kResolveAsks, check_step, run_step},
    BulkAction{"hold", "Put on hold", kHoldInBulk, check_step, run_step},
    BulkAction{"resume", "Resume", {}, check_step, run_step},
    BulkAction{"priority", "Set the priority", kPriorityInBulk, check_step, run_step},
    BulkAction{attr::kParent, "Make parts of one ticket", kParentAsks, check_parent, run_parent},
};

}  // namespace

std::span<const BulkAction> bulk_actions() { return kActions; }

const BulkAction* bulk_action(std::string_view key)
{
    const auto it = std::ranges::find(kActions, key, &BulkAction::key);
    return it == kActions.end() ? nullptr : &*it;
}

const Field& bulk_field(std::string_view name) { return *std::ranges::find(kFields, name, &Field::name); }

}  // namespace deskbell::kernel
