#pragma once
#include "handlers/kernel/desk.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Replies that are there before their ticket: Slack may deliver a reply before the message that it answers,
/// people talk in a thread before somebody makes a ticket of it, and they answer our post while its own
/// answer is lost. None may get lost.
namespace deskbell::kernel {

/// A reply to a message that we do not know. Where that may be a ticket or a card, the thread is fetched.
Result<void> on_early_reply(const Desk& desk, const slack::MessageInfo& reply, store::Unit& unit);

/// The fetched thread: its root becomes a ticket, if it is to be one, and its replies belong to it.
Result<void> take_in_thread(const Desk& desk, const store::Outgoing& sent, const slack::CallResult& thread,
                            store::Unit& unit);

/// What the rows of on_early_reply have in `then`, before what they carry.
inline constexpr std::string_view kThreadThen = "early:";

}  // namespace deskbell::kernel
