#pragma once
#include "handlers/kernel/desk.hpp"

#include <string>

namespace deskbell::kernel {

/// Members of one channel that are read when it becomes an agents' channel: pages times their size.
inline constexpr int kMemberPagesMost = 20;
inline constexpr int kMemberPageSize = 200;

/// Asks Slack who is in the channel; from the answers on they are its members in the directory, and who holds
/// a ticket there without being one gives it back. After that, events and the roster keep it true.
void read_members(const std::string& channel, store::Unit& unit);

}  // namespace deskbell::kernel
