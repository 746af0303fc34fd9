#pragma once
#include "handlers/kernel/desk.hpp"

#include <string_view>

namespace deskbell::kernel {

/// What `user` is to `record`: Role bits.
unsigned roles_of(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit);

/// True when the person is an agent of the inbox: a member of its agent channel.
bool is_agent(const Desk& desk, std::string_view inbox, std::string_view user, const store::Unit& unit);

/// True when the configuration gives `role` ("manager", "auditor", "owner:change") to the person,
/// directly or through a user group.
bool has_role(const Desk& desk, std::string_view role, std::string_view user, const store::Unit& unit);

/// The one answer to "may this person read this record?". Every read path asks it, or uses `visibility_of`,
/// which says the same to the database.
bool may_see(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit);

/// To be called wherever something of a record that `reader` may see is shown to them: what somebody reads by
/// office alone, as an auditor or as the owner of a process, goes into the log of the desk.
void note_shown(const Desk& desk, const Record& record, std::string_view reader, const store::Unit& unit);

/// The record with this number, for somebody who wants to read it or to do something about it. Errors:
/// not_found, in the same words for what is not there and for what the person may not see, because that
/// there is something would tell already.
Result<Record> named_record(const Desk& desk, const RecordNumber& number, std::string_view user,
                            const store::Unit& unit);

/// True for those who are to decide about the record or have decided; while it waits, also for who stands in
/// for them, unless it is private.
bool is_asked(const Record& record, std::string_view user, const store::Unit& unit);

store::Visibility visibility_of(const Desk& desk, std::string_view user, const store::Unit& unit);

/// The keys of the inboxes whose agent the person is.
std::vector<std::string> inboxes_of(const Desk& desk, std::string_view user, const store::Unit& unit);

/// True for users listed in a comma separated attribute.
bool is_listed(std::string_view list, std::string_view user);

}  // namespace deskbell::kernel
