#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What people do to the desk as a whole, where no record tells of it: its settings, what leaves it, who was
/// erased, and what somebody reads by office alone. It is a chained log of its own, which keeps no words of
/// requests or answers.
namespace deskbell::kernel {

// Kinds of act. They stand in the log, so they stay for ever.
inline constexpr std::string_view kInboxRead = "inbox_read";
inline constexpr std::string_view kExported = "exported";
inline constexpr std::string_view kSettingsChanged = "settings_changed";
inline constexpr std::string_view kPersonErased = "person_erased";
inline constexpr std::string_view kDelegated = "delegated";
inline constexpr std::string_view kDelegationEnded = "delegation_ended";

/// Who acts when a command of the program does it: whoever runs the machine.
inline constexpr std::string_view kOperator = "operator";

/// Appends one act. `details` are settings, periods, counts, ids.
void log_act(store::Unit& unit, const Act& act, std::string_view kind, std::vector<Change> details,
             std::string text = {});

/// "process: incident" as a detail.
Change detail(std::string_view name, std::string_view value);

/// Takes out what the log has already: one entry for each reader, inbox and day of the workspace says enough.
void drop_logged(const Desk& desk, const store::Unit& unit);
/// Writes down who was shown what, unless the log has it for today.
void log_sightings(const Desk& desk, const std::set<store::Sighting>& sightings, std::string_view source,
                   store::Unit& unit);

/// Puts something else in the place of actor and values everywhere in the log, and accounts for it with one
/// event more. False when there was nothing to replace.
bool rewrite_desk_log(const std::function<void(Event&)>& change, const Act& act, store::Unit& unit);

}  // namespace deskbell::kernel
