#include "handlers/kernel/assignment/routing.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/assignment/assigning.hpp"
#include "handlers/kernel/feature.hpp"

namespace deskbell::kernel {

namespace {

/// The first rule that matches decides inbox and priority of a new ticket; who is given it follows later,
/// from the rule's name.
void shape(const Desk& desk, Record& draft, const Act&, const store::Unit& unit)
{
    if (!draft.has(attr::kInbox))
        return;
    const RoutingRule* rule = first_match(desk.settings().routing, facts_for_routing(draft, unit));
    if (rule == nullptr)
        return;
    draft.attributes[std::string(kRoutedBy)] = rule->name;
    if (desk.settings().inbox(rule->inbox) != nullptr)
        draft.attributes[std::string(attr::kInbox)] = rule->inbox;
    if (!rule->tags.empty())
        draft.attributes[std::string(attr::kTags)] = joined(rule->tags, ",");
    if (rule->priority.empty() || rule->priority == draft.at(attr::kPriority))
        return;
    draft.attributes[std::string(attr::kPriority)] = rule->priority;
    draft.attributes["priority_override"] = rule->priority;
    draft.attributes["priority_reason"] = "The routing rule " + rule->name;
}

}  // namespace

RoutingFacts facts_for_routing(const Record& draft, const store::Unit& unit)
{
    const std::string& requester = draft.at(attr::kRequester);
    RoutingFacts out;
    out.text = draft.at(attr::kTitle) + "\n" + draft.at("details");
    out.requester = unit.directory.channels_of(requester);  // user groups are kept like channels
    out.requester.push_back(requester);
    out.category = draft.at("fault_category");
    out.priority = draft.at(attr::kPriority);
    out.channel = draft.at(attr::kSourceChannel);
    out.process = draft.process;
    out.inbox = draft.at(attr::kInbox);
    return out;
}

extern const Feature kRouting;
const Feature kRouting{.key = "routing", .shape = shape};

}  // namespace deskbell::kernel
