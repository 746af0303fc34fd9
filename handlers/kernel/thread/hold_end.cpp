#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "slack/wire/mrkdwn.hpp"

/// A ticket that was held until a time goes on by itself then. Its card changes where nobody looks any more,
/// so whoever has it is called.
namespace deskbell::kernel {

namespace {

Result<void> follow(const Desk& desk, Record& record, std::string_view action, const Act& act,
                    store::Unit& unit)
{
    if (action != "resume" || act.source != "timer")
        return {};
    const std::string who =
        record.has(attr::kAssignee) ? slack::mention(record.at(attr::kAssignee)) + ": " : "";
    tell_agents(record,
                ":arrow_forward: " + who + "the hold is over, " + desk.number_of(record) + " goes on.",
                event_key(record, "hold_over"), unit);
    return {};
}

}  // namespace

extern const Feature kHoldEnd;
const Feature kHoldEnd{.key = "hold_end", .follow_up = follow};

}  // namespace deskbell::kernel
