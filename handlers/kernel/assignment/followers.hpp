#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/thread/speaker.hpp"

#include <string>
#include <string_view>

namespace deskbell::kernel {

/// Followers of one ticket; more is a channel.
inline constexpr std::size_t kFollowersMost = 50;

/// May add and remove followers: the requester and the agents; of a private ticket its requester and its
/// assignee alone.
bool may_add_followers(const Desk& desk, const Record& record, std::string_view user,
                       const store::Unit& unit);

/// "Followed by Ana, Ben", "" when nobody does; mrkdwn.
std::string followers_line(const Record& record, const Names& name);

}  // namespace deskbell::kernel
