#pragma once
#include "handlers/kernel/desk.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What becomes of the tickets of somebody who goes: nothing is silently given to somebody else.
namespace deskbell::kernel {

/// The agent channels, each once.
std::vector<std::string> agent_channels(const Desk& desk);

/// Keeps who is in a channel or user group, after it was read anew, and hands back what those hold who are
/// not agents of it any more.
void keep_members(const Desk& desk, const std::string& place, const std::vector<std::string>& users,
                  store::Unit& unit);

/// Once it is known who is in the channel: everybody who holds a ticket of its inboxes and is not in it is no
/// agent of them any more.
void strangers_are_gone(const Desk& desk, const std::string& channel, store::Unit& unit);

/// Somebody is no agent of the channel's inboxes any more: what they hold there becomes unassigned, with one
/// message in the channel, and what they were being offered goes to the next.
void agent_is_gone(const Desk& desk, std::string_view channel, std::string_view user, store::Unit& unit);

/// Somebody whom the desk knew was deactivated: the agents of their open tickets hear once that they read no
/// answer. Of somebody whom it meets like that, the card says so.
void asker_is_gone(const Desk& desk, const std::string& user, store::Unit& unit);

/// Posts what the person holds in the channel's inboxes, with "Assign…" beside each. It stays with them.
/// False when that is nothing. Nothing is posted twice under one `once`.
bool list_held(const Desk& desk, const std::string& channel, const std::string& user, const std::string& once,
               store::Unit& unit);

}  // namespace deskbell::kernel
