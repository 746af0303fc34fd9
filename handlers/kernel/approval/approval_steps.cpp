#include "handlers/kernel/approval/approval_card.hpp"
#include "handlers/kernel/approval/approvals.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

/// How a record stands, as far as an approval changes it.
constexpr std::array<std::string_view, 5> kStanding{attr::kState, attr::kCategory, attr::kHoldReason,
                                                    "pending_message", "pending_until"};

}  // namespace

Attributes standing_of(const Record& record)
{
    Attributes out;
    for (const std::string_view name : kStanding) out[std::string(name)] = record.at(name);
    return out;
}

Result<void> has_approval(const Step& step, std::string_view name)
{
    const auto approval = step.unit.approvals.latest(step.record.id, name);
    const Names names = Names::for_requester(step.settings, step.record, step.unit);
    if (approval && approval->state == "approved")
        return {};
    if (approval && approval->is_pending())
        return Error(Errc::conflict,
                     "It waits for the approval of " + approvers_of(*approval, names, step.unit) + ".");
    return Error(Errc::conflict, approval ? "Its approval ended without a yes: " +
                                                outcome_of(*approval, names, step.unit) + ". Please ask anew."
                                          : "It has no approval yet. Please ask for one first.");
}

Result<void> may_await_approval(const Step& step)
{
    const bool waits = step.unit.approvals.pending(step.record.id).has_value();
    if (waits && step.record.at(attr::kHoldReason) != "approval")
        return {};
    return Error(Errc::conflict, "Nothing was asked of anybody. Choose More, Approval… on the card.");
}

void await_approval(Step& step)
{
    // Without a time it does not go on by itself.
    for (const std::string_view name : {"pending_message", "pending_until"})
        step.values[std::string(name)].clear();
    step.values[std::string(attr::kHoldReason)] = "approval";
}

void go_on(Step& step)
{
    for (const std::string_view name : kStanding)
        if (name != attr::kState && name != attr::kCategory)
            step.values[std::string(name)].clear();
    const auto approval = step.unit.approvals.latest(step.record.id);
    if (!approval || approval->state == "rejected")
        return;
    const auto category = approval->came_from.find(attr::kCategory);
    const bool was_new =
        category != approval->came_from.end() && category->second == to_text(Category::fresh);
    if (was_new && step.record.has(attr::kAssignee))
        return;
    for (const auto& [name, value] : approval->came_from) step.values[name] = value;
}

}  // namespace deskbell::kernel
