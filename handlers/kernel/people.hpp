#pragma once
#include "handlers/kernel/desk.hpp"

#include <string>
#include <string_view>

namespace deskbell::kernel {

/// Asks Slack once for a person's name and time zone when the directory does not have them yet.
void get_to_know(store::Unit& unit, std::string_view user);

/// Before the user id in the `then` of that question.
inline constexpr std::string_view kPersonThen = "person:";
/// What users.info told.
store::Person person_from(const slack::CallResult& told, std::string_view id);

/// The person's name, or "" when we do not know it (yet).
std::string name_of(const store::Unit& unit, std::string_view user);

/// For mrkdwn: the name where we know it, else a mention, which Slack shows as the name. Never notifies
/// needlessly.
std::string shown(const store::Unit& unit, std::string_view user);

/// For mrkdwn: a mention, or the pseudonym of somebody who was erased, whom Slack does not know.
std::string mentioned(std::string_view user);

/// Inbound text as a person reads it: mentions as names, entities decoded, control characters gone.
std::string readable(const store::Unit& unit, std::string_view mrkdwn);

}  // namespace deskbell::kernel
