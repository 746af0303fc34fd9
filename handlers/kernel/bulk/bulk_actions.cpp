#include "handlers/kernel/bulk/bulk_actions.hpp"

#include "handlers/domain/tags.hpp"
#include "handlers/kernel/assignment/tags.hpp"
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
constexpr std::string_view kOldTags = "old_tags";

constexpr std::array kFields{
    kAssignField,
    Field{.name = "bulk_text",
          .label = "Resolution",
          .type = FieldType::long_text,
          .help = "Every requester reads this.",
          .max_length = kBulkTextMost},
    Field{.name = kCause,
          .label = "Cause",
          .type = FieldType::one_of,
          .help =
              "Tickets that need a cause and do not know this one stay as they are; others that do not know "
              "it are resolved without one."},
    kHoldReasonField,
    Field{.name = "pending_message",
          .label = "Message to the requesters",
          .type = FieldType::long_text,
          .help = "They read this. Needed when you wait for them.",
          .max_length = kBulkTextMost},
    kPriorityField,
    kPriorityReasonField,
    Field{.name = kNewTags,
          .label = "Put on",
          .help = "One or several tags, with blanks between them: vpn vip. Requesters never see them.",
          .max_length = kTagsMost * (kTagMost + 2)},
    Field{
        .name = kOldTags, .label = "Take off", .help = "The same.", .max_length = kTagsMost * (kTagMost + 2)},
    Field{.name = attr::kParent,
          .label = "Parent",
          .help = "The number of the ticket that they are a part of, like INC-12.",
          .max_length = 20},
};
constexpr std::array kResolveAsks{AskedField{"bulk_text"}, AskedField{kCause, false}};
constexpr std::array kHoldInBulk{AskedField{"pending_reason"}, AskedField{"pending_message", false}};
constexpr std::array kPriorityInBulk{AskedField{"priority_override"}, AskedField{"priority_reason", false}};
constexpr std::array kTagAsks{AskedField{kNewTags, false}, AskedField{kOldTags, false}};
constexpr std::array kParentAsks{AskedField{attr::kParent}};

/// A step of the record's own life.
struct OwnStep {
    std::string action;
    Attributes values;
};

/// What was chosen for all of them, and what this one needs and does not know.
Result<void> knows_choices(const Desk& desk, const Record& record, const Transition& row,
                           const Attributes& entered)
{
    for (const AskedField& asked : row.asks) {
        const auto chosen = entered.find(asked.field);
        if (!asked.is_required || chosen == entered.end() || chosen->second.empty())
            continue;
        const Field& field = *desk.process_of(record).field(asked.field);
        if (!fault_in(desk, record.at(attr::kInbox), field, chosen->second, true).empty())
            return Error(Errc::invalid_input,
                         "\"" + choice_label(desk, field.name, chosen->second) + "\" is no choice for \"" +
                             std::string(field.label) + "\" of this ticket. Please resolve it by itself.",
                         std::string(field.name));
    }
    return {};
}

Result<OwnStep> resolving(const Desk& desk, const Record& record, const Attributes& entered)
{
    const Transition* row = resolving_step(desk.process_of(record), record);
    if (row == nullptr)
        return OwnStep{std::string(kResolve), {}};  // the step itself says why there is none
    if (auto knows = knows_choices(desk, record, *row, entered); !knows)
        return knows.error();
    auto values = resolution(desk, record, *row, entered.at("bulk_text"), entered);
    if (!values)
        return values.error();
    return OwnStep{std::string(row->action), *std::move(values)};
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

Result<OwnStep> step_of(const BulkAction& action, const Desk& desk, const Record& record,
                        const Attributes& entered)
{
    if (action.key == kResolve)
        return resolving(desk, record, entered);
    if (auto fits = may_enter(action, desk, record, entered); !fits)
        return fits.error();
    return OwnStep{std::string(action.key), entered};
}

Result<void> check_step(const BulkAction& action, const Desk& desk, const Record& record,
                        const Attributes& entered, const Act& act, store::Unit& unit)
{
    const auto step = step_of(action, desk, record, entered);
    return step ? permitted(desk, record, step->action, step->values, act, unit) : step.error();
}

Result<void> run_step(const BulkAction& action, const Desk& desk, Record& record, const Attributes& entered,
                      const Act& act, store::Unit& unit)
{
    auto step = step_of(action, desk, record, entered);
    return step ? perform(desk, record, step->action, std::move(step->values), act, unit) : step.error();
}

Result<TagChange> tags_in(const Attributes& entered)
{
    const auto read = [&](std::string_view name) -> Result<std::vector<std::string>> {
        const auto typed = entered.find(name);
        auto tags = parse_tags(typed == entered.end() ? std::string_view() : typed->second);
        if (!tags)
            return Error(Errc::invalid_input, tags.error().detail(), std::string(name));
        return tags;
    };
    auto added = read(kNewTags), removed = read(kOldTags);
    if (!added || !removed)
        return (!added ? added : removed).error();
    if (added->empty() && removed->empty())
        return Error(Errc::invalid_input, "Please write a tag to put on or to take off.",
                     std::string(kNewTags));
    return TagChange{*std::move(added), *std::move(removed)};
}

Result<void> check_tags(const BulkAction&, const Desk& desk, const Record& record, const Attributes& entered,
                        const Act& act, store::Unit& unit)
{
    const auto wished = tags_in(entered);
    return wished ? may_retag(desk, record, *wished, act, unit) : wished.error();
}

Result<void> run_tags(const BulkAction&, const Desk& desk, Record& record, const Attributes& entered,
                      const Act& act, store::Unit& unit)
{
    const auto wished = tags_in(entered);
    return wished ? retag(desk, record, *wished, act, unit) : wished.error();
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
    BulkAction{"tags", "Change the tags", kTagAsks, check_tags, run_tags},
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
