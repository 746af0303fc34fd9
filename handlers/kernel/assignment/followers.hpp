#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/thread/speaker.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace deskbell::kernel {

/// Followers of one ticket; more is a channel.
inline constexpr std::size_t kFollowersMost = 50;

/// May add and remove followers: the requester and the agents; of a private ticket its requester and its
/// assignee alone.
bool may_add_followers(const Desk& desk, const Record& record, std::string_view user,
                       const store::Unit& unit);

/// The followers whom this reader may know: a menu of people shows who they are, whatever stands beside it.
std::vector<std::string> followers_for(const Desk& desk, const Record& record, std::string_view reader,
                                       const store::Unit& unit);

/// "Followed by Ana, Ben", "" when nobody does; mrkdwn.
std::string followers_line(const Record& record, const Names& name);

}  // namespace deskbell::kernel
