#pragma once
#include "handlers/kernel/desk.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

/// What happened while no event reached us is in Slack's histories. Here is decided what to read there, and
/// which events are missing; they then take the path of all events.
namespace deskbell::kernel {

/// Read again before what is known to be whole: clocks differ, and Slack may show a message late.
inline constexpr std::chrono::minutes kReadAgain{10};
/// Threads that are known to be read, those of the tickets that changed last first: two for each ticket. Of
/// them some are read at once.
inline constexpr int kThreadsMost = 10'000;
/// Conversations with one person that are read in a round; with more of them each gets its turn.
inline constexpr int kDirectMost = 200;
/// Conversations with one person among which these are chosen.
inline constexpr int kDirectKnownMost = 10'000;
/// How far back a conversation is read when it is not known since when: as long as what was told is
/// remembered.
inline constexpr std::chrono::hours kReadBack = store::Inbox::kKept;

/// A channel or a thread to read.
struct Conversation {
    std::string channel;
    std::string thread_ts;        ///< "" for the channel itself
    std::optional<UtcTime> from;  ///< Slack's time; nothing for a channel that is read for the first time
    std::optional<UtcTime> to{};  ///< nothing: up to now
};

/// Request channels, agent channels and direct messages since they were whole, and the threads of open
/// tickets.
/// @param directs  the conversations with one person that Slack lists, of people we know or not
/// @param now      Slack's time
std::vector<Conversation> conversations_to_read(const Desk& desk, const std::vector<std::string>& directs,
                                                UtcTime now, const store::Unit& unit);

/// A conversation as Slack shows it.
struct History {
    Conversation where;
    std::vector<slack::MessageInfo> messages;
    bool is_whole = true;  ///< all of it was read: what is not there does not exist
};

/// The events behind this history that never reached us, oldest first.
std::vector<slack::Envelope> untold(const Desk& desk, const History& history, const store::Unit& unit);

/// "message", "edit", "deletion" or "reaction", with where it happened.
store::Recovery recovery_of(const slack::Payload& payload);

}  // namespace deskbell::kernel
