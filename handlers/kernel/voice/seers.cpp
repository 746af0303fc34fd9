#include "handlers/kernel/voice/seers.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

using People = std::vector<std::string>;

/// Those who hold the role, directly or through a user group.
People holders_of(const Desk& desk, std::string_view role, const store::Unit& unit)
{
    People out;
    const auto holders = desk.settings().roles.find(role);
    if (holders == desk.settings().roles.end())
        return out;
    for (const std::string& holder : holders->second) {
        const People people = holder.starts_with('S') ? unit.directory.members(holder) : People{holder};
        out.insert(out.end(), people.begin(), people.end());
    }
    return out;
}

/// While it waits, who stands in for them; of a private record nobody does.
People stand_ins_of(const Record& record, const People& approvers, const store::Unit& unit)
{
    People out;
    if (record.has(attr::kPrivate))
        return out;
    for (const std::string& approver : approvers)
        if (unit.approvals.awaits(record.id, approver))
            if (const auto delegation = unit.delegations.of(approver, unit.now))
                out.push_back(delegation->taker);
    return out;
}

}  // namespace

Access access_of(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const Process& process = desk.process_of(record);
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    Access out;
    out.is_for_everybody = (process.seen_by & kEveryone) != 0;
    const auto add = [&](std::string reason, People people) {
        std::erase(people, "");
        std::ranges::sort(people);
        people.erase(std::unique(people.begin(), people.end()), people.end());
        if (!people.empty())
            out.seers.push_back({std::move(reason), std::move(people)});
    };
    const std::string& requester = record.at(attr::kRequester);
    add("Who asked", {requester});
    if (record.at(attr::kCreatedBy) != requester)
        add("Who raised it", {record.at(attr::kCreatedBy)});
    add("Who has it", {record.at(attr::kAssignee)});
    add("Followers", split(record.at(attr::kFollowers), ','));
    if (inbox != nullptr)
        add("Agents of " + inbox->name, unit.directory.members(inbox->agent_channel));
    const People approvers = unit.approvals.named(record.id);
    add("Who was asked to approve it", approvers);
    add("Who stands in for them", stand_ins_of(record, approvers, unit));
    add("Who owns the process " + std::string(process.title),
        holders_of(desk, "owner:" + record.process, unit));
    add("Auditors", holders_of(desk, "auditor", unit));
    return out;
}

}  // namespace deskbell::kernel
