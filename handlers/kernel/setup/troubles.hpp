#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/say.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What Slack does not let the desk do, and who hears of it.
namespace deskbell::kernel {

inline constexpr std::string_view kArchivedWhy = "the channel is archived";
inline constexpr std::string_view kArchivedMend = "Unarchive it";
inline constexpr std::string_view kNotInWhy = "the bot is not in the channel";
inline constexpr std::string_view kNotFoundWhy = "the channel is gone, or private and the bot is not in it";
inline constexpr std::string_view kInviteMend = "Invite the bot to it";

/// Says it to whoever runs the desk, once under `once` if that is given: the managers who are there; where
/// nobody is one, the agents of the first inbox, in their channel, or each of them when `broken` is that
/// channel.
void tell_operators(const Desk& desk, const Saying& saying, const std::string& once, store::Unit& unit,
                    std::string_view broken = {});

/// Something that Slack refuses until somebody mends it.
struct Trouble {
    std::string target;  ///< a channel, a person, a scope, or Slack's word
    std::string why;     ///< "the channel is archived"
    std::string mend;    ///< "Unarchive it"
};

/// Tells the operators, unless they know it already. True when it is news.
bool tell_trouble(const Desk& desk, const Trouble& trouble, store::Unit& unit);

/// Something got through to this channel or person again: what was parked for it is sent.
void trouble_is_over(std::string_view target, store::Unit& unit);

/// The scopes of the app were read: `missing` are those it lacks. What others were missing for is sent again,
/// and the operators hear what is off.
void settle_scopes(const Desk& desk, const std::vector<std::string>& missing, store::Unit& unit);

/// A channel was archived, or opened again.
void on_workspace_event(const Desk& desk, const slack::WorkspaceEvent& event, store::Unit& unit);

}  // namespace deskbell::kernel
