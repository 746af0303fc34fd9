#pragma once
#include "handlers/kernel/desk.hpp"

#include <string>
#include <string_view>

/// People of another organisation (Slack Connect) ask like everybody, but are never agents.
namespace deskbell::kernel {

/// True as far as we know the person.
bool is_outsider(const store::Unit& unit, std::string_view user);

/// Says in the agents' channel, once, that somebody from outside reads there. Other channels are none of our
/// business.
void warn_of_outsider(const Desk& desk, const std::string& channel, std::string_view user, store::Unit& unit);

/// What users.info told. Whoever is of another workspace than the desk is an outsider.
store::Person person_told(const Desk& desk, const slack::CallResult& told, std::string_view id);

/// The author of a message, when Slack says that they come from outside: what they are told depends on it.
void meet_outsider(const Desk& desk, const slack::MessageInfo& message, store::Unit& unit);

}  // namespace deskbell::kernel
