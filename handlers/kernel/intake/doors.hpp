#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/intake/intake.hpp"
#include "slack/wire/reply.hpp"

#include <optional>
#include <string>

namespace deskbell::kernel {

/// `/ticket printer on fire`: creates at once and answers only to the person. What reads like a command is
/// asked about first.
Result<slack::Reply> raise_from_command(const Desk& desk, const slack::SlashCommand& command,
                                        const std::string& words, const Act& act, store::Unit& unit);

/// A button that keeps the words of a command, to raise them all the same; nothing when they are too long for
/// one.
std::optional<slack::Element> raising_button(std::string_view action, const std::string& label,
                                             const std::string& words, const std::string& channel);
/// What it does. `is_again`: although the same words made a ticket a moment ago.
Result<slack::Reply> raise_from_button(const Desk& desk, const slack::BlockAction& click, bool is_again,
                                       const Act& act, store::Unit& unit);

/// In a direct message, or in a request channel that creates tickets by itself.
bool makes_tickets(const Desk& desk, const slack::MessageInfo& message);

/// Why a message at the top of a conversation does not become a ticket by itself, in a few words; "" when it
/// does.
std::string_view why_no_ticket(const Desk& desk, const slack::MessageInfo& message, const store::Unit& unit);

/// A top-level message where messages make tickets.
Result<void> raise_from_message(const Desk& desk, const slack::MessageInfo& message, store::Unit& unit);

/// The reaction, with or without a skin tone, that makes a message a ticket.
bool is_ticket_sign(std::string_view reaction);

/// How a ticket was raised that way.
inline constexpr std::string_view kViaReaction = "🎫 on a message";
/// 🎫 on a message: the message is fetched first, because the event does not carry its text.
Result<void> on_reaction(const Desk& desk, const slack::ReactionEvent& event, store::Unit& unit);

/// The fetched thread of a message with 🎫, as `sent` asked for it. A message that is not found as a thread is
/// looked for in the channel's history.
Result<void> raise_from_reaction(const Desk& desk, const store::Outgoing& sent,
                                 const slack::CallResult& thread, store::Unit& unit);

/// What the rows of on_reaction have in `then`, before what they carry.
inline constexpr std::string_view kRaiseThen = "raise:";

}  // namespace deskbell::kernel
