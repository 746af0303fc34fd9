#include "handlers/kernel/authority.hpp"

#include "handlers/domain/text.hpp"

#include <algorithm>

namespace deskbell::kernel {

bool has_role(const Desk& desk, std::string_view role, std::string_view user, const store::Unit& unit)
{
    const auto holders = desk.settings().roles.find(role);
    if (holders == desk.settings().roles.end() || user.empty())
        return false;
    // User groups are kept in the directory like channels: who is a member of what.
    return std::ranges::any_of(holders->second, [&](const std::string& holder) {
        return holder == user || (holder.starts_with('S') && unit.directory.is_member(holder, user));
    });
}

bool is_agent(const Desk& desk, std::string_view inbox, std::string_view user, const store::Unit& unit)
{
    const InboxSettings* settings = desk.settings().inbox(inbox);
    return settings != nullptr && !user.empty() && unit.directory.is_member(settings->agent_channel, user);
}

std::vector<std::string> inboxes_of(const Desk& desk, std::string_view user, const store::Unit& unit)
{
    std::vector<std::string> out;
    for (const InboxSettings& inbox : desk.settings().inboxes)
        if (is_agent(desk, inbox.key, user, unit))
            out.push_back(inbox.key);
    return out;
}

unsigned roles_of(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit)
{
    unsigned roles = kEveryone;
    if (user.empty())
        return roles;  // nobody is not the assignee of what nobody has
    if (record.at(attr::kRequester) == user)
        roles |= kRequester;
    if (is_agent(desk, record.at(attr::kInbox), user, unit)) {
        roles |= kAgent;
        const bool has_leads = desk.settings().roles.contains("lead");
        if (!has_leads || has_role(desk, "lead", user, unit))
            roles |= kLead;
    }
    if (has_role(desk, "owner:" + record.process, user, unit))
        roles |= kOwner;
    return roles;
}

bool is_listed(std::string_view list, std::string_view user)
{
    const auto listed = split(list, ',');
    return !user.empty() && std::ranges::find(listed, user) != listed.end();
}

bool is_asked(const Record& record, std::string_view user, const store::Unit& unit)
{
    if (user.empty())
        return false;
    if (unit.approvals.is_named(record.id, user))
        return true;
    if (record.has(attr::kPrivate))
        return false;
    return std::ranges::any_of(unit.delegations.taken_by(user, unit.now), [&](const store::Delegation& d) {
        return unit.approvals.awaits(record.id, d.giver);
    });
}

namespace {

/// Everybody who has a part in the record; everybody at all where its process is open.
bool has_part(const Desk& desk, const Record& record, unsigned roles, std::string_view user,
              const store::Unit& unit)
{
    const unsigned seers = desk.process_of(record).seen_by | kRequester | kAgent;
    const bool is_named =
        !user.empty() && (record.at(attr::kAssignee) == user || record.at(attr::kCreatedBy) == user);
    return (roles & seers) != 0 || is_named || is_listed(record.at(attr::kFollowers), user) ||
           is_asked(record, user, unit);
}

bool sees_by_office(const Desk& desk, unsigned roles, std::string_view user, const store::Unit& unit)
{
    return (roles & kOwner) != 0 || has_role(desk, "auditor", user, unit);
}

}  // namespace

bool may_see(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit)
{
    const unsigned roles = roles_of(desk, record, user, unit);
    return sees_by_office(desk, roles, user, unit) || has_part(desk, record, roles, user, unit);
}

void note_shown(const Desk& desk, const Record& record, std::string_view reader, const store::Unit& unit)
{
    const unsigned roles = roles_of(desk, record, reader, unit);
    if (record.has(attr::kInbox) && sees_by_office(desk, roles, reader, unit) &&
        !has_part(desk, record, roles, reader, unit))
        unit.sightings.insert({std::string(reader), record.at(attr::kInbox)});
}

Result<Record> named_record(const Desk& desk, const RecordNumber& number, std::string_view user,
                            const store::Unit& unit)
{
    auto record = desk.find(number, unit);
    if (!record || !may_see(desk, *record, user, unit))
        return Error(Errc::not_found, "There is no " + to_text(number) + " that you may see.");
    note_shown(desk, *record, user, unit);
    return *std::move(record);
}

store::Visibility visibility_of(const Desk& desk, std::string_view user, const store::Unit& unit)
{
    store::Visibility out;
    out.user = user;
    out.everything = has_role(desk, "auditor", user, unit);
    out.inboxes = inboxes_of(desk, user, unit);
    for (const store::Delegation& delegation : unit.delegations.taken_by(user, unit.now))
        out.stands_in_for.push_back(delegation.giver);
    for (const Process* process : desk.processes())
        if ((process->seen_by & kEveryone) != 0 ||
            has_role(desk, "owner:" + std::string(process->key), user, unit))
            out.processes.emplace_back(process->key);
    return out;
}

}  // namespace deskbell::kernel
